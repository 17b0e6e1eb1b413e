/** A clock that runs against somebody, as a ring that closes: when it is whole, the session is over, or the follower is out. */
import { GLYPHS, type GlyphName, Shape } from './glyphs.tsx';
import css from './marks.module.css';
import { px } from './motion.ts';

interface Props {
  readonly x: number;
  readonly y: number;
  readonly radius?: number;
  /** What it runs against. */
  readonly glyph: GlyphName;
  /** 0 to 1. */
  readonly run: number;
}

export function Ring({ x, y, radius = 8.5, glyph, run }: Props) {
  const round = 2 * Math.PI * radius;
  return (
    <>
      <circle className={css.ringTrack} cx={px(x)} cy={px(y)} r={radius} />
      <circle
        className={css.ring}
        cx={px(x)}
        cy={px(y)}
        r={radius}
        strokeDasharray={`${px(round * run)} ${px(round)}`}
        transform={`rotate(-90 ${px(x)} ${px(y)})`}
      />
      <Shape className={css.ringGlyph} shape={GLYPHS[glyph]} x={x} y={y} size={radius + 0.5} />
    </>
  );
}
