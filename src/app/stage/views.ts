/** Which views this run offers, and which one is on stage: the person's choice, else the beat's, else the lesson's or example's, else the first. */
import { query } from '#app/query.ts';
import { current } from '#app/run/holder.ts';
import { engineNow } from '#app/run/load.ts';
import { beatAt } from '#app/story/now.ts';
import { thingOf } from '#app/why/thing.ts';
import type { Frame } from '#kafka/frame.ts';
import { lessons } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';
import type { Timeline } from '#session/timeline.ts';
import { views } from '#views/catalog.ts';
import type { Selection, StatedChart, ViewEntry } from '#views/contract.ts';

const NONE: readonly ViewEntry[] = [];
const kept = new WeakMap<Timeline, readonly ViewEntry[]>();

/** Machines of what is selected. Asked of a run only: an open run means that the engine is there. */
export function chartsNow(frame: Frame, selection: Selection | null): readonly StatedChart[] {
  const thing = thingOf(frame, selection);
  return thing === null || current().open === null ? [] : engineNow().chartsOf(frame, thing);
}

/** Those of the run, and those of what is selected. */
export function viewsFor(timeline: Timeline | null, cursor: number, selection: Selection | null): readonly ViewEntry[] {
  const offered = offeredViews(timeline);
  const hasCharts = timeline !== null && selection !== null && chartsNow(timeline.frameAt(Math.min(cursor, timeline.end)), selection).length > 0;
  return hasCharts ? offered : withoutCharts(offered);
}

const bare = new WeakMap<readonly ViewEntry[], readonly ViewEntry[]>();

/** The same list for the same list, so that nothing is drawn anew for it. */
function withoutCharts(offered: readonly ViewEntry[]): readonly ViewEntry[] {
  let views = bare.get(offered);
  if (views === undefined) {
    views = offered.filter(({ needsCharts }) => !needsCharts);
    bare.set(offered, views);
  }
  return views;
}

export function offeredViews(timeline: Timeline | null): readonly ViewEntry[] {
  if (timeline === null) return NONE;
  let offered = kept.get(timeline);
  if (offered === undefined) {
    const frame = timeline.frameAt(0);
    const allowed = current().branch?.scenario.lesson.limits.views;
    offered = views.filter(({ id, offered }) => offered(frame, true) && (allowed === undefined || allowed.includes(id)));
    kept.set(timeline, offered);
  }
  return offered;
}

/** All views are fetched when a hand comes near: then a tab answers at once. */
export function loadViews(): void {
  for (const { load } of views) void load();
}

export const viewOf = (id: string): ViewEntry | undefined => views.find((view) => view.id === id);

export function viewShown(chosen: string | null, cursor: number, offered: readonly ViewEntry[]): string {
  for (const id of [chosen, beatView(cursor), query.view, lessonView()]) {
    if (id !== null && offered.some((view) => view.id === id)) return id;
  }
  return offered[0]?.id ?? '';
}

const beatView = (cursor: number): string | null => beatAt(cursor)?.view ?? null;

/** What the lesson, or the example of the gallery, is best watched in. */
function lessonView(): string | null {
  const origin = current().open?.origin;
  if (origin?.kind !== 'lesson' && origin?.kind !== 'example') return null;
  const shelf: readonly { readonly slug: string; readonly view: string }[] = origin.kind === 'lesson' ? lessons : examples;
  return shelf.find(({ slug }) => slug === origin.slug)?.view ?? null;
}

/** The partition shown full size. */
export function focusShown(chosen: string | null, frame: Frame): string {
  return frame.partitions.find(({ tp }) => tp === chosen)?.tp ?? frame.partitions.find(({ internal }) => !internal)?.tp ?? frame.partitions[0]?.tp ?? '';
}
