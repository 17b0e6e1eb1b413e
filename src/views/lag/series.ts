/** Lag over time as a step function: it keeps its value until the next change (step-after). */
import { bisector } from 'd3';
import type { LagSeries } from '../contract.ts';

export interface Point {
  readonly timeUs: number;
  readonly lagRecords: number;
}

/** The value in force at a time; undefined before the first point. */
export function lagAt(points: readonly Point[], timeUs: number): number | undefined {
  const at = bisectPoints(points, timeUs);
  return at === 0 ? undefined : points[at - 1].lagRecords;
}

/** How many points lie at or before a time. */
export const bisectPoints = bisector((point: Point) => point.timeUs).right as (points: readonly Point[], timeUs: number) => number;

/** Sum of step functions: a point wherever one of them changes. */
export function totalOf(series: readonly LagSeries[]): Point[] {
  const times = [...new Set(series.flatMap((one) => one.points.map((point) => point.timeUs)))].sort((a, b) => a - b);
  const cursors = series.map(() => 0);
  const points: Point[] = [];
  for (const timeUs of times) {
    let lagRecords = 0;
    series.forEach((one, i) => {
      while (cursors[i] < one.points.length && one.points[cursors[i]].timeUs <= timeUs) cursors[i] += 1;
      if (cursors[i] > 0) lagRecords += one.points[cursors[i] - 1].lagRecords;
    });
    if (points.length === 0 || points[points.length - 1].lagRecords !== lagRecords) points.push({ timeUs, lagRecords });
  }
  return points;
}

export const highest = (points: readonly Point[]): number => points.reduce((most, point) => Math.max(most, point.lagRecords), 0);

/** Highest until now: the picture does not tell the future in words. */
export function highestUntil(points: readonly Point[], timeUs: number): number {
  return highest(points.slice(0, bisectPoints(points, timeUs)));
}

/** Time of the change before or after: where an arrow key leads. */
export function changeBeside(points: readonly Point[], timeUs: number, by: -1 | 1): number {
  const at = bisectPoints(points, timeUs);
  if (by > 0) return points[at]?.timeUs ?? timeUs;
  const here = points[at - 1];
  return here && here.timeUs < timeUs ? here.timeUs : (points[at - 2]?.timeUs ?? timeUs);
}
