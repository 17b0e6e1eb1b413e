/** All that a broker process and its disk hold, as plain data. */

import type { Lifecycle } from '#kafka/broker/lifecycle.ts';
import type { BrokerSettings } from '#kafka/broker/settings.ts';
import type { BrokerShare } from '#kafka/broker/share/state.ts';
import type { ZkBroker } from '#kafka/broker/zookeeper/state.ts';
import type { CoordinatorState } from '#kafka/coordinator/coordinator.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { Image } from '#kafka/metadata/image.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body, FetchRequest, InitProducerIdRequest, ProduceRequest, RejectedRecords, Request } from '#kafka/protocol/messages.ts';
import type { MetadataEntry } from '#kafka/protocol/metadata.ts';
import type { BrokerId, NodeName, Offset, Tp } from '#kafka/protocol/names.ts';
import type { NewRecord } from '#kafka/protocol/record.ts';
import type { EndTxnRequest, ProducerIdentity, TransactionVersion, TxnOffsetCommitRequest } from '#kafka/protocol/transactions.ts';
import type { Partition } from '#kafka/replication/partition.ts';
import type { Samples } from '#kafka/replication/quota.ts';
import type { Config } from '#kafka/spec.ts';
import { emptyTransactionCoordinator, type TransactionCoordinatorState } from '#kafka/transactions/coordinator.ts';

/** As leader: what a follower fetches from us, kept between its requests (KIP-227). */
export interface FetchSession {
  readonly follower: BrokerId;
  readonly id: number;
  /** Epoch that the next request must carry. */
  readonly epoch: number;
  readonly lastFetchUs: number;
  readonly brokerEpoch: number;
  readonly minBytes: number;
  /** Partitions that the next answer may have to mention: appended to, high watermark moved, out of sync, or failing. */
  readonly dirty: readonly number[];
  readonly parked: { readonly caller: Caller; readonly deadlineUs: number } | undefined;
}

/** A literal, not a spread: this runs on every fetch and append. */
export const withDirty = (session: FetchSession, dirty: readonly number[], parked: FetchSession['parked']): FetchSession => ({
  follower: session.follower,
  id: session.id,
  epoch: session.epoch,
  lastFetchUs: session.lastFetchUs,
  brokerEpoch: session.brokerEpoch,
  minBytes: session.minBytes,
  dirty,
  parked,
});

/** A consumer's fetch that waits for data (DelayedFetch). */
export interface ParkedFetch {
  readonly caller: Caller;
  readonly request: FetchRequest;
  readonly deadlineUs: number;
}

export interface PendingProduce {
  readonly tp: Tp;
  readonly baseOffset: Offset;
  /** High watermark that it waits for. */
  readonly required: Offset;
  /** undefined while it waits. */
  readonly error: ErrorName | undefined;
  readonly records: readonly NewRecord[];
  readonly rejected: RejectedRecords | undefined;
}

/** An acks=all request that waits for its replicas (DelayedProduce). */
export interface DelayedProduce {
  readonly caller: Caller;
  readonly deadlineUs: number;
  readonly partitions: readonly PendingProduce[];
}

/** As follower: the fetcher thread for one leader, with at most one request in flight (ReplicaFetcherThread). */
export interface Fetcher {
  readonly leader: BrokerId;
  /** Partitions ready to be fetched. */
  readonly members: readonly number[];
  /** Members whose position changed since the leader was last told. */
  readonly changed: readonly number[];
  /** No longer fetched, and the leader's session still has them. */
  readonly forgotten: readonly Tp[];
  /** Put aside after an error, for replica.fetch.backoff.ms. */
  readonly delayed: readonly DelayedPartition[];
  /** Epoch 0 asks for a new session. */
  readonly session: { readonly id: number; readonly epoch: number };
  readonly inFlight: { readonly correlation: number; readonly deadlineUs: number } | undefined;
  /** Partitions whose position the leader did not know, and what we ask it about them. */
  readonly lost: readonly number[];
  /** Partitions that wait to hear where the log of an epoch ends, before truncation on fetch (2.7). */
  readonly truncating: readonly number[];
  /** Throttled members that had caught up with the high watermark when they were last given records (PartitionFetchState.isReplicaInSync). */
  readonly caughtUp: readonly number[];
}

/** `truncates`: it was truncating. `throttled`: it waits for its quota, and is looked at before each fetch. */
export interface DelayedPartition {
  readonly partition: number;
  readonly untilUs: number;
  readonly truncates?: boolean;
  readonly throttled?: boolean;
}

/** A connection whose request is being worked on: the next one is read only after the answer (SocketServer mutes the channel). */
export interface Muted {
  readonly caller: Caller;
  readonly waiting: readonly { readonly from: NodeName; readonly connection: string; readonly request: Request }[];
}

/** A request to the controller in flight, or waiting for a controller to be known. */
export interface Call {
  readonly connection: string;
  /** Controller that it was sent to; undefined while none is known. */
  readonly to: NodeName | undefined;
  readonly correlation: number;
  readonly deadlineUs: number;
  readonly request: Body<Request>;
  /** Client whose request it forwards. */
  readonly caller: Caller | undefined;
  /** Give up altogether, for forwarded requests. */
  readonly giveUpUs: number;
}

/** What the broker knows of the quorum, as an observer of its log (KafkaRaftClient). */
export interface Observer {
  /** Node ids of the voters (controller.quorum.voters). */
  readonly voters: readonly number[];
  /** Fetches tell the high watermark that we know (KIP-1166, 4.1). */
  readonly tellsHighWatermark: boolean;
  readonly epoch: number;
  /** -1: not known. */
  readonly leaderId: number;
  /** Fetched, and not known to be committed: not applied yet, and cut when the next leader does not have it. */
  readonly tail: readonly MetadataEntry[];
  /** Fetches that failed in a row. */
  readonly failures: number;
}

/** A DeleteRecords request that waits for the followers' log start offsets (DelayedDeleteRecords). */
export interface DelayedDelete {
  readonly caller: Caller;
  readonly deadlineUs: number;
  readonly partitions: readonly PendingDelete[];
}

export interface PendingDelete {
  readonly tp: Tp;
  /** Low watermark that it waits for. */
  readonly required: Offset;
  readonly lowWatermark: Offset;
  /** undefined while it waits. */
  readonly error: ErrorName | undefined;
}

/** The disk under the log directory, what is wrong with it, and who waits for it. Changes rarely. */
export interface Storage {
  /** Writes fail. */
  readonly full: boolean;
  /** What every write takes; 0 on a good disk. */
  readonly latencyUs: number;
  /** It says that it flushed, and did not. */
  readonly lies: boolean;
  /** The log directory has failed in this life of the process: it halts, and shuts nothing down. */
  readonly failed: boolean;
  /** In memory. */
  readonly deletes: readonly DelayedDelete[];
}

export const goodStorage: Storage = { full: false, latencyUs: 0, lies: false, failed: false, deletes: [] };

/** What waits for the transaction coordinator's word before it is appended. */
export interface Verification {
  readonly to: NodeName;
  readonly correlation: number;
  readonly deadlineUs: number;
  readonly identity: ProducerIdentity;
  readonly tps: readonly Tp[];
  readonly version: TransactionVersion;
  /** A marker came for these while we asked. */
  readonly invalid: readonly Tp[];
  readonly startedUs: number;
  readonly then: { readonly caller: Caller; readonly request: ProduceRequest | TxnOffsetCommitRequest };
}

/** A WriteTxnMarkers request that waits for its replicas. */
export interface DelayedMarkers {
  readonly caller: Caller;
  readonly deadlineUs: number;
  readonly partitions: readonly PendingMarker[];
}

export interface PendingMarker {
  readonly producerId: number;
  readonly tp: Tp;
  /** High watermark that it waits for. */
  readonly required: Offset;
  /** undefined while it waits. */
  readonly error: ErrorName | undefined;
}

/** All that a broker has to do with transactions; in memory. */
export interface BrokerTransactions {
  readonly coordinator: TransactionCoordinatorState;
  readonly verifying: readonly Verification[];
  readonly markers: readonly DelayedMarkers[];
}

export const noTransactions: BrokerTransactions = { coordinator: emptyTransactionCoordinator, verifying: [], markers: [] };

/** A request that waits for a block of producer ids. */
export interface WantsProducerId {
  readonly caller: Caller;
  readonly request: InitProducerIdRequest | EndTxnRequest;
}

/** What was sent as leader, and taken as follower. */
export interface ReplicationQuotas {
  readonly leader: Samples;
  readonly follower: Samples;
}

export const noQuotas: ReplicationQuotas = { leader: [], follower: [] };

export interface BrokerNode {
  readonly kind: 'broker';
  readonly name: NodeName;
  readonly id: BrokerId;
  readonly rack: string | null;
  readonly config: Config;
  readonly settings: BrokerSettings;
  readonly lifecycle: Lifecycle;

  // On disk
  /** Broker epoch in the clean-shutdown file; -1 without one. Taken away at the start. */
  readonly cleanShutdownEpoch: number;
  /** Starts of this process: stands for the random incarnation id. */
  readonly starts: number;
  /** Our copy of the metadata log, applied. */
  readonly image: Image;
  readonly partitions: readonly (Partition | undefined)[];
  readonly index: ReadonlyMap<Tp, number>;
  readonly storage: Storage;

  // In memory
  readonly correlation: number;
  readonly alarmUs: number | undefined;
  readonly calls: readonly Call[];
  readonly observer: Observer;
  readonly sessions: readonly FetchSession[];
  readonly fetchers: readonly Fetcher[];
  readonly parked: readonly ParkedFetch[];
  readonly produces: readonly DelayedProduce[];
  readonly muted: readonly Muted[];
  /** Partitions whose ISR change has not been sent yet. */
  readonly isrChanges: readonly number[];
  /** An AlterPartition has failed: nothing is sent before its retry is due. */
  readonly alterBackoff: boolean;
  /** Replication of throttled replicas that went through lately (KIP-73). */
  readonly quotas: ReplicationQuotas;
  readonly producerIds: { readonly next: number; readonly end: number };
  readonly wantProducerId: readonly WantsProducerId[];
  /** Topics being created on somebody's demand. */
  readonly creating: readonly string[];
  readonly coordinator: CoordinatorState;
  readonly transactions: BrokerTransactions;
  readonly share: BrokerShare;
  /** In a ZooKeeper cluster; undefined in KRaft. */
  readonly zk: ZkBroker | undefined;
}
