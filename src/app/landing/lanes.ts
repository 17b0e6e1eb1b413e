/** Geometry of a thumbnail: three lanes of the busiest partition, the newest records that fit. */
import { type Frame, recordsBetween } from '#kafka/frame.ts';

export interface LaneShape {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Where the high watermark stands. */
  readonly water: number;
  readonly cells: readonly { readonly x: number; readonly size: number; readonly dry: boolean; readonly fill: string }[];
  readonly leader: boolean;
  readonly inIsr: boolean;
  readonly online: boolean;
}

/** Units of a thumbnail's own drawing. */
export const THUMBNAIL = { width: 320, height: 128 } as const;

const MARGIN = 24;
const GAP = 10;
const PITCH = 18;
const CELL = 14;
const LANES = 3;

export function laneShapes(frame: Frame, width: number, height: number): LaneShape[] {
  const partitions = frame.partitions.filter(({ internal }) => !internal);
  const end = ({ logs }: (typeof partitions)[number]): number => Math.max(0, ...logs.map(({ logEndOffset }) => logEndOffset));
  const partition = [...partitions].sort((a, b) => end(b) - end(a))[0];
  if (partition === undefined) return [];
  const laneHeight = (height - 2 * MARGIN - GAP * (LANES - 1)) / LANES;
  const laneWidth = width - 2 * MARGIN;
  const room = Math.floor((laneWidth - 16) / PITCH);
  const last = end(partition);
  const first = Math.max(0, last - room + 1);
  const keys = keysOf(frame);
  return partition.logs.slice(0, LANES).map((log, index) => {
    const at = (offset: number): number => MARGIN + 8 + (Math.max(first, offset) - first) * PITCH;
    const cells = recordsBetween(log, first, log.logEndOffset).map(({ offset, key }) => ({
      x: at(offset),
      size: CELL,
      dry: offset >= log.highWatermark,
      fill: key === null ? 'none' : `var(--k${Math.max(0, keys.indexOf(key)) % 6})`,
    }));
    return {
      id: log.broker,
      x: MARGIN,
      y: MARGIN + index * (laneHeight + GAP),
      width: laneWidth,
      height: laneHeight,
      water: at(log.highWatermark) - 2,
      cells,
      leader: partition.leader === log.broker,
      inIsr: log.inIsr,
      online: log.online,
    };
  });
}

/** Keys in the order in which they first stand in a log. */
function keysOf(frame: Frame): string[] {
  const keys: string[] = [];
  for (const { logs, internal } of frame.partitions) {
    if (internal) continue;
    for (const log of logs) for (const { key } of recordsBetween(log, log.logStart, log.logStart + 40)) if (key !== null && !keys.includes(key)) keys.push(key);
  }
  return keys;
}
