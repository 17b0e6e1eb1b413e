import { describe, expect, test } from 'vitest';
import { emptyMetadata, refreshed } from '#kafka/clients/metadata.ts';
import { Run } from '#kafka/clients/run.testkit.ts';
import type { MetadataResponse } from '#kafka/protocol/messages.ts';
import type { Profile } from '#kafka/spec.ts';

const answer = (topicId: string, leader: number, leaderEpoch: number): MetadataResponse => ({
  type: 'MetadataResponse',
  correlation: 1,
  brokers: [{ id: leader, name: `kafka${leader}`, rack: null }],
  controller: leader,
  topics: [
    {
      name: 'orders',
      error: 'NONE',
      topicId,
      internal: false,
      partitions: [{ tp: 'orders-0', error: 'NONE', leader, leaderEpoch, replicas: [leader], isr: [leader], offlineReplicas: [], elr: [], lastKnownElr: [] }],
    },
  ],
});

const believed = (...answers: readonly MetadataResponse[]) =>
  answers.reduce((known, one, n) => refreshed(known, one, n), emptyMetadata(['kafka1'], ['orders'])).partitions.get('orders-0');

describe('of two answers about a partition, a client believes', () => {
  test('the one with the newer leader epoch, whichever came first', () => {
    expect(believed(answer('a', 1, 3), answer('a', 2, 4))).toEqual({ leader: 2, leaderEpoch: 4 });
    expect(believed(answer('a', 2, 4), answer('a', 1, 3))).toEqual({ leader: 2, leaderEpoch: 4 });
  });

  test('the later one, when the topic is another of the same name: its epochs count anew (KAFKA-12257)', () => {
    expect(believed(answer('a', 2, 4), answer('b', 1, 0))).toEqual({ leader: 1, leaderEpoch: 0 });
  });

  test('the later one, where topics have no ids: the epochs of such brokers were not relied on either (2.1)', () => {
    expect(believed(answer('', 2, 4), answer('', 1, 3))).toEqual({ leader: 1, leaderEpoch: 3 });
  });
});

for (const profile of ['4.3', '2.8', '2.1'] as const satisfies readonly Profile[])
  test(`a consumer that slept while its topic was deleted and made anew reads the new one from its start (${profile})`, () => {
    const config = { 'offsets.topic.replication.factor': '2' };
    const run = new Run({
      profile,
      brokers: 2,
      config,
      topics: { orders: { partitions: 1, replicationFactor: 2 } },
      producers: [{ name: 'p1', config: {} }],
      groups: [{ group: 'billing', config: { 'session.timeout.ms': '30000' } }],
    });
    run.untilFact('RecordsPolled');
    const before = run.leader('orders-0');
    run.stop(before).run({ ms: 10_000 });
    run.start(before).run({ ms: 20_000 });
    run.pause('billing-1', 'p1');
    run.admin({ call: 'deleteTopics', topics: ['orders'] });
    run.run({ ms: 4000 });
    const made = run.admin({ call: 'createTopics', topics: [{ name: 'orders', partitions: 1, replicationFactor: 2, config: {} }] });
    expect(made).toMatchObject({ ok: true, topics: [{ error: 'NONE' }] });
    run.run({ ms: 2000 });
    const at = run.nowMs;
    run.resume('billing-1', 'p1').run({ ms: 20_000 });
    const read = run.facts('RecordsPolled').filter(({ atMs }) => atMs > at);
    expect(read[0]?.baseOffset).toBe(0);
    expect(run.violations).toEqual([]);
  });
