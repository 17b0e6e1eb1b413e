/** Where everything stands in the cluster view: producers left, the cluster in the middle, groups right. Pure geometry. */
import { px } from '../marks/motion.ts';
import { scaleFor } from '../marks/scale.ts';
import { textWidth } from '../marks/text.ts';
import type { Card, ClusterModel, Holding } from './model.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ClusterLayout {
  readonly width: number;
  readonly height: number;
  readonly compact: boolean;
  /** Clients are drawn small: a line for a producer, a number for a member. */
  readonly crowded: boolean;
  /** Frames around the brokers of each rack, where there is more than one. */
  readonly racks: readonly (Box & { readonly rack: string })[];
  /** Cards by node. */
  readonly cards: ReadonlyMap<string, Box>;
  readonly groups: ReadonlyMap<string, Box>;
  /** Rows of a broker's partition chips, inside its card. */
  readonly chips: ReadonlyMap<string, readonly (Box & { readonly holding: Holding })[]>;
  /** Headings above what stands beside Kafka: their middle and baseline. */
  readonly besides: readonly { readonly x: number; readonly y: number }[];
  readonly columns: {
    readonly left: number;
    readonly leftEnd: number;
    readonly centre: number;
    readonly centreEnd: number;
    readonly right: number;
    readonly rightEnd: number;
  };
}

export const COMPACT = 640;
const GAP_Y = 20;
const PAD = 9;
const CHIP = 24;
/** Room for halos at the edges. */
const EDGE = 6;
/** A producer among many. */
const LINE = 28;
/** A member among many: its number. */
export const NUMBER = { width: 28, height: 26 } as const;
/** Name of a rack above its brokers, and the air around them. */
const RACK_HEAD = 22;
const RACK_PAD = 4;
/** Room for the heading of what stands beside Kafka, and between its cards. */
const BESIDE_HEAD = 26;
const BESIDE_GAP = 16;
/** The line that names a group's members whose cards stand elsewhere. */
const GUESTS = 17;
/** Headings of the three columns. */
const TOP = 30;

interface Columns {
  readonly margin: number;
  readonly left: number;
  readonly right: number;
  readonly centre: number;
  readonly gapLeft: number;
  readonly gapRight: number;
}

/** A side without clients takes no room; what is left over goes to the side cards first, then to the margins. */
function columnsOf(width: number, hasLeft: boolean, hasRight: boolean): Columns {
  if (width < COMPACT) {
    const [side, wide, gap] = width < 310 ? [58, 80, 26] : width < 360 ? [64, 84, 28] : [78, 98, 37];
    const left = hasLeft ? side : 0;
    const right = hasRight ? wide : 0;
    return { margin: 0, left, right, gapLeft: gap, gapRight: gap, centre: Math.min(260, width - left - right - 2 * gap - 2 * EDGE) };
  }
  const centre = Math.min(320, Math.max(196, width - 560));
  const least = { left: hasLeft ? 140 : 0, right: hasRight ? 164 : 0 };
  const room = width - 2 * EDGE - centre - least.left - least.right;
  const gap = Math.min(210, room / 2);
  const grow = Math.min(60, (room - 2 * gap) / 2);
  const left = least.left + (hasLeft ? grow : 0);
  const right = least.right + (hasRight ? grow : 0);
  const gapLeft = hasLeft ? gap : Math.min(gap, 150);
  const gapRight = hasRight ? gap : Math.min(gap, 150);
  return { margin: (width - 2 * EDGE - centre - gapLeft - gapRight - left - right) / 2, left, right, gapLeft, gapRight, centre };
}

/** What has been placed so far, column by column. */
interface Sheet {
  readonly compact: boolean;
  readonly crowded: boolean;
  readonly cards: Map<string, Box>;
  readonly groups: Map<string, Box>;
  readonly chips: Map<string, readonly (Box & { readonly holding: Holding })[]>;
  readonly racks: (Box & { readonly rack: string })[];
  readonly besides: { readonly x: number; readonly y: number }[];
}

interface Column {
  readonly x: number;
  readonly width: number;
}

export function clusterLayout(model: ClusterModel, width: number): ClusterLayout {
  const compact = width < COMPACT;
  const { producers, tools, groups, beside, crowded } = model;
  const hasLeft = producers.length + tools.length + beside.left.length > 0;
  const { margin, left, right, centre, gapLeft, gapRight } = columnsOf(width, hasLeft, groups.length + beside.right.length > 0);
  const leftX = px(EDGE + margin);
  const centreX = px(leftX + left + gapLeft);
  const rightX = px(centreX + centre + gapRight);
  const sheet: Sheet = { compact, crowded, cards: new Map(), groups: new Map(), chips: new Map(), racks: [], besides: [] };
  const centreEnd = centreColumn(sheet, model, { x: centreX, width: centre });
  const leftEnd = leftColumn(sheet, model, { x: leftX, width: left }, centreEnd);
  const rightEnd = rightColumn(sheet, model, { x: rightX, width: right }, centreEnd);
  return {
    ...sheet,
    width,
    height: px(Math.max(centreEnd, leftEnd - 16, rightEnd - 16) + 10),
    columns: { left: leftX, leftEnd: px(leftX + left), centre: centreX, centreEnd: px(centreX + centre), right: rightX, rightEnd: px(rightX + right) },
  };
}

/** Controllers, brokers in their racks, and the queues below them. */
function centreColumn(sheet: Sheet, { controllers, brokers, beside }: ClusterModel, { x, width }: Column): number {
  const { cards, chips, racks, compact } = sheet;
  let y = TOP;
  for (const card of controllers) y = put(cards, card, { x, y, width, height: controllerHeight(card, compact) }) + GAP_Y;
  const racked = new Set(brokers.map(({ rack }) => rack)).size > 1;
  for (const [i, card] of brokers.entries()) {
    const begins = racked && card.rack !== null && brokers[i - 1]?.rack !== card.rack;
    if (begins) y += RACK_HEAD;
    const from = y;
    const head = brokerHead(card, compact);
    const pad = compact ? PAD - 3 : PAD;
    const rows = chipRows(card.holdings, x + pad, y + head, width - 2 * pad);
    chips.set(card.node, rows);
    const last = rows[rows.length - 1];
    y = put(cards, card, { x, y, width, height: px((last ? last.y + CHIP : y + head) + 8 - y) }) + GAP_Y;
    if (racked && card.rack !== null) {
      const height = y - GAP_Y + RACK_PAD - from + RACK_HEAD;
      framed(racks, card.rack, begins, { x: x - RACK_PAD, y: from - RACK_HEAD, width: width + 2 * RACK_PAD, height });
    }
  }
  if (beside.centre.length > 0) {
    besideHeading(sheet, { x, width }, y + 8);
    y += BESIDE_HEAD;
    for (const card of beside.centre) y = put(cards, card, { x, y, width, height: clientHeight(card, compact) }) + GAP_Y;
  }
  return y - GAP_Y;
}

/** Who writes, and who fills a queue. */
function leftColumn(sheet: Sheet, { producers, tools, beside }: ClusterModel, column: Column, centreEnd: number): number {
  const { cards, compact, crowded } = sheet;
  const { x, width } = column;
  const clients = [...producers, ...tools];
  const gap = crowded ? 5 : 16;
  const heights = clients.map((card) => (crowded ? LINE : clientHeight(card, compact)));
  const isHeaded = clients.length > 0;
  const below = besideHeight(beside.left, isHeaded, compact);
  let y = crowded ? TOP : startOf(below === 0 ? heights : [...heights, below], gap, centreEnd);
  for (const [i, card] of clients.entries()) y = put(cards, card, { x, y, width, height: heights[i] }) + gap;
  return putBeside(sheet, beside.left, column, y, isHeaded);
}

/** Groups with their members; then who reads, and who empties a queue. */
function rightColumn(sheet: Sheet, { groups, beside }: ClusterModel, column: Column, centreEnd: number): number {
  const { compact, crowded } = sheet;
  const { x, width } = column;
  const heights = groups.map((group) => GROUP_HEAD(compact) + membersHeight(sheet, group.members, width) + (group.guests.length > 0 ? GUESTS : 0) + 6);
  const below = besideHeight(beside.right, groups.length > 0, compact);
  let y = crowded ? TOP : startOf(below === 0 ? heights : [...heights, below], 16, centreEnd);
  for (const [i, group] of groups.entries()) {
    sheet.groups.set(group.group, { x, y: px(y), width, height: heights[i] });
    putMembers(sheet, group.members, column, y + GROUP_HEAD(compact));
    y += heights[i] + 16;
  }
  return putBeside(sheet, beside.right, column, y, groups.length > 0);
}

const numbersPerRow = (width: number): number => Math.max(1, Math.floor((width - 12 + 4) / (NUMBER.width + 4)));

const membersHeight = ({ crowded, compact }: Sheet, members: readonly Card[], width: number): number =>
  crowded ? Math.ceil(members.length / numbersPerRow(width)) * (NUMBER.height + 4) : members.reduce((sum, card) => sum + memberHeight(card, compact) + 6, 0);

function putMembers({ cards, crowded, compact }: Sheet, members: readonly Card[], { x, width }: Column, from: number): void {
  const perRow = numbersPerRow(width);
  let y = from;
  for (const [n, card] of members.entries()) {
    if (crowded) put(cards, card, { x: x + 6 + (n % perRow) * (NUMBER.width + 4), y: from + Math.floor(n / perRow) * (NUMBER.height + 4), ...NUMBER });
    else y = put(cards, card, { x: x + 6, y, width: width - 12, height: memberHeight(card, compact) }) + 6;
  }
}

function putBeside(sheet: Sheet, beside: readonly Card[], column: Column, from: number, isHeaded: boolean): number {
  const hasHeading = beside.length > 0 && isHeaded;
  if (hasHeading) besideHeading(sheet, column, from + 10);
  let y = from + (hasHeading ? BESIDE_HEAD - 8 : 0);
  for (const card of beside) y = put(sheet.cards, card, { ...column, y, height: clientHeight(card, sheet.compact) }) + BESIDE_GAP;
  return y;
}

const besideHeading = ({ besides }: Sheet, { x, width }: Column, y: number): number => besides.push({ x: Math.round(x + width / 2), y: px(y) });

/** Drawn larger where the stage is tall: by the number of nodes and what they hold, not by how they fare. */
export function clusterScale(model: ClusterModel, width: number, height: number): number {
  if (width < COMPACT) return 1;
  const brokers = model.brokers.reduce((sum, card) => sum + 72 + Math.ceil(card.holdings.length / 3) * 28 + GAP_Y, 0);
  const queues = model.beside.centre.length === 0 ? 0 : BESIDE_HEAD + model.beside.centre.length * 88;
  return scaleFor(TOP + model.controllers.length * 70 + brokers + queues, height, width, 760);
}

function put(cards: Map<string, Box>, card: Card, box: Box): number {
  cards.set(card.node, { x: px(box.x), y: px(box.y), width: px(box.width), height: px(box.height) });
  return box.y + box.height;
}

/** What stands beside Kafka in one column: a heading where others stand above it, and its cards. */
function besideHeight(cards: readonly Card[], isHeaded: boolean, compact: boolean): number {
  if (cards.length === 0) return 0;
  return (isHeaded ? BESIDE_HEAD - 8 : 0) + cards.reduce((sum, card) => sum + clientHeight(card, compact) + BESIDE_GAP, -BESIDE_GAP);
}

/** A rack's frame grows with each of its brokers. */
function framed(racks: (Box & { readonly rack: string })[], rack: string, begins: boolean, box: Box): void {
  const last = racks[racks.length - 1];
  if (begins || last === undefined) racks.push({ rack, ...box });
  else racks[racks.length - 1] = { ...last, height: px(box.y + box.height - last.y) };
}

/** Side columns hang in the middle of the cluster's height, never above the headings. */
function startOf(heights: readonly number[], gap: number, end: number): number {
  const total = heights.reduce((sum, height) => sum + height + gap, -gap);
  return Math.max(TOP, Math.round((TOP + end - total) / 2));
}

export const GROUP_HEAD = (compact: boolean): number => (compact ? 46 : 48);
/** Plights stand below the title on a phone, beside it otherwise. */
const brokerHead = (card: Card, compact: boolean): number => (compact ? 48 + card.plights.length * 17 : 52);
const controllerHeight = (card: Card, compact: boolean): number => (compact ? 50 + card.plights.length * 17 : 50);
const clientHeight = (card: Card, compact: boolean): number =>
  (compact ? 46 : 34) + (compact ? card.lines.length - 1 + card.plights.length : card.lines.length + card.plights.length) * 17;
const memberHeight = (card: Card, compact: boolean): number => (compact ? 44 : 46) + card.plights.length * 17;

export const chipWidth = (label: string): number => textWidth(label, 12) + 27;

function chipRows(holdings: readonly Holding[], left: number, top: number, room: number): (Box & { readonly holding: Holding })[] {
  const chips: (Box & { readonly holding: Holding })[] = [];
  let x = left;
  let y = top;
  for (const holding of holdings) {
    const width = Math.min(room, chipWidth(holding.label));
    if (x > left && x + width > left + room) {
      x = left;
      y += CHIP + 4;
    }
    chips.push({ x: px(x), y: px(y), width, height: CHIP, holding });
    x += width + 5;
  }
  return chips;
}
