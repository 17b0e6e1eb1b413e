/** What kafka-topics.sh of 2.8 checks before it asks anybody (TopicCommandOptions.checkArgs): it takes the address of a broker or that of ZooKeeper. */
import { has, type Options } from '#shell/jopt.ts';
import { type Refusal, uncaught, withUsage } from '#shell/outcome.ts';
import { invalidProblem, requiredProblem } from '#shell/tools/checks.ts';
import type { Usage } from '#shell/usage.ts';

const ACTIONS = ['list', 'describe', 'create', 'alter', 'delete'];
const REPORTS = ['under-replicated-partitions', 'under-min-isr-partitions', 'at-min-isr-partitions', 'unavailable-partitions'];
const OVERRIDES = 'topics-with-overrides';

const allBut = (...actions: readonly string[]): readonly string[] => ACTIONS.filter((action) => !actions.includes(action));

/** Each report goes with --describe alone; what is counted in copies of a broker's settings, ZooKeeper cannot tell. */
const reportClashes = (report: string): readonly string[] => [
  ...allBut('describe'),
  ...REPORTS.filter((other) => other !== report),
  OVERRIDES,
  ...(report.includes('min-isr') ? ['zookeeper'] : []),
];

const CLASHES: readonly (readonly [option: string, others: readonly string[]])[] = [
  ['config', allBut('alter', 'create')],
  ['delete-config', [...allBut('alter'), 'bootstrap-server']],
  ['partitions', allBut('alter', 'create')],
  ['replication-factor', allBut('create')],
  ['replica-assignment', allBut('create', 'alter')],
];

const LATER: typeof CLASHES = [
  ...REPORTS.map((report) => [report, reportClashes(report)] as const),
  [OVERRIDES, [...allBut('describe'), ...REPORTS]],
  ['if-exists', allBut('alter', 'delete', 'describe')],
  ['if-not-exists', allBut('create')],
  ['exclude-internal', allBut('list', 'describe')],
];

/** Until 3.9. */
export const CONFIGS_CAN = 'the kafka-configs CLI supports altering topic configs with a --bootstrap-server option';

export function argumentProblem28(usage: Usage, options: Options): Refusal | undefined {
  const [action, ...others] = ACTIONS.filter((one) => has(options, one));
  if (action === undefined || others.length > 0)
    return withUsage(usage, 'Command must include exactly one action: --list, --describe, --create, --alter or --delete');
  if (has(options, 'bootstrap-server') === has(options, 'zookeeper'))
    return uncaught('java.lang.IllegalArgumentException', 'Only one of --bootstrap-server or --zookeeper must be specified');
  return missing(usage, options, action) ?? clashes(usage, options, action);
}

function missing(usage: Usage, options: Options, action: string): Refusal | undefined {
  const needsTopic = action === 'describe' ? has(options, 'if-exists') : action !== 'list';
  const isCounted = action === 'create' && !has(options, 'replica-assignment') && has(options, 'zookeeper');
  const needed = [...(needsTopic ? ['topic'] : []), ...(isCounted ? ['partitions', 'replication-factor'] : [])];
  const problem = requiredProblem(usage, options, needed);
  if (problem || action !== 'alter' || !has(options, 'bootstrap-server')) return problem;
  if (has(options, 'config')) return withUsage(usage, `Option combination "[bootstrap-server],[config]" can't be used with option "[alter]" (${CONFIGS_CAN})`);
  return requiredProblem(usage, options, ['partitions']);
}

function clashes(usage: Usage, options: Options, action: string): Refusal | undefined {
  const assigned: typeof CLASHES = action === 'create' ? [['replica-assignment', ['partitions', 'replication-factor']]] : [];
  for (const [option, others] of [...CLASHES, ...assigned, ...LATER]) {
    const problem = invalidProblem(usage, options, option, others);
    if (problem) return problem;
  }
  return undefined;
}
