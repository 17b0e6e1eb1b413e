/** Changes the language in place: words first, then the page's own `lang`, then what this device remembers. */
import { switchLocale } from '#app/i18n/i18n.ts';
import { type Locale, set } from '#app/store.ts';

export async function switchTo(locale: Locale): Promise<void> {
  await switchLocale(locale);
  set({ locale });
}
