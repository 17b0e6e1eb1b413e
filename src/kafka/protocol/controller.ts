/** What the elected controller of a ZooKeeper cluster pushes to brokers, and what brokers ask of it; and truncation by leader epoch (KIP-101). */
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { BrokerId, LeaderEpoch, Offset, Tp } from '#kafka/protocol/names.ts';

interface Rpc {
  readonly correlation: number;
}

/** Who commands, and how new the command is: an older controller epoch is refused (STALE_CONTROLLER_EPOCH), so is one for an earlier life of the broker. */
interface Command extends Rpc {
  readonly controllerId: BrokerId;
  readonly controllerEpoch: number;
  /** Broker epoch that the controller knows (KIP-380, 2.2); -1 is not checked. */
  readonly brokerEpoch: number;
}

/** State of a partition as the controller writes it into requests. */
export interface PartitionStateEntry {
  readonly tp: Tp;
  readonly topicId: string;
  readonly leader: BrokerId;
  readonly leaderEpoch: LeaderEpoch;
  readonly isr: readonly BrokerId[];
  /** Version of the state znode; called partitionEpoch since 3.0. */
  readonly zkVersion: number;
  readonly replicas: readonly BrokerId[];
  readonly recovering: boolean;
}

/** What a broker would read from /config/topics. */
export type TopicConfigs = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface LeaderAndIsrRequest extends Command {
  readonly type: 'LeaderAndIsrRequest';
  readonly partitions: readonly PartitionStateEntry[];
  readonly liveLeaders: readonly BrokerId[];
  readonly configs: TopicConfigs;
}

export interface LeaderAndIsrResponse extends Rpc {
  readonly type: 'LeaderAndIsrResponse';
  readonly error: ErrorName;
  readonly partitions: readonly { readonly tp: Tp; readonly error: ErrorName }[];
}

export interface UpdateMetadataRequest extends Command {
  readonly type: 'UpdateMetadataRequest';
  readonly partitions: readonly PartitionStateEntry[];
  readonly liveBrokers: readonly { readonly id: BrokerId; readonly rack: string | null; readonly epoch: number }[];
  readonly configs: TopicConfigs;
}

export interface UpdateMetadataResponse extends Rpc {
  readonly type: 'UpdateMetadataResponse';
  readonly error: ErrorName;
}

export interface StopReplicaRequest extends Command {
  readonly type: 'StopReplicaRequest';
  readonly partitions: readonly { readonly tp: Tp; readonly leaderEpoch: LeaderEpoch; readonly deletePartition: boolean }[];
}

export interface StopReplicaResponse extends Rpc {
  readonly type: 'StopReplicaResponse';
  readonly error: ErrorName;
  readonly partitions: readonly { readonly tp: Tp; readonly error: ErrorName }[];
}

export interface ControlledShutdownRequest extends Rpc {
  readonly type: 'ControlledShutdownRequest';
  readonly broker: BrokerId;
  readonly brokerEpoch: number;
}

export interface ControlledShutdownResponse extends Rpc {
  readonly type: 'ControlledShutdownResponse';
  readonly error: ErrorName;
  /** Partitions that it still leads. */
  readonly remaining: readonly Tp[];
}

/** KIP-101: where does the log of this epoch end on the leader? KIP-279: and which epoch is that? KIP-320: asked and answered in the same epoch. */
export interface OffsetsForLeaderEpochRequest extends Rpc {
  readonly type: 'OffsetsForLeaderEpochRequest';
  readonly replicaId: BrokerId;
  readonly partitions: readonly { readonly tp: Tp; readonly currentLeaderEpoch: LeaderEpoch; readonly leaderEpoch: LeaderEpoch }[];
}

export interface OffsetsForLeaderEpochResponse extends Rpc {
  readonly type: 'OffsetsForLeaderEpochResponse';
  /** leaderEpoch -1: an old leader, which says only where; endOffset -1: it cannot know. */
  readonly partitions: readonly { readonly tp: Tp; readonly error: ErrorName; readonly leaderEpoch: LeaderEpoch; readonly endOffset: Offset }[];
}

/** `leader` of a partition whose topic is being deleted (LeaderAndIsr.LEADER_DURING_DELETE). */
export const LEADER_DURING_DELETE: BrokerId = -2;

export type ControlRequest = LeaderAndIsrRequest | UpdateMetadataRequest | StopReplicaRequest;
export type ControlResponse = LeaderAndIsrResponse | UpdateMetadataResponse | StopReplicaResponse;

export type ControllerRequest = ControlRequest | ControlledShutdownRequest | OffsetsForLeaderEpochRequest;
export type ControllerResponse = ControlResponse | ControlledShutdownResponse | OffsetsForLeaderEpochResponse;
