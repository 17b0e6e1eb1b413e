/** Geometry of the lag monitor: a band for each group, in it a row for each partition with its window and the rules. Pure. */
import { type ScaleLinear, scaleLinear } from 'd3';
import { px } from '../marks/motion.ts';
import { fitText, textWidth } from '../marks/text.ts';
import type { Bar, Watch, WatchedGroup } from './model.ts';

export const WIDE = 720;
export const LINE = 18;

export interface BarBox {
  readonly bar: Bar | undefined;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The lag above the bar, where there is room for it. */
  readonly label: string | null;
}

export interface StepLine {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface RowBox {
  readonly watch: Watch;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly ground: number;
  readonly left: number;
  readonly right: number;
  readonly bars: readonly BarBox[];
  /** Committed offsets of the window's ends. */
  readonly ends: readonly { readonly x: number; readonly text: string; readonly anchor: 'start' | 'end' }[];
  readonly steps: readonly StepLine[];
}

export interface GroupBand {
  readonly group: WatchedGroup;
  readonly y: number;
  readonly rows: readonly RowBox[];
}

export interface MonitorLayout {
  readonly width: number;
  readonly height: number;
  readonly wide: boolean;
  readonly bands: readonly GroupBand[];
}

const HEAD = 40;
const PLOT = 84;
const SIDE = 168;
const TRACE = 306;
const MARGIN = 8;

export function monitorLayout(groups: readonly WatchedGroup[], width: number): MonitorLayout {
  const wide = width >= WIDE;
  const bands: GroupBand[] = [];
  let y = 4;
  for (const group of groups) {
    const top = y;
    y += HEAD;
    const rows = group.watches.map((watch) => {
      const row = rowOf(watch, y, width, wide);
      y += row.height + 12;
      return row;
    });
    bands.push({ group, y: top, rows });
    y += 8;
  }
  return { width, height: y, wide, bands };
}

function rowOf(watch: Watch, y: number, width: number, wide: boolean): RowBox {
  const left = wide ? SIDE : MARGIN + 12;
  const right = wide ? width - TRACE - 24 : width - MARGIN - 12;
  const top = y + (wide ? 22 : 64);
  const ground = top + PLOT;
  const traceX = wide ? width - TRACE : MARGIN + 12;
  const traceY = wide ? y + 22 : ground + 40;
  const room = width - MARGIN - traceX - 20;
  const steps = watch.steps.map(({ text }, i) => ({ x: traceX, y: traceY + i * LINE, text: fitText(text, room, 12) }));
  const bottom = Math.max(ground + 26, traceY + (steps.length - 1) * LINE + 12);
  return { watch, x: MARGIN, y, width: width - 2 * MARGIN, height: bottom - y, ground, left, right, ...windowOf(watch, left, right, top, ground), steps };
}

function windowOf({ bars, ceiling }: Watch, left: number, right: number, top: number, ground: number): Pick<RowBox, 'bars' | 'ends'> {
  const slot = (right - left) / Math.max(1, bars.length);
  const width = px(Math.max(2, Math.min(30, slot - Math.min(8, slot / 3))));
  const scale = scaleLinear([0, ceiling], [0, ground - top - 16]);
  const placed = bars.map((bar, i) => barOf(bar, px(left + slot * (i + 0.5) - width / 2), width, slot, scale, ground));
  return { bars: placed, ends: endsOf(placed) };
}

/** A lag of nothing is still a commit: a thin line on the ground. */
function barOf(bar: Bar | undefined, x: number, width: number, slot: number, scale: ScaleLinear<number, number>, ground: number): BarBox {
  const height = bar?.lag === undefined ? 12 : px(Math.max(2, scale(bar.lag)));
  const text = bar === undefined ? '' : bar.lag === undefined ? '?' : `${bar.lag}`;
  return { bar, x, y: px(ground - height), width, height, label: text !== '' && textWidth(text, 12) <= slot - 4 ? text : null };
}

/** The first and the last committed offset, under their bars; only the last where both have no room. */
function endsOf(boxes: readonly BarBox[]): RowBox['ends'] {
  const filled = boxes.filter(({ bar }) => bar !== undefined);
  const first = filled[0];
  const last = filled[filled.length - 1];
  if (first?.bar === undefined || last?.bar === undefined) return [];
  const end = { x: px(last.x + last.width), text: `@${last.bar.offset}`, anchor: 'end' as const };
  const start = { x: first.x, text: `@${first.bar.offset}`, anchor: 'start' as const };
  const room = end.x - start.x - textWidth(start.text, 12) - textWidth(end.text, 12);
  return first === last || room < 12 ? [filled.length === 1 ? { x: start.x, text: end.text, anchor: 'start' } : end] : [start, end];
}
