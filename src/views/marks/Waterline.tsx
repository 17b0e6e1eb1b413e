/** The high watermark as it is meant: water that stands from the log start to it, and a flag on its edge. */
import css from './marks.module.css';
import { px } from './motion.ts';
import { textWidth } from './text.ts';

interface WaterProps {
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
  readonly height: number;
  /** Paint of the water's body: `url(#…)`. */
  readonly paint: string;
}

/** A calm body with a crisp surface. The edge curls up where it meets the line, as water does. */
export function Water({ x1, x2, y, height, paint }: WaterProps) {
  if (x2 - x1 < 0.5) return null;
  const curl = Math.min(9, x2 - x1);
  const surface = `M${px(x1)} ${px(y + 3)}H${px(x2 - curl)}Q${px(x2 - 2)} ${px(y + 3)} ${px(x2)} ${px(y - 3)}`;
  return (
    <g className={css.water}>
      <path fill={paint} d={`${surface}V${px(y + height)}H${px(x1)}Z`} />
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
