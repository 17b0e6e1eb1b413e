/** The marker that ends a transaction: a diamond with C or A. It takes an offset like a record, and nobody reads it. */
import css from './marks.module.css';
import { px } from './motion.ts';
import { CELL_HEIGHT, CELL_WIDTH } from './RecordCell.tsx';

interface Props {
  readonly x: number;
  readonly y: number;
  readonly control: 'COMMIT' | 'ABORT';
  readonly committed: boolean;
  readonly opacity?: number;
}

const REACH = 15;

export function MarkerCell({ x, y, control, committed, opacity = 1 }: Props) {
  const middleX = x + CELL_WIDTH / 2;
  const middleY = y + CELL_HEIGHT / 2;
  return (
    <g opacity={opacity < 1 ? px(opacity) : undefined}>
      <path
        className={`${css.marker} ${control === 'ABORT' ? css.markerAbort : ''}`}
        d={`M${px(middleX)} ${px(middleY - REACH)}L${px(middleX + REACH)} ${px(middleY)}L${px(middleX)} ${px(middleY + REACH)}L${px(middleX - REACH)} ${px(middleY)}Z`}
        strokeDasharray={committed ? undefined : '4 2'}
      />
      <text className={css.markerLetter} x={px(middleX)} y={px(middleY + 4.5)} fontSize="12">
        {control === 'ABORT' ? 'A' : 'C'}
      </text>
    </g>
  );
}
