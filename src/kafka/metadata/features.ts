/** Version switches: which rules and defaults hold in each behaviour profile, a row each with its KIP (MetadataVersion, ApiVersion). */
import type { DynamicRules } from '#kafka/metadata/dynamic.ts';
import type { TopicNameWords } from '#kafka/metadata/topicName.ts';
import { SETTINGS_OF_2, SETTINGS_OF_3, SETTINGS_OF_4, type TopicSettings } from '#kafka/metadata/topicSettings.ts';
import type { TransactionVersion } from '#kafka/protocol/transactions.ts';
import type { ClusterSpec, Config, Profile } from '#kafka/spec.ts';

/** How a follower finds where its log parts from the leader's. */
export type Truncation = 'to-high-watermark' | 'kip-101' | 'kip-279' | 'fenced' | 'on-fetch';

export type UnknownProducers = 'taken' | 'unknown' | 'out-of-order';

export interface Features {
  /** to HW (0.10) -> KIP-101 (0.11) -> KIP-279 (2.0) -> KIP-320 fenced (2.1) -> on fetch (KIP-595, 2.7). */
  readonly truncation: Truncation;
  /** Leaders change the ISR by AlterPartition to the controller (KIP-497, 2.7) instead of a conditional write to ZooKeeper. */
  readonly alterPartition: boolean;
  /** A replica joins the ISR only at or past the leader's epoch start offset (KAFKA-7128, 2.1). */
  readonly isrJoinNeedsEpochStart: boolean;
  /** The high watermark stands still while the ISR is below min.insync.replicas (KAFKA-15583, 3.7). */
  readonly highWatermarkFrozenBelowMinIsr: boolean;
  /** The controller bumps the leader epoch when the ISR shrinks (until metadata.version 3.6). */
  readonly epochBumpOnShrink: boolean;
  /** Eligible leader replicas (KIP-966, on by default for new clusters in 4.1). */
  readonly elr: boolean;
  /** Fetches tell only what is new: incremental fetch sessions (KIP-227, 1.1). */
  readonly fetchSessions: boolean;
  /** Followers may serve consumers of their rack (KIP-392, 2.4). */
  readonly followerReads: boolean;
  /** Reassignment by AlterPartitionReassignments (KIP-455, 2.4) instead of a znode. */
  readonly incrementalReassignment: boolean;
  /** Clusters may run on KRaft. */
  readonly kraft: boolean;
  /** Clusters may run on ZooKeeper (removed in 4.0). */
  readonly zookeeper: boolean;
  /** Pre-Vote in the quorum (KIP-996, 4.0). */
  readonly preVote: boolean;
  /** A fetch of the metadata log tells how far its sender knows it to be committed (KIP-1166, 4.1). */
  readonly fetchTellsHighWatermark: boolean;
  /** Requests of the controller carry the epoch of the broker they are meant for (KIP-380, 2.2). */
  readonly brokerEpochInControlRequests: boolean;
  /** Every write of the controller to ZooKeeper checks the version of /controller_epoch (KAFKA-6082, 2.2). */
  readonly controllerWritesFenced: boolean;
  /** The controller refuses ISR members that are down or shutting down (KIP-841, 3.3). */
  readonly isrEligibility: boolean;
  /** A new leader tells consumers no latest offset before its high watermark has reached its epoch (KIP-207, KAFKA-2334, 2.2). */
  readonly latestOffsetWaits: boolean;
  /** A leader election without the ISR leaves the partition RECOVERING (KIP-704, 3.2). */
  readonly leaderRecovery: boolean;
  /** A follower that is not among the replicas has newer metadata, if it sends an epoch: UNKNOWN_LEADER_EPOCH instead of NOT_LEADER_OR_FOLLOWER (3.3). */
  readonly strangersKnowMore: boolean;
  /** min.insync.replicas counts at most as many as there are replicas (KAFKA-15583, 3.7). */
  readonly minIsrCappedByReplicas: boolean;
  /** Topics have ids that clients and tools see (KIP-516, 2.8). */
  readonly topicIds: boolean;
  /** Groups are counted for the metrics once a minute (GroupCoordinatorShard.scheduleGroupSizeCounter, 4.0), no longer when somebody reads them. */
  readonly groupsCountedByTheMinute: boolean;
  /** A topic keeps its dots in the metrics of a consumer (KIP-1109, 4.1), where they were underscores. */
  readonly dotsInMetricTags: boolean;
  /** Tools take --reader-property, --formatter-property and --command-property, and warn of the older names (KIP-1147, 4.2). */
  readonly toolOptionsByPurpose: boolean;
  /** kafka-reassign-partitions.sh --execute names the log directories of the way back (seen in 4.3, not in 3.9). */
  readonly wayBackNamesLogDirs: boolean;
  /** Where the tools' own exceptions are: AdminCommandFailedException and AdminOperationException. */
  readonly toolExceptions: { readonly failed: string; readonly operation: string };
  /** kafka-leader-election.sh and kafka-delete-records.sh are in Java (KAFKA-14525): their main catches what is thrown. In Scala (2.8) nobody does. */
  readonly toolsInJava: boolean;
  /** The admin client makes DeleteRecords and ListOffsets partition by partition, each tried until its time is up (AdminApiDriver with DeleteRecordsHandler, which logs what it could not delete, and ListOffsetsHandler; 3.9 has them, 2.8 has not). */
  readonly partitionsApart: boolean;
  /** kafka-consumer-groups.sh describes several groups, and names them in its tables (seen in 2.8, not in 2.1). */
  readonly groupColumn: boolean;
  /** kafka-consumer-groups.sh asks which partitions have a leader before it asks for their ends (OffsetsUtils.filterNoneLeaderPartitions; 4.3 has it, 3.9 has not). */
  readonly groupsLookForLeaders: boolean;
  /** Who logs what kafka-topics.sh failed with: in Scala until 3.6. */
  readonly topicsLogger: string;
  /** kafka-topics.sh and kafka-reassign-partitions.sh in the words they had in Scala (until 3.6: KAFKA-14525, KAFKA-14595). */
  readonly toolsInScala: boolean;
  /** What tools print of a mistake in a JSON file: whether its text, and at which end of the mistake the column is counted (Jackson 2.10, 2.16, 2.20). */
  readonly jackson: { readonly showsSource: boolean; readonly column: 'start' | 'end' };
  /** How a topic's name is refused (org.apache.kafka.common.internals.Topic): `Topic name is invalid: …` since 3.0. */
  readonly topicNameWords: TopicNameWords;
  /** kafka-topics.sh tells of an unknown topic as Java shows an Optional (KAFKA-14525, 3.7; gone again in 4.3). */
  readonly unknownTopicIsOptional: boolean;
  /** kafka-transactions.sh (KIP-664, 3.0). */
  readonly transactionsTool: boolean;
  /** kafka-leader-election.sh (KIP-460, 2.4). */
  readonly leaderElectionTool: boolean;
  /** kafka-configs.sh changes brokers by IncrementalAlterConfigs (4.0); before, it reads what is set and writes all of it. */
  readonly brokersAlteredIncrementally: boolean;
  /** kafka-topics.sh --describe has columns for eligible leader replicas (KIP-966, 3.8). */
  readonly describesEligibleReplicas: boolean;
  /** Consumers ask a new leader whether their positions are still good (KIP-320, KAFKA-7747, 2.3). */
  readonly validatesPositions: boolean;
  /** A consumer keeps what it has fetched of a partition that is paused (KAFKA-7548, 2.4); before, it threw that away and fetched it again. */
  readonly keepsPausedRecords: boolean;
  /** A batch of a producer that a partition does not know, and that is not its first: taken (KIP-360, 2.5), refused as unknown (KAFKA-5793, 1.0) or as out of order. */
  readonly unknownProducers: UnknownProducers;
  /** Partitions forget idle producers by a limit of their own (KIP-854, 3.4); before, by transactional.id.expiration.ms. */
  readonly producersExpireAlone: boolean;
  /** Offset commits carry the topic's id, coordinators number what they append, and kafka-dump-log.sh is written anew (seen in 4.3, not in 3.9). */
  readonly offsetsCarryTopicIds: boolean;
  /** auto.offset.reset=by_duration (KIP-1106, 4.0). */
  readonly resetsByDuration: boolean;
  /** Groups may use the consumer protocol (KIP-848, 4.0). */
  readonly consumerGroupProtocol: boolean;
  /** Share groups (KIP-932: early access in 4.0, preview in 4.1, ready since 4.2). */
  readonly shareGroups: boolean;
  /** Idempotent and transactional producers (KIP-98, 0.11). */
  readonly idempotence: boolean;
  /** Members of groups may be static (KIP-345, 2.3). */
  readonly staticMembership: boolean;
  /** Groups may rebalance without giving everything up (KIP-429, 2.4). */
  readonly cooperativeRebalance: boolean;
  /** Where records without key go: round robin, sticky since 2.4 (KIP-480), sticky by bytes since 3.3 (KIP-794). */
  readonly partitioner: 'round-robin' | 'sticky' | 'uniform';
  /** A configured partitioner is asked again for a new batch (KIP-480, until 4.0), which makes round robin skip (KAFKA-9965). */
  readonly partitionersAskedTwice: boolean;
  /** Highest level of transaction.version: 2 bumps the producer epoch at the end of every transaction (KIP-890 part 2, 4.0). */
  readonly transactionVersion: TransactionVersion;
  /** How a producer says that a request was not answered, or that records are too old: see `ProducerWords`. */
  readonly producerWords: ProducerWords;
  /** Offsets in a transaction are sent with what names the consumer, which the coordinator checks (KIP-447, 2.5). */
  readonly offsetsNameMember: boolean;
  /** Partition leaders verify transactions with their coordinator (KIP-890 part 1, 3.6). */
  readonly verifiesTransactions: boolean;
  /** Brokers have dynamic settings, and a default for all (KIP-226, 1.1); before, only limits of replication of each. */
  readonly dynamicDefaults: boolean;
  /** How a change of a broker's settings is refused (KIP-226, 1.1). */
  readonly dynamicConfigs: DynamicRules;
  /** Leaders keep the ISR in a HashSet (seen in 4.3); before, who joins comes last (3.9, with KRaft and with ZooKeeper). */
  readonly isrIsHashSet: boolean;
  /** Which settings a topic has besides those of 4.3, and which it does not have yet. */
  readonly topicSettings: TopicSettings;
  /** Defaults that differ from 4.3's, of brokers, producers and consumers. */
  readonly defaults: Config;
  readonly producerDefaults: Config;
  readonly consumerDefaults: Config;
}

/**
 * A lost connection names its node (seen in 2.8, not in 2.1), and a request that timed out is told apart (seen in 3.9). An expired record explains
 * itself in 4.3.
 */
export interface ProducerWords {
  readonly disconnected: 'plain' | 'names-node' | 'tells-timeout';
  readonly explainsExpiry: boolean;
}

const exceptionsIn = (one: string, other = one): Features['toolExceptions'] => ({
  failed: `${one}.AdminCommandFailedException`,
  operation: `${other}.AdminOperationException`,
});

const newest: Features = {
  truncation: 'on-fetch',
  alterPartition: true,
  isrJoinNeedsEpochStart: true,
  highWatermarkFrozenBelowMinIsr: true,
  epochBumpOnShrink: false,
  elr: true,
  fetchSessions: true,
  followerReads: true,
  incrementalReassignment: true,
  kraft: true,
  zookeeper: false,
  preVote: true,
  fetchTellsHighWatermark: true,
  brokerEpochInControlRequests: true,
  controllerWritesFenced: true,
  isrEligibility: true,
  latestOffsetWaits: true,
  leaderRecovery: true,
  strangersKnowMore: true,
  minIsrCappedByReplicas: true,
  topicIds: true,
  groupsCountedByTheMinute: true,
  dotsInMetricTags: true,
  toolOptionsByPurpose: true,
  wayBackNamesLogDirs: true,
  toolExceptions: exceptionsIn('org.apache.kafka.tools'),
  toolsInJava: true,
  partitionsApart: true,
  groupColumn: true,
  groupsLookForLeaders: true,
  topicsLogger: 'org.apache.kafka.tools.TopicCommand',
  toolsInScala: false,
  jackson: { showsSource: false, column: 'start' },
  topicNameWords: 'invalid',
  unknownTopicIsOptional: false,
  transactionsTool: true,
  leaderElectionTool: true,
  brokersAlteredIncrementally: true,
  describesEligibleReplicas: true,
  validatesPositions: true,
  keepsPausedRecords: true,
  producersExpireAlone: true,
  unknownProducers: 'taken',
  offsetsCarryTopicIds: true,
  resetsByDuration: true,
  consumerGroupProtocol: true,
  shareGroups: true,
  idempotence: true,
  staticMembership: true,
  cooperativeRebalance: true,
  partitioner: 'uniform',
  partitionersAskedTwice: false,
  transactionVersion: 2,
  producerWords: { disconnected: 'tells-timeout', explainsExpiry: true },
  offsetsNameMember: true,
  verifiesTransactions: true,
  dynamicDefaults: true,
  dynamicConfigs: { namesResource: false, inJava: true, listeners: false, minSegmentBytes: 1_048_576 },
  topicSettings: SETTINGS_OF_4,
  isrIsHashSet: true,
  defaults: {},
  producerDefaults: {},
  consumerDefaults: {},
};

/** KIP-1030: since 4.0 a record may not come from more than an hour ahead. */
const before40Defaults: Config = { 'log.message.timestamp.after.max.ms': '9223372036854775807' };

const before40: Features = {
  ...newest,
  elr: false,
  zookeeper: true,
  preVote: false,
  fetchTellsHighWatermark: false,
  groupsCountedByTheMinute: false,
  dotsInMetricTags: false,
  toolOptionsByPurpose: false,
  wayBackNamesLogDirs: false,
  toolExceptions: exceptionsIn('org.apache.kafka.server.common'),
  groupsLookForLeaders: false,
  unknownTopicIsOptional: true,
  jackson: { showsSource: false, column: 'end' },
  brokersAlteredIncrementally: false,
  offsetsCarryTopicIds: false,
  resetsByDuration: false,
  consumerGroupProtocol: false,
  shareGroups: false,
  partitionersAskedTwice: true,
  transactionVersion: 0,
  producerWords: { disconnected: 'tells-timeout', explainsExpiry: false },
  dynamicConfigs: { namesResource: false, inJava: false, listeners: true, minSegmentBytes: 14 },
  topicSettings: SETTINGS_OF_3,
  isrIsHashSet: false,
  defaults: before40Defaults,
  producerDefaults: { 'linger.ms': '0' },
};

/** KIP-679 and KIP-735: safer producers and longer sessions by default, since 3.0. */
const producersBefore30: Config = { 'linger.ms': '0', acks: '1', 'enable.idempotence': 'false' };
const consumersBefore30: Config = { 'session.timeout.ms': '10000', 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.RangeAssignor' };

const before33 = {
  ...before40,
  toolExceptions: exceptionsIn('kafka.common', 'kafka.admin'),
  toolsInJava: false,
  partitionsApart: false,
  topicsLogger: 'kafka.admin.TopicCommand$',
  toolsInScala: true,
  producerWords: { disconnected: 'names-node', explainsExpiry: false },
  jackson: { showsSource: true, column: 'end' },
  topicNameWords: 'illegal',
  unknownTopicIsOptional: false,
  dynamicConfigs: { ...before40.dynamicConfigs, namesResource: true },
  topicSettings: SETTINGS_OF_2,
  transactionsTool: false,
  verifiesTransactions: false,
  partitioner: 'sticky',
  producerDefaults: producersBefore30,
  consumerDefaults: consumersBefore30,
  kraft: false,
  highWatermarkFrozenBelowMinIsr: false,
  minIsrCappedByReplicas: false,
  epochBumpOnShrink: true,
  producersExpireAlone: false,
  isrEligibility: false,
  leaderRecovery: false,
  strangersKnowMore: false,
  describesEligibleReplicas: false,
} as const;

const before27 = {
  ...before33,
  producerWords: { disconnected: 'plain', explainsExpiry: false },
  partitioner: 'round-robin',
  partitionersAskedTwice: false,
  leaderElectionTool: false,
  staticMembership: false,
  cooperativeRebalance: false,
  groupColumn: false,
  validatesPositions: false,
  keepsPausedRecords: false,
  unknownProducers: 'unknown',
  kraft: false,
  truncation: 'fenced',
  alterPartition: false,
  followerReads: false,
  offsetsNameMember: false,
  incrementalReassignment: false,
  brokerEpochInControlRequests: false,
  controllerWritesFenced: false,
  latestOffsetWaits: false,
  topicIds: false,
} as const;

const before25: Config = { ...before40Defaults, 'replica.lag.time.max.ms': '10000', 'zookeeper.session.timeout.ms': '6000' };

const before22: Features = { ...before27, defaults: before25 };

/** KIP-91: before 2.1 a producer did not retry by itself. */
const before21: Features = {
  ...before22,
  truncation: 'kip-279',
  isrJoinNeedsEpochStart: false,
  producerDefaults: { ...producersBefore30, retries: '0' },
};

/** Topics are deleted by default since 1.0 (KAFKA-5384). */
const before11: Features = {
  ...before21,
  truncation: 'kip-101',
  unknownProducers: 'out-of-order',
  dynamicDefaults: false,
  fetchSessions: false,
  defaults: { ...before25, 'delete.topic.enable': 'false' },
};

const features: Readonly<Record<Profile, Features>> = {
  '4.3': newest,
  '3.9': before40,
  '2.8': before33,
  '2.1': before22,
  '2.0': before21,
  '0.11': before11,
  '0.10': { ...before11, idempotence: false, truncation: 'to-high-watermark', defaults: { ...before11.defaults, 'unclean.leader.election.enable': 'true' } },
};

export function featuresOf(profile: Profile): Features {
  return features[profile];
}

export const TRANSACTION_VERSION = 'transaction.version';

/** The level in force: the release's own, or a lower one that the cluster was formatted with. */
export function transactionVersionOf({ profile, features: levels }: Pick<ClusterSpec, 'profile' | 'features'>): TransactionVersion {
  const level = levels?.[TRANSACTION_VERSION] ?? 2;
  return featuresOf(profile).transactionVersion === 2 && level >= 2 ? 2 : 0;
}
