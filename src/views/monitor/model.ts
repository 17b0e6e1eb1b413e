/** What a lag monitor thinks of each group, and by which commits and rules: the words before any geometry. Picture and table read the same model. */
import type { MonitoredGroupFrame, MonitoredPartitionFrame } from '#kafka/frame.ts';
import type { ViewProps, Words } from '../contract.ts';
import { litBy } from '../marks/attention.ts';
import { type GlyphName, groupShape } from '../marks/glyphs.tsx';

/** OK, WARN and ERR of groups; OK, WARN, STOP, STALL and REWIND of partitions. Shape and word say it, colour only helps. */
export interface Badge {
  readonly text: string;
  readonly glyph: GlyphName;
  readonly tone: 'good' | 'slow' | 'bad';
}

export interface Bar {
  readonly offset: number;
  /** Records behind when the commit was read; undefined for one that came out of order. */
  readonly lag: number | undefined;
  readonly fact: string;
}

/** A rule that was asked: whether it decided, and what it found. */
export interface Step {
  readonly rule: string;
  readonly holds: boolean;
  readonly text: string;
}

export interface Watch {
  readonly key: string;
  readonly group: string;
  readonly tp: string;
  readonly badge: Badge;
  readonly lag: string;
  readonly filled: string;
  /** One for each place of the window; undefined is a place that is still empty. */
  readonly bars: readonly (Bar | undefined)[];
  /** Upper end of the bars' scale, in records. */
  readonly ceiling: number;
  readonly steps: readonly Step[];
  readonly fact: string;
  readonly ruleFact: string;
  readonly name: string;
  readonly lit: boolean;
  readonly selected: boolean;
}

export interface WatchedGroup {
  readonly group: string;
  readonly shape: string;
  readonly badge: Badge;
  readonly total: string;
  readonly fact: string;
  readonly name: string;
  readonly lit: boolean;
  readonly selected: boolean;
  readonly watches: readonly Watch[];
}

const BADGES: Readonly<Record<string, Omit<Badge, 'text'>>> = {
  OK: { glyph: 'check', tone: 'good' },
  WARN: { glyph: 'warn', tone: 'slow' },
  ERR: { glyph: 'cross', tone: 'bad' },
  STOP: { glyph: 'power', tone: 'bad' },
  STALL: { glyph: 'pause', tone: 'bad' },
  REWIND: { glyph: 'rewind', tone: 'bad' },
};

const badgeOf = (status: string): Badge => ({ text: status, ...(BADGES[status] ?? BADGES.ERR) });

type Input = Pick<ViewProps, 'frame' | 'selection' | 'spotlight' | 'words'>;

export function monitorModel(input: Input): WatchedGroup[] {
  const groups = (input.frame.services ?? []).flatMap(({ monitor }) => monitor ?? []);
  return groups.map((group, index) => groupOf(input, group, index));
}

function groupOf(input: Input, one: MonitoredGroupFrame, index: number): WatchedGroup {
  const { selection, spotlight, words } = input;
  const { group, status, totalLag } = one;
  return {
    group,
    shape: groupShape(index),
    badge: badgeOf(status),
    total: words('monitor.total', { count: totalLag }),
    fact: `monitor ${group} ${status} lag=${totalLag}`,
    name: words('monitor.name.group', { group, status, lag: totalLag }),
    lit: litBy(spotlight, { kind: 'group', group }),
    selected: selection?.kind === 'group' && selection.group === group,
    watches: one.partitions.map((partition) => watchOf(input, group, partition)),
  };
}

function watchOf({ selection, spotlight, words }: Input, group: string, one: MonitoredPartitionFrame): Watch {
  const { tp, status, rule, currentLag, window, windowSize } = one;
  const key = `${group} ${tp}`;
  const steps = stepsOf(one, words);
  const bars = window.map(({ offset, lag }) => ({ offset, lag, fact: `monitor ${key} @${offset} lag=${lag ?? '-'}` }));
  const empty = Array.from({ length: Math.max(0, windowSize - window.length) }, () => undefined);
  return {
    key,
    group,
    tp,
    badge: badgeOf(status),
    lag: words('monitor.lag', { count: currentLag }),
    filled: words('monitor.filled', { count: window.length, size: windowSize }),
    bars: [...empty, ...bars],
    ceiling: Math.max(4, ...window.map(({ lag }) => lag ?? 0)),
    steps,
    fact: `monitor ${key} ${status} lag=${currentLag}`,
    ruleFact: `monitor ${key} rule=${rule}`,
    name: words('monitor.name.partition', { group, tp, status, lag: currentLag, why: steps[steps.length - 1]?.text ?? '' }),
    lit: litBy(spotlight, { kind: 'group', group }, { kind: 'partition', tp }),
    selected: selection?.kind === 'partition' && selection.tp === tp,
  };
}

/** Whole seconds. */
const seconds = (ms: number): number => Math.round(ms / 1000);

/** Each rule that was asked, with what it found; then what follows when none of them held, or when none could be asked. */
function stepsOf({ asked, rule, currentLag, silentMs, window }: MonitoredPartitionFrame, words: Words): Step[] {
  const span = window.length === 0 ? 0 : window[window.length - 1].timestampMs - window[0].timestampMs;
  const params = { lag: currentLag, silent: seconds(silentMs), window: seconds(span) };
  const steps = asked.map((one) => {
    const holds = one === rule;
    const excused = one === 'stopped' && !holds && silentMs > span;
    return { rule: one, holds, text: words(`monitor.rules.${one}.${holds ? 'yes' : excused ? 'excused' : 'no'}`, params) };
  });
  return asked.includes(rule) ? steps : [...steps, { rule, holds: true, text: words(`monitor.rules.${rule}`, params) }];
}
