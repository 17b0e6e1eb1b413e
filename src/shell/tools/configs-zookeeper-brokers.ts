/** kafka-configs.sh --zookeeper of brokers: the ConfigCommand of 0.10 to 3.9 reads and writes their znodes, and leaves running ones to themselves (KIP-226). */
import type { Line, ZkProgram, ZkTurn } from '#kafka/clients/tool/program.ts';
import { BROKER_CONFIGS, BROKER_IDS, brokerConfigPath, brokerEntity, CONFIG_CHANGES } from '#kafka/controller/zookeeper/paths.ts';
import { writtenConfigError } from '#kafka/metadata/dynamic.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import type { ZkOp, ZkResult } from '#kafka/protocol/zookeeper.ts';
import type { Config, Profile } from '#kafka/spec.ts';
import { logLine } from '#shell/log4j.ts';
import { childrenOf, dataOf, NO_ANSWER, read, type Thrown, traceOf, unreachable, zkAsk, zkExit } from '#shell/tools/zookeeper.ts';
import { err, out } from '#shell/turns.ts';

export interface BrokerArgs {
  readonly profile: Profile;
  readonly action: 'describe' | 'alter';
  /** undefined: all that have something set; '' is the default of all brokers. */
  readonly broker: string | undefined;
  readonly set: Config;
  readonly remove: readonly string[];
  readonly commandLine: string;
}

export const CONFIG_EXCEPTION = 'kafka.common.InvalidConfigException';

/** What 2.1 tells with its message alone. */
const PLAIN: readonly string[] = ['java.lang.IllegalArgumentException', CONFIG_EXCEPTION, 'org.apache.kafka.common.errors.InvalidConfigurationException'];

/** 0.10 tells of everything on standard output, with its trace, and exits with 0. */
export function failure(
  { profile, commandLine }: Pick<BrokerArgs, 'profile' | 'commandLine'>,
  thrown: Thrown,
): { readonly print: Line[]; readonly exit: number } {
  if (profile === '0.10') return { print: out(`Error while executing config command ${thrown.message}`, ...traceOf(thrown), ''), exit: 0 };
  if (PLAIN.includes(thrown.exception)) return { print: err(thrown.message), exit: 1 };
  return { print: err(`Error while executing config command with args '${commandLine}'`, ...traceOf(thrown)), exit: 1 };
}

/** 2.8 and 3.9, which would rather be given the address of brokers. */
export const isBetween = (profile: Profile): boolean => profile === '2.8' || profile === '3.9';

export const announced = (profile: Profile): readonly string[] =>
  isBetween(profile)
    ? [
        'Warning: --zookeeper is deprecated and will be removed in a future version of Kafka.',
        'Use --bootstrap-server instead to specify a broker to connect to.',
      ]
    : [];

export const completed = (profile: Profile, entity: string): string =>
  `Completed ${isBetween(profile) ? 'updating' : 'Updating'} config for entity: ${entity}.`;

/** Nobody answers: told like any other failure. 0.10 connects before it minds. */
export const noAnswer: ZkProgram['unreachable'] = (args, nowMs) => {
  const { profile, commandLine } = args as Pick<BrokerArgs, 'profile' | 'commandLine'>;
  if (profile === '0.10') return unreachable(() => true)(args, nowMs);
  const { print, exit } = failure({ profile, commandLine }, NO_ANSWER);
  return { print: [...out(...announced(profile)), ...print], exit };
};

/** These may be written to ZooKeeper at any time; in 0.10 there are no others (DynamicConfig.Broker). */
const QUOTAS = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate', 'replica.alter.log.dirs.io.max.bytes.per.second'];

export const zkBrokerConfigsProgram: ZkProgram = {
  turn(args, answers, nowMs) {
    const { broker, action, profile } = args as BrokerArgs;
    if (answers.length === 0) {
      // 3.9 asks whether broker '' is running.
      if (profile === '3.9' && broker === undefined) return zkExit(1, [...out(...announced(profile)), ...err(NO_NAME)]);
      const ops = broker === undefined ? [childrenOf(BROKER_CONFIGS)] : [childrenOf(BROKER_IDS), read(brokerConfigPath(broker))];
      return zkAsk(ops, out(...announced(profile)));
    }
    return action === 'alter' ? alter(args as BrokerArgs, answers, nowMs) : describeBrokers(args as BrokerArgs, answers);
  },
  unreachable: noAnswer,
};

const nameOf = (broker: string): string => (broker === '' ? 'default brokers' : `brokers '${broker}'`);
const line = (broker: string, config: Config): string =>
  `Configs for ${nameOf(broker)} are ${Object.entries(config)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',')}`;

const NO_NAME = "Error parsing broker . The broker's Entity Name must be a single integer value";

function describeBrokers({ broker, profile }: BrokerArgs, answers: readonly (readonly ZkResult[])[]): ZkTurn {
  const told = profile === '3.9' ? runningIn39(broker, 'describe brokers', answers[0][0].children ?? []) : undefined;
  if (told !== undefined) return zkExit(1, err(`requirement failed: ${told}`));
  if (broker !== undefined) return zkExit(0, out(line(broker, dataOf(answers[0][1], 'config')?.config ?? {})));
  const names = [...(answers[0][0].children ?? [])].map((name) => (name === '<default>' ? '' : name)).sort();
  if (answers.length === 1) return zkAsk(names.map((name) => read(brokerConfigPath(name))));
  const all = names.map((name, n) => [name, dataOf(answers[1][n], 'config')?.config ?? {}] as const);
  return zkExit(0, out(...all.map(([name, config]) => line(name, config))));
}

const UNCHECKED = 'WARN Setting entity configs without any checks on the controller. (kafka.zk.KafkaZkClient)';

function alter(args: BrokerArgs, answers: readonly (readonly ZkResult[])[], nowMs: number): ZkTurn {
  const { broker = '', set, remove } = args;
  if (answers.length > 1) return zkExit(0, out(completed(args.profile, nameOf(broker))));
  const [running, found] = answers[0];
  const now = dataOf(found, 'config')?.config;
  const thrown = refusal(args, running.children ?? [], now ?? {});
  if (thrown) {
    const { print, exit } = failure(args, thrown);
    return zkExit(exit, print);
  }
  const config = Object.fromEntries(Object.entries({ ...now, ...set }).filter(([key]) => !remove.includes(key)));
  return zkAsk(brokerConfigOps(broker, config, now !== undefined), args.profile === '3.9' ? err(logLine(nowMs, UNCHECKED)) : []);
}

function refusal(args: BrokerArgs, running: readonly string[], now: Config): Thrown | undefined {
  const { profile, broker = '', set, remove } = args;
  const illegal = (message: string): Thrown => ({ exception: 'java.lang.IllegalArgumentException', message: `requirement failed: ${message}` });
  const others = Object.keys(set).filter((key) => profile === '3.9' || !QUOTAS.includes(key));
  if (profile !== '0.10' && others.length + (profile === '3.9' ? remove.length : 0) > 0) {
    const told = profile === '3.9' ? runningIn39(broker, changeIn39(args), running) : whyNot(args, running, others);
    if (told !== undefined) return illegal(told);
    const invalid = writtenConfigError(broker, set, featuresOf(profile).dynamicConfigs);
    if (invalid !== undefined) return { exception: 'org.apache.kafka.common.config.ConfigException', message: invalid };
  }
  const absent = remove.filter((key) => !Object.hasOwn(now, key));
  if (absent.length > 0) return { exception: CONFIG_EXCEPTION, message: `Invalid config(s): ${absent.join(',')}` };
  return profile === '0.10' && others.length > 0 ? illegal(`Unknown Dynamic Configuration '${others[0]}'.`) : undefined;
}

/** Passwords may be put there before there is a broker to encrypt them; whoever runs must hear of a change, and judge it. */
function whyNot({ profile, broker = '' }: BrokerArgs, running: readonly string[], keys: readonly string[]): string | undefined {
  const isRunning = broker === '' ? running.length > 0 : running.includes(broker);
  if (!isRunning) return undefined;
  const when = broker === '' ? 'for default cluster if any broker is running' : `when broker ${broker} is running`;
  return (
    `--bootstrap-server option must be specified to update broker configs Set(${keys.join(', ')}). ${when}. ` +
    `Broker ${profile === '2.8' ? 'configuration' : 'configuraton'} updates using ZooKeeper are supported for bootstrapping before brokers are started to enable encrypted password configs to be stored in ZooKeeper.`
  );
}

/** validateBrokersNotRunning: in 3.9 no setting of a running broker is changed, or even read, behind its back. */
function runningIn39(broker = '', wanted: string, running: readonly string[]): string | undefined {
  const isRunning = broker === '' ? running.length > 0 : running.includes(broker);
  if (!isRunning) return undefined;
  const who = broker === '' ? `${running.length} brokers are running` : `broker ${broker} is running`;
  return (
    `--bootstrap-server option must be specified to ${wanted} - ${who}. ` +
    'Broker configuration operations using ZooKeeper are only supported if the affected broker(s) are not running.'
  );
}

function changeIn39({ set, remove }: BrokerArgs): string {
  const added = Object.entries(set).map(([key, value]) => `${key}=${value}`);
  return `update brokers configs: {add: {${added.join(', ')}}, delete: ${remove.length === 0 ? 'List()' : `ArrayBuffer(${remove.join(', ')})`}}`;
}

/** The new settings and a note of it for whoever they concern (AdminZkClient.changeBrokerConfig). */
export function brokerConfigOps(broker: string, config: Config, isThere: boolean): readonly ZkOp[] {
  const [path, data] = [brokerConfigPath(broker), { kind: 'config', config } as const];
  return [
    isThere ? { op: 'setData', path, data, version: -1 } : { op: 'create', path, data, mode: 'PERSISTENT' },
    { op: 'create', path: `${CONFIG_CHANGES}/config_change_`, data: { kind: 'config_change', entity: brokerEntity(broker) }, mode: 'PERSISTENT_SEQUENTIAL' },
  ];
}
