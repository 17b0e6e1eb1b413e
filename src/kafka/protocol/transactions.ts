/** Transactions on the wire (KIP-98, KIP-360, KIP-447, KIP-890). `version` is the transaction.version that the sender speaks: 2 bumps the epoch at every end. */
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { LeaderEpoch, Offset, Tp } from '#kafka/protocol/names.ts';

export const TRANSACTION_STATES = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'Dead',
  'PrepareEpochFence',
] as const;
/** org.apache.kafka.coordinator.transaction.TransactionState */
export type TransactionState = (typeof TRANSACTION_STATES)[number];

/** Feature levels of transaction.version that differ in behaviour: 2 is KIP-890 part 2. */
export type TransactionVersion = 0 | 2;

interface Rpc {
  readonly correlation: number;
}

/** Who a transactional request comes from. */
export interface ProducerIdentity {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** From a client before its first record for a partition (version 0), or from a partition's leader: to verify, or since version 2 to add (KIP-890). */
export interface AddPartitionsToTxnRequest extends Rpc, ProducerIdentity {
  readonly type: 'AddPartitionsToTxnRequest';
  readonly partitions: readonly Tp[];
  readonly verifyOnly: boolean;
  readonly version: TransactionVersion;
}

export interface AddPartitionsToTxnResponse extends Rpc {
  readonly type: 'AddPartitionsToTxnResponse';
  readonly results: readonly { readonly tp: Tp; readonly error: ErrorName }[];
}

export interface AddOffsetsToTxnRequest extends Rpc, ProducerIdentity {
  readonly type: 'AddOffsetsToTxnRequest';
  readonly group: string;
}

export interface AddOffsetsToTxnResponse extends Rpc {
  readonly type: 'AddOffsetsToTxnResponse';
  readonly error: ErrorName;
}

export interface EndTxnRequest extends Rpc, ProducerIdentity {
  readonly type: 'EndTxnRequest';
  readonly committed: boolean;
  readonly version: TransactionVersion;
}

/** With version 2: the id and epoch of the next transaction; -1 otherwise. */
export interface EndTxnResponse extends Rpc {
  readonly type: 'EndTxnResponse';
  readonly error: ErrorName;
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** Offsets that count once the transaction is committed. Generation -1 and no member: without group metadata (before KIP-447). */
export interface TxnOffsetCommitRequest extends Rpc, ProducerIdentity {
  readonly type: 'TxnOffsetCommitRequest';
  readonly group: string;
  readonly generation: number;
  readonly memberId: string;
  readonly offsets: readonly { readonly tp: Tp; readonly offset: Offset; readonly leaderEpoch: LeaderEpoch }[];
  readonly version: TransactionVersion;
}

export interface TxnOffsetCommitResponse extends Rpc {
  readonly type: 'TxnOffsetCommitResponse';
  readonly offsets: readonly { readonly tp: Tp; readonly error: ErrorName }[];
}

export interface TxnMarker {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly committed: boolean;
  readonly version: TransactionVersion;
}

/** From the transaction coordinator to leaders of partitions: how a transaction ended. */
export interface WriteTxnMarkersRequest extends Rpc {
  readonly type: 'WriteTxnMarkersRequest';
  readonly markers: readonly (TxnMarker & { readonly partitions: readonly Tp[] })[];
}

export interface WriteTxnMarkersResponse extends Rpc {
  readonly type: 'WriteTxnMarkersResponse';
  readonly markers: readonly { readonly producerId: number; readonly partitions: readonly { readonly tp: Tp; readonly error: ErrorName }[] }[];
}

export interface DescribeTransactionsRequest extends Rpc {
  readonly type: 'DescribeTransactionsRequest';
  readonly transactionalIds: readonly string[];
}

export interface DescribedTransaction extends ProducerIdentity {
  readonly error: ErrorName;
  readonly state: TransactionState;
  readonly timeoutMs: number;
  /** Wall clock; -1 when there is no transaction. */
  readonly startMs: number;
  readonly partitions: readonly Tp[];
}

export interface DescribeTransactionsResponse extends Rpc {
  readonly type: 'DescribeTransactionsResponse';
  readonly transactions: readonly DescribedTransaction[];
}

export interface ListTransactionsRequest extends Rpc {
  readonly type: 'ListTransactionsRequest';
}

export interface ListTransactionsResponse extends Rpc {
  readonly type: 'ListTransactionsResponse';
  readonly error: ErrorName;
  readonly transactions: readonly { readonly transactionalId: string; readonly producerId: number; readonly state: TransactionState }[];
}

/** Producers that a partition's log knows (KIP-664). */
export interface DescribeProducersRequest extends Rpc {
  readonly type: 'DescribeProducersRequest';
  readonly partitions: readonly Tp[];
}

export interface DescribeProducersResponse extends Rpc {
  readonly type: 'DescribeProducersResponse';
  readonly partitions: readonly { readonly tp: Tp; readonly error: ErrorName; readonly producers: readonly DescribedProducer[] }[];
}

export interface DescribedProducer {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** -1 when no marker has come yet. */
  readonly coordinatorEpoch: number;
  readonly lastSequence: number;
  readonly lastTimestampMs: number;
  /** -1 when no transaction of it is open here. */
  readonly currentTransactionStartOffset: Offset;
}

export type TransactionRequest =
  | AddPartitionsToTxnRequest
  | AddOffsetsToTxnRequest
  | EndTxnRequest
  | TxnOffsetCommitRequest
  | WriteTxnMarkersRequest
  | DescribeTransactionsRequest
  | ListTransactionsRequest
  | DescribeProducersRequest;

export type TransactionResponse =
  | AddPartitionsToTxnResponse
  | AddOffsetsToTxnResponse
  | EndTxnResponse
  | TxnOffsetCommitResponse
  | WriteTxnMarkersResponse
  | DescribeTransactionsResponse
  | ListTransactionsResponse
  | DescribeProducersResponse;
