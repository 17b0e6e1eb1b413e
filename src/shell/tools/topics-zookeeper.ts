/** kafka-topics.sh --zookeeper: the argument checks of the TopicCommand that spoke to ZooKeeper itself (0.10 to 2.8). */

import { EPOCH_MS } from '#kafka/protocol/names.ts';
import type { Profile } from '#kafka/spec.ts';
import { argumentOf, argumentsOf, has, type OptionProblem, type Options, readingProblem } from '#shell/jopt.ts';
import { logLine } from '#shell/log4j.ts';
import { conversionCause, joptClass, type Plan, type Refusal, refuse, trace, uncaught, withUsage } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { missingRequired } from '#shell/tools/checks.ts';
import type { ZkTopicsArgs } from '#shell/tools/topics-zookeeper-program.ts';
import { zookeeperPlan } from '#shell/tools/zookeeper.ts';
import { usage as text010 } from '#shell/usage/0.10/kafka-topics.ts';
import { usage as text21 } from '#shell/usage/2.1/kafka-topics.ts';
import { readUsage, type Usage } from '#shell/usage.ts';

const ACTIONS = ['list', 'describe', 'create', 'alter', 'delete'] as const;
const REPORTS = ['under-replicated-partitions', 'unavailable-partitions', 'topics-with-overrides'] as const;

const GOES_WITH: readonly (readonly [string, readonly string[]])[] = [
  ['config', ['alter', 'create']],
  ['delete-config', ['alter']],
  ['partitions', ['alter', 'create']],
  ['replication-factor', ['create']],
  ['replica-assignment', ['create', 'alter']],
  ...REPORTS.map((report) => [report, ['describe']] as const),
  ['if-exists', ['alter', 'delete']],
  ['if-not-exists', ['create']],
];

/** CommandLineUtils.checkInvalidArgs had no blank there. */
const cantGoWith = (usage: Usage, option: string, other: string): Refusal => withUsage(usage, `Option "[${option}]" can't be used with option"[${other}]"`);

function zkArgumentProblem(usage: Usage, options: Options): Refusal | undefined {
  const actions = ACTIONS.filter((action) => has(options, action));
  if (actions.length !== 1) return withUsage(usage, 'Command must include exactly one action: --list, --describe, --create, --alter or --delete');
  if (!has(options, 'zookeeper')) return missingRequired(usage, 'zookeeper');
  const [action] = actions;
  if (action !== 'list' && action !== 'describe' && !has(options, 'topic')) return missingRequired(usage, 'topic');
  const stray = GOES_WITH.find(([option, allowed]) => has(options, option) && !allowed.includes(action));
  if (stray) return cantGoWith(usage, stray[0], action);
  const clash =
    action === 'create' && has(options, 'replica-assignment') ? ['partitions', 'replication-factor'].find((other) => has(options, other)) : undefined;
  if (clash) return cantGoWith(usage, 'replica-assignment', clash);
  const reports = REPORTS.filter((report) => has(options, report));
  return reports.length > 1 ? cantGoWith(usage, reports[0], reports[1]) : undefined;
}

/** What is read only when a topic is made or changed, and so is told by the command itself. */
function sizesProblem(usage: Usage, options: Options): Refusal | undefined {
  const needed = has(options, 'create') && !has(options, 'replica-assignment') ? ['partitions', 'replication-factor'] : [];
  const missing = needed.find((name) => !has(options, name));
  if (missing) return missingRequired(usage, missing);
  const problem = readingProblem(usage.options, options, ['topic', 'partitions', 'replication-factor']);
  if (!problem) return undefined;
  const [first, ...frames] = trace(joptClass(problem), problem.message, conversionCause(problem));
  return refuse([logLine(EPOCH_MS, `ERROR ${first}`), ...frames, ' (kafka.admin.TopicCommand$)'], 1, [
    `Error while executing topic command : ${problem.message}`,
  ]);
}

const whole = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/** In 2.8 the arguments have been checked already (`topics-between.ts`). */
export function zkTopicsPlan(usage: Usage, profile: Profile, options: Options, context: PlanContext): Plan {
  const problem = (profile === '2.8' ? undefined : zkArgumentProblem(usage, options)) ?? sizesProblem(usage, options);
  if (problem) return problem;
  const args: ZkTopicsArgs = {
    profile,
    action: ACTIONS.find((action) => has(options, action)) ?? 'list',
    topic: argumentOf(options, 'topic'),
    partitions: whole(argumentOf(options, 'partitions')),
    replicationFactor: whole(argumentOf(options, 'replication-factor')),
    assignment: argumentOf(options, 'replica-assignment'),
    ignoresRacks: has(options, 'disable-rack-aware'),
    configs: argumentsOf(options, 'config'),
    deleteConfigs: argumentsOf(options, 'delete-config'),
    ifExists: has(options, 'if-exists'),
    ifNotExists: has(options, 'if-not-exists'),
    excludeInternal: has(options, 'exclude-internal'),
    report: REPORTS.find((report) => has(options, report)),
    address: argumentOf(options, 'zookeeper') ?? '',
  };
  return zookeeperPlan(context, 'kafka-topics-zookeeper', args);
}

function editionOf(profile: Profile, text: string): Tool {
  const usage = readUsage(text);
  return {
    name: 'kafka-topics.sh',
    usage,
    readsInput: false,
    plan: (options, context) =>
      context.args.length === 0
        ? withUsage(usage, 'Create, delete, describe, or change a topic.')
        : ((has(options, 'help') ? helpOrVersion({ usage }, options, context) : undefined) ?? zkTopicsPlan(usage, profile, options, context)),
    refuseOption: (problem: OptionProblem) => uncaught(joptClass(problem), problem.message),
  };
}

/** 2.0 and 0.11 speak as their neighbours do: only 2.1.1 and 0.10.2.2 were recorded. */
const EDITIONS: Partial<Record<Profile, Tool>> = {
  '2.1': editionOf('2.1', text21),
  '2.0': editionOf('2.1', text21),
  '0.11': editionOf('0.10', text010),
  '0.10': editionOf('0.10', text010),
};

export const zkTopics = (profile: Profile): Tool | undefined => EDITIONS[profile];
