/** A log's files (LogSegment): what is known of each without reading it, and when the active one is full or old enough to be closed (shouldRoll). */
import { type LogConfig, maxSegmentMs } from '#kafka/log/config.ts';
import type { ProducerStates } from '#kafka/log/producers.ts';
import type { Offset } from '#kafka/protocol/names.ts';

export interface Segment {
  readonly baseOffset: Offset;
  readonly sizeBytes: number;
  /** Largest timestamp of its first batch; -1 while it is empty. By record time, so an idle log never rolls. */
  readonly firstTimestampMs: number;
  /** Largest timestamp in it; -1 while it is empty. */
  readonly largestTimestampMs: number;
  readonly createdMs: number;
  /** What this segment takes off segment.ms, drawn once. */
  readonly jitterMs: number;
  /** The producer state snapshot taken when it was rolled: what was known just before its base offset. */
  readonly producers: ProducerStates;
}

export const newSegment = (baseOffset: Offset, producers: ProducerStates, createdMs: number, jitterMs = 0): Segment => ({
  baseOffset,
  sizeBytes: 0,
  firstTimestampMs: -1,
  largestTimestampMs: -1,
  createdMs,
  jitterMs,
  producers,
});

/** One batch larger. On the path of every append: a literal, no spread. */
export const grown = (segment: Segment, sizeBytes: number, maxTimestampMs: number): Segment => ({
  baseOffset: segment.baseOffset,
  sizeBytes: segment.sizeBytes + sizeBytes,
  firstTimestampMs: segment.sizeBytes === 0 ? maxTimestampMs : segment.firstTimestampMs,
  largestTimestampMs: Math.max(maxTimestampMs, segment.largestTimestampMs),
  createdMs: segment.createdMs,
  jitterMs: segment.jitterMs,
  producers: segment.producers,
});

/** What retention compares with the clock: the records' time, or the file's when it holds none. */
export const ageMark = (segment: Segment): number => (segment.largestTimestampMs >= 0 ? segment.largestTimestampMs : segment.createdMs);

export type RollReason = 'size' | 'time' | 'index' | 'offsets';

const MOST_RELATIVE_OFFSETS = 0x7fffffff;
const OFFSET_ENTRY_BYTES = 8;
const TIME_ENTRY_BYTES = 12;

/**
 * Why the active segment must be closed before an append of this size, largest timestamp and last offset; undefined when it need not.
 * The clock only counts for records without timestamps. On the path of every append.
 */
export function rollReason(
  active: Segment,
  config: LogConfig,
  sizeBytes: number,
  maxTimestampMs: number,
  lastOffset: Offset,
  nowMs: number,
): RollReason | undefined {
  if (active.sizeBytes > config.segmentBytes - sizeBytes) return 'size';
  if (active.sizeBytes > 0) {
    const waitedMs = active.firstTimestampMs >= 0 ? maxTimestampMs - active.firstTimestampMs : nowMs - active.createdMs;
    if (waitedMs > maxSegmentMs(config) - active.jitterMs) return 'time';
  }
  if (isIndexFull(active, config)) return 'index';
  return lastOffset - active.baseOffset > MOST_RELATIVE_OFFSETS ? 'offsets' : undefined;
}

/** Both indexes get an entry every index.interval.bytes; the time index, with larger entries, is full first, and keeps one free. */
function isIndexFull(active: Segment, config: LogConfig): boolean {
  const entries = Math.floor(active.sizeBytes / (config.indexIntervalBytes + 1));
  const most = Math.min(Math.floor(config.segmentIndexBytes / OFFSET_ENTRY_BYTES), Math.floor(config.segmentIndexBytes / TIME_ENTRY_BYTES) - 1);
  return entries >= most;
}
