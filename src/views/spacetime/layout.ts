/** Geometry of the space-time diagram: a row a process, time from left to right, labels where there is room. Pure. */
import { type ScaleLinear, scaleLinear } from 'd3';
import { clamp, px } from '../marks/motion.ts';
import { textWidth } from '../marks/text.ts';
import type { Message, Moment } from './model.ts';
import type { Stretch } from './window.ts';

export const NARROW = 640;
export const AXIS = 34;

export interface SpaceTimeLayout {
  readonly width: number;
  readonly height: number;
  readonly narrow: boolean;
  readonly left: number;
  readonly right: number;
  readonly scaleX: ScaleLinear<number, number>;
  /** Height of each node's lifeline. */
  readonly rows: ReadonlyMap<string, number>;
  readonly rowPx: number;
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
}

export function spaceTimeLayout(nodes: readonly string[], { fromUs, toUs }: Stretch, width: number, height: number): SpaceTimeLayout {
  const narrow = width < NARROW;
  const left = narrow ? 10 : 148;
  const right = width - 14;
  const rowPx = Math.round(clamp((height - AXIS - 12) / Math.max(1, nodes.length), narrow ? 46 : 44, 116));
  const rows = new Map(nodes.map((node, i) => [node, Math.round(AXIS + rowPx * (i + (narrow ? 0.62 : 0.55)))]));
  const scaleX = scaleLinear([fromUs, Math.max(fromUs + 1, toUs)], [left, right]);
  const ticks = scaleX.ticks(narrow ? 3 : 7).map((us) => ({ x: px(scaleX(us)), text: tickText(us, toUs - fromUs) }));
  return { width, height: AXIS + rowPx * nodes.length + 12, narrow, left, right, scaleX, rows, rowPx, ticks };
}

/** `1.25 s` where a run is long, `203 ms` near its beginning; as many digits as the stretch needs. */
export function tickText(us: number, spanUs: number): string {
  if (us < 1_000_000) return `${trimmed(us / 1000, spanUs < 8_000 ? 1 : 0)} ms`;
  return `${trimmed(us / 1_000_000, spanUs < 8_000 ? 4 : spanUs < 80_000 ? 3 : spanUs < 800_000 ? 2 : 1)} s`;
}

const trimmed = (value: number, digits: number): string =>
  value
    .toFixed(digits)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');

export interface Line {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** The message's own ends are in the picture: a mark stands there, not at the edge. */
  readonly arrives: boolean;
}

/** Where a lost message stops. */
const LOST_AT = 0.62;

/** The part of a message's line that lies in the picture; null when none does. */
export function lineOf(message: Message, { scaleX, rows, left, right }: SpaceTimeLayout): Line | null {
  const [y1, end] = [rows.get(message.from), rows.get(message.to)];
  if (y1 === undefined || end === undefined) return null;
  const x1 = scaleX(message.sentUs);
  const part = message.fate === 'lost' ? LOST_AT : 1;
  const x2 = x1 + (scaleX(message.arrivesUs) - x1) * part;
  const y2 = y1 + (end - y1) * part;
  if (x2 < left || x1 > right) return null;
  const at = (x: number): number => (x2 === x1 ? y2 : y1 + ((y2 - y1) * (x - x1)) / (x2 - x1));
  const [from, to] = [clamp(x1, left, right), clamp(x2, left, right)];
  return { x1: px(from), y1: px(at(from)), x2: px(to), y2: px(x2 > right ? at(to) : y2), arrives: x2 <= right };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Label extends Box {
  readonly key: string;
  readonly text: string;
  /** Baseline. */
  readonly baseY: number;
  /** Said softly: it has not happened yet, or changed nothing. */
  readonly soft: boolean;
}

const SIZE = 12;

export const boxOf = (key: string, text: string, x: number, baseY: number, soft = false): Label => ({
  key,
  text,
  x: px(x),
  y: baseY - SIZE,
  width: textWidth(text, SIZE, true),
  height: SIZE + 4,
  baseY: px(baseY),
  soft,
});

/** A request and its answer, and three followers that fetch at once, are named once. */
const echoes = (a: Label, b: Label): boolean => a.text === b.text && Math.abs(a.x - b.x) < a.width + 34 && Math.abs(a.baseY - b.baseY) < 40;

const meets = (a: Box, b: Box): boolean => a.x < b.x + b.width + 4 && b.x < a.x + a.width + 4 && a.y < b.y + b.height && b.y < a.y + a.height;

/** Labels in order of weight, each at the first of its places that is free and inside; those without a place are left out. */
export function placed(wanted: readonly (readonly Label[])[], taken: readonly Box[], { left, width, height }: SpaceTimeLayout): Label[] {
  const labels: Label[] = [];
  for (const places of wanted) {
    if (labels.some((other) => places.some((place) => echoes(place, other)))) continue;
    const free = places.find(
      (label) =>
        label.x >= left &&
        label.x + label.width <= width - 2 &&
        label.y >= AXIS - 4 &&
        label.y + label.height <= height &&
        ![...taken, ...labels].some((other) => meets(label, other)),
    );
    if (free !== undefined) labels.push(free);
  }
  return labels;
}

/** Beside the middle of a line, on the side away from it; above first. */
export function messagePlaces(key: string, text: string, { x1, y1, x2, y2 }: Line, soft: boolean): Label[] {
  const width = textWidth(text, SIZE, true);
  return [0.5, 0.34, 0.66].flatMap((part) => {
    const [x, y] = [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part];
    return [boxOf(key, text, x + 7, y + 4, soft), boxOf(key, text, x - width - 7, y + 4, soft)];
  });
}

export function momentPlaces(key: string, text: string, x: number, y: number): Label[] {
  const width = textWidth(text, SIZE, true);
  return [boxOf(key, text, x + 10, y - 8), boxOf(key, text, x + 10, y + 19), boxOf(key, text, x - width - 10, y - 8), boxOf(key, text, x - width - 10, y + 19)];
}

/** One mark where several fall on the same spot: the one that matters most. */
export function apart(moments: readonly Moment[], layout: SpaceTimeLayout, leastPx: number): Moment[] {
  const kept: Moment[] = [];
  for (const moment of [...moments].sort((a, b) => Number(b.fault !== null) - Number(a.fault !== null) || b.weight - a.weight || a.step - b.step)) {
    const x = layout.scaleX(moment.timeUs);
    if (!kept.some((other) => other.node === moment.node && Math.abs(layout.scaleX(other.timeUs) - x) < leastPx)) kept.push(moment);
  }
  return kept.sort((a, b) => a.step - b.step);
}
