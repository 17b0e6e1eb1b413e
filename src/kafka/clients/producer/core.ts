/** State of one KafkaProducer: accumulator, sender and idempotence in one immutable value. Handlers work on a private draft of it. */
import { emptyMetadata, type Metadata } from '#kafka/clients/metadata.ts';
import { ALWAYS, emptyNetwork, type Network } from '#kafka/clients/network.ts';
import type { Batch } from '#kafka/clients/producer/batch.ts';
import type { ProducerSettings } from '#kafka/clients/producer/config.ts';
import type { Sticky } from '#kafka/clients/producer/partitioner.ts';
import { newTransactionManager, type TransactionManager } from '#kafka/clients/producer/transactions.ts';
import type { NodeName, Tp } from '#kafka/protocol/names.ts';
import { copied } from '#sim/copy.ts';
import type { Env } from '#sim/effect.ts';

export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** What the accumulator and the transaction manager keep for one partition. */
export interface PartitionQueue {
  readonly tp: Tp;
  readonly topic: string;
  readonly partition: number;
  /** Not in flight, oldest first; only the last takes records. */
  readonly waiting: readonly Batch[];
  /** In flight, by sequence. */
  readonly inFlight: readonly Batch[];
  /** The id and epoch that this partition's sequences belong to. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly nextSequence: number;
  readonly lastAckedSequence: number;
  /** Offset of the last record that was acknowledged; -1 before. */
  readonly lastAckedOffset: number;
  /** After a sent batch expired: the sequence that must be acknowledged before new ones go out; -1 for none. */
  readonly unresolvedSequence: number;
}

export interface ProducerCore {
  readonly settings: ProducerSettings;
  readonly net: Network;
  readonly metadata: Metadata;
  readonly metadataArmedUs: number;
  readonly queues: ReadonlyMap<Tp, PartitionQueue>;
  readonly sticky: ReadonlyMap<string, Sticky>;
  /** Of round robin, by topic. */
  readonly counters: ReadonlyMap<string, number>;
  /** With partitioner.availability.timeout.ms: when there was last something to send to a broker, and when it last could be sent. */
  readonly latencies: ReadonlyMap<NodeName, { readonly readyUs: number; readonly drainUs: number }>;
  readonly producerId: number;
  readonly producerEpoch: number;
  /** An InitProducerId request is in flight, or waits until the given time for its retry. */
  readonly initializing: boolean;
  readonly initRetryUs: number;
  readonly initAttempts: number;
  /** Partitions whose sequences an epoch bump must rewrite. */
  readonly bumpFor: readonly Tp[];
  readonly drainIndex: ReadonlyMap<NodeName, number>;
  readonly usedBytes: number;
  readonly nextBatch: number;
  /** close() was called: everything is sendable at once. */
  readonly closing: boolean;
  readonly senderArmedUs: number;
  /** Of a producer with a transactional.id. */
  readonly txn: TransactionManager | undefined;
  readonly retries: number;
  readonly lastError: string | null;
}

/** What became of a batch, for the application's callbacks. `exception` is a class name and message. */
export interface Completion {
  readonly tp: Tp;
  readonly records: readonly { readonly id: string; readonly key: string | null; readonly value: string | null }[];
  readonly error: SendError | undefined;
}

/** Kafka's exception class without its package, and its message. */
export interface SendError {
  readonly exception: string;
  readonly message: string;
}

/** One handling of one event. */
export interface Turn {
  readonly core: Draft<ProducerCore>;
  readonly env: Env;
  readonly done: Completion[];
  /** Log lines at WARN, for tools that show them. */
  readonly warnings: string[];
}

export function newProducer(settings: ProducerSettings, bootstrap: readonly NodeName[]): ProducerCore {
  return {
    settings,
    net: emptyNetwork,
    metadata: emptyMetadata(bootstrap, []),
    metadataArmedUs: Number.POSITIVE_INFINITY,
    queues: new Map(),
    sticky: new Map(),
    counters: new Map(),
    latencies: new Map(),
    producerId: -1,
    producerEpoch: -1,
    initializing: false,
    initRetryUs: ALWAYS,
    initAttempts: 0,
    bumpFor: [],
    drainIndex: new Map(),
    usedBytes: 0,
    nextBatch: 1,
    closing: false,
    senderArmedUs: Number.POSITIVE_INFINITY,
    txn: managerOf(settings),
    retries: 0,
    lastError: null,
  };
}

const managerOf = ({ transactionalId, transactionTimeoutMs, transactionVersion }: ProducerSettings): TransactionManager | undefined =>
  transactionalId === undefined ? undefined : newTransactionManager(transactionalId, transactionTimeoutMs, transactionVersion);

export function draftOf(core: ProducerCore): Draft<ProducerCore> {
  return {
    settings: core.settings,
    net: core.net,
    metadata: core.metadata,
    metadataArmedUs: core.metadataArmedUs,
    queues: core.queues,
    sticky: core.sticky,
    counters: core.counters,
    latencies: core.latencies,
    producerId: core.producerId,
    producerEpoch: core.producerEpoch,
    initializing: core.initializing,
    initRetryUs: core.initRetryUs,
    initAttempts: core.initAttempts,
    bumpFor: core.bumpFor,
    drainIndex: core.drainIndex,
    usedBytes: core.usedBytes,
    nextBatch: core.nextBatch,
    closing: core.closing,
    senderArmedUs: core.senderArmedUs,
    txn: core.txn,
    retries: core.retries,
    lastError: core.lastError,
  };
}

export function putQueue(core: Draft<ProducerCore>, queue: PartitionQueue): void {
  core.queues = copied(core.queues).set(queue.tp, queue);
}

export function queueWith(
  queue: PartitionQueue,
  waiting: readonly Batch[],
  inFlight: readonly Batch[],
  nextSequence = queue.nextSequence,
  lastAckedSequence = queue.lastAckedSequence,
  lastAckedOffset = queue.lastAckedOffset,
): PartitionQueue {
  return {
    tp: queue.tp,
    topic: queue.topic,
    partition: queue.partition,
    waiting,
    inFlight,
    producerId: queue.producerId,
    producerEpoch: queue.producerEpoch,
    nextSequence,
    lastAckedSequence,
    lastAckedOffset,
    unresolvedSequence: queue.unresolvedSequence,
  };
}

export const isIdempotent = (core: ProducerCore): boolean => core.settings.idempotence;

/** Batches that were appended and have no result yet. */
export function pendingRecords(core: ProducerCore): number {
  let count = 0;
  for (const queue of core.queues.values()) {
    for (const batch of queue.waiting) count += batch.data.records.length;
    for (const batch of queue.inFlight) count += batch.data.records.length;
  }
  return count;
}

export function hasPending(core: ProducerCore): boolean {
  for (const queue of core.queues.values()) if (queue.waiting.length > 0 || queue.inFlight.length > 0) return true;
  return false;
}
