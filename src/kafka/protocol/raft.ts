/** The quorum's own requests (KIP-595, KIP-996): votes, the beginning and end of an epoch, and what DescribeQuorum tells. Voters are node ids such as 3001. */
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { SnapshotId } from '#kafka/protocol/metadata.ts';
import type { Offset } from '#kafka/protocol/names.ts';

interface Rpc {
  readonly correlation: number;
}

export interface VoteRequest extends Rpc {
  readonly type: 'VoteRequest';
  readonly candidate: number;
  /** A pre-vote carries the epoch that its sender is in, a vote the one that it wants to lead. */
  readonly candidateEpoch: number;
  readonly lastOffsetEpoch: number;
  readonly lastOffset: Offset;
  readonly preVote: boolean;
}

/** What every answer of the quorum tells: who leads (-1 unknown), in which epoch. */
interface QuorumAnswer extends Rpc {
  readonly error: ErrorName;
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

export interface VoteResponse extends QuorumAnswer {
  readonly type: 'VoteResponse';
  readonly voteGranted: boolean;
}

/** A new leader makes itself known to voters that have not fetched from it yet. */
export interface BeginQuorumEpochRequest extends Rpc {
  readonly type: 'BeginQuorumEpochRequest';
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

export interface BeginQuorumEpochResponse extends QuorumAnswer {
  readonly type: 'BeginQuorumEpochResponse';
}

/** A resigning leader names the voters that should succeed it, those with the longest logs first. */
export interface EndQuorumEpochRequest extends Rpc {
  readonly type: 'EndQuorumEpochRequest';
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly preferredCandidates: readonly number[];
}

export interface EndQuorumEpochResponse extends QuorumAnswer {
  readonly type: 'EndQuorumEpochResponse';
}

/** A snapshot in one piece (KIP-630): positions in its bytes are not told. */
export interface FetchSnapshotRequest extends Rpc {
  readonly type: 'FetchSnapshotRequest';
  readonly replicaId: number;
  readonly currentLeaderEpoch: number;
  readonly snapshotId: SnapshotId;
}

export interface FetchSnapshotResponse extends QuorumAnswer {
  readonly type: 'FetchSnapshotResponse';
  readonly snapshotId: SnapshotId;
  /** Instead of the records that a snapshot holds, the metadata image that they make; absent after an error. */
  readonly image?: SnapshotImage;
  readonly bytes: number;
}

/** The metadata image, as far as the protocol knows it. */
export interface SnapshotImage {
  readonly offset: Offset;
  readonly epoch: number;
}

export interface DescribeQuorumRequest extends Rpc {
  readonly type: 'DescribeQuorumRequest';
}

export interface QuorumReplica {
  readonly id: number;
  readonly logEndOffset: Offset;
  /** Wall clock; -1 unknown. */
  readonly lastFetchTimestamp: number;
  readonly lastCaughtUpTimestamp: number;
}

export interface DescribeQuorumResponse extends Rpc {
  readonly type: 'DescribeQuorumResponse';
  readonly error: ErrorName;
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: Offset;
  readonly voters: readonly QuorumReplica[];
  readonly observers: readonly QuorumReplica[];
}

/** A forwarded request that the controller did not take, because it is not the active one (KIP-590). */
export interface EnvelopeResponse extends Rpc {
  readonly type: 'EnvelopeResponse';
  readonly error: ErrorName;
}

export type RaftRequest = FetchSnapshotRequest | VoteRequest | BeginQuorumEpochRequest | EndQuorumEpochRequest;
export type RaftResponse = FetchSnapshotResponse | VoteResponse | BeginQuorumEpochResponse | EndQuorumEpochResponse;
