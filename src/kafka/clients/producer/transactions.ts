/**
 * A transactional producer (TransactionManager): its state, the calls of its API, and which request is due next. One transactional request is in flight at
 * a time; a partition's batches wait until it is in the transaction. With transaction.version 2 the produce request itself adds it (KIP-890).
 */
import { setup } from 'xstate';
import { ALWAYS } from '#kafka/clients/network.ts';
import type { SendError } from '#kafka/clients/producer/core.ts';
import type { BrokerId, Offset, Tp } from '#kafka/protocol/names.ts';
import type { TransactionVersion } from '#kafka/protocol/transactions.ts';
import { type Plain, perform } from '#sim/machine.ts';

export const TRANSACTION_MANAGER_STATES = [
  'UNINITIALIZED',
  'INITIALIZING',
  'READY',
  'IN_TRANSACTION',
  'COMMITTING_TRANSACTION',
  'ABORTING_TRANSACTION',
  'ABORTABLE_ERROR',
  'FATAL_ERROR',
] as const;
/** TransactionManager.State, without the one of two-phase commits. */
export type TransactionManagerState = (typeof TRANSACTION_MANAGER_STATES)[number];

/** Offsets on their way into the transaction, with what names the consumer (KIP-447). */
export interface OffsetsToSend {
  readonly group: string;
  readonly generation: number;
  readonly memberId: string;
  readonly offsets: readonly { readonly tp: Tp; readonly offset: Offset; readonly leaderEpoch: number }[];
  /** Before version 2 the group's partition is added first. */
  readonly added: boolean;
}

export interface TransactionManagerData {
  readonly transactionalId: string;
  readonly timeoutMs: number;
  readonly version: TransactionVersion;
  /** Broker ids; -1 while unknown. */
  readonly coordinator: BrokerId;
  readonly groupCoordinator: BrokerId;
  /** Partitions that records were sent to and that are still to be added, that are being added, and that are in the transaction. */
  readonly fresh: readonly Tp[];
  readonly adding: readonly Tp[];
  readonly partitions: readonly Tp[];
  readonly offsets: OffsetsToSend | undefined;
  /** The coordinator knows of this transaction, or may: it must be ended there. */
  readonly started: boolean;
  /** A request of ours is in flight. */
  readonly busy: boolean;
  readonly retryAtUs: number;
  readonly error: SendError | undefined;
  /** After an error the epoch must be bumped by InitProducerId (before version 2). */
  readonly needsBump: boolean;
  /** Ids of the records of the transaction, for people. */
  readonly ids: readonly string[];
}

export type TransactionManager = Plain<TransactionManagerData, TransactionManagerState>;

type Event = { readonly type: TransactionManagerState };

/** TransactionManager.State.isTransitionValid, read the other way round. Events are named after the state that they lead to. */
export const machine = setup({ types: {} as { context: { data: TransactionManagerData }; events: Event } }).createMachine({
  id: 'TransactionManager',
  initial: 'UNINITIALIZED',
  context: { data: undefined as unknown as TransactionManagerData },
  on: { FATAL_ERROR: '.FATAL_ERROR' },
  states: {
    UNINITIALIZED: { on: { INITIALIZING: 'INITIALIZING' } },
    INITIALIZING: { on: { READY: 'READY', ABORTABLE_ERROR: 'ABORTABLE_ERROR' } },
    READY: { on: { IN_TRANSACTION: 'IN_TRANSACTION', UNINITIALIZED: 'UNINITIALIZED' } },
    IN_TRANSACTION: {
      on: {
        COMMITTING_TRANSACTION: 'COMMITTING_TRANSACTION',
        ABORTING_TRANSACTION: 'ABORTING_TRANSACTION',
        ABORTABLE_ERROR: 'ABORTABLE_ERROR',
      },
    },
    COMMITTING_TRANSACTION: { on: { READY: 'READY', INITIALIZING: 'INITIALIZING', ABORTABLE_ERROR: 'ABORTABLE_ERROR' } },
    ABORTING_TRANSACTION: { on: { READY: 'READY', INITIALIZING: 'INITIALIZING' } },
    ABORTABLE_ERROR: { on: { ABORTING_TRANSACTION: 'ABORTING_TRANSACTION', ABORTABLE_ERROR: 'ABORTABLE_ERROR', UNINITIALIZED: 'UNINITIALIZED' } },
    FATAL_ERROR: {},
  },
});

export function newTransactionManager(transactionalId: string, timeoutMs: number, version: TransactionVersion): TransactionManager {
  return {
    value: 'UNINITIALIZED',
    data: {
      transactionalId,
      timeoutMs,
      version,
      coordinator: -1,
      groupCoordinator: -1,
      fresh: [],
      adding: [],
      partitions: [],
      offsets: undefined,
      started: false,
      busy: false,
      retryAtUs: ALWAYS,
      error: undefined,
      needsBump: false,
      ids: [],
    },
  };
}

export const withManager = (manager: TransactionManager, change: Partial<TransactionManagerData>): TransactionManager => ({
  value: manager.value,
  data: { ...manager.data, ...change },
});

/** Moves to another state; where Kafka would throw IllegalStateException the caller is at fault. */
export const moveTo = (manager: TransactionManager, state: TransactionManagerState, change: Partial<TransactionManagerData> = {}): TransactionManager =>
  withManager(perform(machine, manager, { type: state }) as TransactionManager, change);

export const isCompleting = ({ value }: TransactionManager): boolean => value === 'COMMITTING_TRANSACTION' || value === 'ABORTING_TRANSACTION';

export const hasOngoingTransaction = (manager: TransactionManager): boolean =>
  manager.value === 'IN_TRANSACTION' || manager.value === 'ABORTABLE_ERROR' || isCompleting(manager);

/** A record was appended for this partition (maybeAddPartition). */
export function addPartition(manager: TransactionManager, tp: Tp, id: string): TransactionManager {
  const { version, fresh, adding, partitions, ids } = manager.data;
  const known = [...ids, id];
  if (version === 2) return withManager(manager, { partitions: partitions.includes(tp) ? partitions : [...partitions, tp], started: true, ids: known });
  const isKnown = fresh.includes(tp) || adding.includes(tp) || partitions.includes(tp);
  return withManager(manager, { fresh: isKnown ? fresh : [...fresh, tp], ids: known });
}

/** isSendToPartitionAllowed */
export const maySendTo = (manager: TransactionManager, tp: Tp): boolean => manager.value !== 'FATAL_ERROR' && manager.data.partitions.includes(tp);

/** The transaction is over here, committed or aborted (resetTransactionState). */
export function reset(manager: TransactionManager): TransactionManager {
  const next = moveTo(manager, manager.data.needsBump ? 'INITIALIZING' : 'READY');
  return withManager(next, { fresh: [], adding: [], partitions: [], offsets: undefined, started: false, error: undefined, ids: [] });
}

/** An error that the application may answer with abortTransaction(). While it aborts already there is nothing more to say. */
export function abortable(manager: TransactionManager, error: SendError, needsBump = manager.data.version !== 2): TransactionManager {
  if (manager.value === 'ABORTING_TRANSACTION' || manager.value === 'FATAL_ERROR' || manager.value === 'READY') return manager;
  const isLate = manager.value === 'COMMITTING_TRANSACTION';
  return moveTo(manager, 'ABORTABLE_ERROR', { error: manager.data.error ?? error, needsBump: manager.data.needsBump || (needsBump && !isLate) });
}

export const fatal = (manager: TransactionManager, error: SendError): TransactionManager =>
  manager.value === 'FATAL_ERROR' ? manager : moveTo(manager, 'FATAL_ERROR', { error });

/** What has to be asked next; undefined: nothing, or an answer is awaited. `hasIncomplete`: batches without result are left. */
export type Due = 'find-coordinator' | 'find-group-coordinator' | 'init' | 'add-partitions' | 'add-offsets' | 'commit-offsets' | 'end' | 'end-locally';

export function nextDue(manager: TransactionManager, hasIncomplete: boolean): Due | undefined {
  const { data, value } = manager;
  if (data.busy || value === 'FATAL_ERROR' || value === 'UNINITIALIZED') return undefined;
  const due = dueOf(manager, hasIncomplete);
  if (due === undefined || due === 'end-locally') return due;
  if (due === 'commit-offsets') return data.groupCoordinator < 0 ? 'find-group-coordinator' : due;
  return data.coordinator < 0 ? 'find-coordinator' : due;
}

function dueOf({ data, value }: TransactionManager, hasIncomplete: boolean): Due | undefined {
  if (value === 'INITIALIZING') return 'init';
  // In an abortable error nothing more joins the transaction.
  if (value === 'ABORTABLE_ERROR') return undefined;
  if (value !== 'ABORTING_TRANSACTION' && (data.fresh.length > 0 || data.adding.length > 0)) return 'add-partitions';
  if (value !== 'ABORTING_TRANSACTION' && data.offsets !== undefined) return data.offsets.added || data.version === 2 ? 'commit-offsets' : 'add-offsets';
  if (!isEnding(value) || hasIncomplete) return undefined;
  return data.started ? 'end' : 'end-locally';
}

const isEnding = (value: TransactionManagerState): boolean => value === 'COMMITTING_TRANSACTION' || value === 'ABORTING_TRANSACTION';
