/** Reading a log: whole batches from an offset, at least one, up to a bound (UnifiedLog.read). */
import { indexOf, isDense, type Log } from '#kafka/log/log.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import type { BatchHeader, StoredRecord } from '#kafka/protocol/record.ts';
import { viewAt } from '#sim/view.ts';

const NOTHING: readonly StoredRecord[] = [];

/** Records from `from` up to `upTo` (exclusive). `maxBytes` is soft: the first batch is always returned. */
export function readLog(log: Log, from: Offset, upTo: Offset, maxBytes: number): readonly StoredRecord[] {
  if (from >= upTo) return NOTHING;
  const records: StoredRecord[] = [];
  let sizeBytes = 0;
  let header: BatchHeader | undefined;
  for (let i = indexOf(log, from); i < log.records.length; i++) {
    const record = viewAt(log.records, i);
    if (record.offset >= upTo) break;
    if (record.batch !== header) {
      header = record.batch;
      sizeBytes += header.sizeBytes;
      if (records.length > 0 && sizeBytes > maxBytes) break;
    }
    records.push(record);
  }
  return records;
}

/**
 * Where a read of `records` from `from` has come to, if holes lie at its end: the cleaner keeps the last batch of a cleaning, emptied if need
 * be, so that readers get past it. Undefined when the records say it themselves.
 */
export function readEnd(log: Log, records: readonly StoredRecord[], from: Offset, upTo: Offset): Offset | undefined {
  if (from >= upTo || isDense(log)) return undefined;
  const last = records[records.length - 1];
  const next = indexOf(log, last === undefined ? from : last.offset + 1);
  const isMore = next < log.records.length && viewAt(log.records, next).offset < upTo;
  if (!isMore) return last === undefined || upTo > last.offset + 1 ? upTo : undefined;
  if (last === undefined) return undefined;
  const end = Math.min(last.batch.lastOffset + 1, viewAt(log.records, next).offset);
  return end > last.offset + 1 ? end : undefined;
}

/** Base offset of the first damaged batch that a read from `from` would meet before `upTo`. */
export function damageIn(log: Log, from: Offset, upTo: Offset): Offset | undefined {
  const { damaged } = log.remains;
  for (const base of damaged) {
    if (base >= upTo) continue;
    const i = indexOf(log, base);
    const last = i < log.records.length ? viewAt(log.records, i).batch.lastOffset : base;
    if (last >= from) return base;
  }
  return undefined;
}

/** Bytes of the batches to which these records belong. */
export function bytesOf(records: readonly StoredRecord[]): number {
  let sizeBytes = 0;
  for (let i = 0; i < records.length; i++) {
    if (i === 0 || records[i].batch !== records[i - 1].batch) sizeBytes += records[i].batch.sizeBytes;
  }
  return sizeBytes;
}

/** First record with a timestamp at or after the given one; undefined when there is none. */
export function firstAtOrAfter(log: Log, timestampMs: number): StoredRecord | undefined {
  for (let i = 0; i < log.records.length; i++) {
    const record = viewAt(log.records, i);
    if (record.timestampMs >= timestampMs) return record;
  }
  return undefined;
}
