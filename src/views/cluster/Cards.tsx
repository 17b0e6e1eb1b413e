/** Brokers, controllers and clients as cards: who, in which state, holding what. Trouble is told in words and shape. */
import { memo } from 'react';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import marks from '../marks/marks.module.css';
import { px } from '../marks/motion.ts';
import type { PatternIds } from '../marks/Patterns.tsx';
import { Halo } from '../marks/RecordCell.tsx';
import { fitFirst, fitMiddle, fitText, textWidth } from '../marks/text.ts';
import css from './cluster.module.css';
import { type Box, type ClusterLayout, NUMBER } from './layout.ts';
import type { Card, GroupBox, Holding, Line, Plight } from './model.ts';

const fitOf = ({ text, short }: Line, room: number): string => fitFirst([text, ...short], room, 12);

interface CardProps {
  readonly card: Card;
  readonly layout: ClusterLayout;
  readonly ids: PatternIds;
}

const WALL = 6;

/** Cards stand still while messages fly. */
export const ProcessCard = memo(function ProcessCard({ card, layout, ids }: CardProps) {
  const box = layout.cards.get(card.node);
  if (!box) return null;
  const down = card.plights.some((plight) => plight.id === 'down');
  const round = card.kind === 'consumer' ? 6 : 9;
  return (
    <g className={card.lit ? undefined : marks.dim} data-fact={card.fact}>
      {!card.connected && <Wall box={box} ids={ids} />}
      <rect
        className={`${css.card} ${css[card.kind]} ${down ? css.down : ''} ${card.plights.length > 0 ? css.troubled : ''}`}
        {...box}
        rx={round}
        strokeDasharray={dashOf(card)}
      />
      {down && <rect className={css.hatch} {...box} rx={round} fill={`url(#${ids.offline})`} />}
      {card.halo && <Halo {...box} radius={round + 3} />}
      {card.selected && <rect className={css.selected} {...box} rx={round} />}
      <WordsOf card={card} box={box} layout={layout} />
      {(layout.chips.get(card.node) ?? []).map((chip) => (
        <HoldingChip key={chip.holding.fact} box={chip} holding={chip.holding} />
      ))}
    </g>
  );
});

function WordsOf({ card, box, layout }: { readonly card: Card; readonly box: Box; readonly layout: ClusterLayout }) {
  if (layout.crowded && box.width === NUMBER.width) return <NumberWords card={card} box={box} />;
  if (layout.crowded && (card.kind === 'producer' || card.kind === 'tool')) return <LineWords card={card} box={box} narrow={layout.compact} />;
  return layout.compact ? <CompactWords card={card} box={box} /> : <Words card={card} box={box} />;
}

/** A producer among many: its name, and what was acknowledged; or what is wrong with it. */
function LineWords({ card, box, narrow }: { readonly card: Card; readonly box: Box; readonly narrow: boolean }) {
  const y = box.y + 19;
  const x = box.x + (narrow ? 6 : 28);
  const title = fitMiddle(card.title, narrow ? box.width - 24 : (box.width - 40) * 0.55, 13, 3);
  const [trouble] = card.plights;
  const room = box.width - (x - box.x) - textWidth(title, 13, true) - 18;
  return (
    <g>
      {!narrow && <Shape className={css.glyph} shape={GLYPHS[card.glyph]} x={box.x + 15} y={y - 4.5} size={14} />}
      <text className={css.title} x={px(x)} y={px(y)} fontSize="13">
        {title}
      </text>
      {trouble !== undefined ? (
        <Shape className={css.plightMark} shape={GLYPHS[trouble.glyph]} x={box.x + box.width - 12} y={y - 4.5} size={13} />
      ) : narrow ? null : (
        <text className={css.line} x={px(box.x + box.width - 10)} y={px(y)} fontSize="12" textAnchor="end">
          {fitFirst([card.lines[2]?.text ?? card.lines[0]?.text ?? '', ''], room, 12)}
        </text>
      )}
    </g>
  );
}

/** A member among many: its number, or what is wrong with it. */
function NumberWords({ card, box }: { readonly card: Card; readonly box: Box }) {
  const [trouble] = card.plights;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  if (trouble !== undefined) return <Shape className={css.plightMark} shape={GLYPHS[trouble.glyph]} x={middle.x} y={middle.y} size={13} />;
  return (
    <text className={css.title} x={px(middle.x)} y={px(middle.y + 4.5)} fontSize="12" textAnchor="middle">
      {fitText(/\d+$/.exec(card.title)?.[0] ?? card.title, box.width - 4, 12, true)}
    </text>
  );
}

/** The brokers of a rack stand in one frame. */
export function RackFrame({ box }: { readonly box: ClusterLayout['racks'][number] }) {
  const { rack, ...at } = box;
  return (
    <g data-fact={`rack ${rack}`}>
      <rect className={css.rack} {...at} rx="11" />
      <text className={css.rackName} x={px(at.x + 10)} y={px(at.y + 15)} fontSize="12">
        {fitText(rack, at.width - 20, 12)}
      </text>
    </g>
  );
}

/** Paused and fenced have their own outlines; a dead card is hatched. */
function dashOf(card: Card): string | undefined {
  if (card.plights.some((plight) => plight.id === 'paused')) return '3 3';
  return card.plights.some((plight) => plight.id === 'fenced') ? '8 3 2 3' : undefined;
}

/** A wall around whoever is unplugged: what is sent to it or by it stops here. */
function Wall({ box, ids }: { readonly box: Box; readonly ids: PatternIds }) {
  const at = { x: px(box.x - WALL - 2), y: px(box.y - WALL - 2), width: px(box.width + 2 * WALL + 4), height: px(box.height + 2 * WALL + 4) };
  return (
    <g>
      <rect className={css.wallBack} {...at} rx="3" />
      <rect className={css.wall} {...at} rx="3" fill={`url(#${ids.wall})`} />
    </g>
  );
}

function Words({ card, box }: { readonly card: Card; readonly box: Box }) {
  const isMain = card.kind === 'broker' || card.kind === 'controller';
  const y = box.y + 22;
  const title = fitMiddle(card.title, box.width - 44, 14, 8);
  let plightX = box.x + 34 + textWidth(title, 14, true) + 10;
  return (
    <g>
      <Shape className={css.glyph} shape={GLYPHS[card.glyph]} x={box.x + 18} y={y - 5} size={17} />
      <text className={css.title} x={px(box.x + 34)} y={px(y)} fontSize="14">
        {title}
      </text>
      {card.kind === 'broker' && <NodeName card={card} box={box} y={y} after={plightX} />}
      {card.lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line keeps its place while its count grows
        <text key={i} className={css.line} x={px(box.x + 34)} y={px(y + 18 + i * 17)} fontSize="12">
          {fitOf(line, box.width - 42)}
        </text>
      ))}
      {card.plights.map((plight, i) => {
        const below = !isMain;
        const x = below ? box.x + 34 : plightX;
        const at = below ? y + 18 + (card.lines.length + i) * 17 : y + 18;
        if (!below && i === 0) plightX = box.x + 34 + (card.lines.length > 0 ? textWidth(fitOf(card.lines[0], box.width - 42), 12) + 10 : 0);
        const start = below ? x : plightX;
        plightX += textWidth(plight.text, 12, true) + 30;
        return <PlightMark key={plight.id} plight={plight} x={start} y={at} room={box.x + box.width - start - 20} />;
      })}
    </g>
  );
}

function NodeName({ card, box, y, after }: { readonly card: Card; readonly box: Box; readonly y: number; readonly after: number }) {
  const width = textWidth(card.node, 12);
  if (after + width > box.x + box.width - 10) return null;
  return (
    <text className={css.nodeName} x={px(box.x + box.width - 12)} y={px(y)} fontSize="12" textAnchor="end">
      {card.node}
    </text>
  );
}

function PlightMark({ plight, x, y, room }: { readonly plight: Plight; readonly x: number; readonly y: number; readonly room: number }) {
  return (
    <g>
      <Shape className={css.plightMark} shape={GLYPHS[plight.glyph]} x={x + 6} y={y - 4.5} size={13} />
      <text className={css.plight} x={px(x + 17)} y={px(y)} fontSize="12">
        {fitText(plight.text, room, 12, true)}
      </text>
    </g>
  );
}

/** On a phone: the glyph over the name, then one line each. */
function CompactWords({ card, box }: { readonly card: Card; readonly box: Box }) {
  const roomy = card.kind === 'broker' || card.kind === 'controller';
  const y = box.y + 19;
  const title = card.kind === 'consumer' ? (/\d+$/.exec(card.title)?.[0] ?? card.title) : card.title;
  // A name matters more than its glyph.
  const marked = textWidth(title, 13, true) <= box.width - 34 || textWidth(title, 13, true) > box.width - 14;
  const x = box.x + (marked ? (roomy ? 30 : 25) : 8);
  const lines = card.kind === 'consumer' || roomy ? card.lines.slice(0, 1) : card.lines;
  return (
    <g>
      {marked && <Shape className={css.glyph} shape={GLYPHS[card.glyph]} x={box.x + (roomy ? 16 : 14)} y={y - 4.5} size={14} />}
      <text className={css.title} x={px(x)} y={px(y)} fontSize="13">
        {marked ? fitMiddle(title, box.width - 34, 13, 3) : title}
      </text>
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line keeps its place while its count grows
        <text key={i} className={css.line} x={px(box.x + (roomy ? 10 : 6))} y={px(y + 17 + i * 17)} fontSize="12">
          {fitOf(line, box.width - (roomy ? 14 : 9))}
        </text>
      ))}
      {card.plights.map((plight, i) => (
        <PlightMark key={plight.id} plight={plight} x={box.x + (roomy ? 10 : 7)} y={y + 17 + (lines.length + i) * 17} room={box.width - 30} />
      ))}
    </g>
  );
}

const ROLE_CLASS: Readonly<Record<Holding['role'], string>> = {
  leader: css.chipLeader,
  believes: css.chipBelieves,
  'in-sync': css.chipInSync,
  'out-of-isr': css.chipOut,
  offline: css.chipOffline,
};
const ROLE_GLYPH: Readonly<Record<Holding['role'], string>> = {
  leader: GLYPHS.star,
  believes: GLYPHS.star,
  'in-sync': GLYPHS.inSync,
  'out-of-isr': GLYPHS.warn,
  offline: GLYPHS.power,
};

function HoldingChip({ box, holding }: { readonly box: Box; readonly holding: Holding }) {
  return (
    <g data-fact={holding.fact}>
      <rect className={`${css.chip} ${ROLE_CLASS[holding.role]}`} x={box.x} y={box.y} width={box.width} height={box.height} rx="4" />
      <Shape className={`${css.chipMark} ${ROLE_CLASS[holding.role]}`} shape={ROLE_GLYPH[holding.role]} x={box.x + 11} y={box.y + 12} size={12} />
      <text className={holding.role === 'leader' ? css.chipStrong : css.chipText} x={px(box.x + 21)} y={px(box.y + 16.5)} fontSize="12">
        {fitMiddle(holding.label, box.width - 25, 12, 2)}
      </text>
    </g>
  );
}

export const GroupFrameBox = memo(function GroupFrameBox({ group, layout }: { readonly group: GroupBox; readonly layout: ClusterLayout }) {
  const box = layout.groups.get(group.group);
  if (!box) return null;
  const room = box.width - (layout.compact ? 9 : 36);
  const calm = group.state === 'Stable' || group.state === 'Empty';
  return (
    <g data-fact={group.fact}>
      <rect className={css.groupBox} {...box} rx="10" />
      {group.halo && <Halo {...box} radius={13} />}
      {group.selected && <rect className={css.selected} {...box} rx="10" />}
      <Shape className={css.groupGlyph} shape={group.shape} x={box.x + 17} y={box.y + 16} size={13} />
      <text className={css.title} x={px(box.x + 30)} y={px(box.y + 21)} fontSize="13">
        {fitText(group.group, box.width - 36, 13, true)}
      </text>
      <text className={calm ? css.line : css.plight} x={px(box.x + (layout.compact ? 6 : 30))} y={px(box.y + 38)} fontSize="12">
        {fitFirst(group.states, room, 12, !calm)}
      </text>
      {group.guests.length > 0 && (
        <text className={css.line} x={px(box.x + (layout.compact ? 6 : 30))} y={px(box.y + 55)} fontSize="12">
          {fitText(group.guests.join(', '), room, 12)}
        </text>
      )}
    </g>
  );
});
