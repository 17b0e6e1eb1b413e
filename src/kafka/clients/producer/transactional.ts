/**
 * An application that writes in transactions, as in Kafka's own example: initTransactions(), then beginTransaction(), some send(), commitTransaction(), over
 * and over. An error that may be answered with abortTransaction() is; any other ends the application. A call that would time out is made again.
 */

import type { Turn } from '#kafka/clients/producer/core.ts';
import { moveTo, type TransactionManager, withManager } from '#kafka/clients/producer/transactions.ts';
import { tell } from '#kafka/facts.ts';
import type { ProducerSpec } from '#kafka/spec.ts';
import { setTimer } from '#sim/effect.ts';

export interface TransactionProgress {
  readonly phase: 'waiting' | 'initializing' | 'sending' | 'pausing' | 'ending' | 'closing' | 'closed';
  /** Transactions begun so far; survives a crash. */
  readonly begun: number;
  /** Records sent in this one. */
  readonly sent: number;
  /** When the pause before the end is over. */
  readonly untilUs: number;
}

export const progressOf = ({ transaction }: ProducerSpec, before?: TransactionProgress): TransactionProgress | undefined =>
  transaction === undefined ? undefined : { phase: 'waiting', begun: before?.begun ?? 0, sent: 0, untilUs: 0 };

const to = (progress: TransactionProgress, phase: TransactionProgress['phase'], change: Partial<TransactionProgress> = {}): TransactionProgress => ({
  ...progress,
  phase,
  ...change,
});

export const isClosed = ({ phase }: TransactionProgress): boolean => phase === 'closed';

/** Something that the sender did may let the application go on at once. */
export const mayAdvance = ({ phase }: TransactionProgress, { core }: Turn): boolean => {
  const state = core.txn?.value;
  if (phase === 'initializing' || phase === 'ending' || phase === 'closing') return state === 'READY' || state === 'FATAL_ERROR' || state === 'ABORTABLE_ERROR';
  return phase === 'sending' && (state === 'ABORTABLE_ERROR' || state === 'FATAL_ERROR');
};

/** One turn of the application's thread. */
export function advanceTransactions(spec: ProducerSpec, progress: TransactionProgress, turn: Turn, closing: boolean, isDone: boolean): TransactionProgress {
  const manager = turn.core.txn;
  if (manager === undefined || progress.phase === 'closed') return progress;
  if (manager.value === 'FATAL_ERROR') return to(progress, 'closed');
  if (closing && progress.phase !== 'closing') return beginClosing(progress, turn, manager);
  switch (progress.phase) {
    case 'waiting':
      if (turn.env.nowUs < spec.startUs) return progress;
      turn.core.txn = moveTo(manager, 'INITIALIZING');
      return to(progress, 'initializing');
    case 'initializing':
      return manager.value === 'READY' ? begin(progress, turn, manager, isDone) : progress;
    case 'sending':
    case 'pausing':
      return goOn(spec, progress, turn, manager, isDone);
    case 'ending':
      if (manager.value === 'ABORTABLE_ERROR') return end(progress, turn, manager, false);
      return manager.value === 'READY' ? begin(progress, turn, manager, isDone) : progress;
    case 'closing':
      return manager.value === 'READY' || manager.value === 'UNINITIALIZED' ? to(progress, 'closed') : progress;
  }
}

function begin(progress: TransactionProgress, turn: Turn, manager: TransactionManager, isDone: boolean): TransactionProgress {
  if (isDone) return to(progress, 'closed');
  turn.core.txn = withManager(moveTo(manager, 'IN_TRANSACTION'), { ids: [] });
  tell(turn.env, { fact: 'TransactionBegun', node: turn.env.self, transactionalId: manager.data.transactionalId });
  return to(progress, 'sending', { begun: progress.begun + 1, sent: 0 });
}

const PAUSE_TIMER = 'pause';

function goOn(spec: ProducerSpec, progress: TransactionProgress, turn: Turn, manager: TransactionManager, isDone: boolean): TransactionProgress {
  if (manager.value === 'ABORTABLE_ERROR') return end(progress, turn, manager, false);
  const { records = 1, pauseUs = 0, abortEvery } = spec.transaction ?? {};
  const { nowUs } = turn.env;
  if (progress.phase === 'sending') {
    if (progress.sent < records && !isDone) return progress;
    if (pauseUs > 0) {
      setTimer(turn.env, PAUSE_TIMER, pauseUs, { type: 'PauseOver' });
      return to(progress, 'pausing', { untilUs: nowUs + pauseUs });
    }
  } else if (nowUs < progress.untilUs) return progress;
  return end(progress, turn, manager, abortEvery === undefined || progress.begun % abortEvery !== 0);
}

function end(progress: TransactionProgress, turn: Turn, manager: TransactionManager, commits: boolean): TransactionProgress {
  turn.core.txn = moveTo(manager, commits ? 'COMMITTING_TRANSACTION' : 'ABORTING_TRANSACTION', { fresh: commits ? manager.data.fresh : [] });
  return to(progress, 'ending');
}

/** close() aborts what is open, and waits for what is being ended. */
function beginClosing(progress: TransactionProgress, turn: Turn, manager: TransactionManager): TransactionProgress {
  if (manager.value === 'IN_TRANSACTION' || manager.value === 'ABORTABLE_ERROR') end(progress, turn, manager, false);
  const isIdle = manager.value === 'READY' || manager.value === 'UNINITIALIZED' || manager.value === 'INITIALIZING';
  return to(progress, isIdle ? 'closed' : 'closing');
}
