/** Computes the open timeline on, a few milliseconds a frame, so that the page never stops answering. */
import { isHeld } from '#app/run/heavy.ts';
import { current, subscribe, touched } from '#app/run/holder.ts';
import { state } from '#app/store.ts';
import type { Timeline } from '#session/timeline.ts';

const SLICE_MS = 8;
const STEPS = 64;
/** While playing, the picture redraws anyway; telling React at every slice would double its work. */
const TELL_MS = 120;
/** Telling takes at most this part of the time: a large cluster's page takes long to draw, and would otherwise keep the run waiting. */
const TELLING_SHARE = 0.2;
/** A heavy run is computed only so far ahead of the playhead, until somebody asks for all of it. */
const AHEAD_EVENTS = 5_000;
const HELD_MS = 100;

let computing: Timeline | null = null;

/** Keeps whatever timeline is current computing until it is complete. */
export function startComputing(immediate: boolean): void {
  const next = (run: () => void) => (immediate || document.hidden ? setTimeout(run, 0) : requestAnimationFrame(run));
  subscribe(() => {
    const { timeline } = current();
    if (timeline === computing || timeline === null || timeline.complete) return;
    computing = timeline;
    const page = sparingly();
    const slice = () => {
      if (current().timeline !== timeline) return;
      if (isHeld(current().open) && timeline.end > state().cursor + AHEAD_EVENTS) return void setTimeout(slice, HELD_MS);
      page.begin();
      const more = extendFor(timeline, SLICE_MS);
      page.tell(!more);
      if (more) next(slice);
      else computing = null;
    };
    next(slice);
  });
}

interface Telling {
  /** A slice begins: by now the page has drawn what it was told. */
  begin(): void;
  tell(must: boolean): void;
}

/** Tells the page that the run has grown: when it must, else now and then, and the more rarely the longer the page takes to draw it. */
function sparingly(): Telling {
  let toldAt = performance.now();
  let pauseMs = TELL_MS;
  let drawing = false;
  return {
    begin() {
      if (drawing) pauseMs = Math.max(TELL_MS, (performance.now() - toldAt) / TELLING_SHARE);
      drawing = false;
    },
    tell(must) {
      if (!must && performance.now() < toldAt + pauseMs) return;
      toldAt = performance.now();
      drawing = true;
      touched();
    },
  };
}

/** Extends for at most so many milliseconds; false when nothing is left to compute. */
export function extendFor(timeline: Timeline, wallMs: number): boolean {
  const until = performance.now() + wallMs;
  while (performance.now() < until) {
    if (timeline.complete || !timeline.extend({ steps: STEPS })) return false;
  }
  return !timeline.complete;
}

/** Computes in slices until something holds, or until the run is complete. */
export async function computedUntil(timeline: Timeline, holds: () => boolean): Promise<void> {
  const page = sparingly();
  while (!holds() && !timeline.complete) {
    page.begin();
    const more = extendFor(timeline, SLICE_MS);
    page.tell(!more || holds());
    if (!more) break;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

export const computedTo = (timeline: Timeline, cursor: number): Promise<void> => computedUntil(timeline, () => timeline.end >= cursor);
export const computedWhole = (timeline: Timeline): Promise<void> => computedUntil(timeline, () => false);
