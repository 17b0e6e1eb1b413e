/** Broker and topic configuration of Kafka 4.3: names, types, defaults, validation, and lookup (KafkaConfig, LogConfig, TopicConfig). */
import { bool, type ConfigDef, type ConfigKey, checkValue, define, double, int, list, long, short, text, unset } from '#kafka/metadata/define.ts';
import type { Config } from '#kafka/spec.ts';

const LONG_MAX = '9223372036854775807';
const COMPRESSION = ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'];

/** Thread pools, limits, and what else only shows: a broker here does everything at once. */
const WITHOUT_EFFECT: readonly ConfigKey[] = [
  int('num.network.threads', 3, { min: 1 }),
  int('num.io.threads', 8, { min: 1 }),
  int('background.threads', 10, { min: 1 }),
  int('num.recovery.threads.per.data.dir', 2, { min: 1 }),
  int('max.connections', 2_147_483_647, { min: 0 }),
  int('max.connections.per.ip', 2_147_483_647, { min: 0 }),
  int('max.connection.creation.rate', 2_147_483_647, { min: 0 }),
  bool('log.preallocate', false),
  long('log.local.retention.bytes', -2, { min: -2 }),
  long('log.local.retention.ms', -2, { min: -2 }),
  long('log.cleaner.dedupe.buffer.size', 134_217_728),
  int('log.cleaner.io.buffer.size', 524_288, { min: 0 }),
  int('compression.gzip.level', -1, { min: 1, max: 9, or: -1 }),
  int('compression.lz4.level', 9, { min: 1, max: 17 }),
  int('compression.zstd.level', 3, { min: -131_072, max: 22 }),
];

export const BROKER_CONFIG: ConfigDef = define(
  int('num.partitions', 1, { min: 1 }),
  int('default.replication.factor', 1),
  int('min.insync.replicas', 1, { min: 1 }),
  bool('unclean.leader.election.enable', false),
  long('unclean.leader.election.interval.ms', 300_000, { min: 1 }),
  bool('auto.create.topics.enable', true),
  bool('delete.topic.enable', true),
  bool('auto.leader.rebalance.enable', true),
  long('leader.imbalance.check.interval.seconds', 300, { min: 1 }),
  long('replica.lag.time.max.ms', 30_000),
  int('replica.fetch.wait.max.ms', 500),
  int('replica.fetch.min.bytes', 1),
  int('replica.fetch.max.bytes', 1_048_576, { min: 0 }),
  int('replica.fetch.response.max.bytes', 10_485_760, { min: 0 }),
  int('replica.fetch.backoff.ms', 1000, { min: 0 }),
  int('replica.socket.timeout.ms', 30_000),
  int('num.replica.fetchers', 1),
  int('replication.quota.window.num', 11, { min: 1 }),
  int('replication.quota.window.size.seconds', 1, { min: 1 }),
  unset(text('replica.selector.class', '')),
  long('replica.high.watermark.checkpoint.interval.ms', 5000),
  int('broker.heartbeat.interval.ms', 2000),
  int('broker.session.timeout.ms', 9000),
  int('initial.broker.registration.timeout.ms', 60_000),
  bool('controlled.shutdown.enable', true),
  int('controller.quorum.append.linger.ms', 25),
  int('controller.quorum.request.timeout.ms', 2000, { min: 1 }),
  int('controller.quorum.retry.backoff.ms', 20, { min: 1 }),
  int('controller.quorum.election.timeout.ms', 1000, { min: 1 }),
  int('controller.quorum.fetch.timeout.ms', 2000, { min: 1 }),
  int('controller.quorum.election.backoff.max.ms', 1000, { min: 1 }),
  int('controller.socket.timeout.ms', 30_000),
  int('metadata.max.idle.interval.ms', 500, { min: 0 }),
  long('metadata.log.max.record.bytes.between.snapshots', 20_971_520, { min: 1 }),
  long('metadata.log.max.snapshot.interval.ms', 3_600_000, { min: 0 }),
  long('metadata.max.retention.bytes', 104_857_600),
  long('metadata.max.retention.ms', 604_800_000),
  int('offsets.topic.num.partitions', 50, { min: 1 }),
  short('offsets.topic.replication.factor', 3, { min: 1 }),
  int('offsets.topic.segment.bytes', 104_857_600, { min: 1 }),
  short('offsets.commit.required.acks', -1),
  int('offsets.commit.timeout.ms', 5000, { min: 1 }),
  int('offsets.retention.minutes', 10_080, { min: 1 }),
  int('transaction.state.log.num.partitions', 50, { min: 1 }),
  short('transaction.state.log.replication.factor', 3, { min: 1 }),
  int('transaction.state.log.min.isr', 2, { min: 1 }),
  int('transaction.state.log.segment.bytes', 104_857_600, { min: 1 }),
  int('transaction.max.timeout.ms', 900_000, { min: 1 }),
  int('transactional.id.expiration.ms', 604_800_000, { min: 1 }),
  int('producer.id.expiration.ms', 86_400_000, { min: 1 }),
  { ...int('producer.id.expiration.check.interval.ms', 600_000, { min: 1 }), internal: true },
  int('transaction.abort.timed.out.transaction.cleanup.interval.ms', 10_000, { min: 1 }),
  int('transaction.remove.expired.transaction.cleanup.interval.ms', 3_600_000, { min: 1 }),
  bool('transaction.partition.verification.enable', true),
  int('share.coordinator.state.topic.num.partitions', 50, { min: 1 }),
  short('share.coordinator.state.topic.replication.factor', 3, { min: 1 }),
  short('share.coordinator.state.topic.min.isr', 2, { min: 1 }),
  int('share.coordinator.state.topic.segment.bytes', 104_857_600, { min: 1 }),
  int('share.coordinator.write.timeout.ms', 5000, { min: 1 }),
  int('share.coordinator.snapshot.update.records.per.snapshot', 500, { min: 0 }),
  int('group.share.session.timeout.ms', 45_000, { min: 1 }),
  int('group.share.heartbeat.interval.ms', 5000, { min: 1 }),
  int('group.share.max.size', 200, { min: 1, max: 1000 }),
  int('group.share.assignment.interval.ms', 1000, { min: 0 }),
  int('group.share.record.lock.duration.ms', 30_000, { min: 1000, max: 3_600_000 }),
  int('group.share.min.record.lock.duration.ms', 15_000, { min: 1000, max: 30_000 }),
  int('group.share.max.record.lock.duration.ms', 60_000, { min: 30_000, max: 3_600_000 }),
  int('group.share.delivery.count.limit', 5, { min: 2, max: 10 }),
  int('group.share.partition.max.record.locks', 2000, { min: 100, max: 10_000 }),
  int('group.initial.rebalance.delay.ms', 3000),
  int('group.min.session.timeout.ms', 6000),
  int('group.max.session.timeout.ms', 1_800_000),
  int('group.max.size', 2_147_483_647, { min: 1 }),
  int('message.max.bytes', 1_048_588, { min: 0 }),
  int('log.segment.bytes', 1_073_741_824, { min: 1_048_576 }),
  unset(long('log.roll.ms', 0, { min: 1 })),
  int('log.roll.hours', 168, { min: 1 }),
  unset(long('log.roll.jitter.ms', 0, { min: 0 })),
  int('log.roll.jitter.hours', 0, { min: 0 }),
  unset(long('log.retention.ms', 0)),
  unset(int('log.retention.minutes', 0)),
  int('log.retention.hours', 168),
  long('log.retention.bytes', -1),
  long('log.retention.check.interval.ms', 300_000, { min: 1 }),
  long('log.initial.task.delay.ms', 30_000, { min: 0 }),
  long('log.segment.delete.delay.ms', 60_000, { min: 0 }),
  int('log.index.interval.bytes', 4096, { min: 0 }),
  int('log.index.size.max.bytes', 10_485_760, { min: 4 }),
  bool('log.cleaner.enable', true),
  int('log.cleaner.threads', 1, { min: 0 }),
  long('log.cleaner.backoff.ms', 15_000, { min: 0 }),
  double('log.cleaner.min.cleanable.ratio', '0.5', { min: 0, max: 1 }),
  long('log.cleaner.delete.retention.ms', 86_400_000, { min: 0 }),
  long('log.cleaner.min.compaction.lag.ms', 0, { min: 0 }),
  long('log.cleaner.max.compaction.lag.ms', LONG_MAX, { min: 1 }),
  long('log.flush.scheduler.interval.ms', LONG_MAX),
  unset(long('log.flush.interval.ms', 0)),
  int('log.flush.offset.checkpoint.interval.ms', 60_000, { min: 0 }),
  int('log.flush.start.offset.checkpoint.interval.ms', 60_000, { min: 0 }),
  long('log.message.timestamp.before.max.ms', LONG_MAX, { min: 0 }),
  long('log.message.timestamp.after.max.ms', 3_600_000, { min: 0 }),
  list('log.cleanup.policy', 'delete', ['compact', 'delete']),
  long('log.flush.interval.messages', LONG_MAX, { min: 1 }),
  text('compression.type', 'producer', COMPRESSION),
  text('log.message.timestamp.type', 'CreateTime', ['CreateTime', 'LogAppendTime']),
  int('request.timeout.ms', 30_000),
  int('fetch.max.bytes', 57_671_680, { min: 1024 }),
  ...WITHOUT_EFFECT,
);

/** A topic setting and the broker setting that it falls back to. */
export interface TopicKey extends ConfigKey {
  readonly synonym?: string;
  /** Next in Kafka's order of fallbacks: the same in coarser units, each with its milliseconds. */
  readonly coarser?: readonly (readonly [name: string, unitMs: number])[];
}

const HOUR_MS = 3_600_000;

/** Tiered storage (KIP-405): no cluster here has it, so that a topic is refused it as by any broker without remote.log.storage.system.enable. */
const REMOTE_STORAGE = 'remote.storage.enable';

/** `*`, or partitions and brokers in pairs (ThrottledReplicaListValidator). */
function throttledReplicas(name: string): ConfigKey {
  const against = (value: string): string | undefined => {
    const items = value.split(',').map((item) => item.trim());
    const isGood = items.every((item) => /^([0-9]+:[0-9]+)?$/.test(item)) || items.join('') === '*';
    return isGood
      ? undefined
      : `${name} must be the literal '*' or a list of replicas in the following format: [partitionId]:[brokerId],[partitionId]:[brokerId],...`;
  };
  return { ...list(name, ''), against };
}

const TOPIC_KEYS: readonly TopicKey[] = [
  { ...list('cleanup.policy', 'delete', ['compact', 'delete']), synonym: 'log.cleanup.policy' },
  { ...int('compression.gzip.level', -1, { min: 1, max: 9, or: -1 }), synonym: 'compression.gzip.level' },
  { ...int('compression.lz4.level', 9, { min: 1, max: 17 }), synonym: 'compression.lz4.level' },
  { ...text('compression.type', 'producer', COMPRESSION), synonym: 'compression.type' },
  { ...int('compression.zstd.level', 3, { min: -131_072, max: 22 }), synonym: 'compression.zstd.level' },
  { ...long('delete.retention.ms', 86_400_000, { min: 0 }), synonym: 'log.cleaner.delete.retention.ms' },
  { ...long('file.delete.delay.ms', 60_000, { min: 0 }), synonym: 'log.segment.delete.delay.ms' },
  { ...long('flush.messages', LONG_MAX, { min: 1 }), synonym: 'log.flush.interval.messages' },
  { ...long('flush.ms', LONG_MAX, { min: 0 }), synonym: 'log.flush.interval.ms', coarser: [['log.flush.scheduler.interval.ms', 1]] },
  throttledReplicas('follower.replication.throttled.replicas'),
  { ...int('index.interval.bytes', 4096, { min: 0 }), synonym: 'log.index.interval.bytes' },
  throttledReplicas('leader.replication.throttled.replicas'),
  { ...long('local.retention.bytes', -2, { min: -2 }), synonym: 'log.local.retention.bytes' },
  { ...long('local.retention.ms', -2, { min: -2 }), synonym: 'log.local.retention.ms' },
  { ...long('max.compaction.lag.ms', LONG_MAX, { min: 1 }), synonym: 'log.cleaner.max.compaction.lag.ms' },
  { ...int('max.message.bytes', 1_048_588, { min: 0 }), synonym: 'message.max.bytes' },
  { ...long('message.timestamp.after.max.ms', 3_600_000, { min: 0 }), synonym: 'log.message.timestamp.after.max.ms' },
  { ...long('message.timestamp.before.max.ms', LONG_MAX, { min: 0 }), synonym: 'log.message.timestamp.before.max.ms' },
  { ...text('message.timestamp.type', 'CreateTime', ['CreateTime', 'LogAppendTime']), synonym: 'log.message.timestamp.type' },
  { ...double('min.cleanable.dirty.ratio', '0.5', { min: 0, max: 1 }), synonym: 'log.cleaner.min.cleanable.ratio' },
  { ...long('min.compaction.lag.ms', 0, { min: 0 }), synonym: 'log.cleaner.min.compaction.lag.ms' },
  { ...int('min.insync.replicas', 1, { min: 1 }), synonym: 'min.insync.replicas' },
  bool('preallocate', false),
  bool('remote.log.copy.disable', false),
  bool('remote.log.delete.on.disable', false),
  bool(REMOTE_STORAGE, false),
  { ...long('retention.bytes', -1), synonym: 'log.retention.bytes' },
  {
    ...long('retention.ms', 604_800_000, { min: -1 }),
    synonym: 'log.retention.ms',
    coarser: [
      ['log.retention.minutes', 60_000],
      ['log.retention.hours', HOUR_MS],
    ],
  },
  { ...int('segment.bytes', 1_073_741_824, { min: 1_048_576 }), synonym: 'log.segment.bytes' },
  { ...int('segment.index.bytes', 10_485_760, { min: 4 }), synonym: 'log.index.size.max.bytes' },
  { ...long('segment.jitter.ms', 0, { min: 0 }), synonym: 'log.roll.jitter.ms', coarser: [['log.roll.jitter.hours', HOUR_MS]] },
  { ...long('segment.ms', 604_800_000, { min: 1 }), synonym: 'log.roll.ms', coarser: [['log.roll.hours', HOUR_MS]] },
  { ...bool('unclean.leader.election.enable', false), synonym: 'unclean.leader.election.enable' },
];

export const TOPIC_CONFIG: Readonly<Record<string, TopicKey>> = Object.fromEntries(TOPIC_KEYS.map((key) => [key.name, key]));

/** Kafka's own tests shrink segments with it; no tool lists it, and every topic takes it (LogConfig.INTERNAL_SEGMENT_BYTES_CONFIG). */
export const INTERNAL_SEGMENT_BYTES = 'internal.segment.bytes';

const INTERNAL_TOPIC_CONFIG: Readonly<Record<string, TopicKey>> = { [INTERNAL_SEGMENT_BYTES]: unset(int(INTERNAL_SEGMENT_BYTES, 0)) };

/** Value of a broker setting as Kafka writes it: what is set, or the default. */
export function brokerValue(config: Config, name: string): string {
  const key = BROKER_CONFIG[name];
  if (!key) throw new Error(`${name} is not a broker configuration.`);
  return config[name] ?? key.default;
}

/** Value of a topic setting: the topic's own, else the broker's, else the default. */
export function topicValue(topic: Config, config: Config, name: string | TopicKey): string {
  const key = typeof name === 'string' ? TOPIC_CONFIG[name] : name;
  if (!key) throw new Error(`${name} is not a topic configuration.`);
  return topic[key.name] ?? (key.synonym === undefined ? undefined : config[key.synonym]) ?? coarserValue(key, config) ?? key.default;
}

function coarserValue({ coarser = [] }: TopicKey, config: Config): string | undefined {
  const found = coarser.find(([name]) => config[name] !== undefined);
  if (found === undefined) return undefined;
  const value = Number(config[found[0]]);
  return String(value < 0 ? value : value * found[1]);
}

export const intConfig = (config: Config, name: string): number => Number(brokerValue(config, name));
export const boolConfig = (config: Config, name: string): boolean => brokerValue(config, name).toLowerCase() === 'true';
export const topicInt = (topic: Config, config: Config, name: string): number => Number(topicValue(topic, config, name));
export const topicBool = (topic: Config, config: Config, name: string): boolean => topicValue(topic, config, name).toLowerCase() === 'true';

/** Kafka's ConfigException text about a broker's configuration, or undefined. Names that Kafka does not know are the caller's to refuse. */
export const brokerConfigError = (config: Config): string | undefined => firstError(BROKER_CONFIG, config) ?? brokerRelations(config) ?? notSimulated(config);

/** Kafka's text about a topic's configuration: `Unknown topic config name: x` (InvalidConfigurationException) or a ConfigException. */
export function topicConfigError(config: Config): string | undefined {
  const unknown = Object.keys(config).find((name) => !(name in TOPIC_CONFIG) && !(name in INTERNAL_TOPIC_CONFIG));
  return unknown === undefined
    ? (firstError(TOPIC_CONFIG, config) ?? firstError(INTERNAL_TOPIC_CONFIG, config) ?? topicRelations(config))
    : `Unknown topic config name: ${unknown}`;
}

/** The one selector that comes with Kafka (KIP-392). */
export const RACK_AWARE_REPLICA_SELECTOR = 'org.apache.kafka.common.replica.RackAwareReplicaSelector';

/** A class of one's own is nothing that could be simulated. */
function notSimulated(config: Config): string | undefined {
  const selector = config['replica.selector.class'] ?? '';
  return selector === '' || selector === RACK_AWARE_REPLICA_SELECTOR ? undefined : `Highwater does not simulate replica.selector.class=${selector} yet.`;
}

function firstError(keys: ConfigDef, config: Config): string | undefined {
  for (const [name, value] of Object.entries(config)) {
    const error = keys[name] ? checkValue(keys[name], value) : undefined;
    if (error !== undefined) return error;
  }
  return undefined;
}

const NO_REMOTE_STORAGE = 'Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage.';

/** Checks between two settings of a topic (LogConfig.validateValues); both must be given, as the defaults fit. */
function topicRelations(config: Config): string | undefined {
  if (config[REMOTE_STORAGE]?.trim().toLowerCase() === 'true') return NO_REMOTE_STORAGE;
  const min = Number(config['min.compaction.lag.ms'] ?? 0);
  const max = Number(config['max.compaction.lag.ms'] ?? LONG_MAX);
  if (min <= max) return undefined;
  return `conflict topic config setting min.compaction.lag.ms (${min}) > max.compaction.lag.ms (${max})`;
}

/** Checks between two settings (KafkaConfig.validateValues). */
function brokerRelations(config: Config): string | undefined {
  if (intConfig(config, 'replica.fetch.wait.max.ms') > intConfig(config, 'replica.socket.timeout.ms')) {
    return 'requirement failed: replica.socket.timeout.ms should always be at least replica.fetch.wait.max.ms to prevent unnecessary socket timeouts';
  }
  if (intConfig(config, 'replica.fetch.wait.max.ms') > intConfig(config, 'replica.lag.time.max.ms')) {
    return 'requirement failed: replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms to prevent frequent changes in ISR';
  }
  if (intConfig(config, 'broker.heartbeat.interval.ms') * 2 > intConfig(config, 'broker.session.timeout.ms')) {
    return 'requirement failed: broker.session.timeout.ms must be at least twice broker.heartbeat.interval.ms';
  }
  const lock = 'record.lock.duration.ms';
  if (intConfig(config, `group.share.${lock}`) < intConfig(config, `group.share.min.${lock}`))
    return `requirement failed: group.share.${lock} must be greater than or equal to group.share.min.${lock}`;
  if (intConfig(config, `group.share.${lock}`) > intConfig(config, `group.share.max.${lock}`))
    return `requirement failed: group.share.max.${lock} must be greater than or equal to group.share.${lock}`;
  return undefined;
}
