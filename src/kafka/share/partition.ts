/**
 * A share-partition (SharePartition): what one share group has in flight of one partition, kept by the leader of the partition. Everything before the
 * start offset is done with, everything after the end offset has not been fetched yet. A value: each operation returns a new one.
 */
import type { Offset } from '#kafka/protocol/names.ts';
import type { StateBatch } from '#kafka/protocol/share.ts';
import { type InFlightBatch, type Stretch, sizeOf, stateAt, stretchOf, wholeBatch } from '#kafka/share/batch.ts';
import { inFlight, isAvailable, isOpen, isTerminal, UNLOCKED } from '#kafka/share/state.ts';

/** What was never persisted below the last offset that was: those records were acquired when the leader was lost, and are fetched again (GapWindow). */
export interface GapWindow {
  readonly endOffset: Offset;
  readonly gapStartOffset: Offset;
}

export interface SharePartition {
  readonly startOffset: Offset;
  readonly endOffset: Offset;
  /** In the order of their offsets; Kafka's cachedState. */
  readonly batches: readonly InFlightBatch[];
  readonly gap: GapWindow | undefined;
  /** Records from the start offset on that are ACKNOWLEDGED or ARCHIVED: what the lag of the group does not count (KIP-1226). */
  readonly deliveryCompleteCount: number;
  readonly stateEpoch: number;
  /** The number that the next write to the persister bears. */
  readonly nextWrite: number;
}

/** share.record.lock.duration.ms, share.delivery.count.limit, share.partition.max.record.locks, share.renew.acknowledge.enable. */
export interface ShareSettings {
  readonly lockUs: number;
  readonly deliveryCountLimit: number;
  readonly maxRecordLocks: number;
  readonly canRenew: boolean;
}

/** What the persister answers to a read. */
export interface PersistedState {
  readonly startOffset: Offset;
  readonly stateEpoch: number;
  readonly stateBatches: readonly StateBatch[];
}

/** A share-partition while one operation works on it. */
export type Draft = { -readonly [K in keyof SharePartition]: K extends 'batches' ? InFlightBatch[] : SharePartition[K] };

export const draftOf = (partition: SharePartition): Draft => ({
  startOffset: partition.startOffset,
  endOffset: partition.endOffset,
  batches: [...partition.batches],
  gap: partition.gap,
  deliveryCompleteCount: partition.deliveryCompleteCount,
  stateEpoch: partition.stateEpoch,
  nextWrite: partition.nextWrite,
});

/** The last batch that begins at or before the offset; -1 if there is none. */
export function floorIndex(batches: readonly InFlightBatch[], offset: Offset): number {
  let low = 0;
  let high = batches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (batches[middle].firstOffset <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export const lastBatch = ({ batches }: Pick<SharePartition, 'batches'>): InFlightBatch | undefined => batches[batches.length - 1];

/** Records of the stretch that the window still holds (numInFlightRecordsInBatch). */
export const countFrom = (startOffset: Offset, { firstOffset, lastOffset }: Stretch): number =>
  lastOffset < startOffset ? 0 : lastOffset - Math.max(startOffset, firstOffset) + 1;

/** The batch begins before the start offset and ends at or after it (checkForStartOffsetWithinBatch). */
export const straddles = ({ firstOffset, lastOffset }: Stretch, startOffset: Offset): boolean => firstOffset < startOffset && lastOffset >= startOffset;

export const isGapActive = ({ gap, endOffset }: Pick<SharePartition, 'gap' | 'endOffset'>): boolean => gap !== undefined && gap.endOffset === endOffset;

/** The whole window counts, holes and finished records too (numInFlightRecords). */
export const inFlightRecords = ({ batches, startOffset, endOffset }: SharePartition): number => (batches.length === 0 ? 0 : endOffset - startOffset + 1);

/** maybeInitialize: what a new leader knows from the persister. `undefined`: the persister remembers what cannot be, and the share-partition FAILED. */
export function loaded(read: PersistedState): SharePartition | undefined {
  const { startOffset, stateEpoch, stateBatches } = read;
  let gapStart = -1;
  let before = startOffset - 1;
  let deliveryCompleteCount = 0;
  for (const batch of stateBatches) {
    if (batch.firstOffset < startOffset || batch.lastOffset < batch.firstOffset) return undefined;
    if (gapStart === -1 && batch.firstOffset > before + 1) gapStart = before + 1;
    if (batch.deliveryState !== 'AVAILABLE') deliveryCompleteCount += sizeOf(batch);
    before = batch.lastOffset;
  }
  const batches = stateBatches.map(({ firstOffset, lastOffset, deliveryState, deliveryCount }) =>
    wholeBatch(firstOffset, lastOffset, inFlight(deliveryState, deliveryCount)),
  );
  const endOffset = lastBatch({ batches })?.lastOffset ?? startOffset;
  const gap = gapStart === -1 ? undefined : { endOffset, gapStartOffset: gapStart };
  const draft: Draft = { startOffset, endOffset, batches, gap, deliveryCompleteCount, stateEpoch, nextWrite: 0 };
  advance(draft);
  return draft;
}

/** The first AVAILABLE offset of a batch; undefined if it has none. */
function firstAvailable(batch: InFlightBatch): Offset | undefined {
  const index = batch.states.findIndex(isAvailable);
  return index < 0 ? undefined : stretchOf(batch, index).firstOffset;
}

/**
 * Where the next fetch begins: at the first record that may be acquired, else behind the window. Kafka remembers in findNextFetchOffset whether it is
 * worth looking; looking always finds the same.
 */
export function nextFetchOffset(partition: SharePartition): Offset {
  const last = lastBatch(partition);
  if (last === undefined || partition.startOffset > last.lastOffset) return partition.endOffset;
  let gapStart = partition.gap !== undefined && isGapActive(partition) ? partition.gap.gapStartOffset : undefined;
  for (const batch of partition.batches) {
    if (gapStart !== undefined) {
      if (batch.firstOffset > gapStart) return gapStart;
      gapStart = Math.max(batch.lastOffset + 1, gapStart);
    }
    const available = firstAvailable(batch);
    if (available !== undefined) return available;
  }
  return partition.endOffset + 1;
}

/** There is something to acquire again, or room for more (canAcquireRecords). */
export const canAcquire = (partition: SharePartition, { maxRecordLocks }: Pick<ShareSettings, 'maxRecordLocks'>): boolean =>
  nextFetchOffset(partition) !== partition.endOffset + 1 || inFlightRecords(partition) < maxRecordLocks;

/** When the next acquisition lock times out; undefined if nothing is ACQUIRED. */
export function nextLapseUs({ batches }: SharePartition): number | undefined {
  let next: number | undefined;
  for (const { states } of batches) {
    for (const { value, data } of states) {
      if (value === 'ACQUIRED' && data.lockedUntilUs !== UNLOCKED && (next === undefined || data.lockedUntilUs < next)) next = data.lockedUntilUs;
    }
  }
  return next;
}

/** How far the leading run of finished records goes, and how many of them the window counts (findLastOffsetAcknowledgedAndMetadata). */
function leadingRun(draft: Draft): { readonly lastOffset: Offset; readonly count: number } {
  let lastOffset = -1;
  let count = 0;
  for (const batch of draft.batches) {
    if (draft.gap !== undefined && isGapActive(draft) && batch.lastOffset >= draft.gap.gapStartOffset) break;
    for (let i = 0; i < batch.states.length; i++) {
      if (isOpen(batch.states[i]) || !isTerminal(batch.states[i])) return { lastOffset, count };
      const stretch = stretchOf(batch, i);
      lastOffset = stretch.lastOffset;
      count += countFrom(draft.startOffset, stretch);
    }
  }
  return { lastOffset, count };
}

/** canMoveStartOffset: the record at the start offset is finished, and the persister knows. */
function canMove({ batches, startOffset }: Draft): boolean {
  const floor = floorIndex(batches, startOffset);
  if (floor < 0) return false;
  const state = stateAt(batches[floor], startOffset);
  return !isOpen(state) && isTerminal(state);
}

/** maybeUpdateCachedStateAndOffsets: the start offset moves over the leading run of finished records; whole batches before it are forgotten. */
export function advance(draft: Draft): void {
  if (!canMove(draft)) return;
  const { lastOffset, count } = leadingRun(draft);
  if (lastOffset === -1) return;
  const last = lastBatch(draft) as InFlightBatch;
  if (lastOffset === last.lastOffset) {
    draft.startOffset = last.lastOffset + 1;
    draft.endOffset = last.lastOffset + 1;
    draft.batches = [];
    draft.deliveryCompleteCount = 0;
    return;
  }
  const floor = floorIndex(draft.batches, lastOffset);
  const isEnd = lastOffset === draft.batches[floor].lastOffset;
  const next = isEnd ? draft.batches[floor + 1].firstOffset : lastOffset + 1;
  const moved = Math.max(draft.startOffset, next);
  draft.startOffset = isEnd && draft.gap !== undefined && isGapActive(draft) ? Math.min(draft.gap.gapStartOffset, moved) : moved;
  draft.deliveryCompleteCount -= count;
  draft.batches.splice(0, isEnd ? floor + 1 : floor);
}
