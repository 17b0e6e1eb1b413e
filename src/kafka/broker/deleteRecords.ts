/** DeleteRecords (ReplicaManager.deleteRecords, Partition.deleteRecordsOnLeader, DelayedDeleteRecords): the leader's log start moves at once, the answer waits for the followers'. */
import { markDirty } from '#kafka/broker/advance.ts';
import { notHere } from '#kafka/broker/leaders.ts';
import { noteLogStart } from '#kafka/broker/maintenance.ts';
import type { DelayedDelete, PendingDelete } from '#kafka/broker/state.ts';
import { alarm, partitionOfTp, putPartition, replaced, reply, type Work, without } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { startingAt } from '#kafka/log/start.ts';
import { isFenced } from '#kafka/metadata/image.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import { type DeleteRecordsRequest, TO_HIGH_WATERMARK } from '#kafka/protocol/log.ts';
import { isInternal, type Offset, type Tp, topicOf } from '#kafka/protocol/names.ts';
import { isLeader, type Partition, withLog } from '#kafka/replication/partition.ts';

const NO_LOW_WATERMARK: Offset = -1;

export function handleDeleteRecords(work: Work, caller: Caller, request: DeleteRecordsRequest): void {
  const partitions = request.partitions.map(({ tp, offset }) => deleteBefore(work, tp, offset));
  const delayed: DelayedDelete = { caller, deadlineUs: work.env.nowUs + request.timeoutMs * 1000, partitions };
  if (isSettled(delayed)) return answer(work, delayed);
  work.storage = { ...work.storage, deletes: [...work.storage.deletes, delayed] };
  alarm(work, delayed.deadlineUs);
}

const isSettled = ({ partitions }: DelayedDelete): boolean => partitions.every(({ error }) => error !== undefined);

function deleteBefore(work: Work, tp: Tp, offset: Offset): PendingDelete {
  const i = work.index.get(tp);
  const partition = partitionOfTp(work, tp);
  const refused = (error: ErrorName): PendingDelete => ({ tp, required: 0, lowWatermark: NO_LOW_WATERMARK, error });
  if (isInternal(topicOf(tp))) return refused('INVALID_TOPIC_EXCEPTION');
  if (i === undefined || !partition) return refused(notHere(work, tp));
  if (!isLeader(partition)) return refused('NOT_LEADER_OR_FOLLOWER');
  if (!partition.meta.logConfig.deletes) return refused('POLICY_VIOLATION');
  const required = offset === TO_HIGH_WATERMARK ? partition.highWatermark : offset;
  if (required < 0 || required > partition.highWatermark) return refused('OFFSET_OUT_OF_RANGE');
  const log = startingAt(partition.log, required);
  const after = withLog(partition, log);
  putPartition(work, i, after);
  noteLogStart(work, partition, log.logStart, 'delete-records');
  markDirty(work, after, i);
  return checked(work, { tp, required, lowWatermark: NO_LOW_WATERMARK, error: undefined });
}

/** Partition.lowWatermarkIfLeader: the smallest log start of the leader and all live followers. */
function lowWatermark(work: Work, { log, remotes }: Partition): Offset {
  const live = remotes.filter(({ broker }) => !isFenced(work.image, broker));
  return live.reduce((low, { logStart }) => Math.min(low, logStart), log.logStart);
}

function checked(work: Work, pending: PendingDelete): PendingDelete {
  if (pending.error !== undefined) return pending;
  const { tp, required } = pending;
  const partition = partitionOfTp(work, tp);
  if (!partition) return { tp, required, lowWatermark: NO_LOW_WATERMARK, error: 'UNKNOWN_TOPIC_OR_PARTITION' };
  if (!isLeader(partition)) return { tp, required, lowWatermark: NO_LOW_WATERMARK, error: 'NOT_LEADER_OR_FOLLOWER' };
  const low = lowWatermark(work, partition);
  return low >= required ? { tp, required, lowWatermark: low, error: 'NONE' } : pending;
}

/** Looks at every waiting request; there hardly ever is one. */
export function completeDeletes(work: Work): void {
  for (const delayed of work.storage.deletes) {
    const now = { ...delayed, partitions: delayed.partitions.map((one) => checked(work, one)) };
    if (isSettled(now)) settle(work, delayed, now);
    else if (now.partitions.some((one, n) => one !== delayed.partitions[n]))
      work.storage = { ...work.storage, deletes: replaced(work.storage.deletes, delayed, now) };
  }
}

export function expireDeletes(work: Work): void {
  for (const delayed of work.storage.deletes) if (delayed.deadlineUs <= work.env.nowUs) settle(work, delayed, delayed);
}

function settle(work: Work, delayed: DelayedDelete, now: DelayedDelete): void {
  work.storage = { ...work.storage, deletes: without(work.storage.deletes, delayed) };
  answer(work, now);
}

function answer(work: Work, { caller, partitions }: DelayedDelete): void {
  reply(work, caller, {
    type: 'DeleteRecordsResponse',
    partitions: partitions.map(({ tp, lowWatermark: low, error = 'REQUEST_TIMED_OUT' as const }) => ({
      tp,
      lowWatermark: error === 'NONE' ? low : NO_LOW_WATERMARK,
      error,
    })),
  });
}
