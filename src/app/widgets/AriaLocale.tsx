/** Gives React Aria's widgets the language of the page; they come in chunks of their own, so each brings this along. */
import type { ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useStore } from '#app/store.ts';

export function AriaLocale({ children }: { readonly children: ReactNode }) {
  const locale = useStore((state) => state.locale);
  return <I18nProvider locale={locale === 'ko' ? 'ko-KR' : 'en-US'}>{children}</I18nProvider>;
}
