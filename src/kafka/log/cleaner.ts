/**
 * Compaction (LogCleaner, Cleaner): of records with the same key the newest stays. Offsets never change, so holes appear; the active segment
 * and everything at or above the high watermark are left alone. A tombstone stays for delete.retention.ms after the first cleaning that saw it.
 */
import type { LogConfig } from '#kafka/log/config.ts';
import { indexOf, type Log, segmentsOf } from '#kafka/log/log.ts';
import { grown, newSegment, type Segment } from '#kafka/log/segment.ts';
import { sizeOf } from '#kafka/log/size.ts';
import { viewOf } from '#kafka/log/start.ts';
import { lastStableOffset } from '#kafka/log/transactions.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import { type BatchHeader, isControl, type StoredRecord } from '#kafka/protocol/record.ts';
import { planted } from '#sim/planted.ts';
import { viewSlice } from '#sim/view.ts';

/** A log as the cleaner looks at it (LogToClean). */
export interface Cleanable {
  readonly firstDirty: Offset;
  /** Cleaning stops before this segment. */
  readonly firstUncleanable: Offset;
  /** Dirty bytes among all that could be clean; compared with min.cleanable.dirty.ratio. */
  readonly ratio: number;
  /** Records have waited for max.compaction.lag.ms. */
  readonly mustClean: boolean;
}

/** `checkpoint` is where the last cleaning came to; undefined when there was none. Undefined: nothing to clean, or not enough. */
export function cleanable(log: Log, highWatermark: Offset, config: LogConfig, checkpoint: Offset | undefined, nowMs: number): Cleanable | undefined {
  const firstDirty = checkpoint === undefined || checkpoint < log.logStart || checkpoint > log.logEnd ? log.logStart : checkpoint;
  const dirty = closedFrom(log, firstDirty);
  const tooYoung = config.minCompactionLagMs > 0 ? dirty.find((one) => one.largestTimestampMs > nowMs - config.minCompactionLagMs) : undefined;
  // What is not decided may still be aborted: it must not push out what was committed (firstUncleanableDirtyOffset).
  const limit = Math.max(
    firstDirty,
    Math.min(planted.M28 ? log.logEnd : lastStableOffset(log, highWatermark), log.active.baseOffset, tooYoung?.baseOffset ?? log.logEnd),
  );
  const firstUncleanable = (closedFrom(log, limit)[0] ?? log.active).baseOffset;
  const all = segmentsOf(log);
  const cleanBytes = bytes(all.filter((one) => one.baseOffset < firstDirty));
  const dirtyBytes = bytes(closedFrom(log, Math.min(firstDirty, firstUncleanable)).filter((one) => one.baseOffset < firstUncleanable));
  if (dirtyBytes === 0) return undefined;
  const ratio = dirtyBytes / (cleanBytes + dirtyBytes);
  const mustClean = hasWaited(dirty, config, nowMs);
  return mustClean || ratio > config.minCleanableRatio ? { firstDirty, firstUncleanable, ratio, mustClean } : undefined;
}

const bytes = (segments: readonly Segment[]): number => segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/** Closed segments from the one that holds `offset` on. */
function closedFrom(log: Log, offset: Offset): readonly Segment[] {
  if (offset > log.active.baseOffset) return [];
  let first = log.closed.length;
  while (first > 0 && (log.closed[first]?.baseOffset ?? log.active.baseOffset) > offset) first--;
  return log.closed.slice(first);
}

function hasWaited(dirty: readonly Segment[], { maxCompactionLagMs }: LogConfig, nowMs: number): boolean {
  let earliest = Number.POSITIVE_INFINITY;
  for (const { firstTimestampMs } of dirty) if (firstTimestampMs > 0 && firstTimestampMs < earliest) earliest = firstTimestampMs;
  return earliest < nowMs - Math.max(maxCompactionLagMs, 0);
}

export interface Cleaned {
  readonly log: Log;
  /** Where the next cleaning begins. */
  readonly cleanedTo: Offset;
  readonly removed: readonly Offset[];
}

/** One cleaning: a map of the newest offset of each dirty key, then every segment below its end written anew. */
export function cleaned(log: Log, { firstDirty, firstUncleanable }: Cleanable, config: LogConfig, nowMs: number): Cleaned {
  const newest = new Map<string, Offset>();
  for (const record of viewSlice(log.records, indexOf(log, firstDirty), indexOf(log, firstUncleanable)))
    if (record.key !== null && !isControl(record) && !isAborted(log, record)) newest.set(record.key, record.offset);
  const end = indexOf(log, firstUncleanable);
  const removed: Offset[] = [];
  const kept = keepers(log, viewSlice(log.records, 0, end), newest, config, nowMs, removed);
  const records = viewOf([...kept, ...viewSlice(log.records, end, log.records.length)]);
  const untouched = log.closed.filter(({ baseOffset }) => baseOffset >= firstUncleanable);
  const rewritten = log.closed.filter(({ baseOffset }) => baseOffset < firstUncleanable);
  const closed = [...merged(rewritten, kept, config.segmentBytes), ...untouched];
  const damaged = log.remains.damaged.filter((offset) => offset >= firstUncleanable);
  return { log: { ...log, records, closed, remains: { below: [], damaged } }, cleanedTo: firstUncleanable, removed };
}

/** What stays, batch by batch: a batch that lost records, or now waits for its tombstones to expire, gets a new header. */
function keepers(
  log: Log,
  records: readonly StoredRecord[],
  newest: ReadonlyMap<string, Offset>,
  config: LogConfig,
  nowMs: number,
  removed: Offset[],
): StoredRecord[] {
  const kept: StoredRecord[] = [];
  for (let from = 0; from < records.length; ) {
    const { batch } = records[from];
    let to = from;
    while (to < records.length && records[to].batch === batch) to++;
    const whole = records.slice(from, to);
    const left = whole.filter((record) =>
      isControl(record)
        ? markerStays(log, record, kept, nowMs) && !(planted.M27 && record.offset < (newest.get(record.key ?? '') ?? -1))
        : !isAborted(log, record) && stays(record, newest, nowMs),
    );
    for (const record of whole) if (!left.includes(record)) removed.push(record.offset);
    kept.push(...(batch.control === undefined ? rewrittenBatch(batch, whole, left, config, nowMs) : markerWith(log, left, kept, config, nowMs)));
    from = to;
  }
  return kept;
}

/** Written in a transaction that was aborted: nobody may read it, so it goes, and is no newest record of its key. */
const isAborted = ({ completed }: Log, { offset, batch }: StoredRecord): boolean =>
  batch.transactional === true &&
  completed.some(
    ({ aborted, producerId, firstOffset, lastOffset }) => aborted && producerId === batch.producerId && firstOffset <= offset && offset < lastOffset,
  );

/** Whether anything of the transaction that this marker ends is left (CleanedTransactionMetadata). */
const isNeeded = ({ completed }: Log, marker: StoredRecord, kept: readonly StoredRecord[]): boolean => {
  const ended = completed.find(({ lastOffset }) => lastOffset === marker.offset);
  return (
    ended !== undefined && kept.some(({ offset, batch }) => batch.producerId === ended.producerId && offset >= ended.firstOffset && batch.control === undefined)
  );
};

/** A marker outlives its transaction's records by delete.retention.ms, like a tombstone. */
const markerStays = (log: Log, marker: StoredRecord, kept: readonly StoredRecord[], nowMs: number): boolean =>
  isNeeded(log, marker, kept) || marker.batch.deleteHorizonMs === undefined || nowMs < marker.batch.deleteHorizonMs;

function markerWith(log: Log, left: readonly StoredRecord[], kept: readonly StoredRecord[], config: LogConfig, nowMs: number): readonly StoredRecord[] {
  return left.map((marker) => {
    if (marker.batch.deleteHorizonMs !== undefined || isNeeded(log, marker, kept)) return marker;
    return { ...marker, batch: { ...marker.batch, deleteHorizonMs: nowMs + config.deleteRetentionMs } };
  });
}

/** Cleaner.shouldRetainRecord, for batches of format v2. */
function stays({ key, value, offset, batch }: StoredRecord, newest: ReadonlyMap<string, Offset>, nowMs: number): boolean {
  if (key === null || offset < (newest.get(key) ?? -1)) return false;
  return value !== null || batch.deleteHorizonMs === undefined || nowMs < batch.deleteHorizonMs;
}

function rewrittenBatch(
  batch: BatchHeader,
  whole: readonly StoredRecord[],
  left: readonly StoredRecord[],
  config: LogConfig,
  nowMs: number,
): readonly StoredRecord[] {
  const needsHorizon = batch.deleteHorizonMs === undefined && left.some(({ value }) => value === null);
  if (!needsHorizon && left.length === whole.length) return whole;
  if (left.length === 0) return left;
  const header: BatchHeader = {
    ...batch,
    sizeBytes: sizeOf(left),
    maxTimestampMs: left.reduce((max, { timestampMs }) => Math.max(max, timestampMs), -1),
    ...(needsHorizon ? { deleteHorizonMs: nowMs + config.deleteRetentionMs } : {}),
  };
  return left.map((record) => ({ ...record, batch: header }));
}

/** Neighbours become one segment while their sizes before the cleaning fit into segment.bytes (groupSegmentsBySize). */
function merged(segments: readonly Segment[], kept: readonly StoredRecord[], segmentBytes: number): Segment[] {
  const groups: Segment[][] = [];
  let size = 0;
  for (const segment of segments) {
    const group = groups[groups.length - 1];
    if (group === undefined || size + segment.sizeBytes > segmentBytes) {
      groups.push([segment]);
      size = segment.sizeBytes;
    } else {
      group.push(segment);
      size += segment.sizeBytes;
    }
  }
  return groups.map((group, n) => rewritten(group, kept, groups[n + 1]?.[0].baseOffset ?? Number.POSITIVE_INFINITY));
}

function rewritten(group: readonly Segment[], kept: readonly StoredRecord[], end: Offset): Segment {
  const [first] = group;
  const last = group[group.length - 1];
  let segment = newSegment(first.baseOffset, first.producers, last.createdMs, last.jitterMs);
  let header: BatchHeader | undefined;
  for (const { offset, batch } of kept) {
    if (offset < first.baseOffset || offset >= end || batch === header) continue;
    header = batch;
    segment = grown(segment, batch.sizeBytes, batch.maxTimestampMs);
  }
  return segment;
}
