/** What the lag view says: for each group its total, then partition by partition, at the playhead and over time. */
import type { LagGoal, ViewProps } from '../contract.ts';
import { litBy } from '../marks/attention.ts';
import { groupShape } from '../marks/glyphs.tsx';
import { highest, highestUntil, lagAt, type Point, totalOf } from './series.ts';

/** What of a chart does not move with the playhead. */
export interface Series {
  readonly key: string;
  readonly group: string;
  readonly tp: string | null;
  readonly shape: string;
  readonly points: readonly Point[];
  /** Upper end of the y axis: shared by a group's partitions, so that they can be compared. */
  readonly ceiling: number;
  /** It is the lag of all that the group reads. */
  readonly whole: boolean;
}

export interface Chart extends Series {
  readonly total: boolean;
  readonly title: string;
  readonly detail: string;
  readonly now: number | undefined;
  readonly highest: number;
  readonly name: string;
  /** The line to stay under, if a challenge asks for one. */
  readonly goal: { readonly records: number; readonly text: string; readonly fact: string } | null;
  readonly facts: { readonly now: string; readonly highest: string };
  readonly lit: boolean;
  readonly selected: boolean;
}

/** For each group its total, when it reads more than one partition, then its partitions. */
export function seriesOf(lag: ViewProps['lag'], groups: readonly string[], goals: readonly LagGoal[] = []): Series[] {
  const names = [...new Set([...groups, ...lag.map((one) => one.group)])];
  return names.flatMap((group, index) => {
    const parts = lag.filter((one) => one.group === group);
    if (parts.length === 0) return [];
    const shape = groupShape(index);
    const asked = goals.find((goal) => goal.group === group)?.records ?? 0;
    const whole = parts.length === 1;
    const ceiling = Math.max(whole ? asked : 0, ...parts.map((one) => highest(one.points)));
    const partitions: Series[] = parts.map((one) => ({ key: `${group} ${one.tp}`, group, tp: one.tp, shape, points: one.points, ceiling, whole }));
    if (whole) return partitions;
    const total = totalOf(parts);
    return [{ key: `${group} total`, group, tp: null, shape, points: total, ceiling: Math.max(asked, highest(total)), whole: true }, ...partitions];
  });
}

type Input = Pick<ViewProps, 'frame' | 'nowUs' | 'selection' | 'spotlight' | 'words' | 'lagGoals'>;

function goalOf(goals: readonly LagGoal[], { key, group, whole }: Series, words: ViewProps['words']): Chart['goal'] {
  const goal = whole ? goals.find((one) => one.group === group) : undefined;
  if (goal === undefined) return null;
  const { records, below } = goal;
  return { records, text: words(below ? 'lag.goalBelow' : 'lag.goal', { count: records }), fact: `${key} goal=${below ? '<' : '<='}${records}` };
}

/** A series at the playhead. */
export function chartOf({ frame, nowUs, selection, spotlight, words, lagGoals = [] }: Input, series: Series): Chart {
  const { key, group, tp, points } = series;
  const now = lagAt(points, nowUs);
  const most = highestUntil(points, nowUs);
  const owner = frame.groups.find((one) => one.group === group)?.offsets.find((one) => one.tp === tp)?.owner ?? null;
  const members = frame.consumers.filter((one) => one.group === group && one.status === 'up').length;
  return {
    ...series,
    total: tp === null,
    title: tp ?? group,
    detail: tp === null ? words('lag.members', { count: members }) : (owner ?? words(now === undefined ? 'lanes.group.noCommit' : 'lanes.group.noOwner')),
    now,
    highest: most,
    name: words(tp === null ? 'lag.name.total' : 'lag.name.partition', { group, tp: tp ?? '', lag: now ?? '–', highest: most }),
    goal: goalOf(lagGoals, series, words),
    facts: { now: `${key} lag=${now ?? '-'}`, highest: `${key} highest=${most}` },
    lit: litBy(spotlight, { kind: 'group', group }, ...(tp === null ? [] : [{ kind: 'partition', tp } as const])),
    selected: selection?.kind === 'group' && selection.group === group,
  };
}

/** `3 s`, `3.4 s`, `250 ms`. */
export function timeText(timeUs: number): string {
  const ms = Math.round(timeUs / 1000);
  return ms < 1000 ? `${ms} ms` : `${Math.round(ms / 10) / 100} s`;
}
