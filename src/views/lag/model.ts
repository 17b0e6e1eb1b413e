/** What the lag view says: for each group its total, then partition by partition, at the playhead and over time. */
import type { ViewProps } from '../contract.ts';
import { litBy } from '../marks/attention.ts';
import { groupShape } from '../marks/glyphs.tsx';
import { highest, highestUntil, lagAt, type Point, totalOf } from './series.ts';

export interface Chart {
  readonly key: string;
  readonly group: string;
  readonly tp: string | null;
  readonly total: boolean;
  readonly shape: string;
  readonly title: string;
  readonly detail: string;
  readonly points: readonly Point[];
  readonly now: number | undefined;
  readonly highest: number;
  /** Upper end of the y axis: shared by a group's partitions, so that they can be compared. */
  readonly ceiling: number;
  readonly name: string;
  readonly facts: { readonly now: string; readonly highest: string };
  readonly lit: boolean;
  readonly selected: boolean;
}

type Input = Pick<ViewProps, 'frame' | 'lag' | 'nowUs' | 'selection' | 'spotlight' | 'words'>;

export function lagModel(input: Input): Chart[] {
  const { frame, lag } = input;
  const groups = [...new Set([...frame.groups.map((one) => one.group), ...lag.map((one) => one.group)])];
  return groups.flatMap((group, index) => {
    const series = lag.filter((one) => one.group === group);
    if (series.length === 0) return [];
    const ceiling = Math.max(...series.map((one) => highest(one.points)));
    const charts = series.map((one) => chartOf(input, group, index, one.tp, one.points, ceiling));
    const total = totalOf(series);
    return series.length > 1 ? [chartOf(input, group, index, null, total, highest(total)), ...charts] : charts;
  });
}

function chartOf(
  { frame, nowUs, selection, spotlight, words }: Input,
  group: string,
  index: number,
  tp: string | null,
  points: readonly Point[],
  ceiling: number,
): Chart {
  const now = lagAt(points, nowUs);
  const most = highestUntil(points, nowUs);
  const owner = frame.groups.find((one) => one.group === group)?.offsets.find((one) => one.tp === tp)?.owner ?? null;
  const members = frame.consumers.filter((one) => one.group === group && one.status === 'up').length;
  const title = tp ?? group;
  const id = `${group} ${tp ?? 'total'}`;
  return {
    key: id,
    group,
    tp,
    total: tp === null,
    shape: groupShape(index),
    title,
    detail: tp === null ? words('lag.members', { count: members }) : (owner ?? words(now === undefined ? 'lanes.group.noCommit' : 'lanes.group.noOwner')),
    points,
    now,
    highest: most,
    ceiling,
    name: words(tp === null ? 'lag.name.total' : 'lag.name.partition', { group, tp: tp ?? '', lag: now ?? '–', highest: most }),
    facts: { now: `${id} lag=${now ?? '-'}`, highest: `${id} highest=${most}` },
    lit: litBy(spotlight, { kind: 'group', group }, ...(tp === null ? [] : [{ kind: 'partition', tp } as const])),
    selected: selection?.kind === 'group' && selection.group === group,
  };
}

/** `3 s`, `3.4 s`, `250 ms`. */
export function timeText(timeUs: number): string {
  const ms = Math.round(timeUs / 1000);
  return ms < 1000 ? `${ms} ms` : `${Math.round(ms / 10) / 100} s`;
}
