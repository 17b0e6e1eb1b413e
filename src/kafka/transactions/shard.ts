/** One partition of __transaction_state that this broker coordinates (TransactionStateManager): its ids, and transitions that are not durable yet. */
import { coordinatorPartition } from '#kafka/coordinator/hashcode.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { coordinatorError } from '#kafka/coordinator/shard.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { NodeName, Offset, Tp } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { TransactionVersion, TxnMarker } from '#kafka/protocol/transactions.ts';
import type { TransactionIo } from '#kafka/transactions/io.ts';
import { transactionRecord } from '#kafka/transactions/log.ts';
import { setting } from '#kafka/transactions/settings.ts';
import { cancelPartition, schedulePartition } from '#kafka/transactions/timers.ts';
import { type Transaction, type Transit, withTransaction } from '#kafka/transactions/transaction.ts';
import { copied } from '#sim/copy.ts';

/** What follows when a transition is durable, or has failed. */
export type Then =
  | { readonly kind: 'init'; readonly caller: Caller }
  | { readonly kind: 'partitions'; readonly caller: Caller; readonly tps: readonly Tp[] }
  | { readonly kind: 'offsets'; readonly caller: Caller }
  /** `answer`: an EndTxn is answered, an InitProducerId told to come again, or nobody waits (a timeout). */
  | {
      readonly kind: 'end';
      readonly caller: Caller | undefined;
      readonly answer: 'end' | 'init' | 'none';
      readonly version: TransactionVersion;
      readonly fences: boolean;
    }
  | { readonly kind: 'complete' }
  | { readonly kind: 'expire' };

export interface PendingTransit {
  readonly lastOffset: Offset;
  readonly deadlineUs: number;
  readonly transit: Transit;
  readonly then: Then;
}

export interface TransactionShard {
  readonly partition: number;
  /** The partition's leader epoch: markers carry it, so that a deposed coordinator is told from its successor. */
  readonly coordinatorEpoch: number;
  /** The records still to be replayed; undefined once loaded. */
  readonly loading: readonly StoredRecord[] | undefined;
  readonly transactions: ReadonlyMap<string, Transaction>;
  readonly writes: readonly PendingTransit[];
}

/** A transaction that has been decided: who still needs its marker, and what is written when all have it. */
export interface MarkerJob {
  readonly transactionalId: string;
  readonly partition: number;
  readonly marker: TxnMarker;
  readonly remaining: readonly Tp[];
  readonly transit: Transit;
  /** The record of its completion is under way. */
  readonly writing: boolean;
}

/** Markers on their way to one broker: one request at a time. */
export interface MarkersInFlight {
  readonly to: NodeName;
  readonly correlation: number;
  readonly deadlineUs: number;
  readonly sent: readonly { readonly transactionalId: string; readonly tps: readonly Tp[] }[];
}

export interface TransactionCoordinatorState {
  /** By partition of __transaction_state, for those that this broker leads. */
  readonly shards: ReadonlyMap<number, TransactionShard>;
  readonly jobs: ReadonlyMap<string, MarkerJob>;
  readonly inFlight: readonly MarkersInFlight[];
}

export const emptyTransactionCoordinator: TransactionCoordinatorState = { shards: new Map(), jobs: new Map(), inFlight: [] };

/** One handling: the parts are replaced, never changed. */
export interface Turn {
  shards: ReadonlyMap<number, TransactionShard>;
  jobs: ReadonlyMap<string, MarkerJob>;
  inFlight: readonly MarkersInFlight[];
  readonly io: TransactionIo;
}

export function putShard(turn: Turn, shard: TransactionShard): void {
  turn.shards = copied(turn.shards).set(shard.partition, shard);
}

/** The shard of a transactional id, if this broker is its coordinator and has loaded it. */
export function shardOf(turn: Turn, transactionalId: string): TransactionShard | ErrorName {
  const partitions = turn.io.partitionCount();
  const shard = partitions > 0 ? turn.shards.get(coordinatorPartition(transactionalId, partitions)) : undefined;
  if (shard === undefined) return 'NOT_COORDINATOR';
  return shard.loading === undefined ? shard : 'COORDINATOR_LOAD_IN_PROGRESS';
}

export function putTransaction(turn: Turn, partition: number, transaction: Transaction): Transaction {
  const shard = turn.shards.get(partition);
  if (shard) putShard(turn, { ...shard, transactions: copied(shard.transactions).set(transaction.data.transactionalId, transaction) });
  return transaction;
}

export function dropTransaction(turn: Turn, partition: number, transactionalId: string): void {
  const shard = turn.shards.get(partition);
  if (shard === undefined) return;
  const transactions = new Map(shard.transactions);
  transactions.delete(transactionalId);
  putShard(turn, { ...shard, transactions });
}

export const transactionIn = (turn: Turn, partition: number, transactionalId: string): Transaction | undefined =>
  turn.shards.get(partition)?.transactions.get(transactionalId);

/** Writes a prepared transition. It is completed when the high watermark passes its record; until then nothing else may move this id. */
export function write(turn: Turn, partition: number, transaction: Transaction, transit: Transit, then: Then): ErrorName {
  const { io } = turn;
  const { error, lastOffset } = io.append(partition, [transactionRecord(transit)]);
  if (error !== 'NONE') return coordinatorError(error);
  putTransaction(turn, partition, withTransaction(transaction, { pending: transit.to }));
  const shard = turn.shards.get(partition);
  if (shard === undefined) return 'NOT_COORDINATOR';
  const timeoutUs = setting(io, 'request.timeout.ms') * 1000;
  if (shard.writes.length === 0) schedulePartition(io, 'write', partition, timeoutUs);
  putShard(turn, { ...shard, writes: [...shard.writes, { lastOffset, deadlineUs: io.env.nowUs + timeoutUs, transit, then }] });
  return 'NONE';
}

/** Takes out the writes that match, in order of offset, and keeps the write timer in step with what is left. */
export function takeWrites(turn: Turn, partition: number, matches: (pending: PendingTransit) => boolean): readonly PendingTransit[] {
  const shard = turn.shards.get(partition);
  if (shard === undefined || shard.writes.length === 0) return [];
  const taken = shard.writes.filter(matches);
  if (taken.length === 0) return taken;
  const writes = shard.writes.filter((pending) => !matches(pending));
  if (writes.length === 0) cancelPartition(turn.io, 'write', partition);
  else schedulePartition(turn.io, 'write', partition, Math.max(0, writes[0].deadlineUs - turn.io.env.nowUs));
  putShard(turn, { ...shard, writes });
  return taken;
}
