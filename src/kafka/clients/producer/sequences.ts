/** Idempotence on the client (TransactionManager, KIP-98, KIP-360): producer id, sequence numbers, epoch bump. */
import { backoffMs } from '#kafka/clients/backoff.ts';
import { askable } from '#kafka/clients/metadata.ts';
import { earliestRetryUs, leastLoaded, request } from '#kafka/clients/network.ts';
import { type Batch, type BatchData, lastSequence } from '#kafka/clients/producer/batch.ts';
import { type Draft, type PartitionQueue, type ProducerCore, putQueue, type Turn } from '#kafka/clients/producer/core.ts';
import { maySendTo } from '#kafka/clients/producer/transactions.ts';
import type { InitProducerIdResponse } from '#kafka/protocol/messages.ts';
import type { Tp } from '#kafka/protocol/names.ts';
import type { Env } from '#sim/effect.ts';
import { planted } from '#sim/planted.ts';

const MAX_EPOCH = 32_767;
const SEQUENCES = 0x80000000;

/** Asks any broker for a producer id while there is none. Returns when to try again; Infinity when there is nothing to do. */
export function ensureProducerId(core: Draft<ProducerCore>, env: Env): number {
  if (core.txn !== undefined) return Number.POSITIVE_INFINITY;
  if (core.bumpFor.length > 0) bumpEpoch(core);
  if (core.producerId >= 0 || core.initializing) return Number.POSITIVE_INFINITY;
  if (core.initRetryUs > env.nowUs) return core.initRetryUs;
  const nodes = askable(core.metadata, core.net, env.nowUs);
  const node = leastLoaded(core.net, nodes, env.nowUs);
  if (node === undefined) return earliestRetryUs(core.net, nodes);
  core.net = request(core.net, env, node, { type: 'InitProducerIdRequest' }, core.settings.requestTimeoutMs);
  core.initializing = true;
  return Number.POSITIVE_INFINITY;
}

export function onProducerId(core: Draft<ProducerCore>, response: InitProducerIdResponse, env: Env): void {
  core.initializing = false;
  if (response.error !== 'NONE') return initFailed(core, env);
  core.producerId = response.producerId;
  core.producerEpoch = response.producerEpoch;
  core.initAttempts = 0;
}

export function initFailed(core: Draft<ProducerCore>, env: Env): void {
  core.initializing = false;
  core.initRetryUs = env.nowUs + backoffMs(core.settings.retryBackoffMs, core.settings.retryBackoffMaxMs, core.initAttempts) * 1000;
  core.initAttempts++;
}

/** KIP-360: same producer id, next epoch, no request; in-flight batches of the partitions concerned start again at sequence 0. */
function bumpEpoch(core: Draft<ProducerCore>): void {
  if (core.producerEpoch === MAX_EPOCH) {
    core.producerId = -1;
    core.producerEpoch = -1;
  } else core.producerEpoch++;
  for (const tp of core.bumpFor) {
    const queue = core.queues.get(tp);
    if (queue) putQueue(core, restarted(core, queue));
  }
  core.bumpFor = [];
}

/** Those of one partition, under the id and epoch that the producer has (startSequencesAtBeginning). */
export function startSequencesAgain(core: Draft<ProducerCore>, tp: Tp): void {
  const queue = core.queues.get(tp);
  if (queue) putQueue(core, restarted(core, queue));
}

/** Sequences from 0 under the current id and epoch, for batches in flight and for those that already had one (startSequencesAtBeginning). */
function restarted(core: ProducerCore, queue: PartitionQueue): PartitionQueue {
  let next = 0;
  const rewrite = (batch: Batch): Batch => {
    if (batch.data.baseSequence < 0) return batch;
    const data = { ...batch.data, producerId: core.producerId, producerEpoch: core.producerEpoch, baseSequence: next, sequenceReset: true };
    next = (next + batch.data.records.length) % SEQUENCES;
    return { value: batch.value, data };
  };
  const bySequence = [...queue.inFlight, ...queue.waiting]
    .filter(({ data }) => data.baseSequence >= 0)
    .sort((a, b) => a.data.baseSequence - b.data.baseSequence);
  const rewritten = new Map(bySequence.map((batch) => [batch.data.id, rewrite(batch)]));
  const renew = (batch: Batch): Batch => rewritten.get(batch.data.id) ?? batch;
  return {
    tp: queue.tp,
    topic: queue.topic,
    partition: queue.partition,
    waiting: queue.waiting.map(renew),
    inFlight: queue.inFlight.map(renew),
    producerId: core.producerId,
    producerEpoch: core.producerEpoch,
    nextSequence: next,
    lastAckedSequence: -1,
    lastAckedOffset: queue.lastAckedOffset,
    unresolvedSequence: -1,
  };
}

export function requestEpochBump(core: Draft<ProducerCore>, tp: Tp): void {
  if (!core.bumpFor.includes(tp)) core.bumpFor = [...core.bumpFor, tp];
}

const unsettled = (queue: PartitionQueue): readonly Batch[] => [...queue.inFlight, ...queue.waiting.filter(({ data }) => data.baseSequence >= 0)];

const isStale = (core: ProducerCore, queue: PartitionQueue): boolean => queue.producerId !== core.producerId || queue.producerEpoch !== core.producerEpoch;

/** shouldStopDrainBatchesForPartition: without id nothing goes; while a batch is retried only the one with the lowest sequence goes. */
export function mayDrain(core: ProducerCore, queue: PartitionQueue, first: BatchData): boolean {
  if (!core.settings.idempotence) return true;
  if (core.producerId < 0 || (core.txn !== undefined && !maySendTo(core.txn, queue.tp))) return false;
  const sent = unsettled(queue);
  if (first.baseSequence < 0)
    return !(sent.length > 0 && isStale(core, queue)) && queue.unresolvedSequence < 0 && !sent.some(({ value }) => value === 'Retrying');
  return sent.every(({ data }) => data.baseSequence >= first.baseSequence);
}

/** Takes over a new id or epoch once nothing of the old one is in flight. */
export function prepareSequences(core: ProducerCore, queue: PartitionQueue): PartitionQueue {
  if (!isStale(core, queue) || unsettled(queue).length > 0) return queue;
  return {
    ...queue,
    producerId: core.producerId,
    producerEpoch: core.producerEpoch,
    nextSequence: planted.M24 ? queue.nextSequence : 0,
    lastAckedSequence: -1,
  };
}

/** The sequence of a batch: its own if it has one, else the partition's next. */
export function sequenced(
  core: ProducerCore,
  queue: PartitionQueue,
  data: BatchData,
): { producerId: number; producerEpoch: number; baseSequence: number; nextSequence: number } {
  if (data.baseSequence >= 0)
    return { producerId: data.producerId, producerEpoch: data.producerEpoch, baseSequence: data.baseSequence, nextSequence: queue.nextSequence };
  const nextSequence = (queue.nextSequence + data.records.length) % SEQUENCES;
  return { producerId: core.producerId, producerEpoch: core.producerEpoch, baseSequence: queue.nextSequence, nextSequence };
}

export const isNextSequence = (queue: PartitionQueue, sequence: number): boolean => sequence === (queue.lastAckedSequence + 1) % SEQUENCES;

/** A sent batch expired without an answer: nothing new may go before the others in flight are settled (markSequenceUnresolved). */
export const unresolved = (queue: PartitionQueue, data: BatchData): PartitionQueue => ({
  ...queue,
  unresolvedSequence: Math.max(queue.unresolvedSequence, lastSequence(data) + 1),
});

/** Once nothing is in flight: either all was acknowledged after all, or there is a gap, which an epoch bump closes. */
export function resolveSequences(turn: Pick<Turn, 'core'>, onGap: (tp: Tp) => void): void {
  const { core } = turn;
  for (const queue of core.queues.values()) {
    if (queue.unresolvedSequence < 0 || unsettled(queue).length > 0) continue;
    if (!isNextSequence(queue, queue.nextSequence)) onGap(queue.tp);
    putQueue(core, { ...queue, unresolvedSequence: -1 });
  }
}

/** In a transaction a batch that failed for certain leaves no gap: those behind it move up (adjustSequencesDueToFailedBatch). */
export function closeGap(core: Draft<ProducerCore>, tp: Tp, { data: failed }: Batch): void {
  const queue = core.queues.get(tp);
  if (queue === undefined || failed.baseSequence < 0 || failed.producerEpoch !== queue.producerEpoch) return;
  const count = failed.records.length;
  const moved = (batch: Batch): Batch =>
    batch.data.baseSequence > failed.baseSequence
      ? { value: batch.value, data: { ...batch.data, baseSequence: batch.data.baseSequence - count, sequenceReset: true } }
      : batch;
  putQueue(core, { ...queue, waiting: queue.waiting.map(moved), inFlight: queue.inFlight.map(moved), nextSequence: queue.nextSequence - count });
}
