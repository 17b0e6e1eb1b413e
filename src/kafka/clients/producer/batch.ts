/** The life of a producer's batch (ProducerBatch): it fills, travels, perhaps comes back for another attempt, and ends in one of two ways. */
import { setup } from 'xstate';
import type { Tp } from '#kafka/protocol/names.ts';
import type { NewRecord } from '#kafka/protocol/record.ts';
import { act, type Box, type Plain, perform } from '#sim/machine.ts';

export const BATCH_STATES = ['Accumulating', 'InFlight', 'Retrying', 'Succeeded', 'Failed'] as const;
export type BatchState = (typeof BATCH_STATES)[number];

export interface BatchData {
  readonly id: number;
  readonly tp: Tp;
  readonly records: readonly NewRecord[];
  readonly sizeBytes: number;
  /** Bytes of buffer.memory that this batch holds until it is done. */
  readonly allocatedBytes: number;
  readonly createdUs: number;
  readonly lastAttemptUs: number;
  readonly attempts: number;
  /** No further record fits. */
  readonly closed: boolean;
  readonly producerId: number;
  readonly producerEpoch: number;
  /** -1 until the batch is drained; never changed by a retry. */
  readonly baseSequence: number;
  /** The epoch was bumped while this batch was in flight, and its sequence rewritten. */
  readonly sequenceReset: boolean;
  /** It is part of a batch that was too large for the broker. */
  readonly split: boolean;
  /** Correlation of the request that carries it; -1 when it is not in flight. */
  readonly correlation: number;
  /** Leader epoch of the partition when it was last drained, and the number of attempts when that rose (KIP-951). */
  readonly leaderEpoch: number;
  readonly attemptsAtLeaderChange: number;
}

export type Batch = Plain<BatchData, BatchState>;

type BatchEvent =
  | { readonly type: 'DRAINED'; readonly producerId: number; readonly producerEpoch: number; readonly baseSequence: number; readonly correlation: number }
  | { readonly type: 'RETRIABLE_ERROR'; readonly nowUs: number }
  | { readonly type: 'ACKNOWLEDGED' }
  | { readonly type: 'FAILED' };

type Of<T extends BatchEvent['type']> = Extract<BatchEvent, { type: T }>;

/** A literal, not a spread: every batch of every producer comes through here. */
const changed = (data: BatchData, to: Partial<BatchData>): BatchData => ({
  id: data.id,
  tp: data.tp,
  records: to.records ?? data.records,
  sizeBytes: to.sizeBytes ?? data.sizeBytes,
  allocatedBytes: to.allocatedBytes ?? data.allocatedBytes,
  createdUs: to.createdUs ?? data.createdUs,
  lastAttemptUs: to.lastAttemptUs ?? data.lastAttemptUs,
  attempts: to.attempts ?? data.attempts,
  closed: to.closed ?? data.closed,
  producerId: to.producerId ?? data.producerId,
  producerEpoch: to.producerEpoch ?? data.producerEpoch,
  baseSequence: to.baseSequence ?? data.baseSequence,
  sequenceReset: to.sequenceReset ?? data.sequenceReset,
  split: to.split ?? data.split,
  correlation: to.correlation ?? data.correlation,
  leaderEpoch: to.leaderEpoch ?? data.leaderEpoch,
  attemptsAtLeaderChange: to.attemptsAtLeaderChange ?? data.attemptsAtLeaderChange,
});

const onDrained = (data: BatchData, { producerId, producerEpoch, baseSequence, correlation }: Of<'DRAINED'>): BatchData =>
  changed(data, { closed: true, producerId, producerEpoch, baseSequence, correlation });

const onRetriableError = (data: BatchData, event: Of<'RETRIABLE_ERROR'>): BatchData =>
  changed(data, { attempts: data.attempts + 1, lastAttemptUs: event.nowUs, correlation: -1 });

export const machine = setup({ types: {} as { context: Box<BatchData>; events: BatchEvent } }).createMachine({
  id: 'ProducerBatch',
  initial: 'Accumulating',
  context: { data: undefined as unknown as BatchData },
  states: {
    Accumulating: { on: { DRAINED: { target: 'InFlight', actions: act(onDrained) }, FAILED: 'Failed' } },
    InFlight: { on: { RETRIABLE_ERROR: { target: 'Retrying', actions: act(onRetriableError) }, ACKNOWLEDGED: 'Succeeded', FAILED: 'Failed' } },
    Retrying: { on: { DRAINED: { target: 'InFlight', actions: act(onDrained) }, FAILED: 'Failed' } },
    Succeeded: { type: 'final' },
    Failed: { type: 'final' },
  },
});

export const advance = (batch: Batch, event: BatchEvent): Batch => perform(machine, batch, event);

/** Changes data without a step in the batch's life. */
export const withData = (batch: Batch, change: Partial<BatchData>): Batch => ({ value: batch.value, data: changed(batch.data, change) });

export const isFull = (batch: BatchData, batchSize: number): boolean => batch.closed || batch.sizeBytes >= batchSize;

export const idsOf = (batch: BatchData): string[] => batch.records.map(({ id }) => id);

export const lastSequence = (batch: BatchData): number => (batch.baseSequence + batch.records.length - 1) % 0x80000000;
