/** What follows from a longer log, a follower's progress or another ISR: the high watermark moves, the ISR is asked to grow or shrink. */
import { withDirty } from '#kafka/broker/state.ts';
import { fact, once, partitionAt, putPartition, replaced, type Work } from '#kafka/broker/work.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import { isInflight, prepareIsrExpand, prepareIsrShrink } from '#kafka/replication/isr.ts';
import { canJoinIsr, isLeader, nextHighWatermark, outOfSyncReplicas, type Partition, withHighWatermark, withMeta } from '#kafka/replication/partition.ts';
import type { Replica } from '#kafka/replication/replica.ts';

/** Moves the leader's high watermark if the replicas allow it. */
export function advanceHighWatermark(work: Work, i: number): void {
  const partition = partitionAt(work, i);
  const next = nextHighWatermark(partition, work.image, work.env.nowUs, work.settings.maxLagUs, work.zk?.features.highWatermarkFrozenBelowMinIsr);
  if (next === partition.highWatermark) return;
  putPartition(work, i, withHighWatermark(partition, next));
  noteHighWatermark(work, partition, next, 'leader');
  once(work.advanced, i);
  markDirty(work, partition, i);
}

export function noteHighWatermark(work: Work, before: Partition, to: Offset, role: 'leader' | 'follower'): void {
  const from = before.highWatermark;
  if (to > from) fact(work, { fact: 'HighWatermarkAdvanced', tp: before.tp, broker: work.id, role, from, to });
  if (to < from) fact(work, { fact: 'HighWatermarkLowered', tp: before.tp, broker: work.id, from, to });
}

/** The next answer to each follower that fetches this partition has to look at it. */
export function markDirty(work: Work, partition: Partition, i: number): void {
  for (const remote of partition.remotes) {
    if (remote.session === 0) continue;
    const session = work.sessions.find(({ follower }) => follower === remote.broker);
    if (session?.id !== remote.session || session.dirty.includes(i)) continue;
    work.sessions = replaced(work.sessions, session, withDirty(session, [...session.dirty, i], session.parked));
  }
}

/** A follower fetched: may it join the ISR? (Partition.maybeExpandIsr) */
export function maybeExpandIsr(work: Work, i: number, follower: Replica): void {
  const partition = partitionAt(work, i);
  const { isr } = partition.meta;
  if (isr.data.isr.includes(follower.broker) || isInflight(isr) || !canJoinIsr(partition, work.image, follower, work.zk?.features.isrJoinNeedsEpochStart))
    return;
  const joined = [...isr.data.isr, follower.broker];
  // In a hash set of Java small numbers ascend.
  const wanted = work.settings.release.isrIsHashSet ? joined.sort((a, b) => a - b) : joined;
  askForIsr(work, i, wanted, prepareIsrExpand(isr, work.env, wanted));
}

/** Every half of replica.lag.time.max.ms: all that have been out of sync for too long leave together (Partition.maybeShrinkIsr). */
export function shrinkIsrs(work: Work): void {
  work.partitions.forEach((partition, i) => {
    if (!partition || !isLeader(partition) || isInflight(partition.meta.isr)) return;
    const outOfSync = outOfSyncReplicas(partition, work.env.nowUs, work.settings.maxLagUs);
    if (outOfSync.length === 0) return;
    for (const broker of outOfSync) fact(work, { fact: 'ReplicaFellBehind', tp: partition.tp, broker, lagRecords: lagOf(partition, broker) });
    const wanted = partition.meta.isr.data.isr.filter((id) => !outOfSync.includes(id));
    askForIsr(work, i, wanted, prepareIsrShrink(partition.meta.isr, work.env, wanted));
  });
}

function lagOf(partition: Partition, broker: number): number {
  const known = partition.remotes.find((remote) => remote.broker === broker)?.logEndOffset ?? -1;
  return partition.log.logEnd - Math.max(known, partition.log.logStart);
}

function askForIsr(work: Work, i: number, isr: readonly number[], state: Partition['meta']['isr']): void {
  const partition = partitionAt(work, i);
  putPartition(work, i, withMeta(partition, { ...partition.meta, isr: state }));
  fact(work, { fact: 'IsrChangeRequested', tp: partition.tp, broker: work.id, isr });
  work.isrChanges = [...work.isrChanges, i];
}
