/**
 * The transaction coordinator of a broker (TransactionCoordinator, TransactionStateManager): it lives on the leaders of __transaction_state, keeps
 * transactional ids in memory, writes every transition to the log, and acts when that is replicated. A new leader rebuilds everything from the log.
 */
import { coordinatorPartition } from '#kafka/coordinator/hashcode.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { tell } from '#kafka/facts.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { InitProducerIdRequest } from '#kafka/protocol/messages.ts';
import { brokerIdOf, type NodeName, type Offset, ownClockMs } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type {
  AddOffsetsToTxnRequest,
  AddPartitionsToTxnRequest,
  DescribeTransactionsRequest,
  EndTxnRequest,
  ListTransactionsRequest,
  WriteTxnMarkersResponse,
} from '#kafka/protocol/transactions.ts';
import { describeTransactions, listTransactions } from '#kafka/transactions/describe.ts';
import { decided, endNotWritten, endTransaction, fence } from '#kafka/transactions/end.ts';
import { initFailed, initProducerId } from '#kafka/transactions/initialize.ts';
import type { TransactionIo } from '#kafka/transactions/io.ts';
import { replay } from '#kafka/transactions/log.ts';
import { dropJob, dropMarkersOf, endOfMarkersFailed, markersAnswered, markersLost, startMarkers, tendMarkers } from '#kafka/transactions/markers.ts';
import { addOffsets, addPartitions, offsetsAnswered, partitionsAnswered } from '#kafka/transactions/partitions.ts';
import { setting } from '#kafka/transactions/settings.ts';
import {
  dropTransaction,
  emptyTransactionCoordinator,
  type PendingTransit,
  putShard,
  putTransaction,
  type TransactionCoordinatorState,
  type TransactionShard,
  type Turn,
  takeWrites,
  transactionIn,
  write,
} from '#kafka/transactions/shard.ts';
import { cancel, cancelPartition, schedule, schedulePartition, type TransactionTimer } from '#kafka/transactions/timers.ts';
import { completed, prepareDead, type Transaction, withTransaction } from '#kafka/transactions/transaction.ts';

export type { TransactionCoordinatorState, TransactionTimer };
export { coordinatorPartition, emptyTransactionCoordinator };

/** Reading a partition of __transaction_state back takes a new coordinator this long. */
const LOAD_US = 10_000;

/** What clients, partition leaders and tools ask of a coordinator. */
export type CoordinatedRequest =
  | (InitProducerIdRequest & { readonly transactionalId: string })
  | AddPartitionsToTxnRequest
  | AddOffsetsToTxnRequest
  | EndTxnRequest
  | DescribeTransactionsRequest
  | ListTransactionsRequest;

const open = (state: TransactionCoordinatorState, io: TransactionIo): Turn => ({ shards: state.shards, jobs: state.jobs, inFlight: state.inFlight, io });

function close(state: TransactionCoordinatorState, { shards, jobs, inFlight }: Turn): TransactionCoordinatorState {
  const isSame = shards === state.shards && jobs === state.jobs && inFlight === state.inFlight;
  return isSame ? state : { shards, jobs, inFlight };
}

/** `offsetsPartitions`: how many partitions __consumer_offsets has. */
export function handleTransactionRequest(
  state: TransactionCoordinatorState,
  io: TransactionIo,
  caller: Caller,
  request: CoordinatedRequest,
  offsetsPartitions: number,
): TransactionCoordinatorState {
  const turn = open(state, io);
  switch (request.type) {
    case 'InitProducerIdRequest':
      initProducerId(turn, caller, request);
      break;
    case 'AddPartitionsToTxnRequest':
      addPartitions(turn, caller, request);
      break;
    case 'AddOffsetsToTxnRequest':
      addOffsets(turn, caller, request, offsetsPartitions);
      break;
    case 'EndTxnRequest':
      endTransaction(turn, caller, request);
      break;
    case 'DescribeTransactionsRequest':
      describeTransactions(turn, caller, request.transactionalIds);
      break;
    case 'ListTransactionsRequest':
      listTransactions(turn, caller);
  }
  return close(state, turn);
}

/** This broker became leader of a partition of __transaction_state: what the log holds is replayed before any id is served. */
export function partitionElected(
  state: TransactionCoordinatorState,
  io: TransactionIo,
  partition: number,
  coordinatorEpoch: number,
  records: readonly StoredRecord[],
): TransactionCoordinatorState {
  const turn = open(state, io);
  drop(turn, partition);
  if (turn.shards.size === 0) {
    schedule(io, 'abort', setting(io, 'transaction.abort.timed.out.transaction.cleanup.interval.ms'));
    schedule(io, 'expiration', setting(io, 'transaction.remove.expired.transaction.cleanup.interval.ms'));
  }
  const loading = records.length > 0 ? records : undefined;
  putShard(turn, { partition, coordinatorEpoch, loading, transactions: new Map(), writes: [] });
  if (loading) schedulePartition(io, 'load', partition, LOAD_US);
  return close(state, turn);
}

/** Transactions that had been decided are ended now; the coordinator before may have written some of their markers. */
function loaded(turn: Turn, partition: number): void {
  const { io } = turn;
  const shard = turn.shards.get(partition);
  if (shard?.loading === undefined) return;
  const transactions = replay(shard.loading);
  const ready: TransactionShard = { ...shard, loading: undefined, transactions };
  putShard(turn, ready);
  for (const transaction of transactions.values()) {
    tell(io.env, { fact: 'TransactionCoordinatorLoaded', transactionalId: transaction.data.transactionalId, broker: brokerIdOf(io.env.self) });
    if (transaction.value === 'PrepareCommit' || transaction.value === 'PrepareAbort') startMarkers(turn, ready, transaction);
  }
}

/** Leadership is gone: the ids are dropped from memory, and everybody who waits is sent elsewhere. */
export function partitionResigned(state: TransactionCoordinatorState, io: TransactionIo, partition: number): TransactionCoordinatorState {
  const turn = open(state, io);
  drop(turn, partition);
  if (turn.shards.size === 0) for (const what of ['abort', 'expiration', 'markers'] as const) cancel(io, what);
  return close(state, turn);
}

function drop(turn: Turn, partition: number): void {
  if (!turn.shards.has(partition)) return;
  dropMarkersOf(turn, partition);
  for (const pending of takeWrites(turn, partition, () => true)) failed(turn, partition, pending, 'NOT_COORDINATOR');
  cancelPartition(turn.io, 'load', partition);
  const rest = new Map(turn.shards);
  rest.delete(partition);
  turn.shards = rest;
}

/** Everything below the high watermark is durable: transitions are completed now, in order. */
export function highWatermarkAdvanced(
  state: TransactionCoordinatorState,
  io: TransactionIo,
  partition: number,
  highWatermark: Offset,
): TransactionCoordinatorState {
  const shard = state.shards.get(partition);
  if (shard === undefined || shard.writes.length === 0 || shard.writes[0].lastOffset >= highWatermark) return state;
  const turn = open(state, io);
  for (const pending of takeWrites(turn, partition, ({ lastOffset }) => lastOffset < highWatermark)) stored(turn, partition, pending);
  return close(state, turn);
}

function stored(turn: Turn, partition: number, { transit, then }: PendingTransit): void {
  const before = transactionIn(turn, partition, transit.data.transactionalId);
  const shard = turn.shards.get(partition);
  if (before === undefined || shard === undefined) return;
  const transaction = putTransaction(turn, partition, completed(before, transit, turn.io.env));
  const { transactionalId, producerId, producerEpoch } = transaction.data;
  switch (then.kind) {
    case 'init':
      return turn.io.reply(then.caller, { type: 'InitProducerIdResponse', error: 'NONE', producerId, producerEpoch });
    case 'partitions':
      return partitionsAnswered(turn, then.caller, then.tps, 'NONE');
    case 'offsets':
      return offsetsAnswered(turn, then.caller, 'NONE');
    case 'end':
      return decided(turn, shard, transaction, then);
    case 'complete':
      return dropJob(turn, transactionalId);
    case 'expire':
      return dropTransaction(turn, partition, transactionalId);
  }
}

/** The record stays in the log and may still become durable; only the transition is given up. */
function failed(turn: Turn, partition: number, { transit, then }: PendingTransit, error: ErrorName): void {
  const { transactionalId } = transit.data;
  const transaction = transactionIn(turn, partition, transactionalId);
  if (transaction === undefined) return;
  const freed = putTransaction(turn, partition, withTransaction(transaction, { pending: then.kind === 'complete' ? transaction.data.pending : undefined }));
  switch (then.kind) {
    case 'init':
      return initFailed(turn, then.caller, error);
    case 'partitions':
      return partitionsAnswered(turn, then.caller, then.tps, error);
    case 'offsets':
      return offsetsAnswered(turn, then.caller, error);
    case 'end':
      return endNotWritten(turn, partition, freed, then, error);
    case 'complete':
      return endOfMarkersFailed(turn, transactionalId);
    case 'expire':
      return;
  }
}

export function transactionTimer(state: TransactionCoordinatorState, io: TransactionIo, timer: TransactionTimer): TransactionCoordinatorState {
  const turn = open(state, io);
  switch (timer.type) {
    case 'TransactionsLoadCompleted':
      loaded(turn, timer.partition);
      break;
    case 'TransactionWriteTimeoutExpired':
      for (const pending of takeWrites(turn, timer.partition, ({ deadlineUs }) => deadlineUs <= io.env.nowUs))
        failed(turn, timer.partition, pending, 'COORDINATOR_NOT_AVAILABLE');
      break;
    case 'TransactionAbortDue':
      schedule(io, 'abort', setting(io, 'transaction.abort.timed.out.transaction.cleanup.interval.ms'));
      abortTimedOut(turn);
      break;
    case 'TransactionalIdExpirationDue':
      schedule(io, 'expiration', setting(io, 'transaction.remove.expired.transaction.cleanup.interval.ms'));
      expireIds(turn);
      break;
    case 'TransactionMarkersDue':
      markersLost(turn, ({ deadlineUs }) => deadlineUs <= io.env.nowUs);
      tendMarkers(turn);
  }
  return close(state, turn);
}

const transactionsOf = (turn: Turn): readonly { readonly shard: TransactionShard; readonly transaction: Transaction }[] =>
  [...turn.shards.values()].flatMap((shard) => [...shard.transactions.values()].map((transaction) => ({ shard, transaction })));

/** Transactions that have been open for longer than transaction.timeout.ms (abortTimedOutTransactions). */
function abortTimedOut(turn: Turn): void {
  const nowMs = ownClockMs(turn.io.env);
  for (const { shard, transaction } of transactionsOf(turn)) {
    const { transactionalId, pending, startMs, timeoutMs } = transaction.data;
    if (transaction.value !== 'Ongoing' || pending !== undefined || startMs + timeoutMs >= nowMs) continue;
    tell(turn.io.env, { fact: 'TransactionTimedOut', transactionalId, broker: brokerIdOf(turn.io.env.self), timeoutMs });
    fence(turn, turn.shards.get(shard.partition) ?? shard, transaction, undefined);
  }
}

/** Ids that have not been used for transactional.id.expiration.ms. */
function expireIds(turn: Turn): void {
  const limitMs = ownClockMs(turn.io.env) - setting(turn.io, 'transactional.id.expiration.ms');
  for (const { shard, transaction } of transactionsOf(turn)) {
    const mayExpire = transaction.value === 'Empty' || transaction.value === 'CompleteCommit' || transaction.value === 'CompleteAbort';
    if (!mayExpire || transaction.data.pending !== undefined || transaction.data.updateMs > limitMs) continue;
    write(turn, shard.partition, transaction, prepareDead(transaction), { kind: 'expire' });
  }
}

/** A broker says which markers it has written. */
export function handleMarkersAnswer(
  state: TransactionCoordinatorState,
  io: TransactionIo,
  from: NodeName,
  response: WriteTxnMarkersResponse,
): TransactionCoordinatorState {
  const turn = open(state, io);
  markersAnswered(turn, from, response.correlation, response);
  return close(state, turn);
}

/** The connection to a broker is gone, with the markers that were on it. */
export function markersConnectionLost(state: TransactionCoordinatorState, io: TransactionIo, to: NodeName): TransactionCoordinatorState {
  const turn = open(state, io);
  markersLost(turn, (one) => one.to === to);
  return close(state, turn);
}
