/** One lag chart, up to the playhead and no further: the future is there to be predicted. */
import type { Words } from '../contract.ts';
import { Shape } from '../marks/glyphs.tsx';
import marks from '../marks/marks.module.css';
import { clamp, px } from '../marks/motion.ts';
import type { PatternIds } from '../marks/Patterns.tsx';
import { fitMiddle, fitText, textWidth } from '../marks/text.ts';
import css from './lag.module.css';
import type { ChartBox, LagLayout } from './layout.ts';
import type { Chart } from './model.ts';

interface Props {
  readonly chart: Chart;
  readonly box: ChartBox;
  readonly layout: LagLayout;
  readonly nowUs: number;
  readonly paths: { readonly line: string; readonly area: string };
  readonly ids: PatternIds;
  readonly words: Words;
}

export function ChartPicture({ chart, box, layout, nowUs, paths, ids, words }: Props) {
  const x = px(clamp(layout.scaleX(nowUs), layout.left, layout.right));
  const clip = `${ids.water}${chart.key.replace(/\W/g, '-')}`;
  return (
    <g className={chart.lit ? undefined : marks.dim}>
      <Heading chart={chart} box={box} layout={layout} words={words} />
      <clipPath id={clip}>
        <rect x={layout.left - 2} y={box.top - 4} width={px(Math.max(0, x - layout.left + 2))} height={box.bottom - box.top + 8} />
      </clipPath>
      <Grid box={box} layout={layout} />
      <g clipPath={`url(#${clip})`}>
        <path className={css.area} d={paths.area} fill={`url(#${ids.water})`} />
        <path className={chart.total ? css.totalLine : css.line} d={paths.line} />
      </g>
      {chart.goal !== null && <Goal goal={chart.goal} box={box} layout={layout} />}
      {chart.now !== undefined && <Value chart={chart} box={box} layout={layout} x={x} />}
    </g>
  );
}

function Heading({ chart, box, layout, words }: Pick<Props, 'chart' | 'box' | 'layout' | 'words'>) {
  const most = words('lag.highest', { count: chart.highest });
  const indent = chart.total ? 0 : 18;
  if (layout.narrow) {
    const title = fitMiddle(chart.title, 150, 13, 3);
    return (
      <g>
        {chart.total && <Shape className={css.glyph} shape={chart.shape} x={21} y={box.y + 14} size={12} />}
        <text className={css.title} x={chart.total ? 33 : 14} y={box.y + 18} fontSize="13">
          {title}
        </text>
        <text
          className={css.muted}
          x={px((chart.total ? 33 : 14) + textWidth(title, 13, true) + 8)}
          y={box.y + 18}
          fontSize="12"
          data-fact={chart.facts.highest}
        >
          {fitText(`${chart.detail} · ${most}`, layout.width - 60 - textWidth(title, 13, true), 12)}
        </text>
      </g>
    );
  }
  return (
    <g>
      {chart.total && <Shape className={css.glyph} shape={chart.shape} x={13} y={box.top + 10} size={13} />}
      <text className={css.title} x={8 + indent + (chart.total ? 18 : 0)} y={box.top + 15} fontSize={chart.total ? 14 : 13}>
        {fitMiddle(chart.title, 118, 13, 3)}
      </text>
      <text className={css.muted} x={26} y={box.top + 32} fontSize="12">
        {fitText(chart.detail, 118, 12)}
      </text>
      <text className={css.muted} x={26} y={box.top + 48} fontSize="12" data-fact={chart.facts.highest}>
        {most}
      </text>
    </g>
  );
}

/** Room is scarce at the edge; the value at the playhead is written in full. */
const short = (n: number): string => (n < 10_000 ? `${n}` : `${Math.round(n / 1000)}k`);

function Grid({ box, layout }: Pick<Props, 'box' | 'layout'>) {
  const top = box.scaleY.domain()[1];
  return (
    <g>
      <path className={css.ground} d={`M${layout.left} ${box.bottom}H${layout.right}`} />
      <path className={css.grid} d={`M${layout.left} ${box.top}H${layout.right}`} />
      <text className={css.muted} x={layout.right + 8} y={px(box.top + 4)} fontSize="12">
        {short(top)}
      </text>
      <text className={css.muted} x={layout.right + 8} y={px(box.bottom + 4)} fontSize="12">
        0
      </text>
    </g>
  );
}

/** A line to stay under: what a challenge asks for. */
function Goal({ goal, box, layout }: Pick<Props, 'box' | 'layout'> & { readonly goal: NonNullable<Chart['goal']> }) {
  const y = px(box.scaleY(goal.records));
  const above = y - box.top > 20;
  return (
    <g data-fact={goal.fact}>
      <path className={css.goal} d={`M${layout.left} ${y}H${layout.right}`} />
      <text className={css.goalText} x={layout.right - 4} y={above ? y - 6 : y + 16} fontSize="12" textAnchor="end">
        {goal.text}
      </text>
    </g>
  );
}

/** Beside the playhead: left of it where the right edge is near. */
function Value({ chart, box, layout, x }: Pick<Props, 'chart' | 'box' | 'layout'> & { readonly x: number }) {
  const now = chart.now ?? 0;
  const y = px(box.scaleY(now));
  const text = `${now}`;
  const width = textWidth(text, 14, true);
  const flip = x + width + 16 > layout.right + 4;
  const labelX = flip ? x - width - 10 : x + 10;
  const labelY = clamp(y + 5, box.top + 12, box.bottom - 6);
  return (
    <g data-fact={chart.facts.now}>
      <rect className={css.labelBack} x={px(labelX - 3)} y={px(labelY - 13)} width={width + 6} height="17" rx="4" />
      <circle className={css.point} cx={x} cy={y} r="4.5" />
      <text className={css.value} x={px(labelX)} y={px(labelY)} fontSize="14">
        {text}
      </text>
    </g>
  );
}
