/** The ruler under the stage: where each moment stands on the slider. One unit is a meaningful step, so that a quiet second does not eat the width. */
import { isCompressed } from '#app/play/pace.ts';
import type { Mark, Timeline } from '#session/timeline.ts';

export interface Tick {
  readonly kind: Mark['kind'];
  readonly id: string;
  readonly cursor: number;
  /** 0 to 1. */
  readonly at: number;
}

/** A gap of more than a second between two steps. */
export interface Gap {
  readonly at: number;
  readonly us: number;
}

/** Smallest cursor that has `stops` meaningful stops behind it. */
export function cursorOfStop(timeline: Timeline, stops: number): number {
  let low = 0;
  let high = timeline.end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeline.stopsUpTo(middle) >= stops) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function ticksOf(timeline: Timeline): Tick[] {
  const all = Math.max(1, timeline.stops);
  return timeline.marks.map(({ kind, id, cursor }) => ({ kind, id, cursor, at: timeline.stopsUpTo(cursor) / all }));
}

export function gapsOf(timeline: Timeline): Gap[] {
  const all = Math.max(1, timeline.stops);
  const gaps: Gap[] = [];
  let cursor = 0;
  let lastUs = 0;
  for (let stop = 1; stop <= timeline.stops; stop++) {
    const next = timeline.seek(cursor, 'meaningful', 1);
    if (next === cursor) break;
    const us = timeline.timeAt(next);
    if (isCompressed(us - lastUs)) gaps.push({ at: (stop - 0.5) / all, us: us - lastUs });
    cursor = next;
    lastUs = us;
  }
  return gaps;
}

/** The tick within reach of where a pointer let go, so that a beat is easy to hit. */
export function snapped(ticks: readonly Tick[], at: number, reach: number): Tick | null {
  let best: Tick | null = null;
  for (const tick of ticks) {
    if (tick.kind === 'acknowledged' || tick.kind === 'landmark') continue;
    if (Math.abs(tick.at - at) <= reach && (best === null || Math.abs(tick.at - at) < Math.abs(best.at - at))) best = tick;
  }
  return best;
}
