/** The high watermark as it is meant: water that stands from the log start to it, and a flag on its edge. */
import css from './marks.module.css';
import { px } from './motion.ts';
import { textWidth } from './text.ts';

interface WaterProps {
  readonly x1: number;
  readonly x2: number;
  /** Of the surface. */
  readonly y: number;
  readonly bottom: number;
  /** Radius of the tank's lower left corner. */
  readonly round: number;
  /** Paint of the water's body: `url(#…)`. */
  readonly paint: string;
}

/** A calm body with a crisp surface. The edge curls up where it meets the line, as water does. */
export function Water({ x1, x2, y, bottom, round, paint }: WaterProps) {
  if (x2 - x1 < 0.5) return null;
  const curl = Math.min(10, x2 - x1);
  const surface = `M${px(x1)} ${px(y)}H${px(x2 - curl)}Q${px(x2 - 1.5)} ${px(y)} ${px(x2)} ${px(y - 5)}`;
  const corner = round > 0 && x2 - x1 > round ? `H${px(x1 + round)}a${round} ${round} 0 0 1 -${round} -${round}` : `H${px(x1)}`;
  return (
    <g>
      <path fill={paint} d={`${surface}V${px(bottom)}${corner}Z`} />
      <path className={css.surface} d={surface} />
    </g>
  );
}

interface FlagProps {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly text: string;
  /** The flag flies to the left where there is no room on the right. */
  readonly right: number;
}

export const FLAG_HEIGHT = 18;

export function flagBox(x: number, text: string, right: number): { readonly x: number; readonly width: number } {
  const width = textWidth(text, 12, true) + 12;
  return { x: px(x + width > right ? x - width : x - 1.5), width };
}

export function HighWatermarkFlag({ x, top, bottom, text, right }: FlagProps) {
  const box = flagBox(x, text, right);
  return (
    <g>
      <line className={css.waterline} x1={px(x)} x2={px(x)} y1={px(top)} y2={px(bottom)} />
      <rect className={css.flag} x={box.x} y={px(top)} width={box.width} height={FLAG_HEIGHT} rx="2" />
      <text className={css.flagText} x={px(box.x + 6)} y={px(top + 13)} fontSize="12">
        {text}
      </text>
    </g>
  );
}
