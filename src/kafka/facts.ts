/**
 * Facts: what became true at a step, for people, goals, checkers and the ledger. One vocabulary for narration, announcements, the event table
 * and the trace. `broker` is a broker id; `node` a process name; `tp` a topic-partition.
 */
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { ClassicGroupState } from '#kafka/protocol/messages.ts';
import type { BrokerId, LeaderEpoch, NodeName, Offset, Tp } from '#kafka/protocol/names.ts';
import type { Fact } from '#sim/event.ts';

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

  // Brokers and controller
  BrokerStateChanged: { broker: BrokerId; from: BrokerState; to: BrokerState };
  BrokerRegistered: { broker: BrokerId; brokerEpoch: number };
  BrokerFenced: { broker: BrokerId; reason: 'registration' | 'session-timeout' | 'shutdown' };
  BrokerUnfenced: { broker: BrokerId };
  ControllerElected: { node: NodeName; epoch: number };
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
    how: 'isr' | 'elr' | 'unclean' | 'preferred' | 'created' | 'none';
  };
  IsrShrunk: { tp: Tp; isr: readonly BrokerId[]; removed: readonly BrokerId[]; by: 'leader' | 'controller' };
  IsrExpanded: { tp: Tp; isr: readonly BrokerId[]; added: readonly BrokerId[] };
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
  };
  HighWatermarkAdvanced: { tp: Tp; broker: BrokerId; role: 'leader' | 'follower'; from: Offset; to: Offset };
  /** A follower's high watermark can also move down, after it truncated. */
  HighWatermarkLowered: { tp: Tp; broker: BrokerId; from: Offset; to: Offset };
  /** `epochs` are the leader epochs of the records cut off, one for each id: a retry may have put the same record at the same offset in a later epoch. */
  LogTruncated: { tp: Tp; broker: BrokerId; from: Offset; to: Offset; ids: readonly string[]; epochs: readonly LeaderEpoch[] };
  ReplicaFellBehind: { tp: Tp; broker: BrokerId; lagRecords: number };

  // Producers
  RecordSent: { node: NodeName; id: string; topic: string; tp: Tp; key: string | null; value: string | null };
  BatchSent: { node: NodeName; tp: Tp; ids: readonly string[]; attempt: number; acks: 0 | 1 | -1 };
  RecordsAcknowledged: { node: NodeName; tp: Tp; ids: readonly string[]; baseOffset: Offset; acks: 0 | 1 | -1 };
  SendRetried: { node: NodeName; tp: Tp; ids: readonly string[]; error: ErrorName; attempt: number };
  SendFailed: { node: NodeName; tp: Tp; ids: readonly string[]; error: string };
  /** The broker recognised a batch it already has and answered with the first offset (idempotence). */
  DuplicateRefused: { tp: Tp; broker: BrokerId; ids: readonly string[]; baseOffset: Offset };
  ProduceRefused: { tp: Tp; broker: BrokerId; error: ErrorName; ids: readonly string[] };
  MetadataRefreshed: { node: NodeName };

  // Consumers and groups
  GroupStateChanged: { group: string; from: ClassicGroupState; to: ClassicGroupState; generation: number; members: number; reason: string };
  MemberJoined: { group: string; memberId: string; node: NodeName };
  MemberLeft: { group: string; memberId: string; node: NodeName; reason: 'left' | 'session-timeout' | 'rebalance-timeout' | 'poll-timeout' };
  PartitionsAssigned: { group: string; node: NodeName; generation: number; partitions: readonly Tp[] };
  PartitionsRevoked: { group: string; node: NodeName; partitions: readonly Tp[]; lost: boolean };
  /** A consumer found no committed offset, or one out of range, and applied auto.offset.reset. */
  OffsetReset: { group: string; node: NodeName; tp: Tp; policy: 'earliest' | 'latest' | 'none'; offset: Offset };
  PositionInitialized: { group: string; node: NodeName; tp: Tp; offset: Offset };
  /** poll() handed records to the application: the position moved. */
  RecordsPolled: { group: string; node: NodeName; tp: Tp; baseOffset: Offset; lastOffset: Offset; ids: readonly string[] };
  RecordProcessed: { group: string; node: NodeName; tp: Tp; offset: Offset; id: string };
  /** Durable: the record in __consumer_offsets is committed. */
  OffsetCommitted: { group: string; tp: Tp; offset: Offset; previous: Offset; memberId: string };
  CommitFailed: { group: string; node: NodeName; error: ErrorName };
  CoordinatorFound: { group: string; node: NodeName; broker: BrokerId };
  CoordinatorLoaded: { group: string; broker: BrokerId };

  // Terminal
  OutputPrinted: { node: NodeName; stream: 'stdout' | 'stderr'; line: string };
  ToolExited: { node: NodeName; code: number };
}

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
  BrokerStateChanged: 2,
  BrokerRegistered: 2,
  BrokerFenced: 3,
  BrokerUnfenced: 2,
  ControllerElected: 3,
  TopicCreated: 2,
  TopicDeleted: 2,
  LeaderElected: 3,
  IsrShrunk: 3,
  IsrExpanded: 2,
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
  RecordSent: 1,
  BatchSent: 1,
  RecordsAcknowledged: 2,
  SendRetried: 2,
  SendFailed: 2,
  DuplicateRefused: 2,
  ProduceRefused: 2,
  MetadataRefreshed: 0,
  GroupStateChanged: 2,
  MemberJoined: 2,
  MemberLeft: 2,
  PartitionsAssigned: 2,
  PartitionsRevoked: 2,
  OffsetReset: 2,
  PositionInitialized: 1,
  RecordsPolled: 2,
  RecordProcessed: 1,
  OffsetCommitted: 2,
  CommitFailed: 2,
  CoordinatorFound: 1,
  CoordinatorLoaded: 1,
  OutputPrinted: 1,
  ToolExited: 1,
};
