/** send() up to the accumulator (KafkaProducer.doSend, RecordAccumulator.append): metadata, partition, size, memory, append. */

import { wantTopic } from '#kafka/clients/metadata.ts';
import { type Batch, type BatchData, isFull, withData } from '#kafka/clients/producer/batch.ts';
import { choose, chooseForNewBatch, useSticky } from '#kafka/clients/producer/choose.ts';
import { type Draft, type PartitionQueue, type ProducerCore, putQueue, queueWith, type Turn } from '#kafka/clients/producer/core.ts';
import type { Sticky } from '#kafka/clients/producer/partitioner.ts';
import { BATCH_OVERHEAD, recordBytes, upperBoundBytes } from '#kafka/clients/producer/size.ts';
import { addPartition } from '#kafka/clients/producer/transactions.ts';
import { tell } from '#kafka/facts.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import { tpOf } from '#kafka/protocol/names.ts';
import type { NewRecord } from '#kafka/protocol/record.ts';

export interface ProducerRecord {
  readonly id: string;
  readonly topic: string;
  readonly key: string | null;
  readonly value: string | null;
  /** Of the record that it was made of, where an application reads and writes on. */
  readonly origin?: string;
}

/** send() returns at once unless the topic's metadata or buffer memory is missing: then the caller blocks and tries again. */
export type SendResult = 'appended' | 'failed' | 'awaits-metadata' | 'awaits-memory';

export function trySend(turn: Turn, record: ProducerRecord, nowMs: number): SendResult {
  const { core } = turn;
  core.metadata = wantTopic(core.metadata, record.topic);
  const partitions = core.metadata.counts.get(record.topic);
  if (partitions === undefined) return awaitMetadata(turn, record);
  const sizeBytes = upperBoundBytes(record.key, record.value);
  const tooLarge = tooLargeMessage(core, sizeBytes);
  if (tooLarge !== undefined) return refuse(turn, record, tooLarge);
  const { sticky: stickyBefore, counters } = core;
  const first = choose(turn, record.topic, record.key, partitions);
  const chosen = hasRoom(core, record, first.partition, nowMs) ? first : chooseForNewBatch(turn, record.topic, record.key, partitions, first);
  const result = append(turn, record, chosen.partition, chosen.sticky, nowMs);
  if (result === 'awaits-memory') {
    // The same call of send() will be looked at again, and must find its partition as it was.
    core.sticky = stickyBefore;
    core.counters = counters;
  }
  return result;
}

/** Whether the record fits into the batch that is open; asked for partitioners that have a say in it only. */
function hasRoom(core: ProducerCore, record: ProducerRecord, partition: number, nowMs: number): boolean {
  if (!core.settings.partitioner.twice) return true;
  const last = core.queues.get(tpOf(record.topic, partition))?.waiting.at(-1);
  return last !== undefined && bytesIfItFits(core, last, record, nowMs) !== undefined;
}

function awaitMetadata(turn: Turn, record: ProducerRecord): SendResult {
  const error: ErrorName | undefined = turn.core.metadata.errors.get(record.topic);
  if (error !== 'INVALID_TOPIC_EXCEPTION') return 'awaits-metadata';
  return refuse(turn, record, { exception: 'InvalidTopicException', message: `Invalid topics: [${record.topic}]` });
}

function tooLargeMessage(core: ProducerCore, sizeBytes: number): Failure | undefined {
  const { maxRequestSize, bufferMemory } = core.settings;
  const exception = 'RecordTooLargeException';
  if (sizeBytes > maxRequestSize)
    return {
      exception,
      message: `The message is ${sizeBytes} bytes when serialized which is larger than ${maxRequestSize}, which is the value of the max.request.size configuration.`,
    };
  if (sizeBytes > bufferMemory)
    return {
      exception,
      message: `The message is ${sizeBytes} bytes when serialized which is larger than the total memory buffer you have configured with the buffer.memory configuration.`,
    };
  return undefined;
}

interface Failure {
  readonly exception: string;
  readonly message: string;
}

/** A failed future: send() itself does not throw API exceptions. */
export function refuse(turn: Turn, record: ProducerRecord, error: Failure): SendResult {
  const tp = tpOf(record.topic, -1);
  turn.core.lastError = error.exception;
  turn.done.push({ tp, records: [record], error });
  tell(turn.env, { fact: 'SendFailed', node: turn.env.self, tp, ids: [record.id], error: `${error.exception}: ${error.message}` });
  return 'failed';
}

function append(turn: Turn, record: ProducerRecord, partition: number, sticky: Sticky | undefined, nowMs: number): SendResult {
  const { core, env } = turn;
  const tp = tpOf(record.topic, partition);
  const queue = core.queues.get(tp) ?? emptyQueue(tp, record.topic, partition);
  const added: NewRecord = { id: record.id, key: record.key, value: record.value, timestampMs: nowMs };
  const last = queue.waiting.at(-1);
  const bytes = last === undefined ? undefined : bytesIfItFits(core, last, record, nowMs);
  if (last !== undefined && bytes !== undefined) {
    const grown = grownBatch(last, added, bytes);
    const waiting = queue.waiting.slice();
    waiting[waiting.length - 1] = grown;
    putQueue(core, queueWith(queue, waiting, queue.inFlight));
    if (sticky) useSticky(turn, record.topic, sticky, bytes, isFull(grown.data, core.settings.batchSize));
  } else {
    const allocatedBytes = Math.max(core.settings.batchSize, upperBoundBytes(record.key, record.value));
    if (core.usedBytes + allocatedBytes > core.settings.bufferMemory) return 'awaits-memory';
    const opened = newBatch(core, tp, added, allocatedBytes, env.nowUs);
    putQueue(core, queueWith(queue, closedAllThen(queue.waiting, opened), queue.inFlight));
    if (sticky) useSticky(turn, record.topic, sticky, opened.data.sizeBytes, isFull(opened.data, core.settings.batchSize));
  }
  if (core.txn !== undefined) core.txn = addPartition(core.txn, tp, record.id);
  const { id, topic, key, value, origin } = record;
  tell(env, { fact: 'RecordSent', node: env.self, id, topic, tp, key, value, ...(origin === undefined ? {} : { origin }) });
  return 'appended';
}

const emptyQueue = (tp: string, topic: string, partition: number): PartitionQueue => ({
  tp,
  topic,
  partition,
  waiting: [],
  inFlight: [],
  producerId: -1,
  producerEpoch: -1,
  nextSequence: 0,
  lastAckedSequence: -1,
  lastAckedOffset: -1,
  unresolvedSequence: -1,
});

/** Bytes that a record would take in the batch, unless the batch is closed or has no room. The first record of a batch always fits. */
function bytesIfItFits(core: ProducerCore, { value, data }: Batch, { key, value: text }: ProducerRecord, nowMs: number): number | undefined {
  if (data.closed || value !== 'Accumulating') return undefined;
  const bytes = recordBytes(data.records.length, nowMs - data.records[0].timestampMs, key, text);
  return data.sizeBytes + bytes > Math.max(core.settings.batchSize, data.allocatedBytes) ? undefined : bytes;
}

const grownBatch = ({ value, data }: Batch, record: NewRecord, bytes: number): Batch => ({ value, data: grownData(data, record, data.sizeBytes + bytes) });

function newBatch(core: Draft<ProducerCore>, tp: string, record: NewRecord, allocatedBytes: number, nowUs: number): Batch {
  core.usedBytes += allocatedBytes;
  return {
    value: 'Accumulating',
    data: {
      id: core.nextBatch++,
      tp,
      records: [record],
      sizeBytes: BATCH_OVERHEAD + recordBytes(0, 0, record.key, record.value),
      allocatedBytes,
      createdUs: nowUs,
      lastAttemptUs: nowUs,
      attempts: 0,
      closed: false,
      producerId: -1,
      producerEpoch: -1,
      baseSequence: -1,
      sequenceReset: false,
      split: false,
      correlation: -1,
      leaderEpoch: -1,
      attemptsAtLeaderChange: 0,
    },
  };
}

const grownData = (data: BatchData, record: NewRecord, sizeBytes: number): BatchData => ({
  id: data.id,
  tp: data.tp,
  records: data.records.concat(record),
  sizeBytes,
  allocatedBytes: data.allocatedBytes,
  createdUs: data.createdUs,
  lastAttemptUs: data.lastAttemptUs,
  attempts: data.attempts,
  closed: false,
  producerId: data.producerId,
  producerEpoch: data.producerEpoch,
  baseSequence: data.baseSequence,
  sequenceReset: data.sequenceReset,
  split: data.split,
  correlation: data.correlation,
  leaderEpoch: data.leaderEpoch,
  attemptsAtLeaderChange: data.attemptsAtLeaderChange,
});

/** Only the newest batch takes records. Many wait while a leader is away, so those that are closed already are only copied. */
function closedAllThen(waiting: readonly Batch[], opened: Batch): readonly Batch[] {
  const all = waiting.concat(opened);
  for (let i = 0; i < waiting.length; i++) if (!waiting[i].data.closed) all[i] = withData(waiting[i], { closed: true });
  return all;
}
