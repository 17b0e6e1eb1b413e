import { expect, test } from 'vitest';
import { coordinatorPartition } from '#kafka/coordinator/hashcode.ts';
import { hashCode } from '#kafka/groups/javaorder.ts';

test.each([
  ['my-group', 12],
  ['test', 48],
  ['group-1', 49],
  ['group-2', 0],
  ['orders-service', 17],
  ['analytics', 10],
  ['payments', 13],
  ['connect-cluster', 13],
  ['streams-wordcount', 35],
  ['a', 47],
])('group %s belongs to partition %i of 50, as in Kafka', (group, partition) => {
  expect(coordinatorPartition(group, 50)).toBe(partition);
});

test('a hash of Integer.MIN_VALUE counts as zero', () => {
  expect(hashCode('polygenelubricants')).toBe(-2147483648);
  expect(coordinatorPartition('polygenelubricants', 50)).toBe(0);
});
