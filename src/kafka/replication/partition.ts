/** One replica of a partition on one broker (kafka.cluster.Partition): its log, its high watermark, its role, and as leader what it knows of its followers. */
import { emptyLog, type Log, truncateTo } from '#kafka/log/log.ts';
import { type Image, isActive } from '#kafka/metadata/image.ts';
import type { BrokerId, Offset, Tp } from '#kafka/protocol/names.ts';
import { committedIsr, type IsrState } from '#kafka/replication/isr.ts';
import { isCaughtUp, type Replica } from '#kafka/replication/replica.ts';
import { offlineRole, type RoleState } from '#kafka/replication/role.ts';
import { planted } from '#sim/planted.ts';

/** What metadata and configuration say; changes rarely, so the data plane shares it. */
export interface PartitionMeta {
  readonly topic: string;
  readonly topicId: string;
  readonly replicas: readonly BrokerId[];
  /** min(min.insync.replicas, replication factor). */
  readonly minInsyncReplicas: number;
  readonly maxMessageBytes: number;
  /** cleanup.policy contains compact: records need keys. */
  readonly compacted: boolean;
  readonly role: RoleState;
  readonly isr: IsrState;
}

/** What would be found after the process or the power is gone, besides the log itself. */
export interface PartitionDisk {
  /** Records below it survive a power loss: they were flushed. */
  readonly flushedTo: Offset;
  /** replication-offset-checkpoint: at most replica.high.watermark.checkpoint.interval.ms old. */
  readonly highWatermark: Offset;
}

export interface Partition {
  readonly tp: Tp;
  readonly meta: PartitionMeta;
  readonly log: Log;
  readonly highWatermark: Offset;
  /** The other replicas in assignment order, as the leader knows them. */
  readonly remotes: readonly Replica[];
  readonly disk: PartitionDisk;
}

export function newPartition(tp: Tp, topic: string, topicId: string): Partition {
  const meta = { topic, topicId, replicas: [], minInsyncReplicas: 1, maxMessageBytes: 0, compacted: false, role: offlineRole, isr: committedIsr([]) };
  return { tp, meta, log: emptyLog(), highWatermark: 0, remotes: [], disk: { flushedTo: 0, highWatermark: 0 } };
}

export const isLeader = (partition: Partition): boolean => partition.meta.role.value === 'leader';
export const leaderEpochOf = (partition: Partition): number => partition.meta.role.data.leaderEpoch;

// Literals, not spreads: these run on every append and fetch.
export const withLog = (p: Partition, log: Log): Partition => ({
  tp: p.tp,
  meta: p.meta,
  log,
  highWatermark: p.highWatermark,
  remotes: p.remotes,
  disk: p.disk,
});
export const withHighWatermark = (p: Partition, highWatermark: Offset): Partition => ({
  tp: p.tp,
  meta: p.meta,
  log: p.log,
  highWatermark,
  remotes: p.remotes,
  disk: p.disk,
});
export const withRemotes = (p: Partition, remotes: readonly Replica[]): Partition => ({
  tp: p.tp,
  meta: p.meta,
  log: p.log,
  highWatermark: p.highWatermark,
  remotes,
  disk: p.disk,
});
export const withMeta = (p: Partition, meta: PartitionMeta): Partition => ({
  tp: p.tp,
  meta,
  log: p.log,
  highWatermark: p.highWatermark,
  remotes: p.remotes,
  disk: p.disk,
});
export const withDisk = (p: Partition, disk: PartitionDisk): Partition => ({
  tp: p.tp,
  meta: p.meta,
  log: p.log,
  highWatermark: p.highWatermark,
  remotes: p.remotes,
  disk,
});

export function withRemote(partition: Partition, replica: Replica): Partition {
  const remotes = partition.remotes.slice();
  remotes[remotes.findIndex(({ broker }) => broker === replica.broker)] = replica;
  return withRemotes(partition, remotes);
}

/** May this follower count for the ISR (KIP-841, KIP-903)? Not when fenced, shutting down, or of an earlier life. */
export function isEligible(image: Image, replica: Replica): boolean {
  if (planted.M07) return true;
  return isActive(image, replica.broker) && (planted.M08 || replica.brokerEpoch === -1 || image.brokers.get(replica.broker)?.epoch === replica.brokerEpoch);
}

/**
 * Partition.maybeIncrementLeaderHW: the lowest log end offset among the maximal ISR and the caught-up replicas about to join it.
 * Below min.insync.replicas it stands still (KIP-966), and on a leader it never goes back.
 */
export function nextHighWatermark(partition: Partition, image: Image, nowUs: number, maxLagUs: number): Offset {
  const { isr, maximal } = partition.meta.isr.data;
  const counts = planted.M06 ? isr : maximal;
  if (isr.length < partition.meta.minInsyncReplicas && !planted.M17) return partition.highWatermark;
  const logEnd = partition.log.logEnd;
  if (planted.M44) return logEnd;
  let next = logEnd;
  for (const replica of partition.remotes) {
    if (replica.logEndOffset >= next) continue;
    if (counts.includes(replica.broker) || (isCaughtUp(replica, logEnd, nowUs, maxLagUs) && isEligible(image, replica))) next = replica.logEndOffset;
  }
  return Math.max(partition.highWatermark, next);
}

/** ISR members, other than the leader, that have not been caught up for too long (Partition.getOutOfSyncReplicas). */
export function outOfSyncReplicas(partition: Partition, nowUs: number, maxLagUs: number): BrokerId[] {
  const { isr } = partition.meta.isr.data;
  return partition.remotes
    .filter((replica) => isr.includes(replica.broker) && !isCaughtUp(replica, partition.log.logEnd, nowUs, maxLagUs))
    .map(({ broker }) => broker);
}

/** May this follower join the ISR: it has all that was committed, also by earlier leaders (Partition.needsExpandIsr). */
export function canJoinIsr(partition: Partition, image: Image, replica: Replica): boolean {
  const hasEarlier = planted.M04 || replica.logEndOffset >= partition.meta.role.data.epochStart;
  return replica.logEndOffset >= partition.highWatermark && hasEarlier && isEligible(image, replica);
}

/** After a crash of the process: memory is gone. The page cache, and so the log, survives a kill but not a power loss. */
export function crashed(partition: Partition, how: 'kill' | 'power-loss' | 'exit'): Partition {
  const log = how === 'power-loss' ? truncateTo(partition.log, partition.disk.flushedTo) : partition.log;
  const highWatermark = Math.max(log.logStart, Math.min(how === 'exit' ? partition.highWatermark : partition.disk.highWatermark, log.logEnd));
  const flushedTo = how === 'exit' ? log.logEnd : Math.min(partition.disk.flushedTo, log.logEnd);
  const meta = { ...partition.meta, role: offlineRole, isr: committedIsr([]) };
  return { tp: partition.tp, meta, log, highWatermark, remotes: [], disk: { flushedTo, highWatermark } };
}
