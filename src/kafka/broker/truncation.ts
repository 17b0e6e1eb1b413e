/**
 * How a new follower finds where its log parts from the leader's, before truncation on fetch (2.7): cut to the high watermark (0.10), or ask the leader
 * where the log of an epoch ends (OffsetsForLeaderEpoch, KIP-101, KIP-279, KIP-320), and only then fetch.
 */
import { delay, fetcherOf, fetchFrom, follow, isIn, joined, noteTruncation, put, unfollow } from '#kafka/broker/fetchers.ts';
import type { Fetcher } from '#kafka/broker/state.ts';
import { partitionAt, partitionOfTp, putPartition, reply, type Work } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { endOffsetFor, latestEpoch } from '#kafka/log/epochs.ts';
import type { Truncation } from '#kafka/metadata/features.ts';
import type { OffsetsForLeaderEpochRequest, OffsetsForLeaderEpochResponse } from '#kafka/protocol/controller.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import { type BrokerId, NO_LEADER } from '#kafka/protocol/names.ts';
import { truncatedTo, truncationByEpoch } from '#kafka/replication/follow.ts';
import { leaderEpochOf } from '#kafka/replication/partition.ts';
import { checkLeaderEpoch } from '#kafka/replication/read.ts';
import { planted } from '#sim/planted.ts';

export const truncationOf = (work: Work): Truncation => work.zk?.features.truncation ?? 'on-fetch';

/** Are epochs carried by fetches and questions, and checked (KIP-320)? */
export const isFenced = (work: Work): boolean => truncationOf(work) === 'fenced' || truncationOf(work) === 'on-fetch';

/** Begins to follow, the way of this release. Before KIP-320 a follower whose leader stays the same goes on as it was. */
export function beginFollowing(work: Work, i: number, leader: BrokerId, isOtherLeader: boolean): void {
  const way = truncationOf(work);
  // Without an epoch file there is nothing to compare: what follows such a log's leader is cut to its high watermark in every release.
  if (planted.M01 || (leader !== NO_LEADER && way === 'on-fetch' && latestEpoch(partitionAt(work, i).log.epochs) < 0))
    cut(work, i, partitionAt(work, i).highWatermark);
  if (way === 'on-fetch' || leader === NO_LEADER) return follow(work, i, leader);
  if (!isOtherLeader && (way !== 'fenced' || planted.M05)) return goOn(work, i, leader);
  const partition = partitionAt(work, i);
  if (way === 'to-high-watermark' || latestEpoch(partition.log.epochs) < 0) {
    cut(work, i, partition.highWatermark);
    return follow(work, i, leader);
  }
  unfollow(work, i);
  follow(work, i, leader);
  put(work, leader, (fetcher) => truncating(fetcher, i));
}

/** Its fetches carry no epoch: the one in flight is as good as before (Partition.makeFollower, "new leader is the same as the old leader"). */
function goOn(work: Work, i: number, leader: BrokerId): void {
  const fetcher = fetcherOf(work, leader);
  if (!fetcher || !isIn(fetcher, i)) follow(work, i, leader);
}

/** Not to be fetched before the leader has answered. */
export function truncating(fetcher: Fetcher, i: number): Fetcher {
  return {
    ...fetcher,
    members: fetcher.members.filter((one) => one !== i),
    changed: fetcher.changed.filter((one) => one !== i),
    truncating: [...fetcher.truncating, i],
  };
}

function cut(work: Work, i: number, offset: number): void {
  const before = partitionAt(work, i);
  const after = truncatedTo(before, offset);
  putPartition(work, i, after);
  noteTruncation(work, before, after);
}

export function epochQuery(work: Work, fetcher: Fetcher, correlation: number): OffsetsForLeaderEpochRequest {
  const partitions = fetcher.truncating.map((i) => {
    const partition = partitionAt(work, i);
    return { tp: partition.tp, currentLeaderEpoch: isFenced(work) ? leaderEpochOf(partition) : -1, leaderEpoch: latestEpoch(partition.log.epochs) };
  });
  return { type: 'OffsetsForLeaderEpochRequest', correlation, replicaId: work.id, partitions };
}

/** On the leader: where the log of that epoch ends. Before KIP-279 the answer does not say which epoch it speaks of. */
export function handleEpochQuery(work: Work, caller: Caller, request: OffsetsForLeaderEpochRequest): void {
  const namesEpoch = truncationOf(work) !== 'kip-101';
  const partitions = request.partitions.map(({ tp, currentLeaderEpoch, leaderEpoch }) => {
    const partition = partitionOfTp(work, tp);
    const error: ErrorName = partition ? checkLeaderEpoch(partition, planted.M03a ? -1 : currentLeaderEpoch) : 'UNKNOWN_TOPIC_OR_PARTITION';
    const end = partition && error === 'NONE' ? endOffsetFor(partition.log.epochs, leaderEpoch, partition.log.logEnd) : undefined;
    return { tp, error, leaderEpoch: end && namesEpoch ? end.epoch : -1, endOffset: end?.endOffset ?? -1 };
  });
  reply(work, caller, { type: 'OffsetsForLeaderEpochResponse', partitions });
}

export function handleEpochEnds(work: Work, leader: BrokerId, response: OffsetsForLeaderEpochResponse): void {
  const fetcher = fetcherOf(work, leader);
  if (fetcher?.inFlight?.correlation !== response.correlation) return;
  put(work, leader, (one) => ({ ...one, inFlight: undefined }));
  for (const answer of response.partitions) {
    const i = work.index.get(answer.tp);
    if (i !== undefined && fetcherOf(work, leader)?.truncating.includes(i)) truncateBy(work, leader, i, answer);
  }
  fetchFrom(work, leader);
}

function truncateBy(work: Work, leader: BrokerId, i: number, { error, leaderEpoch, endOffset }: OffsetsForLeaderEpochResponse['partitions'][number]): void {
  const done = (fetcher: Fetcher): Fetcher => ({ ...fetcher, truncating: fetcher.truncating.filter((one) => one !== i) });
  if (error === 'FENCED_LEADER_EPOCH') return put(work, leader, done);
  if (error !== 'NONE') return delay(work, leader, [i], true);
  const { offset, isComplete } = truncationByEpoch(partitionAt(work, i), leaderEpoch, endOffset);
  cut(work, i, offset);
  if (isComplete) put(work, leader, (fetcher) => joined(done(fetcher), i));
}
