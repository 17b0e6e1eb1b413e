/** kafka-get-offsets.sh: GetOffsetShell, from its arguments to `topic:partition:offset`. */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Program, Turn } from '#kafka/clients/tool/program.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import { partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';
import { readBootstrap } from '#shell/bootstrap.ts';
import { qualified } from '#shell/exception.ts';
import { argumentOf, has, type Options } from '#shell/jopt.ts';
import { FRAMES, type Plan, type Refusal, refuse, trace } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { adminPlan } from '#shell/tools/admin.ts';
import { missingRequired } from '#shell/tools/checks.ts';
import { topicFilter } from '#shell/topic-filter.ts';
import { answer, ask, err, exitWith, type Gives, out } from '#shell/turns.ts';
import { usage as text } from '#shell/usage/kafka-get-offsets.ts';
import { readUsage } from '#shell/usage.ts';

const usage = readUsage(text);

interface GetOffsetsArgs {
  readonly topic: string | undefined;
  readonly partitions: readonly number[] | undefined;
  readonly topicPartitions: string | undefined;
  readonly time: 'earliest' | 'latest' | number;
  readonly excludeInternal: boolean;
  readonly partitionsApart: boolean;
}

const program: Program = {
  turn(args, results) {
    const wanted = args as GetOffsetsArgs;
    const last = results[results.length - 1];
    if (last && !last.ok) return failed(qualified(last.exception), last.message);
    if (results.length === 0) return ask({ call: 'describeTopics', topics: null });
    if (results.length === 1) return list(wanted, results);
    const { offsets } = answer(results, 1, 'listOffsets');
    const sorted = offsets.filter(({ offset }) => offset >= 0).sort((a, b) => (a.tp < b.tp ? -1 : 1));
    return exitWith(0, [...err(...offsets.flatMap(skipped)), ...out(...sorted.map(({ tp, offset }) => `${topicOf(tp)}:${partitionOf(tp)}:${offset}`))]);
  },
};

const skipped = ({ tp, failure }: Gives<'listOffsets'>['offsets'][number]): string[] =>
  failure === undefined ? [] : [`Skip getting offsets for topic-partition ${tp} due to error: ${qualified(failure.exception)}: ${failure.message}`];

function failed(exception: string, message: string): Turn {
  return exitWith(1, err(`Error occurred: ${message}`, `${exception}: ${message}`, FRAMES, ''));
}

function list(args: GetOffsetsArgs, results: readonly CallResult[]): Turn {
  const isWanted = args.topicPartitions === undefined ? byTopic(args) : byPattern(args.topicPartitions);
  const { topics } = answer(results, 0, 'describeTopics');
  const tps = topics.filter(({ internal }) => !(internal && args.excludeInternal)).flatMap((topic) => topic.partitions.map(({ tp }) => tp).filter(isWanted));
  if (tps.length === 0) return exitWith(1, err('Error occurred: Could not match any topic-partitions with the specified filters'));
  return ask({ call: 'listOffsets', partitions: tps.map((tp) => ({ tp, timestamp: args.time })), partitionsApart: args.partitionsApart });
}

function byTopic({ topic, partitions }: GetOffsetsArgs): (tp: Tp) => boolean {
  const matches = topic === undefined ? () => true : topicFilter(topic);
  return (tp) => matches(topicOf(tp)) && (partitions?.includes(partitionOf(tp)) ?? true);
}

/** `orders:0,payments:2-4`: a number, or a range whose upper end is exclusive and whose ends may be left out. */
function byPattern(text: string): (tp: Tp) => boolean {
  const patterns = text.split(',').map((one) => {
    const [topic, range = ''] = one.split(':');
    const [lower, upper] = range.includes('-') ? range.split('-') : [range, range === '' ? '' : String(Number(range) + 1)];
    const matches = topic === '' ? () => true : topicFilter(topic);
    return (tp: Tp): boolean => matches(topicOf(tp)) && (lower === '' || partitionOf(tp) >= Number(lower)) && (upper === '' || partitionOf(tp) < Number(upper));
  });
  return (tp) => patterns.some((matches) => matches(tp));
}

/** Named times and their numbers; those of tiered storage and of the largest timestamp are not simulated. */
function timeOf(text: string): 'earliest' | 'latest' | number | undefined {
  if (text === 'latest' || text === '-1') return 'latest';
  if (text === 'earliest' || text === '-2') return 'earliest';
  return /^\d{1,16}$/.test(text) ? Number(text) : undefined;
}

const occurred = (message: string): Refusal => refuse([`Error occurred: ${message}`]);

function plan(options: Options, context: PlanContext): Plan {
  const help = helpOrVersion({ usage }, options, context);
  if (help) return help;
  if (!has(options, 'bootstrap-server')) return missingRequired(usage, 'bootstrap-server');
  if (has(options, 'topic-partitions') && (has(options, 'topic') || has(options, 'partitions')))
    return occurred('--topic-partitions cannot be used with --topic or --partitions');
  const time = timeOf(argumentOf(options, 'time') ?? 'latest');
  if (time === undefined) return occurred(malformedTime(argumentOf(options, 'time') ?? ''));
  const partitions = argumentOf(options, 'partitions');
  if (partitions !== undefined && !/^\d{0,9}(,\d{0,9})*$/.test(partitions))
    return occurred(`--partitions expects a comma separated list of numeric partition ids, but received: ${partitions}`);
  const args: GetOffsetsArgs = {
    topic: argumentOf(options, 'topic'),
    partitions: partitions?.split(',').map(Number),
    topicPartitions: argumentOf(options, 'topic-partitions'),
    time,
    excludeInternal: has(options, 'exclude-internal-topics'),
    partitionsApart: featuresOf(context.spec.profile).partitionsApart,
  };
  const message = 'Failed to create new KafkaAdminClient';
  return adminPlan({
    bootstrap: readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec),
    program: 'kafka-get-offsets',
    args,
    config: {},
    cannotCreate: (cause) => refuse([`Error occurred: ${message}`, ...trace('org.apache.kafka.common.KafkaException', message, cause), '']),
  });
}

const malformedTime = (text: string): string =>
  `Malformed time argument ${text}. Please use -1 or latest / -2 or earliest / -3 or max-timestamp / -4 or earliest-local / -5 or latest-tiered / -6 or earliest-pending-upload, or a specified long format timestamp`;

export const getOffsets: Tool = {
  name: 'kafka-get-offsets.sh',
  usage,
  readsInput: false,
  program: { name: 'kafka-get-offsets', program },
  plan,
  refuseOption: (problem) => occurred(problem.message),
};
