/** Lag in the room of a word: what the lag view draws, up to the playhead and no further, in one path of no more points than it has columns. Pure. */
import { curveStepAfter, line } from 'd3';
import type { LagSeries } from '../contract.ts';
import { groupShape } from '../marks/glyphs.tsx';
import { px } from '../marks/motion.ts';
import { bisectPoints, highest, highestUntil, lagAt, type Point } from './series.ts';

export const SPARK = { width: 72, height: 18, edge: 1.5 };
/** As in the lag view: a lag of one or two records is no mountain. */
const LEAST_CEILING = 4;

export interface Spark {
  readonly group: string;
  readonly shape: string;
  readonly now: number;
  readonly highest: number;
  readonly path: string;
}

/** One for each group that has committed an offset of this partition. All share the time; those of one group share the height, so that they can be compared. */
export function sparksOf(lag: readonly LagSeries[], groups: readonly string[], tp: string, nowUs: number): Spark[] {
  const names = [...new Set([...groups, ...lag.map((one) => one.group)])];
  return names.flatMap((group, index) => {
    const parts = lag.filter((one) => one.group === group);
    const points = parts.find((one) => one.tp === tp)?.points ?? [];
    const now = lagAt(points, nowUs);
    if (now === undefined) return [];
    const ceiling = Math.max(LEAST_CEILING, ...parts.map((one) => highestUntil(one.points, nowUs)));
    return [{ group, shape: groupShape(index), now, highest: highestUntil(points, nowUs), path: sparkPath(points, nowUs, ceiling) }];
  });
}

function sparkPath(points: readonly Point[], nowUs: number, ceiling: number): string {
  const { width, height, edge } = SPARK;
  const xOf = (timeUs: number): number => Math.min(width, Math.max(0, (timeUs / Math.max(1, nowUs)) * width));
  const yOf = (lagRecords: number): number => height - edge - (lagRecords / ceiling) * (height - 2 * edge);
  const until = points.slice(0, bisectPoints(points, nowUs));
  const kept = decimated(until, (timeUs) => Math.min(width - 1, Math.floor(xOf(timeUs))));
  const whole = [...kept, { timeUs: nowUs, lagRecords: kept[kept.length - 1].lagRecords }];
  const path = line<Point>(
    (point) => px(xOf(point.timeUs)),
    (point) => px(yOf(point.lagRecords)),
  ).curve(curveStepAfter);
  return path(whole) ?? '';
}

/** Of each column its highest point and its last one: no peak is lost, and what comes next begins where this column ends. */
export function decimated(points: readonly Point[], columnOf: (timeUs: number) => number): Point[] {
  const kept: Point[] = [];
  for (let from = 0; from < points.length; ) {
    const column = columnOf(points[from].timeUs);
    let to = from + 1;
    while (to < points.length && columnOf(points[to].timeUs) === column) to++;
    const inColumn = points.slice(from, to);
    const most = highest(inColumn);
    const last = inColumn[inColumn.length - 1];
    const peak = inColumn.find(({ lagRecords }) => lagRecords === most);
    if (peak !== undefined && peak !== last) kept.push(peak);
    kept.push(last);
    from = to;
  }
  return kept;
}
