/** The transactional requests of a producer and their answers (TransactionManager's handlers, Sender.maybeSendAndPollTransactionalRequest). */
import { exceptionOf } from '#kafka/clients/exceptions.ts';
import { askable } from '#kafka/clients/metadata.ts';
import { earliestRetryUs, leastLoaded, readyAtUs, request } from '#kafka/clients/network.ts';
import { type Draft, hasPending, type ProducerCore, putQueue, type SendError, type Turn } from '#kafka/clients/producer/core.ts';
import {
  abortable,
  type Due,
  fatal,
  moveTo,
  nextDue,
  reset,
  type TransactionManager,
  type TransactionManagerData,
  withManager,
} from '#kafka/clients/producer/transactions.ts';
import { tell } from '#kafka/facts.ts';
import { type ErrorName, isRetriable } from '#kafka/protocol/errors.ts';
import type { Body, FindCoordinatorResponse, InitProducerIdResponse, Request } from '#kafka/protocol/messages.ts';
import { brokerName, type NodeName } from '#kafka/protocol/names.ts';
import type { AddPartitionsToTxnResponse, EndTxnResponse, TxnOffsetCommitResponse } from '#kafka/protocol/transactions.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Sends what is due. Returns when to look again; Infinity when an answer or the application will tell. */
export function tendTransaction(turn: Turn): number {
  const { core, env } = turn;
  const manager = core.txn;
  if (manager === undefined) return NEVER;
  const due = nextDue(manager, hasPending(core));
  if (due === undefined) return NEVER;
  if (due === 'end-locally') {
    ended(turn, manager);
    return tendTransaction(turn);
  }
  if (manager.data.retryAtUs > env.nowUs) return manager.data.retryAtUs;
  const to = destination(core, manager.data, due, env.nowUs);
  if (typeof to === 'number') return to;
  const { added, body } = bodyOf(core, manager, due);
  core.net = request(core.net, env, to, body, core.settings.requestTimeoutMs);
  core.txn = withManager(added, { busy: true });
  return NEVER;
}

/** Who is asked; or when somebody can be. */
function destination({ net, metadata }: ProducerCore, data: TransactionManagerData, due: Due, nowUs: number): NodeName | number {
  if (due === 'find-coordinator' || due === 'find-group-coordinator') {
    const nodes = askable(metadata, net, nowUs);
    return leastLoaded(net, nodes, nowUs) ?? earliestRetryUs(net, nodes);
  }
  const node = brokerName(due === 'commit-offsets' ? data.groupCoordinator : data.coordinator);
  const readyUs = readyAtUs(net, node);
  return readyUs > nowUs ? readyUs : node;
}

function bodyOf(core: ProducerCore, manager: TransactionManager, due: Due): { added: TransactionManager; body: Body<Request> } {
  const { data } = manager;
  const { transactionalId, version } = data;
  const identity = { transactionalId, producerId: core.producerId, producerEpoch: core.producerEpoch };
  const same = (body: Body<Request>) => ({ added: manager, body });
  switch (due) {
    case 'find-coordinator':
      return same({ type: 'FindCoordinatorRequest', group: transactionalId, keyType: 'transaction' });
    case 'find-group-coordinator':
      return same({ type: 'FindCoordinatorRequest', group: data.offsets?.group ?? '' });
    case 'init': {
      const first = core.producerId < 0;
      const known = first ? {} : { producerId: core.producerId, producerEpoch: core.producerEpoch };
      return same({ type: 'InitProducerIdRequest', transactionalId, transactionTimeoutMs: data.timeoutMs, ...known });
    }
    case 'add-partitions': {
      const partitions = [...data.adding, ...data.fresh];
      const added = withManager(manager, { adding: partitions, fresh: [] });
      return { added, body: { type: 'AddPartitionsToTxnRequest', ...identity, partitions, verifyOnly: false, version } };
    }
    case 'add-offsets':
      return same({ type: 'AddOffsetsToTxnRequest', ...identity, group: data.offsets?.group ?? '' });
    case 'commit-offsets': {
      const { group = '', generation = -1, memberId = '', offsets = [] } = data.offsets ?? {};
      const added = withManager(manager, { started: true });
      return { added, body: { type: 'TxnOffsetCommitRequest', ...identity, group, generation, memberId, offsets, version } };
    }
    default:
      return same({ type: 'EndTxnRequest', ...identity, committed: manager.value === 'COMMITTING_TRANSACTION', version });
  }
}

const free = (turn: Turn, change: Partial<TransactionManagerData> = {}): TransactionManager => {
  const manager = turn.core.txn as TransactionManager;
  const next = withManager(manager, { busy: false, ...change });
  turn.core.txn = next;
  return next;
};

/** The same request once more, after a backoff; `lost` coordinators are looked for first. */
function again(turn: Turn, lost: Partial<TransactionManagerData> = {}, backoffMs = turn.core.settings.retryBackoffMs): void {
  free(turn, { retryAtUs: turn.env.nowUs + backoffMs * 1000, ...lost });
}

const failure = (error: ErrorName): SendError => exceptionOf(error);

const isFencing = (error: ErrorName): boolean => error === 'PRODUCER_FENCED' || error === 'INVALID_PRODUCER_EPOCH';
const isLost = (error: ErrorName): boolean => error === 'NOT_COORDINATOR' || error === 'COORDINATOR_NOT_AVAILABLE';

/** `whileBusy`: a batch failed, and an answer to a transactional request may still be awaited. */
export function failFatally(turn: Turn, error: SendError, whileBusy = false): void {
  const manager = whileBusy ? (turn.core.txn as TransactionManager) : free(turn);
  if (manager.value === 'FATAL_ERROR') return;
  const { transactionalId, ids } = manager.data;
  turn.core.txn = fatal(manager, error);
  turn.core.lastError = error.exception;
  tell(turn.env, { fact: 'TransactionFailed', node: turn.env.self, transactionalId, error: `${error.exception}: ${error.message}`, fatal: true, ids });
}

export function failAbortably(turn: Turn, error: SendError, whileBusy = false): void {
  const manager = whileBusy ? (turn.core.txn as TransactionManager) : free(turn);
  const next = abortable(manager, error);
  if (next === manager) return;
  turn.core.txn = next;
  turn.core.lastError = error.exception;
  if (manager.value === 'ABORTABLE_ERROR') return;
  const { transactionalId, ids } = manager.data;
  tell(turn.env, { fact: 'TransactionFailed', node: turn.env.self, transactionalId, error: `${error.exception}: ${error.message}`, fatal: false, ids });
}

/** What the coordinator's errors mean for most requests; true when it was one. */
function refused(turn: Turn, error: ErrorName): boolean {
  if (error === 'NONE') return false;
  if (isLost(error)) again(turn, { coordinator: -1 });
  else if (isRetriable(error)) again(turn);
  else if (isFencing(error)) failFatally(turn, failure('PRODUCER_FENCED'));
  else if (error === 'TRANSACTION_ABORTABLE') failAbortably(turn, failure(error));
  else failFatally(turn, failure(error));
  return true;
}

export function onTransactionCoordinator(turn: Turn, response: FindCoordinatorResponse, isGroup: boolean): void {
  if (response.error !== 'NONE') return again(turn);
  free(turn, isGroup ? { groupCoordinator: response.coordinator } : { coordinator: response.coordinator });
}

export function onTransactionalId(turn: Turn, response: InitProducerIdResponse): void {
  const { core, env } = turn;
  const { error, producerId, producerEpoch } = response;
  if (error !== 'NONE') {
    if (isLost(error)) again(turn, { coordinator: -1 });
    else if (isRetriable(error)) again(turn);
    else if (isFencing(error)) failFatally(turn, failure('PRODUCER_FENCED'));
    else if (error === 'TRANSACTION_ABORTABLE') failAbortably(turn, failure(error));
    else failFatally(turn, { exception: 'KafkaException', message: `Unexpected error in InitProducerIdResponse; ${failure(error).message}` });
    return;
  }
  takeIdentity(core, producerId, producerEpoch);
  const manager = free(turn);
  core.txn = moveTo(manager, 'READY', { needsBump: false, error: undefined });
  tell(env, { fact: 'TransactionsInitialized', node: env.self, transactionalId: manager.data.transactionalId, producerId, producerEpoch });
}

/** Sequences begin at zero again everywhere (resetSequenceNumbers). */
function takeIdentity(core: Draft<ProducerCore>, producerId: number, producerEpoch: number): void {
  core.producerId = producerId;
  core.producerEpoch = producerEpoch;
  for (const queue of core.queues.values())
    putQueue(core, { ...queue, producerId, producerEpoch, nextSequence: 0, lastAckedSequence: -1, unresolvedSequence: -1 });
}

const FIRST_RETRY_MS = 20;

export function onPartitionsAdded(turn: Turn, response: AddPartitionsToTxnResponse): void {
  const { adding, partitions } = (turn.core.txn as TransactionManager).data;
  const error = response.results.find((one) => one.error !== 'NONE')?.error ?? 'NONE';
  // The transaction before is being ended: the first partition of the next one is tried again soon.
  const isFirst = error === 'CONCURRENT_TRANSACTIONS' && partitions.length === 0;
  if (isFirst) return again(turn, {}, Math.min(FIRST_RETRY_MS, turn.core.settings.retryBackoffMs));
  if (refused(turn, error)) return;
  const done = response.results.map(({ tp }) => tp);
  free(turn, { adding: adding.filter((tp) => !done.includes(tp)), partitions: [...partitions, ...done], started: true });
}

export function onOffsetsAdded(turn: Turn, error: ErrorName): void {
  if (refused(turn, error)) return;
  const { offsets } = (turn.core.txn as TransactionManager).data;
  free(turn, { started: true, offsets: offsets === undefined ? undefined : { ...offsets, added: true } });
}

export function onOffsetsCommitted(turn: Turn, response: TxnOffsetCommitResponse): void {
  const error = response.offsets.find((one) => one.error !== 'NONE')?.error ?? 'NONE';
  if (error === 'NONE') return offsetsSent(turn);
  if (isLost(error) || error === 'REQUEST_TIMED_OUT') return again(turn, { groupCoordinator: -1 });
  if (isRetriable(error)) return again(turn);
  if (isFencing(error)) return failFatally(turn, failure('PRODUCER_FENCED'));
  if (error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION') {
    const message = `Transaction offset Commit failed due to consumer group metadata mismatch: ${failure(error).message}`;
    return failAbortably(turn, { exception: 'CommitFailedException', message });
  }
  if (error === 'FENCED_INSTANCE_ID' || error === 'TRANSACTION_ABORTABLE') return failAbortably(turn, failure(error));
  failFatally(turn, { exception: 'KafkaException', message: `Unexpected error in TxnOffsetCommitResponse: ${failure(error).message}` });
}

function offsetsSent(turn: Turn): void {
  const { offsets } = (turn.core.txn as TransactionManager).data;
  free(turn, { offsets: undefined });
  if (offsets === undefined) return;
  const tps = offsets.offsets.map(({ tp }) => tp);
  tell(turn.env, {
    fact: 'OffsetsSentToTransaction',
    node: turn.env.self,
    group: offsets.group,
    tps,
    offsets: offsets.offsets.map(({ offset }) => offset),
  });
}

export function onTransactionEnded(turn: Turn, response: EndTxnResponse): void {
  const { core } = turn;
  const manager = core.txn as TransactionManager;
  if (response.error === 'TRANSACTION_ABORTABLE' && manager.value === 'ABORTING_TRANSACTION')
    return failFatally(turn, { exception: 'KafkaException', message: 'Failed to abort transaction' });
  if (refused(turn, response.error)) return;
  if (response.producerId >= 0) takeIdentity(core, response.producerId, response.producerEpoch);
  ended(turn, free(turn));
}

function ended(turn: Turn, manager: TransactionManager): void {
  const { env } = turn;
  const { transactionalId, ids } = manager.data;
  turn.core.txn = reset(manager);
  tell(env, { fact: 'TransactionEnded', node: env.self, transactionalId, committed: manager.value === 'COMMITTING_TRANSACTION', ids });
}

/** The connection broke or the request timed out: asked again, once the coordinator is known anew. */
export function transactionalRequestLost(turn: Turn, lost: Request): void {
  if (lost.type === 'FindCoordinatorRequest') return again(turn);
  again(turn, lost.type === 'TxnOffsetCommitRequest' ? { groupCoordinator: -1 } : { coordinator: -1 });
}
