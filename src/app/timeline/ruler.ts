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

/** Whole pixels at which ticks of a kind stand, each once: ten thousand acknowledgements are no more marks than the line has pixels. */
export function pixelsOf(ticks: readonly Tick[], kind: Tick['kind'], widthPx: number): number[] {
  const pixels = new Set<number>();
  for (const tick of ticks) if (tick.kind === kind) pixels.add(Math.round(tick.at * widthPx));
  return [...pixels].sort((a, b) => a - b);
}

/** A tick that stands above the line, moved aside as far as its neighbours need. */
export interface Label {
  readonly tick: Tick;
  /** Pixels from the start of the line. */
  readonly x: number;
  /** Pixels from the label to the moment it names. */
  readonly toMoment: number;
  /** Pixels free on its right. */
  readonly room: number;
}

const LABEL_PX = 20;

/** Beats and questions in order, none on another. */
export function labelsOf(ticks: readonly Tick[], widthPx: number): Label[] {
  const above = ticks.filter(({ kind }) => kind === 'beat' || kind === 'question').sort((a, b) => a.at - b.at || (a.kind < b.kind ? -1 : 1));
  const xs = above.map(({ at }) => at * widthPx);
  for (let i = 1; i < xs.length; i++) xs[i] = Math.max(xs[i], xs[i - 1] + LABEL_PX);
  for (let i = xs.length - 1; i >= 0; i--) xs[i] = Math.min(xs[i], i === xs.length - 1 ? widthPx : xs[i + 1] - LABEL_PX);
  return above.map((tick, i) => ({ tick, x: xs[i], toMoment: tick.at * widthPx - xs[i], room: (xs[i + 1] ?? widthPx + LABEL_PX / 2) - xs[i] - LABEL_PX - 2 }));
}

/** Gaps side by side are one; those that would stand on the one before, or on a sign or a command below the line, go without words. */
export function gapLabels(gaps: readonly Gap[], widthPx: number, ticks: readonly Tick[] = []): (Gap & { readonly told: boolean })[] {
  const merged: Gap[] = [];
  for (const gap of gaps) {
    const last = merged.at(-1);
    if (last !== undefined && (gap.at - last.at) * widthPx < GAP_PX / 2) merged[merged.length - 1] = { at: last.at, us: last.us + gap.us };
    else merged.push(gap);
  }
  let end = Number.NEGATIVE_INFINITY;
  return merged.map((gap) => {
    const crossed = ticks.some(({ at, kind }) => (isSign(kind) || kind === 'command') && Math.abs(at - gap.at) * widthPx < GAP_PX / 2);
    const told = !crossed && gap.at * widthPx > end + GAP_PX;
    if (told) end = gap.at * widthPx;
    return { ...gap, told };
  });
}

const GAP_PX = 56;

/** Signs that stand where the words of a gap would. */
const isSign = (kind: Tick['kind']): boolean => kind === 'fault' || kind === 'lost' || kind === 'landmark' || kind === 'violation';

/** What stands below the line at one place: faults with their number, then losses and broken invariants. */
export interface Sign {
  /** Pixels from the start of the line to its middle. */
  readonly x: number;
  readonly faults: number;
  readonly grave: 'lost' | 'violation' | null;
}

interface Cluster {
  readonly from: number;
  readonly to: number;
  readonly faults: number;
  readonly grave: Sign['grave'];
}

const FAULT_PX = 12;
const COUNT_PX = 8;
const GRAVE_PX = 9;
const DOT_PX = 4;

const middle = ({ from, to }: Cluster): number => (from + to) / 2;
const signWidth = ({ faults, grave }: Pick<Cluster, 'faults' | 'grave'>): number =>
  Math.max(DOT_PX, (faults > 0 ? FAULT_PX : 0) + (faults > 1 ? COUNT_PX : 0) + (grave === null ? 0 : GRAVE_PX));

function joined(a: Cluster, b: Cluster): Cluster {
  const grave = a.grave === 'violation' || b.grave === 'violation' ? 'violation' : (a.grave ?? b.grave);
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to), faults: a.faults + b.faults, grave };
}

/** Faults, losses and landmarks in order; those that would stand on each other are one sign. */
export function signsOf(ticks: readonly Tick[], widthPx: number): Sign[] {
  const clusters: Cluster[] = [];
  for (const { kind, at } of ticks.filter((tick) => isSign(tick.kind)).sort((a, b) => a.at - b.at)) {
    const x = at * widthPx;
    let next: Cluster = { from: x, to: x, faults: kind === 'fault' ? 1 : 0, grave: kind === 'lost' || kind === 'violation' ? kind : null };
    for (let last = clusters.at(-1); last !== undefined && middle(next) - middle(last) < (signWidth(next) + signWidth(last)) / 2 + 1; last = clusters.at(-1)) {
      next = joined(last, next);
      clusters.pop();
    }
    clusters.push(next);
  }
  return clusters.map((cluster) => ({ x: middle(cluster), faults: cluster.faults, grave: cluster.grave }));
}

/** Pixels of a kind that no sign stands on: a stroke through a sign would make it another one. */
export function clearPixels(ticks: readonly Tick[], kind: Tick['kind'], widthPx: number): number[] {
  const signs = signsOf(ticks, widthPx);
  return pixelsOf(ticks, kind, widthPx).filter((x) => signs.every((sign) => Math.abs(sign.x - x) > signWidth(sign) / 2 + 1));
}

/** Beats and questions after the place where the learner left the story are not told, so they have no tick. */
export const toldTicks = (ticks: readonly Tick[], left: number | null): readonly Tick[] =>
  left === null ? ticks : ticks.filter(({ kind, cursor }) => (kind !== 'beat' && kind !== 'question') || cursor <= left);

/** The tick within reach of where a pointer let go, so that a beat is easy to hit. */
export function snapped(ticks: readonly Tick[], at: number, reach: number): Tick | null {
  let best: Tick | null = null;
  for (const tick of ticks) {
    if (tick.kind === 'acknowledged' || tick.kind === 'landmark') continue;
    if (Math.abs(tick.at - at) <= reach && (best === null || Math.abs(tick.at - at) < Math.abs(best.at - at))) best = tick;
  }
  return best;
}
