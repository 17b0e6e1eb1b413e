/** What a leader reads for a fetch, after checking the reader's epoch (Partition.fetchRecords, readRecords; KIP-320, KIP-595 style divergence). */
import { endOffsetFor } from '#kafka/log/epochs.ts';
import { damageIn, readEnd, readLog } from '#kafka/log/read.ts';
import { abortedIn, lastStableOffset } from '#kafka/log/transactions.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { FetchedPartition } from '#kafka/protocol/messages.ts';
import type { LeaderEpoch, Offset, Tp } from '#kafka/protocol/names.ts';
import { isLeader, leaderEpochOf, type Partition } from '#kafka/replication/partition.ts';
import type { Replica } from '#kafka/replication/replica.ts';
import { planted } from '#sim/planted.ts';

const NOTHING: FetchedPartition['records'] = [];

/** A request with an older epoch is fenced; with a newer one we have not heard of it yet; without one only leadership counts, or with `mayFollow` the replica. */
export function checkLeaderEpoch(partition: Partition, requestEpoch: LeaderEpoch, mayFollow = false): ErrorName {
  if (requestEpoch >= 0 && !planted.M03) {
    const local = leaderEpochOf(partition);
    if (requestEpoch < local) return 'FENCED_LEADER_EPOCH';
    if (requestEpoch > local) return 'UNKNOWN_LEADER_EPOCH';
  }
  return isLeader(partition) || (mayFollow && partition.meta.role.value === 'follower') ? 'NONE' : 'NOT_LEADER_OR_FOLLOWER';
}

export const failedRead = (tp: Tp, error: ErrorName): FetchedPartition => ({ tp, error, highWatermark: -1, logStart: -1, records: NOTHING });

/** For a follower: everything up to the log end, unless its log diverges from ours. */
export function readForFollower(partition: Partition, follower: Replica, maxBytes: number): FetchedPartition {
  const { tp, log, highWatermark } = partition;
  const error = checkLeaderEpoch(partition, follower.currentLeaderEpoch);
  if (error !== 'NONE' && planted.M03c && isLeader(partition)) return readFrom(partition, follower.fetchOffset, log.logEnd, maxBytes);
  if (error !== 'NONE') return failedRead(tp, error);
  if (follower.lastFetchedEpoch >= 0 && !planted.M45) {
    const end = endOffsetFor(log.epochs, follower.lastFetchedEpoch, log.logEnd);
    if (!end) return failedRead(tp, 'OFFSET_OUT_OF_RANGE');
    if ((end.epoch < follower.lastFetchedEpoch && !planted.M02) || end.endOffset < follower.fetchOffset) {
      return { tp, error: 'NONE', highWatermark, logStart: log.logStart, records: NOTHING, divergingEpoch: end };
    }
  }
  return readFrom(partition, follower.fetchOffset, log.logEnd, maxBytes);
}

/**
 * For a consumer: only what is below the high watermark, with read_committed below the last stable offset. With `mayFollow` (KIP-392) a follower
 * gives it out too, up to the high watermark that it has been told.
 */
export function readForConsumer(
  partition: Partition,
  fetchOffset: Offset,
  currentLeaderEpoch: LeaderEpoch,
  maxBytes: number,
  isolation?: 'read_committed',
  mayFollow = false,
): FetchedPartition {
  const error = checkLeaderEpoch(partition, currentLeaderEpoch, mayFollow);
  if (error !== 'NONE') return failedRead(partition.tp, error);
  if (isolation !== undefined) return readCommitted(partition, fetchOffset, maxBytes);
  return readFrom(partition, fetchOffset, planted.M43 ? partition.log.logEnd : partition.highWatermark, maxBytes);
}

/** Markers and aborted records come along: the answer says which transactions were aborted, and the consumer drops them. */
function readCommitted(partition: Partition, fetchOffset: Offset, maxBytes: number): FetchedPartition {
  const stable = lastStableOffset(partition.log, partition.highWatermark);
  const read = readFrom(partition, fetchOffset, stable, maxBytes);
  const last = read.records[read.records.length - 1];
  const aborted = last === undefined ? [] : abortedIn(partition.log, fetchOffset, last.offset + 1);
  return { ...read, lastStableOffset: stable, aborted };
}

function readFrom(partition: Partition, fetchOffset: Offset, upTo: Offset, maxBytes: number): FetchedPartition {
  const { tp, log, highWatermark } = partition;
  if (fetchOffset < log.logStart || fetchOffset > log.logEnd) {
    return { tp, error: 'OFFSET_OUT_OF_RANGE', highWatermark, logStart: log.logStart, records: NOTHING };
  }
  if (log.remains.damaged.length > 0) return readDamaged(partition, fetchOffset, upTo, maxBytes);
  const records = readLog(log, fetchOffset, upTo, maxBytes);
  const endOffset = readEnd(log, records, fetchOffset, upTo);
  if (endOffset !== undefined) return { tp, error: 'NONE', highWatermark, logStart: log.logStart, records, endOffset };
  return { tp, error: 'NONE', highWatermark, logStart: log.logStart, records };
}

/** What lies before the first damaged batch is good; a read that begins at the batch itself fails its checksum. */
function readDamaged(partition: Partition, fetchOffset: Offset, upTo: Offset, maxBytes: number): FetchedPartition {
  const { tp, log, highWatermark } = partition;
  const bad = damageIn(log, fetchOffset, upTo);
  if (bad !== undefined && bad <= fetchOffset) return { tp, error: 'CORRUPT_MESSAGE', highWatermark, logStart: log.logStart, records: NOTHING };
  const end = bad ?? upTo;
  const records = readLog(log, fetchOffset, end, maxBytes);
  const endOffset = readEnd(log, records, fetchOffset, end);
  return { tp, error: 'NONE', highWatermark, logStart: log.logStart, records, ...(endOffset === undefined ? {} : { endOffset }) };
}
