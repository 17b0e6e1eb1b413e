/**
 * Facts: what became true at a step, for people, goals, checkers and the ledger. One vocabulary for narration, announcements, the event table
 * and the trace. `broker` is a broker id; `node` a process name; `tp` a topic-partition.
 */
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { GroupStateName } from '#kafka/protocol/messages.ts';
import type { BrokerId, LeaderEpoch, NodeName, Offset, Tp } from '#kafka/protocol/names.ts';
import type { TransactionState } from '#kafka/protocol/transactions.ts';
import type { Fact } from '#sim/event.ts';

/** Faults of links, as `fault` names them. */
export const LINK_FAULTS = ['cut', 'isolate', 'split', 'delay', 'reorder', 'drop', 'duplicate', 'throttle', 'clog'] as const;
export type LinkFault = (typeof LINK_FAULTS)[number];

export interface FactShapes {
  // Processes and network (from outside)
  CommandRun: { command: string };
  /** A line of the timeline or terminal that could not be carried out; `message` is the tool's own text. */
  CommandFailed: { command: string; message: string };
  ProcessStarted: { node: NodeName };
  ProcessKilled: { node: NodeName };
  ProcessStopping: { node: NodeName };
  ProcessExited: { node: NodeName };
  ProcessPaused: { node: NodeName };
  ProcessResumed: { node: NodeName };
  NetworkDisconnected: { node: NodeName };
  NetworkConnected: { node: NodeName };
  /** A fault lies over the links from some nodes to others, as the command named them. */
  LinksDisturbed: { fault: LinkFault; from: string; to: string };
  ConnectionsReset: { from: NodeName; to: NodeName };
  MetadataFrozen: { node: NodeName };
  CpuSlowed: { node: NodeName; factor: number };
  /** How far its wall clock is ahead of the right time; 0 is right. */
  ClockSkewed: { node: NodeName; skewMs: number };
  TimersLate: { node: NodeName; percent: number };
  TiesShuffled: { seed: number };
  ContainerRemoved: { node: NodeName };
  FaultsHealed: { faults: readonly string[] };

  // Brokers and controller
  BrokerStateChanged: { broker: BrokerId; from: BrokerState; to: BrokerState };
  BrokerRegistered: { broker: BrokerId; brokerEpoch: number };
  BrokerFenced: { broker: BrokerId; reason: 'registration' | 'session-timeout' | 'shutdown' };
  BrokerUnfenced: { broker: BrokerId };
  ControllerElected: { node: NodeName; epoch: number };
  /** It leads the quorum no more: on its way out, for want of a majority that fetches (check-quorum), or because another epoch has begun. */
  ControllerResigned: { node: NodeName; epoch: number; reason: 'shutdown' | 'check-quorum' | 'deposed' };
  /** A voter of a quorum of several moved from one Raft state to another. */
  QuorumStateChanged: { node: NodeName; from: QuorumStateName; to: QuorumStateName; epoch: number };
  /** A pre-vote (KIP-996) asks whether an election could be won, and binds nobody. */
  VoteGranted: { node: NodeName; candidate: NodeName; epoch: number; preVote: boolean };
  /** In a quorum of several: the leader learnt that a majority holds more of the metadata log. */
  MetadataHighWatermarkAdvanced: { node: NodeName; from: Offset; to: Offset };
  /** A voter cut entries that the leader does not have; `epochs` are theirs, one each. `highWatermark`: what it knew to be committed, -1 nothing. */
  MetadataLogTruncated: { node: NodeName; from: Offset; to: Offset; epochs: readonly number[]; highWatermark: Offset };
  /** A voter wrote down what the metadata log says up to `endOffset`, after so many bytes or so much time (KIP-630). */
  MetadataSnapshotWritten: { node: NodeName; endOffset: Offset; epoch: number; why: 'bytes' | 'time' };
  /** A voter or broker for which the leader's log begins too late has loaded the leader's snapshot instead. */
  MetadataSnapshotLoaded: { node: NodeName; endOffset: Offset; epoch: number };
  /** Entries before `to` are in a snapshot, and gone from this voter's log. */
  MetadataLogStartAdvanced: { node: NodeName; from: Offset; to: Offset };
  /** A voter's disk is gone; `kept` entries of its metadata log are left, and nothing of whom it voted for. */
  QuorumDiskLost: { node: NodeName; kept: Offset };
  // ZooKeeper: the ensemble, its sessions and znodes, and the controller that a broker is elected to be
  /** A server of the ensemble looks for a leader, leads or follows. */
  EnsembleStateChanged: { node: NodeName; from: EnsembleState; to: EnsembleState };
  /** A quorum has its log: clients are served. */
  EnsembleLeaderElected: { node: NodeName; epoch: number };
  SessionEstablished: { node: NodeName; session: number };
  /** The ensemble has not heard of this client for its session's timeout: its ephemeral znodes go. */
  SessionExpired: { node: NodeName; session: number };
  SessionClosed: { node: NodeName; session: number };
  /** A client hears that its session has ended, maybe long after. */
  SessionLost: { node: NodeName };
  /** `controllerEpoch`: written by the controller of that epoch. */
  ZnodeCreated: { path: string; node: NodeName; ephemeral: boolean; controllerEpoch?: number };
  ZnodeChanged: { path: string; node: NodeName; version: number; controllerEpoch?: number };
  ZnodeDeleted: { path: string; node: NodeName };
  /** Its ephemeral znode in /brokers/ids is there; the czxid is the broker epoch. */
  BrokerJoined: { broker: BrokerId; brokerEpoch: number };
  /** Its ephemeral znode in /brokers/ids is gone. */
  BrokerUnregistered: { broker: BrokerId };
  /** PartitionStateMachine and ReplicaStateMachine of the controller. */
  PartitionStateChanged: { tp: Tp; from: string; to: string };
  /** "Controller … failed to change state for partition …": ZooKeeper refused what the change would have written. */
  StateChangeFailed: { tp: Tp; from: string; to: string; error: string };
  ReplicaStateChanged: { tp: Tp; broker: BrokerId; from: string; to: string };
  /** /brokers/ids still has the znode of an earlier process of this broker: NodeExistsException ends it. */
  RegistrationRefused: { broker: BrokerId; path: string };
  /** `brokerEpoch`: of the life of the broker that it was meant for (KIP-380, 2.2); -1 before. */
  LeaderAndIsrReceived: { broker: BrokerId; controller: BrokerId; controllerEpoch: number; brokerEpoch: number; tps: readonly Tp[] };
  /** A broker refuses what a controller sent: of an older controller epoch, or meant for an earlier life of the broker. */
  ControlRequestRefused: { broker: BrokerId; controller: BrokerId; request: string; error: ErrorName; controllerEpoch: number; known: number };
  TopicCreated: { topic: string; partitions: number; replicationFactor: number };
  TopicDeleted: { topic: string };
  /** Committed to the metadata log: the truth about who leads. `leader` -1 means offline. */
  LeaderElected: {
    tp: Tp;
    leader: BrokerId;
    previousLeader: BrokerId;
    leaderEpoch: LeaderEpoch;
    isr: readonly BrokerId[];
    candidates: readonly BrokerId[];
    /** `kept`: a new leader epoch with the same leader, because the set of replicas changed. */
    how: 'isr' | 'elr' | 'unclean' | 'preferred' | 'reassignment' | 'kept' | 'created' | 'none';
  };
  IsrShrunk: { tp: Tp; isr: readonly BrokerId[]; removed: readonly BrokerId[]; by: 'leader' | 'controller' };
  IsrExpanded: { tp: Tp; isr: readonly BrokerId[]; added: readonly BrokerId[] };
  /** Eligible leader replicas (KIP-966): they left the ISR when it was too small already, and so hold every committed record. */
  ElrChanged: { tp: Tp; elr: readonly BrokerId[]; lastKnownElr: readonly BrokerId[] };
  /** A leader from an unclean election may lack committed records until it has said that it recovered (KIP-704). */
  LeaderRecoveryChanged: { tp: Tp; state: 'RECOVERED' | 'RECOVERING' };
  PartitionsAdded: { topic: string; partitions: number; count: number };
  ReassignmentStarted: { tp: Tp; replicas: readonly BrokerId[]; adding: readonly BrokerId[]; removing: readonly BrokerId[] };
  ReassignmentCompleted: { tp: Tp; replicas: readonly BrokerId[]; removed: readonly BrokerId[] };
  ReassignmentCancelled: { tp: Tp; replicas: readonly BrokerId[] };
  /** A dynamic setting, of a topic, a broker or (name '') all brokers; a null value removes it. */
  ConfigChanged: { kind: 'topic' | 'broker' | 'group'; name: string; key: string; value: string | null };
  /** A replica that is not needed any more: its directory is renamed, and goes after file.delete.delay.ms. */
  LogDeletionScheduled: { tp: Tp; broker: BrokerId; directory: string; logEndOffset: Offset };
  LogDeleted: { tp: Tp; broker: BrokerId; directory: string };
  /** The leader asks the controller for a smaller or larger ISR. */
  IsrChangeRequested: { tp: Tp; broker: BrokerId; isr: readonly BrokerId[] };
  BelowMinIsr: { tp: Tp; isr: readonly BrokerId[]; minInsyncReplicas: number };
  MetadataApplied: { broker: BrokerId; offset: Offset };

  // Replicas
  BecameLeader: { tp: Tp; broker: BrokerId; leaderEpoch: LeaderEpoch; logEndOffset: Offset };
  BecameFollower: { tp: Tp; broker: BrokerId; leader: BrokerId; leaderEpoch: LeaderEpoch };
  RecordsAppended: {
    tp: Tp;
    broker: BrokerId;
    role: 'leader' | 'follower';
    baseOffset: Offset;
    lastOffset: Offset;
    leaderEpoch: LeaderEpoch;
    ids: readonly string[];
    /** One for each id, where the leader's log has holes; else they are dense from `baseOffset`. */
    offsets?: readonly Offset[];
    /** Written in a transaction; with `control` it is the marker that ends one. On leaders only. */
    transaction?: { readonly producerId: number; readonly producerEpoch: number; readonly control?: 'COMMIT' | 'ABORT' };
  };
  HighWatermarkAdvanced: { tp: Tp; broker: BrokerId; role: 'leader' | 'follower'; from: Offset; to: Offset };
  /** A follower's high watermark can also move down, after it truncated. */
  HighWatermarkLowered: { tp: Tp; broker: BrokerId; from: Offset; to: Offset };
  /** `epochs` are the leader epochs of the records cut off, one for each id: a retry may have put the same record at the same offset in a later epoch. */
  LogTruncated: { tp: Tp; broker: BrokerId; from: Offset; to: Offset; ids: readonly string[]; epochs: readonly LeaderEpoch[] };
  ReplicaFellBehind: { tp: Tp; broker: BrokerId; lagRecords: number };
  /** A follower that is not in sync has to wait for records, because `broker` has sent or taken its bytes a second of throttled replicas (KIP-73). */
  ReplicationThrottled: { tp: Tp; broker: BrokerId; follower: BrokerId; side: 'leader' | 'follower'; bytesPerSecond: number };

  // Logs and disks
  /** The active segment was closed; a new one begins at `baseOffset`. */
  SegmentRolled: { tp: Tp; broker: BrokerId; baseOffset: Offset; reason: 'size' | 'time' | 'index' | 'offsets' | 'retention' };
  SegmentsDeleted: { tp: Tp; broker: BrokerId; baseOffsets: readonly Offset[]; reason: 'log-start' | 'size' | 'time' };
  LogStartOffsetAdvanced: { tp: Tp; broker: BrokerId; from: Offset; to: Offset; reason: 'segment-deletion' | 'delete-records' | 'leader' };
  /** Compaction went over `from` to `to` (exclusive); offsets of what it removed. */
  LogCleaned: { tp: Tp; broker: BrokerId; from: Offset; to: Offset; removed: readonly Offset[] };
  /** A broker opened its logs at its start; `clean` when the clean-shutdown file was there. */
  LogsLoaded: { broker: BrokerId; logs: number; clean: boolean };
  /** A replica lost the end of its log, or all of it: not flushed when the power failed, behind a bad batch at recovery, or wiped with the disk. */
  LogTailLost: {
    tp: Tp;
    broker: BrokerId;
    from: Offset;
    to: Offset;
    ids: readonly string[];
    epochs: readonly LeaderEpoch[];
    cause: 'power-loss' | 'bad-batch' | 'wiped';
  };
  PowerLost: { node: NodeName };
  DiskWiped: { broker: BrokerId };
  DiskFilled: { broker: BrokerId };
  DiskSlowed: { broker: BrokerId; latencyMs: number };
  FsyncLied: { broker: BrokerId };
  DiskHealed: { broker: BrokerId; fault: 'disk-full' | 'slow-disk' | 'lying-fsync' };
  CheckpointsLost: { broker: BrokerId; files: readonly string[] };
  BatchCorrupted: { tp: Tp; broker: BrokerId; baseOffset: Offset; lastOffset: Offset };
  TailTorn: { tp: Tp; broker: BrokerId; baseOffset: Offset; lastOffset: Offset };
  /** A write to the only log directory failed: the broker halts. */
  LogDirFailed: { broker: BrokerId; cause: string };

  // Producers
  /** `origin`: the record that it was made of, where an application reads and writes on. */
  RecordSent: { node: NodeName; id: string; topic: string; tp: Tp; key: string | null; value: string | null; origin?: string };
  BatchSent: { node: NodeName; tp: Tp; ids: readonly string[]; attempt: number; acks: 0 | 1 | -1 };
  RecordsAcknowledged: { node: NodeName; tp: Tp; ids: readonly string[]; baseOffset: Offset; acks: 0 | 1 | -1 };
  SendRetried: { node: NodeName; tp: Tp; ids: readonly string[]; error: ErrorName; attempt: number };
  SendFailed: { node: NodeName; tp: Tp; ids: readonly string[]; error: string };
  /** The broker recognised a batch it already has and answered with the first offset (idempotence). */
  DuplicateRefused: { tp: Tp; broker: BrokerId; ids: readonly string[]; baseOffset: Offset };
  ProduceRefused: { tp: Tp; broker: BrokerId; error: ErrorName; ids: readonly string[] };
  MetadataRefreshed: { node: NodeName };

  // Transactions
  /** A transactional id moved from one state to another, and the record of it is replicated. `partitions` are those of the transaction. */
  TransactionStateChanged: {
    transactionalId: string;
    from: TransactionState;
    to: TransactionState;
    producerId: number;
    producerEpoch: number;
    partitions: readonly Tp[];
  };
  /** It was open for longer than transaction.timeout.ms: the coordinator aborts it and fences its producer. */
  TransactionTimedOut: { transactionalId: string; broker: BrokerId; timeoutMs: number };
  TransactionCoordinatorLoaded: { transactionalId: string; broker: BrokerId };
  /** A leader appended the marker that ends a transaction in its partition; `ids` are the records of the partition that it ends. */
  TransactionMarkerWritten: {
    tp: Tp;
    broker: BrokerId;
    offset: Offset;
    control: 'COMMIT' | 'ABORT';
    ids: readonly string[];
    producerId: number;
    producerEpoch: number;
    coordinatorEpoch: number;
  };
  /** initTransactions() returned. */
  TransactionsInitialized: { node: NodeName; transactionalId: string; producerId: number; producerEpoch: number };
  TransactionBegun: { node: NodeName; transactionalId: string };
  /** commitTransaction() or abortTransaction() returned; `ids` are the records that were sent in the transaction. */
  TransactionEnded: { node: NodeName; transactionalId: string; committed: boolean; ids: readonly string[] };
  /** The transaction cannot be committed any more, or with `fatal` the producer must be closed. */
  TransactionFailed: { node: NodeName; transactionalId: string; error: string; fatal: boolean; ids: readonly string[] };
  /** sendOffsetsToTransaction() returned: they count when the transaction is committed. */
  OffsetsSentToTransaction: { node: NodeName; group: string; tps: readonly Tp[]; offsets: readonly Offset[] };

  /** A replica has forgotten idle producers (producer.id.expiration.ms): it would not know what they send again. */
  ProducersExpired: { tp: Tp; broker: BrokerId; producerIds: readonly number[]; expirationMs: number };

  // Consumers and groups
  GroupStateChanged: { group: string; from: GroupStateName; to: GroupStateName; generation: number; members: number; reason: string };
  MemberJoined: { group: string; memberId: string; node: NodeName };
  /** A static member came back under its group.instance.id and took its old place; `replaced` is fenced. */
  StaticMemberReplaced: { group: string; instanceId: string; memberId: string; replaced: string; node: NodeName };
  /** The coordinator of a consumer group (KIP-848) has computed who is to own what, as of this epoch of the group. */
  TargetAssigned: { group: string; epoch: number; assignor: string; members: readonly { memberId: string; node: NodeName; partitions: readonly Tp[] }[] };
  MemberLeft: { group: string; memberId: string; node: NodeName; reason: 'left' | 'session-timeout' | 'rebalance-timeout' | 'poll-timeout' };
  /** `added`: what a cooperative member did not hold before. Without it all of `partitions` is new. */
  PartitionsAssigned: { group: string; node: NodeName; generation: number; partitions: readonly Tp[]; added?: readonly Tp[] };
  PartitionsRevoked: { group: string; node: NodeName; partitions: readonly Tp[]; lost: boolean };
  /** A consumer found no committed offset, or one out of range, and applied auto.offset.reset. */
  OffsetReset: { group: string; node: NodeName; tp: Tp; policy: 'earliest' | 'latest' | 'by_duration' | 'none'; offset: Offset };
  /** auto.offset.reset=by_duration, and the leader has no record that is so new. */
  NothingSince: { group: string; node: NodeName; tp: Tp; timestampMs: number };
  /** KIP-320. divergence -1: nobody knows where the logs part. */
  TruncationDetected: { group: string; node: NodeName; tp: Tp; position: Offset; leaderEpoch: LeaderEpoch; divergence: Offset };
  PositionInitialized: { group: string; node: NodeName; tp: Tp; offset: Offset };
  /** The application called pause() or resume(); whose the partitions are does not change. */
  PartitionsPaused: { group: string; node: NodeName; partitions: readonly Tp[] };
  PartitionsResumed: { group: string; node: NodeName; partitions: readonly Tp[] };
  /** The application called seek(), seekToBeginning() or seekToEnd(); `from` is -1 where there was no position. */
  PositionSought: { group: string; node: NodeName; tp: Tp; from: Offset; to: Offset | 'earliest' | 'latest' };
  /** A call of the consumer threw; the application goes on. */
  CallThrew: { group: string; node: NodeName; call: string; exception: string; message: string };
  /** The leader sent this consumer to a follower in its rack, from which it reads for metadata.max.age.ms (KIP-392). */
  ReadReplicaPreferred: { group: string; node: NodeName; tp: Tp; replica: BrokerId; leader: BrokerId; rack: string };
  /** It reads from the leader again: the lease is over, or the replica cannot serve it. */
  ReadReplicaCleared: {
    group: string;
    node: NodeName;
    tp: Tp;
    replica: BrokerId;
    why: 'lease-expired' | 'leader-changed' | 'out-of-range' | 'error' | 'offline' | 'disconnected';
  };
  /** poll() handed records to the application: the position moved. */
  RecordsPolled: { group: string; node: NodeName; tp: Tp; baseOffset: Offset; lastOffset: Offset; ids: readonly string[] };
  RecordProcessed: { group: string; node: NodeName; tp: Tp; offset: Offset; id: string };
  /** Durable: the record in __consumer_offsets is committed. */
  OffsetCommitted: { group: string; tp: Tp; offset: Offset; previous: Offset; memberId: string };
  /** A committed offset is no more: an admin deleted it, or it was unused for offsets.retention.minutes. */
  OffsetRemoved: { group: string; tp: Tp; offset: Offset; why: 'deleted' | 'expired'; state: GroupStateName; retentionMs: number };
  CommitFailed: { group: string; node: NodeName; error: ErrorName };
  CoordinatorFound: { group: string; node: NodeName; broker: BrokerId };
  CoordinatorLoaded: { group: string; broker: BrokerId };

  // Share groups (KIP-932): a partition's leader hands out records, each under a lock
  /** The coordinator has computed who is to fetch from what: a partition may go to several members. */
  ShareTargetAssigned: { group: string; epoch: number; members: readonly { memberId: string; node: NodeName; partitions: readonly Tp[] }[] };
  /** A member fetches from these partitions from now on. */
  ShareAssigned: { group: string; node: NodeName; epoch: number; partitions: readonly Tp[] };
  /** The leader has read from the persister what the group has in flight of this partition. */
  SharePartitionLoaded: { group: string; tp: Tp; broker: BrokerId; startOffset: Offset; inFlight: number };
  /** It could not be read, or is another leader's. */
  SharePartitionFailed: { group: string; tp: Tp; broker: BrokerId; error: ErrorName };
  /** A member has these records under its locks; `deliveryCount` counts this delivery. */
  RecordsAcquired: {
    group: string;
    tp: Tp;
    broker: BrokerId;
    node: NodeName;
    firstOffset: Offset;
    lastOffset: Offset;
    deliveryCount: number;
    ids: readonly string[];
  };
  /** poll() of a share consumer handed records to the application. */
  RecordsDelivered: { group: string; node: NodeName; tp: Tp; firstOffset: Offset; lastOffset: Offset; deliveryCount: number; ids: readonly string[] };
  /** Records are acquired no more. ARCHIVED: rejected, or delivered as often as may be. */
  DeliveryStateChanged: {
    group: string;
    tp: Tp;
    broker: BrokerId;
    firstOffset: Offset;
    lastOffset: Offset;
    state: 'AVAILABLE' | 'ACKNOWLEDGED' | 'ARCHIVED';
    deliveryCount: number;
    why: 'acknowledged' | 'session-ended' | 'lock-timeout';
  };
  AcquisitionLocksRenewed: { group: string; tp: Tp; broker: BrokerId; node: NodeName; firstOffset: Offset; lastOffset: Offset };
  AcknowledgementRefused: { group: string; tp: Tp; broker: BrokerId; node: NodeName; error: ErrorName; message: string };
  /** A member hears that acknowledgements did not count. */
  AcknowledgementFailed: { group: string; node: NodeName; tp: Tp; error: ErrorName };
  /** Everything before it is done with. */
  ShareStartOffsetAdvanced: { group: string; tp: Tp; broker: BrokerId; from: Offset; to: Offset };
  /** A member's session with a leader is over, and what it had there is given back. */
  ShareSessionEnded: { group: string; broker: BrokerId; node: NodeName; why: 'closed' | 'disconnected' };

  // Beside Kafka
  /** A lag monitor thinks differently of a group than when it last looked: OK, WARN or ERR. */
  /** `cluster`: what the monitor calls it, where it watches several. */
  LagStatusChanged: { node: NodeName; group: string; cluster?: string; from: string; to: string; lagRecords: number };

  /** Messages of a work queue, from the application that makes them to their deletion. `queue` is the service. */
  MessagePublished: { node: NodeName; queue: NodeName; id: string };
  MessageQueued: { queue: NodeName; id: string };
  MessageDelivered: { queue: NodeName; node: NodeName; id: string; redelivered: boolean };
  MessageProcessed: { queue: NodeName; node: NodeName; id: string; redelivered: boolean };
  MessageDeleted: { queue: NodeName; id: string };
  /** What a worker had and did not acknowledge is back in its place. */
  MessagesRequeued: { queue: NodeName; node: NodeName; ids: readonly string[] };
  MessagesLost: { queue: NodeName; ids: readonly string[] };

  /** Kafka Connect: a source read lines of a file, up to a position. */
  LinesRead: { node: NodeName; connector: string; file: string; count: number; position: number };
  /** Everything up to this position was acknowledged, and a restart goes on there. */
  SourceOffsetStored: { node: NodeName; connector: string; file: string; position: number };
  /** A sink appended lines to a file. */
  LinesWritten: { node: NodeName; connector: string; file: string; count: number };

  /** Kafka Streams: a task's store is what its changelog says, and the task may run. */
  StoreRestored: { node: NodeName; application: string; task: string; records: number };

  // Terminal
  OutputPrinted: { node: NodeName; stream: 'stdout' | 'stderr'; line: string };
  ToolExited: { node: NodeName; code: number };
}

export const QUORUM_STATES = ['Unattached', 'Prospective', 'Candidate', 'Leader', 'Follower', 'Resigned'] as const;
/** The states of org.apache.kafka.raft.QuorumState */
export type QuorumStateName = (typeof QUORUM_STATES)[number];

export const ENSEMBLE_STATES = ['LOOKING', 'FOLLOWING', 'LEADING'] as const;
/** org.apache.zookeeper.server.quorum.QuorumPeer.ServerState */
export type EnsembleState = (typeof ENSEMBLE_STATES)[number];

export const BROKER_STATES = ['NOT_RUNNING', 'STARTING', 'RECOVERY', 'RUNNING', 'PENDING_CONTROLLED_SHUTDOWN', 'SHUTTING_DOWN'] as const;
/** org.apache.kafka.metadata.BrokerState */
export type BrokerState = (typeof BROKER_STATES)[number];

export type FactName = keyof FactShapes;
export type FactOf<N extends FactName> = { readonly fact: N } & { readonly [K in keyof FactShapes[N]]: FactShapes[N][K] };
export type KafkaFact = { [N in FactName]: FactOf<N> }[FactName];

/** The kernel's facts are open; inside Highwater every fact is one of Kafka's. */
export const asKafkaFact = (fact: Fact): KafkaFact => fact as KafkaFact;

/** Notes a fact at the step that is being handled. */
export const tell = (env: { readonly facts: Fact[] }, fact: KafkaFact): void => {
  env.facts.push(fact);
};

/** How much a fact matters: 0 noise, 1 micro, 2 meaningful, 3 landmark (ux notes, section 2.9). */
export const SIGNIFICANCE: Readonly<Record<FactName, 0 | 1 | 2 | 3>> = {
  CommandRun: 2,
  CommandFailed: 2,
  ProcessStarted: 2,
  ProcessKilled: 3,
  ProcessStopping: 2,
  ProcessExited: 2,
  ProcessPaused: 3,
  ProcessResumed: 2,
  NetworkDisconnected: 3,
  NetworkConnected: 2,
  LinksDisturbed: 3,
  ConnectionsReset: 2,
  MetadataFrozen: 2,
  CpuSlowed: 2,
  ClockSkewed: 2,
  TimersLate: 2,
  TiesShuffled: 1,
  ContainerRemoved: 3,
  FaultsHealed: 2,
  BrokerStateChanged: 2,
  BrokerRegistered: 2,
  BrokerFenced: 3,
  BrokerUnfenced: 2,
  ControllerElected: 3,
  ControllerResigned: 3,
  QuorumStateChanged: 1,
  VoteGranted: 2,
  MetadataHighWatermarkAdvanced: 0,
  MetadataLogTruncated: 3,
  MetadataSnapshotWritten: 1,
  MetadataSnapshotLoaded: 2,
  MetadataLogStartAdvanced: 1,
  QuorumDiskLost: 3,
  EnsembleStateChanged: 2,
  EnsembleLeaderElected: 3,
  SessionEstablished: 1,
  SessionExpired: 3,
  SessionClosed: 1,
  SessionLost: 2,
  ZnodeCreated: 1,
  ZnodeChanged: 1,
  ZnodeDeleted: 1,
  BrokerJoined: 2,
  BrokerUnregistered: 2,
  PartitionStateChanged: 1,
  StateChangeFailed: 2,
  ReplicaStateChanged: 0,
  RegistrationRefused: 3,
  LeaderAndIsrReceived: 1,
  ControlRequestRefused: 3,
  TopicCreated: 2,
  TopicDeleted: 2,
  LeaderElected: 3,
  IsrShrunk: 3,
  IsrExpanded: 2,
  ElrChanged: 2,
  LeaderRecoveryChanged: 2,
  PartitionsAdded: 2,
  ReassignmentStarted: 2,
  ReassignmentCompleted: 2,
  ReassignmentCancelled: 2,
  ConfigChanged: 2,
  LogDeletionScheduled: 1,
  LogDeleted: 1,
  IsrChangeRequested: 1,
  BelowMinIsr: 3,
  MetadataApplied: 0,
  BecameLeader: 2,
  BecameFollower: 1,
  RecordsAppended: 2,
  HighWatermarkAdvanced: 2,
  HighWatermarkLowered: 2,
  LogTruncated: 3,
  ReplicaFellBehind: 2,
  ReplicationThrottled: 1,
  SegmentRolled: 1,
  SegmentsDeleted: 2,
  LogStartOffsetAdvanced: 2,
  LogCleaned: 2,
  LogsLoaded: 1,
  LogTailLost: 3,
  PowerLost: 3,
  DiskWiped: 3,
  DiskFilled: 2,
  DiskSlowed: 2,
  FsyncLied: 2,
  DiskHealed: 2,
  CheckpointsLost: 2,
  BatchCorrupted: 2,
  TailTorn: 2,
  LogDirFailed: 3,
  RecordSent: 1,
  BatchSent: 1,
  RecordsAcknowledged: 2,
  SendRetried: 2,
  SendFailed: 2,
  DuplicateRefused: 2,
  ProduceRefused: 2,
  MetadataRefreshed: 0,
  TransactionStateChanged: 2,
  TransactionTimedOut: 3,
  TransactionCoordinatorLoaded: 1,
  TransactionMarkerWritten: 2,
  TransactionsInitialized: 2,
  TransactionBegun: 2,
  TransactionEnded: 2,
  TransactionFailed: 3,
  OffsetsSentToTransaction: 2,
  ProducersExpired: 1,
  GroupStateChanged: 2,
  MemberJoined: 2,
  StaticMemberReplaced: 2,
  TargetAssigned: 2,
  MemberLeft: 2,
  PartitionsAssigned: 2,
  PartitionsRevoked: 2,
  OffsetReset: 2,
  NothingSince: 2,
  TruncationDetected: 2,
  PositionInitialized: 1,
  PartitionsPaused: 2,
  PartitionsResumed: 2,
  PositionSought: 2,
  CallThrew: 2,
  ReadReplicaPreferred: 2,
  ReadReplicaCleared: 2,
  RecordsPolled: 2,
  RecordProcessed: 1,
  OffsetCommitted: 2,
  OffsetRemoved: 2,
  CommitFailed: 2,
  CoordinatorFound: 1,
  CoordinatorLoaded: 1,
  ShareTargetAssigned: 2,
  ShareAssigned: 2,
  SharePartitionLoaded: 2,
  SharePartitionFailed: 2,
  RecordsAcquired: 2,
  RecordsDelivered: 2,
  DeliveryStateChanged: 2,
  AcquisitionLocksRenewed: 2,
  AcknowledgementRefused: 2,
  AcknowledgementFailed: 2,
  ShareStartOffsetAdvanced: 2,
  ShareSessionEnded: 2,
  LagStatusChanged: 3,
  MessagePublished: 1,
  MessageQueued: 2,
  MessageDelivered: 2,
  MessageProcessed: 2,
  MessageDeleted: 2,
  MessagesRequeued: 3,
  MessagesLost: 3,
  LinesRead: 2,
  SourceOffsetStored: 2,
  LinesWritten: 2,
  StoreRestored: 2,
  OutputPrinted: 1,
  ToolExited: 1,
};
