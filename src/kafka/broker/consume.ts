/** Serving consumers: Fetch up to the high watermark with long polls (DelayedFetch), from followers too (KIP-392), and ListOffsets (KIP-207). */
import { currentLeader, notHere } from '#kafka/broker/leaders.ts';
import type { ParkedFetch } from '#kafka/broker/state.ts';
import { isFenced } from '#kafka/broker/truncation.ts';
import { alarm, partitionOfTp, reply, type Work, without } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { bytesOf, firstAtOrAfter } from '#kafka/log/read.ts';
import { lastStableOffset } from '#kafka/log/transactions.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { FetchedPartition, FetchPartition, FetchRequest, ListOffsetsRequest, ListOffsetsResponse } from '#kafka/protocol/messages.ts';
import type { BrokerId, LeaderEpoch, Offset } from '#kafka/protocol/names.ts';
import type { Partition } from '#kafka/replication/partition.ts';
import { checkLeaderEpoch, failedRead, readForConsumer } from '#kafka/replication/read.ts';
import { preferredReadReplica } from '#kafka/replication/select.ts';
import { planted } from '#sim/planted.ts';

export function handleConsumerFetch(work: Work, caller: Caller, request: FetchRequest): void {
  const reads = readAll(work, request);
  if (request.maxWaitMs === 0 || request.partitions.length === 0 || isEnough(reads, request.minBytes)) return answer(work, caller, reads);
  const deadlineUs = work.env.nowUs + request.maxWaitMs * 1000;
  work.parked = [...work.parked, { caller, request, deadlineUs }];
  alarm(work, deadlineUs);
}

function readAll(work: Work, request: FetchRequest): FetchedPartition[] {
  const { followerReads } = work.settings;
  return request.partitions.map((wanted) => {
    const { tp, fetchOffset, currentLeaderEpoch, maxBytes } = wanted;
    const partition = partitionOfTp(work, tp);
    if (!partition) return failedRead(tp, notHere(work, tp));
    if (request.rack !== undefined && work.settings.selectsByRack) {
      const elsewhere = preferredReadReplica(partition, work.image, work.id, request.rack, fetchOffset);
      if (elsewhere !== undefined) return sentElsewhere(partition, wanted, elsewhere);
    }
    return readForConsumer(partition, fetchOffset, epochIn(work, currentLeaderEpoch), maxBytes, request.isolation, followerReads);
  });
}

/** Requests had no room for an epoch before KIP-320 (2.1). */
const epochIn = (work: Work, epoch: LeaderEpoch): LeaderEpoch => (isFenced(work) ? epoch : -1);

/** Nothing is read: only where this replica's log and high watermark stand is told, to a consumer with the right leader epoch. */
function sentElsewhere(partition: Partition, { currentLeaderEpoch }: FetchPartition, preferredReadReplica: BrokerId): FetchedPartition {
  const { tp, log, highWatermark } = partition;
  const error = checkLeaderEpoch(partition, currentLeaderEpoch);
  if (error !== 'NONE') return failedRead(tp, error);
  return { tp, error, highWatermark, logStart: log.logStart, records: [], preferredReadReplica };
}

function isEnough(reads: readonly FetchedPartition[], minBytes: number): boolean {
  let bytes = 0;
  for (const { error, records, endOffset, preferredReadReplica } of reads) {
    if (error !== 'NONE' || endOffset !== undefined || preferredReadReplica !== undefined) return true;
    if (records.length > 0) bytes += minBytes <= 1 ? 1 : bytesOf(records);
  }
  return bytes >= minBytes;
}

const LEADERSHIP_ERRORS: readonly ErrorName[] = ['NOT_LEADER_OR_FOLLOWER', 'FENCED_LEADER_EPOCH'];

function answer(work: Work, caller: Caller, reads: readonly FetchedPartition[]): void {
  const partitions = reads.map((read) => (LEADERSHIP_ERRORS.includes(read.error) ? { ...read, currentLeader: currentLeader(work, read.tp) } : read));
  reply(work, caller, { type: 'FetchResponse', partitions });
}

/** A high watermark moved or a role changed: consumers that wait for it may have enough now. */
export function completeConsumerFetches(work: Work, tps: readonly string[]): void {
  for (const parked of work.parked) {
    if (!parked.request.partitions.some(({ tp }) => tps.includes(tp))) continue;
    const reads = readAll(work, parked.request);
    if (isEnough(reads, parked.request.minBytes)) complete(work, parked, reads);
  }
}

export function expireConsumerFetches(work: Work): void {
  for (const parked of work.parked) {
    if (parked.deadlineUs <= work.env.nowUs) complete(work, parked, readAll(work, parked.request));
  }
}

function complete(work: Work, parked: ParkedFetch, reads: readonly FetchedPartition[]): void {
  work.parked = without(work.parked, parked);
  answer(work, parked.caller, reads);
}

export function handleListOffsets(work: Work, caller: Caller, request: ListOffsetsRequest): void {
  const isFollower = request.replicaId !== undefined;
  const partitions = request.partitions.map(({ tp, timestamp, currentLeaderEpoch }) => {
    const partition = partitionOfTp(work, tp);
    const error = partition ? checkLeaderEpoch(partition, epochIn(work, currentLeaderEpoch)) : notHere(work, tp);
    if (!partition || error !== 'NONE') return { tp, error, offset: -1, leaderEpoch: -1 };
    const isUnsure = !isFollower && isBehindItsEpoch(work, partition);
    return offsetFor(partition, timestamp, isFollower, isUnsure, request.isolation);
  });
  reply(work, caller, { type: 'ListOffsetsResponse', partitions });
}

/** A new leader does not tell consumers a latest offset before its high watermark has reached its own epoch: it could go backwards. */
const isBehindItsEpoch = ({ zk }: Work, { highWatermark, meta }: Partition): boolean =>
  !planted.M37 && zk?.features.latestOffsetWaits !== false && highWatermark < meta.role.data.epochStart;

function offsetFor(
  partition: Partition,
  timestamp: 'earliest' | 'latest' | number,
  isFollower: boolean,
  isBehind: boolean,
  isolation?: 'read_committed',
): ListOffsetsResponse['partitions'][number] {
  const { tp, log, highWatermark, meta } = partition;
  const at = (offset: Offset) => ({ tp, error: 'NONE' as const, offset, leaderEpoch: meta.role.data.leaderEpoch });
  const unsure = { tp, error: 'OFFSET_NOT_AVAILABLE' as const, offset: -1, leaderEpoch: -1 };
  if (timestamp === 'earliest') return at(log.logStart);
  const end = isolation === undefined ? highWatermark : lastStableOffset(log, highWatermark);
  if (timestamp === 'latest') return isBehind ? unsure : at(isFollower ? log.logEnd : end);
  const found = firstAtOrAfter(log, timestamp);
  if (found && found.offset < end) return at(found.offset);
  return isBehind ? unsure : at(-1);
}
