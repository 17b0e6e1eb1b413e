/** Requests of share groups that are not answered yet: when nothing is missing any more, the answer goes out, and a session that ends with it ends. */
import { currentLeader } from '#kafka/broker/leaders.ts';
import { releaseSession } from '#kafka/broker/share/sessions.ts';
import { shareSettingsOf } from '#kafka/broker/share/settings.ts';
import type { ShareOperation } from '#kafka/broker/share/state.ts';
import { reply, type Work } from '#kafka/broker/work.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Tp } from '#kafka/protocol/names.ts';
import type { ShareFetchedPartition } from '#kafka/protocol/share.ts';

export function putOperation(work: Work, operation: ShareOperation): void {
  const others = work.share.operations.some(({ id }) => id === operation.id)
    ? work.share.operations.map((one) => (one.id === operation.id ? operation : one))
    : [...work.share.operations, operation];
  work.share = { ...work.share, operations: others };
}

function drop(work: Work, { id }: ShareOperation): void {
  work.share = { ...work.share, operations: work.share.operations.filter((one) => one.id !== id) };
}

/** Keeps it, or answers when there is nothing to wait for. */
export function progress(work: Work, operation: ShareOperation): void {
  const isWaiting = operation.fetch !== undefined || [...operation.acknowledged.values()].includes(undefined);
  if (isWaiting) return putOperation(work, operation);
  drop(work, operation);
  answer(work, operation);
  if (operation.isFinal) releaseSession(work, operation.group, operation.memberId);
}

function answer(work: Work, operation: ShareOperation): void {
  const acquisitionLockTimeoutMs = shareSettingsOf(work, operation.group).lockUs / 1000;
  const acknowledged = [...operation.acknowledged] as [Tp, ErrorName][];
  if (!operation.isFetch) {
    const partitions = acknowledged.map(([tp, error]) => ({ tp, error, currentLeader: leaderAfter(work, tp, error) }));
    return reply(work, operation.caller, { type: 'ShareAcknowledgeResponse', error: 'NONE', acquisitionLockTimeoutMs, partitions });
  }
  const errors = new Map(acknowledged);
  const fetched = operation.fetched.map((one) => ({ ...one, acknowledgeError: errors.get(one.tp) ?? 'NONE' }));
  const others = acknowledged.filter(([tp]) => !fetched.some((one) => one.tp === tp));
  const only = others.map(([tp, error]): ShareFetchedPartition => ({ ...nothingOf(tp), acknowledgeError: error, currentLeader: leaderAfter(work, tp, error) }));
  reply(work, operation.caller, { type: 'ShareFetchResponse', error: 'NONE', acquisitionLockTimeoutMs, partitions: [...fetched, ...only] });
}

const leaderAfter = (work: Work, tp: Tp, error: ErrorName) => (error === 'NOT_LEADER_OR_FOLLOWER' ? currentLeader(work, tp) : undefined);

export const nothingOf = (tp: Tp): ShareFetchedPartition => ({ tp, error: 'NONE', acknowledgeError: 'NONE', records: [], acquired: [] });

export const failureOf = (work: Work, tp: Tp, error: ErrorName): ShareFetchedPartition => ({
  ...nothingOf(tp),
  error,
  currentLeader: leaderAfter(work, tp, error),
});

/** The persister's word about acknowledgements of one partition. */
export function acknowledgementSettled(work: Work, id: number, tp: Tp, error: ErrorName): void {
  const operation = work.share.operations.find((one) => one.id === id);
  if (operation !== undefined) progress(work, { ...operation, acknowledged: new Map(operation.acknowledged).set(tp, error) });
}
