/**
 * What a log remembers of idempotent producers (ProducerStateManager, ProducerStateEntry): per producer id its epoch and the last five
 * batches, so that a resend is recognised and a gap refused. Every replica keeps it, because every replica may become leader.
 */
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import type { BatchHeader, NewBatch } from '#kafka/protocol/record.ts';

const NUM_BATCHES_TO_RETAIN = 5;
const SEQUENCE_MODULO = 0x80000000;

export interface BatchMetadata {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly firstOffset: Offset;
  readonly lastOffset: Offset;
}

export interface ProducerEntry {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly batches: readonly BatchMetadata[];
}

export type ProducerStates = readonly ProducerEntry[];

/** The last sequence of a batch; sequences wrap from 2^31 - 1 to 0. */
export const lastSequenceOf = (baseSequence: number, records: number): number => (baseSequence + records - 1) % SEQUENCE_MODULO;

export type SequenceCheck =
  | { readonly verdict: 'append' }
  | { readonly verdict: 'duplicate'; readonly baseOffset: Offset }
  | { readonly verdict: 'refuse'; readonly error: ErrorName };

const APPEND: SequenceCheck = { verdict: 'append' };

/** Decides about a client's batch, in Kafka's order: duplicate, old epoch, new epoch, next sequence. A producer without state may begin anywhere (KIP-360). */
export function checkSequence(states: ProducerStates, batch: NewBatch): SequenceCheck {
  if (batch.producerId < 0) return APPEND;
  const entry = states.find((state) => state.producerId === batch.producerId);
  if (!entry) return APPEND;
  const last = lastSequenceOf(batch.baseSequence, batch.records.length);
  if (entry.producerEpoch === batch.producerEpoch) {
    const same = entry.batches.find((known) => known.firstSequence === batch.baseSequence && known.lastSequence === last);
    if (same) return { verdict: 'duplicate', baseOffset: same.firstOffset };
  }
  if (batch.producerEpoch < entry.producerEpoch) return { verdict: 'refuse', error: 'INVALID_PRODUCER_EPOCH' };
  const expected = batch.producerEpoch > entry.producerEpoch ? 0 : nextSequence(entry);
  return batch.baseSequence === expected ? APPEND : { verdict: 'refuse', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' };
}

function nextSequence(entry: ProducerEntry): number {
  return (entry.batches[entry.batches.length - 1].lastSequence + 1) % SEQUENCE_MODULO;
}

/** Records an appended batch. Followers call it too, without checking. */
export function rememberBatch(states: ProducerStates, header: BatchHeader): ProducerStates {
  if (header.producerId < 0) return states;
  const records = header.lastOffset - header.baseOffset + 1;
  const batch: BatchMetadata = {
    firstSequence: header.baseSequence,
    lastSequence: lastSequenceOf(header.baseSequence, records),
    firstOffset: header.baseOffset,
    lastOffset: header.lastOffset,
  };
  const i = states.findIndex((state) => state.producerId === header.producerId);
  if (i < 0) return [...states, { producerId: header.producerId, producerEpoch: header.producerEpoch, batches: [batch] }];
  const known = states[i].producerEpoch === header.producerEpoch ? states[i].batches.slice(1 - NUM_BATCHES_TO_RETAIN) : [];
  const next = states.slice();
  next[i] = { producerId: header.producerId, producerEpoch: header.producerEpoch, batches: [...known, batch] };
  return next;
}
