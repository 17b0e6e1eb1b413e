/** The lag of each group in two futures on one pair of axes: steps over time, summed over its partitions. */
import type { Side } from '#session/compare/differences.ts';
import type { LagSeries } from '#session/lag.ts';

export interface Point {
  readonly timeUs: number;
  readonly lag: number;
}

export interface LagPair {
  readonly group: string;
  readonly lines: Readonly<Record<Side, readonly Point[]>>;
  readonly highest: Readonly<Record<Side, number>>;
  readonly last: Readonly<Record<Side, number>>;
}

/** One step wherever any partition steps; steps of one moment are one. */
export function totalOf(series: readonly LagSeries[]): Point[] {
  const steps = series
    .flatMap(({ points }, at) => points.map(({ timeUs, lagRecords }) => ({ timeUs, lag: lagRecords, at })))
    .sort((a, b) => a.timeUs - b.timeUs || a.at - b.at);
  const now = series.map(() => 0);
  const total: Point[] = [];
  for (const { timeUs, lag, at } of steps) {
    now[at] = lag;
    if (total.at(-1)?.timeUs === timeUs) total.pop();
    total.push({ timeUs, lag: now.reduce((sum, one) => sum + one, 0) });
  }
  return total;
}

export function lagPairs(a: readonly LagSeries[], b: readonly LagSeries[]): LagPair[] {
  const groups = [...new Set([...a, ...b].map(({ group }) => group))];
  return groups.map((group) => {
    const of = (series: readonly LagSeries[]) => totalOf(series.filter((one) => one.group === group));
    const lines = { a: of(a), b: of(b) };
    const highest = (points: readonly Point[]): number => Math.max(0, ...points.map(({ lag }) => lag));
    const last = (points: readonly Point[]): number => points.at(-1)?.lag ?? 0;
    return { group, lines, highest: { a: highest(lines.a), b: highest(lines.b) }, last: { a: last(lines.a), b: last(lines.b) } };
  });
}

export interface Axes {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly untilUs: number;
  /** Lag at the top. */
  readonly most: number;
}

const px = (value: number): number => Math.round(value * 10) / 10;

export const xOf = ({ left, right, untilUs }: Axes, timeUs: number): number => px(left + ((right - left) * Math.min(timeUs, untilUs)) / Math.max(1, untilUs));
export const yOf = ({ top, bottom, most }: Axes, lag: number): number => px(bottom - ((bottom - top) * lag) / Math.max(1, most));

/** Lag is a whole number that jumps: the line goes along, then up or down, and keeps its last value to the end. */
export function stepLine(points: readonly Point[], axes: Axes): string {
  const [first] = points;
  if (first === undefined) return '';
  const rest = points.slice(1).map(({ timeUs, lag }) => `H${xOf(axes, timeUs)}V${yOf(axes, lag)}`);
  return `M${xOf(axes, first.timeUs)} ${yOf(axes, first.lag)}${rest.join('')}H${axes.right}`;
}

/** Heights of the two labels at the lines' ends: as near to their lines as they may be without covering each other. */
export function labelYs(a: number, b: number, { top, bottom }: Axes, apart: number): Readonly<Record<Side, number>> {
  if (Math.abs(a - b) >= apart) return { a, b };
  const middle = Math.max(top + apart / 2, Math.min(bottom - apart / 2, (a + b) / 2));
  return a <= b ? { a: middle - apart / 2, b: middle + apart / 2 } : { a: middle + apart / 2, b: middle - apart / 2 };
}
