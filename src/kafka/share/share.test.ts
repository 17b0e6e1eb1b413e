import { describe, expect, test } from 'vitest';
import type { AcknowledgementBatch, AcquiredRecords, StateBatch } from '#kafka/protocol/share.ts';
import { acknowledge, lapse, releaseMember, settle, stateOf, written } from '#kafka/share/acknowledge.ts';
import { acquire, type ShareRead } from '#kafka/share/acquire.ts';
import { logStartMoved } from '#kafka/share/archive.ts';
import type { Stretch } from '#kafka/share/batch.ts';
import { canAcquire, loaded, nextFetchOffset, nextLapseUs, type SharePartition, type ShareSettings } from '#kafka/share/partition.ts';

const LOCK_US = 30_000_000;
const SETTINGS: ShareSettings = { lockUs: LOCK_US, deliveryCountLimit: 5, maxRecordLocks: 2000, canRenew: false };

/** Batches of a log, each as long as it says, one behind the other. */
function logOf(sizes: readonly number[], from = 0): Stretch[] {
  let next = from;
  return sizes.map((size) => {
    next += size;
    return { firstOffset: next - size, lastOffset: next - 1 };
  });
}

const whole = (firstOffset: number, lastOffset: number, type: AcknowledgementBatch['acknowledgeTypes'][number]): AcknowledgementBatch => ({
  firstOffset,
  lastOffset,
  acknowledgeTypes: [type],
});

/** A share-partition and its log, told in Kafka's words. */
class Partition {
  now = 0;
  state: SharePartition;
  readonly log: readonly Stretch[];
  readonly settings: ShareSettings;

  constructor(sizes: readonly number[], settings: Partial<ShareSettings> = {}, state = loaded({ startOffset: 0, stateEpoch: 0, stateBatches: [] })) {
    this.log = logOf(sizes);
    this.settings = { ...SETTINGS, ...settings };
    if (state === undefined) throw new Error('the share-partition FAILED');
    this.state = state;
  }

  fetch(memberId: string, read: Partial<ShareRead> = {}): readonly AcquiredRecords[] {
    const fetchOffset = nextFetchOffset(this.state);
    const batches = this.log.filter(({ lastOffset }) => lastOffset >= fetchOffset);
    const asked: ShareRead = { memberId, mode: 'batch_optimized', batchSize: 500, maxRecords: 500, fetchOffset, batches, aborted: [], ...read };
    const { partition, acquired } = acquire(this.state, asked, this.settings, this.now);
    this.state = partition;
    return acquired;
  }

  /** The persister answers at once, or refuses. */
  acknowledge(memberId: string, batches: readonly AcknowledgementBatch[], isWritten = true): string | readonly StateBatch[] {
    const { partition, refusal, write, stateBatches } = acknowledge(this.state, memberId, batches, this.settings, this.now);
    this.state = write === undefined ? partition : written(partition, write, isWritten, this.settings, this.now);
    return refusal === undefined ? stateBatches : `${refusal.error}: ${refusal.message}`;
  }

  wait(us: number): readonly StateBatch[] {
    this.now += us;
    const { partition, stateBatches } = lapse(this.state, this.settings, this.now);
    this.state = settle(partition);
    return stateBatches;
  }

  leave(memberId: string): void {
    const { partition, write } = releaseMember(this.state, memberId, this.settings, this.now);
    this.state = write === undefined ? partition : written(partition, write, true, this.settings, this.now);
  }

  /** Offset by offset, from the start offset: state, delivery count, member. */
  get told(): string[] {
    const { startOffset, endOffset, batches } = this.state;
    if (batches.length === 0) return [];
    return Array.from({ length: endOffset - startOffset + 1 }, (_, i) => {
      const state = stateOf(this.state, startOffset + i);
      return state === undefined ? `${startOffset + i} none` : `${startOffset + i} ${state.value} ${state.data.deliveryCount} ${state.data.memberId}`.trim();
    });
  }

  get window(): readonly [number, number] {
    return [this.state.startOffset, this.state.endOffset];
  }
}

describe('acquisition', () => {
  test('gives two members different records of one partition', () => {
    const partition = new Partition([2, 2]);
    expect(partition.fetch('m1', { maxRecords: 2 })).toEqual([{ firstOffset: 0, lastOffset: 1, deliveryCount: 1 }]);
    expect(partition.fetch('m2')).toEqual([{ firstOffset: 2, lastOffset: 3, deliveryCount: 1 }]);
    expect(partition.fetch('m3')).toEqual([]);
    expect(partition.told).toEqual(['0 ACQUIRED 1 m1', '1 ACQUIRED 1 m1', '2 ACQUIRED 1 m2', '3 ACQUIRED 1 m2']);
  });

  test('goes to the end of a batch of the log, even if that is more than max.poll.records', () => {
    expect(new Partition([5, 5]).fetch('m1', { maxRecords: 2 })).toEqual([{ firstOffset: 0, lastOffset: 4, deliveryCount: 1 }]);
  });

  test('never gives more than was asked for with share.acquire.mode=record_limit (KIP-1206), and the rest of the batch to others', () => {
    const partition = new Partition([5]);
    expect(partition.fetch('m1', { mode: 'record_limit', maxRecords: 2 })).toEqual([{ firstOffset: 0, lastOffset: 1, deliveryCount: 1 }]);
    expect(partition.told.slice(2)).toEqual(['2 AVAILABLE 0', '3 AVAILABLE 0', '4 AVAILABLE 0']);
    expect(partition.fetch('m2', { mode: 'record_limit', maxRecords: 2 })).toEqual([{ firstOffset: 2, lastOffset: 3, deliveryCount: 1 }]);
    expect(partition.fetch('m1')).toEqual([{ firstOffset: 4, lastOffset: 4, deliveryCount: 1 }]);
  });

  test('cuts what it gives where a batch of the log begins, once there are batch.size records', () => {
    const acquired = new Partition([2, 2, 3, 2]).fetch('m1', { batchSize: 3 });
    expect(acquired.map(({ firstOffset, lastOffset }) => [firstOffset, lastOffset])).toEqual([
      [0, 3],
      [4, 6],
      [7, 8],
    ]);
  });

  test('stops at share.partition.max.record.locks, and goes on when the start offset has moved', () => {
    const partition = new Partition([2, 2, 2], { maxRecordLocks: 4 });
    expect(partition.fetch('m1')).toEqual([{ firstOffset: 0, lastOffset: 3, deliveryCount: 1 }]);
    expect(canAcquire(partition.state, partition.settings)).toBe(false);
    expect(partition.fetch('m2')).toEqual([]);
    partition.acknowledge('m1', [whole(2, 3, 'ACCEPT')]);
    expect(canAcquire(partition.state, partition.settings)).toBe(false);
    partition.acknowledge('m1', [whole(0, 1, 'ACCEPT')]);
    expect(partition.fetch('m2')).toEqual([{ firstOffset: 4, lastOffset: 5, deliveryCount: 1 }]);
  });

  test('lets a member have again what is free inside of a full window', () => {
    const partition = new Partition([2, 2, 2], { maxRecordLocks: 4 });
    partition.fetch('m1');
    partition.acknowledge('m1', [whole(1, 1, 'RELEASE')]);
    expect(partition.fetch('m2')).toEqual([{ firstOffset: 1, lastOffset: 1, deliveryCount: 2 }]);
  });

  test('does not give a group that reads committed records those of an aborted transaction', () => {
    const partition = new Partition([2, 2, 2]);
    expect(partition.fetch('m1', { aborted: [{ firstOffset: 2, lastOffset: 3 }] })).toEqual([
      { firstOffset: 0, lastOffset: 1, deliveryCount: 1 },
      { firstOffset: 4, lastOffset: 5, deliveryCount: 1 },
    ]);
    expect(partition.told.slice(2, 4)).toEqual(['2 ARCHIVED 1', '3 ARCHIVED 1']);
    expect(partition.state.deliveryCompleteCount).toBe(2);
  });

  test('archives what the cleaner took away while it was available', () => {
    const partition = new Partition([2, 2]);
    partition.fetch('m1');
    partition.acknowledge('m1', [whole(0, 3, 'RELEASE')]);
    expect(partition.fetch('m1', { batches: [{ firstOffset: 2, lastOffset: 3 }] })).toEqual([{ firstOffset: 2, lastOffset: 3, deliveryCount: 2 }]);
    expect(partition.told.slice(0, 2)).toEqual(['0 ARCHIVED 1', '1 ARCHIVED 1']);
  });
});

describe('an acknowledgement', () => {
  test('moves the start offset only over the leading run of finished records', () => {
    const partition = new Partition([4]);
    partition.fetch('m1');
    partition.acknowledge('m1', [whole(2, 3, 'ACCEPT')]);
    expect(partition.window).toEqual([0, 3]);
    expect(partition.state.deliveryCompleteCount).toBe(2);
    partition.acknowledge('m1', [whole(0, 0, 'REJECT')]);
    expect(partition.window).toEqual([1, 3]);
    partition.acknowledge('m1', [whole(1, 1, 'ACCEPT')]);
    expect(partition.window).toEqual([4, 4]);
    expect(partition.state).toMatchObject({ batches: [], deliveryCompleteCount: 0 });
  });

  test('has a type for each offset: ACCEPT, RELEASE, REJECT, and a gap for what is no record', () => {
    const partition = new Partition([4]);
    partition.fetch('m1');
    const written = partition.acknowledge('m1', [{ firstOffset: 0, lastOffset: 3, acknowledgeTypes: ['RELEASE', 'ACCEPT', 'REJECT', 'GAP'] }]);
    expect(partition.told).toEqual(['0 AVAILABLE 1', '1 ACKNOWLEDGED 1', '2 ARCHIVED 1', '3 ARCHIVED 1']);
    expect(written).toEqual([
      { firstOffset: 0, lastOffset: 0, deliveryState: 'AVAILABLE', deliveryCount: 1 },
      { firstOffset: 1, lastOffset: 1, deliveryState: 'ACKNOWLEDGED', deliveryCount: 1 },
      { firstOffset: 2, lastOffset: 2, deliveryState: 'ARCHIVED', deliveryCount: 1 },
      { firstOffset: 3, lastOffset: 3, deliveryState: 'ARCHIVED', deliveryCount: 1 },
    ]);
  });

  test.each<readonly [string, string, AcknowledgementBatch, string]>([
    ['of another member', 'm2', whole(0, 3, 'ACCEPT'), 'INVALID_RECORD_STATE: Member is not the owner of batch record'],
    ['past the window', 'm1', whole(0, 9, 'ACCEPT'), 'INVALID_REQUEST: Batch record not found. The last offset in request is past acquired records.'],
    ['behind the window', 'm1', whole(8, 9, 'ACCEPT'), 'INVALID_REQUEST: Batch record not found. The first offset in request is past acquired records.'],
    ['with RENEW where it is not enabled', 'm1', whole(0, 3, 'RENEW'), 'INVALID_RECORD_STATE: Renewing acquisition locks is not enabled for the group.'],
  ])('%s is refused', (_, member, batch, message) => {
    const partition = new Partition([4]);
    partition.fetch('m1');
    expect(partition.acknowledge(member, [batch])).toBe(message);
    expect(partition.told.every((line) => line.endsWith('ACQUIRED 1 m1'))).toBe(true);
  });

  test('that comes twice is refused, and so is one for what was never fetched', () => {
    const partition = new Partition([2, 2]);
    const notFound = 'INVALID_RECORD_STATE: Batch record not found. The request batch offsets are not found in the cache.';
    expect(partition.acknowledge('m1', [whole(0, 1, 'ACCEPT')])).toBe(notFound);
    partition.fetch('m1');
    partition.acknowledge('m1', [whole(2, 3, 'ACCEPT')]);
    expect(partition.acknowledge('m1', [whole(2, 3, 'ACCEPT')])).toBe('INVALID_RECORD_STATE: The offset cannot be acknowledged. The offset is not acquired.');
  });

  test('of which one part is refused changes nothing', () => {
    const partition = new Partition([2, 2]);
    partition.fetch('m1', { maxRecords: 2 });
    partition.fetch('m2');
    const before = partition.told;
    expect(partition.acknowledge('m1', [whole(0, 1, 'ACCEPT'), whole(2, 3, 'ACCEPT')])).toContain('Member is not the owner');
    expect(partition.told).toEqual(before);
    expect(partition.state.deliveryCompleteCount).toBe(0);
  });

  test('that the persister does not take leaves the records with the member', () => {
    const partition = new Partition([2]);
    partition.fetch('m1');
    partition.acknowledge('m1', [whole(0, 1, 'ACCEPT')], false);
    expect(partition.told).toEqual(['0 ACQUIRED 1 m1', '1 ACQUIRED 1 m1']);
    expect(partition.state.deliveryCompleteCount).toBe(0);
    expect(partition.wait(LOCK_US)).toHaveLength(1);
  });

  test('whose lock timed out while it was being written, and was not, makes the records available', () => {
    const partition = new Partition([2]);
    partition.fetch('m1');
    const { partition: open, write } = acknowledge(partition.state, 'm1', [whole(0, 1, 'ACCEPT')], partition.settings, 0);
    const late = lapse(open, partition.settings, LOCK_US);
    expect(late.stateBatches).toEqual([]);
    partition.state = written(late.partition, write as number, false, partition.settings, LOCK_US);
    expect(partition.told).toEqual(['0 AVAILABLE 1', '1 AVAILABLE 1']);
  });

  test('that is still being written holds the start offset, though what lies before it is written: it may yet be taken back', () => {
    const partition = new Partition([2, 2]);
    partition.fetch('m1');
    const { settings } = partition;
    const first = acknowledge(partition.state, 'm1', [whole(0, 1, 'ACCEPT')], settings, 0);
    const second = acknowledge(first.partition, 'm1', [whole(2, 3, 'ACCEPT')], settings, 0);
    partition.state = written(second.partition, first.write as number, true, settings, 0);
    expect(partition.window[0]).toBe(2);
    partition.state = written(partition.state, second.write as number, false, settings, 0);
    expect(partition.told).toEqual(['2 ACQUIRED 1 m1', '3 ACQUIRED 1 m1']);
  });

  test('is not over before it is written: nobody may have a released record until then', () => {
    const partition = new Partition([2]);
    partition.fetch('m1');
    const { partition: open, write } = acknowledge(partition.state, 'm1', [whole(0, 1, 'RELEASE')], partition.settings, 0);
    expect(nextFetchOffset(open)).toBe(2);
    partition.state = written(open, write as number, true, partition.settings, 0);
    expect(nextFetchOffset(partition.state)).toBe(0);
  });
});

describe('an acquisition lock', () => {
  test('times out after share.record.lock.duration.ms, and the record is delivered again', () => {
    const partition = new Partition([2]);
    partition.fetch('m1');
    expect(nextLapseUs(partition.state)).toBe(LOCK_US);
    expect(partition.wait(LOCK_US - 1)).toEqual([]);
    expect(partition.wait(1)).toEqual([{ firstOffset: 0, lastOffset: 1, deliveryState: 'AVAILABLE', deliveryCount: 1 }]);
    expect(nextLapseUs(partition.state)).toBeUndefined();
    expect(partition.fetch('m2')).toEqual([{ firstOffset: 0, lastOffset: 1, deliveryCount: 2 }]);
    expect(partition.acknowledge('m1', [whole(0, 1, 'ACCEPT')])).toBe('INVALID_RECORD_STATE: Member is not the owner of batch record');
  });

  test('is renewed by RENEW (KIP-1222), and only for the offsets named', () => {
    const partition = new Partition([2], { canRenew: true });
    partition.fetch('m1');
    partition.wait(LOCK_US / 2);
    expect(partition.acknowledge('m1', [whole(1, 1, 'RENEW')])).toEqual([]);
    partition.wait(LOCK_US / 2);
    expect(partition.told).toEqual(['0 AVAILABLE 1', '1 ACQUIRED 1 m1']);
    expect(nextLapseUs(partition.state)).toBe((LOCK_US * 3) / 2);
  });
});

describe('a record that nobody can process', () => {
  test('is archived after share.delivery.count.limit deliveries, and the group goes on behind it', () => {
    const partition = new Partition([1], { deliveryCountLimit: 3 });
    for (let delivery = 1; delivery <= 3; delivery++) {
      expect(partition.fetch('m1')).toEqual([{ firstOffset: 0, lastOffset: 0, deliveryCount: delivery }]);
      partition.acknowledge('m1', [whole(0, 0, 'RELEASE')]);
    }
    expect(partition.fetch('m1')).toEqual([]);
    expect(partition.window).toEqual([1, 1]);
  });

  test('is isolated: from half of the deliveries on portions become smaller, and the last delivery is of one record', () => {
    const partition = new Partition([8]);
    const sizes: number[] = [];
    for (let round = 0; round < 5; round++) {
      const acquired = partition.fetch('m1');
      sizes.push(acquired.reduce((sum, { firstOffset, lastOffset }) => sum + lastOffset - firstOffset + 1, 0));
      partition.leave('m1');
    }
    expect(sizes).toEqual([8, 8, 8, 4, 1]);
    expect(partition.told[0]).toBe('1 AVAILABLE 4');
  });
});

describe('a member that leaves', () => {
  test('gives back what it has and nobody else’s; the delivery counts', () => {
    const partition = new Partition([2, 2]);
    partition.fetch('m1', { maxRecords: 2 });
    partition.fetch('m2');
    partition.leave('m1');
    expect(partition.told).toEqual(['0 AVAILABLE 1', '1 AVAILABLE 1', '2 ACQUIRED 1 m2', '3 ACQUIRED 1 m2']);
  });
});

describe('a log that begins later', () => {
  test('archives what was available, leaves what a member has, and archives that when it comes back', () => {
    const partition = new Partition([2, 2, 2]);
    partition.fetch('m1', { maxRecords: 2 });
    partition.fetch('m2', { maxRecords: 2 });
    partition.leave('m2');
    partition.state = logStartMoved(partition.state, 3);
    expect(stateOf(partition.state, 0)?.value).toBe('ACQUIRED');
    expect(stateOf(partition.state, 2)?.value).toBe('ARCHIVED');
    expect(partition.told).toEqual(['3 AVAILABLE 1']);
    expect(partition.acknowledge('m1', [whole(0, 1, 'ACCEPT')])).toEqual([]);
    expect(partition.wait(LOCK_US)).toEqual([{ firstOffset: 0, lastOffset: 1, deliveryState: 'ARCHIVED', deliveryCount: 1 }]);
    expect(partition.fetch('m1')).toEqual([
      { firstOffset: 3, lastOffset: 3, deliveryCount: 2 },
      { firstOffset: 4, lastOffset: 5, deliveryCount: 1 },
    ]);
  });

  test('than all that a member has is forgotten when that comes back, and heard of again at the next fetch', () => {
    const partition = new Partition([1, 1, 2]);
    partition.fetch('m1', { maxRecords: 1 });
    partition.state = logStartMoved(partition.state, 2);
    expect(partition.window).toEqual([2, 2]);
    partition.leave('m1');
    expect(partition.window).toEqual([1, 1]);
    partition.state = logStartMoved(partition.state, 2);
    expect(partition.fetch('m1')).toEqual([{ firstOffset: 2, lastOffset: 3, deliveryCount: 1 }]);
  });

  test('past everything in flight leaves an empty window there', () => {
    const partition = new Partition([2, 2, 2]);
    partition.fetch('m1', { maxRecords: 2 });
    partition.leave('m1');
    partition.state = logStartMoved(partition.state, 4);
    expect(partition.window).toEqual([4, 4]);
    expect(nextFetchOffset(partition.state)).toBe(4);
  });
});

describe('a new leader', () => {
  const persisted = (stateBatches: readonly StateBatch[]) => loaded({ startOffset: 0, stateEpoch: 3, stateBatches });
  const accepted: StateBatch = { firstOffset: 2, lastOffset: 3, deliveryState: 'ACKNOWLEDGED', deliveryCount: 1 };

  test('delivers again what was acquired and never written, as if for the first time, and not what was accepted', () => {
    const partition = new Partition([2, 2, 2], {}, persisted([accepted]));
    expect(partition.window).toEqual([0, 3]);
    expect(nextFetchOffset(partition.state)).toBe(0);
    expect(partition.fetch('m2')).toEqual([
      { firstOffset: 0, lastOffset: 1, deliveryCount: 1 },
      { firstOffset: 4, lastOffset: 5, deliveryCount: 1 },
    ]);
    expect(partition.told.slice(2, 4)).toEqual(['2 ACKNOWLEDGED 1', '3 ACKNOWLEDGED 1']);
  });

  test('whose gap ends where its last written record lies moves on when there is more to fetch', () => {
    const partition = new Partition([2, 1, 1], {}, persisted([{ ...accepted, lastOffset: 2 }]));
    partition.fetch('m1', { batches: [{ firstOffset: 0, lastOffset: 2 }] });
    partition.acknowledge('m1', [whole(0, 1, 'ACCEPT')]);
    expect(partition.window).toEqual([2, 2]);
    partition.fetch('m1');
    partition.acknowledge('m1', [whole(3, 3, 'ACCEPT')]);
    expect(partition.window).toEqual([4, 4]);
  });

  test('knows the delivery counts of what was released', () => {
    const partition = new Partition([2, 2], {}, persisted([{ firstOffset: 0, lastOffset: 1, deliveryState: 'AVAILABLE', deliveryCount: 4 }]));
    expect(partition.fetch('m1')).toEqual([{ firstOffset: 0, lastOffset: 0, deliveryCount: 5 }]);
  });

  test('begins behind what was finished', () => {
    expect(persisted([{ ...accepted, firstOffset: 0 }])).toMatchObject({ startOffset: 4, endOffset: 4, batches: [], deliveryCompleteCount: 0, stateEpoch: 3 });
  });

  test('fails on what cannot have been written', () => {
    expect(loaded({ startOffset: 3, stateEpoch: 0, stateBatches: [accepted] })).toBeUndefined();
    expect(loaded({ startOffset: 0, stateEpoch: 0, stateBatches: [{ ...accepted, lastOffset: 1 }] })).toBeUndefined();
  });
});
