/** Records that need not be delivered any more are archived: the log begins after them, the cleaner took them, their transaction was aborted. */
import type { Offset } from '#kafka/protocol/names.ts';
import { lies, mapStates, type Stretch, splitUp } from '#kafka/share/batch.ts';
import { countFrom, type Draft, draftOf, floorIndex, type SharePartition } from '#kafka/share/partition.ts';
import { isTerminal, move, type RecordState } from '#kafka/share/state.ts';

/** archiveRecords: those of the stretch in the given state, among the batches from `index` on; how many there were. */
function archive(draft: Draft, index: number, within: Stretch, from: RecordState): number {
  let archived = 0;
  for (let i = Math.max(0, index); i < draft.batches.length; i++) {
    const batch = draft.batches[i];
    if (batch.firstOffset > within.lastOffset) break;
    if (batch.lastOffset < within.firstOffset) continue;
    const isFull = lies(batch, within.firstOffset, within.lastOffset);
    if (!isFull && batch.isWhole && batch.states[0].value !== from) continue;
    draft.batches[i] = mapStates(isFull ? batch : splitUp(batch), within, (state, { firstOffset, lastOffset }) => {
      if (state.value !== from) return state;
      archived += lastOffset - firstOffset + 1;
      return move(state, { type: 'archive' });
    });
  }
  return archived;
}

/** maybeArchiveStaleBatches: the log had nothing from the offset that was asked for up to the first batch it gave, so what was AVAILABLE there is gone. */
export function archiveStale(draft: Draft, fetchOffset: Offset, baseOffset: Offset): void {
  if (fetchOffset >= baseOffset) return;
  const within = { firstOffset: fetchOffset, lastOffset: baseOffset - 1 };
  draft.deliveryCompleteCount += archive(draft, floorIndex(draft.batches, fetchOffset), within, 'AVAILABLE');
}

/** filterAbortedTransactionalAcquiredRecords: a group that reads committed records is not given these. */
export function archiveAborted(draft: Draft, aborted: Stretch): void {
  draft.deliveryCompleteCount += archive(draft, floorIndex(draft.batches, aborted.firstOffset), aborted, 'ACQUIRED');
}

/** Finished records that the window loses when it begins at `logStart` (countTerminalRecordsUpToNewLSO). */
function finishedBefore({ batches, startOffset }: Draft, logStart: Offset): number {
  let count = 0;
  for (const batch of batches) {
    mapStates(batch, { firstOffset: startOffset, lastOffset: logStart - 1 }, (state, { firstOffset, lastOffset }) => {
      if (isTerminal(state)) count += countFrom(startOffset, { firstOffset, lastOffset: Math.min(lastOffset, logStart - 1) });
      return state;
    });
  }
  return count;
}

/**
 * updateCacheAndOffsets: the log begins later now, by retention or DeleteRecords. What was AVAILABLE before that is archived and nothing is written; what is
 * ACQUIRED stays so, and is archived when it is released or its lock times out.
 */
export function logStartMoved(partition: SharePartition, logStart: Offset): SharePartition {
  if (logStart <= partition.startOffset) return partition;
  const draft = draftOf(partition);
  if (draft.batches.length === 0) {
    draft.deliveryCompleteCount = 0;
    draft.startOffset = logStart;
    draft.endOffset = logStart;
    return draft;
  }
  draft.deliveryCompleteCount -= finishedBefore(draft, logStart);
  archive(draft, 0, { firstOffset: draft.startOffset, lastOffset: logStart - 1 }, 'AVAILABLE');
  draft.startOffset = logStart;
  draft.endOffset = Math.max(draft.endOffset, logStart);
  return draft;
}
