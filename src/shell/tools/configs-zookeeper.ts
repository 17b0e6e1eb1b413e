/** kafka-configs.sh --zookeeper: the ConfigCommand of 0.10 to 2.8, which reads and writes the settings of topics in znodes itself. */
import type { ZkProgram, ZkTurn } from '#kafka/clients/tool/program.ts';
import { TOPICS, topicConfigPath } from '#kafka/controller/zookeeper/paths.ts';
import { topicConfigError } from '#kafka/metadata/config.ts';
import { topicNameError } from '#kafka/metadata/topicName.ts';
import type { ZkResult } from '#kafka/protocol/zookeeper.ts';
import type { Config, Profile } from '#kafka/spec.ts';
import { argumentOf, has, type OptionProblem, type Options } from '#shell/jopt.ts';
import { helpOf, joptClass, notHere, type Plan, type Refusal, refuse, uncaught, withUsage } from '#shell/outcome.ts';
import type { PlanContext, Tool } from '#shell/tool.ts';
import { missingRequired } from '#shell/tools/checks.ts';
import { additions, configsPlan, removals } from '#shell/tools/configs.ts';
import { configsRelease } from '#shell/tools/configs-checks.ts';
import { announced, type BrokerArgs, CONFIG_EXCEPTION, completed, failure, isBetween, noAnswer } from '#shell/tools/configs-zookeeper-brokers.ts';
import { configOps, configProblem } from '#shell/tools/topics-zookeeper-change.ts';
import { childrenOf, dataOf, read, type Thrown, zkAsk, zkExit, zookeeperPlan } from '#shell/tools/zookeeper.ts';
import { out } from '#shell/turns.ts';
import { usage as text010 } from '#shell/usage/0.10/kafka-configs.ts';
import { usage as text21 } from '#shell/usage/2.1/kafka-configs.ts';
import { readUsage, type Usage } from '#shell/usage.ts';

interface Args {
  readonly profile: Profile;
  readonly action: 'describe' | 'alter';
  /** undefined: every topic. */
  readonly topic: string | undefined;
  readonly set: Config;
  readonly remove: readonly string[];
  readonly commandLine: string;
}

const stop = (args: Args, thrown: Thrown): ZkTurn => {
  const { print, exit } = failure(args, thrown);
  return zkExit(exit, print);
};

export const zkConfigsProgram: ZkProgram = {
  turn(args, answers) {
    const configs = args as Args;
    if (answers.length === 0)
      return zkAsk([childrenOf(TOPICS), ...(configs.topic === undefined ? [] : [read(topicConfigPath(configs.topic))])], out(...announced(configs.profile)));
    return configs.action === 'alter' ? alter(configs, answers) : describeTopics(configs, answers);
  },
  unreachable: noAnswer,
};

function alter(args: Args, answers: readonly (readonly ZkResult[])[]): ZkTurn {
  const { topic = '', set, remove } = args;
  if (answers.length > 1) return zkExit(0, out(completed(args.profile, `topic '${topic}'`)));
  const [topics, found] = answers[0];
  const now = dataOf(found, 'config')?.config ?? {};
  const absent = remove.filter((key) => !Object.hasOwn(now, key));
  if (absent.length > 0) return stop(args, { exception: CONFIG_EXCEPTION, message: `Invalid config(s): ${absent.join(',')}` });
  const config = Object.fromEntries(Object.entries({ ...now, ...set }).filter(([key]) => !remove.includes(key)));
  const illegal = topicNameError(topic, 'illegal');
  if (illegal !== undefined && args.profile !== '0.10') return stop(args, { exception: `${ERRORS}InvalidTopicException`, message: illegal });
  if (!topics.children?.includes(topic)) return stop(args, isBetween(args.profile) ? unknownTopic(topic) : noTopic(topic));
  const invalid = topicConfigError(config);
  return invalid === undefined ? zkAsk(configOps(topic, config)) : stop(args, configProblem(args.profile, invalid));
}

const ERRORS = 'org.apache.kafka.common.errors.';
const noTopic = (topic: string): Thrown => ({ exception: 'kafka.admin.AdminOperationException', message: `Topic "${topic}" does not exist.` });
const unknownTopic = (topic: string): Thrown => ({ exception: `${ERRORS}UnknownTopicOrPartitionException`, message: `Topic '${topic}' does not exist.` });

const line = (topic: string, config: Config): string =>
  `Configs for topic '${topic}' are ${Object.entries(config)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')}`;

/** What is set, even nothing and even when there is no such topic. */
function describeTopics({ topic }: Args, answers: readonly (readonly ZkResult[])[]): ZkTurn {
  if (topic !== undefined) return zkExit(0, out(line(topic, dataOf(answers[0][1], 'config')?.config ?? {})));
  const names = [...(answers[0][0].children ?? [])].sort();
  if (answers.length === 1) return zkAsk(names.map((name) => read(topicConfigPath(name))));
  const all = names.map((name, n) => [name, dataOf(answers[1][n], 'config')?.config ?? {}] as const);
  return zkExit(0, out(...all.map(([name, config]) => line(name, config))));
}

// ---- Arguments -------------------------------------------------------------------------------------------------------------------

const NO_BROKER = '--entity-name or --entity-default must be specified with --alter of users, clients or brokers';

const TYPES = ['topics', 'clients', 'users', 'brokers'];

/** An IllegalArgumentException of the option checks: 0.10 did not catch it. */
const illegal = (profile: Profile, message: string): Refusal =>
  profile === '0.10' ? uncaught('java.lang.IllegalArgumentException', message) : refuse([message]);

function argumentProblem(usage: Usage, profile: Profile, options: Options): Refusal | undefined {
  if (has(options, 'describe') === has(options, 'alter')) return withUsage(usage, 'Command must include exactly one action: --describe, --alter');
  const type = argumentOf(options, 'entity-type');
  if (profile === '0.10') {
    const missing = ['zookeeper', 'entity-type'].find((name) => !has(options, name));
    if (missing !== undefined) return missingRequired(usage, missing);
  } else if (has(options, 'bootstrap-server') === has(options, 'zookeeper')) {
    return refuse(['Only one of --bootstrap-server or --zookeeper must be specified']);
  }
  if (type === undefined) return illegal(profile, 'At least one --entity-type must be specified');
  if (!TYPES.includes(type)) return illegal(profile, `Invalid entity-type ${type}, --entity-type must be one of List(${TYPES.join(', ')})`);
  if (has(options, 'bootstrap-server') && type !== 'brokers') return missingRequired(usage, 'zookeeper');
  if (has(options, 'describe')) return undefined;
  if (type === 'brokers' && !has(options, 'entity-name') && (profile === '0.10' || !has(options, 'entity-default')))
    return illegal(profile, profile === '0.10' ? `--entity-name must be specified with --alter of Buffer(${type})` : NO_BROKER);
  if (type === 'topics' && !has(options, 'entity-name')) return illegal(profile, `--entity-name must be specified with --alter of Buffer(${type})`);
  return has(options, 'add-config') || has(options, 'delete-config')
    ? undefined
    : illegal(profile, 'At least one of --add-config or --delete-config must be specified with --alter');
}

function plan(usage: Usage, profile: Profile, options: Options, context: PlanContext): Plan {
  if (context.args.length === 0 || has(options, 'help')) return helpOf(usage);
  const problem = argumentProblem(usage, profile, options);
  if (problem) return problem;
  const type = argumentOf(options, 'entity-type');
  if (type !== 'topics' && type !== 'brokers')
    return notHere(`kafka-configs.sh of ${profile} describes and alters topics and brokers; the rest is not part of this simulation`);
  const commandLine = context.args.join(' ');
  const set = additions(options);
  if (set === undefined) {
    const message = 'requirement failed: Invalid entity config: all configs to be added must be in the format "key=val".';
    const { print, exit } = failure({ profile, commandLine }, { exception: 'java.lang.IllegalArgumentException', message });
    const of = (stream: string): string[] => print.filter((one) => one.stream === stream).map(({ text }) => text);
    return refuse(of('stderr'), exit, of('stdout'));
  }
  const remove = removals(options);
  if (type === 'brokers') return brokerPlan({ profile, set, remove, commandLine }, options, context);
  const args: Args = { profile, action: has(options, 'alter') ? 'alter' : 'describe', topic: argumentOf(options, 'entity-name'), set, remove, commandLine };
  return zookeeperPlan(context, 'kafka-configs-zookeeper', args);
}

/** kafka-configs.sh --zookeeper of 2.8 and 3.9, which took the address of brokers, too. Without `change` what is to be added cannot be read. */
export function byZookeeper(
  type: string,
  name: string | undefined,
  change: Pick<Args, 'set' | 'remove' | 'commandLine'> | undefined,
  options: Options,
  context: PlanContext,
): Plan {
  const { profile } = context.spec;
  const action = has(options, 'alter') ? 'alter' : 'describe';
  if (change === undefined) return refuse([configsRelease(profile).format], 1, announced(profile));
  if (type === 'brokers') return zookeeperPlan(context, 'kafka-configs-zookeeper-brokers', { profile, action, broker: name, ...change } satisfies BrokerArgs);
  return zookeeperPlan(context, 'kafka-configs-zookeeper', { profile, action, topic: name, ...change } satisfies Args);
}

/** With --bootstrap-server brokers are asked themselves (KIP-226, 1.1); with --zookeeper their znodes. */
function brokerPlan(
  { profile, set, remove, commandLine }: Pick<Args, 'profile' | 'set' | 'remove' | 'commandLine'>,
  options: Options,
  context: PlanContext,
): Plan {
  const name = has(options, 'entity-default') ? '' : argumentOf(options, 'entity-name');
  const action = has(options, 'alter') ? 'alter' : 'describe';
  if (!has(options, 'bootstrap-server')) {
    const args: BrokerArgs = { profile, action, broker: name, set, remove, commandLine };
    return zookeeperPlan(context, 'kafka-configs-zookeeper-brokers', args);
  }
  if (name !== undefined && name !== '' && !/^[+-]?\d{1,10}$/.test(name)) return refuse([`For input string: "${name}"`]);
  return configsPlan({ action, kind: 'broker', name: name ?? '', all: false, set, remove, commandLine, whole: true, old: true }, options, context);
}

function editionFor(profile: Profile, text: string): Tool {
  const usage = readUsage(text);
  return {
    name: 'kafka-configs.sh',
    usage,
    readsInput: false,
    plan: (options, context) => plan(usage, profile, options, context),
    refuseOption: (problem: OptionProblem) => uncaught(joptClass(problem), problem.message),
  };
}

const EDITIONS: Partial<Record<Profile, Tool>> = {
  '2.1': editionFor('2.1', text21),
  '2.0': editionFor('2.1', text21),
  '0.11': editionFor('0.10', text010),
  '0.10': editionFor('0.10', text010),
};

export const zkConfigs = (profile: Profile): Tool | undefined => EDITIONS[profile];
