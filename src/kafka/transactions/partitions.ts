/** Partitions and offsets join a transaction, or are looked up in it (handleAddPartitionsToTransaction, handleVerifyPartitionsInTransaction; KIP-890). */

import { coordinatorPartition } from '#kafka/coordinator/hashcode.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import { CONSUMER_OFFSETS, ownClockMs, type Tp, tpOf } from '#kafka/protocol/names.ts';
import type { AddOffsetsToTxnRequest, AddPartitionsToTxnRequest, ProducerIdentity, TransactionVersion } from '#kafka/protocol/transactions.ts';
import { shardOf, type Then, type Turn, transactionIn, write } from '#kafka/transactions/shard.ts';
import { preparePartitions, type Transaction } from '#kafka/transactions/transaction.ts';

export const partitionsAnswered = (turn: Turn, caller: Caller, tps: readonly Tp[], error: ErrorName): void =>
  turn.io.reply(caller, { type: 'AddPartitionsToTxnResponse', results: tps.map((tp) => ({ tp, error })) });

export const offsetsAnswered = (turn: Turn, caller: Caller, error: ErrorName): void => turn.io.reply(caller, { type: 'AddOffsetsToTxnResponse', error });

export function addPartitions(turn: Turn, caller: Caller, request: AddPartitionsToTxnRequest): void {
  if (request.verifyOnly) return verifyPartitions(turn, caller, request);
  const error = add(turn, request, request.partitions, request.version, { kind: 'partitions', caller, tps: request.partitions });
  if (error !== undefined) partitionsAnswered(turn, caller, request.partitions, error);
}

/** The group's partition of __consumer_offsets joins. `offsetsPartitions` is how many there are. */
export function addOffsets(turn: Turn, caller: Caller, request: AddOffsetsToTxnRequest, offsetsPartitions: number): void {
  if (offsetsPartitions === 0) return offsetsAnswered(turn, caller, 'COORDINATOR_NOT_AVAILABLE');
  const tp = tpOf(CONSUMER_OFFSETS, coordinatorPartition(request.group, offsetsPartitions));
  const error = add(turn, request, [tp], 0, { kind: 'offsets', caller });
  if (error !== undefined) offsetsAnswered(turn, caller, error);
}

/** Undefined: written, and answered when it is durable. */
function add(turn: Turn, identity: ProducerIdentity, tps: readonly Tp[], version: TransactionVersion, then: Then): ErrorName | undefined {
  const shard = shardOf(turn, identity.transactionalId);
  if (typeof shard === 'string') return shard;
  const transaction = transactionIn(turn, shard.partition, identity.transactionalId);
  if (transaction === undefined) return 'INVALID_PRODUCER_ID_MAPPING';
  // First of all: the new producer id of a transition that is on its way may be in use already.
  if (transaction.data.pending !== undefined) return 'CONCURRENT_TRANSACTIONS';
  const error = identityError(transaction, identity);
  if (error !== 'NONE') return error;
  if (transaction.value === 'Ongoing' && tps.every((tp) => transaction.data.partitions.includes(tp))) return 'NONE';
  const transit = preparePartitions(transaction, tps, ownClockMs(turn.io.env), version);
  const failed = write(turn, shard.partition, transaction, transit, then);
  return failed === 'NONE' ? undefined : failed;
}

function identityError({ value, data }: Transaction, { producerId, producerEpoch }: ProducerIdentity): ErrorName {
  if (data.producerId !== producerId) return 'INVALID_PRODUCER_ID_MAPPING';
  if (data.producerEpoch !== producerEpoch) return 'PRODUCER_FENCED';
  return value === 'PrepareCommit' || value === 'PrepareAbort' ? 'CONCURRENT_TRANSACTIONS' : 'NONE';
}

/** A partition's leader asks whether the partition is in the transaction before the first append. A transition that is pending is not waited for. */
function verifyPartitions(turn: Turn, caller: Caller, request: AddPartitionsToTxnRequest): void {
  const shard = shardOf(turn, request.transactionalId);
  if (typeof shard === 'string') return partitionsAnswered(turn, caller, request.partitions, shard);
  const transaction = transactionIn(turn, shard.partition, request.transactionalId);
  const error = transaction === undefined ? 'INVALID_PRODUCER_ID_MAPPING' : identityError(transaction, request);
  if (transaction === undefined || error !== 'NONE') return partitionsAnswered(turn, caller, request.partitions, error);
  const results = request.partitions.map((tp) => ({
    tp,
    error: transaction.data.partitions.includes(tp) ? ('NONE' as const) : ('TRANSACTION_ABORTABLE' as const),
  }));
  turn.io.reply(caller, { type: 'AddPartitionsToTxnResponse', results });
}
