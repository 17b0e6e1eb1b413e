/** What can be pressed in the cluster: every process, every group, every message. Rows go top to bottom inside the three columns. */
import type { ViewProps, Words } from '../contract.ts';
import { markOf } from '../marks/attention.ts';
import { type Hit, target } from '../marks/HitLayer.tsx';
import type { Flight } from './flights.ts';
import { type Box, type ClusterLayout, GROUP_HEAD } from './layout.ts';
import { type Card, type ClusterModel, cardsOf } from './model.ts';

type Chosen = Pick<ViewProps, 'selection' | 'onSelect' | 'words' | 'nowUs'>;

/** What stands still while messages fly. */
export function processHits(model: ClusterModel, layout: ClusterLayout, onSelect: Chosen['onSelect']): Hit[] {
  const hits: Hit[] = [];
  for (const card of cardsOf(model)) {
    const box = layout.cards.get(card.node);
    if (box) hits.push(cardHit(card, box, onSelect));
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
        onPress: () => onSelect({ kind: 'group', group: group.group }),
      });
  }
  return hits;
}

export function flightHits(flights: readonly Flight[], { selection, onSelect, words, nowUs }: Chosen): Hit[] {
  return flights.map((flight) => {
    const { id } = flight.message;
    return {
      key: `message:${id}`,
      name: messageName(flight, words, nowUs),
      row: 0,
      column: 0,
      pressed: selection?.kind === 'message' && selection.id === id,
      flies: true,
      ...target(flight.x, flight.y - 2, flight.width, flight.height + 4),
      onPress: () => onSelect({ kind: 'message', id }),
    };
  });
}

function cardHit(card: Card, box: Box, onSelect: Chosen['onSelect']): Hit {
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
export function inRows(hits: readonly Hit[]): Hit[] {
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
