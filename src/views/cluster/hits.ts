/** What can be pressed in the cluster: every process, every group, every message. Rows go top to bottom inside the three columns. */
import type { ViewProps, Words } from '../contract.ts';
import { markOf } from '../marks/attention.ts';
import { type Hit, target } from '../marks/HitLayer.tsx';
import type { Flight } from './flights.ts';
import { type Box, type ClusterLayout, GROUP_HEAD } from './layout.ts';
import { type Card, type ClusterModel, cardsOf } from './model.ts';

type Chosen = Pick<ViewProps, 'selection' | 'onSelect' | 'words' | 'nowUs'>;

export function clusterHits(model: ClusterModel, layout: ClusterLayout, flights: readonly Flight[], chosen: Chosen): Hit[] {
  const hits: Hit[] = [];
  for (const card of cardsOf(model)) {
    const box = layout.cards.get(card.node);
    if (box) hits.push(cardHit(card, box, chosen));
  }
  for (const group of model.groups) {
    const box = layout.groups.get(group.group);
    if (box)
      hits.push({
        key: `group:${group.group}`,
        mark: markOf.group(group.group),
        name: group.name,
        pressed: group.selected,
        ...place(box, GROUP_HEAD(layout.compact) - 2),
        onPress: () => chosen.onSelect({ kind: 'group', group: group.group }),
      });
  }
  for (const flight of flights) {
    const { id } = flight.message;
    hits.push({
      key: `message:${id}`,
      name: messageName(flight, chosen.words, chosen.nowUs),
      row: 0,
      column: 0,
      pressed: chosen.selection?.kind === 'message' && chosen.selection.id === id,
      ...target(flight.x, flight.y - 2, flight.width, flight.height + 4),
      onPress: () => chosen.onSelect({ kind: 'message', id }),
    });
  }
  return inRows(hits);
}

function cardHit(card: Card, box: Box, { onSelect }: Chosen): Hit {
  const { selection } = card;
  const mark = selection.kind === 'broker' ? markOf.broker(selection.id) : markOf.node(card.node);
  return { key: `card:${card.node}`, mark, name: card.name, pressed: card.selected, ...place(box, box.height), onPress: () => onSelect(selection) };
}

const place = (box: Box, height: number) => ({
  row: 0,
  column: 0,
  x: Math.round(box.x),
  y: Math.round(box.y),
  width: Math.round(box.width),
  height: Math.round(height),
});

/** Arrows follow the eye: things within one line of text of each other share a row. */
function inRows(hits: readonly Hit[]): Hit[] {
  const sorted = [...hits].sort((a, b) => a.y + a.height / 2 - (b.y + b.height / 2) || a.x - b.x);
  let row = -1;
  let last = Number.NEGATIVE_INFINITY;
  const placed = sorted.map((hit) => {
    const middle = hit.y + hit.height / 2;
    if (middle - last > 24) {
      row += 1;
      last = middle;
    }
    return { ...hit, row, column: hit.x };
  });
  return placed.sort((a, b) => a.row - b.row || a.column - b.column);
}

export function messageName(flight: Flight, words: Words, nowUs: number): string {
  const { message, count } = flight;
  const params = {
    label: count > 1 ? `${message.label} ×${count}` : message.label,
    from: message.from,
    to: message.to,
    duration: millis(message.arrivesUs - nowUs),
  };
  return words(message.lost ? 'cluster.name.lost' : 'cluster.name.message', params);
}

/** `3 ms`, `0.4 ms`: as short as it stays true. */
export function millis(us: number): string {
  const ms = Math.max(0, us) / 1000;
  return `${ms >= 10 || Number.isInteger(ms) ? Math.round(ms) : ms.toFixed(1)} ms`;
}
