/** The tray under a lane: truncated records fall into it. A dry record is a broken promise at most; a wet one is data loss, and looks like it. */
import { easeCubicIn } from 'd3';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import { px, stage } from '../marks/motion.ts';
import { Halo, RecordCell } from '../marks/RecordCell.tsx';
import { textWidth } from '../marks/text.ts';
import type { LaneProps } from './Lane.tsx';
import css from './lanes.module.css';
import { CELL, trayCellsTop, xOf } from './layout.ts';
import type { LostModel } from './model.ts';

export function Tray({ lane, box, layout, phase, words, ids }: LaneProps) {
  const top = box.trayY ?? 0;
  const bottom = top + box.trayHeight - 12;
  const y = top + trayCellsTop(layout);
  const dataLoss = lane.lost.some((record) => record.committed);
  return (
    <g>
      <path className={dataLoss ? css.trayLoss : css.tray} d={`M14 ${px(top)}V${px(bottom - 6)}a6 6 0 0 0 6 6H${layout.width - 20}a6 6 0 0 0 6-6V${px(top)}`} />
      <Titles lane={lane} x={24} y={top + 18} narrow={layout.narrow} words={words} loud={dataLoss} />
      <Spill wet={lane.lost.filter((record) => record.committed)} layout={layout} bottom={bottom - 1} phase={phase} paint={`url(#${ids.water})`} />
      {lane.lost.map((record) => (
        <LostCell key={record.offset} record={record} x={xOf(layout, record.offset) + CELL.inset} y={y} from={box.cellsY} phase={phase} />
      ))}
      {(phase >= 0.8 || !lane.lost.some((record) => record.falling) ? runsOf(lane.lost) : []).map(({ from, to, text }) => (
        <text
          key={from}
          className={text === 'committed' ? css.wet : css.acked}
          x={px((xOf(layout, from) + xOf(layout, to + 1)) / 2)}
          y={px(y + CELL.height + 14)}
          fontSize="12"
        >
          {words(text === 'committed' ? 'lanes.committedBadge' : 'lanes.acked')}
        </text>
      ))}
    </g>
  );
}

interface TitlesProps extends Pick<LaneProps, 'lane' | 'words'> {
  readonly x: number;
  readonly y: number;
  readonly narrow: boolean;
  readonly loud: boolean;
}

/** How many fell, and how many of them at offsets that are folded away. */
function Titles({ lane, x, y, narrow, words, loud }: TitlesProps) {
  const { lost, lostElsewhere } = lane;
  const all = lost.length + (lostElsewhere?.count ?? 0);
  const committed = lost.filter((record) => record.committed).length;
  const title = loud ? words('lanes.dataLoss', { count: committed }) : words('lanes.lost', { count: all });
  const note = [
    ...(loud && all > committed ? [words('lanes.lostOf', { count: all })] : []),
    ...(lostElsewhere ? [words('lanes.lostElsewhere', { count: lostElsewhere.count })] : []),
  ].join(' · ');
  const beside = narrow || lost.length === 0;
  return (
    <g>
      <TrayTitle x={x} y={y} text={title} loud={loud} />
      {note !== '' && (
        <text className={css.muted} data-fact={lostElsewhere?.fact} x={px(beside ? x + titleWidth(title) + 4 : x)} y={px(beside ? y : y + 22)} fontSize="12">
          {note}
        </text>
      )}
    </g>
  );
}

const titleWidth = (title: string) => textWidth(title, 13, true) + 34;

function TrayTitle({ x, y, text, loud }: { readonly x: number; readonly y: number; readonly text: string; readonly loud: boolean }) {
  return (
    <g>
      {loud && <rect className={css.lossBanner} x={px(x - 6)} y={px(y - 14)} width={titleWidth(text) - 4} height="22" rx="4" />}
      <Shape className={loud ? css.lossMark : css.lostMark} shape={loud ? GLYPHS.warn : GLYPHS.cross} x={x + 7} y={y - 4} size={loud ? 14 : 11} />
      <text className={loud ? css.lossTitle : css.lostTitle} x={px(x + 19)} y={px(y)} fontSize="13">
        {text}
      </text>
    </g>
  );
}

function LostCell({
  record,
  x,
  y,
  from,
  phase,
}: {
  readonly record: LostModel;
  readonly x: number;
  readonly y: number;
  readonly from: number;
  readonly phase: number;
}) {
  const fallen = record.falling ? easeCubicIn(stage(phase, 0.2, 0.8)) : 1;
  const at = from + (y - from) * fallen;
  return (
    <g data-fact={record.fact}>
      <RecordCell x={x} y={at} letters={record.letters} fill={record.fill} kind="lost" />
      {record.halo && <Halo x={x} y={at} width={CELL.width} height={CELL.height} />}
    </g>
  );
}

interface SpillProps {
  readonly wet: readonly LostModel[];
  readonly layout: LaneProps['layout'];
  readonly bottom: number;
  readonly phase: number;
  readonly paint: string;
}

/** The water that fell with them, on the floor of the tray. */
function Spill({ wet, layout, bottom, phase, paint }: SpillProps) {
  if (wet.length === 0) return null;
  const spread = wet.some((record) => record.falling) ? stage(phase, 0.6, 1) : 1;
  const left = xOf(layout, wet[0].offset) - 12 * spread;
  const right = Math.min(xOf(layout, wet[wet.length - 1].offset + 1) + 12 * spread, layout.width - 24);
  const top = bottom - 26;
  const surface = `M${px(left)} ${bottom}C${px(left + 4)} ${px(top + 3)} ${px(left + 8)} ${top} ${px(left + 18)} ${top}H${px(right - 18)}C${px(right - 8)} ${top} ${px(right - 4)} ${px(top + 3)} ${px(right)} ${bottom}`;
  return (
    <g opacity={px(spread)}>
      <path fill={paint} d={`${surface}Z`} />
      <path className={css.spill} d={surface} />
    </g>
  );
}

/** Neighbours with the same fate share one badge. */
function runsOf(records: readonly LostModel[]): { from: number; to: number; text: 'committed' | 'acked' }[] {
  const runs: { from: number; to: number; text: 'committed' | 'acked' }[] = [];
  for (const record of records) {
    if (!record.acknowledged && !record.committed) continue;
    const text = record.committed ? 'committed' : 'acked';
    const last = runs[runs.length - 1];
    if (last && last.text === text && last.to === record.offset - 1) last.to = record.offset;
    else runs.push({ from: record.offset, to: record.offset, text });
  }
  return runs;
}
