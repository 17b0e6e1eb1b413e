/** The title of the browser's tab: what is open, then the product. */
import i18next from 'i18next';
import { type Page, useRouting } from '#app/router.ts';
import { subscribe } from '#app/run/holder.ts';
import { useStore } from '#app/store.ts';
import { script } from '#app/story/now.ts';

const t = i18next.t.bind(i18next);

function nameOf(page: Page): string {
  switch (page) {
    case 'workbench':
      return script()?.title ?? '';
    case 'studio':
      return t('app:nav.studio');
    case 'about':
      return t('app:nav.about');
    case 'glossary':
      return t('app:nav.glossary');
    default:
      return t('app:landing.title');
  }
}

function apply(): void {
  const name = nameOf(useRouting.getState().page);
  document.title = name === '' || name === 'Highwater' ? 'Highwater' : `${name} · Highwater`;
}

export function keepTitle(): void {
  apply();
  subscribe(apply);
  useRouting.subscribe(apply);
  useStore.subscribe((now, before) => (now.locale === before.locale ? undefined : apply()));
}
