/** One quantity in two futures on one pair of axes, in steps over time: the lag of each group, summed over its partitions, and how long each producer waited for its answers. */
import type { Side } from '#session/compare/differences.ts';
import type { LagSeries } from '#session/lag.ts';
import type { LedgerEntry } from '#session/ledger.ts';

export interface Point {
  readonly timeUs: number;
  /** Records of lag, or µs of waiting. */
  readonly value: number;
}

export interface Pair {
  /** The group, or the producer. */
  readonly name: string;
  readonly lines: Readonly<Record<Side, readonly Point[]>>;
  readonly highest: Readonly<Record<Side, number>>;
  readonly last: Readonly<Record<Side, number>>;
}

/** One step wherever any partition steps; steps of one moment are one. */
export function totalOf(series: readonly LagSeries[]): Point[] {
  const steps = series
    .flatMap(({ points }, at) => points.map(({ timeUs, lagRecords }) => ({ timeUs, value: lagRecords, at })))
    .sort((a, b) => a.timeUs - b.timeUs || a.at - b.at);
  const now = series.map(() => 0);
  const total: Point[] = [];
  for (const { timeUs, value, at } of steps) {
    now[at] = value;
    if (total.at(-1)?.timeUs === timeUs) total.pop();
    total.push({ timeUs, value: now.reduce((sum, one) => sum + one, 0) });
  }
  return total;
}

function pairOf(name: string, lines: Pair['lines']): Pair {
  const highest = (points: readonly Point[]): number => Math.max(0, ...points.map(({ value }) => value));
  const last = (points: readonly Point[]): number => points.at(-1)?.value ?? 0;
  return { name, lines, highest: { a: highest(lines.a), b: highest(lines.b) }, last: { a: last(lines.a), b: last(lines.b) } };
}

export function lagPairs(a: readonly LagSeries[], b: readonly LagSeries[]): Pair[] {
  const groups = [...new Set([...a, ...b].map(({ group }) => group))];
  return groups.map((name) => {
    const of = (series: readonly LagSeries[]) => totalOf(series.filter(({ group }) => group === name));
    return pairOf(name, { a: of(a), b: of(b) });
  });
}

/** From the send of a record to its answer, at the moment of the answer; of one answer for several records the longest wait. */
export function waitsOf(entries: readonly LedgerEntry[]): Point[] {
  const longest = new Map<number, number>();
  for (const { sentAt, acknowledgedAt } of entries)
    if (acknowledgedAt !== undefined) longest.set(acknowledgedAt, Math.max(longest.get(acknowledgedAt) ?? 0, acknowledgedAt - sentAt));
  return [...longest].map(([timeUs, value]) => ({ timeUs, value })).sort((x, y) => x.timeUs - y.timeUs);
}

/** Of producers that got an answer in at least one of the two. */
export function waitPairs(a: readonly LedgerEntry[], b: readonly LedgerEntry[]): Pair[] {
  const producers = [...new Set([...a, ...b].filter(({ acknowledgedAt }) => acknowledgedAt !== undefined).map(({ producer }) => producer))];
  return producers.map((name) => {
    const of = (entries: readonly LedgerEntry[]) => waitsOf(entries.filter(({ producer }) => producer === name));
    return pairOf(name, { a: of(a), b: of(b) });
  });
}

export interface Axes {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly untilUs: number;
  /** Value at the top. */
  readonly most: number;
}

const px = (value: number): number => Math.round(value * 10) / 10;

export const xOf = ({ left, right, untilUs }: Axes, timeUs: number): number => px(left + ((right - left) * Math.min(timeUs, untilUs)) / Math.max(1, untilUs));
export const yOf = ({ top, bottom, most }: Axes, value: number): number => px(bottom - ((bottom - top) * value) / Math.max(1, most));

/** Many steps in one pixel are one, as high as the highest: peaks are what is looked for. */
function thinned(points: readonly Point[], axes: Axes): (readonly [x: number, value: number])[] {
  const columns = new Map<number, number>();
  for (const { timeUs, value } of points) {
    const x = points.length > axes.right - axes.left ? Math.round(xOf(axes, timeUs)) : xOf(axes, timeUs);
    columns.set(x, Math.max(columns.get(x) ?? 0, value));
  }
  return [...columns];
}

/** The line goes along, then up or down, and keeps its last value to the end. */
export function stepLine(points: readonly Point[], axes: Axes): string {
  const [first, ...rest] = thinned(points, axes);
  if (first === undefined) return '';
  const steps = rest.map(([x, value]) => `H${x}V${yOf(axes, value)}`);
  return `M${first[0]} ${yOf(axes, first[1])}${steps.join('')}H${axes.right}`;
}

/** Heights of the two labels at the lines' ends: as near to their lines as they may be without covering each other. */
export function labelYs(a: number, b: number, { top, bottom }: Axes, apart: number): Readonly<Record<Side, number>> {
  if (Math.abs(a - b) >= apart) return { a, b };
  const middle = Math.max(top + apart / 2, Math.min(bottom - apart / 2, (a + b) / 2));
  return a <= b ? { a: middle - apart / 2, b: middle + apart / 2 } : { a: middle + apart / 2, b: middle - apart / 2 };
}
