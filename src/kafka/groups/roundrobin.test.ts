import { expect, test } from 'vitest';
import { assignRoundRobin } from '#kafka/groups/roundrobin.ts';
import type { Subscriber } from '#kafka/groups/subscriber.ts';

const members = (topics: Record<string, string[]>): Subscriber[] =>
  Object.entries(topics).map(([memberId, list]) => ({ memberId, instanceId: null, topics: list }));
const assigned = (counts: Record<string, number>, topics: Record<string, string[]>) =>
  Object.fromEntries(assignRoundRobin(members(topics), { count: (topic) => counts[topic] }));

test('partitions of all topics are dealt out in turn', () => {
  expect(assigned({ t0: 3, t1: 3 }, { C1: ['t0', 't1'], C2: ['t0', 't1'] })).toEqual({ C1: ['t0-0', 't0-2', 't1-1'], C2: ['t0-1', 't1-0', 't1-2'] });
  expect(assigned({ t0: 7 }, { C1: ['t0'], C2: ['t0'], C3: ['t0'] })).toEqual({ C1: ['t0-0', 't0-3', 't0-6'], C2: ['t0-1', 't0-4'], C3: ['t0-2', 't0-5'] });
});

test('different subscriptions can make it uneven, as in Kafka', () => {
  expect(assigned({ t0: 1, t1: 2, t2: 3 }, { C0: ['t0'], C1: ['t0', 't1'], C2: ['t0', 't1', 't2'] })).toEqual({
    C0: ['t0-0'],
    C1: ['t1-0'],
    C2: ['t1-1', 't2-0', 't2-1', 't2-2'],
  });
});
