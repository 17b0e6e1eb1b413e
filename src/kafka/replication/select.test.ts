import { describe, expect, test } from 'vitest';
import { emptyImage, type Image } from '#kafka/metadata/image.ts';
import { committedIsr } from '#kafka/replication/isr.ts';
import { newPartition, type Partition } from '#kafka/replication/partition.ts';
import { type Replica, unknownReplica } from '#kafka/replication/replica.ts';
import { preferredReadReplica } from '#kafka/replication/select.ts';

/** Brokers 1 to 5 in these racks; 1 leads. */
function image(racks: readonly string[], fenced: readonly number[] = []): Image {
  const brokers = racks.map((rack, i) => {
    const id = i + 1;
    return [id, { id, epoch: 1, incarnation: 1, rack, fenced: fenced.includes(id), inControlledShutdown: false }] as const;
  });
  return { ...emptyImage, brokers: new Map(brokers) };
}

const follower = (broker: number, logEndOffset: number, lastCaughtUpUs = 0, logStart = 0): Replica => ({
  ...unknownReplica(broker),
  logEndOffset,
  logStart,
  lastCaughtUpUs,
});

function led(remotes: readonly Replica[], isr: readonly number[]): Partition {
  const fresh = newPartition('orders-0', 'orders', 'id');
  const role = { value: 'leader' as const, data: { leader: 1, leaderEpoch: 0, partitionEpoch: 0, epochStart: 0 } };
  return { ...fresh, meta: { ...fresh.meta, role, isr: committedIsr(isr) }, remotes };
}

describe('the rack-aware selector', () => {
  const racks = image(['a', 'b', 'b', 'b', 'c']);
  const all = [1, 2, 3, 4, 5];

  test('takes the most caught up replica of the rack: by log end, then by when it was caught up, then by id', () => {
    const choose = (...remotes: Replica[]) => preferredReadReplica(led(remotes, all), racks, 1, 'b', 5);
    expect(choose(follower(2, 9), follower(3, 10), follower(4, 9))).toBe(3);
    expect(choose(follower(2, 10, 7), follower(3, 10, 6))).toBe(2);
    expect(choose(follower(2, 10, 7), follower(3, 10, 7))).toBe(3);
    expect(choose(follower(5, 10))).toBeUndefined();
  });

  test('takes nobody when the leader is in the rack, or the consumer names none', () => {
    const partition = led([follower(2, 10)], all);
    expect(preferredReadReplica(partition, racks, 1, 'a', 5)).toBeUndefined();
    expect(preferredReadReplica(partition, racks, 1, '', 5)).toBeUndefined();
  });

  test('passes over who is outside the ISR, who is fenced, and whose log does not hold the offset', () => {
    const choose = (replica: Replica, isr: readonly number[], where = racks) => preferredReadReplica(led([replica], isr), where, 1, 'b', 5);
    expect(choose(follower(2, 5), all)).toBe(2);
    expect(choose(follower(2, 5), [1, 3])).toBeUndefined();
    expect(choose(follower(2, 5), all, image(['a', 'b'], [2]))).toBeUndefined();
    expect(choose(follower(2, 4), all)).toBeUndefined();
    expect(choose(follower(2, 9, 0, 6), all)).toBeUndefined();
  });

  test('is asked of leaders only', () => {
    const partition = led([follower(2, 10)], all);
    const meta = { ...partition.meta, role: { ...partition.meta.role, value: 'follower' as const } };
    expect(preferredReadReplica({ ...partition, meta }, racks, 1, 'b', 5)).toBeUndefined();
  });
});
