/** Dresses the page: language, theme and motion as attributes of the root element, kept right as they change. */
import { query } from '#app/query.ts';
import { type AppState, state, useStore } from '#app/store.ts';

function apply({ locale, theme, motion }: AppState): void {
  const { dataset } = document.documentElement;
  document.documentElement.lang = locale;
  if (theme === 'auto') delete dataset.theme;
  else dataset.theme = theme;
  if (motion === 'reduced' || query.test) dataset.motion = 'reduced';
  else delete dataset.motion;
  if (query.test) dataset.test = '';
}

export function dress(): void {
  apply(state());
  useStore.subscribe(apply);
}
