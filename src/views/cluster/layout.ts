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
const NUMBER = { width: 28, height: 26 } as const;
/** Name of a rack above its brokers, and the air around them. */
const RACK_HEAD = 22;
const RACK_PAD = 4;
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

export function clusterLayout(model: ClusterModel, width: number): ClusterLayout {
  const compact = width < COMPACT;
  const { margin, left, right, centre, gapLeft, gapRight } = columnsOf(width, model.producers.length + model.tools.length > 0, model.groups.length > 0);
  const leftX = px(EDGE + margin);
  const centreX = px(leftX + left + gapLeft);
  const rightX = px(centreX + centre + gapRight);
  const cards = new Map<string, Box>();
  const groups = new Map<string, Box>();
  const chips = new Map<string, readonly (Box & { readonly holding: Holding })[]>();
  let y = TOP;
  for (const card of model.controllers) y = put(cards, card, { x: centreX, y, width: centre, height: controllerHeight(card, compact) }) + GAP_Y;
  const racks: (Box & { readonly rack: string })[] = [];
  const racked = new Set(model.brokers.map(({ rack }) => rack)).size > 1;
  for (const [i, card] of model.brokers.entries()) {
    const begins = racked && card.rack !== null && model.brokers[i - 1]?.rack !== card.rack;
    if (begins) y += RACK_HEAD;
    const from = y;
    const head = brokerHead(card, compact);
    const pad = compact ? PAD - 3 : PAD;
    const rows = chipRows(card.holdings, centreX + pad, y + head, centre - 2 * pad);
    chips.set(card.node, rows);
    const last = rows[rows.length - 1];
    y = put(cards, card, { x: centreX, y, width: centre, height: px((last ? last.y + CHIP : y + head) + 8 - y) }) + GAP_Y;
    if (racked && card.rack !== null)
      framed(racks, card.rack, begins, {
        x: centreX - RACK_PAD,
        y: from - RACK_HEAD,
        width: centre + 2 * RACK_PAD,
        height: y - GAP_Y + RACK_PAD - from + RACK_HEAD,
      });
  }
  const centreEnd = y - GAP_Y;
  const leftCards = [...model.producers, ...model.tools];
  const { crowded } = model;
  const leftGap = crowded ? 5 : 16;
  const leftHeights = leftCards.map((card) => (crowded ? LINE : clientHeight(card, compact)));
  let ly = crowded ? TOP : startOf(leftHeights, leftGap, centreEnd);
  for (const [i, card] of leftCards.entries()) ly = put(cards, card, { x: leftX, y: ly, width: left, height: leftHeights[i] }) + leftGap;
  const perRow = Math.max(1, Math.floor((right - 12 + 4) / (NUMBER.width + 4)));
  const membersHeight = (members: readonly Card[]) =>
    crowded ? Math.ceil(members.length / perRow) * (NUMBER.height + 4) : members.reduce((sum, card) => sum + memberHeight(card, compact) + 6, 0);
  const groupHeights = model.groups.map((group) => GROUP_HEAD(compact) + membersHeight(group.members) + 6);
  let ry = crowded ? TOP : startOf(groupHeights, 16, centreEnd);
  for (const [i, group] of model.groups.entries()) {
    groups.set(group.group, { x: rightX, y: px(ry), width: right, height: groupHeights[i] });
    let my = ry + GROUP_HEAD(compact);
    for (const [n, card] of group.members.entries()) {
      if (crowded) {
        const at = { x: rightX + 6 + (n % perRow) * (NUMBER.width + 4), y: my + Math.floor(n / perRow) * (NUMBER.height + 4) };
        put(cards, card, { ...at, ...NUMBER });
      } else my = put(cards, card, { x: rightX + 6, y: my, width: right - 12, height: memberHeight(card, compact) }) + 6;
    }
    ry += groupHeights[i] + 16;
  }
  const height = Math.max(centreEnd, ly - 16, ry - 16) + 10;
  return {
    width,
    height: px(height),
    compact,
    crowded,
    racks,
    cards,
    groups,
    chips,
    columns: { left: leftX, leftEnd: px(leftX + left), centre: centreX, centreEnd: px(centreX + centre), right: rightX, rightEnd: px(rightX + right) },
  };
}

/** Drawn larger where the stage is tall: by the number of nodes and what they hold, not by how they fare. */
export function clusterScale(model: ClusterModel, width: number, height: number): number {
  if (width < COMPACT) return 1;
  const brokers = model.brokers.reduce((sum, card) => sum + 72 + Math.ceil(card.holdings.length / 3) * 28 + GAP_Y, 0);
  return scaleFor(TOP + model.controllers.length * 70 + brokers, height, width, 760);
}

function put(cards: Map<string, Box>, card: Card, box: Box): number {
  cards.set(card.node, { x: px(box.x), y: px(box.y), width: px(box.width), height: px(box.height) });
  return box.y + box.height;
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
