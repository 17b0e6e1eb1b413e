/** `kafka-consumer-groups.sh --reset-offsets`: what the new offsets would be, and with --execute their commit (OffsetsUtils). */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Line, Turn } from '#kafka/clients/tool/program.ts';
import { durationMs } from '#kafka/metadata/duration.ts';
import { type Offset, partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import { exceptionOf, messageOf } from '#shell/exception.ts';
import { contentOf, type Files } from '#shell/files.ts';
import { argumentOf, argumentsOf, has, type Options } from '#shell/jopt.ts';
import { logLine } from '#shell/log4j.ts';
import { leaderlessIn } from '#shell/tools/groups-describe.ts';
import { failedBecause, failedWith, fileUnread, usageShown } from '#shell/tools/groups-failure.ts';
import { consumerGroupsOf } from '#shell/tools/groups-listed.ts';
import type { GroupsArgs } from '#shell/tools/groups-program.ts';
import { dateTimeMs, planOf } from '#shell/tools/reset-plan.ts';
import { answer, ask, err, exitWith, type Gives, out } from '#shell/turns.ts';

export const SCENARIOS = ['to-offset', 'to-datetime', 'by-duration', 'to-earliest', 'to-latest', 'shift-by', 'from-file', 'to-current'] as const;

export interface ResetArgs {
  /** `orders` or `orders:0,1`. */
  readonly topics: readonly string[];
  readonly allTopics: boolean;
  readonly scenario: (typeof SCENARIOS)[number] | undefined;
  /** Of --to-offset and --shift-by. */
  readonly by: number;
  /** Of --to-datetime and --by-duration, and the name given to --from-file. */
  readonly text: string;
  /** What that file holds. */
  readonly plan: string | undefined;
  readonly execute: boolean;
  readonly export: boolean;
}

export function resetArgs(options: Options, files: Files): ResetArgs {
  const file = argumentOf(options, 'from-file');
  return {
    topics: argumentsOf(options, 'topic'),
    allTopics: has(options, 'all-topics'),
    scenario: SCENARIOS.find((scenario) => has(options, scenario)),
    by: Number(argumentOf(options, 'to-offset') ?? argumentOf(options, 'shift-by') ?? 0),
    text: file ?? argumentOf(options, 'to-datetime') ?? argumentOf(options, 'by-duration') ?? '',
    plan: file === undefined ? undefined : contentOf(files, file),
    execute: has(options, 'execute'),
    export: has(options, 'export'),
  };
}

export type Found = readonly { readonly tp: Tp; readonly offset: Offset }[];

/** What came of one group, and the answers that are left for the next. */
type Step = { readonly turn: Turn } | { readonly planned: Found; readonly print: readonly Line[]; readonly rest: readonly CallResult[] };

/** One describeGroups for all, then group by group what `resetGroup` asks. */
export function resetTurn(args: GroupsArgs, results: readonly CallResult[], nowMs: number): Turn {
  if (args.allGroups && results.length === 0) return ask({ call: 'listGroups' });
  const names = args.allGroups ? consumerGroupsOf(results).map(({ group }) => group) : args.groups;
  const own = args.allGroups ? results.slice(1) : results;
  if (own.length === 0) return ask({ call: 'describeGroups', groups: names });
  const described = answer(own, 0, 'describeGroups').groups;
  let rest: readonly CallResult[] = own.slice(1);
  const print: Line[] = [];
  const planned = new Map<string, Found>();
  for (const group of described) {
    const step = resetGroup(args, group, names, rest, nowMs);
    if ('turn' in step) return step.turn;
    print.push(...step.print);
    planned.set(group.group, step.planned);
    rest = step.rest;
  }
  return exitWith(0, [...print, ...table(args, planned)]);
}

/** listGroupOffsets, describeTopics, listOffsets of both ends and, for a time, of that; alterGroupOffsets when it is meant. */
function resetGroup(
  { reset, partitionsApart, looksForLeaders }: GroupsArgs,
  described: Gives<'describeGroups'>['groups'][number],
  groups: readonly string[],
  results: readonly CallResult[],
  nowMs: number,
): Step {
  const { group, error, state } = described;
  const isAbsent = error === 'GROUP_ID_NOT_FOUND' || state === 'Dead';
  if (error !== 'NONE' && !isAbsent) return { turn: failedWith(error, null) };
  if (!isAbsent && state !== 'Empty') return { planned: [], print: refusal(group, state), rest: results };
  if (results.length === 0) return { turn: ask({ call: 'listGroupOffsets', group }) };
  const committed = answer(results, 0, 'listGroupOffsets').offsets;
  const plan = reset.plan === undefined ? undefined : planOf(reset.plan, groups).get(group);
  if (reset.scenario === 'from-file' && reset.plan === undefined) return { turn: fileUnread(reset.text) };
  if (reset.scenario === 'from-file' && plan === undefined)
    return { planned: [], print: out('', `Error: No reset plan for group ${group} found`), rest: results.slice(1) };
  const misread = misreadPartition(reset.topics);
  if (misread !== undefined) return { turn: usageShown(misread) };
  if (results.length === 1) return { turn: ask({ call: 'describeTopics', topics: topicsOf(reset, committed, plan) }) };
  // AdminClient.describeTopics fails as a whole before anything else is looked at.
  if (answer(results, 1, 'describeTopics').topics.some(({ error }) => error !== 'NONE'))
    return { turn: failedBecause(messageOf('UNKNOWN_TOPIC_OR_PARTITION', null), exceptionOf('UNKNOWN_TOPIC_OR_PARTITION'), []) };
  const scope = scopeOf(reset, committed, answer(results, 1, 'describeTopics'), plan);
  if (typeof scope === 'string') return { turn: failedBecause(scope, exceptionOf('UNKNOWN_TOPIC_OR_PARTITION'), []) };
  const leaderless = looksForLeaders ? leaderlessIn(answer(results, 1, 'describeTopics').topics).filter((tp) => scope.includes(tp)) : [];
  if (leaderless.length > 0)
    return { turn: failedBecause(`The partitions "${leaderless.join(',')}" have no leader`, 'org.apache.kafka.common.errors.LeaderNotAvailableException') };
  const at = timeOf(reset, nowMs);
  if (typeof at === 'string') return { turn: failedBecause(at, 'java.lang.RuntimeException') };
  const stages = ['earliest', 'latest', ...(at === undefined ? [] : [at])] as const;
  const asked = results.length - 2;
  if (asked < stages.length) return { turn: ask({ call: 'listOffsets', partitions: scope.map((tp) => ({ tp, timestamp: stages[asked] })), partitionsApart }) };
  const found = stages.map((_, n) => answer(results, 2 + n, 'listOffsets').offsets);
  const planned = scope.map((tp) => newOffset(reset, tp, { committed, first: found[0], end: found[1], timed: found[2], plan: plan ?? [] }, nowMs));
  const missing = planned.find((one) => typeof one === 'string');
  if (missing !== undefined) return { turn: usageShown(missing as string) };
  return settle(reset, group, planned as Planned[], results.slice(2 + stages.length));
}

function settle(reset: ResetArgs, group: string, planned: readonly Planned[], results: readonly CallResult[]): Step {
  const offsets = planned.map(({ tp, offset }) => ({ tp, offset }));
  const print = planned.flatMap(({ warning }) => warning);
  if (!reset.execute) return { planned: offsets, print, rest: results };
  if (results.length === 0) return { turn: ask({ call: 'alterGroupOffsets', group, offsets }, print) };
  const failed = answer(results, 0, 'alterGroupOffsets').offsets.find(({ error }) => error !== 'NONE');
  return failed ? { turn: failedWith(failed.error, null) } : { planned: offsets, print: [], rest: results.slice(1) };
}

const refusal = (group: string, state: string): Line[] =>
  out('', `Error: Assignments can only be reset if the group '${group}' is inactive, but the current state is ${state}.`);

/** OffsetsUtils.parseTopicPartitionsToReset: with one quote too many at its end. */
export function misreadPartition(topics: readonly string[]): string | undefined {
  for (const topic of topics) {
    const bad = topic
      .split(':')[1]
      ?.split(',')
      .find((one) => !/^\d+$/.test(one));
    if (bad !== undefined) return `Invalid partition '${bad}' specified in topic arg '${topic}''`;
  }
  return undefined;
}

/** The time that offsets are looked up for; a text when it cannot be read. */
export function timeOf({ scenario, text }: ResetArgs, nowMs: number): number | string | undefined {
  if (scenario === 'to-datetime') {
    if (!text.includes('T')) return "java.text.ParseException: Error parsing timestamp. It does not contain a 'T' according to ISO8601 format";
    return dateTimeMs(text) ?? `java.text.ParseException: Unparseable date: "${/[+\-Z]/.test(text.split('T')[1]) ? text : `${text}Z`}"`;
  }
  if (scenario !== 'by-duration') return undefined;
  const duration = durationMs(text);
  return duration === undefined ? 'Text cannot be parsed to a Duration' : nowMs - duration;
}

export function topicsOf(reset: ResetArgs, committed: Found, plan: Found | undefined): string[] {
  if (plan) return [...new Set(plan.map(({ tp }) => topicOf(tp)))].sort();
  return [...new Set(reset.allTopics ? committed.map(({ tp }) => topicOf(tp)) : reset.topics.map((topic) => topic.split(':')[0]))].sort();
}

/** Partitions in order; a text when one of them is not there. */
export function scopeOf(reset: ResetArgs, committed: Found, metadata: Gives<'describeTopics'>, plan: Found | undefined): Tp[] | string {
  const all = (topic: string): Tp[] => metadata.topics.find(({ name }) => name === topic)?.partitions.map(({ tp }) => tp) ?? [];
  const named = reset.topics.flatMap((given) => {
    const [topic, partitions] = given.split(':');
    return partitions === undefined ? all(topic) : partitions.split(',').map((partition) => tpOf(topic, Number(partition)));
  });
  const scope = sorted(plan ? plan.map(({ tp }) => tp) : reset.allTopics ? committed.map(({ tp }) => tp) : named);
  const absent = scope.filter((tp) => !all(topicOf(tp)).includes(tp));
  return absent.length === 0 ? scope : `The partitions "${absent.join(',')}" do not exist`;
}

const sorted = (tps: readonly Tp[]): Tp[] =>
  [...new Set(tps)].sort((a, b) => (topicOf(a) === topicOf(b) ? partitionOf(a) - partitionOf(b) : topicOf(a) < topicOf(b) ? -1 : 1));

const at = (found: Found, tp: Tp): Offset => found.find((one) => one.tp === tp)?.offset ?? 0;

export interface Planned {
  readonly tp: Tp;
  readonly offset: Offset;
  readonly warning: readonly Line[];
}

interface Known {
  readonly committed: Found;
  readonly first: Found;
  readonly end: Found;
  readonly timed: Found | undefined;
  readonly plan: Found;
}

/** An offset beyond the log's ends is brought to the nearer end, with a warning. A text: it cannot be told. */
export function newOffset(reset: ResetArgs, tp: Tp, known: Known, nowMs: number): Planned | string {
  const first = at(known.first, tp);
  const end = at(known.end, tp);
  const current = known.committed.find((one) => one.tp === tp && one.offset >= 0)?.offset;
  if (reset.scenario === 'shift-by' && current === undefined) return `Cannot shift offset for partition ${tp} since there is no current committed offset`;
  const timed = known.timed?.find((one) => one.tp === tp)?.offset ?? -1;
  if (known.timed !== undefined && timed < 0)
    return { tp, offset: end, warning: out('', `Warn: Partition ${partitionOf(tp)} from topic ${topicOf(tp)} is empty. Falling back to latest known offset.`) };
  const wanted = {
    'to-earliest': first,
    'to-latest': end,
    'to-current': current ?? end,
    'to-offset': reset.by,
    'shift-by': (current ?? 0) + reset.by,
    'to-datetime': timed,
    'by-duration': timed,
    'from-file': at(known.plan, tp),
  } as const;
  const offset = wanted[reset.scenario ?? 'to-current'];
  const isFree = reset.scenario === 'to-offset' || reset.scenario === 'shift-by' || reset.scenario === 'from-file';
  const warn = (side: string, to: Offset): Planned => {
    const text = `WARN New offset (${offset}) is ${side} offset for topic partition ${tp}. Value will be set to ${to} (org.apache.kafka.tools.OffsetsUtils)`;
    return { tp, offset: to, warning: err(logLine(nowMs, text)) };
  };
  if (isFree && offset > end) return warn('higher than latest', end);
  return isFree && offset < first ? warn('lower than earliest', first) : { tp, offset, warning: [] };
}

function table({ groups, reset }: GroupsArgs, planned: ReadonlyMap<string, Found>): Line[] {
  if (!reset.export) return newOffsetsTable(planned);
  const rows = [...planned].flatMap(([group, offsets]) => offsets.map(({ tp, offset }) => [group, topicOf(tp), String(partitionOf(tp)), String(offset)]));
  return out(...rows.map((row) => (groups.length === 1 ? row.slice(1) : row).join(',')), '');
}

/** OffsetsUtils.printOffsetsToReset. */
export function newOffsetsTable(planned: ReadonlyMap<string, Found>): Line[] {
  const rows = [...planned].flatMap(([group, offsets]) => offsets.map(({ tp, offset }) => [group, topicOf(tp), String(partitionOf(tp)), String(offset)]));
  const widest = (column: number, least: number): number => Math.max(least, ...rows.map((row) => row[column].length));
  const widths = [Math.max(15, ...[...planned.keys()].map(({ length }) => length)), widest(1, 15), 10];
  const line = (cells: readonly string[]): string => cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' ');
  return out('', line(['GROUP', 'TOPIC', 'PARTITION', 'NEW-OFFSET']), ...rows.map(line));
}
