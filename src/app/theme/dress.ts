/** Dresses the page: language, theme and motion as attributes of the root element, kept right as they change. */
import { query } from '#app/query.ts';
import { current, subscribe } from '#app/run/holder.ts';
import { type AppState, state, useStore } from '#app/store.ts';

/** The store changes with every frame of a run that plays; writing an attribute of the root, even its old value, lays the whole page out anew. */
function follow(now: AppState, before: AppState): void {
  if (now.locale !== before.locale || now.theme !== before.theme || now.motion !== before.motion) apply(now);
}

function apply({ locale, theme, motion }: AppState): void {
  const { dataset } = document.documentElement;
  document.documentElement.lang = locale;
  if (theme === 'auto') delete dataset.theme;
  else dataset.theme = theme;
  if (motion === 'reduced' || query.test) dataset.motion = 'reduced';
  else delete dataset.motion;
  if (query.test) dataset.test = '';
}

/** Six fills tell six keys apart, another eight tell eight; more keys than that are told by their letters alone. */
export const keySet = (keys: number): '8' | 'many' | null => (keys <= 6 ? null : keys <= 8 ? '8' : 'many');

function fill(): void {
  const { dataset } = document.documentElement;
  const producers = current().branch?.scenario.spec.producers ?? [];
  const set = keySet(new Set(producers.flatMap(({ keys }) => keys.filter((key) => key !== null))).size);
  if (dataset.keys === (set ?? undefined)) return;
  if (set === null) delete dataset.keys;
  else dataset.keys = set;
}

export function dress(): void {
  apply(state());
  useStore.subscribe(follow);
  subscribe(fill);
}
