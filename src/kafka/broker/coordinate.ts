/** Hosting the group coordinator: it lives on the leaders of __consumer_offsets, and all that it does to the world goes through this desk. */
import { appendToLeader } from '#kafka/broker/append.ts';
import { persisterOf } from '#kafka/broker/share/gather.ts';
import { persisterCommitted, persisterElected, persisterResigned } from '#kafka/broker/share/hosting.ts';
import { dropPartition } from '#kafka/broker/share/led.ts';
import { transactionsCommitted, transactionsElected, transactionsResigned } from '#kafka/broker/transact.ts';
import { partitionAt, reply, type Work } from '#kafka/broker/work.ts';
import {
  type CoordinatorState,
  type CoordinatorTimer,
  coordinatorTimer,
  handleGroupRequest,
  highWatermarkAdvanced,
  partitionElected,
  partitionResigned,
  sharePartitionsInitialized,
  shareStateForgotten,
  transactionEnded,
} from '#kafka/coordinator/coordinator.ts';
import type { Caller, CoordinatorIo, CoordinatorRecord } from '#kafka/coordinator/io.ts';
import type { AskedPartition } from '#kafka/coordinator/share/heartbeat.ts';
import type { GroupRequest } from '#kafka/protocol/messages.ts';
import { CONSUMER_OFFSETS, type Offset, ownClockMs, partitionOf, SHARE_GROUP_STATE, type Tp, TRANSACTION_STATE, tpOf } from '#kafka/protocol/names.ts';
import type { NewBatch } from '#kafka/protocol/record.ts';
import type { TxnMarker, TxnOffsetCommitRequest } from '#kafka/protocol/transactions.ts';
import { leaderEpochOf, type Partition } from '#kafka/replication/partition.ts';
import { viewSlice } from '#sim/view.ts';

function ioOf(work: Work): CoordinatorIo {
  return {
    env: work.env,
    config: work.config,
    groupConfig: (group) => work.image.groupConfigs.get(group),
    reply: (caller, response) => reply(work, caller, response),
    append: (partition, records, producer) => appendRecords(work, partition, records, producer),
    partitionCount: (topic) => work.image.topics.get(topic)?.partitions.length ?? 0,
    topicId: (topic) => work.image.topics.get(topic)?.id ?? '',
    ...persisterOf(work),
  };
}

function appendRecords(
  work: Work,
  partition: number,
  records: readonly CoordinatorRecord[],
  producer?: { readonly producerId: number; readonly producerEpoch: number },
): ReturnType<CoordinatorIo['append']> {
  const i = work.index.get(tpOf(CONSUMER_OFFSETS, partition));
  const plain = batchOf(work, i, records);
  const { producerId = -1, producerEpoch = -1 } = producer ?? {};
  const batch: NewBatch = producer === undefined ? plain : { ...plain, producerId, producerEpoch, transactional: true };
  const { error, lastOffset } = appendToLeader(work, i, batch, -1, work.name);
  return { error, lastOffset };
}

/** The id names the place at which the record was first written, so that copies of it can be told from others at the same offset. */
export function batchOf(work: Work, i: number | undefined, records: readonly CoordinatorRecord[]): NewBatch {
  const partition = i === undefined ? undefined : work.partitions[i];
  const timestampMs = ownClockMs(work.env);
  const idOf = (n: number): string => (partition ? `${partition.tp}@${partition.log.logEnd + n}e${leaderEpochOf(partition)}` : '');
  const stamped = records.map(({ key, value }, n) => ({ id: idOf(n), key, value, timestampMs }));
  return { producerId: -1, producerEpoch: -1, baseSequence: -1, records: stamped };
}

function coordinate(work: Work, step: (state: CoordinatorState, io: CoordinatorIo) => CoordinatorState): void {
  work.coordinator = step(work.coordinator, ioOf(work));
}

export const handleGroup = (work: Work, caller: Caller, request: GroupRequest | TxnOffsetCommitRequest): void =>
  coordinate(work, (state, io) => handleGroupRequest(state, io, caller, request));

export const groupTimer = (work: Work, payload: CoordinatorTimer): void => coordinate(work, (state, io) => coordinatorTimer(state, io, payload));

/** The persister has begun share-partitions of a group, or could not. */
export const sharesInitialized = (work: Work, group: string, asked: readonly AskedPartition[], isBegun: boolean): void =>
  coordinate(work, (state, io) => sharePartitionsInitialized(state, io, group, asked, isBegun));

/** The persister has forgotten share-partitions of a group. */
export const shareStateDeleted = (work: Work, group: string, asked: readonly AskedPartition[]): void =>
  coordinate(work, (state, io) => shareStateForgotten(state, io, group, asked));

const isOffsets = (partition: Partition): boolean => partition.meta.topic === CONSUMER_OFFSETS;

/** We lead this partition in a new epoch: what its log holds is loaded. */
export function elected(work: Work, i: number): void {
  const partition = partitionAt(work, i);
  if (partition.meta.topic === TRANSACTION_STATE) return transactionsElected(work, i);
  if (partition.meta.topic === SHARE_GROUP_STATE) return persisterElected(work, i);
  if (!isOffsets(partition)) return;
  const records = viewSlice(partition.log.records, 0, partition.log.records.length);
  coordinate(work, (state, io) => partitionElected(state, io, partitionOf(partition.tp), records));
}

export function resigned(work: Work, partition: Partition): void {
  if (isOffsets(partition)) coordinate(work, (state, io) => partitionResigned(state, io, partitionOf(partition.tp)));
  else if (partition.meta.topic === TRANSACTION_STATE) transactionsResigned(work, partition);
  else if (partition.meta.topic === SHARE_GROUP_STATE) persisterResigned(work, partition);
  else dropPartition(work, partition.tp);
}

/** What the coordinator wrote may be durable now. */
export function committed(work: Work, partition: Partition): void {
  if (partition.meta.role.value !== 'leader') return;
  if (partition.meta.topic === TRANSACTION_STATE) return transactionsCommitted(work, partition);
  if (partition.meta.topic === SHARE_GROUP_STATE) return persisterCommitted(work, partition);
  if (!isOffsets(partition)) return;
  coordinate(work, (state, io) => highWatermarkAdvanced(state, io, partitionOf(partition.tp), partition.highWatermark));
}

/** A transaction ended that may have offsets here: they count, or go, once the marker is durable. */
export const markerAppended = (work: Work, tp: Tp, { producerId, committed: isCommitted }: TxnMarker, lastOffset: Offset): void =>
  coordinate(work, (state, io) => transactionEnded(state, io, partitionOf(tp), producerId, isCommitted, lastOffset));
