import { describe, expect, it } from 'vitest';
import { place, type UsableBroker } from '#kafka/controller/kraft/placement.ts';
import { draw } from '#sim/random.ts';

const brokers = (ids: readonly number[], rack: string | null = null, fenced = false): UsableBroker[] => ids.map((id) => ({ id, rack, fenced }));
const zero = () => 0;

const assignments = (usable: readonly UsableBroker[], partitions: number, replicationFactor: number) => {
  const placement = place(usable, partitions, replicationFactor, zero);
  return placement.ok ? placement.assignments : placement.message;
};

describe('StripedReplicaPlacer', () => {
  it('stripes leaders over brokers without racks', () => {
    expect(assignments(brokers([0, 1, 2, 3, 4]), 5, 3)).toEqual([
      [0, 1, 2],
      [1, 2, 3],
      [2, 3, 4],
      [3, 4, 0],
      [4, 0, 1],
    ]);
  });

  it('spreads replicas over racks', () => {
    const racks = [...brokers([0, 1, 2], 'A'), ...brokers([3, 4, 5], 'B'), ...brokers([6, 7, 8], 'C')];
    expect(assignments(racks, 3, 3)).toEqual([
      [0, 3, 6],
      [4, 7, 1],
      [8, 2, 5],
    ]);
  });

  it('uses fenced brokers only as followers, after the others', () => {
    expect(assignments([...brokers([1, 2, 3]), ...brokers([4], null, true)], 3, 4)).toEqual([
      [1, 2, 3, 4],
      [2, 3, 1, 4],
      [3, 1, 2, 4],
    ]);
  });

  it('counts registered brokers, fenced ones too', () => {
    expect(assignments([...brokers([1]), ...brokers([2, 3], null, true)], 1, 3)).toEqual([[1, 2, 3]]);
    expect(assignments(brokers([1, 2]), 1, 3)).toBe(
      'The target replication factor of 3 cannot be reached because only 2 broker(s) are registered or some brokers have all their log directories cordoned.',
    );
    expect(assignments(brokers([1, 2], null, true), 1, 1)).toBe('All brokers are currently fenced.');
  });

  it('gives every broker the same number of leaders, whatever the draws', () => {
    for (let seed = 1; seed <= 30; seed++) {
      let n = 0;
      const placement = place(brokers([1, 2, 3, 4, 5]), 10, 3, (bound) => draw(seed, n++) % bound);
      const leaders = placement.ok ? placement.assignments.map(([leader]) => leader) : [];
      for (const id of [1, 2, 3, 4, 5]) expect(leaders.filter((leader) => leader === id)).toHaveLength(2);
      if (placement.ok) for (const replicas of placement.assignments) expect(new Set(replicas).size).toBe(3);
    }
  });

  it('never puts two replicas of a partition into one broker, nor into one rack while there are racks enough', () => {
    for (let draw = 0; draw < 20; draw++) {
      const brokers = [1, 2, 3, 4, 5, 6].map((id) => ({ id, rack: 'abc'[id % 3], fenced: false }));
      const placement = place(brokers, 12, 3, (bound) => draw % bound);
      if (!placement.ok) throw new Error(placement.message);
      for (const replicas of placement.assignments) {
        expect(new Set(replicas).size).toBe(3);
        expect(new Set(replicas.map((id) => id % 3)).size).toBe(3);
      }
    }
  });
});
