/**
 * The Frame: the read model of an instant, plain data. Views, goals and predictions read Frames and Traces only, never a machine's data.
 * API BOUNDARY: each subsystem projects its slice; nothing here is computed twice.
 */
import type { BrokerState, EnsembleState, QuorumStateName } from '#kafka/facts.ts';
import type { GroupStateName } from '#kafka/protocol/messages.ts';
import type { BrokerId, LeaderEpoch, NodeName, Offset, Tp } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { TransactionState } from '#kafka/protocol/transactions.ts';
import { firstIndex, type View, viewSlice } from '#sim/view.ts';
import type { ProcessStatus } from '#sim/world.ts';

export interface Frame {
  readonly step: number;
  readonly timeUs: number;
  readonly profile: string;
  readonly brokers: readonly BrokerFrame[];
  readonly controllers: readonly ControllerFrame[];
  readonly topics: readonly TopicFrame[];
  /** In order of topic creation, then partition; internal topics last. */
  readonly partitions: readonly PartitionFrame[];
  readonly producers: readonly ProducerFrame[];
  readonly groups: readonly GroupFrame[];
  readonly consumers: readonly ConsumerFrame[];
  readonly tools: readonly ToolFrame[];
  readonly messages: readonly MessageFrame[];
  /** Processes beside Kafka; absent where there are none. */
  readonly services?: readonly ServiceFrame[];
  /** Transactional ids, as their coordinators have them; absent when there are none. */
  readonly transactions?: readonly TransactionFrame[];
  /** What lies over links, clocks and processors, by the names that `fault` gives them; absent when nothing does. */
  readonly overlays?: readonly OverlayFrame[];
}

export interface OverlayFrame {
  readonly fault: string;
  /** undefined is everybody. */
  readonly from: readonly NodeName[] | undefined;
  readonly to: readonly NodeName[] | undefined;
  /** API messages that it concerns; undefined is all. */
  readonly types: readonly string[] | undefined;
}

/** A process beside Kafka: a lag monitor, a work queue. */
export interface ServiceFrame extends ProcessFrame {
  /** Which: `burrow`. */
  readonly service: string;
  readonly config: Readonly<Record<string, string>>;
  /** Of a lag monitor that runs: what it thinks of each group, by name. */
  readonly monitor?: readonly MonitoredGroupFrame[];
  /** Of a work queue. */
  readonly queue?: QueueFrame;
  /** Of an application that fills or empties a queue. */
  readonly client?: QueueClientFrame;
  /** Of a Connect worker: its tasks, in order of its connectors. */
  readonly connect?: readonly ConnectTaskFrame[];
  /** Of an instance of a Kafka Streams application, by id. */
  readonly tasks?: readonly StreamsTaskFrame[];
  /** Contents of the files that it works with, by name: the terminal's, too. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A task of a Kafka Streams application. */
export interface StreamsTaskFrame {
  readonly id: string;
  /** What it reads. */
  readonly tp: Tp;
  readonly state: 'RESTORING' | 'RUNNING';
  /** Of a stateful one: what its store holds, and how many records were read to restore it. */
  readonly store?: Readonly<Record<string, number>>;
  readonly read?: number;
}

/** A task of a connector. */
export interface ConnectTaskFrame {
  readonly id: string;
  readonly connector: string;
  readonly kind: 'source' | 'sink';
  readonly file: string;
  readonly topics: readonly string[];
  readonly state: 'UNASSIGNED' | 'RUNNING' | 'FAILED';
  readonly error?: string;
  /** Of a source: where it reads, the offset that a restart would begin with, and records that no broker has confirmed. */
  readonly position?: number | null;
  readonly stored?: number | null;
  readonly unacknowledged?: number;
  /** Of a sink: lines since its start, and its partitions. */
  readonly written?: number;
  readonly assignment?: readonly Tp[];
}

export interface QueuedFrame {
  readonly id: string;
  readonly key: string | null;
  readonly redelivered: boolean;
}

export interface QueueFrame {
  /** In the order in which they will go out. */
  readonly ready: readonly QueuedFrame[];
  /** With a worker, and not acknowledged. */
  readonly out: readonly (QueuedFrame & { readonly worker: NodeName })[];
  /** Taken, acknowledged and gone. */
  readonly deleted: number;
}

export interface QueueClientFrame {
  readonly queue: NodeName;
  /** Of a publisher. */
  readonly sent?: number;
  readonly confirmed?: number;
  readonly pending?: number;
  /** Of a worker; the first of `held` is being worked on while `working`. */
  readonly processed?: number;
  readonly held?: readonly QueuedFrame[];
  readonly working?: boolean;
}

export interface MonitoredGroupFrame {
  readonly group: string;
  /** OK, WARN or ERR. */
  readonly status: string;
  readonly totalLag: number;
  readonly partitions: readonly MonitoredPartitionFrame[];
}

export interface MonitoredPartitionFrame {
  readonly tp: Tp;
  /** OK, WARN, STOP, STALL or REWIND. */
  readonly status: string;
  /** The rule that decided, and those that were asked, in order. */
  readonly rule: string;
  readonly asked: readonly string[];
  /** Since the last commit. */
  readonly silentMs: number;
  readonly currentLag: number;
  /** The window of commits, oldest first; lag in records when it was read, undefined for one that came out of order. */
  readonly window: readonly { readonly offset: Offset; readonly timestampMs: number; readonly lag: number | undefined }[];
  /** How many the window holds when it is full. */
  readonly windowSize: number;
  /** Polled log end offsets, oldest first. */
  readonly endOffsets: readonly Offset[];
}

export interface ProcessFrame {
  readonly node: NodeName;
  readonly status: ProcessStatus;
  /** False when unplugged from the network. */
  readonly connected: boolean;
}

/** A session as its keeper has it: it ends at this moment unless a heartbeat comes first. */
export interface SessionFrame {
  readonly endsUs: number;
  readonly timeoutMs: number;
}

export interface BrokerFrame extends ProcessFrame {
  readonly id: BrokerId;
  readonly state: BrokerState;
  readonly rack: string | null;
  readonly brokerEpoch: number;
  /** What the controller believes. */
  readonly fenced: boolean;
  /** With the active controller (broker.session.timeout.ms), or the leader of the ensemble (zookeeper.session.timeout.ms); absent while it has none. */
  readonly session?: SessionFrame;
  readonly metadataOffset: Offset;
  /** In a ZooKeeper cluster: is this broker the controller, as it believes itself, and in which controller epoch? */
  readonly controller?: { readonly active: boolean; readonly epoch: number };
  /** Effective configuration, all values as Kafka writes them. */
  readonly config: Readonly<Record<string, string>>;
  /** What is wrong with its disk; absent when nothing is. */
  readonly disk?: { readonly full: boolean; readonly latencyMs: number; readonly lies: boolean };
}

export interface ControllerFrame extends ProcessFrame {
  readonly id: number;
  readonly active: boolean;
  readonly epoch: number;
  readonly metadataLogEndOffset: Offset;
  /** Of a KRaft voter: its part in the quorum. */
  readonly quorum?: QuorumFrame;
  /** Of a ZooKeeper server, which stands here in a cluster without KRaft: `active` then says that it leads the ensemble. */
  readonly ensemble?: EnsembleFrame;
}

/** A ZooKeeper server: its role, the sessions that it knows and the znodes that it has committed. */
export interface EnsembleFrame {
  readonly role: EnsembleState;
  /** Clients are served: it leads a quorum, or is in sync with the leader. */
  readonly serving: boolean;
  readonly epoch: number;
  readonly sessions: readonly { readonly session: number; readonly client: NodeName; readonly timeoutMs: number }[];
  readonly connections: readonly NodeName[];
  /** In order of creation, with their content as zookeeper-shell.sh shows it. */
  readonly znodes: readonly ZnodeFrame[];
}

export interface ZnodeFrame {
  readonly path: string;
  readonly text: string;
  readonly version: number;
  /** Client whose session it ends with; null for a persistent znode. */
  readonly ephemeralOwner: NodeName | null;
}

/** A voter's view of the quorum (KIP-595). Node ids such as 3001; -1 for none. */
export interface QuorumFrame {
  readonly state: QuorumStateName | 'Voted';
  readonly epoch: number;
  readonly votedFor: number;
  readonly leader: number;
  readonly logEndOffset: Offset;
  readonly highWatermark: Offset;
  /** On the leader: each voter, and how far its log is behind; undefined before its first fetch in this epoch. */
  readonly voters: readonly { readonly id: number; readonly lagRecords: number | undefined }[];
}

export interface TopicFrame {
  readonly name: string;
  readonly internal: boolean;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config: Readonly<Record<string, string>>;
}

export interface PartitionFrame {
  readonly tp: Tp;
  readonly topic: string;
  readonly partition: number;
  readonly internal: boolean;
  /** The truth of the metadata log (committed at the controller). */
  readonly replicas: readonly BrokerId[];
  readonly isr: readonly BrokerId[];
  readonly elr: readonly BrokerId[];
  readonly lastKnownElr: readonly BrokerId[];
  /** Replicas that a reassignment brings or takes away; both are among `replicas` meanwhile. */
  readonly adding: readonly BrokerId[];
  readonly removing: readonly BrokerId[];
  readonly leaderRecoveryState: 'RECOVERED' | 'RECOVERING';
  readonly leader: BrokerId;
  readonly leaderEpoch: LeaderEpoch;
  readonly partitionEpoch: number;
  readonly minInsyncReplicas: number;
  /** In a ZooKeeper cluster: the partition's state for the controller in office. */
  readonly controllerState?: string;
  /** In a ZooKeeper cluster: its topic has a znode in /admin/delete_topics, and is no longer led while it waits to be deleted. */
  readonly markedForDeletion?: true;
  /** One per assigned replica, in assignment order. */
  readonly logs: readonly ReplicaFrame[];
}

export const REPLICA_ROLES = ['leader', 'follower', 'offline'] as const;

export interface ReplicaFrame {
  readonly tp: Tp;
  readonly broker: BrokerId;
  /** What the broker itself believes; a paused or cut-off leader still says `leader` with its old epoch. */
  readonly role: (typeof REPLICA_ROLES)[number];
  readonly leaderEpoch: LeaderEpoch;
  /** Process up (paused counts as not online). */
  readonly online: boolean;
  readonly inIsr: boolean;
  /** Of a leader: the ISR that it has asked for, while it has not been told that it is in force. */
  readonly pendingIsr?: readonly BrokerId[];
  /** Of whoever believes that it leads: the ISR as it has it, where the metadata log has another. */
  readonly believedIsr?: readonly BrokerId[];
  readonly logStart: Offset;
  readonly highWatermark: Offset;
  readonly logEndOffset: Offset;
  /** Leader epochs with the offset at which each began. */
  readonly epochs: readonly { readonly epoch: LeaderEpoch; readonly startOffset: Offset }[];
  /** As the leader sees this follower; undefined for the leader itself and when there is none. */
  readonly lastCaughtUpUs: number | undefined;
  /** In the order of their offsets, from the log start on; dense unless `files` tells of holes. */
  readonly records: View<StoredRecord>;
  /** What lies on the disk; undefined where nothing does. */
  readonly files?: LogFilesFrame;
  /** Absent while no transaction has written to this log. */
  readonly stability?: StabilityFrame;
}

export interface SegmentFrame {
  readonly baseOffset: Offset;
  readonly sizeBytes: number;
  /** Largest record timestamp in it, by which it expires; -1 while it is empty. */
  readonly largestTimestampMs: number;
}

export interface LogFilesFrame {
  /** Oldest first; the last is the active one. */
  readonly segments: readonly SegmentFrame[];
  /** Records below it survive a power failure. */
  readonly flushedTo: Offset;
  /** Compaction has been over everything below it; undefined before the first time. */
  readonly cleanedTo: Offset | undefined;
  /** Offsets that compaction removed, first and after last. */
  readonly holes: readonly { readonly from: Offset; readonly to: Offset }[];
  /** Offsets of records without value in a compacted log. */
  readonly tombstones: readonly Offset[];
  /** Base offsets of batches that this disk has damaged. */
  readonly damaged: readonly Offset[];
}

/** How many of a replica's records lie before an offset. */
export function recordIndex({ records, logStart, logEndOffset }: Pick<ReplicaFrame, 'records' | 'logStart' | 'logEndOffset'>, offset: Offset): number {
  const isDense = records.length === logEndOffset - logStart;
  return isDense ? Math.max(0, Math.min(offset - logStart, records.length)) : firstIndex(records, (record) => record.offset >= offset);
}

/** Records with offsets from `from` (inclusive) to `to` (exclusive) that this replica holds. */
export function recordsBetween(replica: ReplicaFrame, from: Offset, to: Offset): StoredRecord[] {
  return viewSlice(replica.records, recordIndex(replica, from), recordIndex(replica, to));
}

export const PRODUCER_STATES = ['idle', 'sending', 'waiting', 'backing-off', 'finished', 'failed'] as const;

/** A transactional id as its coordinator has it in memory. */
export interface TransactionFrame {
  readonly transactionalId: string;
  readonly state: TransactionState;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinator: BrokerId;
  /** Partitions that are in the transaction and have no marker yet. */
  readonly partitions: readonly Tp[];
  readonly timeoutMs: number;
}

/** What a replica knows of transactions in its log. */
export interface StabilityFrame {
  /** Where read_committed consumers stop. */
  readonly lastStableOffset: Offset;
  /** Transactions without a marker, with their first offset. */
  readonly open: readonly { readonly producerId: number; readonly producerEpoch: number; readonly firstOffset: Offset }[];
  /** Transactions that ended here: from their first record to their marker. */
  readonly completed: readonly { readonly producerId: number; readonly firstOffset: Offset; readonly lastOffset: Offset; readonly aborted: boolean }[];
}

export interface ProducerFrame extends ProcessFrame {
  readonly topic: string;
  readonly state: (typeof PRODUCER_STATES)[number];
  readonly config: Readonly<Record<string, string>>;
  readonly recordsSent: number;
  readonly recordsAcknowledged: number;
  readonly recordsFailed: number;
  /** Appended to the accumulator and not yet settled. */
  readonly recordsPending: number;
  readonly retries: number;
  readonly lastError: string | null;
  /** With a transactional.id: where its TransactionManager stands, and how many transactions it has begun. */
  readonly transaction?: { readonly transactionalId: string; readonly state: string; readonly begun: number };
  /** The oldest batch that is neither acknowledged nor failed: whose it is, and where it is on its way (ProducerBatch). Absent: there is none. */
  readonly batch?: { readonly tp: Tp; readonly state: string };
  /** Per partition: who the producer believes leads it. */
  readonly believedLeaders: Readonly<Record<Tp, BrokerId>>;
}

export interface GroupMemberFrame {
  readonly memberId: string;
  readonly node: NodeName;
  /** group.instance.id of a static member. */
  readonly instanceId?: string;
  readonly leader: boolean;
  readonly partitions: readonly Tp[];
  /** With its coordinator; absent while that is not there. */
  readonly session?: SessionFrame;
  /** Of a classic group that rebalances: where this member is. */
  readonly phase?: 'joining' | 'awaiting-join' | 'syncing' | 'awaiting-sync';
  /** Of a consumer group: member epoch (-2: static and away), target, and what it must still give up. */
  readonly epoch?: number;
  readonly state?: (typeof CONSUMER_MEMBER_STATES)[number];
  readonly target?: readonly Tp[];
  readonly pendingRevocation?: readonly Tp[];
}

/** Of a member of a consumer group (KIP-848, MemberState of the coordinator). */
export const CONSUMER_MEMBER_STATES = ['STABLE', 'UNREVOKED_PARTITIONS', 'UNRELEASED_PARTITIONS'] as const;

export interface GroupFrame {
  readonly group: string;
  readonly state: GroupStateName;
  /** Of a consumer group (KIP-848) its epoch. */
  readonly generation: number;
  /** Assignor in use. */
  readonly protocol: string;
  /** Of a consumer group: the epoch of which the target is. Absent: the group uses the classic protocol. */
  readonly targetEpoch?: number;
  readonly coordinator: BrokerId;
  /** When its coordinator had loaded the partition that the group lives in; absent while that does not know the group. */
  readonly loadedUs?: number;
  readonly members: readonly GroupMemberFrame[];
  readonly offsets: readonly GroupOffsetFrame[];
  /** Of a share group (KIP-932): what it has in flight of each partition. Absent: the group is none. */
  readonly share?: readonly SharePartitionFrame[];
}

export interface SharePartitionFrame {
  readonly tp: Tp;
  readonly leader: BrokerId;
  /** Everything before it is done with (SPSO); -1: the leader has not begun with this group. */
  readonly startOffset: Offset;
  /** Nothing from here on has been fetched yet (SPEO). */
  readonly endOffset: Offset;
  /** In flight, in order of offset; five hundred at most. */
  readonly records: readonly ShareRecordFrame[];
  /** Not done with yet, up to the high watermark. */
  readonly lagRecords: number | undefined;
}

export const SHARE_RECORD_STATES = ['AVAILABLE', 'ACQUIRED', 'ACKNOWLEDGED', 'ARCHIVED'] as const;

export interface ShareRecordFrame {
  readonly offset: Offset;
  readonly state: (typeof SHARE_RECORD_STATES)[number];
  /** So often has it been handed out. */
  readonly deliveryCount: number;
  /** Who has it, and until when, while it is ACQUIRED. */
  readonly node: NodeName | null;
  readonly untilUs: number | null;
  /** False while the persister is asked to write this state. */
  readonly isWritten: boolean;
}

export interface GroupOffsetFrame {
  readonly tp: Tp;
  /** -1: nothing committed. */
  readonly committed: Offset;
  /** Position of the owner; -1 when there is none. */
  readonly position: Offset;
  readonly owner: NodeName | null;
  /** From committed to high watermark, as kafka-consumer-groups.sh counts it; undefined without a committed offset. */
  readonly lagRecords: number | undefined;
}

/** Of the classic protocol (AbstractCoordinator.MemberState), then those that KIP-848 adds (internals.MemberState). */
export const CONSUMER_STATES = [
  'UNJOINED',
  'PREPARING_REBALANCE',
  'COMPLETING_REBALANCE',
  'STABLE',
  'UNSUBSCRIBED',
  'JOINING',
  'RECONCILING',
  'ACKNOWLEDGING',
  'FENCED',
  'LEAVING',
  'STALE',
  'FATAL',
] as const;

/** Calls of the producer in which the application's thread can be, in the order of a transaction: as a state of the thread, and in Kafka's words. */
export const CALLS = {
  initializing: 'initTransactions()',
  sending: 'send()',
  flushing: 'flush()',
  'sending-offsets': 'sendOffsetsToTransaction()',
  'committing-transaction': 'commitTransaction()',
  'aborting-transaction': 'abortTransaction()',
} as const;
export type Writing = keyof typeof CALLS;

/** The producer of an application that reads, works and writes on. */
export interface WritesFrame {
  readonly topic: string;
  readonly recordsSent: number;
  /** The call of its producer in which the application's thread waits. */
  readonly call: (typeof CALLS)[Writing] | null;
  readonly transaction: { readonly transactionalId: string; readonly state: string } | null;
  readonly lastError: string | null;
}

export interface ConsumerFrame extends ProcessFrame {
  readonly group: string;
  readonly memberId: string;
  readonly state: (typeof CONSUMER_STATES)[number];
  readonly config: Readonly<Record<string, string>>;
  readonly assignment: readonly Tp[];
  readonly positions: Readonly<Record<Tp, Offset>>;
  /** Its own metrics of fetching; null is Kafka's NaN: nothing was fetched for so long. Absent for a share consumer. */
  readonly fetching?: { readonly recordsLagMax: number | null; readonly recordsLeadMin: number | null; readonly recordsLag: Readonly<Record<Tp, number>> };
  /** Of what is assigned: who the consumer believes leads it. */
  readonly believedLeaders?: Readonly<Record<Tp, BrokerId>>;
  /** Followers that it reads from instead of the leader (KIP-392); absent without any. */
  readonly readReplicas?: Readonly<Record<Tp, BrokerId>>;
  /** Partitions that it has paused: it polls, and gets nothing of them; absent without any. */
  readonly paused?: readonly Tp[];
  /** The record being worked on, if any. */
  readonly processing: { readonly tp: Tp; readonly offset: Offset; readonly untilUs: number } | null;
  readonly recordsProcessed: number;
  /** Of a share consumer: what poll() returned and is not done yet, the record that is worked on first. */
  readonly held?: readonly { readonly tp: Tp; readonly offset: Offset; readonly deliveryCount: number }[];
  /** Records that a worker's thread has and has not done yet; absent without such a thread. */
  readonly handed?: number;
  /** Of an application that writes on what it has processed. */
  readonly writes?: WritesFrame;
  /** The exception that it ended with, or that its last commit or another call threw; absent without any. */
  readonly lastError?: string;
}

/** A command-line tool running as a client inside the simulation. */
export interface ToolFrame extends ProcessFrame {
  readonly command: string;
  readonly lines: readonly { readonly stream: 'stdout' | 'stderr'; readonly text: string }[];
  /** undefined while it runs. */
  readonly exitCode: number | undefined;
  /** True when it reads standard input (kafka-console-producer.sh). */
  readonly interactive: boolean;
  readonly startedStep: number;
}

export interface MessageFrame {
  readonly id: number;
  readonly from: NodeName;
  readonly to: NodeName;
  /** Payload type: `ProduceRequest`, `FetchResponse`, … */
  readonly type: string;
  readonly connection: string;
  readonly sentUs: number;
  readonly arrivesUs: number;
  /** Short label in Kafka's words: `Fetch @3`, `Produce B×2`, `Ack 3–4`. */
  readonly label: string;
  readonly category: 'data' | 'replication' | 'control' | 'error';
  /** It will not arrive: the wire is cut or the packet is lost. */
  readonly lost: boolean;
  readonly tps: readonly Tp[];
}
