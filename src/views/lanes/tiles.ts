/** Where the other partitions stand: small lanes while they are few, and tanks by topic, side by side, when there are many. Pure geometry. */
import type { PartitionFrame } from '#kafka/frame.ts';

/** More than this many small lanes are a list nobody reads: one tank each, and a topic a row, shows where it is full and what is wrong. */
export const MANY_MINIS = 20;
export const MINI = 28;
/** A tank with its number above it. */
export const TILE = { width: 26, height: 38, numberY: 12, tankY: 16, tankHeight: 20 } as const;
const TILE_PITCH = { x: 30, y: 42 } as const;

export interface MiniBox {
  readonly tp: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Place in the grid: arrows move along rows and columns. */
  readonly row: number;
  readonly column: number;
}

/** A topic's name beside, or on a phone above, its tanks. */
export interface TopicLabel {
  readonly topic: string;
  readonly partitions: number;
  readonly y: number;
}

export interface MinisLayout {
  readonly boxes: readonly MiniBox[];
  /** Empty while there is a small lane for each partition. */
  readonly topics: readonly TopicLabel[];
  readonly height: number;
}

export const areTiled = (others: readonly PartitionFrame[]): boolean => others.length > MANY_MINIS;

/** `left` is where tanks begin when the topic's name stands beside them. */
export function minisLayout(others: readonly PartitionFrame[], top: number, width: number, narrow: boolean, left: number): MinisLayout {
  if (areTiled(others)) return tilesLayout(others, top, width, narrow, left);
  const boxes = others.map(({ tp }, i) => ({ tp, x: 6, y: top + i * MINI, width: Math.max(0, width - 12), height: MINI, row: i, column: 0 }));
  return { boxes, topics: [], height: others.length * MINI };
}

function tilesLayout(others: readonly PartitionFrame[], top: number, width: number, narrow: boolean, left: number): MinisLayout {
  const x = narrow ? 10 : left;
  const columns = Math.max(1, Math.floor((width - x - 10) / TILE_PITCH.x));
  const boxes: MiniBox[] = [];
  const topics: TopicLabel[] = [];
  let y = top;
  let row = 0;
  for (const topic of new Set(others.map((one) => one.topic))) {
    const ours = others.filter((one) => one.topic === topic);
    topics.push({ topic, partitions: ours.length, y });
    const tilesY = narrow ? y + 20 : y;
    ours.forEach(({ tp }, i) => {
      const down = Math.floor(i / columns);
      const column = i % columns;
      boxes.push({ tp, x: x + column * TILE_PITCH.x, y: tilesY + down * TILE_PITCH.y, width: TILE.width, height: TILE.height, row: row + down, column });
    });
    const rows = Math.ceil(ours.length / columns);
    row += rows;
    y = tilesY + rows * TILE_PITCH.y + 8;
  }
  return { boxes, topics, height: y - top };
}
