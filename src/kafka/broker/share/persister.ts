/**
 * Asking share coordinators (DefaultStatePersister, PersisterStateManager): who coordinates a share-partition is read from this broker's own metadata, the
 * topic is created when it is missing, and what fails in passing is tried again, five times at most.
 */
import type { PersisterCall, PersisterGoal } from '#kafka/broker/share/state.ts';
import { createOnDemand } from '#kafka/broker/topics.ts';
import { leaderOf } from '#kafka/broker/transact.ts';
import { alarm, type Work } from '#kafka/broker/work.ts';
import { sharePartition } from '#kafka/coordinator/persister/persister.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body, Request } from '#kafka/protocol/messages.ts';
import { type NodeName, SHARE_GROUP_STATE, tpOf } from '#kafka/protocol/names.ts';
import type { PersisterRequest, PersisterResponse, ShareKey } from '#kafka/protocol/share.ts';
import { send, setTimer } from '#sim/effect.ts';

/** The connection on which brokers ask share coordinators. */
export const PERSISTER = 'share-persister';

const REQUEST_TIMEOUT_US = 30_000_000;
const BACKOFF_US = 1_000_000;
const MAX_ATTEMPTS = 5;

const RETRIABLE: readonly ErrorName[] = [
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'NETWORK_EXCEPTION',
  'REQUEST_TIMED_OUT',
];

export interface PersisterRetryDue {
  readonly type: 'PersisterRetryDue';
  readonly id: number;
}

export function nextShareId(work: Work): number {
  const id = work.share.nextId;
  work.share = { ...work.share, nextId: id + 1 };
  return id;
}

function coordinatorOf(work: Work, key: ShareKey): NodeName | undefined {
  const partitions = work.image.topics.get(SHARE_GROUP_STATE)?.partitions.length ?? 0;
  if (partitions === 0) {
    createOnDemand(work, SHARE_GROUP_STATE);
    return undefined;
  }
  const leader = leaderOf(work, tpOf(SHARE_GROUP_STATE, sharePartition(key, partitions)));
  return leader === 'none' || leader === 'gone' ? undefined : leader;
}

/** How a failure of the request itself is told. */
export type Failed = (work: Work, goal: PersisterGoal, error: ErrorName) => void;

export function ask(work: Work, body: Body<PersisterRequest>, goal: PersisterGoal, failed: Failed): void {
  attempt(work, { id: nextShareId(work), sent: undefined, deadlineUs: 0, attempts: 0, body, goal }, failed);
}

function attempt(work: Work, call: PersisterCall, failed: Failed): void {
  const to = coordinatorOf(work, call.body.key);
  if (to === undefined) return later(work, call, 'COORDINATOR_NOT_AVAILABLE', failed);
  const correlation = ++work.correlation;
  const deadlineUs = work.env.nowUs + REQUEST_TIMEOUT_US;
  put(work, { ...call, sent: { to, correlation }, deadlineUs, attempts: call.attempts + 1 });
  send(work.env, to, { ...call.body, correlation } as Request, PERSISTER);
  alarm(work, deadlineUs);
}

function put(work: Work, call: PersisterCall): void {
  work.share = { ...work.share, calls: [...work.share.calls.filter(({ id }) => id !== call.id), call] };
}

function drop(work: Work, call: PersisterCall): void {
  work.share = { ...work.share, calls: work.share.calls.filter(({ id }) => id !== call.id) };
}

/** Again after one second, two, four, and so on. */
function later(work: Work, call: PersisterCall, error: ErrorName, failed: Failed): void {
  if (call.attempts >= MAX_ATTEMPTS) {
    drop(work, call);
    return failed(work, call.goal, error);
  }
  put(work, { ...call, sent: undefined, attempts: call.attempts + 1 });
  const due: PersisterRetryDue = { type: 'PersisterRetryDue', id: call.id };
  setTimer(work.env, `share:persister:${call.id}`, BACKOFF_US * (1 << Math.max(0, call.attempts - 1)), due);
}

export function askAgain(work: Work, { id }: PersisterRetryDue, failed: Failed): void {
  const call = work.share.calls.find((one) => one.id === id);
  if (call !== undefined) attempt(work, { ...call, attempts: call.attempts - 1 }, failed);
}

/** Takes the answer of a share coordinator; undefined when nobody waits for it, or it is asked again. */
export function persisterAnswered(work: Work, from: NodeName, response: PersisterResponse, failed: Failed): PersisterGoal | undefined {
  const call = work.share.calls.find(({ sent }) => sent?.to === from && sent.correlation === response.correlation);
  if (call === undefined) return undefined;
  if (RETRIABLE.includes(response.error)) {
    later(work, call, response.error, failed);
    return undefined;
  }
  drop(work, call);
  if (response.error === 'NONE') return call.goal;
  failed(work, call.goal, response.error);
  return undefined;
}

/** The coordinator's broker is gone, or does not answer. */
export function persisterLost(work: Work, isLost: (sent: NonNullable<PersisterCall['sent']>, call: PersisterCall) => boolean, failed: Failed): void {
  for (const call of work.share.calls) if (call.sent !== undefined && isLost(call.sent, call)) later(work, call, 'NETWORK_EXCEPTION', failed);
}
