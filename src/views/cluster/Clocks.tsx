/** Sessions that run out, as rings at the corners of cards: they are drawn anew with the time, the cards are not. */
import { runOf, shows } from '../marks/clock.ts';
import { Ring } from '../marks/Ring.tsx';
import type { ClusterLayout } from './layout.ts';
import type { Card } from './model.ts';

interface Props {
  readonly cards: readonly Card[];
  readonly layout: ClusterLayout;
  readonly nowUs: number;
}

export function Clocks({ cards, layout, nowUs }: Props) {
  return cards.map(({ node, clock }) => {
    const box = layout.cards.get(node);
    if (box === undefined || clock === null || !shows(clock, nowUs)) return null;
    return (
      <g key={node} data-fact={clock.fact}>
        <Ring x={box.x + box.width - 3} y={box.y + 3} glyph="heart" run={runOf(clock, nowUs)} />
      </g>
    );
  });
}
