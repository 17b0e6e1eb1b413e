/** Where everything stands in the lanes view: pure geometry. The boundary rule: x(offset n) is the left edge of cell n. */
import type { Frame, PartitionFrame } from '#kafka/frame.ts';
import type { LostRecord } from '../contract.ts';
import { between, px } from '../marks/motion.ts';
import { scaleFor } from '../marks/scale.ts';
import { GHOST, type GhostsAt, ghostRows, type LanesGhosts, NO_GHOSTS } from './ghosts.ts';
import { MANY_MINIS, MINI, type MinisLayout, minisLayout } from './tiles.ts';
import { cellsLeft, NARROW, PITCH, type Window } from './window.ts';

export const CELL = { width: 28, height: 32, inset: 2 } as const;

export interface LaneBox {
  readonly broker: number;
  readonly y: number;
  readonly height: number;
  /** Top of the record cells. */
  readonly cellsY: number;
  /** Top of the tray into which truncated records fall. */
  readonly trayY: number | null;
  readonly trayHeight: number;
  /** Top of the rows of ghosts under it; null without one. */
  readonly ghostsY: number | null;
}

export interface GutterBox {
  readonly group: string;
  readonly y: number;
  readonly height: number;
  /** Top of the lag bar; the reading position hangs above it. */
  readonly barY: number;
  readonly ghostsY: number | null;
}

export interface LanesLayout {
  readonly width: number;
  readonly narrow: boolean;
  readonly window: Window;
  readonly lanes: readonly LaneBox[];
  readonly gutters: readonly GutterBox[];
  /** Baseline of the heading over the other partitions. */
  readonly minisTitleY: number;
  readonly minis: MinisLayout;
  readonly height: number;
}

const GAP = 14;
/** The flag of the last stable offset hangs below its lane, where there are transactions. */
const FLAG_ROOM = 12;
/** Heights of the tray: with cells, and with a note only. */
const TRAY = { cells: 76, narrow: 98, note: 34 } as const;
const TOP = 12;
export const BAR = 14;
/** The water's surface stands this far above the cells. */
export const FREEBOARD = 9;

const flagRoom = ({ logs }: PartitionFrame): number => (logs.some(({ stability }) => stability !== undefined) ? FLAG_ROOM : 0);

export const xOf = (layout: Pick<LanesLayout, 'window'>, offset: number): number => px(layout.window.originX + offset * PITCH);

/** Right edge of what a lane may paint. */
export const rightOf = (layout: Pick<LanesLayout, 'width'>): number => layout.width - 2;

export const groupsOn = (frame: Frame, tp: string): string[] =>
  frame.groups.filter((group) => group.offsets.some((one) => one.tp === tp)).map((group) => group.group);

/** Other partitions: all of the users' own, and internal ones that hold records. */
export function minisOf(frame: Frame, focus: string): PartitionFrame[] {
  return frame.partitions.filter((one) => one.tp !== focus && (!one.internal || one.logs.some((log) => log.logEndOffset > 0)));
}

/** Where a group's member reads this partition: from the leader, or from the follower that the leader sent it to (KIP-392). */
function readsFrom(frame: Frame, { tp, leader }: PartitionFrame, group: string): number {
  const owner = frame.groups.find((one) => one.group === group)?.offsets.find((one) => one.tp === tp)?.owner;
  return frame.consumers.find(({ node }) => node === owner)?.readReplicas?.[tp] ?? leader;
}

/** Height of the rows of ghosts under a lane or a group: one for each that stands at an offset, then the chips. */
function ghostsHeight(at: GhostsAt | undefined, width: number): number {
  if (at === undefined) return 0;
  return (at.lines.length + ghostRows(at.chips, width - 2 * GHOST_LEFT).length) * GHOST.row;
}

/** Where chips of ghosts begin. */
export const GHOST_LEFT = 12;

/** Gutters hang under the lane that their consumers read from, mostly the leader's; without it they wait at the bottom. */
export function lanesLayout(
  frame: Frame,
  partition: PartitionFrame,
  lost: readonly LostRecord[],
  window: Window,
  width: number,
  ghosts: LanesGhosts = NO_GHOSTS,
): LanesLayout {
  const narrow = width < NARROW;
  const lanes: LaneBox[] = [];
  const gutters: GutterBox[] = [];
  const groups = groupsOn(frame, partition.tp);
  const room = flagRoom(partition);
  let y = TOP;
  const hang = (here: readonly string[]) => {
    for (const group of here) {
      const height = narrow ? 74 : 48;
      const wished = ghostsHeight(ghosts.groups.get(group), width);
      gutters.push({ group, y, height, barY: y + height - BAR - 6, ghostsY: wished > 0 ? y + height : null });
      y += height + wished;
    }
    if (here.length > 0) y += GAP - 4;
  };
  for (const { broker } of partition.logs) {
    const height = narrow ? 126 : 92;
    const wished = ghostsHeight(ghosts.lanes.get(broker), width);
    const below = wished > 0 ? room + wished : 0;
    const trayHeight = trayHeightOf(
      lost.filter((record) => record.broker === broker),
      window,
      narrow,
      ghosts.trays.has(broker),
    );
    const trayY = trayHeight > 0 ? y + height + below + 2 : null;
    lanes.push({ broker, y, height, cellsY: y + (narrow ? 68 : 32), trayY, trayHeight, ghostsY: wished > 0 ? y + height + room + 2 : null });
    y += height + below + trayHeight;
    const here = groups.filter((group) => readsFrom(frame, partition, group) === broker);
    if (here.length > 0) {
      y += 4 + room;
      hang(here);
    } else y += GAP + room;
  }
  hang(groups.filter((group) => !gutters.some((gutter) => gutter.group === group)));
  gutters.sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
  const others = minisOf(frame, partition.tp);
  const minisTitleY = y + 16;
  const minis = minisLayout(others, y + 26, width, narrow, cellsLeft(width));
  return { width, narrow, window, lanes, gutters, minisTitleY, minis, height: others.length > 0 ? y + 30 + minis.height : y };
}

/** Room for the partition's chips above the lanes, and for one tray. */
const AROUND = 44 + TRAY.cells;

/** Drawn larger where the stage is tall: by the number of replicas, groups and partitions, which a run does not change. */
export function lanesScale(frame: Frame, partition: PartitionFrame, width: number, height: number): number {
  if (width < NARROW) return 1;
  const groups = new Set([...frame.groups.map((group) => group.group), ...frame.consumers.map((consumer) => consumer.group)]).size;
  const others = frame.partitions.filter((one) => !one.internal).length - (partition.internal ? 0 : 1) + (groups > 0 ? 1 : 0);
  // Tanks of many partitions are scrolled to; they do not make the lanes small.
  const shown = Math.min(others, MANY_MINIS);
  const needed = AROUND + TOP + partition.logs.length * (92 + GAP + flagRoom(partition)) + groups * 48 + (others > 0 ? 30 + shown * MINI : 0);
  return scaleFor(needed, height, width, 720);
}

/** Cells stand below the tray's title on a phone, beside it otherwise. */
export const trayCellsTop = (layout: Pick<LanesLayout, 'narrow'>): number => (layout.narrow ? 30 : 8);

function trayHeightOf(lost: readonly LostRecord[], window: Window, narrow: boolean, wished: boolean): number {
  if (lost.length === 0) return 0;
  const ghost = wished ? GHOST.row : 0;
  if (!lost.some((record) => record.offset >= window.start && record.offset < window.end)) return TRAY.note + ghost;
  return (narrow ? TRAY.narrow : TRAY.cells) + ghost;
}

const moved = (y: number | null, dy: number): number | null => (y === null ? null : px(y + dy));

/** The layout on its way from the one before: lanes, gutters and the window slide; nothing else. */
export function onTheWay(from: LanesLayout | null, to: LanesLayout, phase: number): LanesLayout {
  if (!from || phase >= 1) return to;
  const originX = between(from.window.originX, to.window.originX, phase);
  const lanes = to.lanes.map((lane) => {
    const was = from.lanes.find((one) => one.broker === lane.broker);
    const dy = between(was ? was.y - lane.y : 0, 0, phase);
    return { ...lane, y: px(lane.y + dy), cellsY: px(lane.cellsY + dy), trayY: moved(lane.trayY, dy), ghostsY: moved(lane.ghostsY, dy) };
  });
  const gutters = to.gutters.map((gutter) => {
    const was = from.gutters.find((one) => one.group === gutter.group);
    const dy = between(was ? was.y - gutter.y : 0, 0, phase);
    return { ...gutter, y: px(gutter.y + dy), barY: px(gutter.barY + dy), ghostsY: moved(gutter.ghostsY, dy) };
  });
  return { ...to, window: { ...to.window, originX }, lanes, gutters };
}
