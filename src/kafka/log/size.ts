/** Sizes in bytes of batches as DefaultRecordBatch v2 would write them, without compression. */
import type { NewRecord } from '#kafka/protocol/record.ts';

/** DefaultRecordBatch.RECORD_BATCH_OVERHEAD */
const RECORD_BATCH_OVERHEAD = 61;
/** Attributes, deltas and lengths of a small record: one byte each as varints, with the record's own length and header count. */
const RECORD_OVERHEAD = 7;

const textSize = (text: string | null): number => (text === null ? 0 : text.length);

export const recordSize = (record: NewRecord): number => RECORD_OVERHEAD + textSize(record.key) + textSize(record.value);

export function sizeOf(records: readonly NewRecord[]): number {
  let sizeBytes = RECORD_BATCH_OVERHEAD;
  for (const record of records) sizeBytes += recordSize(record);
  return sizeBytes;
}
