/** WriteTxnMarkers (KafkaApis.handleWriteTxnMarkersRequest): the end of a transaction goes into each partition's log, and is answered when it is replicated. */
import { appendToLeader } from '#kafka/broker/append.ts';
import { markerAppended } from '#kafka/broker/coordinate.ts';
import { produceVerdict } from '#kafka/broker/produce.ts';
import type { DelayedMarkers, PendingMarker } from '#kafka/broker/state.ts';
import { invalidate } from '#kafka/broker/verify.ts';
import { alarm, fact, partitionOfTp, reply, type Work, without } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { recordsIn } from '#kafka/log/log.ts';
import { CONSUMER_OFFSETS, isInternal, ownClockMs, partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';
import type { NewBatch } from '#kafka/protocol/record.ts';
import type { TxnMarker, WriteTxnMarkersRequest } from '#kafka/protocol/transactions.ts';
import { leaderEpochOf, type Partition } from '#kafka/replication/partition.ts';

const REQUEST_TIMEOUT_US = 30_000_000;

export function handleWriteTxnMarkers(work: Work, caller: Caller, request: WriteTxnMarkersRequest): void {
  const partitions = request.markers.flatMap((marker) => marker.partitions.map((tp) => append(work, caller, marker, tp)));
  const delayed = checked(work, { caller, deadlineUs: work.env.nowUs + REQUEST_TIMEOUT_US, partitions });
  if (isSettled(delayed)) return answer(work, delayed);
  work.transactions = { ...work.transactions, markers: [...work.transactions.markers, delayed] };
  alarm(work, delayed.deadlineUs);
}

function append(work: Work, caller: Caller, marker: TxnMarker, tp: Tp): PendingMarker {
  const i = work.index.get(tp);
  if (topicOf(tp) === CONSUMER_OFFSETS && !hasLoaded(work.coordinator, tp))
    return { producerId: marker.producerId, tp, required: 0, error: 'NOT_LEADER_OR_FOLLOWER' };
  const ids = idsEnded(partitionOfTp(work, tp), marker.producerId);
  const { error, lastOffset } = appendToLeader(work, i, batchOf(work, marker, tp), -1, caller.node);
  if (error === 'NONE') {
    const { producerId, producerEpoch, coordinatorEpoch, committed } = marker;
    const control = committed ? 'COMMIT' : 'ABORT';
    fact(work, { fact: 'TransactionMarkerWritten', tp, broker: work.id, offset: lastOffset, control, ids, producerId, producerEpoch, coordinatorEpoch });
    invalidate(work, marker.producerId, tp);
    if (topicOf(tp) === CONSUMER_OFFSETS) markerAppended(work, tp, marker, lastOffset);
  }
  return { producerId: marker.producerId, tp, required: lastOffset + 1, error: error === 'NONE' ? undefined : error };
}

/** A group coordinator that still loads would miss it (KafkaApis: COORDINATOR_LOAD_IN_PROGRESS is answered as NOT_LEADER_OR_FOLLOWER, so that it comes again). */
const hasLoaded = ({ shards }: Work['coordinator'], tp: Tp): boolean => {
  const shard = shards.get(partitionOf(tp));
  return shard === undefined || shard.loading === undefined;
};

/** The records that a producer has in its open transaction here; of coordinators' topics nobody tells records. */
function idsEnded(partition: Partition | undefined, producerId: number): readonly string[] {
  if (partition === undefined || isInternal(topicOf(partition.tp))) return [];
  const from = partition.log.producers.find((entry) => entry.producerId === producerId)?.txnFirstOffset ?? -1;
  if (from < 0) return [];
  return recordsIn(partition.log, from, partition.log.logEnd)
    .filter(({ batch }) => batch.producerId === producerId && batch.control === undefined)
    .map(({ id }) => id);
}

/** A control batch of one record, which takes an offset. The id names the place, as those of coordinators' records do. */
function batchOf(work: Work, { producerId, producerEpoch, coordinatorEpoch, committed, version }: TxnMarker, tp: Tp): NewBatch {
  const partition = partitionOfTp(work, tp);
  const id = partition ? `${tp}@${partition.log.logEnd}e${leaderEpochOf(partition)}` : '';
  const control = committed ? 'COMMIT' : 'ABORT';
  const record = { id, key: control, value: `coordinatorEpoch ${coordinatorEpoch}`, timestampMs: ownClockMs(work.env) };
  return { producerId, producerEpoch, baseSequence: -1, records: [record], transactional: true, marker: { control, coordinatorEpoch, bumps: version === 2 } };
}

const isSettled = ({ partitions }: DelayedMarkers): boolean => partitions.every(({ error }) => error !== undefined);

function checked(work: Work, delayed: DelayedMarkers): DelayedMarkers {
  let isSame = true;
  const partitions = delayed.partitions.map((pending) => {
    const error = pending.error ?? produceVerdict(partitionOfTp(work, pending.tp), pending.required);
    if (error === pending.error) return pending;
    isSame = false;
    return { ...pending, error };
  });
  return isSame ? delayed : { ...delayed, partitions };
}

/** A high watermark, an ISR or a role changed. */
export function completeMarkers(work: Work, tps: readonly Tp[]): void {
  for (const delayed of work.transactions.markers) {
    if (!delayed.partitions.some(({ tp, error }) => error === undefined && tps.includes(tp))) continue;
    const now = checked(work, delayed);
    if (now === delayed) continue;
    const rest = without(work.transactions.markers, delayed);
    work.transactions = { ...work.transactions, markers: isSettled(now) ? rest : [...rest, now] };
    if (isSettled(now)) answer(work, now);
  }
}

export function expireMarkers(work: Work): void {
  for (const delayed of work.transactions.markers) {
    if (delayed.deadlineUs > work.env.nowUs) continue;
    work.transactions = { ...work.transactions, markers: without(work.transactions.markers, delayed) };
    answer(work, delayed);
  }
}

function answer(work: Work, { caller, partitions }: DelayedMarkers): void {
  const producers = [...new Set(partitions.map(({ producerId }) => producerId))];
  const markers = producers.map((producerId) => ({
    producerId,
    partitions: partitions.filter((one) => one.producerId === producerId).map(({ tp, error = 'REQUEST_TIMED_OUT' as const }) => ({ tp, error })),
  }));
  reply(work, caller, { type: 'WriteTxnMarkersResponse', markers });
}
