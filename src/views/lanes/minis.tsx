/** The other partitions as small lanes on one scale: log start, high watermark, log end; press one to see it full size. */
import { scaleLinear } from 'd3';
import type { Frame, PartitionFrame } from '#kafka/frame.ts';
import type { Words } from '../contract.ts';
import { GLYPHS, Shape } from '../marks/glyphs.tsx';
import { px } from '../marks/motion.ts';
import { fitMiddle } from '../marks/text.ts';
import css from './lanes.module.css';
import { type LanesLayout, MINI, minisOf } from './layout.ts';
import { problemsOf } from './state.ts';

export interface MiniModel {
  readonly tp: string;
  readonly leader: number;
  readonly logStart: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
  readonly problem: string | null;
  readonly name: string;
  readonly facts: { readonly leader: string; readonly numbers: string; readonly problem: string | null };
}

export function minisModel(frame: Frame, focus: string, words: Words): MiniModel[] {
  return minisOf(frame, focus).map((partition) => miniModel(partition, words));
}

function miniModel(partition: PartitionFrame, words: Words): MiniModel {
  const { tp, leader } = partition;
  const log = partition.logs.find((one) => one.broker === leader) ?? partition.logs[0];
  const { logStart, highWatermark, logEndOffset } = log;
  const problem = problemsOf(partition, words)[0] ?? null;
  const name = [
    tp,
    leader < 0 ? words('lanes.problem.noLeader') : words('lanes.mini.leader', { broker: leader }),
    words('lanes.name.numbers', { highWatermark, logEndOffset }),
    ...(problem && leader >= 0 ? [problem.text] : []),
    words('lanes.mini.press'),
  ].join(', ');
  return {
    tp,
    leader,
    logStart,
    highWatermark,
    logEndOffset,
    problem: problem?.text ?? null,
    name,
    facts: {
      leader: `${tp} leader=${leader}`,
      numbers: `${tp} logStart=${logStart} hw=${highWatermark} leo=${logEndOffset}`,
      problem: problem ? `${tp} problem=${problem.id}` : null,
    },
  };
}

export function Minis({
  minis,
  layout,
  words,
  water,
}: {
  readonly minis: readonly MiniModel[];
  readonly layout: LanesLayout;
  readonly words: Words;
  readonly water: string;
}) {
  if (minis.length === 0) return null;
  const left = layout.narrow ? 132 : 178;
  const right = layout.width - (layout.narrow ? 62 : 128);
  const scale = scaleLinear([0, Math.max(8, ...minis.map((one) => one.logEndOffset))], [left, right]);
  return (
    <g>
      <text className={css.minisTitle} x="16" y={layout.minisTitleY} fontSize="12">
        {words('lanes.mini.title')}
      </text>
      {minis.map((mini, i) => (
        <Mini key={mini.tp} mini={mini} y={layout.minis[i].y} x={(offset) => px(scale(offset))} layout={layout} words={words} water={water} />
      ))}
    </g>
  );
}

interface MiniProps {
  readonly mini: MiniModel;
  readonly y: number;
  readonly x: (offset: number) => number;
  readonly layout: LanesLayout;
  readonly words: Words;
  readonly water: string;
}

function Mini({ mini, y, x, layout, words, water }: MiniProps) {
  const mid = y + MINI / 2;
  const top = mid - 6;
  const room = layout.narrow ? 82 : 124;
  return (
    <g>
      <g data-fact={mini.facts.leader}>
        <text className={css.miniName} x="16" y={px(mid + 4)} fontSize="13">
          {fitMiddle(mini.tp, room, 13, mini.tp.length - mini.tp.lastIndexOf('-'))}
        </text>
        {mini.leader >= 0 && <Shape className={css.star} shape={GLYPHS.star} x={px(x(0) - 27)} y={mid - 0.5} size={11} />}
        <text className={css.muted} x={px(x(0) - 19)} y={px(mid + 4)} fontSize="12">
          {mini.leader < 0 ? '–' : mini.leader}
        </text>
      </g>
      <g data-fact={mini.facts.numbers}>
        <path className={css.miniTrack} d={`M${x(0)} ${px(mid + 6)}H${px(layout.width - (layout.narrow ? 62 : 128))}`} />
        <rect fill={water} x={x(mini.logStart)} y={top} width={px(x(mini.highWatermark) - x(mini.logStart))} height="12" />
        <path className={css.miniDry} d={`M${x(mini.highWatermark)} ${px(mid + 5.5)}H${x(mini.logEndOffset)}`} />
        <path className={css.miniStart} d={`M${x(mini.logStart)} ${top}v12`} />
        <path className={css.miniHw} d={`M${x(mini.highWatermark)} ${top - 2}v14`} />
        <path className={css.miniLeo} d={`M${x(mini.logEndOffset)} ${top - 2}v14`} />
        <text className={css.muted} x={layout.width - (mini.problem ? 32 : 12)} y={px(mid + 4)} fontSize="12" textAnchor="end">
          {layout.narrow
            ? `${mini.highWatermark} · ${mini.logEndOffset}`
            : words('lanes.mini.numbers', { highWatermark: mini.highWatermark, logEndOffset: mini.logEndOffset })}
        </text>
      </g>
      {mini.problem && (
        <g data-fact={mini.facts.problem}>
          <Shape className={css.warnMark} shape={GLYPHS.warn} x={layout.width - 18} y={mid - 1} size={14} />
        </g>
      )}
    </g>
  );
}
