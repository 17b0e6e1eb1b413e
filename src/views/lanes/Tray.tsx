/** The tray under a lane: truncated copies fall into it. A spare copy is no loss; a dry record is a broken promise; a wet one is data loss, and looks like it. */
import { easeCubicIn } from 'd3';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import { px, stage } from '../marks/motion.ts';
import { Halo, RecordCell } from '../marks/RecordCell.tsx';
import { fitText, textWidth } from '../marks/text.ts';
import type { LaneProps } from './Lane.tsx';
import css from './lanes.module.css';
import { CELL, trayCellsTop, xOf } from './layout.ts';
import type { LostModel } from './model.ts';

export function Tray({ lane, box, layout, phase, words, ids }: LaneProps) {
  const top = box.trayY ?? 0;
  const bottom = top + box.trayHeight - 12;
  const y = top + trayCellsTop(layout);
  const dataLoss = lane.cutOff.committed > 0;
  const landed = phase >= 0.8 || !lane.lost.some((record) => record.falling);
  return (
    <g>
      <path className={dataLoss ? css.trayLoss : css.tray} d={`M14 ${px(top)}V${px(bottom - 6)}a6 6 0 0 0 6 6H${layout.width - 20}a6 6 0 0 0 6-6V${px(top)}`} />
      <Titles lane={lane} x={24} y={top + 18} width={layout.width} narrow={layout.narrow} words={words} />
      <Spill wet={lane.lost.filter((record) => record.committed)} layout={layout} bottom={bottom - 1} phase={phase} paint={`url(#${ids.water})`} />
      {lane.lost.map((record) => (
        <LostCell key={record.offset} record={record} x={xOf(layout, record.offset) + CELL.inset} y={y} from={box.cellsY} phase={phase} />
      ))}
      {landed &&
        runsOf(lane.lost).map((run) => (
          <Badge key={run.from} run={run} x1={xOf(layout, run.from)} x2={xOf(layout, run.to + 1)} y={y + CELL.height} words={words} />
        ))}
    </g>
  );
}

interface BadgeProps extends Pick<LaneProps, 'words'> {
  readonly run: Run;
  readonly x1: number;
  readonly x2: number;
  /** Foot of the cells. */
  readonly y: number;
}

/** What is true of every cell over its bracket. */
function Badge({ run, x1, x2, y, words }: BadgeProps) {
  const { fate, from, to } = run;
  const count = to - from + 1;
  const text =
    fate === 'kept'
      ? words('lanes.keptBadge', { offsets: count > 1 ? `${run.keptAt}–${run.keptAt + count - 1}` : run.keptAt })
      : words(`lanes.${fate}Badge${count === 1 ? '' : count === 2 ? 'Both' : 'All'}`, { count });
  return (
    <g>
      {count > 1 && <path className={fate === 'kept' ? css.keptBracket : css.lostBracket} d={`M${px(x1 + 4)} ${px(y + 5)}v2.5H${px(x2 - 4)}v-2.5`} />}
      <text className={fate === 'committed' ? css.wet : fate === 'acked' ? css.acked : css.kept} x={px((x1 + x2) / 2)} y={px(y + 20.5)} fontSize="12">
        {text}
      </text>
    </g>
  );
}

interface TitlesProps extends Pick<LaneProps, 'lane' | 'words'> {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly narrow: boolean;
}

const TONES = { loud: GLYPHS.warn, lost: GLYPHS.cross, calm: GLYPHS.cross } as const;
type Tone = keyof typeof TONES;

/** The worst that befell: committed records, acknowledged records, or copies that nobody counted on. */
function titleOf({ cutOff }: LaneProps['lane'], words: LaneProps['words']): { readonly tone: Tone; readonly title: string; readonly note: string } {
  const { all, lost, committed } = cutOff;
  const ofAll = (some: number) => (all > some ? words('lanes.ofCutOff', { count: all }) : '');
  if (committed > 0) return { tone: 'loud', title: words('lanes.dataLoss', { count: committed }), note: ofAll(committed) };
  if (lost > 0) return { tone: 'lost', title: words('lanes.lost', { count: lost }), note: ofAll(lost) };
  return { tone: 'calm', title: words(all > 1 ? 'lanes.cutOffMany' : 'lanes.cutOff', { count: all }), note: words('lanes.neverAcked') };
}

/** How many fell, and how many of them at offsets that are folded away. */
function Titles({ lane, x, y, width, narrow, words }: TitlesProps) {
  const { lost, lostElsewhere } = lane;
  const { tone, title, note } = titleOf(lane, words);
  const elsewhere = lostElsewhere ? words('lanes.lostElsewhere', { count: lostElsewhere.count }) : '';
  const beside = narrow || lost.length === 0;
  const noteX = beside ? x + titleWidth(title) + 4 : x;
  const text = [note, elsewhere].filter((one) => one !== '').join(' · ');
  return (
    <g>
      <TrayTitle x={x} y={y} text={title} tone={tone} />
      {text !== '' && (
        <text className={css.muted} data-fact={lostElsewhere?.fact} x={px(noteX)} y={px(beside ? y : y + 22)} fontSize="12">
          {fitText(text, beside ? width - noteX - 24 : 152, 12)}
        </text>
      )}
    </g>
  );
}

const titleWidth = (title: string) => textWidth(title, 13, true) + 34;

function TrayTitle({ x, y, text, tone }: { readonly x: number; readonly y: number; readonly text: string; readonly tone: Tone }) {
  const loud = tone === 'loud';
  return (
    <g>
      {loud && <rect className={css.lossBanner} x={px(x - 6)} y={px(y - 14)} width={titleWidth(text) - 4} height="22" rx="4" />}
      <Shape className={css[`${tone}Mark`] ?? ''} shape={TONES[tone]} x={x + 7} y={y - 4} size={loud ? 14 : 11} />
      <text className={css[`${tone}Title`]} x={px(x + 19)} y={px(y)} fontSize="13">
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
      <RecordCell x={x} y={at} letters={record.letters} fill={record.fill} kind={record.spare ? 'spare' : 'lost'} />
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

interface Run {
  readonly fate: 'committed' | 'acked' | 'kept';
  readonly from: number;
  readonly to: number;
  /** For `kept`: where the leader's log holds the first of them. */
  readonly keptAt: number;
}

/** Neighbours with the same fate share one badge. */
function runsOf(records: readonly LostModel[]): Run[] {
  const runs: Run[] = [];
  for (const { offset, committed, acknowledged, keptAt } of records) {
    if (!acknowledged && !committed && keptAt === null) continue;
    const fate = committed ? 'committed' : acknowledged ? 'acked' : 'kept';
    const last = runs[runs.length - 1];
    const next = last !== undefined && last.to === offset - 1;
    const joins = next && last.fate === fate && (fate !== 'kept' || keptAt === last.keptAt + offset - last.from);
    if (joins) runs[runs.length - 1] = { ...last, to: offset };
    else if (!next || fate !== 'kept') runs.push({ fate, from: offset, to: offset, keptAt: keptAt ?? -1 });
  }
  return runs;
}
