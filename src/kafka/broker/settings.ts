/** The broker settings that run its clocks and limits, read once at the start: times in microseconds. */
import { boolConfig, brokerValue, intConfig, RACK_AWARE_REPLICA_SELECTOR } from '#kafka/metadata/config.ts';
import { type Features, featuresOf, transactionVersionOf } from '#kafka/metadata/features.ts';
import type { BrokerId } from '#kafka/protocol/names.ts';
import type { TransactionVersion } from '#kafka/protocol/transactions.ts';
import type { QuotaWindows } from '#kafka/replication/quota.ts';
import type { ClusterSpec, Config } from '#kafka/spec.ts';

export interface BrokerSettings {
  readonly maxLagUs: number;
  readonly fetchMaxWaitMs: number;
  readonly fetchMinBytes: number;
  readonly fetchMaxBytes: number;
  readonly fetchBackoffUs: number;
  /** Consumers may fetch from followers too (KIP-392, 2.4). */
  readonly followerReads: boolean;
  /** replica.selector.class: leaders send consumers to a replica in their rack. */
  readonly selectsByRack: boolean;
  readonly socketTimeoutUs: number;
  readonly checkpointUs: number;
  readonly replicationQuota: QuotaWindows;
  readonly heartbeatUs: number;
  readonly registrationTimeoutUs: number;
  readonly sessionTimeoutMs: number;
  readonly raftRequestTimeoutUs: number;
  readonly controllerSocketTimeoutUs: number;
  readonly controlledShutdown: boolean;
  readonly autoCreateTopics: boolean;
  readonly numPartitions: number;
  readonly defaultReplicationFactor: number;
  readonly offsetsPartitions: number;
  readonly offsetsReplicationFactor: number;
  readonly offsetsSegmentBytes: string;
  /** Level of transaction.version: 2 is KIP-890 part 2. */
  readonly transactionVersion: TransactionVersion;
  /** Leaders ask the transaction coordinator before the first append of a transaction (KIP-890 part 1, 3.6). */
  readonly verifiesTransactions: boolean;
  readonly transactionsPartitions: number;
  readonly transactionsReplicationFactor: number;
  readonly transactionsMinIsr: number;
  readonly transactionsSegmentBytes: string;
  readonly shareState: { readonly partitions: number; readonly replicationFactor: number; readonly minIsr: number; readonly segmentBytes: string };
  readonly logs: LogTaskSettings;
  /** What the release says of settings. */
  readonly release: Pick<Features, 'dynamicConfigs' | 'topicSettings' | 'isrIsHashSet' | 'defaults' | 'unknownProducers'>;
}

/** The clocks of LogManager and LogCleaner. */
export interface LogTaskSettings {
  readonly initialDelayUs: number;
  readonly retentionCheckUs: number;
  /** undefined: never. */
  readonly flushUs: number | undefined;
  readonly recoveryPointUs: number;
  readonly logStartUs: number;
  readonly cleaner: boolean;
  readonly cleanerBackoffUs: number;
  readonly producerCheckUs: number;
  /** How long a partition knows a producer that writes nothing to it. */
  readonly producerExpirationMs: number;
}

/** Effective static configuration of one broker: the cluster's, and its own on top. */
export function configOf(spec: ClusterSpec, id: BrokerId): Config {
  return { ...spec.config, ...spec.brokers.find((broker) => broker.id === id)?.config };
}

/** Longer than any run: Kafka writes `never` as Long.MAX_VALUE. */
const LONGEST_MS = 1_000_000_000_000;

export function settingsOf(config: Config, spec: Pick<ClusterSpec, 'profile' | 'features'>): BrokerSettings {
  const us = (name: string): number => intConfig(config, name) * 1000;
  const { dynamicConfigs, topicSettings, isrIsHashSet, defaults, producersExpireAlone, unknownProducers } = featuresOf(spec.profile);
  return {
    maxLagUs: us('replica.lag.time.max.ms'),
    fetchMaxWaitMs: intConfig(config, 'replica.fetch.wait.max.ms'),
    fetchMinBytes: intConfig(config, 'replica.fetch.min.bytes'),
    fetchMaxBytes: intConfig(config, 'replica.fetch.max.bytes'),
    fetchBackoffUs: us('replica.fetch.backoff.ms'),
    followerReads: featuresOf(spec.profile).followerReads,
    selectsByRack: featuresOf(spec.profile).followerReads && brokerValue(config, 'replica.selector.class') === RACK_AWARE_REPLICA_SELECTOR,
    socketTimeoutUs: us('replica.socket.timeout.ms'),
    checkpointUs: us('replica.high.watermark.checkpoint.interval.ms'),
    replicationQuota: {
      samples: intConfig(config, 'replication.quota.window.num'),
      windowMs: intConfig(config, 'replication.quota.window.size.seconds') * 1000,
    },
    registrationTimeoutUs: us('initial.broker.registration.timeout.ms'),
    heartbeatUs: us('broker.heartbeat.interval.ms'),
    sessionTimeoutMs: intConfig(config, 'broker.session.timeout.ms'),
    raftRequestTimeoutUs: us('controller.quorum.request.timeout.ms'),
    controllerSocketTimeoutUs: us('controller.socket.timeout.ms'),
    controlledShutdown: boolConfig(config, 'controlled.shutdown.enable'),
    autoCreateTopics: boolConfig(config, 'auto.create.topics.enable'),
    numPartitions: intConfig(config, 'num.partitions'),
    defaultReplicationFactor: intConfig(config, 'default.replication.factor'),
    offsetsPartitions: intConfig(config, 'offsets.topic.num.partitions'),
    offsetsReplicationFactor: intConfig(config, 'offsets.topic.replication.factor'),
    offsetsSegmentBytes: brokerValue(config, 'offsets.topic.segment.bytes'),
    transactionVersion: transactionVersionOf(spec),
    verifiesTransactions: featuresOf(spec.profile).verifiesTransactions && boolConfig(config, 'transaction.partition.verification.enable'),
    transactionsPartitions: intConfig(config, 'transaction.state.log.num.partitions'),
    transactionsReplicationFactor: intConfig(config, 'transaction.state.log.replication.factor'),
    transactionsMinIsr: intConfig(config, 'transaction.state.log.min.isr'),
    transactionsSegmentBytes: brokerValue(config, 'transaction.state.log.segment.bytes'),
    shareState: {
      partitions: intConfig(config, 'share.coordinator.state.topic.num.partitions'),
      replicationFactor: intConfig(config, 'share.coordinator.state.topic.replication.factor'),
      minIsr: intConfig(config, 'share.coordinator.state.topic.min.isr'),
      segmentBytes: brokerValue(config, 'share.coordinator.state.topic.segment.bytes'),
    },
    logs: {
      initialDelayUs: us('log.initial.task.delay.ms'),
      retentionCheckUs: us('log.retention.check.interval.ms'),
      flushUs: intConfig(config, 'log.flush.scheduler.interval.ms') > LONGEST_MS ? undefined : us('log.flush.scheduler.interval.ms'),
      recoveryPointUs: us('log.flush.offset.checkpoint.interval.ms'),
      logStartUs: us('log.flush.start.offset.checkpoint.interval.ms'),
      cleaner: boolConfig(config, 'log.cleaner.enable') && intConfig(config, 'log.cleaner.threads') > 0,
      cleanerBackoffUs: us('log.cleaner.backoff.ms'),
      producerCheckUs: us('producer.id.expiration.check.interval.ms'),
      producerExpirationMs: intConfig(config, producersExpireAlone ? 'producer.id.expiration.ms' : 'transactional.id.expiration.ms'),
    },
    release: { dynamicConfigs, topicSettings, isrIsHashSet, defaults, unknownProducers },
  };
}
