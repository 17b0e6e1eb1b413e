import { describe, expect, test } from 'vitest';
import { batchCrc, crc32c } from '#kafka/clients/tool/crc.ts';
import type { BatchHeader, StoredRecord } from '#kafka/protocol/record.ts';

interface Written {
  readonly key: string | null;
  readonly value: string | null;
  readonly timestampMs: number;
}

function batch(baseOffset: number, producerId: number, baseSequence: number, written: readonly Written[]): readonly [BatchHeader, readonly StoredRecord[]] {
  const header: BatchHeader = {
    baseOffset,
    lastOffset: baseOffset + written.length - 1,
    leaderEpoch: 0,
    producer: 'p1',
    producerId,
    producerEpoch: 0,
    baseSequence,
    sizeBytes: 0,
    maxTimestampMs: Math.max(...written.map(({ timestampMs }) => timestampMs)),
  };
  return [header, written.map((one, n) => ({ id: `p1#${n}`, ...one, offset: baseOffset + n, batch: header }))];
}

describe('the checksum of a batch', () => {
  test('is CRC-32C, whose check value is known', () => {
    expect(crc32c([...'123456789'].map((digit) => digit.charCodeAt(0)))).toBe(0xe3069283);
  });

  test('is what Kafka 4.3.1 wrote for two records with keys', () => {
    const [header, records] = batch(0, 1000, 0, [
      { key: 'A', value: '1', timestampMs: 1795897247575 },
      { key: 'B', value: '2', timestampMs: 1795897248298 },
    ]);
    expect(batchCrc(header, 0, records)).toBe(1784624480);
  });

  test('is what Kafka 4.3.1 wrote for a record without a key', () => {
    const [header, records] = batch(2, 2000, 0, [{ key: null, value: 'plain', timestampMs: 1795897279556 }]);
    expect(batchCrc(header, 0, records)).toBe(2194475116);
  });
});
