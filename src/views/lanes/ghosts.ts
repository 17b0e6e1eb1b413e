/** Where the lanes draw what goals ask for: at a replica's lane, in its tray, in a group's row, or among the partition's chips. */
import type { Frame, PartitionFrame } from '#kafka/frame.ts';
import type { LostRecord, Wish, Words } from '../contract.ts';
import { type Ghost, ghostOf, ghostsText, wantsNoneLost } from '../marks/ghost.ts';
import { textWidth } from '../marks/text.ts';

export interface GhostLine extends Ghost {
  readonly offset: number;
  /** Of the log whose boundary it is: the words of its end stand right of it. */
  readonly logEnd: number | null;
}

/** Of one lane or one group: what stands at an offset, and what does not. */
export interface GhostsAt {
  readonly lines: readonly GhostLine[];
  readonly chips: readonly Ghost[];
}

export interface LanesGhosts {
  readonly partition: readonly Ghost[];
  /** By broker. */
  readonly lanes: ReadonlyMap<number, GhostsAt>;
  readonly trays: ReadonlyMap<number, readonly Ghost[]>;
  readonly groups: ReadonlyMap<string, GhostsAt>;
}

export const NO_GHOSTS: LanesGhosts = { partition: [], lanes: new Map(), trays: new Map(), groups: new Map() };

type Place =
  | { readonly at: 'lane'; readonly broker: number; readonly offset?: number }
  | { readonly at: 'group'; readonly group: string; readonly offset?: number }
  | { readonly at: 'partition' };

const topicOf = (tp: string): string => tp.slice(0, tp.lastIndexOf('-'));

function laneAt({ logs }: PartitionFrame, broker: number | undefined, offset?: number): Place | null {
  if (broker === undefined || !logs.some((log) => log.broker === broker)) return null;
  return { at: 'lane', broker, ...(offset === undefined ? {} : { offset }) };
}

function groupAt(frame: Frame, { tp }: PartitionFrame, group: string, offset?: number): Place | null {
  const isHere = frame.groups.some((one) => one.group === group && one.offsets.some((of) => of.tp === tp));
  return isHere ? { at: 'group', group, ...(offset === undefined ? {} : { offset }) } : null;
}

/** Records of this partition are among those that count. */
const counts = (frame: Frame, { tp }: PartitionFrame, among: readonly string[]): boolean =>
  among.every((word) => word === 'acked' || word === tp || word === topicOf(tp) || frame.producers.some(({ node }) => node === word));

const highWatermarkOf = ({ logs, leader }: PartitionFrame): number =>
  logs.find(({ broker }) => broker === leader)?.highWatermark ?? Math.max(0, ...logs.map(({ highWatermark }) => highWatermark));

const logEndOn = ({ logs }: PartitionFrame, broker: number): number | null => logs.find((log) => log.broker === broker)?.logEndOffset ?? null;

function countAt(wish: Wish & { readonly kind: 'count' }, frame: Frame, partition: PartitionFrame): Place | null {
  if (wish.group !== null) return groupAt(frame, partition, wish.group);
  const isHere = wish.tp === null ? counts(frame, partition, wish.among) : wish.tp === partition.tp;
  return isHere ? { at: 'partition' } : null;
}

/** null: this partition's picture has no place for it. */
function placeOf(wish: Wish, frame: Frame, partition: PartitionFrame): Place | null {
  if ('tp' in wish && wish.tp !== null && wish.tp !== partition.tp) return null;
  switch (wish.kind) {
    case 'inSync':
    case 'leader':
    case 'fenced':
      return laneAt(partition, wish.broker);
    case 'state':
      return laneAt(partition, frame.brokers.find(({ node }) => node === wish.node)?.id) ?? groupAt(frame, partition, wish.node);
    case 'boundary':
      return laneAt(partition, wish.broker ?? partition.leader, wish.offset) ?? { at: 'partition' };
    case 'reading':
      return groupAt(frame, partition, wish.group, wish.offset);
    case 'lag':
      return groupAt(frame, partition, wish.group, Math.max(0, highWatermarkOf(partition) - wish.records));
    case 'owner':
      return groupAt(frame, partition, wish.group);
    case 'count':
      return countAt(wish, frame, partition);
  }
}

export function drawnInLanes(wish: Wish, frame: Frame, focus: string): boolean {
  const partition = frame.partitions.find(({ tp }) => tp === focus) ?? frame.partitions[0];
  return partition !== undefined && placeOf(wish, frame, partition) !== null;
}

/** The first lane from which a record fell that has no other copy. */
const trayOf = ({ tp }: PartitionFrame, lost: readonly LostRecord[]): number | undefined =>
  lost.find((record) => record.tp === tp && (record.acknowledged || record.committed))?.broker;

function add<K>(to: Map<K, { lines: GhostLine[]; chips: Ghost[] }>, key: K, ghost: Ghost, offset: number | undefined, logEnd: number | null): void {
  const at = to.get(key) ?? { lines: [], chips: [] };
  to.set(key, at);
  if (offset === undefined) at.chips.push(ghost);
  else at.lines.push({ ...ghost, offset, logEnd });
}

export function lanesGhosts(wishes: readonly Wish[], frame: Frame, partition: PartitionFrame, lost: readonly LostRecord[], words: Words): LanesGhosts {
  if (wishes.length === 0) return NO_GHOSTS;
  const placed = { partition: [] as Ghost[], lanes: new Map(), trays: new Map<number, Ghost[]>(), groups: new Map() };
  const facts = new Set<string>();
  for (const wish of wishes) {
    const place = placeOf(wish, frame, partition);
    const ghost = ghostOf(wish, words);
    if (place === null || facts.has(ghost.fact)) continue;
    facts.add(ghost.fact);
    const tray = wantsNoneLost(wish) ? trayOf(partition, lost) : undefined;
    if (tray !== undefined) placed.trays.set(tray, [...(placed.trays.get(tray) ?? []), ghost]);
    else if (place.at === 'partition') placed.partition.push(ghost);
    else if (place.at === 'lane') add(placed.lanes, place.broker, ghost, place.offset, logEndOn(partition, place.broker));
    else add(placed.groups, place.group, ghost, place.offset, null);
  }
  return placed;
}

export const GHOST = { height: 22, row: 26, text: 12, pad: 9 } as const;

export const ghostWidth = (text: string): number => textWidth(text, GHOST.text) + 2 * GHOST.pad;

/** Chips side by side, in as many rows as they need. */
export function ghostRows(chips: readonly Ghost[], width: number): readonly (readonly { readonly ghost: Ghost; readonly x: number }[])[] {
  const rows: { ghost: Ghost; x: number }[][] = [];
  let x = 0;
  for (const ghost of chips) {
    const own = ghostWidth(ghost.text);
    if (rows.length === 0 || x + own > width) {
      rows.push([]);
      x = 0;
    }
    rows[rows.length - 1].push({ ghost, x });
    x += own + 8;
  }
  return rows;
}

const allOf = (at: GhostsAt | undefined): readonly Ghost[] => [...(at?.lines ?? []), ...(at?.chips ?? [])];

/** Said after the name of a lane: its own ghosts and those of its tray. */
export function laneGhostText({ lanes, trays }: LanesGhosts, broker: number, words: Words): string | null {
  const all = [...allOf(lanes.get(broker)), ...(trays.get(broker) ?? [])];
  return all.length === 0 ? null : ghostsText(all, words);
}

export function groupGhostText({ groups }: LanesGhosts, group: string, words: Words): string | null {
  const all = allOf(groups.get(group));
  return all.length === 0 ? null : ghostsText(all, words);
}

/** Every ghost with the name of its place, for the table. */
export function ghostList(
  { partition, lanes, trays, groups }: LanesGhosts,
  tp: string,
  words: Words,
): readonly { readonly place: string; readonly ghost: Ghost }[] {
  const broker = (id: number): string => words('broker', { broker: id });
  return [
    ...partition.map((ghost) => ({ place: tp, ghost })),
    ...[...lanes].flatMap(([id, at]) => allOf(at).map((ghost) => ({ place: broker(id), ghost }))),
    ...[...trays].flatMap(([id, list]) => list.map((ghost) => ({ place: broker(id), ghost }))),
    ...[...groups].flatMap(([group, at]) => allOf(at).map((ghost) => ({ place: group, ghost }))),
  ];
}
