/**
 * The end of a transaction (TransactionCoordinator.endTransaction): the decision is the durable record of PrepareCommit or PrepareAbort. From
 * transaction.version 2 on every end bumps the epoch (KIP-890), so that a request of the transaction before is told from one of this.
 */
import type { Caller } from '#kafka/coordinator/io.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import { ownClockMs } from '#kafka/protocol/names.ts';
import type { EndTxnRequest } from '#kafka/protocol/transactions.ts';
import { initFailed } from '#kafka/transactions/initialize.ts';
import { startMarkers } from '#kafka/transactions/markers.ts';
import { putTransaction, shardOf, type Then, type TransactionShard, type Turn, transactionIn, write } from '#kafka/transactions/shard.ts';
import { fencingEpoch, isExhausted, NO_EPOCH, NO_PRODUCER_ID, prepareEnd, type Transaction, withTransaction } from '#kafka/transactions/transaction.ts';
import { planted } from '#sim/planted.ts';

type Ending = Extract<Then, { kind: 'end' }>;

const endFailed = (turn: Turn, caller: Caller, error: ErrorName): void =>
  turn.io.reply(caller, { type: 'EndTxnResponse', error, producerId: -1, producerEpoch: -1 });

export function endTransaction(turn: Turn, caller: Caller, given: EndTxnRequest): void {
  const request: EndTxnRequest = planted.M26 ? { ...given, version: 0 } : given;
  const shard = shardOf(turn, request.transactionalId);
  if (typeof shard === 'string') return endFailed(turn, caller, shard);
  const transaction = transactionIn(turn, shard.partition, request.transactionalId);
  if (transaction === undefined) return endFailed(turn, caller, 'INVALID_PRODUCER_ID_MAPPING');
  const verdict = request.version === 2 ? verdictBumping(transaction, request) : verdictPlain(transaction, request);
  if (verdict === 'again') return alreadyEnded(turn, caller, transaction, request);
  if (verdict !== 'end') return endFailed(turn, caller, verdict);
  const next = request.version === 2 && isExhausted(transaction.data) ? turn.io.nextProducerId() : NO_PRODUCER_ID;
  if (next === undefined) return turn.io.park(caller, request);
  const then: Ending = { kind: 'end', caller, answer: 'end', version: request.version, fences: false };
  prepare(turn, shard, transaction, request.committed, next, then);
}

function alreadyEnded(turn: Turn, caller: Caller, { data }: Transaction, { version }: EndTxnRequest): void {
  const known = version === 2 ? { producerId: data.producerId, producerEpoch: data.producerEpoch } : { producerId: -1, producerEpoch: -1 };
  turn.io.reply(caller, { type: 'EndTxnResponse', error: 'NONE', ...known });
}

type Verdict = 'end' | 'again' | ErrorName;

const isSame = (state: Transaction['value'], committed: boolean): boolean =>
  committed ? state === 'PrepareCommit' || state === 'CompleteCommit' : state === 'PrepareAbort' || state === 'CompleteAbort';

/** endTransactionWithTV1: state and epoch are all there is to tell a repeated request from another. */
function verdictPlain({ value, data }: Transaction, { producerId, producerEpoch, committed }: EndTxnRequest): Verdict {
  if (data.producerId !== producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  if (data.producerEpoch !== producerEpoch) return 'PRODUCER_FENCED';
  if (data.pending !== undefined) return 'CONCURRENT_TRANSACTIONS';
  if (value === 'Ongoing') return 'end';
  if (!isSame(value, committed)) return 'INVALID_TXN_STATE';
  return value === 'PrepareCommit' || value === 'PrepareAbort' ? 'CONCURRENT_TRANSACTIONS' : 'again';
}

const MAX_EPOCH = 32_767;

/** Transactions V2: a request with the epoch before is a repeated one. An abort is taken also where nothing has begun: the client may not know. */
function verdictBumping({ value, data }: Transaction, { producerId, producerEpoch, committed }: EndTxnRequest): Verdict {
  if (data.pending !== undefined) return 'CONCURRENT_TRANSACTIONS';
  const afterOverflow = data.prevProducerId === producerId && producerEpoch === MAX_EPOCH - 1 && data.producerEpoch === 0;
  if (data.producerId !== producerId && !afterOverflow) return 'INVALID_PRODUCER_ID_MAPPING';
  const isRepeated = afterOverflow || data.producerEpoch === producerEpoch + 1;
  const isCurrent = data.producerEpoch === producerEpoch && !afterOverflow;
  switch (value) {
    case 'Ongoing':
      return isCurrent ? 'end' : 'PRODUCER_FENCED';
    case 'Empty':
      return !isCurrent ? 'PRODUCER_FENCED' : committed ? 'INVALID_TXN_STATE' : 'end';
    case 'PrepareCommit':
    case 'PrepareAbort':
      if (!isRepeated) return 'PRODUCER_FENCED';
      return isSame(value, committed) ? 'CONCURRENT_TRANSACTIONS' : 'INVALID_TXN_STATE';
    case 'CompleteCommit':
    case 'CompleteAbort':
      if (!isRepeated && !isCurrent) return 'PRODUCER_FENCED';
      if (isRepeated) return isSame(value, committed) ? 'again' : 'INVALID_TXN_STATE';
      return committed ? 'INVALID_TXN_STATE' : 'end';
    default:
      return 'INVALID_TXN_STATE';
  }
}

function prepare(turn: Turn, shard: TransactionShard, transaction: Transaction, committed: boolean, nextProducerId: number, then: Ending): void {
  const transit = prepareEnd(transaction, committed, then.version, nextProducerId, ownClockMs(turn.io.env));
  const failed = write(turn, shard.partition, transaction, transit, then);
  if (failed !== 'NONE') endNotWritten(turn, shard.partition, transaction, then, failed);
}

/** Another producer has come with this id, or the transaction has taken too long: whoever wrote it is fenced, and what it wrote is aborted. */
export function fence(turn: Turn, shard: TransactionShard, transaction: Transaction, caller: Caller | undefined): void {
  const version = turn.io.version;
  const then: Ending = { kind: 'end', caller, answer: caller === undefined ? 'none' : 'init', version, fences: true };
  // With version 2 the end itself bumps the epoch.
  if (version === 2) {
    const next = isExhausted(transaction.data) ? turn.io.nextProducerId() : NO_PRODUCER_ID;
    if (next !== undefined) prepare(turn, shard, transaction, false, next, then);
    else if (caller !== undefined) initFailed(turn, caller, 'COORDINATOR_LOAD_IN_PROGRESS');
    return;
  }
  const bumped = withTransaction(transaction, { producerEpoch: fencingEpoch(transaction), lastProducerEpoch: NO_EPOCH });
  putTransaction(turn, shard.partition, bumped);
  prepare(turn, shard, bumped, false, NO_PRODUCER_ID, then);
}

/** The decision did not get into the log. A fencing epoch that nobody heard of is kept for the next try. */
export function endNotWritten(turn: Turn, partition: number, transaction: Transaction, then: Ending, error: ErrorName): void {
  if (then.fences && then.version !== 2) putTransaction(turn, partition, withTransaction(transaction, { pending: undefined, failedFence: true }));
  if (then.caller === undefined) return;
  if (then.answer === 'init') initFailed(turn, then.caller, error);
  else endFailed(turn, then.caller, error);
}

/** The decision is durable: the producer hears of it at once, and the markers go out. */
export function decided(turn: Turn, shard: TransactionShard, transaction: Transaction, { caller, answer, version }: Ending): void {
  const { data } = transaction;
  const rotates = data.nextProducerId !== NO_PRODUCER_ID;
  if (caller !== undefined && answer === 'init') initFailed(turn, caller, 'CONCURRENT_TRANSACTIONS');
  else if (caller !== undefined) {
    const next = rotates ? { producerId: data.nextProducerId, producerEpoch: 0 } : { producerId: data.producerId, producerEpoch: data.producerEpoch };
    turn.io.reply(caller, { type: 'EndTxnResponse', error: 'NONE', ...(version === 2 ? next : { producerId: -1, producerEpoch: -1 }) });
  }
  startMarkers(turn, shard, transaction);
}
