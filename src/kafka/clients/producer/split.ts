/** A batch that the broker finds too large is cut into smaller ones, each tried as if it were new (RecordAccumulator.splitAndReenqueue, ProducerBatch.split). */
import { type Batch, type BatchData, withData } from '#kafka/clients/producer/batch.ts';
import { type PartitionQueue, putQueue, queueWith, type Turn } from '#kafka/clients/producer/core.ts';
import { BATCH_OVERHEAD, recordBytes, upperBoundBytes } from '#kafka/clients/producer/size.ts';
import type { NewRecord } from '#kafka/protocol/record.ts';

/** A batch that was split before is halved, for batch.size was too large for this broker too (4.2). */
function targetBytes(data: BatchData, batchSize: number): number {
  if (!data.split) return batchSize;
  const largest = data.records.reduce((most, { key, value }) => Math.max(most, upperBoundBytes(key, value)), 0);
  return Math.max(largest, Math.floor(data.sizeBytes / 2));
}

interface Part {
  readonly records: NewRecord[];
  sizeBytes: number;
  limitBytes: number;
}

/** Records in parts of at most so many bytes; a record that is larger has one of its own. */
export function partsOf(records: readonly NewRecord[], target: number): readonly Part[] {
  const parts: Part[] = [];
  for (const record of records) {
    const last = parts[parts.length - 1];
    const bytes = last && recordBytes(last.records.length, record.timestampMs - last.records[0].timestampMs, record.key, record.value);
    if (last !== undefined && bytes !== undefined && last.sizeBytes + bytes <= last.limitBytes) {
      last.records.push(record);
      last.sizeBytes += bytes;
      continue;
    }
    const sizeBytes = BATCH_OVERHEAD + recordBytes(0, 0, record.key, record.value);
    parts.push({ records: [record], sizeBytes, limitBytes: Math.max(target, upperBoundBytes(record.key, record.value)) });
  }
  return parts;
}

/** Takes the batch out of flight and puts its parts in front; they keep its sequences and its age, and no longer count as buffer memory. */
export function splitAndReenqueue(turn: Turn, queue: PartitionQueue, batch: Batch): void {
  const { core } = turn;
  const { data } = batch;
  let sequence = data.baseSequence;
  const parts = partsOf(data.records, targetBytes(data, core.settings.batchSize)).map(({ records, sizeBytes }): Batch => {
    const part: Batch = withData(
      { value: 'Accumulating', data },
      { id: core.nextBatch++, records, sizeBytes, baseSequence: sequence, split: true, ...untried },
    );
    if (sequence >= 0) sequence = (sequence + records.length) % 0x80000000;
    return part;
  });
  core.usedBytes -= data.allocatedBytes;
  let index = 0;
  if (data.baseSequence >= 0)
    while (index < queue.waiting.length && queue.waiting[index].data.baseSequence >= 0 && queue.waiting[index].data.baseSequence < data.baseSequence) index++;
  const waiting = [...queue.waiting.slice(0, index), ...parts, ...queue.waiting.slice(index)];
  const inFlight = queue.inFlight.filter((one) => one !== batch);
  putQueue(core, queueWith(queue, waiting, inFlight));
}

const untried = { attempts: 0, allocatedBytes: 0, correlation: -1, closed: true } as const;
