/** One replica of a partition on one broker (kafka.cluster.Partition): its log, its high watermark, its role, and as leader what it knows of its followers. */
import { defaultLogConfig, type LogConfig } from '#kafka/log/config.ts';
import { emptyLog, type Log, truncateTo } from '#kafka/log/log.ts';
import type { Checkpoints } from '#kafka/log/recovery.ts';
import { startingAgainAt } from '#kafka/log/start.ts';
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
  readonly logConfig: LogConfig;
  /** This replica is listed in the topic's replicas to throttle (KIP-73); undefined: in neither list. */
  readonly throttled?: Throttled | undefined;
  readonly role: RoleState;
  readonly isr: IsrState;
}

/** As the leader that sends, and as the follower that takes. */
export interface Throttled {
  readonly leader: boolean;
  readonly follower: boolean;
}

/** What would be found after the process or the power is gone, besides the log itself. */
export interface PartitionDisk {
  /** Records below it survive a power loss: they were flushed. */
  readonly flushedTo: Offset;
  /** replication-offset-checkpoint: at most replica.high.watermark.checkpoint.interval.ms old. */
  readonly highWatermark: Offset;
  readonly files: PartitionFiles;
}

/** The other checkpoint files, which change rarely. */
export interface PartitionFiles extends Checkpoints {
  /** cleaner-offset-checkpoint: where the next cleaning begins; undefined before the first. */
  readonly cleanedTo: Offset | undefined;
  /** In memory: where the broker believes that its last flush came to (UnifiedLog.recoveryPoint), and when. A disk that lies did not. */
  readonly flushed: Offset;
  readonly flushedMs: number;
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

const newDisk: PartitionDisk = {
  flushedTo: 0,
  highWatermark: 0,
  files: { recoveryPoint: 0, logStart: 0, cleanedTo: undefined, flushed: 0, flushedMs: 0 },
};

export function newPartition(tp: Tp, topic: string, topicId: string): Partition {
  const settings = { minInsyncReplicas: 1, maxMessageBytes: 0, compacted: false, logConfig: defaultLogConfig };
  const meta = { topic, topicId, replicas: [], ...settings, role: offlineRole, isr: committedIsr([]) };
  return { tp, meta, log: emptyLog(), highWatermark: 0, remotes: [], disk: newDisk };
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
export function nextHighWatermark(partition: Partition, image: Image, nowUs: number, maxLagUs: number, frozenBelowMinIsr = true): Offset {
  const { isr, maximal } = partition.meta.isr.data;
  const counts = planted.M06 ? isr : maximal;
  if (frozenBelowMinIsr && isr.length < partition.meta.minInsyncReplicas && !planted.M17) return partition.highWatermark;
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
export function canJoinIsr(partition: Partition, image: Image, replica: Replica, needsEpochStart = true): boolean {
  const hasEarlier = planted.M04 || !needsEpochStart || replica.logEndOffset >= partition.meta.role.data.epochStart;
  return replica.logEndOffset >= partition.highWatermark && hasEarlier && isEligible(image, replica);
}

/** What lies behind a log's new end is neither flushed nor checkpointed any more. */
export function cutDisk({ flushedTo, highWatermark, files }: PartitionDisk, log: Log): PartitionDisk {
  const { recoveryPoint, logStart, cleanedTo, flushed, flushedMs } = files;
  const end = log.logEnd;
  return {
    flushedTo: Math.min(flushedTo, end),
    highWatermark: Math.min(highWatermark, end),
    files: { recoveryPoint: Math.min(recoveryPoint, end), logStart: Math.min(logStart, end), cleanedTo, flushed: Math.min(flushed, end), flushedMs },
  };
}

/**
 * After a crash of the process: memory is gone, and the files are as their last checkpoints say. The page cache, and so the log, survives a kill
 * but not a power loss. An orderly exit flushes and writes all checkpoints; a disk that lies about its flushes keeps only what it had.
 */
export function crashed(partition: Partition, how: 'kill' | 'power-loss' | 'exit', lies = false): Partition {
  const { disk } = partition;
  const isExit = how === 'exit';
  const kept = how === 'power-loss' ? truncateTo(partition.log, disk.flushedTo) : partition.log;
  const log = isExit ? kept : startingAgainAt(kept, disk.files.logStart);
  const highWatermark = Math.max(log.logStart, Math.min(isExit ? partition.highWatermark : disk.highWatermark, log.logEnd));
  const flushedTo = isExit && !lies ? log.logEnd : Math.min(disk.flushedTo, log.logEnd);
  const recoveryPoint = isExit ? log.logEnd : disk.files.recoveryPoint;
  const files = {
    recoveryPoint,
    logStart: isExit ? log.logStart : disk.files.logStart,
    cleanedTo: disk.files.cleanedTo,
    flushed: recoveryPoint,
    flushedMs: disk.files.flushedMs,
  };
  const meta = { ...partition.meta, role: offlineRole, isr: committedIsr([]) };
  return { tp: partition.tp, meta, log, highWatermark, remotes: [], disk: { flushedTo, highWatermark, files } };
}
