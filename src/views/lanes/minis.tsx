/** The other partitions: what they say, and small lanes on one scale (log start, high watermark, log end) while they are few; press one to see it full size. */
import { memo } from 'react';
import type { Frame, PartitionFrame } from '#kafka/frame.ts';
import type { Words } from '../contract.ts';
import { GLYPHS, groupShape, Shape } from '../marks/glyphs.tsx';
import { clamp, px } from '../marks/motion.ts';
import { fitMiddle, textWidth } from '../marks/text.ts';
import css from './lanes.module.css';
import { type LanesLayout, minisOf } from './layout.ts';
import { problemsOf } from './state.ts';
import { Tiles } from './Tiles.tsx';
import { areTiled, MINI } from './tiles.ts';

export interface MiniModel {
  readonly tp: string;
  readonly leader: number;
  readonly logStart: number;
  readonly highWatermark: number;
  readonly logEndOffset: number;
  readonly problem: string | null;
  /** Committed offsets of groups that read here. */
  readonly groups: readonly { readonly shape: string; readonly committed: number; readonly text: string; readonly fact: string }[];
  readonly name: string;
  /** A tank among many has no room for its leader and its groups. */
  readonly facts: { readonly leader: string | null; readonly numbers: string; readonly problem: string | null };
}

export function minisModel(frame: Frame, focus: string, words: Words): MiniModel[] {
  const others = minisOf(frame, focus);
  const tiled = areTiled(others);
  return others.map((partition) => miniModel(frame, partition, words, tiled));
}

function miniModel(frame: Frame, partition: PartitionFrame, words: Words, tiled: boolean): MiniModel {
  const { tp, leader } = partition;
  const log = partition.logs.find((one) => one.broker === leader) ?? partition.logs[0];
  const { logStart, highWatermark, logEndOffset } = log;
  const problem = problemsOf(partition, words)[0] ?? null;
  const groups = tiled ? [] : miniGroups(frame, tp, words);
  const name = [
    tp,
    leader < 0 ? words('lanes.problem.noLeader') : words('lanes.mini.leader', { broker: leader }),
    words('lanes.name.numbers', { highWatermark, logEndOffset }),
    ...(problem && leader >= 0 ? [problem.text] : []),
    ...groups.map((one) => one.text),
    words('lanes.mini.press'),
  ].join(', ');
  return {
    tp,
    leader,
    logStart,
    highWatermark,
    logEndOffset,
    problem: problem?.text ?? null,
    groups,
    name,
    facts: {
      leader: tiled ? null : `${tp} leader=${leader}`,
      numbers: `${tp} logStart=${logStart} hw=${highWatermark} leo=${logEndOffset}`,
      problem: problem ? `${tp} problem=${problem.id}` : null,
    },
  };
}

/** More glyphs than this on a small lane would hide each other. */
const MOST_GROUPS = 4;

function miniGroups(frame: Frame, tp: string, words: Words): MiniModel['groups'] {
  return frame.groups
    .flatMap((group, index) =>
      group.offsets.filter((one) => one.tp === tp && one.committed >= 0).map(({ committed }) => ({ group: group.group, index, committed })),
    )
    .slice(0, MOST_GROUPS)
    .map(({ group, index, committed }) => ({
      shape: groupShape(index),
      committed,
      text: words('lanes.mini.committed', { group, offset: committed }),
      fact: `${group} ${tp} committed=${committed}`,
    }));
}

export const Minis = memo(function Minis({
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
  if (layout.minis.topics.length > 0) return <Tiles minis={minis} layout={layout} words={words} water={water} />;
  const left = layout.narrow ? 132 : clamp(BESIDE_NAME + textWidest(minis), 178, 230);
  const right = layout.width - (layout.narrow ? 62 : 128);
  // One division: d3's scales would bring colours and formats along, which a first visit has no use for.
  const pxPerRecord = (right - left) / Math.max(8, ...minis.map((one) => one.logEndOffset));
  return (
    <g>
      <text className={css.minisTitle} x="16" y={layout.minisTitleY} fontSize="12">
        {words('lanes.mini.title')}
      </text>
      {minis.map((mini, i) => (
        <Mini
          key={mini.tp}
          mini={mini}
          y={layout.minis.boxes[i].y}
          x={(offset) => px(left + offset * pxPerRecord)}
          layout={layout}
          words={words}
          water={water}
        />
      ))}
    </g>
  );
});

/** The margin before a partition's name, and its leader behind it. */
const BESIDE_NAME = 54;
const textWidest = (minis: readonly MiniModel[]): number => Math.max(0, ...minis.map(({ tp }) => textWidth(tp, 13)));

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
  const room = layout.narrow ? 82 : x(0) - BESIDE_NAME;
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
        <rect fill={water} x={x(mini.logStart)} y={top} width={px(Math.max(0, x(mini.highWatermark) - x(mini.logStart)))} height="12" />
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
      {mini.groups.map((one) => (
        <g key={one.fact} data-fact={one.fact}>
          <Shape className={css.miniGroup} shape={one.shape} x={x(one.committed)} y={mid} size={12} />
        </g>
      ))}
      {mini.problem && (
        <g data-fact={mini.facts.problem}>
          <Shape className={css.warnMark} shape={GLYPHS.warn} x={layout.width - 18} y={mid - 1} size={14} />
        </g>
      )}
    </g>
  );
}
