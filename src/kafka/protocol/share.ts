/** Requests and responses of share groups (KIP-932): membership, fetching with acknowledgements, and the state that a persister keeps. */
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { LeaderIdAndEpoch } from '#kafka/protocol/messages.ts';
import type { LeaderEpoch, Offset, Tp } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';

interface Rpc {
  readonly correlation: number;
}

export const ACKNOWLEDGE_TYPES = ['GAP', 'ACCEPT', 'RELEASE', 'REJECT', 'RENEW'] as const;
/** AcknowledgeType; GAP is what a client says of an offset for which there is no record, RENEW is of KIP-1222. */
export type AcknowledgeType = (typeof ACKNOWLEDGE_TYPES)[number];

/** An inclusive stretch of offsets. */
export interface Offsets {
  readonly firstOffset: Offset;
  readonly lastOffset: Offset;
}

/** AcknowledgementBatch: one type for all, or one for each offset. */
export interface AcknowledgementBatch extends Offsets {
  readonly acknowledgeTypes: readonly AcknowledgeType[];
}

/** AcquiredRecords of a ShareFetch response. */
export interface AcquiredRecords extends Offsets {
  readonly deliveryCount: number;
}

/** share.acquire.mode (KIP-1206): whole batches of the log, so more than was asked for, or never more than that. */
export type ShareAcquireMode = 'batch_optimized' | 'record_limit';

/** Epochs of a share session: the first request opens it, the last closes it. */
export const INITIAL_EPOCH = 0;
export const FINAL_EPOCH = -1;

// ---- Membership ---------------------------------------------------------------------------------------------------------------

export interface ShareGroupHeartbeatRequest extends Rpc {
  readonly type: 'ShareGroupHeartbeatRequest';
  readonly group: string;
  readonly memberId: string;
  /** 0 joins, -1 leaves. */
  readonly memberEpoch: number;
  readonly clientId: string;
  /** null: as said before. */
  readonly topics: readonly string[] | null;
}

export interface ShareGroupHeartbeatResponse extends Rpc {
  readonly type: 'ShareGroupHeartbeatResponse';
  readonly error: ErrorName;
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly heartbeatIntervalMs: number;
  /** null when nothing changed. */
  readonly assignment: readonly Tp[] | null;
}

// ---- Fetching and acknowledging -----------------------------------------------------------------------------------------------

export interface Acknowledged {
  readonly tp: Tp;
  readonly batches: readonly AcknowledgementBatch[];
}

export interface ShareFetchRequest extends Rpc {
  readonly type: 'ShareFetchRequest';
  readonly group: string;
  readonly memberId: string;
  readonly sessionEpoch: number;
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly maxRecords: number;
  readonly batchSize: number;
  readonly mode: ShareAcquireMode;
  /** It renews locks, and so fetches nothing (KIP-1222). */
  readonly isRenewAck: boolean;
  /** What comes into the session. */
  readonly partitions: readonly Tp[];
  readonly forgotten: readonly Tp[];
  readonly acknowledgements: readonly Acknowledged[];
}

export interface ShareFetchResponse extends Rpc {
  readonly type: 'ShareFetchResponse';
  /** Of the request as a whole. */
  readonly error: ErrorName;
  readonly acquisitionLockTimeoutMs: number;
  readonly partitions: readonly ShareFetchedPartition[];
}

export interface ShareFetchedPartition {
  readonly tp: Tp;
  readonly error: ErrorName;
  /** Of the acknowledgements that came along. */
  readonly acknowledgeError: ErrorName;
  readonly currentLeader?: LeaderIdAndEpoch | undefined;
  /** Those that were acquired, and no others. */
  readonly records: readonly StoredRecord[];
  readonly acquired: readonly AcquiredRecords[];
}

export interface ShareAcknowledgeRequest extends Rpc {
  readonly type: 'ShareAcknowledgeRequest';
  readonly group: string;
  readonly memberId: string;
  readonly sessionEpoch: number;
  readonly acknowledgements: readonly Acknowledged[];
}

export interface ShareAcknowledgeResponse extends Rpc {
  readonly type: 'ShareAcknowledgeResponse';
  readonly error: ErrorName;
  readonly acquisitionLockTimeoutMs: number;
  readonly partitions: readonly { readonly tp: Tp; readonly error: ErrorName; readonly currentLeader?: LeaderIdAndEpoch | undefined }[];
}

// ---- The persister: share coordinators keep the state of share-partitions in __share_group_state -------------------------------

/** SharePartitionKey. The topic stands with its id, so that one of the same name is another. */
export interface ShareKey {
  readonly group: string;
  readonly topicId: string;
  readonly partition: number;
}

/** Records of one state, as they are written (PersisterStateBatch). ACQUIRED is never written. */
export interface StateBatch extends Offsets {
  readonly deliveryState: 'AVAILABLE' | 'ACKNOWLEDGED' | 'ARCHIVED';
  readonly deliveryCount: number;
}

export const UNINITIALIZED_START_OFFSET = -1;

export interface InitializeShareGroupStateRequest extends Rpc {
  readonly type: 'InitializeShareGroupStateRequest';
  readonly key: ShareKey;
  readonly stateEpoch: number;
  readonly startOffset: Offset;
}

export interface ReadShareGroupStateRequest extends Rpc {
  readonly type: 'ReadShareGroupStateRequest';
  readonly key: ShareKey;
  readonly leaderEpoch: LeaderEpoch;
}

/** ReadShareGroupStateSummary: for describing a group; it changes nothing. */
export interface ReadShareGroupStateSummaryRequest extends Rpc {
  readonly type: 'ReadShareGroupStateSummaryRequest';
  readonly key: ShareKey;
}

export interface WriteShareGroupStateRequest extends Rpc {
  readonly type: 'WriteShareGroupStateRequest';
  readonly key: ShareKey;
  readonly stateEpoch: number;
  readonly leaderEpoch: LeaderEpoch;
  readonly startOffset: Offset;
  readonly deliveryCompleteCount: number;
  readonly stateBatches: readonly StateBatch[];
}

export interface DeleteShareGroupStateRequest extends Rpc {
  readonly type: 'DeleteShareGroupStateRequest';
  readonly key: ShareKey;
}

export interface InitializeShareGroupStateResponse extends Rpc {
  readonly type: 'InitializeShareGroupStateResponse';
  readonly error: ErrorName;
}

export interface ReadShareGroupStateResponse extends Rpc {
  readonly type: 'ReadShareGroupStateResponse';
  readonly error: ErrorName;
  readonly stateEpoch: number;
  readonly startOffset: Offset;
  readonly stateBatches: readonly StateBatch[];
}

export interface ReadShareGroupStateSummaryResponse extends Rpc {
  readonly type: 'ReadShareGroupStateSummaryResponse';
  readonly error: ErrorName;
  readonly startOffset: Offset;
  readonly deliveryCompleteCount: number;
  readonly leaderEpoch: LeaderEpoch;
}

export interface WriteShareGroupStateResponse extends Rpc {
  readonly type: 'WriteShareGroupStateResponse';
  readonly error: ErrorName;
}

export interface DeleteShareGroupStateResponse extends Rpc {
  readonly type: 'DeleteShareGroupStateResponse';
  readonly error: ErrorName;
}

export type PersisterRequest =
  | InitializeShareGroupStateRequest
  | ReadShareGroupStateRequest
  | ReadShareGroupStateSummaryRequest
  | WriteShareGroupStateRequest
  | DeleteShareGroupStateRequest;

export type PersisterResponse =
  | InitializeShareGroupStateResponse
  | ReadShareGroupStateResponse
  | ReadShareGroupStateSummaryResponse
  | WriteShareGroupStateResponse
  | DeleteShareGroupStateResponse;

// ---- Administration -----------------------------------------------------------------------------------------------------------

export interface DescribeShareGroupOffsetsRequest extends Rpc {
  readonly type: 'DescribeShareGroupOffsetsRequest';
  readonly group: string;
  /** null asks for all of the group. */
  readonly partitions: readonly Tp[] | null;
}

export interface DescribeShareGroupOffsetsResponse extends Rpc {
  readonly type: 'DescribeShareGroupOffsetsResponse';
  readonly error: ErrorName;
  /** Start offset -1: nobody has fetched yet; lag -1: not known. */
  readonly partitions: readonly {
    readonly tp: Tp;
    readonly error: ErrorName;
    readonly startOffset: Offset;
    readonly leaderEpoch: number;
    readonly lag: number;
  }[];
}

export interface AlterShareGroupOffsetsRequest extends Rpc {
  readonly type: 'AlterShareGroupOffsetsRequest';
  readonly group: string;
  readonly offsets: readonly { readonly tp: Tp; readonly startOffset: Offset }[];
}

export interface AlterShareGroupOffsetsResponse extends Rpc {
  readonly type: 'AlterShareGroupOffsetsResponse';
  readonly error: ErrorName;
  readonly partitions: readonly { readonly tp: Tp; readonly error: ErrorName }[];
}

export interface DeleteShareGroupOffsetsRequest extends Rpc {
  readonly type: 'DeleteShareGroupOffsetsRequest';
  readonly group: string;
  readonly topics: readonly string[];
}

export interface DeleteShareGroupOffsetsResponse extends Rpc {
  readonly type: 'DeleteShareGroupOffsetsResponse';
  readonly error: ErrorName;
  readonly topics: readonly { readonly topic: string; readonly error: ErrorName }[];
}

export type ShareAdminRequest = DescribeShareGroupOffsetsRequest | AlterShareGroupOffsetsRequest | DeleteShareGroupOffsetsRequest;
export type ShareAdminResponse = DescribeShareGroupOffsetsResponse | AlterShareGroupOffsetsResponse | DeleteShareGroupOffsetsResponse;

export type ShareLeaderRequest = ShareFetchRequest | ShareAcknowledgeRequest;
export type ShareRequest = ShareGroupHeartbeatRequest | ShareLeaderRequest | PersisterRequest | ShareAdminRequest;
export type ShareResponse = ShareGroupHeartbeatResponse | ShareFetchResponse | ShareAcknowledgeResponse | PersisterResponse | ShareAdminResponse;
