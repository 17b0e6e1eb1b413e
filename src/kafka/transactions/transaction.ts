/**
 * A transactional id as its coordinator knows it (TransactionMetadata). A transition is prepared, written to the log, and completed when the record is
 * durable; meanwhile `pending` says where it goes, and nobody else may move it.
 */
import { setup } from 'xstate';
import { tell } from '#kafka/facts.ts';
import type { Tp } from '#kafka/protocol/names.ts';
import type { TransactionState, TransactionVersion } from '#kafka/protocol/transactions.ts';
import type { Env } from '#sim/effect.ts';
import { act, type Box, type Plain, perform } from '#sim/machine.ts';

export const NO_PRODUCER_ID = -1;
export const NO_EPOCH = -1;
const MAX_EPOCH = 32_767;

export interface TransactionData {
  readonly transactionalId: string;
  readonly producerId: number;
  /** The id before the epochs of the last one were used up; -1 for none. */
  readonly prevProducerId: number;
  /** The id that comes with the end of this transaction, because the epochs of this one are used up; -1 for none. */
  readonly nextProducerId: number;
  readonly producerEpoch: number;
  /** What the producer had before, for a request that it sends again; -1 for none. */
  readonly lastProducerEpoch: number;
  readonly timeoutMs: number;
  /** Partitions of the transaction that have not got their marker yet. */
  readonly partitions: readonly Tp[];
  /** Wall clock in milliseconds; -1 without a transaction. */
  readonly startMs: number;
  readonly updateMs: number;
  /** transaction.version of the client that began this transaction. */
  readonly version: TransactionVersion;
  /** The state that is being written to the log. */
  readonly pending: TransactionState | undefined;
  /** Fencing could not be written to the log: the epoch, which nobody was told, is not bumped again. */
  readonly failedFence: boolean;
}

export type Transaction = Plain<TransactionData, TransactionState>;

/** Where a transition leads, and what will then be known. */
export interface Transit {
  readonly to: TransactionState;
  readonly data: TransactionData;
}

type Event = { readonly type: TransactionState; readonly data: TransactionData };

const taken = act((_: TransactionData, event: Event): TransactionData => event.data);
const to = (target: TransactionState) => ({ target, actions: taken });

/** TransactionState.validPreviousStates, read the other way round. Events are named after the state that they lead to. */
const machine = setup({ types: {} as { context: Box<TransactionData>; events: Event } }).createMachine({
  id: 'Transaction',
  initial: 'Empty',
  context: { data: undefined as unknown as TransactionData },
  states: {
    Empty: { on: { Empty: to('Empty'), Ongoing: to('Ongoing'), PrepareAbort: to('PrepareAbort'), Dead: to('Dead') } },
    Ongoing: {
      on: {
        Ongoing: to('Ongoing'),
        PrepareCommit: to('PrepareCommit'),
        PrepareAbort: to('PrepareAbort'),
        PrepareEpochFence: to('PrepareEpochFence'),
      },
    },
    PrepareCommit: { on: { CompleteCommit: to('CompleteCommit') } },
    PrepareAbort: { on: { CompleteAbort: to('CompleteAbort') } },
    CompleteCommit: { on: { Empty: to('Empty'), Ongoing: to('Ongoing'), PrepareAbort: to('PrepareAbort'), Dead: to('Dead') } },
    CompleteAbort: { on: { Empty: to('Empty'), Ongoing: to('Ongoing'), PrepareAbort: to('PrepareAbort'), Dead: to('Dead') } },
    PrepareEpochFence: { on: { PrepareAbort: to('PrepareAbort') } },
    Dead: { type: 'final' },
  },
});

export const newTransaction = (transactionalId: string, producerId: number, timeoutMs: number, updateMs: number): Transaction => ({
  value: 'Empty',
  data: {
    transactionalId,
    producerId,
    prevProducerId: NO_PRODUCER_ID,
    nextProducerId: NO_PRODUCER_ID,
    producerEpoch: NO_EPOCH,
    lastProducerEpoch: NO_EPOCH,
    timeoutMs,
    partitions: [],
    startMs: -1,
    updateMs,
    version: 0,
    pending: undefined,
    failedFence: false,
  },
});

export const withTransaction = (transaction: Transaction, change: Partial<TransactionData>): Transaction => ({
  value: transaction.value,
  data: { ...transaction.data, ...change },
});

/** The record of a prepared transition is durable. */
export function completed(transaction: Transaction, transit: Transit, env: Pick<Env, 'facts'>): Transaction {
  const next = perform(machine, transaction, { type: transit.to, data: { ...transit.data, pending: undefined } } as never) as Transaction;
  const { transactionalId, producerId, producerEpoch } = next.data;
  const { partitions } = next.value === 'PrepareCommit' || next.value === 'PrepareAbort' || next.value === 'Ongoing' ? next.data : transaction.data;
  tell(env, { fact: 'TransactionStateChanged', transactionalId, from: transaction.value, to: next.value, producerId, producerEpoch, partitions });
  return next;
}

/** The last epoch is kept for the coordinator, which must always be able to fence. */
export const isExhausted = ({ producerEpoch }: Pick<TransactionData, 'producerEpoch'>): boolean => producerEpoch >= MAX_EPOCH - 1;

const transit = (transaction: Transaction, state: TransactionState, change: Partial<TransactionData>): Transit => ({
  to: state,
  data: { ...transaction.data, prevProducerId: transaction.data.producerId, ...change },
});

/** prepareIncrementProducerEpoch. `expected` is the epoch that a producer says it has, at its second call or later; undefined: it was fenced. */
export function prepareEpoch(transaction: Transaction, timeoutMs: number, expected: number | undefined, nowMs: number): Transit | undefined {
  const { producerEpoch, lastProducerEpoch } = transaction.data;
  const rest = { timeoutMs, partitions: [], startMs: -1, updateMs: nowMs };
  if (expected === undefined) return transit(transaction, 'Empty', { producerEpoch: producerEpoch + 1, lastProducerEpoch: NO_EPOCH, ...rest });
  if (producerEpoch === NO_EPOCH || expected === producerEpoch)
    return transit(transaction, 'Empty', { producerEpoch: producerEpoch + 1, lastProducerEpoch: producerEpoch, ...rest });
  return expected === lastProducerEpoch ? transit(transaction, 'Empty', rest) : undefined;
}

/** prepareProducerIdRotation */
export const prepareRotation = (transaction: Transaction, producerId: number, timeoutMs: number, nowMs: number, keepsLast: boolean): Transit =>
  transit(transaction, 'Empty', {
    producerId,
    producerEpoch: 0,
    lastProducerEpoch: keepsLast ? transaction.data.producerEpoch : NO_EPOCH,
    timeoutMs,
    partitions: [],
    startMs: -1,
    updateMs: nowMs,
  });

/** prepareAddPartitions */
export function preparePartitions(transaction: Transaction, added: readonly Tp[], nowMs: number, version: TransactionVersion): Transit {
  const { partitions, startMs } = transaction.data;
  const isFirst = transaction.value !== 'Ongoing';
  const all = [...partitions, ...added.filter((tp) => !partitions.includes(tp))];
  return transit(transaction, 'Ongoing', { partitions: all, startMs: isFirst ? nowMs : startMs, updateMs: nowMs, version });
}

/** prepareAbortOrCommit: since transaction.version 2 every end bumps the epoch. */
export function prepareEnd(transaction: Transaction, committed: boolean, version: TransactionVersion, nextProducerId: number, nowMs: number): Transit {
  const { producerEpoch, lastProducerEpoch, startMs } = transaction.data;
  const bumps = version === 2;
  return transit(transaction, committed ? 'PrepareCommit' : 'PrepareAbort', {
    producerEpoch: bumps ? Math.min(MAX_EPOCH, producerEpoch + 1) : producerEpoch,
    lastProducerEpoch: bumps ? producerEpoch : lastProducerEpoch,
    startMs: transaction.value === 'Ongoing' ? startMs : nowMs,
    nextProducerId,
    updateMs: nowMs,
    version,
  });
}

/** prepareComplete: all partitions have their marker. */
export function prepareComplete(transaction: Transaction, nowMs: number): Transit {
  const { producerId, producerEpoch, nextProducerId } = transaction.data;
  const rotates = nextProducerId !== NO_PRODUCER_ID;
  return transit(transaction, transaction.value === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort', {
    producerId: rotates ? nextProducerId : producerId,
    producerEpoch: rotates ? 0 : producerEpoch,
    nextProducerId: NO_PRODUCER_ID,
    partitions: [],
    updateMs: nowMs,
    failedFence: false,
  });
}

/** prepareFenceProducerEpoch: the epoch that only the coordinator knows. */
export const fencingEpoch = ({ data }: Transaction): number => (data.failedFence ? data.producerEpoch : Math.min(MAX_EPOCH, data.producerEpoch + 1));

export const prepareDead = (transaction: Transaction): Transit => transit(transaction, 'Dead', { partitions: [] });

/** A transaction of this id is on its way, one way or another. */
export const isOpen = ({ value }: Transaction): boolean => value === 'Ongoing' || value === 'PrepareCommit' || value === 'PrepareAbort';
