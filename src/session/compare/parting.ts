/** Where two futures part, and which moment of one stands beside a moment of the other. */
import { weightOf } from '#session/steps.ts';
import type { Timeline } from '#session/timeline.ts';
import { indexOf, type Told } from '#session/told.ts';

/** Meaningful facts in order: what steps are made of. */
const meaningful = indexOf<Told[]>(
  () => [],
  (list, told) => {
    if (weightOf(told.fact) >= 2) list.push(told);
  },
);

export const meaningfulOf = (timeline: Timeline): readonly Told[] => meaningful.read(timeline);

/** The moment at which the two first differ, with what happens then in each; one of the two may have nothing to tell. */
export interface Parting {
  readonly timeUs: number;
  readonly a: Told | undefined;
  readonly b: Told | undefined;
}

/** How many events the two have in common: hashes are chained, so one look at a place tells of everything before it. */
export function commonEvents(a: Timeline, b: Timeline): number {
  let low = 0;
  let high = Math.min(a.end, b.end);
  if (a.hashAt(0) !== b.hashAt(0)) return 0;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (a.hashAt(middle) === b.hashAt(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

const words = ({ timeUs, fact }: Told): string => `${timeUs} ${JSON.stringify(fact)}`;

/** The first meaningful fact that only one of the two has, or has at another time. Undefined while both have told the same. */
export function partingOf(a: Timeline, b: Timeline): Parting | undefined {
  const [inA, inB] = [meaningfulOf(a), meaningfulOf(b)];
  const common = commonEvents(a, b);
  let i = 0;
  while (i < inA.length && i < inB.length && (inA[i].cursor <= common || words(inA[i]) === words(inB[i]))) i++;
  const [first, second] = [inA[i], inB[i]];
  // One of the two may only not have been computed so far.
  if (first === undefined && !a.complete) return undefined;
  if (second === undefined && !b.complete) return undefined;
  if (first === undefined && second === undefined) return undefined;
  const timeUs = Math.min(first?.timeUs ?? Number.POSITIVE_INFINITY, second?.timeUs ?? Number.POSITIVE_INFINITY);
  const then = (told: Told | undefined): Told | undefined => (told?.timeUs === timeUs ? told : undefined);
  return { timeUs, a: then(first), b: then(second) };
}

/** The cursor of `other` that stands beside a moment of `from`: the same event while nothing differs, then the same virtual time. */
export function cursorBeside(from: Timeline, cursor: number, nowUs: number, other: Timeline): number {
  const common = commonEvents(from, other);
  if (cursor <= common) return cursor;
  return Math.max(common, Math.min(other.end, other.cursorAtTime(nowUs)));
}
