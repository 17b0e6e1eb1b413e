/** A replica's log (UnifiedLog): records with dense offsets, leader epochs and producer state. An immutable value; versions share their records. */
import { assignEpoch, type EpochCache, truncateEpochs } from '#kafka/log/epochs.ts';
import { type ProducerStates, rememberBatch } from '#kafka/log/producers.ts';
import { sizeOf } from '#kafka/log/size.ts';
import type { LeaderEpoch, NodeName, Offset } from '#kafka/protocol/names.ts';
import type { BatchHeader, NewBatch, StoredRecord } from '#kafka/protocol/record.ts';
import { appended, emptyView, truncated, type View, viewAt } from '#sim/view.ts';

export interface Log {
  readonly logStart: Offset;
  /** Log end offset: the offset that the next record will get. */
  readonly logEnd: Offset;
  readonly records: View<StoredRecord>;
  readonly epochs: EpochCache;
  readonly producers: ProducerStates;
}

export const emptyLog = (logStart: Offset = 0): Log => ({ logStart, logEnd: logStart, records: emptyView(), epochs: [], producers: [] });

export const recordAt = (log: Log, offset: Offset): StoredRecord => viewAt(log.records, offset - log.logStart);

/** Appends a client's batch: the leader gives dense offsets from its log end and stamps its own epoch. */
export function appendAsLeader(log: Log, batch: NewBatch, epoch: LeaderEpoch, producer: NodeName): Log {
  const header: BatchHeader = {
    baseOffset: log.logEnd,
    lastOffset: log.logEnd + batch.records.length - 1,
    leaderEpoch: epoch,
    producer,
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    baseSequence: batch.baseSequence,
    sizeBytes: sizeOf(batch.records),
  };
  let records = log.records;
  let offset = log.logEnd;
  for (const record of batch.records) {
    records = appended(records, { id: record.id, key: record.key, value: record.value, timestampMs: record.timestampMs, offset: offset++, batch: header });
  }
  return {
    logStart: log.logStart,
    logEnd: offset,
    records,
    epochs: assignEpoch(log.epochs, epoch, header.baseOffset),
    producers: rememberBatch(log.producers, header),
  };
}

/** Appends what a leader sent, offsets and epochs as given. The caller has checked that it begins at the log end. */
export function appendAsFollower(log: Log, fetched: readonly StoredRecord[]): Log {
  let records = log.records;
  let epochs = log.epochs;
  let producers = log.producers;
  let header: BatchHeader | undefined;
  for (const record of fetched) {
    records = appended(records, record);
    if (record.batch === header) continue;
    header = record.batch;
    epochs = assignEpoch(epochs, header.leaderEpoch, record.offset);
    producers = rememberBatch(producers, header);
  }
  return { logStart: log.logStart, logEnd: log.logEnd + fetched.length, records, epochs, producers };
}

/** Cuts the tail off: `endOffset` becomes the log end. Epoch entries at or after it go even when no record does. */
export function truncateTo(log: Log, endOffset: Offset): Log {
  const logEnd = Math.max(log.logStart, Math.min(endOffset, log.logEnd));
  const records = truncated(log.records, logEnd - log.logStart);
  const epochs = truncateEpochs(log.epochs, Math.max(endOffset, log.logStart));
  return { logStart: log.logStart, logEnd, records, epochs, producers: logEnd === log.logEnd ? log.producers : rebuildProducers(records) };
}

/** Forgets everything and begins anew at `offset` (the leader no longer has what we would need). */
export const truncateFullyAndStartAt = (offset: Offset): Log => emptyLog(offset);

function rebuildProducers(records: View<StoredRecord>): ProducerStates {
  let producers: ProducerStates = [];
  let header: BatchHeader | undefined;
  for (let i = 0; i < records.length; i++) {
    const { batch } = viewAt(records, i);
    if (batch !== header) producers = rememberBatch(producers, batch);
    header = batch;
  }
  return producers;
}
