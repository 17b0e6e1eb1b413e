/** What every task has read of the repartition topic, and committed, is deleted there (TaskManager.maybePurgeCommittedRecords, KIP-810). */
import type { ThreadTurn } from '#beside/streams/thread.ts';
import { isStateful } from '#beside/streams/topology.ts';
import { startCall } from '#kafka/clients/admin/client.ts';
import { setTimer } from '#sim/effect.ts';

export const PURGE_TIMER = 'purge';

/** The first is at once, when nothing is committed yet. */
export function armPurge({ env, config }: ThreadTurn): void {
  setTimer(env, PURGE_TIMER, config.purgeIntervalMs * 1000, { type: 'PurgeIntervalPassed' });
}

/** One request at a time; what it could not delete the next one does. */
export function purge(turn: ThreadTurn): void {
  const { memory, admin, consumer } = turn;
  armPurge(turn);
  const partitions = [...memory.committed].filter(([tp]) => isStateful(tp) && consumer.core.partitions.has(tp)).map(([tp, offset]) => ({ tp, offset }));
  if (admin.core.open === undefined && partitions.length > 0) startCall(admin, { call: 'deleteRecords', partitions, partitionsApart: true });
}
