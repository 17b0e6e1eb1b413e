/** What a person looks for in time: the moment at which a predicate becomes true, and what happens next to the thing that is selected. */
import i18next from 'i18next';
import { announce } from '#app/announce.ts';
import { look } from '#app/i18n/i18n.ts';
import { pause } from '#app/play/player.ts';
import { seekTo } from '#app/play/transport.ts';
import { extendFor } from '#app/run/compute.ts';
import { current, touched } from '#app/run/holder.ts';
import { state } from '#app/store.ts';
import { thingOf } from '#app/why/thing.ts';
import type { ExpressionError } from '#scenario/expression/token.ts';
import { compileExpression } from '#scenario/expression.ts';
import { momentOf } from '#session/asking.ts';
import { searchOn, startSearch } from '#session/until.ts';

/** Wall clock of one slice. */
const SLICE_MS = 8;
const LOOKED_AT = 64;

export type Found =
  | { readonly kind: 'found' }
  /** `already`: it is true where the search began, and does not become true again. */
  | { readonly kind: 'never'; readonly already: boolean }
  | { readonly kind: 'mistake'; readonly error: ExpressionError };

/** Goes to where the predicate becomes true, computing as far as it must; stays where it is when that never comes. */
export async function runUntil(text: string): Promise<Found> {
  const { timeline, branch } = current();
  if (timeline === null || branch === null) return { kind: 'never', already: false };
  const compiled = compileExpression(text, branch.scenario.names, 'predicate');
  if (!compiled.ok) return { kind: 'mistake', error: compiled.error };
  pause();
  const search = startSearch(timeline, compiled.value, Math.min(state().cursor, timeline.end));
  for (;;) {
    const slice = performance.now() + SLICE_MS;
    while (performance.now() < slice && search.at < timeline.end) {
      const cursor = searchOn(timeline, search, LOOKED_AT);
      if (cursor === undefined) continue;
      seekTo(cursor);
      return { kind: 'found' };
    }
    if (current().timeline !== timeline || (search.at === timeline.end && timeline.complete)) return { kind: 'never', already: search.already };
    if (search.at === timeline.end && !extendFor(timeline, SLICE_MS) && search.at === timeline.end) return { kind: 'never', already: search.already };
    touched();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** N and P: the next or previous moment at which something happened to what is selected. Goes there at once; only what cannot be done waits for its words. */
export function ofSelection(direction: 1 | -1): void {
  const { timeline } = current();
  if (timeline === null) return;
  const cursor = Math.min(state().cursor, timeline.end);
  const thing = thingOf(timeline.frameAt(cursor), state().selection);
  if (thing === null) return void say('selection.none');
  const told = momentOf(timeline, thing, cursor, direction);
  if (told === undefined) return void say(direction > 0 ? 'selection.last' : 'selection.first');
  seekTo(told.cursor);
}

async function say(why: 'selection.none' | 'selection.first' | 'selection.last'): Promise<void> {
  await i18next.loadNamespaces('find');
  announce(look('find', why));
}
