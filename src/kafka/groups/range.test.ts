import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignRange } from '#kafka/groups/range.ts';
import type { Subscriber } from '#kafka/groups/subscriber.ts';

const members = (...topics: readonly string[][]): Subscriber[] => topics.map((list, i) => ({ memberId: `C${i + 1}`, instanceId: null, topics: list }));
const assigned = (counts: Record<string, number>, subscribers: readonly Subscriber[]): Record<string, string[]> =>
  Object.fromEntries(assignRange(subscribers, { count: (topic) => counts[topic] }));

test('seven partitions over three members: three, two, two, consecutive', () => {
  expect(assigned({ t0: 7 }, members(['t0'], ['t0'], ['t0']))).toEqual({ C1: ['t0-0', 't0-1', 't0-2'], C2: ['t0-3', 't0-4'], C3: ['t0-5', 't0-6'] });
});

test('with several topics the first members collect the extra partition of each', () => {
  expect(assigned({ t0: 3, t1: 3 }, members(['t0', 't1'], ['t0', 't1']))).toEqual({ C1: ['t0-0', 't0-1', 't1-0', 't1-1'], C2: ['t0-2', 't1-2'] });
});

test('more members than partitions leaves members idle', () => {
  expect(assigned({ t0: 2 }, members(['t0'], ['t0'], ['t0']))).toEqual({ C1: ['t0-0'], C2: ['t0-1'], C3: [] });
});

test('members share only the topics that they subscribe to', () => {
  expect(assigned({ t0: 3, t1: 3 }, members(['t0'], ['t0', 't1'], ['t0']))).toEqual({ C1: ['t0-0'], C2: ['t0-1', 't1-0', 't1-1', 't1-2'], C3: ['t0-2'] });
});

test('topics without metadata are skipped', () => {
  expect(assigned({ t0: 1 }, members(['gone', 't0']))).toEqual({ C1: ['t0-0'] });
});

test('static members come before dynamic ones', () => {
  const subscribers: Subscriber[] = [
    { memberId: 'a', instanceId: null, topics: ['t'] },
    { memberId: 'z', instanceId: 'i', topics: ['t'] },
  ];
  expect(assigned({ t: 1 }, subscribers)).toEqual({ z: ['t-0'], a: [] });
});

test('every partition has exactly one owner, and shares differ by at most one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 12 }), (partitions, size) => {
      const shares = Object.values(assigned({ t: partitions }, members(...Array.from({ length: size }, () => ['t']))));
      expect(shares.flat().sort()).toEqual(Array.from({ length: partitions }, (_, p) => `t-${p}`).sort());
      const lengths = shares.map(({ length }) => length);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
    }),
  );
});
