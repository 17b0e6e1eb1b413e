/** Which offsets a lane shows: all of them while they fit, then the newest, with the older folded into a chip. */
import type { PartitionFrame } from '#kafka/frame.ts';
import type { Selection } from '../contract.ts';
import { clamp } from '../marks/motion.ts';
import { textWidth } from '../marks/text.ts';

export const PITCH = 32;
/** Below this width the lane's header stands above its cells. */
export const NARROW = 640;
/** Room right of the last cell for `LEO 12` or `lag 12`, at least. */
const LABELS = 56;

export interface Window {
  /** First offset shown as a cell, and the one after the last slot. */
  readonly start: number;
  readonly end: number;
  readonly foldedBefore: boolean;
  readonly foldedAfter: boolean;
  /** x of offset 0's left edge, were it drawn. */
  readonly originX: number;
  /** x of the first slot. */
  readonly leftX: number;
  /** A folded stretch takes the room of this many cells. */
  readonly chipCells: number;
  /** An offset is written under every such cell: 1 while the numbers fit, then 2, 5, 10. */
  readonly numberEvery: number;
}

export const cellsLeft = (width: number): number => (width < NARROW ? 10 : 178);

/** How many cells fit beside the labels of offsets up to `end`. */
export const capacityOf = (width: number, end = 0): number => Math.max(6, Math.floor((width - cellsLeft(width) - labelsRoom(end)) / PITCH));

const labelsRoom = (end: number): number => Math.max(LABELS, textWidth(`LEO ${end}`, 12) + 18);

const chipCellsFor = (end: number): number => clamp(Math.ceil((textWidth(`${end}–${end}`, 12, true) + 14) / PITCH), 2, 3);

const numberEveryFor = (end: number): number => [1, 2, 5, 10].find((every) => textWidth(`${end}`, 12) + 6 <= every * PITCH) ?? 10;

/** The stretch of offsets that the partition spans, and what else has a place beside it: lost records, and those of another future. */
export function extentOf(partition: PartitionFrame, others: readonly { readonly offset: number }[]): { readonly first: number; readonly end: number } {
  let first = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const log of partition.logs) {
    first = Math.min(first, log.logStart);
    end = Math.max(end, log.logEndOffset);
  }
  for (const { offset } of others) end = Math.max(end, offset + 1);
  return { first: Math.min(first, end), end };
}

/** The offset that must be seen: of the selected record or the spotlight. */
export function wantedOffset(tp: string, selection: Selection | null, spotlight: readonly Selection[]): number | undefined {
  for (const one of [selection, ...spotlight]) if (one?.kind === 'record' && one.tp === tp) return one.offset;
  return undefined;
}

/**
 * While the log's end is followed, the window moves a quarter at a time, so that most steps move nothing but what changed.
 * `pan` is the first offset a person asked for; `wanted` an offset that must be seen.
 */
export function windowOf(first: number, end: number, width: number, pan: number | null, wanted: number | undefined): Window {
  const capacity = capacityOf(width, end);
  const left = cellsLeft(width);
  const chipCells = chipCellsFor(end);
  const same = { chipCells, numberEvery: numberEveryFor(end) };
  if (end - first <= capacity)
    return { ...same, start: first, end: first + capacity, foldedBefore: false, foldedAfter: false, originX: left - first * PITCH, leftX: left };
  let start = startOf(first, end, capacity - chipCells, pan, wanted);
  if (start - first <= chipCells) start = first;
  const before = start > first ? chipCells : 0;
  let slots = capacity - before;
  const foldedAfter = start + slots < end;
  if (foldedAfter) slots -= chipCells;
  const leftX = left + before * PITCH;
  return { ...same, start, end: start + slots, foldedBefore: before > 0, foldedAfter, originX: leftX - start * PITCH, leftX };
}

function startOf(first: number, end: number, slots: number, pan: number | null, wanted: number | undefined): number {
  const quarter = Math.max(1, Math.floor(slots / 4));
  const tail = first + Math.ceil((end - first - slots) / quarter) * quarter;
  if (pan !== null) return clamp(pan, first, tail);
  if (wanted !== undefined && wanted >= first && wanted < tail) return clamp(wanted - Math.floor(slots / 2), first, tail);
  return tail;
}

/** The first offset of the page before or after this one: one cell of overlap keeps the place. */
export function turned(window: Window, by: -1 | 1): number {
  return Math.max(0, window.start + by * (window.end - window.start - 1));
}
