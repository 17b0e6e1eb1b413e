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
  /** No value: the letter stands on paper, with a cross. */
  readonly tombstone?: boolean;
  /** Said on a tab above its corner. */
  readonly tab?: string;
  readonly opacity?: number;
}

export function RecordCell({ x, y, letters, fill, kind, transaction = null, hatch, tombstone = false, tab, opacity = 1 }: Props) {
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
        fill={outline || tombstone ? 'var(--bg)' : fill}
        strokeDasharray={kind === 'appended' || kind === 'spare' ? '4 2' : undefined}
      />
      {transaction === 'open' && (
        <>
          <rect x={px(x + 1)} y={px(y + 1)} width={CELL_WIDTH - 2} height={CELL_HEIGHT - 2} rx="3" fill={hatch} />
          <path className={css.txnBar} d={`M${px(x + 1)} ${px(y - 3.5)}h${CELL_WIDTH - 2}`} />
        </>
      )}
      {kind === 'lost' && <rect className={css.lostInner} x={px(x + 3)} y={px(y + 3)} width={CELL_WIDTH - 6} height={CELL_HEIGHT - 6} rx="2" />}
      <text
        className={outline || isNull || tombstone ? css.letterPlain : css.letter}
        x={px(x + CELL_WIDTH / 2)}
        y={px(y + 21)}
        fontSize={letters.length > 2 ? 12 : 14}
      >
        {letters}
      </text>
      {transaction === 'aborted' && <path className={css.struck} d={`M${px(x + 4)} ${px(y + CELL_HEIGHT - 6)}L${px(x + CELL_WIDTH - 4)} ${px(y + 6)}`} />}
      {tombstone && <Shape className={css.tombstone} shape={GLYPHS.cross} x={x + CELL_WIDTH - 7} y={y + CELL_HEIGHT - 6} size={8} />}
      {tab !== undefined && <Tab x={x} y={y} text={tab} />}
      {(kind === 'lost' || kind === 'spare') && (
        <>
          <circle className={kind === 'lost' ? css.lostDot : css.spareDot} cx={px(x + CELL_WIDTH - 6)} cy={px(y)} r="6.5" />
          <Shape className={css.lostCross} shape={GLYPHS.cross} x={x + CELL_WIDTH - 6} y={y} size={7.5} />
        </>
      )}
    </g>
  );
}

const TAB = { width: 22, height: 15, over: 10 } as const;

/** Half above the cell, at its right corner: the epoch's label stands at the left one. */
function Tab({ x, y, text }: { readonly x: number; readonly y: number; readonly text: string }) {
  const left = x + CELL_WIDTH - TAB.width;
  return (
    <>
      <rect className={css.tab} x={px(left)} y={px(y - TAB.over)} width={TAB.width} height={TAB.height} rx="3" />
      <text className={css.tabText} x={px(left + TAB.width / 2)} y={px(y - TAB.over + 11.5)} fontSize="12" textAnchor="middle">
        {text}
      </text>
    </>
  );
}

/** Nothing but its place: removed by compaction, or with a letter a record that only another future has. */
export function MissingCell({ x, y, letters }: { readonly x: number; readonly y: number; readonly letters?: string }) {
  return (
    <>
      <rect className={`${css.cell} ${css.missing}`} x={px(x)} y={px(y)} width={CELL_WIDTH} height={CELL_HEIGHT} rx="4" />
      {letters !== undefined && (
        <text className={css.muted} x={px(x + CELL_WIDTH / 2)} y={px(y + 21)} fontSize={letters.length > 2 ? 12 : 14} textAnchor="middle">
          {letters}
        </text>
      )}
    </>
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
