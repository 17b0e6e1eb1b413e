/** Geometry of the space-time diagram: a row a process, time from left to right, labels where there is room. Pure. */
import { type ScaleLinear, scaleLinear } from 'd3';
import { clamp, px } from '../marks/motion.ts';
import { textWidth } from '../marks/text.ts';
import { ROW_PX, type Row } from './folds.ts';
import type { Message, Moment } from './model.ts';
import type { Stretch } from './window.ts';

export const NARROW = 640;
export const AXIS = 34;

/** Below the last row. */
const FOOT = 12;

export const isNarrow = (width: number): boolean => width < NARROW;
/** Room for rows in a picture of this height. */
export const spaceFor = (height: number): number => height - AXIS - FOOT;

export interface SpaceTimeLayout {
  readonly width: number;
  readonly height: number;
  readonly narrow: boolean;
  readonly left: number;
  readonly right: number;
  readonly scaleX: ScaleLinear<number, number>;
  /** Height of each node's lifeline: its own, or that of the row it is folded into. */
  readonly rows: ReadonlyMap<string, number>;
  /** Middle of the row that folds a class. */
  readonly folds: ReadonlyMap<string, number>;
  readonly rowPx: number;
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
}

export function spaceTimeLayout(rows: readonly Row[], { fromUs, toUs }: Stretch, width: number, height: number): SpaceTimeLayout {
  const narrow = isNarrow(width);
  const left = narrow ? 10 : 148;
  const right = width - 14;
  const { roomy, dense, fold } = narrow ? ROW_PX.narrow : ROW_PX.wide;
  const folds = rows.filter(({ kind }) => kind === 'fold').length;
  const lives = rows.length - folds;
  const rowPx = Math.round(clamp((spaceFor(height) - folds * fold) / Math.max(1, lives), folds > 0 ? dense : roomy, 116));
  const places = placesOf(rows, rowPx, fold, narrow ? 0.62 : 0.55);
  const scaleX = scaleLinear([fromUs, Math.max(fromUs + 1, toUs)], [left, right]);
  const ticks = scaleX.ticks(narrow ? 3 : 7).map((us) => ({ x: px(scaleX(us)), text: tickText(us, toUs - fromUs) }));
  return { width, height: AXIS + rowPx * lives + fold * folds + FOOT, narrow, left, right, scaleX, ...places, rowPx, ticks };
}

function placesOf(rows: readonly Row[], rowPx: number, foldPx: number, at: number): Pick<SpaceTimeLayout, 'rows' | 'folds'> {
  const places = new Map<string, number>();
  const folds = new Map<string, number>();
  let y = AXIS;
  for (const row of rows) {
    const px = row.kind === 'life' ? rowPx : foldPx;
    const middle = Math.round(y + px * at);
    if (row.kind === 'life') places.set(row.life.node, middle);
    else {
      folds.set(row.of, middle);
      for (const node of row.nodes) places.set(node, middle);
    }
    y += px;
  }
  return { rows: places, folds };
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

/** A line that a label had better not lie on, unless the label is its own. */
export type Stroke = Pick<Line, 'x1' | 'y1' | 'x2' | 'y2'> & { readonly key?: string; readonly cost: number };

/** How much a line under a label hurts: one of weight, the playhead, one that is hardly seen. */
export const COST = { strong: 8, playhead: 4, faint: 1 } as const;

/** Does a straight line run through a box (Liang and Barsky)? */
export function crosses({ x1, y1, x2, y2 }: Pick<Stroke, 'x1' | 'y1' | 'x2' | 'y2'>, { x, y, width, height }: Box): boolean {
  if (Math.max(x1, x2) < x || Math.min(x1, x2) > x + width || Math.max(y1, y2) < y || Math.min(y1, y2) > y + height) return false;
  const [dx, dy] = [x2 - x1, y2 - y1];
  let [from, to] = [0, 1];
  for (const [by, room] of [
    [-dx, x1 - x],
    [dx, x + width - x1],
    [-dy, y1 - y],
    [dy, y + height - y1],
  ]) {
    if (by === 0 && room < 0) return false;
    if (by < 0) from = Math.max(from, room / by);
    if (by > 0) to = Math.min(to, room / by);
  }
  return from <= to;
}

/** How much a place is in the way: nothing where no line runs through it. */
function costOf(label: Label, strokes: readonly Stroke[], enough: number): number {
  let cost = 0;
  for (const stroke of strokes) {
    if (stroke.key === label.key || !crosses(stroke, label)) continue;
    cost += stroke.cost;
    if (cost >= enough) break;
  }
  return cost;
}

/** The first of those places on which the fewest lines run. What is said softly stands on no strong line: it would seem to be that one's name. */
function clearest(places: readonly Label[], strokes: readonly Stroke[]): Label | undefined {
  let best: Label | undefined;
  let least = places[0]?.soft ? COST.strong : Number.POSITIVE_INFINITY;
  for (const place of places) {
    const cost = costOf(place, strokes, least);
    if (cost >= least) continue;
    [best, least] = [place, cost];
    if (cost === 0) break;
  }
  return best;
}

/** Labels in order of weight, each at the first of its places that is free and inside, better on no line; those without a place are left out. */
export function placed(
  wanted: readonly (readonly Label[])[],
  taken: readonly Box[],
  strokes: readonly Stroke[],
  { left, width, height }: SpaceTimeLayout,
): Label[] {
  const labels: Label[] = [];
  for (const places of wanted) {
    if (labels.some((other) => places.some((place) => echoes(place, other)))) continue;
    const free = places.filter(
      (label) =>
        label.x >= left &&
        label.x + label.width <= width - 2 &&
        label.y >= AXIS - 4 &&
        label.y + label.height <= height &&
        !taken.some((other) => meets(label, other)) &&
        !labels.some((other) => meets(label, other)),
    );
    const best = clearest(free, strokes);
    if (best !== undefined) labels.push(best);
  }
  return labels;
}

/** A label stands as far from a slanted line as its own height needs, and no farther than this. */
const LONGEST_OFF = 34;

/** Beyond the answer that lies close beside it. */
const BEYOND = 12;

/** Between two lifelines, from the middle of a message's line outwards; beside it, on the side away from it, or a little farther. */
export function messagePlaces(key: string, text: string, { x1, y1, x2, y2 }: Line, soft: boolean, lifelines: readonly number[]): Label[] {
  const width = textWidth(text, SIZE, true);
  const [top, bottom] = [Math.min(y1, y2), Math.max(y1, y2)];
  const stops = [top, ...lifelines.filter((y) => y > top && y < bottom), bottom];
  const middle = (top + bottom) / 2;
  const gaps = stops.slice(1).map((stop, i) => (stop + stops[i]) / 2);
  return gaps
    .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
    .slice(0, 6)
    .flatMap((y) => {
      const slope = (x2 - x1) / (y2 - y1);
      const x = x1 + slope * (y - y1);
      const off = Math.min(LONGEST_OFF, 7 + (SIZE / 2) * Math.abs(slope));
      return [off, off + BEYOND].flatMap((away) => [boxOf(key, text, x + away, y + 4, soft), boxOf(key, text, x - width - away, y + 4, soft)]);
    });
}

/** Right or left of a mark, above its lifeline or below. */
export function momentPlaces(key: string, text: string, x: number, y: number, radius: number): Label[] {
  const [right, left] = [x + radius, x - textWidth(text, SIZE, true) - radius];
  return [boxOf(key, text, right, y - 8), boxOf(key, text, right, y + 19), boxOf(key, text, left, y - 8), boxOf(key, text, left, y + 19)];
}

/** One mark where several fall on the same spot of a row: the one at the playhead, or else the one that matters most. */
export function apart(moments: readonly Moment[], { scaleX, rows }: SpaceTimeLayout, leastPx: number, here: number): Moment[] {
  const first = ({ step, fault }: Moment): number => (step === here ? 2 : fault === null ? 0 : 1);
  const kept: Moment[] = [];
  const taken = new Map<number | undefined, number[]>();
  for (const moment of [...moments].sort((a, b) => first(b) - first(a) || b.weight - a.weight || a.step - b.step)) {
    const x = scaleX(moment.timeUs);
    const row = rows.get(moment.node);
    const marks = taken.get(row) ?? [];
    if (marks.some((other) => Math.abs(other - x) < leastPx)) continue;
    taken.set(row, [...marks, x]);
    kept.push(moment);
  }
  return kept.sort((a, b) => a.step - b.step);
}
