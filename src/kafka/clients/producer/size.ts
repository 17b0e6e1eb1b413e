/** Sizes of records and batches on the wire, format v2, uncompressed (DefaultRecord, DefaultRecordBatch). */
import { utf8Length } from '#kafka/clients/producer/partitioner.ts';

export const BATCH_OVERHEAD = 61;
const MAX_RECORD_OVERHEAD = 21;

function varintBytes(value: number): number {
  // Zigzag doubles the magnitude; seven bits a byte.
  let rest = value >= 0 ? value * 2 : -value * 2 - 1;
  let bytes = 1;
  while (rest >= 128) {
    rest = Math.floor(rest / 128);
    bytes++;
  }
  return bytes;
}

const fieldBytes = (text: string | null): number => {
  if (text === null) return 1;
  const length = utf8Length(text);
  return varintBytes(length) + length;
};

export function recordBytes(offsetDelta: number, timestampDelta: number, key: string | null, value: string | null): number {
  const body = 1 + varintBytes(timestampDelta) + varintBytes(offsetDelta) + fieldBytes(key) + fieldBytes(value) + 1;
  return varintBytes(body) + body;
}

/** What a batch with this record alone can take at most (estimateSizeInBytesUpperBound). */
export const upperBoundBytes = (key: string | null, value: string | null): number =>
  BATCH_OVERHEAD + MAX_RECORD_OVERHEAD + (key === null ? 0 : utf8Length(key)) + (value === null ? 0 : utf8Length(value));
