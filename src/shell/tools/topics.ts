/** kafka-topics.sh: the argument checks of TopicCommand.TopicCommandOptions, in its order and words. */
import { featuresOf } from '#kafka/metadata/features.ts';
import type { ClusterSpec, Profile } from '#kafka/spec.ts';
import { readBootstrap } from '#shell/bootstrap.ts';
import { argumentOf, argumentsOf, has, type OptionProblem, type Options } from '#shell/jopt.ts';
import { joptClass, messageAndTrace, type Plan, type Refusal, refuse, uncaught, withUsage } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { adminPlan } from '#shell/tools/admin.ts';
import { cantBeUsedWith, missingRequired } from '#shell/tools/checks.ts';
import { argumentProblem28, CONFIGS_CAN } from '#shell/tools/topics-between.ts';
import { type TopicsArgs, topicsProgram } from '#shell/tools/topics-program.ts';
import { zkTopics, zkTopicsPlan } from '#shell/tools/topics-zookeeper.ts';
import { usage as text28 } from '#shell/usage/2.8/kafka-topics.ts';
import { usage as text39 } from '#shell/usage/3.9/kafka-topics.ts';
import { usage as text } from '#shell/usage/kafka-topics.ts';
import { readUsage, type Usage } from '#shell/usage.ts';

const usage = readUsage(text);

const usage39 = readUsage(text39);

/** The tool of 2.8 takes the address of a broker or that of ZooKeeper. */
const usage28 = readUsage(text28);

const ACTIONS = ['list', 'describe', 'create', 'alter', 'delete'] as const;
const REPORTS = ['under-replicated-partitions', 'under-min-isr-partitions', 'at-min-isr-partitions', 'unavailable-partitions'] as const;

/** Which actions an option goes with (checkInvalidArgs). */
const GOES_WITH: readonly (readonly [string, readonly string[]])[] = [
  ['config', ['alter', 'create']],
  ['partitions', ['alter', 'create']],
  ['replication-factor', ['create']],
  ['replica-assignment', ['alter', 'create']],
  ...[...REPORTS, 'topics-with-overrides'].map((report) => [report, ['describe']] as const),
  ['if-exists', ['alter', 'delete', 'describe']],
  ['if-not-exists', ['create']],
  ['exclude-internal', ['list', 'describe']],
];

function argumentProblem(usage: Usage, options: Options): Refusal | undefined {
  const actions = ACTIONS.filter((action) => has(options, action));
  if (actions.length !== 1) return withUsage(usage, 'Command must include exactly one action: --list, --describe, --create, --alter or --delete');
  if (!has(options, 'bootstrap-server')) return refuse(messageAndTrace('java.lang.IllegalArgumentException', '--bootstrap-server must be specified'));
  const needsTopic = !has(options, 'list') && !has(options, 'describe');
  if (needsTopic && !has(options, 'topic')) return missingRequired(usage, 'topic');
  if (has(options, 'alter') && has(options, 'config')) {
    const why = usage === usage39 ? CONFIGS_CAN : 'To alter topic configurations, the kafka-configs tool can be used.';
    return withUsage(usage, `Option combination "[[bootstrap-server], [config]]" can't be used with option "[alter]" (${why})`);
  }
  if (has(options, 'alter') && !has(options, 'partitions')) return missingRequired(usage, 'partitions');
  return combinationProblem(usage, options, actions[0]);
}

function combinationProblem(usage: Usage, options: Options, action: string): Refusal | undefined {
  for (const [option, allowed] of GOES_WITH) {
    if (has(options, option) && !allowed.includes(action)) return cantBeUsedWith(usage, option, action);
  }
  if (action === 'create' && has(options, 'replica-assignment')) {
    const clash = ['partitions', 'replication-factor'].find((other) => has(options, other));
    if (clash) return cantBeUsedWith(usage, 'replica-assignment', clash);
  }
  const reports = [...REPORTS, 'topics-with-overrides'].filter((report) => has(options, report));
  return reports.length > 1 ? cantBeUsedWith(usage, reports[0], reports[1]) : undefined;
}

/** Tools show the columns since 3.8; brokers with ZooKeeper know no DescribeTopicPartitions to fill them. */
function eligibleColumns({ profile, metadata }: ClusterSpec): TopicsArgs['eligible'] {
  if (!featuresOf(profile).describesEligibleReplicas) return 'none';
  return metadata === 'zookeeper' ? 'N/A' : 'known';
}

function argsOf(options: Options, { spec }: PlanContext): TopicsArgs {
  return {
    action: ACTIONS.find((action) => has(options, action)) ?? 'list',
    topics: argumentsOf(options, 'topic'),
    topicId: argumentOf(options, 'topic-id'),
    partitions: argumentsOf(options, 'partitions'),
    replicationFactor: argumentsOf(options, 'replication-factor'),
    assignment: argumentOf(options, 'replica-assignment'),
    configs: argumentsOf(options, 'config'),
    ifExists: has(options, 'if-exists'),
    ifNotExists: has(options, 'if-not-exists'),
    excludeInternal: has(options, 'exclude-internal'),
    report: [...REPORTS, 'topics-with-overrides' as const].find((report) => has(options, report)),
    eligible: eligibleColumns(spec),
    release: featuresOf(spec.profile),
  };
}

function plan(usage: Usage, options: Options, context: PlanContext): Plan {
  if (context.args.length === 0) return withUsage(usage, 'Create, delete, describe, or change a topic.');
  const check = usage === usage28 ? argumentProblem28 : argumentProblem;
  const problem = helpOrVersion({ usage }, options, context) ?? check(usage, options);
  if (problem) return problem;
  if (has(options, 'zookeeper')) return zkTopicsPlan(usage, context.spec.profile, options, context);
  const bootstrap = readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec);
  return adminPlan({
    bootstrap,
    program: 'kafka-topics',
    args: argsOf(options, context),
    config: {},
    cannotCreate: (cause) => refuse(messageAndTrace('org.apache.kafka.common.KafkaException', 'Failed to create new KafkaAdminClient', cause)),
  });
}

export const topics: Tool = {
  name: 'kafka-topics.sh',
  usage,
  readsInput: false,
  program: { name: 'kafka-topics', program: topicsProgram },
  plan: (options, context) => plan(usage, options, context),
  refuseOption: (problem: OptionProblem) => refuse(messageAndTrace(joptClass(problem), problem.message)),
  edition: ({ profile }) => zkTopics(profile) ?? EDITIONS[profile] ?? topics,
};

const EDITIONS: Partial<Record<Profile, Tool>> = {
  '2.8': {
    ...topics,
    usage: usage28,
    plan: (options, context) => plan(usage28, options, context),
    refuseOption: (problem: OptionProblem) => uncaught(joptClass(problem), problem.message),
  },
  '3.9': { ...topics, usage: usage39, plan: (options, context) => plan(usage39, options, context) },
};
