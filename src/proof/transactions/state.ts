/**
 * One transactional id, two producers that use it, two partitions and a coordinator that may move, as small as they can be and still go wrong: the
 * coordinator, the logs and the producers' transaction managers are the engine's own values, time and the network are replaced by choice.
 */
import { newTransactionManager, type TransactionManager } from '#kafka/clients/producer/transactions.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { emptyLog, type Log } from '#kafka/log/log.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body, InitProducerIdRequest } from '#kafka/protocol/messages.ts';
import type { NewBatch, StoredRecord } from '#kafka/protocol/record.ts';
import type { AddPartitionsToTxnRequest, EndTxnRequest, ProducerIdentity, TransactionVersion, WriteTxnMarkersRequest } from '#kafka/protocol/transactions.ts';
import { emptyTransactionCoordinator, partitionElected, type TransactionCoordinatorState } from '#kafka/transactions/coordinator.ts';
import type { TransactionIo } from '#kafka/transactions/io.ts';

export const ID = 'pay';
export const PARTITIONS = ['t-0', 't-1'] as const;
export const PRODUCERS = ['A', 'B'] as const;
export const TIMEOUT_MS = 60_000;

export interface Scope {
  /** unverified: until 3.5. verified: since 3.6 (KIP-890 part 1). bumping: transaction.version 2 (KIP-890 part 2). */
  readonly mode: 'unverified' | 'verified' | 'bumping';
  /** How many transactions each producer begins at most: one producer, or two. */
  readonly transactions: readonly [number, number?];
  /** How often the coordinator moves; what was not replicated yet survives, or does not. */
  readonly failovers: number;
  /** How often a transaction is found to have been open for too long. */
  readonly timeouts: number;
  /** Requests and answers of producers that are given up as lost, and may yet arrive at any time. */
  readonly late: number;
  /** The same of markers. */
  readonly lateMarkers: number;
}

export const versionOf = ({ mode }: Scope): TransactionVersion => (mode === 'bumping' ? 2 : 0);

/** What producers ask of the coordinator. */
export type Asked = Body<(InitProducerIdRequest & { readonly transactionalId: string }) | AddPartitionsToTxnRequest | EndTxnRequest>;

export type Message =
  | { readonly kind: 'request'; readonly caller: Caller; readonly request: Asked }
  | { readonly kind: 'produce'; readonly caller: Caller; readonly p: number; readonly batch: NewBatch }
  | { readonly kind: 'markers'; readonly p: number; readonly correlation: number; readonly request: Body<WriteTxnMarkersRequest> }
  /** What the coordinator answers to a partition's leader. */
  | { readonly kind: 'verified'; readonly p: number; readonly correlation: number; readonly error: ErrorName };

/** A batch that waits at a partition's leader for the coordinator's word. */
export interface Verifying {
  readonly correlation: number;
  readonly identity: ProducerIdentity;
  readonly tps: readonly string[];
  readonly invalid: readonly string[];
  readonly caller: Caller;
  readonly batch: NewBatch;
}

export interface Leader {
  readonly log: Log;
  readonly verifying: readonly Verifying[];
}

/** What is known of a transaction's end: nothing yet, its producer wants to commit it, it was told so, or nothing of it may ever be seen. */
export type Fate = 'open' | 'commit-asked' | 'committed' | 'aborted';

export interface Producer {
  readonly name: string;
  readonly manager: TransactionManager;
  readonly producerId: number;
  readonly producerEpoch: number;
  /** By partition: the next sequence. */
  readonly sequences: readonly number[];
  /** Correlation of the request whose answer it awaits; 0: none. */
  readonly asked: number;
  /** A batch without result. `tried`: it may have been written. */
  readonly batch: { readonly p: number; readonly batch: NewBatch; readonly tried: boolean } | undefined;
  /** The checker's memory: the fate of each of its transactions. */
  readonly fates: readonly Fate[];
  /** The checker's memory: records that it was told are written. */
  readonly acked: readonly string[];
}

export type Visit = (move: string, next: State) => void;

export interface State {
  readonly coordinator: TransactionCoordinatorState;
  readonly coordinatorEpoch: number;
  /** The newest durable record of __transaction_state for our id, and what is not durable yet. */
  readonly durable: readonly StoredRecord[];
  readonly tail: readonly StoredRecord[];
  readonly end: number;
  readonly leaders: readonly Leader[];
  readonly producers: readonly Producer[];
  readonly network: readonly Message[];
  readonly correlation: number;
  readonly failovers: number;
  readonly timeouts: number;
  readonly late: number;
  readonly lateMarkers: number;
  /** The checker's memory: the epoch that the last InitProducerId gave out. */
  readonly granted: number;
}

export const silent: TransactionIo = {
  env: { self: 'kafka1', nowUs: 0, effects: [], facts: [], random: () => 0 },
  version: 0,
  reply: () => undefined,
  append: () => ({ error: 'NOT_LEADER_OR_FOLLOWER', lastOffset: -1 }),
  partitionCount: () => 1,
  leaderOf: () => 'none',
  sendMarkers: () => 0,
  nextProducerId: () => undefined,
  park: () => undefined,
};

export function initialState(scope: Scope): State {
  const producers = PRODUCERS.slice(0, scope.transactions.length).map(
    (name): Producer => ({
      name,
      manager: newTransactionManager(ID, TIMEOUT_MS, versionOf(scope)),
      producerId: -1,
      producerEpoch: -1,
      sequences: PARTITIONS.map(() => 0),
      asked: 0,
      batch: undefined,
      fates: [],
      acked: [],
    }),
  );
  return {
    coordinator: partitionElected(emptyTransactionCoordinator, silent, 0, 0, []),
    coordinatorEpoch: 0,
    durable: [],
    tail: [],
    end: 0,
    leaders: PARTITIONS.map(() => ({ log: emptyLog(), verifying: [] })),
    producers,
    network: [],
    correlation: 0,
    failovers: 0,
    timeouts: 0,
    late: 0,
    lateMarkers: 0,
    granted: -1,
  };
}

export function withProducer(state: State, one: Producer): State {
  return { ...state, producers: state.producers.map((other) => (other.name === one.name ? one : other)) };
}

export function withLeader(state: State, p: number, leader: Leader): State {
  return { ...state, leaders: state.leaders.map((other, n) => (n === p ? leader : other)) };
}
