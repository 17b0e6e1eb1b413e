/** Records of the metadata log `__cluster_metadata-0`, under Kafka's own names (metadata/src/main/resources/common/metadata), with the fields that decide behaviour. */
import type { BrokerId, LeaderEpoch, Offset } from '#kafka/protocol/names.ts';

export interface RegisterBrokerRecord {
  readonly type: 'RegisterBrokerRecord';
  readonly broker: BrokerId;
  readonly incarnation: number;
  readonly brokerEpoch: number;
  readonly rack: string | null;
  readonly fenced: boolean;
}

/** Absent fields do not change. */
export interface BrokerRegistrationChangeRecord {
  readonly type: 'BrokerRegistrationChangeRecord';
  readonly broker: BrokerId;
  readonly brokerEpoch: number;
  readonly fenced?: boolean;
  readonly inControlledShutdown?: boolean;
  /** Not in Kafka's record: why the controller wrote it, for people. */
  readonly note?: 'session-timeout' | 'shutdown';
}

export interface TopicRecord {
  readonly type: 'TopicRecord';
  readonly name: string;
  readonly topicId: string;
}

export interface PartitionRecord {
  readonly type: 'PartitionRecord';
  readonly topicId: string;
  readonly partition: number;
  readonly replicas: readonly BrokerId[];
  readonly isr: readonly BrokerId[];
  readonly leader: BrokerId;
  readonly leaderEpoch: LeaderEpoch;
  readonly partitionEpoch: number;
  /** Not in Kafka's record: the first of the partitions that a topic got later says how many there are now, and how many came, for people. */
  readonly note?: { readonly partitions: number; readonly count: number };
}

export type LeaderRecoveryState = 'RECOVERED' | 'RECOVERING';

/** Absent fields do not change. A present leader means a new leader epoch; every change means a new partition epoch. */
export interface PartitionChangeRecord {
  readonly type: 'PartitionChangeRecord';
  readonly topicId: string;
  readonly partition: number;
  readonly isr?: readonly BrokerId[];
  readonly leader?: BrokerId;
  readonly leaderRecoveryState?: LeaderRecoveryState;
  /** During a reassignment (KIP-455): the target first, then what is being removed. */
  readonly replicas?: readonly BrokerId[];
  readonly removing?: readonly BrokerId[];
  readonly adding?: readonly BrokerId[];
  readonly elr?: readonly BrokerId[];
  readonly lastKnownElr?: readonly BrokerId[];
  /** Not in Kafka's record: how the leader was chosen and who asked, for people. */
  readonly note?: ChangeNote;
}

export interface ChangeNote {
  /** `kept`: a new leader epoch with the same leader. */
  readonly how: 'isr' | 'elr' | 'unclean' | 'preferred' | 'reassignment' | 'kept' | 'none';
  readonly by: 'leader' | 'controller';
  readonly candidates: readonly BrokerId[];
}

export interface RemoveTopicRecord {
  readonly type: 'RemoveTopicRecord';
  readonly topicId: string;
}

export const RESOURCE_TYPES = ['topic', 'broker', 'group'] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** A null value removes the setting. */
export interface ConfigRecord {
  readonly type: 'ConfigRecord';
  readonly resourceType: ResourceType;
  /** Name of a topic or group, or broker id; '' is the default of all brokers. */
  readonly resourceName: string;
  readonly name: string;
  readonly value: string | null;
}

export interface FeatureLevelRecord {
  readonly type: 'FeatureLevelRecord';
  readonly name: string;
  readonly featureLevel: number;
}

export interface ProducerIdsRecord {
  readonly type: 'ProducerIdsRecord';
  readonly broker: BrokerId;
  readonly nextProducerId: number;
}

/** Written every metadata.max.idle.interval.ms, so that brokers can tell a quiet controller from a dead one (KIP-835). */
export interface NoOpRecord {
  readonly type: 'NoOpRecord';
}

/** First record of a Raft epoch: nothing of an older epoch counts as committed before it is. */
export interface LeaderChangeMessage {
  readonly type: 'LeaderChangeMessage';
  readonly leader: number;
}

export type MetadataRecord =
  | RegisterBrokerRecord
  | BrokerRegistrationChangeRecord
  | TopicRecord
  | PartitionRecord
  | PartitionChangeRecord
  | RemoveTopicRecord
  | ConfigRecord
  | FeatureLevelRecord
  | ProducerIdsRecord
  | NoOpRecord
  | LeaderChangeMessage;

/** A snapshot of the metadata log by the offset at which it ends, and the epoch of the entry before that (OffsetAndEpoch). */
export interface SnapshotId {
  readonly endOffset: Offset;
  readonly epoch: number;
}

/** A record with its place in the metadata log. */
export interface MetadataEntry {
  readonly offset: Offset;
  /** Controller epoch (Raft epoch) in which it was written. */
  readonly epoch: number;
  readonly record: MetadataRecord;
}
