/** A record in a log: its key's fill and letters; solid border when committed, dashed when not, double and struck when lost, dashed and struck when only a copy was cut off. */
import { GLYPHS, Shape } from './glyphs.tsx';
import css from './marks.module.css';
import { px } from './motion.ts';

export const CELL_WIDTH = 28;
export const CELL_HEIGHT = 32;

interface Props {
  readonly x: number;
  readonly y: number;
  readonly letters: string;
  readonly fill: string;
  readonly kind: 'committed' | 'appended' | 'outline' | 'lost' | 'spare';
  /** In a transaction that is open (a bar on top and a hatch) or was aborted (struck through). */
  readonly transaction?: 'open' | 'aborted' | null;
  readonly hatch?: string;
  readonly opacity?: number;
}

export function RecordCell({ x, y, letters, fill, kind, transaction = null, hatch, opacity = 1 }: Props) {
  const outline = kind === 'outline';
  const isNull = letters === '·';
  return (
    <g opacity={opacity < 1 ? px(opacity) : undefined}>
      <rect
        className={`${css.cell} ${css[kind]}`}
        x={px(x)}
        y={px(y)}
        width={CELL_WIDTH}
        height={CELL_HEIGHT}
        rx="4"
        fill={outline ? 'var(--bg)' : fill}
        strokeDasharray={kind === 'appended' || kind === 'spare' ? '4 2' : undefined}
      />
      {transaction === 'open' && (
        <>
          <rect x={px(x + 1)} y={px(y + 1)} width={CELL_WIDTH - 2} height={CELL_HEIGHT - 2} rx="3" fill={hatch} />
          <path className={css.txnBar} d={`M${px(x + 1)} ${px(y - 3.5)}h${CELL_WIDTH - 2}`} />
        </>
      )}
      {kind === 'lost' && <rect className={css.lostInner} x={px(x + 3)} y={px(y + 3)} width={CELL_WIDTH - 6} height={CELL_HEIGHT - 6} rx="2" />}
      <text className={outline || isNull ? css.letterPlain : css.letter} x={px(x + CELL_WIDTH / 2)} y={px(y + 21)} fontSize={letters.length > 2 ? 12 : 14}>
        {letters}
      </text>
      {transaction === 'aborted' && <path className={css.struck} d={`M${px(x + 4)} ${px(y + CELL_HEIGHT - 6)}L${px(x + CELL_WIDTH - 4)} ${px(y + 6)}`} />}
      {(kind === 'lost' || kind === 'spare') && (
        <>
          <circle className={kind === 'lost' ? css.lostDot : css.spareDot} cx={px(x + CELL_WIDTH - 6)} cy={px(y)} r="6.5" />
          <Shape className={css.lostCross} shape={GLYPHS.cross} x={x + CELL_WIDTH - 6} y={y} size={7.5} />
        </>
      )}
    </g>
  );
}

/** Stays until the next step: the eye may be elsewhere when a thing changes. */
export function Halo({
  x,
  y,
  width,
  height,
  radius = 7,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius?: number;
}) {
  return <rect className={css.halo} x={px(x - 3)} y={px(y - 3)} width={px(width + 6)} height={px(height + 6)} rx={radius} />;
}

export function SelectionRing({
  x,
  y,
  width,
  height,
  radius = 7,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius?: number;
}) {
  return <rect className={css.selection} x={px(x - 3)} y={px(y - 3)} width={px(width + 6)} height={px(height + 6)} rx={radius} />;
}
