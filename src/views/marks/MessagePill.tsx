/** A message on the wire: its class is in the line's style, its direction in the arrowhead, its loss in a cross. */
import { memo } from 'react';
import type { MessageFrame } from '#kafka/frame.ts';
import { GLYPHS, Shape } from './glyphs.tsx';
import css from './marks.module.css';
import { px } from './motion.ts';
import { fitText, textWidth } from './text.ts';

const PAD = 7;
const ARROW = 12;

export const pillWidth = (label: string): number => textWidth(label, 12, true) + 2 * PAD + ARROW;

/** Error names are long; a pill is not. Its button says the whole word. */
export const pillLabel = (label: string, roomPx: number): string => fitText(label, roomPx, 12, true);

/** Data solid, replication dashed, control dotted; an error wears a double line. */
export const CATEGORY_DASH: Readonly<Record<MessageFrame['category'], string | undefined>> = {
  data: undefined,
  replication: '6 3',
  control: '2 3',
  error: undefined,
};

export type Towards = 'left' | 'right' | 'up' | 'down';

/** Arrows of seven by seven, around their middle. */
const ARROWS: Readonly<Record<Towards, string>> = {
  right: 'h7m-3.5-3.5l3.5 3.5l-3.5 3.5',
  left: 'h-7m3.5-3.5l-3.5 3.5l3.5 3.5',
  down: 'v7m-3.5-3.5l3.5 3.5l3.5-3.5',
  up: 'v-7m-3.5 3.5l3.5-3.5l3.5 3.5',
};

interface Props {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly category: MessageFrame['category'];
  readonly lost: boolean;
  readonly towards: Towards;
  readonly fact?: string | null;
}

/** What moves is the group: its words are laid out once, wherever they fly. */
export function MessagePill({ x, y, fact, ...body }: Props) {
  return (
    <g data-fact={fact ?? undefined} transform={`translate(${px(x)} ${px(y)})`}>
      <Body {...body} />
    </g>
  );
}

const Body = memo(function Body({ width, height, label, category, lost, towards }: Omit<Props, 'x' | 'y' | 'fact'>) {
  const mid = height / 2;
  const ahead = towards !== 'left';
  const arrowX = ahead ? width - PAD - 2 : PAD + 2;
  const start = { right: [-4, 0], left: [4, 0], down: [0, -3.5], up: [0, 3.5] }[towards];
  return (
    <>
      <rect className={`${css.pill} ${css[category] ?? ''}`} width={width} height={height} rx={height / 2} strokeDasharray={CATEGORY_DASH[category]} />
      {category === 'error' && <rect className={css.pillInner} x="2.5" y="2.5" width={width - 5} height={height - 5} rx={height / 2 - 2.5} />}
      <text className={css.pillText} x={px(PAD + (ahead ? 0 : ARROW))} y={px(mid + 4)} fontSize="12">
        {label}
      </text>
      {lost ? (
        <Shape className={css.pillLost} shape={GLYPHS.cross} x={arrowX} y={mid} size={10} />
      ) : (
        <path className={css.pillArrow} d={`M${px(arrowX + start[0])} ${px(mid + start[1])}${ARROWS[towards]}`} />
      )}
    </>
  );
});
