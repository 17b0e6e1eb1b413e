/** Time beneath a matrix: when the group rebalanced, and when nobody read each partition. Up to the playhead and no further. */
import type { Words } from '../contract.ts';
import { timeText } from '../lag/model.ts';
import marks from '../marks/marks.module.css';
import { clamp, px } from '../marks/motion.ts';
import type { PatternIds } from '../marks/Patterns.tsx';
import { fitMiddle, textWidth } from '../marks/text.ts';
import css from './groups.module.css';
import { type GroupBox, type GroupsLayout, STRIP_ROW } from './layout.ts';
import { type GroupModel, pauseFact, rebalanceFact } from './model.ts';
import type { Span } from './pauses.ts';

interface Props {
  readonly model: GroupModel;
  readonly box: GroupBox;
  readonly layout: GroupsLayout;
  readonly nowUs: number;
  readonly ids: PatternIds;
  readonly words: Words;
}

const BAR = 11;

export function Strip({ model, box, layout, nowUs, ids, words }: Props) {
  const { strip } = box;
  const [from, to] = layout.scaleX.range();
  const x = (us: number): number => px(clamp(layout.scaleX(us), from, to));
  const rowY = (row: number): number => strip.axisY + row * STRIP_ROW + 4;
  const bar = (span: Span, row: number) => ({ x: x(span.fromUs), y: rowY(row), width: Math.max(2, px(x(span.toUs ?? nowUs) - x(span.fromUs))), height: BAR });
  const name = (text: string, row: number) => (
    <text key={text} className={css.muted} x="12" y={rowY(row) + 10} fontSize="12">
      {fitMiddle(text, from - 22, 12, 3)}
    </text>
  );
  return (
    <g className={model.lit ? undefined : marks.dim}>
      <text className={css.stripTitle} x={layout.narrow ? box.left : 12} y={strip.y + 12} fontSize="13">
        {words('groups.paused')}
      </text>
      <Ticks box={box} layout={layout} nowUs={nowUs} />
      {name(words('groups.rebalance'), 0)}
      {strip.rows.map((tp, i) => name(tp, i + 1))}
      {[...strip.rows, ''].map((tp, row) => (
        <path key={tp} className={css.track} d={`M${from} ${rowY(row) + BAR / 2}H${to}`} />
      ))}
      {model.rebalances.map((one) => (
        <rect
          key={`${one.fromUs}${one.state}`}
          className={css[one.state === 'CompletingRebalance' ? 'completing' : 'preparing']}
          {...bar(one, 0)}
          rx="2"
          data-fact={rebalanceFact(model.group, one)}
        />
      ))}
      {model.pauses.map((one) => {
        const row = strip.rows.indexOf(one.tp) + 1;
        if (row === 0) return null;
        const at = bar(one, row);
        return (
          <g key={`${one.tp}${one.fromUs}`} data-fact={pauseFact(model.group, one)}>
            <rect className={css[one.why]} {...at} rx="2" />
            <rect {...at} rx="2" fill={`url(#${ids.uncommitted})`} />
          </g>
        );
      })}
      <path className={css.cursor} d={`M${x(nowUs)} ${strip.axisY - 6}V${strip.bottom}`} />
    </g>
  );
}

function Ticks({ box, layout, nowUs }: Pick<Props, 'box' | 'layout' | 'nowUs'>) {
  const { axisY } = box.strip;
  const flag = layout.scaleX(nowUs);
  const text = timeText(nowUs);
  const width = textWidth(text, 12, true) + 12;
  const at = clamp(flag - width / 2, 2, layout.width - width - 2);
  return (
    <g>
      <path className={css.axis} d={`M${layout.scaleX.range()[0]} ${axisY}H${layout.scaleX.range()[1]}`} />
      {layout.ticks.map((tick) => {
        const half = textWidth(tick.text, 12) / 2;
        return (
          <g key={tick.text}>
            <path className={css.axis} d={`M${tick.x} ${axisY}v-4`} />
            {Math.abs(at + width / 2 - tick.x) > width / 2 + half + 4 && (
              <text className={css.muted} x={px(clamp(tick.x - half, 2, layout.width - half * 2 - 2))} y={axisY - 8} fontSize="12">
                {tick.text}
              </text>
            )}
          </g>
        );
      })}
      <rect className={css.flag} x={px(at)} y={axisY - 22} width={width} height="18" rx="4" />
      <text className={css.flagText} x={px(at + 6)} y={axisY - 9} fontSize="12">
        {text}
      </text>
    </g>
  );
}
