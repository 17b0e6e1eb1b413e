/** Which rows of the list are drawn: those in sight, and some beyond, so that a quick finger sees no gap. Pure. */
import { clamp } from '../marks/motion.ts';

export interface Measure {
  /** Below it, an event takes two lines. */
  readonly narrow: boolean;
  /** There is room for the cause beside the event. */
  readonly causes: boolean;
  readonly rowPx: number;
  /** Height of the list itself. */
  readonly listPx: number;
}

export const NARROW = 640;
const CAUSES = 860;
const TOOLS = { wide: 48, narrow: 92 };
const HEAD = 32;
const BEYOND = 8;

export function measure(width: number, height: number): Measure {
  const narrow = width < NARROW;
  return { narrow, causes: width >= CAUSES, rowPx: narrow ? 52 : 34, listPx: Math.max(160, height - (narrow ? TOOLS.narrow : TOOLS.wide)) };
}

export interface Rows {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly abovePx: number;
  readonly belowPx: number;
}

export function rowsInSight(count: number, scrollPx: number, { rowPx, listPx }: Measure): Rows {
  const top = clamp(scrollPx, 0, Math.max(0, count * rowPx - listPx));
  const from = Math.max(0, Math.floor(top / rowPx) - BEYOND);
  const to = Math.min(count, Math.ceil((top + listPx) / rowPx) + BEYOND);
  return { from, to, abovePx: from * rowPx, belowPx: (count - to) * rowPx };
}

type Room = Pick<Measure, 'rowPx' | 'listPx' | 'narrow'>;

const roomPx = ({ listPx, narrow }: Room): number => listPx - (narrow ? 0 : HEAD);

/** Where the list stands for a row: with it at a third of the height, as far as the ends allow. So it follows from the moment alone, however one came there. */
export function placeOf(row: number, count: number, room: Room): number {
  return clamp(Math.round(row * room.rowPx - roomPx(room) / 3), 0, Math.max(0, count * room.rowPx - roomPx(room)));
}

export function isInSight(row: number, scrollPx: number, room: Room): boolean {
  const top = row * room.rowPx;
  return row >= 0 && top >= scrollPx && top + room.rowPx <= scrollPx + roomPx(room);
}

/** Where a row that a key leads to is in sight: as the list stands, when it is there already. */
export const scrollFor = (row: number, count: number, scrollPx: number, room: Room): number =>
  isInSight(row, scrollPx, room) ? scrollPx : placeOf(row, count, room);

/** Where a key leads from a row; undefined when it is none of the list's. */
export function rowAfter(key: string, row: number, count: number, { rowPx, listPx }: Measure): number | undefined {
  const page = Math.max(1, Math.floor(listPx / rowPx) - 2);
  const moves: Readonly<Record<string, number>> = { ArrowDown: row + 1, ArrowUp: row - 1, PageDown: row + page, PageUp: row - page, Home: 0, End: count - 1 };
  const to = moves[key];
  return to === undefined ? undefined : clamp(to, 0, Math.max(0, count - 1));
}
