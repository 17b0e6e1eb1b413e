/** Geometry of the lag charts: one time axis on top, charts beneath on the same x. Pure. */
import { curveStepAfter, line, type ScaleLinear, scaleLinear } from 'd3';
import type { TimeMark } from '../contract.ts';
import { clamp, px } from '../marks/motion.ts';
import { textWidth } from '../marks/text.ts';
import type { Series } from './model.ts';
import type { Point } from './series.ts';

export const NARROW = 640;

export interface ChartBox {
  readonly key: string;
  readonly y: number;
  /** Top and bottom of the plot. */
  readonly top: number;
  readonly bottom: number;
  readonly scaleY: ScaleLinear<number, number>;
}

export interface MarkBox {
  readonly mark: TimeMark;
  readonly x: number;
  /** False: only the rule is drawn, because a neighbour's icon is in the way. */
  readonly icon: boolean;
  readonly label: string | null;
}

export interface LagLayout {
  readonly width: number;
  readonly height: number;
  readonly narrow: boolean;
  readonly left: number;
  readonly right: number;
  readonly scaleX: ScaleLinear<number, number>;
  readonly ticks: readonly { readonly timeUs: number; readonly x: number; readonly text: string }[];
  readonly marks: readonly MarkBox[];
  readonly boxes: readonly ChartBox[];
  readonly axisY: number;
}

export const ICON = 26;
export const AXIS = 62;

export function lagLayout(charts: readonly Series[], marks: readonly TimeMark[], untilUs: number, width: number, height: number): LagLayout {
  const narrow = width < NARROW;
  const left = narrow ? 14 : 168;
  const right = width - (narrow ? 46 : 54);
  const scaleX = scaleLinear([0, Math.max(1, untilUs)], [left, right]);
  const small = smallPlot(charts, narrow, height);
  const boxes: ChartBox[] = [];
  let y = AXIS;
  for (const chart of charts) {
    const head = narrow ? 26 : 10;
    const plot = chart.tp === null ? Math.round(small * 1.5) : small;
    const top = y + head;
    boxes.push({ key: chart.key, y, top, bottom: top + plot, scaleY: scaleLinear([0, Math.max(4, chart.ceiling)], [top + plot, top]).nice(4) });
    y = top + plot + (narrow ? 10 : 16);
  }
  const seconds = scaleLinear([0, untilUs / 1e6], [left, right]);
  const ticks = seconds.ticks(narrow ? 4 : 8).map((s) => ({ timeUs: Math.round(s * 1e6), x: px(seconds(s)), text: `${s} s` }));
  return { width, height: y + 4, narrow, left, right, scaleX, ticks, marks: placeMarks(marks, scaleX, right), boxes, axisY: AXIS - 8 };
}

/** Charts share the height that there is, within reason: a total is half as tall again. */
function smallPlot(charts: readonly Series[], narrow: boolean, height: number): number {
  const parts = charts.reduce((sum, chart) => sum + (chart.tp === null ? 1.5 : 1), 0);
  const between = charts.length * (narrow ? 36 : 26);
  return Math.round(clamp((height - AXIS - between - 8) / Math.max(1, parts), 56, charts.length === 1 ? 220 : 130));
}

const WEIGHT: Readonly<Record<TimeMark['kind'], number>> = { fault: 0, rebalance: 1, command: 2, commit: 3 };

/** Icons in order of weight; what collides keeps its rule and loses its icon. A label is written where the next icon leaves room. */
function placeMarks(marks: readonly TimeMark[], scaleX: ScaleLinear<number, number>, right: number): MarkBox[] {
  const taken: number[] = [];
  const iconic = new Set<TimeMark>();
  for (const mark of [...marks].sort((a, b) => WEIGHT[a.kind] - WEIGHT[b.kind] || a.timeUs - b.timeUs)) {
    const x = scaleX(mark.timeUs);
    if (mark.kind === 'commit' || taken.some((other) => Math.abs(other - x) < ICON)) continue;
    taken.push(x);
    iconic.add(mark);
  }
  const ends = [...taken].sort((a, b) => a - b);
  return marks.map((mark) => {
    const x = px(scaleX(mark.timeUs));
    const icon = iconic.has(mark);
    const next = ends.find((other) => other > x + 1) ?? right + 40;
    const fits = icon && x + 14 + textWidth(mark.label, 12) < next - 14;
    return { mark, x, icon, label: fits ? mark.label : null };
  });
}

/** A step keeps its value to the end of what is known. */
export function stepPath(points: readonly Point[], endUs: number, layout: LagLayout, box: ChartBox): string {
  const last = points[points.length - 1];
  if (!last) return '';
  const whole = last.timeUs < endUs ? [...points, { timeUs: endUs, lagRecords: last.lagRecords }] : points;
  const path = line<Point>(
    (point) => px(layout.scaleX(point.timeUs)),
    (point) => px(box.scaleY(point.lagRecords)),
  ).curve(curveStepAfter);
  return path(whole as Point[]) ?? '';
}

/** The same, closed to the ground: the water that waits. */
export function areaPath(points: readonly Point[], endUs: number, layout: LagLayout, box: ChartBox): string {
  if (points.length === 0) return '';
  const end = Math.max(endUs, points[points.length - 1].timeUs);
  return `${stepPath(points, endUs, layout, box)}L${px(layout.scaleX(end))} ${box.bottom}L${px(layout.scaleX(points[0].timeUs))} ${box.bottom}Z`;
}

export const timeAt = (layout: LagLayout, x: number, untilUs: number): number => Math.round(Math.max(0, Math.min(untilUs, layout.scaleX.invert(x))));
