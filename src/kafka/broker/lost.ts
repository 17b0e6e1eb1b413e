/** A follower whose position the leader does not know (OFFSET_OUT_OF_RANGE): it asks for the leader's end and start (fetchOffsetAndTruncate). */
import type { Fetcher } from '#kafka/broker/state.ts';
import { isFenced } from '#kafka/broker/truncation.ts';
import { partitionAt, putPartition, type Work } from '#kafka/broker/work.ts';
import type { ListOffsetsRequest, ListOffsetsResponse } from '#kafka/protocol/messages.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import { restartedAt, truncatedTo } from '#kafka/replication/follow.ts';
import { leaderEpochOf, type Partition } from '#kafka/replication/partition.ts';
import { planted } from '#sim/planted.ts';

/** Both questions for every lost partition of a fetcher. */
export function positionQuery(work: Work, fetcher: Fetcher, correlation: number): ListOffsetsRequest {
  const partitions = fetcher.lost.flatMap((i) => {
    const partition = partitionAt(work, i);
    const currentLeaderEpoch = isFenced(work) ? leaderEpochOf(partition) : -1;
    return (['latest', 'earliest'] as const).map((timestamp) => ({ tp: partition.tp, timestamp, currentLeaderEpoch }));
  });
  return { type: 'ListOffsetsRequest', correlation, replicaId: work.id, partitions };
}

/** Where our log goes on: undefined when the leader could not say. */
export function answeredPosition(response: ListOffsetsResponse, tp: string): { readonly logEnd: Offset; readonly logStart: Offset } | undefined {
  const [latest, earliest] = response.partitions.filter((one) => one.tp === tp);
  return latest?.error === 'NONE' && earliest?.error === 'NONE' ? { logEnd: latest.offset, logStart: earliest.offset } : undefined;
}

/** Beyond the leader's end we cut back to it; before its start we begin anew there; in between our log is good. */
export function relocate(work: Work, i: number, leader: { readonly logEnd: Offset; readonly logStart: Offset }): { before: Partition; after: Partition } {
  const before = partitionAt(work, i);
  const after =
    leader.logEnd < before.log.logEnd
      ? truncatedTo(before, leader.logEnd)
      : planted.M15 || leader.logStart > before.log.logEnd
        ? restartedAt(before, leader.logStart)
        : before;
  putPartition(work, i, after);
  return { before, after };
}
