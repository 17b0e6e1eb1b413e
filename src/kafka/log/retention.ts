/** Retention (UnifiedLog.deleteOldSegments): whole segments go, oldest first, never above the high watermark; the active one is rolled first if it must go too. */
import type { LogConfig } from '#kafka/log/config.ts';
import { firstBaseOffset, type Log, rolled, segmentsOf, sizeOfLog } from '#kafka/log/log.ts';
import { ageMark, type Segment } from '#kafka/log/segment.ts';
import { startingAt, withoutFilesBelow } from '#kafka/log/start.ts';
import type { Offset } from '#kafka/protocol/names.ts';

export type DeletionReason = 'log-start' | 'size' | 'time';

export interface Deletion {
  readonly reason: DeletionReason;
  readonly segments: readonly Segment[];
}

export interface Retained {
  readonly log: Log;
  readonly deletions: readonly Deletion[];
}

/** One sweep, in Kafka's order: below the log start, by size, by time. The very same log when nothing goes. */
export function retained(log: Log, highWatermark: Offset, config: LogConfig, nowMs: number): Retained {
  const deletions: Deletion[] = [];
  let now = log;
  const sweep = (reason: DeletionReason, mayGo: (segment: Segment, next: Segment | undefined) => boolean): void => {
    const segments = deletable(now, highWatermark, mayGo);
    if (segments.length === 0) return;
    now = without(now, segments.length, nowMs);
    deletions.push({ reason, segments });
  };
  sweep('log-start', (_, next) => next !== undefined && next.baseOffset <= log.logStart);
  if (config.deletes && config.retentionBytes >= 0) sweep('size', overSize(now, config.retentionBytes));
  if (config.deletes && config.retentionMs >= 0) sweep('time', (segment) => nowMs - ageMark(segment) > config.retentionMs);
  return { log: now, deletions };
}

/** retention.bytes is a floor: a segment goes only if what is left is still that large. */
function overSize(log: Log, retentionBytes: number): (segment: Segment) => boolean {
  let excessBytes = sizeOfLog(log) - retentionBytes;
  return ({ sizeBytes }) => {
    if (excessBytes - sizeBytes < 0) return false;
    excessBytes -= sizeBytes;
    return true;
  };
}

/** A prefix of the segments: the first that may not go ends it, and so does the high watermark. An empty active segment stays. */
function deletable(log: Log, highWatermark: Offset, mayGo: (segment: Segment, next: Segment | undefined) => boolean): Segment[] {
  const all = segmentsOf(log);
  const found: Segment[] = [];
  for (const [n, segment] of all.entries()) {
    const next = all[n + 1];
    const isEmptyActive = next === undefined && segment.baseOffset === log.logEnd;
    if (highWatermark < (next?.baseOffset ?? log.logEnd) || isEmptyActive || !mayGo(segment, next)) break;
    found.push(segment);
  }
  return found;
}

function without(log: Log, count: number, nowMs: number): Log {
  const open = count > log.closed.length ? rolled(log, nowMs, 0) : log;
  const left = { ...open, closed: open.closed.slice(count) };
  return withoutFilesBelow(startingAt(left, firstBaseOffset(left)));
}
