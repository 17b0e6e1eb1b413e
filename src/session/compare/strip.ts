/** The strip: both futures on one axis, on which each moment that matters in either has the same room, so that a quiet second does not eat the width. */
import { countUpTo } from '#session/columns.ts';
import { DIFFERENCE_KINDS, type Difference, type DifferenceKind, differencesOf, type Side } from '#session/compare/differences.ts';
import { meaningfulOf, partingOf } from '#session/compare/parting.ts';
import type { Timeline } from '#session/timeline.ts';

/** What only one future has at one moment: as grave as the gravest of it. */
export interface StripMark {
  readonly side: Side;
  readonly timeUs: number;
  /** Of its own future. */
  readonly cursor: number;
  readonly kind: DifferenceKind;
  readonly differences: readonly Difference[];
}

export interface Strip {
  /** Moments that matter in either, ascending, each once. */
  readonly times: readonly number[];
  /** When they part: at the first thing that only one has, or where there is none, at the first that has another time. Undefined when they never do. */
  readonly partUs: number | undefined;
  readonly marks: readonly StripMark[];
}

function moments(a: Timeline, b: Timeline): number[] {
  const all = [...meaningfulOf(a), ...meaningfulOf(b)].map(({ timeUs }) => timeUs).sort((x, y) => x - y);
  return all.filter((timeUs, i) => i === 0 || all[i - 1] !== timeUs);
}

function marksOf(differences: readonly Difference[]): StripMark[] {
  const marks: StripMark[] = [];
  const open = new Map<Side, Difference[]>();
  const close = (side: Side): void => {
    const together = open.get(side);
    if (together === undefined || together.length === 0) return;
    const kind = DIFFERENCE_KINDS.find((one) => together.some((difference) => difference.kind === one)) ?? 'other';
    const at = together.find((difference) => difference.kind === kind) ?? together[0];
    marks.push({ side, timeUs: at.timeUs, cursor: at.cursor, kind, differences: together });
    open.set(side, []);
  };
  for (const difference of differences) {
    const { side, timeUs } = difference;
    const together = open.get(side) ?? [];
    if (together.length > 0 && together[0].timeUs !== timeUs) close(side);
    open.set(side, [...(open.get(side) ?? []), difference]);
  }
  for (const side of ['a', 'b'] as const) close(side);
  return marks.sort((x, y) => x.timeUs - y.timeUs || (x.side < y.side ? -1 : x.side > y.side ? 1 : 0));
}

export function stripOf(a: Timeline, b: Timeline): Strip {
  const differences = differencesOf(a, b);
  return { times: moments(a, b), partUs: differences[0]?.timeUs ?? partingOf(a, b)?.timeUs, marks: marksOf(differences) };
}

/** Where a moment stands on the axis, 0 to 1; between two moments that matter, in between. */
export function placeOf({ times }: Strip, timeUs: number): number {
  if (times.length === 0) return 0;
  const upTo = countUpTo(times, times.length, timeUs);
  if (upTo === times.length) return 1;
  const [from, to] = [upTo === 0 ? 0 : times[upTo - 1], times[upTo]];
  const part = to === from ? 0 : (timeUs - from) / (to - from);
  return (upTo + Math.max(0, Math.min(1, part))) / times.length;
}

/** The moment that stands at a place of the axis. */
export function timeAtPlace({ times }: Strip, place: number): number {
  if (times.length === 0) return 0;
  const slot = Math.max(0, Math.min(times.length, place * times.length));
  const upTo = Math.floor(slot);
  if (upTo >= times.length) return times[times.length - 1];
  const from = upTo === 0 ? 0 : times[upTo - 1];
  return Math.round(from + (times[upTo] - from) * (slot - upTo));
}
