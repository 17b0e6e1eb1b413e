/** What a follower does with a fetch response (AbstractFetcherThread.processFetchRequest, ReplicaFetcherThread.processPartitionData, truncation on fetch). */
import { type EpochEnd, endOffsetFor } from '#kafka/log/epochs.ts';
import { appendAsFollower, type Log, truncateFullyAndStartAt, truncateTo } from '#kafka/log/log.ts';
import { startingAt } from '#kafka/log/start.ts';
import type { FetchedPartition } from '#kafka/protocol/messages.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import { cutDisk, type Partition } from '#kafka/replication/partition.ts';
import { planted } from '#sim/planted.ts';

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));

/** Appends what came and takes over the leader's high watermark as far as our log goes. It may move down after a change of leader. */
export function followed(partition: Partition, fetched: FetchedPartition): Partition {
  const { records, endOffset } = fetched;
  const longer = records.length > 0 || endOffset !== undefined ? appendAsFollower(partition.log, records, endOffset) : partition.log;
  // The leader has given up what lies before its log start, and so do we (LeaderOffsetIncremented).
  const log = fetched.logStart > longer.logStart && fetched.logStart <= longer.logEnd ? startingAt(longer, fetched.logStart) : longer;
  const highWatermark = clamp(fetched.highWatermark, log.logStart, log.logEnd);
  if (log === partition.log && highWatermark === partition.highWatermark) return partition;
  return { tp: partition.tp, meta: partition.meta, log, highWatermark, remotes: partition.remotes, disk: partition.disk };
}

/**
 * Where to cut when the leader says that its log of `diverging.epoch` ends at `diverging.endOffset` (KIP-279): if we do not have that epoch,
 * cut to the end of the largest earlier one and ask again, which the next fetch does by itself.
 */
export function truncationOffset(partition: Partition, diverging: EpochEnd): Offset {
  const { log } = partition;
  const local = endOffsetFor(log.epochs, diverging.epoch, log.logEnd);
  if (!local) return Math.min(diverging.endOffset, log.logEnd);
  if (local.epoch !== diverging.epoch) return Math.min(local.endOffset, log.logEnd);
  return Math.min(local.endOffset, diverging.endOffset, log.logEnd);
}

/**
 * AbstractFetcherThread.getOffsetTruncationState: where to cut when OffsetsForLeaderEpoch answered (`leaderEpoch` -1 before KIP-279, `endOffset` -1 when
 * the leader cannot know: then the high watermark is the only safe place), and whether that was the last cut or we must ask again.
 */
export function truncationByEpoch(partition: Partition, leaderEpoch: number, endOffset: Offset): { readonly offset: Offset; readonly isComplete: boolean } {
  const { log, highWatermark } = partition;
  const done = (offset: Offset): { offset: Offset; isComplete: boolean } => ({ offset, isComplete: true });
  if (endOffset < 0) return done(highWatermark);
  if (leaderEpoch < 0) return done(Math.min(endOffset, log.logEnd));
  const local = endOffsetFor(log.epochs, leaderEpoch, log.logEnd);
  if (!local) return done(Math.min(endOffset, log.logEnd));
  if (local.epoch !== leaderEpoch) return { offset: Math.min(local.endOffset, log.logEnd), isComplete: false };
  return done(Math.min(local.endOffset, endOffset, log.logEnd));
}

export function truncatedTo(partition: Partition, offset: Offset): Partition {
  const log = offset < partition.log.logStart ? truncateFullyAndStartAt(offset) : truncateTo(partition.log, offset);
  return withTruncatedLog(partition, log);
}

/** The leader no longer has what would come next: everything goes, and the log begins again where the leader's does. */
export const restartedAt = (partition: Partition, offset: Offset): Partition => withTruncatedLog(partition, truncateFullyAndStartAt(offset));

function withTruncatedLog(partition: Partition, log: Log): Partition {
  const disk = cutDisk(partition.disk, log);
  return {
    tp: partition.tp,
    meta: partition.meta,
    log,
    highWatermark: planted.M18 ? partition.highWatermark : clamp(partition.highWatermark, log.logStart, log.logEnd),
    remotes: partition.remotes,
    disk,
  };
}
