/** Where a chart's states stand: in columns by how far they are from the start, each a card that lists what it takes. Lines run from such a row to its target. */
import type { Chart, ChartMove, ChartState } from '#sim/chart.ts';

export const CARD = { width: 264, head: 38, row: 36, pad: 6 } as const;
const GAP = { x: 64, y: 20, band: 28 } as const;
/** Room for lines that leave the last column and come back to it. */
const MARGIN = { left: 8, right: 44, top: 6 } as const;

export interface Card {
  readonly state: ChartState;
  readonly initial: boolean;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export interface Line {
  readonly from: string;
  readonly move: ChartMove;
  readonly path: string;
}

export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly cards: readonly Card[];
  readonly lines: readonly Line[];
}

/** Steps from the initial state; what cannot be reached comes last. */
function ranksOf({ initial, states }: Chart): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>([[initial, 0]]);
  const queue = [initial];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    for (const { to } of states.find((state) => state.name === name)?.moves ?? []) {
      if (to === null || ranks.has(to)) continue;
      ranks.set(to, (ranks.get(name) ?? 0) + 1);
      queue.push(to);
    }
  }
  const last = Math.max(...ranks.values()) + 1;
  for (const { name } of states) if (!ranks.has(name)) ranks.set(name, last);
  return ranks;
}

const heightOf = ({ moves }: ChartState): number => CARD.head + moves.length * CARD.row + (moves.length > 0 ? CARD.pad : 0);

export const rowY = (card: Card, index: number): number => card.y + CARD.head + index * CARD.row + CARD.row / 2;

function cardsOf(chart: Chart, columns: number): Card[] {
  const ranks = ranksOf(chart);
  const most = Math.max(...ranks.values());
  const cards: Card[] = [];
  let top: number = MARGIN.top;
  for (let first = 0; first <= most; first += columns) {
    let bottom = top;
    for (let column = 0; column < columns; column++) {
      let y = top;
      for (const state of chart.states.filter(({ name }) => ranks.get(name) === first + column)) {
        const height = heightOf(state);
        cards.push({ state, initial: state.name === chart.initial, x: MARGIN.left + column * (CARD.width + GAP.x), y, height });
        y += height + GAP.y;
      }
      bottom = Math.max(bottom, y - GAP.y);
    }
    top = bottom + GAP.band;
  }
  return cards;
}

/** From the row's side that faces the target to the target's head; within a column around the right. */
function pathOf(from: Card, index: number, to: Card): string {
  const y = rowY(from, index);
  const headY = to.y + CARD.head / 2;
  const right = from.x + CARD.width;
  if (to.x > from.x) {
    const bend = Math.max(28, (to.x - right) / 2);
    return `M${right} ${y}C${right + bend} ${y} ${to.x - bend} ${headY} ${to.x - 5} ${headY}`;
  }
  if (to.x < from.x) return `M${from.x} ${y}C${from.x - 32} ${y} ${to.x + CARD.width + 32} ${headY} ${to.x + CARD.width + 5} ${headY}`;
  const bulge = 16 + Math.min(24, Math.abs(headY - y) / 8);
  return `M${right} ${y}C${right + bulge} ${y} ${right + bulge} ${headY} ${right + 5} ${headY}`;
}

export function chartLayout(chart: Chart, width: number): ChartLayout {
  const columns = Math.max(1, Math.floor((width - MARGIN.left - MARGIN.right + GAP.x) / (CARD.width + GAP.x)));
  const cards = cardsOf(chart, columns);
  const byName = new Map(cards.map((card) => [card.state.name, card]));
  const lines = cards.flatMap((card) =>
    card.state.moves.flatMap((move, index): Line[] => {
      const to = move.to === null || move.to === card.state.name ? undefined : byName.get(move.to);
      return to === undefined ? [] : [{ from: card.state.name, move, path: pathOf(card, index, to) }];
    }),
  );
  return { width, height: Math.max(...cards.map(({ y, height }) => y + height)) + MARGIN.top, cards, lines };
}
