/** Reading and comparing metadata logs by offset and epoch (KafkaMetadataLog, ReplicatedLog). Pure. */
import type { Position } from '#kafka/controller/kraft/election.ts';
import type { MetadataEntry } from '#kafka/protocol/metadata.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import { type View, viewAt } from '#sim/view.ts';

type Log = View<MetadataEntry>;

/** Epoch of the entry before `end`; 0 in an empty log. */
export const epochBefore = (log: Log, end: Offset): number => (end === 0 ? 0 : viewAt(log, end - 1).epoch);

export const positionAt = (log: Log, end: Offset): Position => ({ epoch: epochBefore(log, end), offset: end });

/** First offset below `end` whose epoch is greater than `epoch`: epochs never decrease along a log, so it is searched by halves. */
function firstAfter(log: Log, end: Offset, epoch: number): Offset {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (viewAt(log, middle).epoch > epoch) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The largest epoch up to `epoch` that the log has, and where it ends. */
export function endOffsetForEpoch(log: Log, end: Offset, epoch: number): Position {
  const offset = firstAfter(log, end, epoch);
  return { epoch: epochBefore(log, offset), offset };
}

/** Where a replica that claims to end at `position` parts from this log; undefined when it is a prefix of it. */
export function divergence(log: Log, end: Offset, position: Position): Position | undefined {
  if (position.offset === 0 && position.epoch === 0) return undefined;
  const known = endOffsetForEpoch(log, end, position.epoch);
  return known.epoch !== position.epoch || known.offset < position.offset ? known : undefined;
}

/** Where a follower must cut its log, told where the leader's parts from it (ReplicatedLog.truncateToEndOffset). */
export function truncationOffset(log: Log, end: Offset, leaders: Position): Offset {
  if (leaders.epoch === 0) return Math.min(leaders.offset, end);
  const own = endOffsetForEpoch(log, end, leaders.epoch);
  return own.epoch === leaders.epoch ? Math.min(own.offset, leaders.offset) : own.offset;
}
