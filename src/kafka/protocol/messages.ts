/**
 * Requests and responses, under Kafka's own API names, with the fields that decide behaviour. Every request carries a `correlation`
 * number unique in its sender; the response repeats it and goes back on the same connection. `tp` is a topic-partition such as `orders-0`.
 */
import type { AdminRequest, AdminResponse } from '#kafka/protocol/admin.ts';
import type { ControllerRequest, ControllerResponse } from '#kafka/protocol/controller.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { DeleteRecordsRequest, DeleteRecordsResponse } from '#kafka/protocol/log.ts';
import type { MetadataEntry, ResourceType, SnapshotId } from '#kafka/protocol/metadata.ts';
import type { BrokerId, LeaderEpoch, NodeName, Offset, Tp } from '#kafka/protocol/names.ts';
import type { DescribeQuorumRequest, DescribeQuorumResponse, EnvelopeResponse, RaftRequest, RaftResponse } from '#kafka/protocol/raft.ts';
import type { NewBatch, StoredRecord } from '#kafka/protocol/record.ts';
import type { ShareAdminRequest, ShareGroupHeartbeatRequest, ShareRequest, ShareResponse } from '#kafka/protocol/share.ts';
import type { TransactionRequest, TransactionResponse, TransactionVersion } from '#kafka/protocol/transactions.ts';

interface Rpc {
  readonly correlation: number;
}

// ---- ApiVersions --------------------------------------------------------------------------------------------------------------

/** First on a new connection (KIP-35): its answer shows that somebody is there. */
export interface ApiVersionsRequest extends Rpc {
  readonly type: 'ApiVersionsRequest';
}

export interface ApiVersionsResponse extends Rpc {
  readonly type: 'ApiVersionsResponse';
  readonly error: ErrorName;
}

// ---- Produce, Fetch, ListOffsets ----------------------------------------------------------------------------------------------

export interface ProduceRequest extends Rpc {
  readonly type: 'ProduceRequest';
  readonly acks: 0 | 1 | -1;
  /** The producer's request.timeout.ms: how long acks=all may wait. */
  readonly timeoutMs: number;
  /** Of a transactional producer. With version 2 the partitions join the transaction by this request (KIP-890). */
  readonly transactionalId?: string;
  readonly version?: TransactionVersion;
  readonly batches: readonly { readonly tp: Tp; readonly batch: NewBatch }[];
}

export interface ProduceResponse extends Rpc {
  readonly type: 'ProduceResponse';
  readonly results: readonly ProducedPartition[];
}

export interface ProducedPartition {
  readonly tp: Tp;
  readonly error: ErrorName;
  readonly baseOffset: Offset;
  readonly currentLeader?: LeaderIdAndEpoch;
  /** With UNKNOWN_PRODUCER_ID: it tells the producer whether its records were deleted. */
  readonly logStart?: Offset;
  readonly rejected?: RejectedRecords;
}

/** KIP-467: which records of a batch made the broker refuse it. */
export interface RejectedRecords {
  readonly recordErrors: readonly RecordError[];
  readonly errorMessage: string;
}

export interface RecordError {
  readonly batchIndex: number;
  readonly message: string;
}

/** KIP-951: an error about leadership says who leads now. */
export interface LeaderIdAndEpoch {
  readonly leader: BrokerId;
  readonly leaderEpoch: LeaderEpoch;
}

export interface FetchRequest extends Rpc {
  readonly type: 'FetchRequest';
  /** Broker id of a fetching follower; -1 for a consumer. */
  readonly replicaId: BrokerId;
  readonly replicaEpoch: number;
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly partitions: readonly FetchPartition[];
  /** isolation.level; absent: read_uncommitted. */
  readonly isolation?: 'read_committed' | undefined;
  /** client.rack of a consumer (KIP-392); absent without one. */
  readonly rack?: string | undefined;
  /** Fetch session (KIP-227): with an epoch above 0, `partitions` lists only what changed and `forgotten` what left. Absent: a full fetch without session. */
  readonly session?: { readonly id: number; readonly epoch: number };
  readonly forgotten?: readonly Tp[];
}

export interface FetchPartition {
  readonly tp: Tp;
  /** For a follower this is the acknowledgement: everything below it is on its log. */
  readonly fetchOffset: Offset;
  readonly logStart: Offset;
  /** -1 when unknown: then it is not checked. */
  readonly currentLeaderEpoch: LeaderEpoch;
  /** Epoch of the last record in the follower's log; -1 for consumers and empty logs. */
  readonly lastFetchedEpoch: LeaderEpoch;
  readonly maxBytes: number;
  /** KIP-516: a topic of the same name may have come since. Absent where only names count. */
  readonly topicId?: string;
  /** On __cluster_metadata-0: what the replica knows to be committed, so that a leader that knows more answers at once (KIP-1166); absent before 4.1. */
  readonly highWatermark?: Offset;
}

export interface FetchResponse extends Rpc {
  readonly type: 'FetchResponse';
  /** Of the request as a whole: the session is unknown or its epoch is wrong. Absent: NONE. */
  readonly error?: ErrorName;
  readonly sessionId?: number;
  readonly partitions: readonly FetchedPartition[];
}

export interface FetchedPartition {
  readonly tp: Tp;
  readonly error: ErrorName;
  readonly highWatermark: Offset;
  readonly logStart: Offset;
  /** With read_committed: nothing at or above it is given out, and which transactions among the records were aborted, from which offset. */
  readonly lastStableOffset?: Offset;
  readonly aborted?: readonly { readonly producerId: number; readonly firstOffset: Offset }[];
  readonly records: readonly StoredRecord[];
  /** Where the last batch read ends, if its last records were cleaned away: the next fetch goes on there. Absent: after the last record. */
  readonly endOffset?: Offset;
  /** Present when the follower's log diverged: it must truncate and ask again (KIP-595 style, 2.7+). */
  readonly divergingEpoch?: { readonly epoch: LeaderEpoch; readonly endOffset: Offset };
  readonly currentLeader?: LeaderIdAndEpoch;
  /** Instead of records: the consumer is to fetch from this replica for now (KIP-392). */
  readonly preferredReadReplica?: BrokerId;
  /** Instead of records, on __cluster_metadata-0: what the controller has written to the metadata log. */
  readonly metadata?: readonly MetadataEntry[];
  /** Instead of entries: the log begins too late, and this snapshot is to be fetched (KIP-630). */
  readonly snapshotId?: SnapshotId;
}

export interface ListOffsetsRequest extends Rpc {
  readonly type: 'ListOffsetsRequest';
  /** Broker id of a follower, for which `latest` is the log end offset; absent for clients. */
  readonly replicaId?: BrokerId;
  /** isolation.level: with read_committed `latest` is the last stable offset. */
  readonly isolation?: 'read_committed' | undefined;
  readonly partitions: readonly { readonly tp: Tp; readonly timestamp: 'earliest' | 'latest' | number; readonly currentLeaderEpoch: LeaderEpoch }[];
}

export interface ListOffsetsResponse extends Rpc {
  readonly type: 'ListOffsetsResponse';
  readonly partitions: readonly { readonly tp: Tp; readonly error: ErrorName; readonly offset: Offset; readonly leaderEpoch: LeaderEpoch }[];
}

export interface InitProducerIdRequest extends Rpc {
  readonly type: 'InitProducerIdRequest';
  readonly transactionalId?: string;
  readonly transactionTimeoutMs?: number;
  /** What the producer believes to be (KIP-360); absent at its first call. */
  readonly producerId?: number;
  readonly producerEpoch?: number;
}

export interface InitProducerIdResponse extends Rpc {
  readonly type: 'InitProducerIdResponse';
  readonly error: ErrorName;
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** A broker asks the controller for a block of producer ids (KIP-730). */
export interface AllocateProducerIdsRequest extends Rpc {
  readonly type: 'AllocateProducerIdsRequest';
  readonly broker: BrokerId;
}

export interface AllocateProducerIdsResponse extends Rpc {
  readonly type: 'AllocateProducerIdsResponse';
  readonly error: ErrorName;
  readonly first: number;
  readonly length: number;
}

// ---- Metadata and administration -----------------------------------------------------------------------------------------------

export interface MetadataRequest extends Rpc {
  readonly type: 'MetadataRequest';
  /** null asks for all topics. */
  readonly topics: readonly string[] | null;
  readonly allowAutoTopicCreation: boolean;
}

export interface PartitionMetadata {
  readonly tp: Tp;
  readonly error: ErrorName;
  readonly leader: BrokerId;
  readonly leaderEpoch: LeaderEpoch;
  readonly replicas: readonly BrokerId[];
  readonly isr: readonly BrokerId[];
  readonly offlineReplicas: readonly BrokerId[];
  /** Eligible leader replicas and the last known leader (KIP-966), as DescribeTopicPartitions tells them. */
  readonly elr: readonly BrokerId[];
  readonly lastKnownElr: readonly BrokerId[];
}

export interface TopicMetadata {
  readonly name: string;
  readonly error: ErrorName;
  readonly topicId: string;
  readonly internal: boolean;
  readonly partitions: readonly PartitionMetadata[];
}

export interface MetadataResponse extends Rpc {
  readonly type: 'MetadataResponse';
  readonly brokers: readonly { readonly id: BrokerId; readonly name: NodeName; readonly rack: string | null }[];
  readonly controller: BrokerId;
  readonly topics: readonly TopicMetadata[];
}

export interface CreatableTopic {
  readonly name: string;
  /** -1: broker default num.partitions. */
  readonly partitions: number;
  /** -1: broker default default.replication.factor. */
  readonly replicationFactor: number;
  readonly assignment?: readonly (readonly BrokerId[])[];
  readonly config: Readonly<Record<string, string>>;
}

export interface CreateTopicsRequest extends Rpc {
  readonly type: 'CreateTopicsRequest';
  readonly timeoutMs: number;
  readonly topics: readonly CreatableTopic[];
}

export interface CreateTopicsResponse extends Rpc {
  readonly type: 'CreateTopicsResponse';
  readonly topics: readonly { readonly name: string; readonly error: ErrorName; readonly message: string | null }[];
}

export interface DeleteTopicsRequest extends Rpc {
  readonly type: 'DeleteTopicsRequest';
  readonly topics: readonly string[];
}

export interface DeleteTopicsResponse extends Rpc {
  readonly type: 'DeleteTopicsResponse';
  readonly topics: readonly { readonly name: string; readonly error: ErrorName; readonly message: string | null }[];
}

export interface CreatePartitionsRequest extends Rpc {
  readonly type: 'CreatePartitionsRequest';
  readonly topics: readonly { readonly name: string; readonly count: number; readonly assignments?: readonly (readonly BrokerId[])[] }[];
}

export interface CreatePartitionsResponse extends Rpc {
  readonly type: 'CreatePartitionsResponse';
  readonly topics: readonly { readonly name: string; readonly error: ErrorName; readonly message: string | null }[];
}

export interface DescribeConfigsRequest extends Rpc {
  readonly type: 'DescribeConfigsRequest';
  readonly resources: readonly { readonly kind: ResourceType; readonly name: string }[];
}

export interface DescribeConfigsResponse extends Rpc {
  readonly type: 'DescribeConfigsResponse';
  readonly resources: readonly {
    readonly kind: ResourceType;
    readonly name: string;
    readonly error: ErrorName;
    readonly entries: readonly DescribedConfig[];
  }[];
}

/** Which groups have settings of their own (KIP-1142). */
export interface ListConfigResourcesRequest extends Rpc {
  readonly type: 'ListConfigResourcesRequest';
  readonly kind: 'group';
}

export interface ListConfigResourcesResponse extends Rpc {
  readonly type: 'ListConfigResourcesResponse';
  readonly names: readonly string[];
}

/** ConfigEntry.ConfigSource */
export type ConfigSource =
  | 'DYNAMIC_TOPIC_CONFIG'
  | 'DYNAMIC_GROUP_CONFIG'
  | 'DYNAMIC_BROKER_CONFIG'
  | 'DYNAMIC_DEFAULT_BROKER_CONFIG'
  | 'STATIC_BROKER_CONFIG'
  | 'DEFAULT_CONFIG';

export interface DescribedConfig {
  readonly key: string;
  readonly value: string;
  readonly source: ConfigSource;
  /** Everywhere a value stands, the one in force first. */
  /** A secret, or of a name that Kafka does not know and takes for one: nobody is told the value, which is `null` here. */
  readonly sensitive?: true;
  readonly synonyms: readonly { readonly name: string; readonly value: string; readonly source: ConfigSource }[];
}

export interface IncrementalAlterConfigsRequest extends Rpc {
  readonly type: 'IncrementalAlterConfigsRequest';
  readonly resources: readonly {
    readonly kind: ResourceType;
    /** A broker's '' means the default of all brokers. */
    readonly name: string;
    readonly set: Readonly<Record<string, string>>;
    readonly remove: readonly string[];
  }[];
  /** A forwarded request remembers what its broker refused itself: the client hears of all at once. Not on the wire. */
  readonly refused?: IncrementalAlterConfigsResponse['resources'];
}

export interface IncrementalAlterConfigsResponse extends Rpc {
  readonly type: 'IncrementalAlterConfigsResponse';
  readonly resources: readonly { readonly name: string; readonly error: ErrorName; readonly message: string | null }[];
}

// ---- Broker and controller -----------------------------------------------------------------------------------------------------

export interface BrokerRegistrationRequest extends Rpc {
  readonly type: 'BrokerRegistrationRequest';
  readonly broker: BrokerId;
  /** Differs at every start of the process; stands for the incarnation uuid. */
  readonly incarnation: number;
  readonly rack: string | null;
  /** Broker epoch found in the clean-shutdown file, or -1: tells an unclean shutdown (KIP-966). */
  readonly previousBrokerEpoch: number;
}

export interface BrokerRegistrationResponse extends Rpc {
  readonly type: 'BrokerRegistrationResponse';
  readonly error: ErrorName;
  readonly brokerEpoch: number;
}

export interface BrokerHeartbeatRequest extends Rpc {
  readonly type: 'BrokerHeartbeatRequest';
  readonly broker: BrokerId;
  readonly brokerEpoch: number;
  readonly currentMetadataOffset: Offset;
  readonly wantFence: boolean;
  readonly wantShutDown: boolean;
}

export interface BrokerHeartbeatResponse extends Rpc {
  readonly type: 'BrokerHeartbeatResponse';
  readonly error: ErrorName;
  readonly isCaughtUp: boolean;
  readonly isFenced: boolean;
  readonly shouldShutDown: boolean;
}

export interface AlterPartitionRequest extends Rpc {
  readonly type: 'AlterPartitionRequest';
  readonly broker: BrokerId;
  readonly brokerEpoch: number;
  readonly partitions: readonly {
    readonly tp: Tp;
    /** Absent in requests before KIP-516's ids: then the name decides. */
    readonly topicId?: string;
    readonly leaderEpoch: LeaderEpoch;
    readonly partitionEpoch: number;
    /** LeaderRecoveryState RECOVERING (KIP-704); absent: RECOVERED. */
    readonly recovering?: boolean;
    readonly newIsr: readonly { readonly broker: BrokerId; readonly brokerEpoch: number }[];
  }[];
}

export interface AlterPartitionResponse extends Rpc {
  readonly type: 'AlterPartitionResponse';
  readonly error: ErrorName;
  readonly partitions: readonly {
    readonly tp: Tp;
    readonly error: ErrorName;
    readonly leader: BrokerId;
    readonly leaderEpoch: LeaderEpoch;
    readonly isr: readonly BrokerId[];
    readonly partitionEpoch: number;
  }[];
}

// ---- Groups (classic protocol) -------------------------------------------------------------------------------------------------

export interface FindCoordinatorRequest extends Rpc {
  readonly type: 'FindCoordinatorRequest';
  /** The key: a group, or with `keyType` a transactional id. */
  readonly group: string;
  readonly keyType?: 'transaction';
}

export interface FindCoordinatorResponse extends Rpc {
  readonly type: 'FindCoordinatorResponse';
  readonly error: ErrorName;
  readonly coordinator: BrokerId;
}

export interface JoinGroupRequest extends Rpc {
  readonly type: 'JoinGroupRequest';
  readonly group: string;
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocolType: 'consumer';
  /** Assignors in order of preference. */
  readonly protocols: readonly MemberProtocol[];
}

/** ConsumerProtocolSubscription: an assignor, and what it needs to know of the member. */
export interface MemberProtocol {
  readonly name: string;
  readonly topics: readonly string[];
  /** Partitions that the member holds while it joins: none unless it is cooperative. */
  readonly owned: readonly Tp[];
  /** Generation of its last assignment; absent without one. */
  readonly generation?: number;
  readonly rack?: string;
  /** What a sticky assignor of the member remembers (user data). */
  readonly remembered?: { readonly partitions: readonly Tp[]; readonly generation: number };
}

export interface JoinGroupResponse extends Rpc {
  readonly type: 'JoinGroupResponse';
  readonly error: ErrorName;
  readonly generation: number;
  readonly protocol: string;
  readonly leader: string;
  readonly memberId: string;
  /** All members for the leader, empty for the others. */
  readonly members: readonly JoinedMember[];
  /** A static leader came back: the assignment stands (KIP-814). */
  readonly skipAssignment?: boolean;
}

export interface JoinedMember extends Omit<MemberProtocol, 'name'> {
  readonly memberId: string;
  readonly instanceId: string | null;
}

export interface SyncGroupRequest extends Rpc {
  readonly type: 'SyncGroupRequest';
  readonly group: string;
  readonly generation: number;
  readonly memberId: string;
  readonly instanceId?: string;
  /** From the leader only; others send none. */
  readonly assignments: readonly { readonly memberId: string; readonly partitions: readonly Tp[] }[];
}

export interface SyncGroupResponse extends Rpc {
  readonly type: 'SyncGroupResponse';
  readonly error: ErrorName;
  readonly partitions: readonly Tp[];
}

export interface HeartbeatRequest extends Rpc {
  readonly type: 'HeartbeatRequest';
  readonly group: string;
  readonly generation: number;
  readonly memberId: string;
  readonly instanceId?: string;
}

export interface HeartbeatResponse extends Rpc {
  readonly type: 'HeartbeatResponse';
  readonly error: ErrorName;
}

export interface LeaveGroupRequest extends Rpc {
  readonly type: 'LeaveGroupRequest';
  readonly group: string;
  readonly memberId: string;
  readonly instanceId?: string;
  /** KIP-800: why the member goes. */
  readonly reason?: 'left' | 'poll-timeout';
}

export interface LeaveGroupResponse extends Rpc {
  readonly type: 'LeaveGroupResponse';
  readonly error: ErrorName;
}

/** KIP-848. What did not change since the last heartbeat is left out (null, or -1). */
export interface ConsumerGroupHeartbeatRequest extends Rpc {
  readonly type: 'ConsumerGroupHeartbeatRequest';
  readonly group: string;
  readonly memberId: string;
  /** 0 joins, -1 leaves, -2 leaves as a static member that will be back. */
  readonly memberEpoch: number;
  readonly instanceId?: string;
  readonly clientId: string;
  /** max.poll.interval.ms: how long the member may take to give partitions up. */
  readonly rebalanceTimeoutMs: number;
  readonly topics: readonly string[] | null;
  /** group.remote.assignor. */
  readonly assignor: string | null;
  readonly owned: readonly Tp[] | null;
}

export interface ConsumerGroupHeartbeatResponse extends Rpc {
  readonly type: 'ConsumerGroupHeartbeatResponse';
  readonly error: ErrorName;
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly heartbeatIntervalMs: number;
  /** What the member may read from now on; null when nothing changed. */
  readonly assignment: readonly Tp[] | null;
}

export interface OffsetCommitRequest extends Rpc {
  readonly type: 'OffsetCommitRequest';
  readonly group: string;
  readonly generation: number;
  readonly memberId: string;
  readonly instanceId?: string;
  readonly offsets: readonly { readonly tp: Tp; readonly offset: Offset; readonly leaderEpoch: LeaderEpoch }[];
}

export interface OffsetCommitResponse extends Rpc {
  readonly type: 'OffsetCommitResponse';
  readonly offsets: readonly { readonly tp: Tp; readonly error: ErrorName }[];
}

export interface OffsetFetchRequest extends Rpc {
  readonly type: 'OffsetFetchRequest';
  readonly group: string;
  /** null asks for all of the group. */
  readonly partitions: readonly Tp[] | null;
}

export interface OffsetFetchResponse extends Rpc {
  readonly type: 'OffsetFetchResponse';
  readonly error: ErrorName;
  /** offset -1: nothing committed. An error: a transaction that is not over yet has offsets for it (UNSTABLE_OFFSET_COMMIT). */
  readonly offsets: readonly { readonly tp: Tp; readonly offset: Offset; readonly leaderEpoch: LeaderEpoch; readonly error?: ErrorName }[];
}

export const CLASSIC_GROUP_STATES = ['Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead'] as const;
export type ClassicGroupState = (typeof CLASSIC_GROUP_STATES)[number];

/** States of groups of either protocol (GroupState). */
export const GROUP_STATES = [...CLASSIC_GROUP_STATES, 'Assigning', 'Reconciling'] as const;
export type GroupStateName = (typeof GROUP_STATES)[number];

export interface DescribeGroupsRequest extends Rpc {
  readonly type: 'DescribeGroupsRequest';
  readonly groups: readonly string[];
}

/** A group as ConsumerGroupDescribe, or for classic groups DescribeGroups, tells of it. */
export interface DescribedGroup {
  readonly group: string;
  readonly error: ErrorName;
  readonly state: GroupStateName;
  /** Of a consumer group (KIP-848) or share group: its epoch is `generation`. */
  readonly targetEpoch?: number;
  /** Absent: classic or consumer. */
  readonly type?: 'share';
  readonly protocol: string;
  readonly generation: number;
  readonly members: readonly DescribedMember[];
}

export interface DescribedMember {
  readonly memberId: string;
  readonly instanceId?: string;
  readonly clientId: string;
  readonly host: string;
  readonly partitions: readonly Tp[];
  /** Of a member of a consumer group. */
  readonly epoch?: number;
  readonly target?: readonly Tp[];
}

export interface DescribeGroupsResponse extends Rpc {
  readonly type: 'DescribeGroupsResponse';
  readonly groups: readonly DescribedGroup[];
}

export interface DeleteGroupsRequest extends Rpc {
  readonly type: 'DeleteGroupsRequest';
  readonly groups: readonly string[];
}

export interface DeleteGroupsResponse extends Rpc {
  readonly type: 'DeleteGroupsResponse';
  readonly results: readonly { readonly group: string; readonly error: ErrorName }[];
}

export interface OffsetDeleteRequest extends Rpc {
  readonly type: 'OffsetDeleteRequest';
  readonly group: string;
  readonly partitions: readonly Tp[];
}

export interface OffsetDeleteResponse extends Rpc {
  readonly type: 'OffsetDeleteResponse';
  /** Of the whole request. */
  readonly error: ErrorName;
  readonly partitions: readonly { readonly tp: Tp; readonly error: ErrorName }[];
}

export interface ListGroupsRequest extends Rpc {
  readonly type: 'ListGroupsRequest';
}

export interface ListGroupsResponse extends Rpc {
  readonly type: 'ListGroupsResponse';
  readonly error: ErrorName;
  readonly groups: readonly { readonly group: string; readonly state: GroupStateName; readonly type?: 'consumer' | 'share' }[];
}

export type Request =
  | ApiVersionsRequest
  | ControllerRequest
  | AdminRequest
  | RaftRequest
  | DescribeQuorumRequest
  | ProduceRequest
  | FetchRequest
  | ListOffsetsRequest
  | InitProducerIdRequest
  | AllocateProducerIdsRequest
  | MetadataRequest
  | CreateTopicsRequest
  | DeleteTopicsRequest
  | CreatePartitionsRequest
  | DescribeConfigsRequest
  | ListConfigResourcesRequest
  | IncrementalAlterConfigsRequest
  | BrokerRegistrationRequest
  | BrokerHeartbeatRequest
  | AlterPartitionRequest
  | FindCoordinatorRequest
  | JoinGroupRequest
  | SyncGroupRequest
  | HeartbeatRequest
  | LeaveGroupRequest
  | ConsumerGroupHeartbeatRequest
  | OffsetCommitRequest
  | OffsetFetchRequest
  | DescribeGroupsRequest
  | DeleteGroupsRequest
  | OffsetDeleteRequest
  | DeleteRecordsRequest
  | ListGroupsRequest
  | ShareRequest
  | TransactionRequest;

export type Response =
  | ApiVersionsResponse
  | ControllerResponse
  | AdminResponse
  | RaftResponse
  | DescribeQuorumResponse
  | EnvelopeResponse
  | ProduceResponse
  | FetchResponse
  | ListOffsetsResponse
  | InitProducerIdResponse
  | AllocateProducerIdsResponse
  | MetadataResponse
  | CreateTopicsResponse
  | DeleteTopicsResponse
  | CreatePartitionsResponse
  | DescribeConfigsResponse
  | ListConfigResourcesResponse
  | IncrementalAlterConfigsResponse
  | BrokerRegistrationResponse
  | BrokerHeartbeatResponse
  | AlterPartitionResponse
  | FindCoordinatorResponse
  | JoinGroupResponse
  | SyncGroupResponse
  | HeartbeatResponse
  | LeaveGroupResponse
  | ConsumerGroupHeartbeatResponse
  | OffsetCommitResponse
  | OffsetFetchResponse
  | DescribeGroupsResponse
  | DeleteGroupsResponse
  | OffsetDeleteResponse
  | DeleteRecordsResponse
  | ListGroupsResponse
  | ShareResponse
  | TransactionResponse;

/** The response type that answers a request type. */
export type ResponseTo<R extends Request> = R['type'] extends `${infer Api}Request` ? Extract<Response, { type: `${Api}Response` }> : never;

/** Without the number that the sender adds. */
export type Body<M extends Rpc> = M extends Rpc ? Omit<M, 'correlation'> : never;

export type GroupRequest =
  | JoinGroupRequest
  | SyncGroupRequest
  | HeartbeatRequest
  | LeaveGroupRequest
  | ConsumerGroupHeartbeatRequest
  | OffsetCommitRequest
  | OffsetFetchRequest
  | DescribeGroupsRequest
  | DeleteGroupsRequest
  | OffsetDeleteRequest
  | ListGroupsRequest
  | ShareGroupHeartbeatRequest
  | ShareAdminRequest;
