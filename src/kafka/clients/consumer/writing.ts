/**
 * The part of a consumer's application that writes on what it has worked on: where its thread waits for its producer, and what it does with what the
 * producer throws. As Kafka's own example does it (ExactlyOnceMessageProcessor): offsets go into the transaction, a failed transaction is aborted and
 * read again from the committed offsets, a fenced producer ends the application.
 */
import { allConsumed } from '#kafka/clients/consumer/commit.ts';
import type { Thrown, Turn } from '#kafka/clients/consumer/core.ts';
import { newPosition, type PartitionState, type PositionData, withPosition } from '#kafka/clients/consumer/position.ts';
import {
  abortTransaction,
  areOffsetsSent,
  beginTransaction,
  commitTransaction,
  initTransactions,
  isFlushed,
  type OutletTurn,
  retryWrite,
  sendOffsets,
  transactionError,
  transactionState,
} from '#kafka/clients/outlet.ts';
import type { Writing } from '#kafka/frame.ts';

/** What has become of a call: it goes on, it returned, the transaction must be aborted, it was aborted, or an exception ends the application. */
export type Outcome = 'waits' | 'returned' | 'abortable' | 'aborted' | { readonly thrown: Thrown };

const UNKNOWN: Thrown = { exception: 'KafkaException', message: 'Cannot execute transactional method because we are in an error state' };

/** An error of the transaction manager comes out of whatever is called next. */
function failure(outlet: OutletTurn): Outcome | undefined {
  const state = transactionState(outlet);
  if (state === 'FATAL_ERROR') return { thrown: transactionError(outlet) ?? UNKNOWN };
  return state === 'ABORTABLE_ERROR' ? 'abortable' : undefined;
}

export function begin(outlet: OutletTurn, call: 'initializing' | 'aborting-transaction'): void {
  if (call === 'initializing') initTransactions(outlet);
  else abortTransaction(outlet);
}

/** Looks whether the call that the thread is in has returned. */
export function outcomeOf(turn: Turn, outlet: OutletTurn, call: Writing): Outcome {
  switch (call) {
    case 'initializing':
      return failure(outlet) ?? (transactionState(outlet) === 'READY' ? 'returned' : 'waits');
    case 'sending':
      retryWrite(outlet);
      return failure(outlet) ?? (outlet.blocked === undefined ? 'returned' : 'waits');
    case 'flushing':
      return flushed(outlet);
    case 'sending-offsets':
      return failure(outlet) ?? (areOffsetsSent(outlet) ? 'returned' : 'waits');
    case 'committing-transaction':
      return failure(outlet) ?? (transactionState(outlet) === 'READY' ? 'returned' : 'waits');
    case 'aborting-transaction':
      return aborted(turn, outlet);
  }
}

/** flush(), and a look at the futures: one that failed is thrown (ExecutionException), before anything is committed. */
function flushed(outlet: OutletTurn): Outcome {
  if (!isFlushed(outlet)) return 'waits';
  const { failure: thrown } = outlet;
  outlet.failure = undefined;
  return thrown === undefined ? 'returned' : { thrown };
}

/** abortTransaction() returned: everything is read again from the committed offsets (resetToLastCommittedPositions). */
function aborted({ core }: Turn, outlet: OutletTurn): Outcome {
  const state = transactionState(outlet);
  if (state === 'FATAL_ERROR') return { thrown: transactionError(outlet) ?? UNKNOWN };
  if (state !== 'READY') return 'waits';
  core.partitions = new Map([...core.partitions].map(([tp, { data }]) => [tp, soughtAgain(data)]));
  core.buffer = [];
  return 'aborted';
}

/** A seek: what was last fetched of the partition is known on. */
function soughtAgain({ tp, paused, highWatermark, logStart, fetchedFrom, lag }: PositionData): PartitionState {
  return withPosition(newPosition(tp, paused), { highWatermark, logStart, fetchedFrom, lag });
}

export function beginBatch(outlet: OutletTurn): void {
  if (transactionState(outlet) === 'READY') beginTransaction(outlet);
}

/** Offsets and the group's metadata go into the transaction; before KIP-447 (2.5) only the group's name goes with them. */
export function sendBatchOffsets({ core }: Turn, outlet: OutletTurn): void {
  const member = outlet.namesMember ? core.groupMetadata : { generation: -1, memberId: '' };
  sendOffsets(outlet, { group: core.group, ...member, offsets: allConsumed(core) });
}

export { commitTransaction };
