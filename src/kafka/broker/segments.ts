/** What an append does to files: a full or old active segment is closed before it, and flush.messages may flush after it (UnifiedLog.maybeRoll, append). */
import { fact, type Work } from '#kafka/broker/work.ts';
import { rolled } from '#kafka/log/log.ts';
import { type RollReason, rollReason } from '#kafka/log/segment.ts';
import { type Offset, ownClockMs } from '#kafka/protocol/names.ts';
import type { Partition, PartitionDisk } from '#kafka/replication/partition.ts';

/** What this broker's own clock says. */
export const clockMs = (work: Work): number => ownClockMs(work.env);

/** With room for an append of this size, largest timestamp and last offset. The very same partition when the active segment goes on. */
export function withRoom(work: Work, partition: Partition, sizeBytes: number, maxTimestampMs: number, lastOffset: Offset): Partition {
  const nowMs = clockMs(work);
  const reason = rollReason(partition.log.active, partition.meta.logConfig, sizeBytes, maxTimestampMs, lastOffset, nowMs);
  return reason === undefined ? partition : withNewSegment(work, partition, reason, nowMs);
}

function withNewSegment(work: Work, partition: Partition, reason: RollReason, nowMs: number): Partition {
  const log = rolled(partition.log, nowMs, jitterMs(work, partition));
  if (log === partition.log) return partition;
  fact(work, { fact: 'SegmentRolled', tp: partition.tp, broker: work.id, baseOffset: log.logEnd, reason });
  // The closed segment is flushed by the scheduler (`flush-log`).
  return { ...partition, log, disk: flushedDisk(work, partition.disk, log.logEnd) };
}

function jitterMs(work: Work, { meta }: Partition): number {
  const most = Math.min(meta.logConfig.segmentJitterMs, meta.logConfig.segmentMs);
  return most > 0 ? work.env.random('segment-jitter') % most : 0;
}

/** fsync up to `offset`. A disk that lies lets the broker believe so. */
export function flushedDisk(work: Work, { flushedTo, highWatermark, files }: PartitionDisk, offset: Offset): PartitionDisk {
  const { recoveryPoint, logStart, cleanedTo, flushed } = files;
  return {
    flushedTo: work.storage.lies ? flushedTo : Math.max(flushedTo, offset),
    highWatermark,
    files: { recoveryPoint, logStart, cleanedTo, flushed: Math.max(flushed, offset), flushedMs: clockMs(work) },
  };
}

/** After an append that made the log end here: flush.messages. The very same disk when it is not time yet. */
export const flushedAfter = (work: Work, { meta, disk }: Partition, logEnd: Offset): PartitionDisk =>
  logEnd - disk.files.flushed >= meta.logConfig.flushMessages ? flushedDisk(work, disk, logEnd) : disk;
