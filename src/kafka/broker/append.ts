/** Appending to the local log as its leader (Partition.appendRecordsToLeader), for clients and for the group coordinator. */
import { advanceHighWatermark, markDirty } from '#kafka/broker/advance.ts';
import { clockMs, flushedAfter, withRoom } from '#kafka/broker/segments.ts';
import { halt, NO_SPACE } from '#kafka/broker/storage.ts';
import { invalidRecords } from '#kafka/broker/validate.ts';
import { fact, once, putPartition, type Work } from '#kafka/broker/work.ts';
import { appendAsLeader } from '#kafka/log/log.ts';
import { checkSequence } from '#kafka/log/producers.ts';
import { sizeOf } from '#kafka/log/size.ts';
import type { UnknownProducers } from '#kafka/metadata/features.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { RejectedRecords } from '#kafka/protocol/messages.ts';
import type { NodeName, Offset } from '#kafka/protocol/names.ts';
import { CONTROL_BATCH_BYTES, type NewBatch } from '#kafka/protocol/record.ts';
import { isLeader, leaderEpochOf, type Partition } from '#kafka/replication/partition.ts';
import { fetchedSilently, type Replica } from '#kafka/replication/replica.ts';
import { planted } from '#sim/planted.ts';

export interface Appended {
  readonly error: ErrorName;
  readonly baseOffset: Offset;
  readonly lastOffset: Offset;
  readonly rejected: RejectedRecords | undefined;
}

const refused = (error: ErrorName, rejected?: RejectedRecords): Appended => ({ error, baseOffset: -1, lastOffset: -1, rejected });

const idsOf = (batch: NewBatch): string[] => batch.records.map(({ id }) => id);

const UNKNOWN: Readonly<Record<UnknownProducers, ErrorName | undefined>> = {
  taken: undefined,
  unknown: 'UNKNOWN_PRODUCER_ID',
  'out-of-order': 'OUT_OF_ORDER_SEQUENCE_NUMBER',
};

/** Appends one batch, or says why not. Nothing is written when it is refused. */
export function appendToLeader(work: Work, i: number | undefined, batch: NewBatch, acks: 0 | 1 | -1, producer: NodeName): Appended {
  const partition = i === undefined ? undefined : work.partitions[i];
  if (i === undefined || !partition) return refused('UNKNOWN_TOPIC_OR_PARTITION');
  const sizeBytes = batch.marker === undefined ? sizeOf(batch.records) : CONTROL_BATCH_BYTES;
  const error = admission(partition, acks, sizeBytes);
  if (error !== 'NONE') return refuseWith(work, planted.M22 ? mutatedBy(work, i, partition, batch) : partition, batch, error);
  const invalid = batch.marker === undefined ? invalidRecords(partition, batch, clockMs(work)) : undefined;
  if (invalid) return refuseWith(work, partition, batch, invalid.error, invalid.rejected);
  if (sizeBytes > partition.meta.logConfig.segmentBytes) return refuseWith(work, partition, batch, 'RECORD_LIST_TOO_LARGE');
  const unknown = UNKNOWN[work.settings.release.unknownProducers];
  const sequence = checkSequence(partition.log.producers, batch, { unknown, logStart: partition.log.logStart });
  if (sequence.verdict === 'refuse') return refuseWith(work, partition, batch, sequence.error);
  if (sequence.verdict === 'duplicate') {
    fact(work, { fact: 'DuplicateRefused', tp: partition.tp, broker: work.id, ids: idsOf(batch), baseOffset: sequence.baseOffset });
    return { error: 'NONE', baseOffset: sequence.baseOffset, lastOffset: sequence.baseOffset + batch.records.length - 1, rejected: undefined };
  }
  if (work.storage.full && !planted.M21) {
    halt(work, NO_SPACE);
    return refuseWith(work, partition, batch, 'KAFKA_STORAGE_ERROR');
  }
  return append(work, i, partition, batch, producer, sizeBytes);
}

/** M22, KAFKA-6683: what was to be appended is in the producer's state already when the append is refused. */
function mutatedBy(work: Work, i: number, partition: Partition, batch: NewBatch): Partition {
  const { producers } = appendAsLeader(partition.log, batch, leaderEpochOf(partition), '');
  const mutated = { ...partition, log: { ...partition.log, producers } };
  putPartition(work, i, mutated);
  return mutated;
}

function append(work: Work, i: number, partition: Partition, given: NewBatch, producer: NodeName, sizeBytes: number): Appended {
  const baseOffset = partition.log.logEnd;
  const leaderEpoch = leaderEpochOf(partition);
  const batch = partition.meta.logConfig.logAppendTime ? stamped(given, clockMs(work)) : given;
  const open = withRoom(work, partition, sizeBytes, newestOf(batch), baseOffset + batch.records.length - 1);
  const log = appendAsLeader(open.log, batch, leaderEpoch, producer);
  const remotes = settledRemotes(work, partition, baseOffset);
  const disk = flushedAfter(work, open, log.logEnd);
  putPartition(work, i, { tp: partition.tp, meta: partition.meta, log, highWatermark: partition.highWatermark, remotes, disk });
  const lastOffset = log.logEnd - 1;
  noteAppended(work, partition.tp, batch, baseOffset, leaderEpoch);
  once(work.appendedTo, i);
  markDirty(work, partition, i);
  advanceHighWatermark(work, i);
  return { error: 'NONE', baseOffset, lastOffset, rejected: undefined };
}

function noteAppended(work: Work, tp: string, batch: NewBatch, baseOffset: Offset, leaderEpoch: number): void {
  const ids = idsOf(batch);
  const appended = { fact: 'RecordsAppended' as const, tp, broker: work.id, role: 'leader' as const, baseOffset, lastOffset: baseOffset + ids.length - 1 };
  const { transactional, producerId, producerEpoch, marker } = batch;
  if (!transactional) return fact(work, { ...appended, leaderEpoch, ids });
  fact(work, { ...appended, leaderEpoch, ids, transaction: { producerId, producerEpoch, ...(marker ? { control: marker.control } : {}) } });
}

function newestOf({ records }: NewBatch): number {
  let newest = -1;
  for (const { timestampMs } of records) if (timestampMs > newest) newest = timestampMs;
  return newest;
}

/** message.timestamp.type=LogAppendTime: the producer's times are overwritten. */
const stamped = (batch: NewBatch, timestampMs: number): NewBatch => ({ ...batch, records: batch.records.map((record) => ({ ...record, timestampMs })) });

/** Our log end is about to move: write down when the followers last asked for it. */
function settledRemotes(work: Work, partition: Partition, logEnd: Offset): readonly Replica[] {
  let remotes = partition.remotes;
  for (let r = 0; r < remotes.length; r++) {
    const session = remotes[r].session === 0 ? undefined : work.sessions.find(({ follower }) => follower === remotes[r].broker);
    if (session?.id !== remotes[r].session) continue;
    const settled = fetchedSilently(remotes[r], logEnd, session.lastFetchUs);
    if (settled === remotes[r]) continue;
    if (remotes === partition.remotes) remotes = remotes.slice();
    (remotes as Replica[])[r] = settled;
  }
  return remotes;
}

function admission(partition: Partition, acks: 0 | 1 | -1, sizeBytes: number): ErrorName {
  if (!isLeader(partition)) return 'NOT_LEADER_OR_FOLLOWER';
  if (acks === -1 && partition.meta.isr.data.isr.length < partition.meta.minInsyncReplicas) return 'NOT_ENOUGH_REPLICAS';
  return sizeBytes > partition.meta.maxMessageBytes ? 'MESSAGE_TOO_LARGE' : 'NONE';
}

function refuseWith(work: Work, partition: Partition, batch: NewBatch, error: ErrorName, rejected?: RejectedRecords): Appended {
  fact(work, { fact: 'ProduceRefused', tp: partition.tp, broker: work.id, error, ids: idsOf(batch) });
  return refused(error, rejected);
}
