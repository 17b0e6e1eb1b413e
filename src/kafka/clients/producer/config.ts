/** Configuration of the producer in 4.3: keys, defaults, validators (ProducerConfig, KafkaProducer.configureDeliveryTimeout). */
import {
  atLeast,
  between,
  type ConfigDef,
  commonKeys,
  effectiveConfig,
  firstConfigError,
  flagIn,
  invalid,
  notFound,
  numberIn,
  oneOf,
  serde,
  textIn,
} from '#kafka/clients/configdef.ts';
import type { MetadataConfig } from '#kafka/clients/metadata.ts';
import type { NetworkConfig } from '#kafka/clients/network.ts';
import type { Partitioner } from '#kafka/clients/producer/choose.ts';
import { featuresOf, type ProducerWords, transactionVersionOf } from '#kafka/metadata/features.ts';
import type { TransactionVersion } from '#kafka/protocol/transactions.ts';
import type { Config, Profile } from '#kafka/spec.ts';

const whole = (value: string): string | null => atLeast(0)(value);

/** Partitioners that Kafka itself brought along, by class. */
const PARTITIONERS = ['RoundRobinPartitioner', 'DefaultPartitioner', 'UniformStickyPartitioner'] as const;
type PartitionerClass = (typeof PARTITIONERS)[number];

function classNamed(value: string): PartitionerClass | undefined {
  const [, name] = /^(?:org\.apache\.kafka\.clients\.producer\.(?:internals\.)?)?([A-Za-z]+)$/.exec(value.trim()) ?? [];
  return PARTITIONERS.find((one) => one === name);
}

function unknownPartitioner(value: string): string | null {
  return classNamed(value) === undefined ? notFound(value) : null;
}

/** GzipCompression.LevelValidator. */
const gzipLevel = (value: string): string | null =>
  Number(value) === -1 || between(1, 9)(value) === null ? null : 'Value must be between 1 and 9 or equal to -1';

export const producerConfigDef: ConfigDef = {
  ...commonKeys,
  'buffer.memory': { type: 'long', default: '33554432', validate: atLeast(0) },
  retries: { type: 'int', default: '2147483647', validate: between(0, 2_147_483_647) },
  acks: { type: 'string', default: 'all', validate: oneOf('all', '-1', '0', '1') },
  'compression.type': { type: 'string', default: 'none', validate: oneOf('none', 'gzip', 'snappy', 'lz4', 'zstd') },
  'compression.gzip.level': { type: 'int', default: '-1', validate: gzipLevel },
  'compression.lz4.level': { type: 'int', default: '9', validate: between(1, 17) },
  'compression.zstd.level': { type: 'int', default: '3', validate: between(-131_072, 22) },
  'batch.size': { type: 'int', default: '16384', validate: whole },
  'partitioner.adaptive.partitioning.enable': { type: 'boolean', default: 'true' },
  'partitioner.availability.timeout.ms': { type: 'long', default: '0', validate: whole },
  'partitioner.ignore.keys': { type: 'boolean', default: 'false' },
  'linger.ms': { type: 'long', default: '5', validate: whole },
  'delivery.timeout.ms': { type: 'int', default: '120000', validate: whole },
  'max.request.size': { type: 'int', default: '1048576', validate: whole },
  'max.block.ms': { type: 'long', default: '60000', validate: whole },
  'request.timeout.ms': { type: 'int', default: '30000', validate: whole },
  'metadata.max.idle.ms': { type: 'long', default: '300000', validate: atLeast(5000) },
  'max.in.flight.requests.per.connection': { type: 'int', default: '5', validate: atLeast(1) },
  'key.serializer': { type: 'class', default: 'org.apache.kafka.common.serialization.StringSerializer', validate: serde('Serializer') },
  'value.serializer': { type: 'class', default: 'org.apache.kafka.common.serialization.StringSerializer', validate: serde('Serializer') },
  'partitioner.class': { type: 'class', default: null, validate: unknownPartitioner },
  'enable.idempotence': { type: 'boolean', default: 'true' },
  'transaction.timeout.ms': { type: 'int', default: '60000' },
  'transactional.id': { type: 'string', default: null, validate: (value) => (value === '' ? 'String must be non-empty' : null) },
};

export const producerConfigKeys: readonly string[] = Object.keys(producerConfigDef);

const isAcksAll = (config: Config): boolean => ['all', '-1'].includes(textIn(producerConfigDef, config, 'acks'));

/** The message of the ConfigException that `new KafkaProducer(config)` throws, or null. */
export function validateProducerConfig(config: Config, profile: Profile = '4.3'): string | null {
  return firstConfigError(producerConfigDef, config) ?? partitionerError(config, profile) ?? idempotenceError(config) ?? deliveryTimeoutError(config);
}

/** RoundRobinPartitioner and UniformStickyPartitioner came with 2.4; 4.0 took away all but the first. */
function partitionerError(config: Config, profile: Profile): string | null {
  const text = config['partitioner.class'];
  if (text === undefined || text === '') return null;
  const { partitioner, partitionersAskedTwice } = featuresOf(profile);
  const name = classNamed(text);
  const exists =
    name === 'DefaultPartitioner'
      ? partitioner !== 'uniform' || partitionersAskedTwice
      : partitioner !== 'round-robin' && (name === 'RoundRobinPartitioner' || partitionersAskedTwice);
  return exists ? null : invalid('partitioner.class', text, notFound(text));
}

function partitionerOf(config: Config, profile: Profile): Partitioner {
  const { partitioner, partitionersAskedTwice: twice } = featuresOf(profile);
  const keysFirst = partitioner !== 'uniform' || !flagIn(producerConfigDef, config, 'partitioner.ignore.keys');
  switch (classNamed(config['partitioner.class'] ?? '')) {
    case 'RoundRobinPartitioner':
      return { keysFirst: false, keyless: 'round-robin', twice, randomStart: false };
    case 'UniformStickyPartitioner':
      return { keysFirst: false, keyless: 'sticky-by-batch', twice: true, randomStart: false };
    case 'DefaultPartitioner':
      if (partitioner !== 'round-robin') return { keysFirst: true, keyless: 'sticky-by-batch', twice: true, randomStart: false };
      break;
    default:
      if (partitioner === 'uniform') return { keysFirst, keyless: 'sticky-by-bytes', twice: false, randomStart: false };
      if (partitioner === 'sticky') return { keysFirst: true, keyless: 'sticky-by-batch', twice: true, randomStart: false };
  }
  return { keysFirst: true, keyless: 'round-robin', twice: false, randomStart: true };
}

const NOT_IDEMPOTENT = 'Cannot set a transactional.id without also enabling idempotence.';

/** postProcessAndValidateIdempotenceConfigs; since 4.0 too many requests in flight are refused whether or not idempotence was asked for. */
function idempotenceError(config: Config): string | null {
  const explicit = config['enable.idempotence'] !== undefined;
  const wanted = flagIn(producerConfigDef, config, 'enable.idempotence');
  const transactional = config['transactional.id'] !== undefined;
  if (!wanted && transactional) return NOT_IDEMPOTENT;
  if (!wanted) return null;
  if (explicit && numberIn(producerConfigDef, config, 'retries') === 0) return 'Must set retries to non-zero when using the idempotent producer.';
  if (explicit && !isAcksAll(config)) return 'Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.';
  const inFlight = numberIn(producerConfigDef, config, 'max.in.flight.requests.per.connection');
  if (inFlight > 5) return `To use the idempotent producer, max.in.flight.requests.per.connection must be set to at most 5. Current value is ${inFlight}.`;
  if (transactional && (numberIn(producerConfigDef, config, 'retries') === 0 || !isAcksAll(config))) return NOT_IDEMPOTENT;
  return null;
}

function deliveryTimeoutError(config: Config): string | null {
  if (config['delivery.timeout.ms'] === undefined) return null;
  const sum = lingerMs(config) + numberIn(producerConfigDef, config, 'request.timeout.ms');
  if (numberIn(producerConfigDef, config, 'delivery.timeout.ms') >= sum) return null;
  return 'delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms';
}

const lingerMs = (config: Config): number => Math.min(numberIn(producerConfigDef, config, 'linger.ms'), 2_147_483_647);

/** What the producer's code works with. */
export interface ProducerSettings extends NetworkConfig, MetadataConfig {
  readonly acks: 0 | 1 | -1;
  readonly idempotence: boolean;
  readonly retries: number;
  readonly deliveryTimeoutMs: number;
  readonly lingerMs: number;
  readonly batchSize: number;
  readonly bufferMemory: number;
  readonly maxBlockMs: number;
  readonly maxRequestSize: number;
  readonly maxInFlight: number;
  readonly partitioner: Partitioner;
  /** partitioner.adaptive.partitioning.enable, where the built-in partitioner is in use. */
  readonly adaptive: boolean;
  readonly availabilityTimeoutMs: number;
  readonly transactionalId: string | undefined;
  readonly transactionTimeoutMs: number;
  /** transaction.version of the cluster, as ApiVersions would tell it. */
  readonly transactionVersion: TransactionVersion;
  readonly words: ProducerWords;
}

export function producerSettings(config: Config, profile: Profile = '4.3', transactionVersion = transactionVersionOf({ profile })): ProducerSettings {
  const number = (name: string): number => numberIn(producerConfigDef, config, name);
  const acks = isAcksAll(config) ? -1 : number('acks') === 1 ? 1 : 0;
  const requestTimeoutMs = number('request.timeout.ms');
  return {
    acks,
    // Silently off when acks or retries contradict a default `true` (KIP-679, KAFKA-13598).
    idempotence: flagIn(producerConfigDef, config, 'enable.idempotence') && acks === -1 && number('retries') > 0,
    retries: number('retries'),
    deliveryTimeoutMs: Math.max(number('delivery.timeout.ms'), lingerMs(config) + requestTimeoutMs),
    lingerMs: lingerMs(config),
    batchSize: Math.max(1, number('batch.size')),
    bufferMemory: number('buffer.memory'),
    maxBlockMs: number('max.block.ms'),
    maxRequestSize: number('max.request.size'),
    maxInFlight: number('max.in.flight.requests.per.connection'),
    partitioner: partitionerOf(config, profile),
    adaptive: flagIn(producerConfigDef, config, 'partitioner.adaptive.partitioning.enable'),
    availabilityTimeoutMs: flagIn(producerConfigDef, config, 'partitioner.adaptive.partitioning.enable') ? number('partitioner.availability.timeout.ms') : 0,
    transactionalId: config['transactional.id'],
    transactionTimeoutMs: number('transaction.timeout.ms'),
    transactionVersion,
    words: featuresOf(profile).producerWords,
    requestTimeoutMs,
    reconnectBackoffMs: number('reconnect.backoff.ms'),
    reconnectBackoffMaxMs: number('reconnect.backoff.max.ms'),
    metadataMaxAgeMs: number('metadata.max.age.ms'),
    retryBackoffMs: number('retry.backoff.ms'),
    retryBackoffMaxMs: number('retry.backoff.max.ms'),
    allowAutoTopicCreation: true,
  };
}

/** The configuration that the application shows: all values in effect, idempotence as it came out. */
export function effectiveProducerConfig(config: Config, profile: Profile = '4.3'): Record<string, string> {
  const settings = producerSettings(config, profile);
  return {
    ...effectiveConfig(producerConfigDef, config),
    'client.id': config['client.id'] || `producer-${settings.transactionalId ?? '1'}`,
    'enable.idempotence': String(settings.idempotence),
    'delivery.timeout.ms': String(settings.deliveryTimeoutMs),
  };
}
