/** What a share coordinator answered, and locks that time out: share-partitions are begun or go on, and whoever waited for that is served. */

import { writeStates } from '#kafka/broker/share/acknowledge.ts';
import { completeShareFetches } from '#kafka/broker/share/fetch.ts';
import { gathered } from '#kafka/broker/share/gather.ts';
import { type AcquisitionLocksDue, change, drop, initialize, ledOf, settingsFor } from '#kafka/broker/share/led.ts';
import { acknowledgementSettled, failureOf, progress } from '#kafka/broker/share/operations.ts';
import { persisterAnswered } from '#kafka/broker/share/persister.ts';
import type { LedShare, PersisterGoal } from '#kafka/broker/share/state.ts';
import { fact, type Work } from '#kafka/broker/work.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { NodeName, Tp } from '#kafka/protocol/names.ts';
import type { PersisterResponse } from '#kafka/protocol/share.ts';
import { lapse, settle, written } from '#kafka/share/acknowledge.ts';

export function fromShareCoordinator(work: Work, from: NodeName, response: PersisterResponse): void {
  const goal = persisterAnswered(work, from, response, failed);
  if (goal === undefined) return;
  if (goal.kind === 'write') return wrote(work, goal, 'NONE');
  if (goal.kind !== 'read') return gathered(work, goal.gathering, goal.tp, response);
  const led = current(work, goal);
  if (led === undefined || response.type !== 'ReadShareGroupStateResponse') return;
  if (!initialize(work, led, response)) return failed(work, goal, 'UNKNOWN_SERVER_ERROR');
  completeShareFetches(work, (group, tp) => group === goal.group && tp === goal.tp);
}

/** The share-partition that asked, unless we have led the partition anew since. */
function current(work: Work, { group, tp, leaderEpoch }: { readonly group: string; readonly tp: Tp; readonly leaderEpoch: number }): LedShare | undefined {
  const led = ledOf(work, group, tp);
  return led?.leaderEpoch === leaderEpoch ? led : undefined;
}

/** How a share coordinator's error sounds to a member (SharePartition.fetchPersisterError). */
function persisterError(error: ErrorName): ErrorName {
  switch (error) {
    case 'NOT_COORDINATOR':
    case 'COORDINATOR_NOT_AVAILABLE':
    case 'COORDINATOR_LOAD_IN_PROGRESS':
      return 'COORDINATOR_NOT_AVAILABLE';
    case 'FENCED_LEADER_EPOCH':
    case 'FENCED_STATE_EPOCH':
      return 'NOT_LEADER_OR_FOLLOWER';
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'GROUP_ID_NOT_FOUND':
      return error;
    default:
      return 'UNKNOWN_SERVER_ERROR';
  }
}

const DROPS: readonly ErrorName[] = ['NOT_LEADER_OR_FOLLOWER', 'GROUP_ID_NOT_FOUND', 'UNKNOWN_TOPIC_OR_PARTITION'];

/** The persister could not: a share-partition that was to be read is none, transitions are taken back. */
export function failed(work: Work, goal: PersisterGoal, error: ErrorName): void {
  if (goal.kind === 'write') return wrote(work, goal, persisterError(error));
  if (goal.kind !== 'read') return gathered(work, goal.gathering, goal.tp, { type: 'DeleteShareGroupStateResponse', correlation: -1, error });
  const led = current(work, goal);
  if (led === undefined) return;
  drop(work, led);
  const told = persisterError(error);
  fact(work, { fact: 'SharePartitionFailed', group: goal.group, tp: goal.tp, broker: work.id, error: told });
  for (const { id } of work.share.operations) {
    const operation = work.share.operations.find((one) => one.id === id);
    if (operation?.fetch === undefined || operation.group !== goal.group || !operation.fetch.tps.includes(goal.tp)) continue;
    const { fetch } = operation;
    const failures = [...fetch.failures, failureOf(work, goal.tp, told)];
    const tps = fetch.tps.filter((tp) => tp !== goal.tp);
    if (tps.length === 0) progress(work, { ...operation, fetch: undefined, fetched: failures });
    else progress(work, { ...operation, fetch: { ...fetch, tps, failures } });
  }
}

function wrote(work: Work, goal: Extract<PersisterGoal, { kind: 'write' }>, error: ErrorName): void {
  const led = current(work, goal);
  if (led?.partition !== undefined) {
    const isDone = error === 'NONE';
    if (goal.write !== undefined) change(work, led, written(led.partition, goal.write, isDone, settingsFor(work, led), work.env.nowUs));
    else if (isDone) change(work, led, settle(led.partition));
    if (DROPS.includes(error)) dropIfCurrent(work, goal);
  }
  if (goal.operation !== undefined) acknowledgementSettled(work, goal.operation, goal.tp, error);
  completeShareFetches(work, (group, tp) => group === goal.group && tp === goal.tp);
}

/** fencedSharePartitionHandler: somebody else leads, or the state is another's. */
function dropIfCurrent(work: Work, goal: { readonly group: string; readonly tp: Tp; readonly leaderEpoch: number }): void {
  const led = current(work, goal);
  if (led !== undefined) drop(work, led);
}

/** releaseAcquisitionLockOnTimeout: the records are available at once, whatever becomes of the write. */
export function locksDue(work: Work, { group, tp }: AcquisitionLocksDue): void {
  const led = ledOf(work, group, tp);
  if (led?.partition === undefined) return;
  const rung: LedShare = { ...led, armedUs: undefined };
  writeStates(work, rung, lapse(led.partition, settingsFor(work, led), work.env.nowUs), 'lock-timeout', undefined);
  completeShareFetches(work, (one, other) => one === group && other === tp);
}
