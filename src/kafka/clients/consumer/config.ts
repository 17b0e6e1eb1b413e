/** Configuration of the consumer in 4.3: keys, defaults, validators (ConsumerConfig, AbstractCoordinator's heartbeat check). */
import {
  atLeast,
  type ConfigDef,
  commonKeys,
  effectiveConfig,
  firstConfigError,
  flagIn,
  numberIn,
  oneOf,
  oneOfIgnoringCase,
  serde,
  textIn,
} from '#kafka/clients/configdef.ts';
import type { MetadataConfig } from '#kafka/clients/metadata.ts';
import type { NetworkConfig } from '#kafka/clients/network.ts';
import type { Windows } from '#kafka/clients/sampled.ts';
import { assignors, isCooperative } from '#kafka/groups/assignors.ts';
import { durationMs } from '#kafka/metadata/duration.ts';
import type { Features } from '#kafka/metadata/features.ts';
import { topicNameError } from '#kafka/metadata/topicName.ts';
import type { Config } from '#kafka/spec.ts';

/** Of `by_duration:PT1H` (KIP-1106); undefined for anything else. */
const resetDurationMs = (value: string): number | undefined => (value.startsWith(BY_DURATION) ? durationMs(value.slice(BY_DURATION.length)) : undefined);
const BY_DURATION = 'by_duration:';

/** AutoOffsetResetStrategy.Validator. */
function offsetReset(value: string): string | null {
  if (['earliest', 'latest', 'none'].includes(value) || (resetDurationMs(value) ?? -1) >= 0) return null;
  return `Invalid value \`${value}\` for configuration auto.offset.reset. The value must be either 'earliest', 'latest', 'none' or of the format 'by_duration:<PnDTnHnMn.nS.>'.`;
}

export const consumerConfigDef: ConfigDef = {
  ...commonKeys,
  'group.id': { type: 'string', default: null },
  'group.instance.id': { type: 'string', default: null, validate: (value) => (value === '' ? 'String must be non-empty' : null) },
  'session.timeout.ms': { type: 'int', default: '45000' },
  'heartbeat.interval.ms': { type: 'int', default: '3000' },
  'partition.assignment.strategy': {
    type: 'list',
    default: 'org.apache.kafka.clients.consumer.RangeAssignor,org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
  },
  'enable.auto.commit': { type: 'boolean', default: 'true' },
  'auto.commit.interval.ms': { type: 'int', default: '5000', validate: atLeast(0) },
  'client.rack': { type: 'string', default: '' },
  'max.partition.fetch.bytes': { type: 'int', default: '1048576', validate: atLeast(0) },
  'fetch.min.bytes': { type: 'int', default: '1', validate: atLeast(0) },
  'fetch.max.bytes': { type: 'int', default: '52428800', validate: atLeast(0) },
  'fetch.max.wait.ms': { type: 'int', default: '500', validate: atLeast(0) },
  'auto.offset.reset': { type: 'string', default: 'latest', validate: offsetReset },
  'check.crcs': { type: 'boolean', default: 'true' },
  'key.deserializer': { type: 'class', default: 'org.apache.kafka.common.serialization.StringDeserializer', validate: serde('Deserializer') },
  'value.deserializer': { type: 'class', default: 'org.apache.kafka.common.serialization.StringDeserializer', validate: serde('Deserializer') },
  'request.timeout.ms': { type: 'int', default: '30000', validate: atLeast(0) },
  'default.api.timeout.ms': { type: 'int', default: '60000', validate: atLeast(0) },
  'max.poll.records': { type: 'int', default: '500', validate: atLeast(1) },
  'max.poll.interval.ms': { type: 'int', default: '300000', validate: atLeast(1) },
  'exclude.internal.topics': { type: 'boolean', default: 'true' },
  'isolation.level': { type: 'string', default: 'read_uncommitted', validate: oneOf('read_committed', 'read_uncommitted') },
  'allow.auto.create.topics': { type: 'boolean', default: 'true' },
  'group.protocol': { type: 'string', default: 'classic', validate: oneOfIgnoringCase('CONSUMER', 'CLASSIC') },
  'group.remote.assignor': { type: 'string', default: null },
};

export const consumerConfigKeys: readonly string[] = Object.keys(consumerConfigDef);

/** The message of the exception that `new KafkaConsumer(config)` throws, or null. */
export function validateConsumerConfig(config: Config): string | null {
  return (
    firstConfigError(consumerConfigDef, config) ??
    protocolError(config) ??
    groupError(config) ??
    assignorError(config) ??
    heartbeatError(config) ??
    notSimulated(config)
  );
}

/** checkUnsupportedConfigsPostProcess: some keys belong to one group protocol only. */
function protocolError(config: Config): string | null {
  const isConsumer = textIn(consumerConfigDef, config, 'group.protocol').toLowerCase() === 'consumer';
  const wrong = isConsumer ? ['partition.assignment.strategy', 'heartbeat.interval.ms', 'session.timeout.ms'] : ['group.remote.assignor'];
  const found = wrong.filter((name) => config[name] !== undefined && config[name] !== '');
  return found.length === 0 ? null : `${found.join(', ')} cannot be set when group.protocol=${isConsumer ? 'CONSUMER' : 'CLASSIC'}`;
}

/** GroupRebalanceConfig and ConsumerUtils: the group's name, and a static member's (JoinGroupRequest.validateGroupInstanceId, by the rules for names of topics). */
function groupError(config: Config): string | null {
  if (config['group.id'] !== undefined && config['group.id'].trim() === '') return 'The configured group.id should not be an empty string or whitespace.';
  // `${hostname}` stands for the name of the process, which is a good one.
  const id = config['group.instance.id']?.replaceAll(/\$\{hostname\}/g, 'hostname');
  return (id === undefined ? undefined : topicNameError(id.trim(), 'invalid')?.replace('Topic name', 'Group instance id')) ?? null;
}

/** ConsumerPartitionAssignor.getAssignorInstances, which loads classes; the names that the assignors go by are taken too. */
function assignorError(config: Config): string | null {
  const unknown = (config['partition.assignment.strategy'] ?? '').split(',').map((one) => one.trim());
  const found = unknown.find((name) => name !== '' && !(assignorName(name) in assignors));
  return found === undefined ? null : `${found} ClassNotFoundException exception occurred`;
}

function heartbeatError(config: Config): string | null {
  const intervalMs = numberIn(consumerConfigDef, config, 'heartbeat.interval.ms');
  if (intervalMs < 0) return `Invalid negative timeout ${intervalMs}`;
  const isShorter = intervalMs < numberIn(consumerConfigDef, config, 'session.timeout.ms');
  return isShorter ? null : 'Heartbeat must be set lower than the session timeout';
}

/** Kafka Streams sets its assignor itself: an ordinary group has none of that name. */
const STREAMS_ONLY = 'stream';

/** What Kafka accepts and this simulator cannot do yet; better said than done wrong. */
function notSimulated(config: Config): string | null {
  const refuse = (name: string): string => `Highwater does not simulate ${name}=${config[name]} yet.`;
  return assignorNames(config).every((name) => name in assignors && name !== STREAMS_ONLY) ? null : refuse('partition.assignment.strategy');
}

const assignorNames = (config: Config): string[] => textIn(consumerConfigDef, config, 'partition.assignment.strategy').split(',').map(assignorName);

/** What the consumer's code works with. */
export interface ConsumerSettings extends NetworkConfig, MetadataConfig {
  /** The release asks new leaders whether they know what was read (Features.validatesPositions). */
  readonly validatesPositions: boolean;
  /** What was fetched of a partition before it was paused is kept until it is resumed (Features.keepsPausedRecords). */
  readonly keepsPaused: boolean;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly maxPollIntervalMs: number;
  readonly maxPollRecords: number;
  readonly autoCommit: boolean;
  readonly autoCommitIntervalMs: number;
  readonly offsetReset: 'earliest' | 'latest' | 'none' | 'by_duration';
  /** Of by_duration: how far back to begin. */
  readonly resetDurationMs: number;
  readonly fetchMinBytes: number;
  readonly fetchMaxWaitMs: number;
  readonly maxPartitionFetchBytes: number;
  readonly defaultApiTimeoutMs: number;
  /** Assignor names in order of preference. */
  readonly assignors: readonly string[];
  /** Every assignor can: partitions are kept while the group rebalances (KIP-429). */
  readonly cooperative: boolean;
  /** group.instance.id of a static member (KIP-345). */
  readonly instanceId: string | undefined;
  readonly rack: string;
  /** group.protocol=consumer (KIP-848). */
  readonly isModern: boolean;
  /** group.remote.assignor. */
  readonly remoteAssignor: string | undefined;
  /** isolation.level=read_committed; undefined is read_uncommitted. */
  readonly isolation: 'read_committed' | undefined;
  readonly metrics: Windows;
}

/** What the release decides of a consumer; without it the newest one does. */
type ClientRules = Partial<Pick<Features, 'validatesPositions' | 'keepsPausedRecords'>>;

const ASSIGNOR_CLASSES: Readonly<Record<string, string>> = {
  RangeAssignor: 'range',
  RoundRobinAssignor: 'roundrobin',
  StickyAssignor: 'sticky',
  CooperativeStickyAssignor: 'cooperative-sticky',
};

/** `org.apache.kafka.clients.consumer.RangeAssignor` or the assignor's own name. */
const assignorName = (text: string): string => ASSIGNOR_CLASSES[text.trim().slice(text.trim().lastIndexOf('.') + 1)] ?? text.trim();

export function consumerSettings(config: Config, { validatesPositions = true, keepsPausedRecords = true }: ClientRules = {}): ConsumerSettings {
  const number = (name: string): number => numberIn(consumerConfigDef, config, name);
  const reset = textIn(consumerConfigDef, config, 'auto.offset.reset');
  const durationMs = resetDurationMs(reset);
  return {
    validatesPositions,
    keepsPaused: keepsPausedRecords,
    sessionTimeoutMs: number('session.timeout.ms'),
    heartbeatIntervalMs: number('heartbeat.interval.ms'),
    maxPollIntervalMs: number('max.poll.interval.ms'),
    maxPollRecords: number('max.poll.records'),
    autoCommit: flagIn(consumerConfigDef, config, 'enable.auto.commit'),
    autoCommitIntervalMs: number('auto.commit.interval.ms'),
    offsetReset: durationMs !== undefined ? 'by_duration' : reset === 'earliest' || reset === 'none' ? reset : 'latest',
    resetDurationMs: durationMs ?? 0,
    fetchMinBytes: number('fetch.min.bytes'),
    fetchMaxWaitMs: number('fetch.max.wait.ms'),
    maxPartitionFetchBytes: number('max.partition.fetch.bytes'),
    defaultApiTimeoutMs: number('default.api.timeout.ms'),
    assignors: assignorNames(config),
    cooperative: isCooperative(assignorNames(config)),
    instanceId: config['group.instance.id'],
    isModern: textIn(consumerConfigDef, config, 'group.protocol').toLowerCase() === 'consumer',
    remoteAssignor: config['group.remote.assignor'] || undefined,
    rack: textIn(consumerConfigDef, config, 'client.rack'),
    isolation: textIn(consumerConfigDef, config, 'isolation.level') === 'read_committed' ? 'read_committed' : undefined,
    metrics: { count: number('metrics.num.samples'), ms: number('metrics.sample.window.ms') },
    requestTimeoutMs: number('request.timeout.ms'),
    reconnectBackoffMs: number('reconnect.backoff.ms'),
    reconnectBackoffMaxMs: number('reconnect.backoff.max.ms'),
    metadataMaxAgeMs: number('metadata.max.age.ms'),
    retryBackoffMs: number('retry.backoff.ms'),
    retryBackoffMaxMs: number('retry.backoff.max.ms'),
    allowAutoTopicCreation: flagIn(consumerConfigDef, config, 'allow.auto.create.topics'),
  };
}

/** All values in effect; the client id that Kafka makes up is one of them. */
export function effectiveConsumerConfig(config: Config): Record<string, string> {
  return { ...effectiveConfig(consumerConfigDef, config), 'client.id': clientIdOf(config) };
}

/** The first consumer of its process: every member of a group has the same client.id. */
export const clientIdOf = (config: Config): string => config['client.id'] || `consumer-${config['group.id'] ?? 'null'}-1`;
