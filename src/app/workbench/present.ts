/** Presenting: nothing but the stage and its time, as large and as strong as for a projector. It ends where it began. */
import i18next from 'i18next';
import { announce } from '#app/announce.ts';
import { patch, state, type Theme } from '#app/store.ts';

let before: Theme = 'auto';

export const isPresenting = (): boolean => state().preset === 'present';

export function present(): void {
  if (isPresenting()) return;
  before = state().theme;
  patch({ preset: 'present', theme: 'projector', story: false, inspector: false, terminal: false });
}

/** Asked for, or because the workbench is left: elsewhere nothing is shown as for a projector. */
export function stopPresenting(): void {
  if (!isPresenting()) return;
  patch({ preset: 'balanced', theme: before, story: true });
  announce(i18next.t('app:panes.ended'));
}
