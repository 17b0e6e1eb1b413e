/**
 * What a share coordinator remembers of a share-partition (ShareGroupOffset), and its records in __share_group_state (ShareCoordinatorRecordHelpers):
 * a snapshot says everything, an update what changed since; as JSON texts, and their replay.
 */
import type { CoordinatorRecord } from '#kafka/coordinator/io.ts';
import type { LeaderEpoch, Offset } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { ShareKey, StateBatch } from '#kafka/protocol/share.ts';

export interface ShareGroupOffset {
  readonly snapshotEpoch: number;
  readonly stateEpoch: number;
  readonly leaderEpoch: LeaderEpoch;
  readonly startOffset: Offset;
  readonly deliveryCompleteCount: number;
  readonly stateBatches: readonly StateBatch[];
  /** Updates since the last snapshot. */
  readonly updates: number;
}

/** What an update says: the state epoch stays. */
export type ShareUpdate = Pick<ShareGroupOffset, 'leaderEpoch' | 'startOffset' | 'deliveryCompleteCount' | 'stateBatches'>;

export const keyText = ({ group, topicId, partition }: ShareKey): string => `${group}:${topicId}:${partition}`;

const record = (of: 'ShareSnapshot' | 'ShareUpdate', { group, topicId, partition }: ShareKey, value: unknown): CoordinatorRecord => ({
  key: JSON.stringify({ record: of, group, topicId, partition }),
  value: value === null ? null : JSON.stringify(value),
});

export function snapshotRecord(key: ShareKey, { snapshotEpoch, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches }: ShareGroupOffset) {
  return record('ShareSnapshot', key, { snapshotEpoch, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches });
}

export function updateRecord(key: ShareKey, snapshotEpoch: number, { leaderEpoch, startOffset, deliveryCompleteCount, stateBatches }: ShareUpdate) {
  return record('ShareUpdate', key, { snapshotEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches });
}

export const tombstone = (key: ShareKey): CoordinatorRecord => record('ShareSnapshot', key, null);

const RANK = { AVAILABLE: 0, ACKNOWLEDGED: 2, ARCHIVED: 4 } as const;

/** PersisterStateBatchCombiner: of two that speak of an offset the later delivery wins, then the later state; what lies before the start offset is gone. */
export function combined(before: readonly StateBatch[], news: readonly StateBatch[], startOffset: Offset): readonly StateBatch[] {
  const byOffset = new Map<Offset, Pick<StateBatch, 'deliveryState' | 'deliveryCount'>>();
  for (const { firstOffset, lastOffset, deliveryState, deliveryCount } of [...before, ...news]) {
    for (let offset = Math.max(firstOffset, startOffset); offset <= lastOffset; offset++) {
      const known = byOffset.get(offset);
      const isOlder =
        known !== undefined &&
        (deliveryCount < known.deliveryCount || (deliveryCount === known.deliveryCount && RANK[deliveryState] < RANK[known.deliveryState]));
      if (!isOlder) byOffset.set(offset, { deliveryState, deliveryCount });
    }
  }
  const batches: StateBatch[] = [];
  for (const [offset, { deliveryState, deliveryCount }] of [...byOffset].sort((a, b) => a[0] - b[0])) {
    const last = batches[batches.length - 1];
    const isNext = last !== undefined && last.lastOffset + 1 === offset && last.deliveryState === deliveryState && last.deliveryCount === deliveryCount;
    if (isNext) batches[batches.length - 1] = { ...last, lastOffset: offset };
    else batches.push({ firstOffset: offset, lastOffset: offset, deliveryState, deliveryCount });
  }
  return batches;
}

/** ShareCoordinatorShard.merge: a start offset of -1 changes nothing. */
export function updated(before: ShareGroupOffset, update: ShareUpdate): ShareGroupOffset {
  const startOffset = update.startOffset === -1 ? before.startOffset : update.startOffset;
  return {
    snapshotEpoch: before.snapshotEpoch,
    stateEpoch: before.stateEpoch,
    leaderEpoch: Math.max(before.leaderEpoch, update.leaderEpoch),
    startOffset,
    deliveryCompleteCount: update.deliveryCompleteCount,
    stateBatches: combined(before.stateBatches, update.stateBatches, startOffset),
    updates: before.updates + 1,
  };
}

export type ShareStates = ReadonlyMap<string, ShareGroupOffset>;

export function replayShareState(records: readonly StoredRecord[]): ShareStates {
  const states = new Map<string, ShareGroupOffset>();
  for (const { key, value, batch } of records) {
    if (key === null || batch.control !== undefined) continue;
    const parsed = JSON.parse(key) as ShareKey & { record: 'ShareSnapshot' | 'ShareUpdate' };
    const at = keyText(parsed);
    if (value === null) {
      states.delete(at);
      continue;
    }
    const read = JSON.parse(value) as Omit<ShareGroupOffset, 'updates'>;
    const known = states.get(at);
    if (parsed.record === 'ShareSnapshot') states.set(at, { ...read, updates: 0 });
    else if (known !== undefined) states.set(at, updated(known, read));
  }
  return states;
}
