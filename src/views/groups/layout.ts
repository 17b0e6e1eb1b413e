/** Geometry of the groups view: for each group a head, a matrix of members by partitions, and a strip of time beneath it. Pure. */
import { type ScaleLinear, scaleLinear } from 'd3';
import { px } from '../marks/motion.ts';
import { textWidth } from '../marks/text.ts';
import type { GroupModel } from './model.ts';

export const NARROW = 640;
/** Kafka's longest name of a member's state, and that it is the leader. */
const NAMES = 208;
const EDGE = 8;
/** Names of strips on a phone; names of members stand over their cells there. */
const STRIP_NAMES = 76;
/** A cell narrower than this has no room for a glyph or a number, nor for a finger: the matrix becomes a ribbon. */
const FINE = 24;
const FOLDED = 30;
const HEAD = 64;
const COLUMN_HEAD = 42;
const LAG = 26;
export const PHASE_ROW = 28;
const STRIP_HEAD = 40;
export const STRIP_ROW = 20;
/** Of a share group: words, records, and how often they were delivered. */
export const FLIGHT_ROW = 60;
/** Strips of more partitions would be a wall; the others are told in the table and in the total. */
export const STRIPS = 12;

export interface PhaseBox {
  readonly phase: string;
  readonly x: number;
  readonly width: number;
  readonly row: number;
}

export interface GroupBox {
  readonly y: number;
  readonly phases: readonly PhaseBox[];
  /** Left edge of the first column, and width of one. */
  readonly left: number;
  readonly cellPx: number;
  /** Cells too narrow for glyphs and numbers: each is a stroke of a ribbon. */
  readonly fine: boolean;
  /** A partition's number stands over every such column. */
  readonly numberEvery: number;
  readonly columnsY: number;
  readonly rows: readonly { readonly y: number; readonly height: number; readonly cellY: number }[];
  readonly lagY: number;
  /** Baseline of the numbers: under the word where names stand over their cells. */
  readonly lagTextY: number;
  readonly strip: { readonly y: number; readonly axisY: number; readonly rows: readonly string[]; readonly bottom: number };
  readonly bottom: number;
}

export interface GroupsLayout {
  readonly width: number;
  readonly height: number;
  readonly narrow: boolean;
  readonly groups: readonly GroupBox[];
  /** Of the strips. */
  readonly scaleX: ScaleLinear<number, number>;
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
}

export function groupsLayout(models: readonly GroupModel[], untilUs: number, width: number): GroupsLayout {
  const narrow = width < NARROW;
  const left = narrow ? EDGE : NAMES;
  const scaleX = scaleLinear([0, Math.max(1, untilUs)], [narrow ? STRIP_NAMES : left, width - EDGE - 6]);
  const seconds = scaleLinear([0, untilUs / 1e6], scaleX.range());
  const ticks = seconds.ticks(narrow ? 3 : 7).map((s) => ({ x: px(seconds(s)), text: `${s} s` }));
  const groups: GroupBox[] = [];
  let y = 4;
  for (const model of models) {
    const box = groupBox(model, y, left, width, narrow);
    groups.push(box);
    y = box.bottom + (model.folded === null ? 36 : 4);
  }
  return { width, height: Math.max(40, (groups.at(-1)?.bottom ?? 0) + 12), narrow, groups, scaleX, ticks };
}

/** The group on show: its matrix and its strip; of a folded one only the line. */
function groupBox(model: GroupModel, y: number, left: number, width: number, narrow: boolean): GroupBox {
  const room = Math.max(0, width - left - EDGE);
  const even = room / Math.max(1, model.columns.length);
  const fine = even < FINE;
  const cellPx = fine ? even : Math.min(88, Math.floor(even));
  const numberEvery = [1, 5, 10, 25, 50].find((every) => every * cellPx >= FINE) ?? Number.POSITIVE_INFINITY;
  const phases = phaseBoxes(model.phases, width);
  const columnsY = y + HEAD + PHASE_ROW * (phases.at(-1)?.row ?? 0);
  const height = narrow ? 58 : 44;
  const rows = model.members.map((_, i) => {
    const rowY = columnsY + COLUMN_HEAD + i * height;
    return { y: rowY, height, cellY: rowY + (narrow ? 22 : 7) };
  });
  const lagY = columnsY + COLUMN_HEAD + Math.max(1, rows.length) * height;
  const strips = stripsOf(model);
  const lagTextY = lagY + (narrow ? 32 : 17);
  const stripY = lagTextY + LAG - 3;
  const axisY = stripY + STRIP_HEAD;
  const axisFrom = model.flight ? stripY + 20 : axisY;
  const open = model.flight ? axisFrom + FLIGHT_ROW * strips.length : axisY + STRIP_ROW * (1 + strips.length) + 6;
  const bottom = model.folded === null ? open : y + FOLDED;
  return { y, phases, left, cellPx, fine, numberEvery, columnsY, rows, lagY, lagTextY, strip: { y: stripY, axisY: axisFrom, rows: strips, bottom }, bottom };
}

/** The way round, every state by its name; where the line is full it goes on in the next. */
function phaseBoxes(phases: readonly string[], width: number): PhaseBox[] {
  const boxes: PhaseBox[] = [];
  let x = 10;
  let row = 0;
  for (const phase of phases) {
    const size = textWidth(phase, 12, true) + 22;
    if (x > 10 && x + size > width - EDGE) {
      x = 28;
      row += 1;
    }
    boxes.push({ phase, x, width: size, row });
    x += size + 18;
  }
  return boxes;
}

/** All partitions while they are few; of many, those first that were not being read. */
function stripsOf({ columns, pauses, flight }: GroupModel): readonly string[] {
  const all = columns.map(({ tp }) => tp);
  if (all.length <= STRIPS) return all;
  if (flight) return all.slice(0, STRIPS);
  const paused = new Set(pauses.map(({ tp }) => tp));
  return all.filter((tp) => paused.has(tp)).slice(0, STRIPS);
}

/** Runs of columns of one topic: its name stands over them. */
export function topicRuns(model: GroupModel): { readonly topic: string; readonly from: number; readonly count: number }[] {
  const runs: { topic: string; from: number; count: number }[] = [];
  model.columns.forEach(({ topic }, at) => {
    const last = runs[runs.length - 1];
    if (last?.topic === topic) last.count += 1;
    else runs.push({ topic, from: at, count: 1 });
  });
  return runs;
}
