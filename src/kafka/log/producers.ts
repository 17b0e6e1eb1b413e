/**
 * What a log remembers of idempotent producers (ProducerStateManager, ProducerStateEntry): per producer id its epoch and the last five
 * batches, so that a resend is recognised and a gap refused. Every replica keeps it, because every replica may become leader.
 */
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import type { BatchHeader, NewBatch } from '#kafka/protocol/record.ts';
import { planted } from '#sim/planted.ts';

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
  /** Where its open transaction began in this log; -1 when none is open. */
  readonly txnFirstOffset: Offset;
  /** Epoch of the transaction coordinator that sent the last marker; -1 before the first. */
  readonly coordinatorEpoch: number;
  /** Time of its last batch or marker, in milliseconds. */
  readonly lastTimestampMs: number;
}

export type ProducerStates = readonly ProducerEntry[];

/** The last sequence of a batch; sequences wrap from 2^31 - 1 to 0. */
export const lastSequenceOf = (baseSequence: number, records: number): number => (baseSequence + records - 1) % SEQUENCE_MODULO;

export type SequenceCheck =
  | { readonly verdict: 'append' }
  | { readonly verdict: 'duplicate'; readonly baseOffset: Offset }
  | { readonly verdict: 'refuse'; readonly error: ErrorName };

const APPEND: SequenceCheck = { verdict: 'append' };

/** What holds of producers that a log does not know; those whose records all lie before `logStart` are not known either, until 2.4 (KAFKA-7190). */
export interface Unknowns {
  readonly unknown: ErrorName | undefined;
  readonly logStart: Offset;
}

const TAKEN: Unknowns = { unknown: undefined, logStart: 0 };

/** ProducerStateManager.truncateHead of those releases, looked at when somebody asks. */
const isEvicted = ({ batches, txnFirstOffset }: ProducerEntry, logStart: Offset): boolean =>
  txnFirstOffset < 0 && batches.length > 0 && batches[batches.length - 1].lastOffset < logStart;

/** Decides about a client's batch, in Kafka's order: duplicate, old epoch, new epoch, next sequence. A producer without state may begin anywhere (KIP-360), or with 0 alone. */
export function checkSequence(states: ProducerStates, batch: NewBatch, { unknown, logStart }: Unknowns = TAKEN): SequenceCheck {
  if (batch.producerId < 0) return APPEND;
  const known = states.find((state) => state.producerId === batch.producerId);
  const entry = known !== undefined && unknown !== undefined && isEvicted(known, logStart) ? undefined : known;
  if (batch.marker !== undefined) return checkMarker(known, batch.producerEpoch, batch.marker);
  if (!entry) return unknown !== undefined && batch.baseSequence > 0 ? { verdict: 'refuse', error: unknown } : APPEND;
  const last = lastSequenceOf(batch.baseSequence, batch.records.length);
  if (entry.producerEpoch === batch.producerEpoch) {
    const isKept = ({ lastOffset }: BatchMetadata): boolean => unknown === undefined || lastOffset >= logStart;
    const same = entry.batches.find((one) => one.firstSequence === batch.baseSequence && one.lastSequence === last && isKept(one));
    if (same) return { verdict: 'duplicate', baseOffset: same.firstOffset };
  }
  if (batch.producerEpoch < entry.producerEpoch) return { verdict: 'refuse', error: 'INVALID_PRODUCER_EPOCH' };
  // What coordinators write in a transaction has no sequence.
  if (batch.baseSequence < 0) return APPEND;
  const expected = batch.producerEpoch > entry.producerEpoch ? 0 : nextSequence(entry);
  if (batch.baseSequence !== expected) return { verdict: 'refuse', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' };
  // A record outside of it must not slip into an open transaction.
  return entry.txnFirstOffset >= 0 && !batch.transactional ? { verdict: 'refuse', error: 'INVALID_TXN_STATE' } : APPEND;
}

function nextSequence({ batches }: ProducerEntry): number {
  return batches.length === 0 ? 0 : (batches[batches.length - 1].lastSequence + 1) % SEQUENCE_MODULO;
}

/**
 * A marker of an older epoch, or from a deposed coordinator, is refused (ProducerAppendInfo.appendEndTxnMarker). One that bumps the epoch must be newer than
 * what was written (KIP-890), unless it comes a second time (KAFKA-19999).
 */
function checkMarker(entry: ProducerEntry | undefined, epoch: number, { coordinatorEpoch, bumps }: NonNullable<NewBatch['marker']>): SequenceCheck {
  if (!entry) return APPEND;
  const isRepeated = epoch === entry.producerEpoch && entry.txnFirstOffset < 0;
  const isOld = bumps ? epoch <= entry.producerEpoch && !isRepeated : epoch < entry.producerEpoch;
  if (isOld) return { verdict: 'refuse', error: 'INVALID_PRODUCER_EPOCH' };
  return coordinatorEpoch < entry.coordinatorEpoch ? { verdict: 'refuse', error: 'TRANSACTION_COORDINATOR_FENCED' } : APPEND;
}

/** Records an appended batch. Followers call it too, without checking. */
export function rememberBatch(states: ProducerStates, header: BatchHeader): ProducerStates {
  if (header.producerId < 0) return states;
  const i = states.findIndex((state) => state.producerId === header.producerId);
  const known = i < 0 ? undefined : states[i];
  const entry = header.control === undefined ? withBatch(known, header) : withMarker(known, header);
  if (i < 0) return [...states, entry];
  const next = states.slice();
  next[i] = entry;
  return next;
}

function withBatch(known: ProducerEntry | undefined, header: BatchHeader): ProducerEntry {
  const batch: BatchMetadata = {
    firstSequence: header.baseSequence,
    lastSequence: lastSequenceOf(header.baseSequence, header.lastOffset - header.baseOffset + 1),
    firstOffset: header.baseOffset,
    lastOffset: header.lastOffset,
  };
  const earlier = known?.producerEpoch === header.producerEpoch ? known.batches.slice(planted.M23 ? known.batches.length : 1 - NUM_BATCHES_TO_RETAIN) : [];
  const openSince = known?.txnFirstOffset ?? -1;
  return {
    producerId: header.producerId,
    producerEpoch: header.producerEpoch,
    batches: header.baseSequence < 0 ? earlier : [...earlier, batch],
    txnFirstOffset: header.transactional && openSince < 0 ? header.baseOffset : openSince,
    coordinatorEpoch: planted.M29 ? -1 : (known?.coordinatorEpoch ?? -1),
    lastTimestampMs: header.maxTimestampMs,
  };
}

/** The transaction is over here. A marker with a newer epoch fences what still comes with the old one. */
const withMarker = (known: ProducerEntry | undefined, header: BatchHeader): ProducerEntry => ({
  producerId: header.producerId,
  producerEpoch: header.producerEpoch,
  batches: known?.producerEpoch === header.producerEpoch ? known.batches : [],
  txnFirstOffset: -1,
  coordinatorEpoch: header.coordinatorEpoch ?? -1,
  lastTimestampMs: header.maxTimestampMs,
});

/** Without those that have written nothing for so long and have no transaction open (isProducerExpired); the very same states when there are none. */
export function withoutExpired(states: ProducerStates, nowMs: number, expirationMs: number): ProducerStates {
  const isKept = ({ txnFirstOffset, lastTimestampMs }: ProducerEntry): boolean => txnFirstOffset >= 0 || nowMs - lastTimestampMs < expirationMs;
  return states.every(isKept) ? states : states.filter(isKept);
}

/** What a snapshot keeps of it (ProducerStateManager.writeSnapshot): of each producer only the last batch, so that older ones are not recognised after a reload. */
export function snapshotOf(states: ProducerStates): ProducerStates {
  if (states.every(({ batches }) => batches.length <= 1)) return states;
  return states.map(({ producerId, producerEpoch, batches, txnFirstOffset, coordinatorEpoch, lastTimestampMs }) => ({
    producerId,
    producerEpoch,
    batches: batches.slice(-1),
    txnFirstOffset,
    coordinatorEpoch,
    lastTimestampMs,
  }));
}

/** Whether a transaction of this producer is open here, in this epoch: then its next batch needs no verification. */
export const hasOngoingTransaction = (states: ProducerStates, producerId: number, producerEpoch: number): boolean =>
  states.some((entry) => entry.producerId === producerId && entry.producerEpoch === producerEpoch && entry.txnFirstOffset >= 0);
