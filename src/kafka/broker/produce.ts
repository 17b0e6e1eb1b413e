/** Produce (ReplicaManager.appendRecords, DelayedProduce): acks 0 and 1 answer at once, acks=all waits for the high watermark. */
import { appendToLeader } from '#kafka/broker/append.ts';
import { currentLeader, notHere } from '#kafka/broker/leaders.ts';
import type { DelayedProduce, PendingProduce } from '#kafka/broker/state.ts';
import { verify } from '#kafka/broker/verify.ts';
import { alarm, fact, finished, partitionOfTp, refuse, replaced, reply, type Work, without } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { hasOngoingTransaction } from '#kafka/log/producers.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { ProducedPartition, ProduceRequest } from '#kafka/protocol/messages.ts';
import type { NewBatch } from '#kafka/protocol/record.ts';
import { isLeader, type Partition } from '#kafka/replication/partition.ts';
import { planted } from '#sim/planted.ts';

export function handleProduce(work: Work, caller: Caller, request: ProduceRequest): void {
  if (request.acks !== 0 && request.acks !== 1 && request.acks !== -1) return refuseAll(work, caller, request);
  const unverified = request.transactionalId === undefined ? [] : unverifiedOf(work, request);
  if (unverified.length === 0) return produceVerified(work, caller, request, NO_ERRORS);
  const [{ batch }] = request.batches;
  const identity = { transactionalId: request.transactionalId ?? '', producerId: batch.producerId, producerEpoch: batch.producerEpoch };
  if (verify(work, identity, unverified, request.version ?? 0, { caller, request })) return;
  produceVerified(work, caller, request, new Map(unverified.map((tp) => [tp, 'NOT_ENOUGH_REPLICAS'])));
}

const NO_ERRORS: ReadonlyMap<string, ErrorName> = new Map();

/** Partitions that we lead in which no transaction of this producer is open yet. */
function unverifiedOf(work: Work, { batches }: ProduceRequest): readonly string[] {
  if (!work.settings.verifiesTransactions || planted.M25) return [];
  return batches
    .filter(({ tp, batch }) => {
      const partition = partitionOfTp(work, tp);
      if (!partition || !isLeader(partition) || !batch.transactional) return false;
      return !hasOngoingTransaction(partition.log.producers, batch.producerId, batch.producerEpoch);
    })
    .map(({ tp }) => tp);
}

/** Appends what may be appended: `errors` has the partitions that the transaction coordinator refuses. */
export function produceVerified(work: Work, caller: Caller, request: ProduceRequest, errors: ReadonlyMap<string, ErrorName>): void {
  const partitions = request.batches.map(({ tp, batch }): PendingProduce => {
    const refused = errors.get(tp);
    if (refused !== undefined) return refusedUnread(work, tp, batch, refused);
    const { error, baseOffset, lastOffset, rejected } = appendToLeader(work, work.index.get(tp), batch, request.acks, caller.node);
    const waits = request.acks === -1 && error === 'NONE';
    return {
      tp,
      baseOffset,
      required: lastOffset + 1,
      error: waits ? undefined : error === 'UNKNOWN_TOPIC_OR_PARTITION' ? notHere(work, tp) : error,
      records: batch.records,
      rejected,
    };
  });
  if (request.acks === 0) return settleAcksZero(work, caller, partitions);
  const delayed = checked(work, { caller, deadlineUs: work.env.nowUs + request.timeoutMs * 1000, partitions });
  if (isSettled(delayed)) return answer(work, delayed);
  work.produces = [...work.produces, delayed];
  alarm(work, delayed.deadlineUs);
}

function refusedUnread(work: Work, tp: string, batch: NewBatch, error: ErrorName): PendingProduce {
  fact(work, { fact: 'ProduceRefused', tp, broker: work.id, error, ids: batch.records.map(({ id }) => id) });
  return { tp, baseOffset: -1, required: 0, error, records: batch.records, rejected: undefined };
}

/** Nobody waits for an answer; an error closes the connection, which is all that an acks=0 producer can notice. */
function settleAcksZero(work: Work, caller: Caller, partitions: readonly PendingProduce[]): void {
  if (partitions.some(({ error }) => error !== 'NONE')) refuse(work, caller);
  else finished(work, caller);
}

function refuseAll(work: Work, caller: Caller, request: ProduceRequest): void {
  const results = request.batches.map(({ tp }) => ({ tp, error: 'INVALID_REQUIRED_ACKS' as const, baseOffset: -1 }));
  reply(work, caller, { type: 'ProduceResponse', results });
}

const isSettled = (delayed: DelayedProduce): boolean => delayed.partitions.every(({ error }) => error !== undefined);

/** Looks at what the waiting partitions have become. The very same object when nothing changed. */
function checked(work: Work, delayed: DelayedProduce): DelayedProduce {
  let partitions = delayed.partitions;
  for (let n = 0; n < partitions.length; n++) {
    if (partitions[n].error !== undefined) continue;
    const error = produceVerdict(partitionOfTp(work, partitions[n].tp), partitions[n].required);
    if (error === undefined) continue;
    const { tp, baseOffset, required, records, rejected } = partitions[n];
    if (error !== 'NONE') noteFailure(work, partitions[n], error);
    partitions = replaced(partitions, partitions[n], { tp, baseOffset, required, error, records, rejected });
  }
  return partitions === delayed.partitions ? delayed : { caller: delayed.caller, deadlineUs: delayed.deadlineUs, partitions };
}

function noteFailure(work: Work, pending: PendingProduce, error: ErrorName): void {
  fact(work, { fact: 'ProduceRefused', tp: pending.tp, broker: work.id, error, ids: pending.records.map(({ id }) => id) });
}

/** What has become of one waiting partition (undefined: still waiting). An error after the append does not take the record back: it may still be committed. */
export function produceVerdict(partition: Partition | undefined, required: number): ErrorName | undefined {
  if (!partition) return 'UNKNOWN_TOPIC_OR_PARTITION';
  if (!isLeader(partition)) return 'NOT_LEADER_OR_FOLLOWER';
  if (partition.highWatermark < required) return undefined;
  return partition.meta.isr.data.maximal.length >= partition.meta.minInsyncReplicas ? 'NONE' : 'NOT_ENOUGH_REPLICAS_AFTER_APPEND';
}

/** A high watermark, an ISR or a role changed: which of the waiting requests can be answered? */
export function completeProduces(work: Work, tps: readonly string[]): void {
  for (const delayed of work.produces) {
    if (!delayed.partitions.some(({ tp, error }) => error === undefined && tps.includes(tp))) continue;
    const now = checked(work, delayed);
    if (now === delayed) continue;
    if (isSettled(now)) {
      work.produces = without(work.produces, delayed);
      answer(work, now);
    } else work.produces = replaced(work.produces, delayed, now);
  }
}

/** Those that waited as long as the producer allowed. */
export function expireProduces(work: Work): void {
  for (const delayed of work.produces) {
    if (delayed.deadlineUs > work.env.nowUs) continue;
    work.produces = without(work.produces, delayed);
    for (const pending of delayed.partitions) if (pending.error === undefined) noteFailure(work, pending, 'REQUEST_TIMED_OUT');
    answer(work, delayed);
  }
}

function answer(work: Work, delayed: DelayedProduce): void {
  const results = delayed.partitions.map(({ tp, baseOffset, error = 'REQUEST_TIMED_OUT', rejected }): ProducedPartition => {
    if (error === 'NOT_LEADER_OR_FOLLOWER') return { tp, error, baseOffset: -1, currentLeader: currentLeader(work, tp) };
    if (rejected) return { tp, error, baseOffset: -1, rejected };
    if (error === 'UNKNOWN_PRODUCER_ID') return { tp, error, baseOffset: -1, logStart: partitionOfTp(work, tp)?.log.logStart ?? -1 };
    return { tp, error, baseOffset: error === 'NONE' ? baseOffset : -1 };
  });
  reply(work, delayed.caller, { type: 'ProduceResponse', results });
}
