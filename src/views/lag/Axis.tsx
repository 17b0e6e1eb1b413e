/** What all charts share: the time axis, the rules of events, and the playhead. */
import type { TimeMark, Words } from '../contract.ts';
import { GLYPHS, type GlyphName, Shape } from '../marks/glyphs.tsx';
import { clamp, px } from '../marks/motion.ts';
import { textWidth } from '../marks/text.ts';
import css from './lag.module.css';
import type { LagLayout } from './layout.ts';
import { timeText } from './model.ts';

export const MARK_GLYPH: Readonly<Record<TimeMark['kind'], GlyphName>> = { fault: 'power', rebalance: 'rebalance', commit: 'check', command: 'tool' };

export const MARKS_Y = 14;

export const markText = ({ kind, label }: TimeMark, words: Words): string => words(`lag.mark.${kind}`, { label });

export const markFact = (mark: TimeMark): string => `mark ${mark.kind} @${mark.timeUs} ${mark.label}`;

export function Axis({ layout, nowUs }: { readonly layout: LagLayout; readonly nowUs: number }) {
  const flag = layout.scaleX(nowUs);
  return (
    <g>
      <path className={css.axis} d={`M${layout.left} ${layout.axisY}H${layout.right}`} />
      {layout.ticks.map(({ x, text, timeUs }) => (
        <g key={timeUs}>
          <path className={css.axis} d={`M${x} ${layout.axisY}v-5`} />
          {Math.abs(flag - x) > 46 && (
            <text className={css.tick} x={x} y={layout.axisY - 9} fontSize="12">
              {text}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

/** A rule crosses the plots, not the words between them. */
const plots = (layout: LagLayout, x: number): string => layout.boxes.map((box) => `M${x} ${box.top}V${box.bottom}`).join('');

/** From its sign down to the axis, but not through a time that stands there. */
const stem = ({ ticks, axisY }: LagLayout, x: number): string =>
  `M${x} ${MARKS_Y + 11}V${ticks.some((tick) => Math.abs(tick.x - x) < textWidth(tick.text, 12) / 2 + 3) ? axisY - 20 : axisY}`;

/** Commits are many and small: a tick on the axis. The others rule through all charts. */
export function Rules({ layout }: { readonly layout: LagLayout }) {
  return (
    <g>
      {layout.marks.map(({ mark, x, icon, label }) => (
        <g key={`${mark.timeUs}${mark.kind}${mark.label}`} data-fact={markFact(mark)}>
          {mark.kind === 'commit' ? (
            <path className={css.commit} d={`M${x} ${layout.axisY}v6`} />
          ) : (
            <path className={mark.kind === 'fault' ? css.faultRule : css.rule} d={`${icon ? stem(layout, x) : ''}${plots(layout, x)}`} />
          )}
          {icon && <circle className={mark.kind === 'fault' ? css.faultDot : css.dot} cx={x} cy={MARKS_Y} r="11" />}
          {icon && <Shape className={mark.kind === 'fault' ? css.faultMark : css.mark} shape={GLYPHS[MARK_GLYPH[mark.kind]]} x={x} y={MARKS_Y} size={12} />}
          {label && (
            <text className={css.markLabel} x={px(x + 15)} y={MARKS_Y + 4} fontSize="12">
              {label}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

export function Cursor({ layout, nowUs }: { readonly layout: LagLayout; readonly nowUs: number }) {
  const x = px(clamp(layout.scaleX(nowUs), layout.left, layout.right));
  const text = timeText(nowUs);
  const width = textWidth(text, 12, true) + 12;
  const at = clamp(x - width / 2, 2, layout.width - width - 2);
  return (
    <g>
      <path className={css.cursor} d={`M${x} ${layout.axisY - 4}v4${plots(layout, x)}`} />
      <rect className={css.cursorFlag} x={px(at)} y={layout.axisY - 22} width={width} height="18" rx="4" />
      <text className={css.cursorText} x={px(at + width / 2)} y={layout.axisY - 9} fontSize="12">
        {text}
      </text>
    </g>
  );
}
