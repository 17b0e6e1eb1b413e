import { expect, test } from 'vitest';
import { IllegalState } from '#kafka/groups/illegal.ts';
import { assignCooperativeSticky } from '#kafka/groups/sticky/sticky.ts';

const member = (memberId: string, owned: readonly string[]) => ({ memberId, instanceId: null, topics: ['orders'], owned, generation: 4 });

test('members that still own partitions of a topic that was made again with fewer are counted as full, as in Kafka: then nobody is left for the rest', () => {
  const members = [member('a', ['orders-0', 'orders-1', 'orders-2']), member('b', ['orders-3', 'orders-4', 'orders-5'])];
  expect(() => assignCooperativeSticky(members, { count: () => 2, racks: () => [] })).toThrow(new IllegalState('No more unfilled consumers to be assigned.'));
});
