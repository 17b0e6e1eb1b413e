import { describe, expect, it } from 'vitest';
import { assignReplicas, type PlacedBroker } from '#kafka/controller/zookeeper/placement.ts';

const START = { index: 0, partition: 0 };
const never = (): number => {
  throw new Error('Nothing is drawn when it is said where to begin.');
};
const plain = (count: number): PlacedBroker[] => Array.from({ length: count }, (_, id) => ({ id, rack: null }));

describe('AdminUtils.assignReplicasToBrokers', () => {
  it('deals leaders in turn, and moves the followers one further with each time round', () => {
    expect(assignReplicas(plain(5), 10, 3, never, START)).toEqual([
      [0, 1, 2],
      [1, 2, 3],
      [2, 3, 4],
      [3, 4, 0],
      [4, 0, 1],
      [0, 2, 3],
      [1, 3, 4],
      [2, 4, 0],
      [3, 0, 1],
      [4, 1, 2],
    ]);
  });

  it('takes racks in turn, and no rack twice while there are others (KIP-36)', () => {
    const racks = ['r1', 'r3', 'r3', 'r2', 'r2', 'r1'].map((rack, id) => ({ id, rack }));
    expect(assignReplicas(racks, 7, 3, never, START)).toEqual([
      [0, 3, 1],
      [3, 1, 5],
      [1, 5, 4],
      [5, 4, 2],
      [4, 2, 0],
      [2, 0, 3],
      [0, 4, 2],
    ]);
  });

  it('goes on with its pattern when partitions are added: as if all had been made at once', () => {
    const all = assignReplicas(plain(5), 10, 3, never, START);
    for (const existing of [1, 2, 4, 7])
      expect(assignReplicas(plain(5), 10 - existing, 3, never, { index: 0, partition: existing })[0][0]).toBe(all[existing][0]);
  });

  it('begins where two draws say: for the leaders, and for the distance of the followers', () => {
    const draws = [2, 1];
    expect(assignReplicas(plain(4), 1, 3, () => draws.shift() as number)).toEqual([[2, 0, 1]]);
    expect(draws).toEqual([]);
  });
});
