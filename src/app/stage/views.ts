/** Which views this run offers, and which one is on stage: the person's choice, else the beat's, else the lesson's or example's, else the first. */
import { query } from '#app/query.ts';
import { current } from '#app/run/holder.ts';
import { beatAt } from '#app/story/now.ts';
import type { Frame } from '#kafka/frame.ts';
import { lessons } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';
import type { Timeline } from '#session/timeline.ts';
import { views } from '#views/catalog.ts';
import type { ViewEntry } from '#views/contract.ts';

const NONE: readonly ViewEntry[] = [];
const kept = new WeakMap<Timeline, readonly ViewEntry[]>();

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
