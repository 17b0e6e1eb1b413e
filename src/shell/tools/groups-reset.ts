/** `kafka-consumer-groups.sh --reset-offsets`: what the new offsets would be, and with --execute their commit. */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Line, Turn } from '#kafka/clients/tool/program.ts';
import { type Offset, partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import { argumentOf, argumentsOf, has, type Options } from '#shell/jopt.ts';
import { logLine } from '#shell/log4j.ts';
import { failedWith } from '#shell/tools/groups-failure.ts';
import type { GroupsArgs } from '#shell/tools/groups-program.ts';
import { answer, ask, err, exitWith, type Gives, out } from '#shell/turns.ts';

export const SCENARIOS = ['to-offset', 'to-datetime', 'by-duration', 'to-earliest', 'to-latest', 'shift-by', 'from-file', 'to-current'] as const;

export interface ResetArgs {
  /** `orders` or `orders:0,1`. */
  readonly topics: readonly string[];
  readonly allTopics: boolean;
  readonly scenario: (typeof SCENARIOS)[number] | undefined;
  /** Of --to-offset and --shift-by. */
  readonly by: number;
  readonly execute: boolean;
  readonly export: boolean;
}

export function resetArgs(options: Options): ResetArgs {
  return {
    topics: argumentsOf(options, 'topic'),
    allTopics: has(options, 'all-topics'),
    scenario: SCENARIOS.find((scenario) => has(options, scenario)),
    by: Number(argumentOf(options, 'to-offset') ?? argumentOf(options, 'shift-by') ?? 0),
    execute: has(options, 'execute'),
    export: has(options, 'export'),
  };
}

/** describeGroups, then listGroupOffsets, describeTopics, listOffsets twice, and alterGroupOffsets when it is meant. One group at a time. */
export function resetTurn(args: GroupsArgs, results: readonly CallResult[], nowMs: number): Turn {
  const group = args.groups[0];
  if (results.length === 0) return ask({ call: 'describeGroups', groups: [group] });
  const described = answer(results, 0, 'describeGroups').groups[0];
  const isAbsent = described.error === 'GROUP_ID_NOT_FOUND' || described.state === 'Dead';
  if (described.error !== 'NONE' && !isAbsent) return failedWith(described.error, null);
  if (!isAbsent && described.state !== 'Empty') return exitWith(0, [...refusal(group, described.state), ...table(args, [])]);
  if (results.length === 1) return ask({ call: 'listGroupOffsets', group });
  const committed = answer(results, 1, 'listGroupOffsets').offsets;
  if (results.length === 2) return ask({ call: 'describeTopics', topics: topicsOf(args.reset, committed) });
  const scope = scopeOf(args.reset, committed, answer(results, 2, 'describeTopics'));
  if (results.length === 3) return ask({ call: 'listOffsets', partitions: scope.map((tp) => ({ tp, timestamp: 'earliest' as const })) });
  if (results.length === 4) return ask({ call: 'listOffsets', partitions: scope.map((tp) => ({ tp, timestamp: 'latest' as const })) });
  return settle(args, scope, committed, results, nowMs);
}

function settle(args: GroupsArgs, scope: readonly Tp[], committed: Gives<'listGroupOffsets'>['offsets'], results: readonly CallResult[], nowMs: number): Turn {
  const bounds = { first: answer(results, 3, 'listOffsets').offsets, end: answer(results, 4, 'listOffsets').offsets };
  const planned = scope.map((tp) => newOffset(args.reset, tp, committed, bounds, nowMs));
  const offsets = planned.map(({ tp, offset }) => ({ tp, offset }));
  const warnings = planned.flatMap(({ warning }) => warning);
  if (!args.reset.execute) return exitWith(0, [...warnings, ...table(args, offsets)]);
  if (results.length === 5) return ask({ call: 'alterGroupOffsets', group: args.groups[0], offsets }, warnings);
  const failed = answer(results, 5, 'alterGroupOffsets').offsets.find(({ error }) => error !== 'NONE');
  return failed ? failedWith(failed.error, null) : exitWith(0, table(args, offsets));
}

const refusal = (group: string, state: string): Line[] =>
  out('', `Error: Assignments can only be reset if the group '${group}' is inactive, but the current state is ${state}.`);

const topicsOf = (reset: ResetArgs, committed: readonly { readonly tp: Tp }[]): string[] =>
  [...new Set(reset.allTopics ? committed.map(({ tp }) => topicOf(tp)) : reset.topics.map((topic) => topic.split(':')[0]))].sort();

function scopeOf(reset: ResetArgs, committed: readonly { readonly tp: Tp }[], metadata: Gives<'describeTopics'>): Tp[] {
  if (reset.allTopics) return sorted(committed.map(({ tp }) => tp));
  const all = (topic: string): Tp[] => metadata.topics.find(({ name }) => name === topic)?.partitions.map(({ tp }) => tp) ?? [];
  return sorted(
    reset.topics.flatMap((given) => {
      const [topic, partitions] = given.split(':');
      return partitions === undefined ? all(topic) : partitions.split(',').map((partition) => tpOf(topic, Number(partition)));
    }),
  );
}

const sorted = (tps: readonly Tp[]): Tp[] =>
  [...new Set(tps)].sort((a, b) => (topicOf(a) === topicOf(b) ? partitionOf(a) - partitionOf(b) : topicOf(a) < topicOf(b) ? -1 : 1));

type Found = readonly { readonly tp: Tp; readonly offset: Offset }[];
const at = (found: Found, tp: Tp): Offset => found.find((one) => one.tp === tp)?.offset ?? 0;

interface Planned {
  readonly tp: Tp;
  readonly offset: Offset;
  readonly warning: readonly Line[];
}

/** OffsetsUtils: an offset beyond the log's ends is brought to the nearer end, with a warning. */
function newOffset(reset: ResetArgs, tp: Tp, committed: Found, bounds: { readonly first: Found; readonly end: Found }, nowMs: number): Planned {
  const first = at(bounds.first, tp);
  const end = at(bounds.end, tp);
  const current = committed.find((one) => one.tp === tp && one.offset >= 0)?.offset;
  const wanted = {
    'to-earliest': first,
    'to-latest': end,
    'to-current': current ?? end,
    'to-offset': reset.by,
    'shift-by': (current ?? 0) + reset.by,
  } as Readonly<Record<string, Offset>>;
  const offset = wanted[reset.scenario ?? 'to-current'];
  const warn = (side: string, to: Offset): Planned => {
    const text = `WARN New offset (${offset}) is ${side} offset for topic partition ${tp}. Value will be set to ${to} (org.apache.kafka.tools.OffsetsUtils)`;
    return { tp, offset: to, warning: err(logLine(nowMs, text)) };
  };
  if (offset > end) return warn('higher than latest', end);
  return offset < first ? warn('lower than earliest', first) : { tp, offset, warning: [] };
}

function table(args: GroupsArgs, offsets: Found): Line[] {
  if (args.reset.export) return out(...offsets.map(({ tp, offset }) => `${topicOf(tp)},${partitionOf(tp)},${offset}`));
  const group = args.groups[0];
  const widths = [Math.max(15, group.length), Math.max(15, ...offsets.map(({ tp }) => topicOf(tp).length)), 10];
  const row = (cells: readonly string[]): string => cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' ');
  return out(
    '',
    row(['GROUP', 'TOPIC', 'PARTITION', 'NEW-OFFSET']),
    ...offsets.map(({ tp, offset }) => row([group, topicOf(tp), String(partitionOf(tp)), String(offset)])),
  );
}
