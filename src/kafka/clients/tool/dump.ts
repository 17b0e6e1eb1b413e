/** What DumpLogSegments (kafka-dump-log.sh) prints of a segment's file: its batches, their records, and the entries of its index. */

import { utf8Length } from '#kafka/clients/producer/partitioner.ts';
import { batchCrc } from '#kafka/clients/tool/crc.ts';
import type { LogConfig } from '#kafka/log/config.ts';
import { type Log, recordsIn, segmentsOf } from '#kafka/log/log.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import type { BatchHeader, StoredRecord } from '#kafka/protocol/record.ts';

export interface DumpOptions {
  readonly printsData: boolean;
  /** Every record is read, not only the headers of batches. */
  readonly deep: boolean;
  readonly skipsMetadata: boolean;
  readonly maxBytes: number;
  /** Key and payload as a decoder shows them; undefined: as text. */
  readonly decode: Decode | undefined;
  /** Coordinators of 4.x number all that they append, without a producer (CoordinatorRuntime); before, only commits of offsets were (GroupMetadataManager). */
  readonly isNumbered: (record: StoredRecord) => boolean;
  /** DumpLogSegments of 4.x, in Java; before, a record without key lost its mark when its metadata was skipped. */
  readonly isNew: boolean;
}

export type Decode = (record: StoredRecord) => Decoded;

/** A record without a key is none of a coordinator's, and ends the tool. */
export type Decoded =
  | { readonly key: string | undefined; readonly payload: string | undefined; readonly keySize?: number; readonly valueSize?: number }
  | { readonly missingKey: string };

/** The lines of a file, and what stopped the tool, if it was stopped. */
export interface Dumped {
  readonly lines: readonly string[];
  readonly thrown: string | undefined;
}

/** A batch where it stands in the file. */
interface Placed {
  readonly header: BatchHeader;
  readonly records: readonly StoredRecord[];
  /** Bytes before it. */
  readonly position: number;
}

/** The batches of one segment; undefined when the log has no segment of this base offset. */
function batchesOf(log: Log, baseOffset: Offset): Placed[] | undefined {
  const segments = segmentsOf(log);
  const at = segments.findIndex((segment) => segment.baseOffset === baseOffset);
  if (at < 0) return undefined;
  const end = segments[at + 1]?.baseOffset ?? log.logEnd;
  const records = [...log.remains.below, ...recordsIn(log, log.logStart, end)].filter(({ offset }) => offset >= baseOffset && offset < end);
  const placed: Placed[] = [];
  let position = 0;
  for (const record of records) {
    const last = placed[placed.length - 1];
    if (last?.header === record.batch) placed[placed.length - 1] = { ...last, records: [...last.records, record] };
    else {
      placed.push({ header: record.batch, records: [record], position });
      position += record.batch.sizeBytes;
    }
  }
  return placed;
}

/** The lines below `Dumping …`, or undefined when there is no such file. */
export function dumpLog(log: Log, baseOffset: Offset, config: LogConfig, options: DumpOptions): Dumped | undefined {
  const batches = batchesOf(log, baseOffset);
  if (!batches) return undefined;
  const lines = [`Log starting offset: ${baseOffset}`];
  const type = config.logAppendTime ? 'LogAppendTime' : 'CreateTime';
  for (const batch of batches) {
    if (batch.position + batch.header.sizeBytes > options.maxBytes) break;
    lines.push(batchLine(batch, type, !log.remains.damaged.includes(batch.header.baseOffset), options));
    if (!options.deep) continue;
    for (const record of batch.records) {
      const line = recordLine(batch.header, record, type, options);
      if (typeof line !== 'string') return { lines: [...lines, line.begun], thrown: line.thrown };
      lines.push(line);
    }
  }
  return { lines, thrown: undefined };
}

function batchLine(batch: Placed, type: string, isValid: boolean, options: DumpOptions): string {
  const { header, records, position } = batch;
  const isNumbered = records.some(options.isNumbered);
  const first = sequenceOf(header, header.baseOffset, isNumbered);
  const producer = `producerId: ${header.producerId} producerEpoch: ${header.producerEpoch} partitionLeaderEpoch: ${header.leaderEpoch}`;
  const horizon = header.deleteHorizonMs === undefined ? 'OptionalLong.empty' : `OptionalLong[${header.deleteHorizonMs}]`;
  const kind = `isTransactional: ${header.transactional === true} isControl: ${header.control !== undefined} deleteHorizonMs: ${horizon}`;
  const place = `position: ${position} ${type}: ${header.maxTimestampMs} size: ${header.sizeBytes} magic: 2 compresscodec: none`;
  const sequences = `baseSequence: ${first} lastSequence: ${sequenceOf(header, header.lastOffset, isNumbered)}`;
  const offsets = `baseOffset: ${header.baseOffset} lastOffset: ${header.lastOffset} count: ${records.length}`;
  return `${offsets} ${sequences} ${producer} ${kind} ${place} crc: ${batchCrc(header, first, records)} isvalid: ${isValid}`;
}

/** DefaultRecordBatch.incrementSequence: sequences begin again at 0 after the largest int. */
const SEQUENCES = 0x80000000;

function sequenceOf({ baseSequence, baseOffset }: BatchHeader, offset: Offset, isNumbered: boolean): number {
  const first = baseSequence < 0 && isNumbered ? 0 : baseSequence;
  return first < 0 ? -1 : (first + (offset - baseOffset)) % SEQUENCES;
}

const sizeOf = (text: string | null): number => (text === null ? -1 : utf8Length(text));

/** `key: … payload: …`, each only when it is there. */
function dataOf({ key, payload }: { readonly key: string | undefined; readonly payload: string | undefined }, mark: string): string {
  const shown = key === undefined ? '' : `${mark} key: ${key}`;
  return payload === undefined ? shown : `${shown === '' ? mark : shown} payload: ${payload}`;
}

/** What was printed of the line before. */
interface Stopped {
  readonly begun: string;
  readonly thrown: string;
}

/** A marker has a type and a version as its key, and its coordinator's epoch with a version as its value (EndTransactionMarker). */
function markerLine({ control, coordinatorEpoch = 0 }: BatchHeader, { offset, timestampMs }: StoredRecord, type: string): string {
  return `| offset: ${offset} ${type}: ${timestampMs} keySize: 4 valueSize: 6 sequence: -1 headerKeys: [] endTxnMarker: ${control} coordinatorEpoch: ${coordinatorEpoch}`;
}

function recordLine(header: BatchHeader, record: StoredRecord, type: string, options: DumpOptions): string | Stopped {
  if (header.control !== undefined) return options.skipsMetadata ? '' : markerLine(header, record, type);
  const { printsData, skipsMetadata, decode } = options;
  const decoded = printsData
    ? (decode?.(record) ?? { key: record.key ?? undefined, payload: record.value ?? undefined })
    : { key: undefined, payload: undefined };
  const known = 'missingKey' in decoded ? undefined : decoded;
  const sizes = `keySize: ${known?.keySize ?? sizeOf(record.key)} valueSize: ${known?.valueSize ?? sizeOf(record.value)}`;
  const about = `| offset: ${record.offset} ${type}: ${record.timestampMs} ${sizes} sequence: ${sequenceOf(header, record.offset, options.isNumbered(record))} headerKeys: []`;
  if ('missingKey' in decoded) {
    const decoder = options.isNew ? 'the specified decoder' : `${decoded.missingKey} topic decoder`;
    return { begun: skipsMetadata ? '' : about, thrown: `Failed to decode message at offset ${record.offset} using ${decoder} (message had a missing key)` };
  }
  if (!skipsMetadata) return about + dataOf(decoded, '');
  return printsData ? dataOf(decoded, options.isNew || decoded.key !== undefined ? '|' : '') : '';
}

/** Entries of the offset index: after every index.interval.bytes, the last offset of the batch that comes next and its position (LogSegment.append). */
export interface IndexEntry {
  readonly offset: Offset;
  readonly position: number;
  readonly timestampMs: number;
}

export interface Index {
  readonly entries: readonly IndexEntry[];
  /** Where the first batch ends; undefined when there is none. */
  readonly firstBatchEnd: Offset | undefined;
  /** The file of the active segment is as large as it may become, and zeros follow what is written. */
  readonly isActive: boolean;
}

export function indexOfSegment(log: Log, baseOffset: Offset, config: LogConfig): Index | undefined {
  const batches = batchesOf(log, baseOffset);
  if (!batches) return undefined;
  const entries: IndexEntry[] = [];
  let since = 0;
  let timestampMs = -1;
  for (const { header, position } of batches) {
    timestampMs = Math.max(timestampMs, header.maxTimestampMs);
    if (since > config.indexIntervalBytes) {
      entries.push({ offset: header.lastOffset, position, timestampMs });
      since = 0;
    }
    since += header.sizeBytes;
  }
  return { entries, firstBatchEnd: batches[0]?.header.lastOffset, isActive: log.active.baseOffset === baseOffset };
}
