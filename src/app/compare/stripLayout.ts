/** Where the strip of two futures draws its lines and marks: one line that parts in two, and on each what only that future has. */
import { DIFFERENCE_KINDS, type DifferenceKind, type Side } from '#session/compare/differences.ts';
import { placeOf, type Strip, type StripMark } from '#session/compare/strip.ts';

export const STRIP_HEIGHT = 76;
/** Middles of the lines. */
export const LINE_Y: Readonly<Record<Side | 'shared', number>> = { a: 20, shared: 38, b: 56 };

const START = 14;
/** Room for the letters at the ends of the lines. */
const END = 34;
/** How long the lines take to part. */
const BEND = 36;
/** Marks nearer than this are one. */
export const MARK_PX = 26;

export interface Cluster {
  readonly side: Side;
  readonly x: number;
  readonly kind: DifferenceKind;
  readonly marks: readonly StripMark[];
}

export interface StripLayout {
  readonly width: number;
  /** Where the lines begin to part; undefined when they never do. */
  readonly partX: number | undefined;
  readonly shared: string;
  readonly lines: Readonly<Record<Side, string>>;
  /** The water between the lines, from where they part up to a moment. */
  readonly delta: (toX: number) => string;
  readonly endX: number;
  readonly clusters: readonly Cluster[];
  readonly xOf: (timeUs: number) => number;
}

const gravity = (kind: DifferenceKind): number => DIFFERENCE_KINDS.indexOf(kind);
const round = (x: number): number => Math.round(x * 10) / 10;

function clustersOf(marks: readonly StripMark[], side: Side, xOf: (timeUs: number) => number, mostX: number): Cluster[] {
  const clusters: { from: number; to: number; marks: StripMark[] }[] = [];
  for (const mark of marks.filter((one) => one.side === side)) {
    const x = Math.min(mostX, xOf(mark.timeUs));
    const last = clusters.at(-1);
    if (last !== undefined && x - (last.from + last.to) / 2 < MARK_PX) {
      last.marks.push(mark);
      last.to = x;
    } else clusters.push({ from: x, to: x, marks: [mark] });
  }
  return clusters.map(({ from, to, marks: together }) => ({
    side,
    x: round((from + to) / 2),
    kind: together.reduce((gravest, { kind }) => (gravity(kind) < gravity(gravest) ? kind : gravest), together[0].kind),
    marks: together,
  }));
}

/** Middles may have come nearer than the clusters were: those are pushed apart, so that none hides another. */
function spread(clusters: readonly Cluster[], mostX: number): Cluster[] {
  const xs = clusters.map(({ x }) => x);
  for (let i = 1; i < xs.length; i++) xs[i] = Math.max(xs[i], xs[i - 1] + MARK_PX);
  for (let i = xs.length - 1; i >= 0; i--) xs[i] = Math.min(xs[i], i === xs.length - 1 ? mostX : xs[i + 1] - MARK_PX);
  return clusters.map((cluster, i) => ({ ...cluster, x: xs[i] }));
}

export function stripLayout(strip: Strip, width: number): StripLayout {
  const endX = Math.max(START + BEND, width - END);
  const xOf = (timeUs: number): number => round(START + placeOf(strip, timeUs) * (endX - START));
  const partX = strip.partUs === undefined ? undefined : Math.min(endX - BEND, Math.max(START, xOf(strip.partUs) - BEND / 2));
  const bendTo = (y: number): string => {
    const from = partX ?? endX;
    const middle = from + BEND / 2;
    return `M${from} ${LINE_Y.shared}C${middle} ${LINE_Y.shared} ${middle} ${y} ${from + BEND} ${y}H${endX}`;
  };
  const mostX = endX - MARK_PX / 2;
  return {
    width,
    partX,
    shared: `M${START} ${LINE_Y.shared}H${partX ?? endX}`,
    lines: partX === undefined ? { a: '', b: '' } : { a: bendTo(LINE_Y.a), b: bendTo(LINE_Y.b) },
    delta: (toX) => (partX === undefined ? '' : deltaPath(partX, Math.min(toX, endX))),
    endX,
    clusters: (['a', 'b'] as const).flatMap((side) => spread(clustersOf(strip.marks, side, xOf, mostX), mostX)),
    xOf,
  };
}

/** Between the lines; while they still part, only as far as they have come. */
function deltaPath(partX: number, toX: number): string {
  if (toX <= partX) return '';
  const bend = Math.min(1, (toX - partX) / BEND);
  const middle = partX + (BEND / 2) * bend;
  const open = bend * bend * (3 - 2 * bend);
  const [top, bottom] = [LINE_Y.a, LINE_Y.b].map((y) => round(LINE_Y.shared + (y - LINE_Y.shared) * open));
  const edge = round(partX + BEND * bend);
  return `M${partX} ${LINE_Y.shared}C${middle} ${LINE_Y.shared} ${middle} ${top} ${edge} ${top}H${toX}V${bottom}H${edge}C${middle} ${bottom} ${middle} ${LINE_Y.shared} ${partX} ${LINE_Y.shared}Z`;
}
