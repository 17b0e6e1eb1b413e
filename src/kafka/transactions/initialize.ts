/** InitProducerId with a transactional id (TransactionCoordinator.handleInitProducerId): a new id, or the next epoch, which fences whoever had the last. */
import type { Caller } from '#kafka/coordinator/io.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { InitProducerIdRequest } from '#kafka/protocol/messages.ts';
import { ownClockMs } from '#kafka/protocol/names.ts';
import { fence } from '#kafka/transactions/end.ts';
import { setting } from '#kafka/transactions/settings.ts';
import { putTransaction, shardOf, type TransactionShard, type Turn, transactionIn, write } from '#kafka/transactions/shard.ts';
import { isExhausted, NO_EPOCH, newTransaction, prepareEpoch, prepareRotation, type Transaction, type Transit } from '#kafka/transactions/transaction.ts';

const MAX_EPOCH = 32_767;

export const initFailed = (turn: Turn, caller: Caller, error: ErrorName): void =>
  turn.io.reply(caller, { type: 'InitProducerIdResponse', error, producerId: -1, producerEpoch: -1 });

export function initProducerId(turn: Turn, caller: Caller, request: InitProducerIdRequest & { readonly transactionalId: string }): void {
  const { io } = turn;
  const timeoutMs = request.transactionTimeoutMs ?? 60_000;
  if (timeoutMs > setting(io, 'transaction.max.timeout.ms') || timeoutMs <= 0) return initFailed(turn, caller, 'INVALID_TRANSACTION_TIMEOUT');
  const shard = shardOf(turn, request.transactionalId);
  if (typeof shard === 'string') return initFailed(turn, caller, shard);
  const known = transactionIn(turn, shard.partition, request.transactionalId);
  const transaction = known ?? register(turn, shard, request.transactionalId, timeoutMs);
  if (transaction === undefined) return io.park(caller, request);
  const error = refusal(transaction, request);
  if (error !== 'NONE') return initFailed(turn, caller, error);
  if (transaction.value === 'Ongoing') return fence(turn, shard, transaction, caller);
  const transit = prepared(turn, transaction, timeoutMs, request.producerEpoch);
  if (transit === 'needs-id') return io.park(caller, request);
  if (transit === undefined) return initFailed(turn, caller, 'PRODUCER_FENCED');
  const failed = write(turn, shard.partition, transaction, transit, { kind: 'init', caller });
  if (failed !== 'NONE') initFailed(turn, caller, failed);
}

/** An id that was never seen: in memory at once, in the log with its first epoch. Undefined while there is no producer id for it. */
function register(turn: Turn, shard: TransactionShard, transactionalId: string, timeoutMs: number): Transaction | undefined {
  const producerId = turn.io.nextProducerId();
  if (producerId === undefined) return undefined;
  return putTransaction(turn, shard.partition, newTransaction(transactionalId, producerId, timeoutMs, ownClockMs(turn.io.env)));
}

function refusal({ value, data }: Transaction, { producerId, producerEpoch }: InitProducerIdRequest): ErrorName {
  if (data.pending !== undefined) return 'CONCURRENT_TRANSACTIONS';
  const isExpected =
    producerId === undefined ||
    data.producerEpoch === NO_EPOCH ||
    producerId === data.producerId ||
    (producerId === data.prevProducerId && (producerEpoch ?? -1) >= MAX_EPOCH - 1);
  if (!isExpected) return 'PRODUCER_FENCED';
  return value === 'PrepareCommit' || value === 'PrepareAbort' ? 'CONCURRENT_TRANSACTIONS' : 'NONE';
}

function prepared(turn: Turn, transaction: Transaction, timeoutMs: number, expected: number | undefined): Transit | undefined | 'needs-id' {
  const nowMs = ownClockMs(turn.io.env);
  if (!isExhausted(transaction.data) || (expected !== undefined && expected !== transaction.data.producerEpoch))
    return prepareEpoch(transaction, timeoutMs, expected, nowMs);
  const fresh = turn.io.nextProducerId();
  return fresh === undefined ? 'needs-id' : prepareRotation(transaction, fresh, timeoutMs, nowMs, expected !== undefined);
}
