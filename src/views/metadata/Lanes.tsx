/** A row a node with its part of the log, and one for all who keep up. */
import { memo } from 'react';
import type { Selection, Words } from '../contract.ts';
import { sameThing } from '../marks/attention.ts';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import { fitText, textWidth } from '../marks/text.ts';
import { type FoldRow, foldFact, foldLog, foldNames, foldTitle, type OpenRow, reachOf } from './folds.ts';
import type { MetadataLayout, RowBox } from './layout.ts';
import css from './metadata.module.css';
import type { NodeRow } from './model.ts';

export const isChosen = (selection: Selection | null, row: NodeRow): boolean => selection !== null && sameThing(selection, row.selection);

interface LanesProps {
  readonly layout: MetadataLayout;
  readonly selection: Selection | null;
  readonly words: Words;
}

export const Lanes = memo(function Lanes({ layout, selection, words }: LanesProps) {
  const { width, height } = layout;
  return (
    <svg aria-hidden="true" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      {layout.titles.map(({ kind, y }) => (
        <text key={kind} className={css.title} fontSize={12} x={12} y={y}>
          {words(kind === 'controller' && !layout.hasLog ? 'metadata.servers' : `metadata.${kind}s`)}
        </text>
      ))}
      {layout.hasLog && !layout.narrow ? <AxisEnds layout={layout} /> : null}
      {layout.rows.map((box) =>
        box.row.kind === 'fold' ? (
          <FoldLane key={`fold ${box.row.of}`} box={box} fold={box.row} layout={layout} words={words} />
        ) : (
          <NodeLane key={box.row.row.node} box={box} open={box.row} layout={layout} isSelected={isChosen(selection, box.row.row)} />
        ),
      )}
    </svg>
  );
});

/** Offsets at both ends of the axis, in line with the first title. */
function AxisEnds({ layout: { first, last, barX, barEnd, titles } }: { readonly layout: MetadataLayout }) {
  const y = titles[0]?.y ?? 0;
  return (
    <>
      <text className={css.title} fontSize={12} x={barX} y={y}>
        {first}
      </text>
      <text className={css.title} fontSize={12} x={barEnd} y={y} textAnchor="end">
        {last}
      </text>
    </>
  );
}

interface LaneProps {
  readonly box: RowBox;
  readonly open: OpenRow;
  readonly layout: MetadataLayout;
  readonly isSelected: boolean;
}

function NodeLane({ box, open: { row, small }, layout, isSelected }: LaneProps) {
  const { y, height } = box;
  const { width, narrow } = layout;
  const room = narrow || row.end === undefined ? width - 40 : layout.barX - 40;
  const sub = [row.state, row.epochs].filter((part) => part !== '').join(' · ');
  const size = small ? 13 : 14;
  const nameWidth = textWidth(row.node, size, true);
  const beside = narrow || small;
  const nameY = y + (narrow && !layout.hasLog ? 23 : 20);
  return (
    <g
      className={css.lane}
      data-fact={row.fact}
      data-leads={row.leads || undefined}
      data-down={row.isDown || undefined}
      data-selected={isSelected || undefined}
    >
      <rect className={css.box} x={4} y={y} width={width - 8} height={height} rx="6" />
      {row.leads ? <path className={css.bar} d={`M6 ${y + 7}V${y + height - 7}`} /> : null}
      <text className={css.name} fontSize={size} x={18} y={nameY}>
        {row.node}
      </text>
      {beside ? (
        <text className={css.sub} fontSize={12} x={18 + nameWidth + 10} y={nameY}>
          {fitText(sub, (narrow || row.end === undefined ? width : layout.barX + 16) - nameWidth - 48, 12)}
        </text>
      ) : (
        <text className={css.sub} fontSize={12} x={18} y={y + 38}>
          {fitText(sub, room, 12)}
        </text>
      )}
      {row.end === undefined ? null : <LogBar box={box} layout={layout} end={row.end} committed={row.committed ?? row.end} text={row.log} />}
    </g>
  );
}

interface FoldProps {
  readonly box: RowBox;
  readonly fold: FoldRow;
  readonly layout: MetadataLayout;
  readonly words: Words;
}

/** All who keep up: how many and who; their log is in the water as far as all of them have it. */
function FoldLane({ box, fold, layout, words }: FoldProps) {
  const { y, height } = box;
  const { width, narrow, barX } = layout;
  const reach = reachOf(fold);
  const room = narrow || reach === null ? width - 56 : barX - 52;
  return (
    <g className={css.lane} data-fact={foldFact(fold)}>
      {fold.open ? null : <path className={css.under} d={`M10 ${y + height + 3.5}H${width - 10}`} />}
      <rect className={css.box} x={4} y={y} width={width - 8} height={height} rx="6" />
      <Shape className={css.fold} shape={GLYPHS[fold.open ? 'unfolded' : 'folded']} x={21} y={y + 15.5} size={12} />
      <text className={css.name} fontSize={14} x={32} y={y + 20}>
        {fitText(foldTitle(fold, words), room, 14, true)}
      </text>
      <text className={css.sub} fontSize={12} x={32} y={y + (narrow ? 36 : 38)}>
        {fitText(foldNames(fold), room, 12)}
      </text>
      {reach === null ? null : <LogBar box={box} layout={layout} end={reach.most} committed={reach.least} text={foldLog(fold, words)} />}
    </g>
  );
}

interface BarProps {
  readonly box: RowBox;
  readonly layout: MetadataLayout;
  readonly end: number;
  readonly committed: number;
  readonly text: string;
}

/** Water to what is committed, a dashed stretch to the end, and the offset at the end. */
function LogBar({ box: { barY, barHeight }, layout, end, committed: committedTo, text }: BarProps) {
  const [from, committed, to] = [layout.barX, layout.xOf(committedTo), layout.xOf(end)];
  const textW = textWidth(text, 12);
  const inside = to - from > textW + 16;
  const fits = layout.barEnd - to > textW + 12;
  const baseY = barY + barHeight / 2 + 4;
  return (
    <g>
      <path className={css.axis} d={`M${from} ${barY + barHeight}H${layout.barEnd}`} />
      <rect className={css.water} x={from} y={barY} width={Math.max(0, committed - from)} height={barHeight} />
      {to > committed ? <rect className={css.dry} x={committed} y={barY + 1} width={to - committed} height={barHeight - 2} /> : null}
      <path className={css.edge} d={`M${to} ${barY - 3}V${barY + barHeight + 3}`} />
      {inside || fits ? (
        <text className={css.log} fontSize={12} x={inside ? to - 8 - textW : to + 8} y={baseY}>
          {text}
        </text>
      ) : null}
    </g>
  );
}
