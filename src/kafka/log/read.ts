/** Reading a log: whole batches from an offset, at least one, up to a bound (UnifiedLog.read). */
import { type Log, recordAt } from '#kafka/log/log.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';

const NOTHING: readonly StoredRecord[] = [];

/** Records from `from` up to `upTo` (exclusive). `maxBytes` is soft: the first batch is always returned. */
export function readLog(log: Log, from: Offset, upTo: Offset, maxBytes: number): readonly StoredRecord[] {
  if (from >= upTo) return NOTHING;
  const records: StoredRecord[] = [];
  let sizeBytes = 0;
  for (let offset = from; offset < upTo; offset++) {
    const record = recordAt(log, offset);
    if (offset === from || record.offset === record.batch.baseOffset) {
      sizeBytes += record.batch.sizeBytes;
      if (records.length > 0 && sizeBytes > maxBytes) break;
    }
    records.push(record);
  }
  return records;
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
  for (let offset = log.logStart; offset < log.logEnd; offset++) {
    const record = recordAt(log, offset);
    if (record.timestampMs >= timestampMs) return record;
  }
  return undefined;
}
