/**
 * A replica's log (UnifiedLog, LocalLog): records in the order of their offsets, the segments they lie in, leader epochs and producer state.
 * An immutable value; versions share their records. Offsets are dense unless the cleaner made holes.
 */
import { assignEpoch, type EpochCache, truncateEpochs } from '#kafka/log/epochs.ts';
import { type ProducerStates, rememberBatch, snapshotOf } from '#kafka/log/producers.ts';
import { grown, newSegment, type Segment } from '#kafka/log/segment.ts';
import { sizeOf } from '#kafka/log/size.ts';
import { type CompletedTxn, completedWith, noTransactions } from '#kafka/log/transactions.ts';
import type { LeaderEpoch, NodeName, Offset } from '#kafka/protocol/names.ts';
import { type BatchHeader, CONTROL_BATCH_BYTES, type NewBatch, type StoredRecord } from '#kafka/protocol/record.ts';
import { planted } from '#sim/planted.ts';
import { appended, emptyView, firstIndex, truncated, type View, viewAt } from '#sim/view.ts';

/** What few logs have at all. */
export interface LogRemains {
  /** Records below the log start that are still in the oldest segment's file. */
  readonly below: readonly StoredRecord[];
  /** Base offsets of batches whose bytes are damaged on this disk. */
  readonly damaged: readonly Offset[];
}

export const nothingRemains: LogRemains = { below: [], damaged: [] };

export interface Log {
  readonly logStart: Offset;
  /** Log end offset: the offset that the next record will get. */
  readonly logEnd: Offset;
  /** From the log start on; what was cleaned away is missing. */
  readonly records: View<StoredRecord>;
  readonly epochs: EpochCache;
  readonly producers: ProducerStates;
  /** Transactions that ended in this log, by their markers. */
  readonly completed: readonly CompletedTxn[];
  /** Closed segments, oldest first. */
  readonly closed: readonly Segment[];
  readonly active: Segment;
  readonly remains: LogRemains;
}

export const emptyLog = (logStart: Offset = 0, createdMs = 0): Log => ({
  logStart,
  logEnd: logStart,
  records: emptyView(),
  epochs: [],
  producers: [],
  completed: noTransactions,
  closed: [],
  active: newSegment(logStart, [], createdMs),
  remains: nothingRemains,
});

export const segmentsOf = (log: Log): readonly Segment[] => [...log.closed, log.active];
export const firstBaseOffset = (log: Log): Offset => (log.closed.length > 0 ? log.closed[0] : log.active).baseOffset;
export const sizeOfLog = (log: Log): number => log.closed.reduce((sum, { sizeBytes }) => sum + sizeBytes, log.active.sizeBytes);

/** False when the cleaner has made holes. */
export const isDense = (log: Pick<Log, 'logStart' | 'logEnd' | 'records'>): boolean => log.records.length === log.logEnd - log.logStart;

/** Index in `records` of the first record at or after an offset: the number of records before it. */
export function indexOf(log: Pick<Log, 'logStart' | 'logEnd' | 'records'>, offset: Offset): number {
  if (isDense(log)) return Math.max(0, Math.min(offset - log.logStart, log.records.length));
  return firstIndex(log.records, (record) => record.offset >= offset);
}

/** The record at an offset of a log without a hole there. */
export const recordAt = (log: Log, offset: Offset): StoredRecord => viewAt(log.records, indexOf(log, offset));

/** Records with offsets from `from` (inclusive) to `to` (exclusive). */
export function recordsIn(log: Log, from: Offset, to: Offset): StoredRecord[] {
  const found: StoredRecord[] = [];
  for (let i = indexOf(log, from); i < log.records.length; i++) {
    const record = viewAt(log.records, i);
    if (record.offset >= to) break;
    found.push(record);
  }
  return found;
}

/** Appends a client's batch: the leader gives dense offsets from its log end and stamps its own epoch. */
export function appendAsLeader(log: Log, batch: NewBatch, epoch: LeaderEpoch, producer: NodeName): Log {
  let maxTimestampMs = -1;
  for (const { timestampMs } of batch.records) if (timestampMs > maxTimestampMs) maxTimestampMs = timestampMs;
  const plain: BatchHeader = {
    baseOffset: log.logEnd,
    lastOffset: log.logEnd + batch.records.length - 1,
    leaderEpoch: epoch,
    producer,
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
    sizeBytes: batch.marker === undefined ? sizeOf(batch.records) : CONTROL_BATCH_BYTES,
    maxTimestampMs,
  };
  const header = batch.transactional ? transactionalHeader(plain, batch) : plain;
  let records = log.records;
  let offset = log.logEnd;
  for (const record of batch.records) {
    records = appended(records, { id: record.id, key: record.key, value: record.value, timestampMs: record.timestampMs, offset: offset++, batch: header });
  }
  return {
    logStart: log.logStart,
    // M20: the transaction index could not be written, and the end was not moved.
    logEnd: planted.M20 && header.control === 'ABORT' ? log.logEnd : offset,
    records,
    epochs: assignEpoch(log.epochs, epoch, header.baseOffset),
    producers: rememberBatch(log.producers, header),
    completed: completedWith(log.completed, log.producers, header),
    closed: log.closed,
    active: grown(log.active, header.sizeBytes, maxTimestampMs),
    remains: log.remains,
  };
}

function transactionalHeader(plain: BatchHeader, { marker }: NewBatch): BatchHeader {
  if (marker === undefined) return { ...plain, transactional: true };
  return { ...plain, transactional: true, control: marker.control, coordinatorEpoch: marker.coordinatorEpoch };
}

/**
 * Appends what a leader sent, offsets and epochs as given. The caller has checked that it begins at or, where the leader's log has a hole,
 * after the log end. `end` is where the leader's last batch ends, if its last records were cleaned away.
 */
export function appendAsFollower(log: Log, fetched: readonly StoredRecord[], end: Offset = 0): Log {
  let { records, epochs, producers, completed, active, logEnd } = log;
  let header: BatchHeader | undefined;
  for (const record of fetched) {
    records = appended(records, record);
    if (record.batch !== header) {
      header = record.batch;
      epochs = assignEpoch(epochs, header.leaderEpoch, Math.max(header.baseOffset, logEnd));
      completed = completedWith(completed, producers, header);
      producers = rememberBatch(producers, header);
      active = grown(active, header.sizeBytes, header.maxTimestampMs);
    }
    logEnd = record.offset + 1;
  }
  return { logStart: log.logStart, logEnd: Math.max(logEnd, end), records, epochs, producers, completed, closed: log.closed, active, remains: log.remains };
}

/** Closes the active segment and opens a new one at the log end, with a snapshot of the producer state. An empty one stays as it is. */
export function rolled(log: Log, nowMs: number, jitterMs: number): Log {
  if (log.active.baseOffset === log.logEnd) return log;
  const { logStart, logEnd, records, epochs, producers, completed, closed, active, remains } = log;
  return {
    logStart,
    logEnd,
    records,
    epochs,
    producers,
    completed,
    closed: [...closed, active],
    active: newSegment(logEnd, snapshotOf(producers), nowMs, jitterMs),
    remains,
  };
}

/** Cuts the tail off: `endOffset` becomes the log end. Epoch entries at or after it go even when no record does. */
export function truncateTo(log: Log, endOffset: Offset): Log {
  const logEnd = Math.max(log.logStart, Math.min(endOffset, log.logEnd));
  const epochs = truncateEpochs(log.epochs, Math.max(endOffset, log.logStart));
  if (logEnd === log.logEnd) return { ...log, epochs };
  const records = truncated(log.records, indexOf(log, logEnd));
  const all = segmentsOf(log).filter(({ baseOffset }) => baseOffset <= logEnd);
  const last = all[all.length - 1];
  const damaged = log.remains.damaged.filter((offset) => offset < logEnd);
  const remains = damaged.length === log.remains.damaged.length ? log.remains : { below: log.remains.below, damaged };
  const completed = log.completed.filter(({ lastOffset }) => lastOffset < logEnd);
  const cut = { logStart: log.logStart, logEnd, records, epochs, producers: log.producers, completed, closed: all.slice(0, -1), active: last, remains };
  return reread(cut, last);
}

/** Size, timestamps and producer state of the last segment again from its records, beginning with its snapshot. */
function reread(log: Log, last: Segment): Log {
  let active = newSegment(last.baseOffset, last.producers, last.createdMs, last.jitterMs);
  let producers = last.producers;
  let header: BatchHeader | undefined;
  const add = (record: StoredRecord): void => {
    if (record.batch === header) return;
    header = record.batch;
    producers = rememberBatch(producers, header);
    active = grown(active, header.sizeBytes, header.maxTimestampMs);
  };
  for (const record of log.remains.below) if (record.offset >= last.baseOffset) add(record);
  for (let i = indexOf(log, last.baseOffset); i < log.records.length; i++) add(viewAt(log.records, i));
  return { ...log, producers, active };
}

/** Forgets everything and begins anew at `offset` (the leader no longer has what we would need). */
export const truncateFullyAndStartAt = (offset: Offset): Log => emptyLog(offset);
