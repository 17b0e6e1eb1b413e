import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SimpleMember, simple } from '#kafka/groups/simple.ts';

const member = (memberId: string, target: readonly string[] = [], topics: readonly string[] = ['orders']): SimpleMember => ({ memberId, topics, target });
const partitions =
  (count: number) =>
  (topic: string): string[] =>
    Array.from({ length: count }, (_, i) => `${topic}-${i}`);
const assign = (members: readonly SimpleMember[], count: number) => Object.fromEntries(simple(members, partitions(count)));

describe('The assignor of share groups', () => {
  test('gives more members than partitions the same partitions', () => {
    expect(assign([member('a'), member('b'), member('c')], 1)).toEqual({ a: ['orders-0'], b: ['orders-0'], c: ['orders-0'] });
  });

  test('gives each its own while there are enough', () => {
    expect(assign([member('a'), member('b')], 4)).toEqual({ a: ['orders-0', 'orders-2'], b: ['orders-1', 'orders-3'] });
  });

  test('leaves members what they have, as far as that is fair', () => {
    expect(assign([member('a', ['orders-0', 'orders-1', 'orders-2', 'orders-3']), member('b')], 4)).toEqual({
      a: ['orders-2', 'orders-3'],
      b: ['orders-0', 'orders-1'],
    });
    expect(assign([member('a', ['orders-1', 'orders-3']), member('b', ['orders-0', 'orders-2'])], 4)).toEqual({
      a: ['orders-1', 'orders-3'],
      b: ['orders-0', 'orders-2'],
    });
  });

  test('gives nobody a topic that it does not subscribe to', () => {
    const members = [member('a', [], ['orders']), member('b', [], ['orders', 'bills'])];
    expect(assign(members, 1)).toEqual({ a: ['orders-0'], b: ['orders-0', 'bills-0'] });
  });

  test('leaves no partition without a member, and no member twice with one, whatever was before', () => {
    const all = partitions(5)('orders');
    const some = fc.array(fc.subarray(all), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 5 }), (targets, count) => {
        const members = targets.map((target, i) => member(`m${i}`, target));
        const found = simple(members, partitions(count));
        const sharing = Math.ceil(members.length / count);
        for (const tp of partitions(count)('orders')) {
          const holders = [...found.values()].filter((has) => has.includes(tp)).length;
          expect(holders).toBeGreaterThan(0);
          expect(holders).toBeLessThanOrEqual(sharing);
        }
        for (const has of found.values()) expect(new Set(has).size).toBe(has.length);
      }),
    );
  });
});
