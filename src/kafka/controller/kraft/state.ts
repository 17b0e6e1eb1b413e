/** All that a KRaft controller holds, as plain data, and the desk on which one event is worked. */

import type { LeaderState } from '#kafka/controller/kraft/leaderState.ts';
import type { QuorumState } from '#kafka/controller/kraft/quorum.ts';
import type { Connection } from '#kafka/controller/kraft/requests.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Image } from '#kafka/metadata/image.ts';
import type { Body, Response } from '#kafka/protocol/messages.ts';
import type { MetadataEntry, MetadataRecord, SnapshotId } from '#kafka/protocol/metadata.ts';
import type { BrokerId, NodeName, Offset } from '#kafka/protocol/names.ts';
import type { Config } from '#kafka/spec.ts';
import { type Env, send } from '#sim/effect.ts';
import type { View } from '#sim/view.ts';

export interface ControllerSettings {
  readonly electionTimeoutUs: number;
  readonly fetchTimeoutUs: number;
  readonly requestTimeoutUs: number;
  readonly retryBackoffUs: number;
  readonly electionBackoffMaxUs: number;
  /** Elections begin with pre-votes (KIP-996, 4.0). */
  readonly preVote: boolean;
  /** Fetches tell the high watermark that their sender knows (KIP-1166, 4.1). */
  readonly fetchTellsHighWatermark: boolean;
  readonly sessionTimeoutUs: number;
  readonly appendLingerUs: number;
  readonly maxIdleIntervalUs: number;
  readonly autoRebalance: boolean;
  readonly imbalanceCheckUs: number;
  readonly uncleanElectionUs: number;
  readonly snapshots: SnapshotSettings;
  /** What the first active controller of a new cluster writes first. */
  readonly bootstrap: readonly MetadataRecord[];
}

/** metadata.log.max.record.bytes.between.snapshots and .max.snapshot.interval.ms (0: never); metadata.max.retention.bytes and .ms (negative: no limit). */
export interface SnapshotSettings {
  readonly maxBytes: number;
  readonly maxIntervalUs: number;
  readonly retentionBytes: number;
  readonly retentionUs: number;
}

/** What the metadata log says up to `endOffset` (KIP-630); `epoch` is that of the entry before it. */
export interface MetadataSnapshot extends SnapshotId {
  readonly image: Image;
  readonly bytes: number;
  readonly writtenUs: number;
}

/** In memory: what was committed since the last snapshot, and since when that counts (SnapshotGenerator). */
export interface SnapshotWatch {
  readonly bytes: number;
  readonly sinceUs: number;
  /** When the process started. */
  readonly startedUs: number;
}

/** Soft state about one broker (BrokerHeartbeatManager): never in the log, so a new controller starts the clocks anew. */
export interface HeartbeatState {
  readonly broker: BrokerId;
  readonly brokerEpoch: number;
  readonly lastContactUs: number;
  readonly metadataOffset: Offset;
  /** Last record of its controlled shutdown; -1 when it is in none. */
  readonly controlledShutdownOffset: Offset;
}

/** An answer that waits until the metadata log is committed up to `offset` (ControllerPurgatory). */
export interface Deferred {
  readonly offset: Offset;
  readonly caller: Caller;
  readonly response: Body<Response>;
}

/** A fetch of the metadata log, by a voter or by a broker as observer, that waits for something new (fetchPurgatory). */
export interface ParkedFetch {
  readonly caller: Caller;
  readonly fetchOffset: Offset;
  /** What its sender knows to be committed; undefined when it did not say. */
  readonly highWatermark: Offset | undefined;
  readonly deadlineUs: number;
}

/** What a voter knows only while its process lives. */
export interface RaftMemory {
  readonly correlation: number;
  /** Requests in flight, and voters that are left alone for a while after a failure. */
  readonly connections: readonly Connection[];
  /** Votes of the present (pre-)election, our own among them. */
  readonly granted: readonly number[];
  readonly rejected: readonly number[];
  /** As follower: the leader of this epoch has answered a fetch. */
  readonly hasFetchedFromLeader: boolean;
  /** As follower: the leader's log begins too late for us, and this is what we ask it for instead. */
  readonly fetchingSnapshot: SnapshotId | undefined;
  /** A high watermark has been learnt since the start: nothing below it may be cut. */
  readonly knowsHighWatermark: boolean;
  /** Before 4.0: elections lost in a row, and whether we wait before the next. */
  readonly retries: number;
  readonly backingOff: boolean;
  /** As resigned leader: who should succeed us, and who has not yet heard of it. */
  readonly successors: readonly number[];
  readonly unacknowledged: readonly number[];
  /** SIGTERM came: we leave as soon as another one leads. */
  readonly stopping: boolean;
}

export interface ControllerNode {
  readonly kind: 'controller';
  readonly name: NodeName;
  readonly id: number;
  /** Node ids of the quorum's voters, ours among them (controller.quorum.voters). */
  readonly voters: readonly number[];
  readonly config: Config;
  readonly settings: ControllerSettings;
  readonly quorum: QuorumState;
  /** The metadata log, and behind its end what the active controller has written within the append linger (BatchAccumulator). */
  readonly log: View<MetadataEntry>;
  /** Where the log begins: what stands before it is only in a snapshot. */
  readonly logStart: Offset;
  /** Oldest first. */
  readonly snapshots: readonly MetadataSnapshot[];
  /** Where the log itself ends. */
  readonly logEndOffset: Offset;
  /** What survives a power failure. Voters flush before they vote or acknowledge. */
  readonly flushed: Offset;
  /** Everything below it is known to be committed. Kept over a restart, as a snapshot would keep it. */
  readonly highWatermark: Offset;
  /** What the log says up to the high watermark; and, on the active controller, up to its end (QuorumController's own state). */
  readonly committed: Image;
  readonly image: Image;

  // In memory
  readonly raft: RaftMemory;
  readonly watch: SnapshotWatch;
  /** As leader of the quorum. */
  readonly leader: LeaderState | undefined;
  /** Epoch in which we are the active controller; -1 on a standby. */
  readonly claimEpoch: number;
  readonly lingering: boolean;
  readonly deferred: readonly Deferred[];
  readonly parked: readonly ParkedFetch[];
  readonly heartbeats: readonly HeartbeatState[];
  readonly alarmUs: number | undefined;
}

type Open<T> = { -readonly [K in keyof T]: T[K] };

/** A controller at work on one event. */
export interface Desk extends Open<ControllerNode> {
  readonly env: Env;
}

export function open(node: ControllerNode, env: Env): Desk {
  return {
    kind: 'controller',
    name: node.name,
    id: node.id,
    voters: node.voters,
    config: node.config,
    settings: node.settings,
    quorum: node.quorum,
    log: node.log,
    logStart: node.logStart,
    snapshots: node.snapshots,
    logEndOffset: node.logEndOffset,
    flushed: node.flushed,
    highWatermark: node.highWatermark,
    committed: node.committed,
    image: node.image,
    raft: node.raft,
    watch: node.watch,
    leader: node.leader,
    claimEpoch: node.claimEpoch,
    lingering: node.lingering,
    deferred: node.deferred,
    parked: node.parked,
    heartbeats: node.heartbeats,
    alarmUs: node.alarmUs,
    env,
  };
}

export function close(desk: Desk): ControllerNode {
  return {
    kind: 'controller',
    name: desk.name,
    id: desk.id,
    voters: desk.voters,
    config: desk.config,
    settings: desk.settings,
    quorum: desk.quorum,
    log: desk.log,
    logStart: desk.logStart,
    snapshots: desk.snapshots,
    logEndOffset: desk.logEndOffset,
    flushed: desk.flushed,
    highWatermark: desk.highWatermark,
    committed: desk.committed,
    image: desk.image,
    raft: desk.raft,
    watch: desk.watch,
    leader: desk.leader,
    claimEpoch: desk.claimEpoch,
    lingering: desk.lingering,
    deferred: desk.deferred,
    parked: desk.parked,
    heartbeats: desk.heartbeats,
    alarmUs: desk.alarmUs,
  };
}

export const isOnlyVoter = (desk: Pick<Desk, 'voters'>): boolean => desk.voters.length === 1;

/** Requests to the controller are taken by the active one only. */
export const isActive = (desk: Pick<Desk, 'claimEpoch'>): boolean => desk.claimEpoch >= 0;

export const fact = (desk: Desk, what: KafkaFact): void => {
  desk.env.facts.push(what);
};

export function reply(desk: Desk, caller: Caller, response: Body<Response>): void {
  send(desk.env, caller.node, { ...response, correlation: caller.correlation } as Response, caller.connection);
}
