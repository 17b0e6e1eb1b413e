/** The list of events with the caret in its search, however long the list takes to be drawn. Where a lesson does not offer it, that is said. */
import i18next from 'i18next';
import { announce } from '#app/announce.ts';
import { current } from '#app/run/holder.ts';
import { viewsFor } from '#app/stage/views.ts';
import { patch, state } from '#app/store.ts';

const FIELD = '[data-region=stage] [data-search=events]';
/** Its code may have to come first; whoever has gone elsewhere meanwhile is not called back. */
const WAIT_MS = 5000;

export function searchEvents(): void {
  if (!viewsFor(current().timeline, state().cursor, state().selection).some(({ id }) => id === 'events')) return announce(i18next.t('app:help.noEvents'));
  patch({ view: 'events', panel: 'stage' });
  toField();
}

function toField(): void {
  if (focusField()) return;
  const held = document.activeElement;
  const watch = new MutationObserver(() => {
    if (document.activeElement !== held || focusField()) stop();
  });
  const late = setTimeout(() => watch.disconnect(), WAIT_MS);
  const stop = (): void => {
    clearTimeout(late);
    watch.disconnect();
  };
  watch.observe(document.body, { childList: true, subtree: true });
}

function focusField(): boolean {
  const field = document.querySelector<HTMLInputElement>(FIELD);
  field?.focus();
  return field !== null;
}
