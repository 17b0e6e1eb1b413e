import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { BrokerId, Tp } from '#kafka/protocol/names.ts';

const start = (assignment: BrokerId[][]) =>
  new TestCluster({
    brokers: 5,
    profile: '3.9',
    metadata: 'zookeeper',
    topics: [{ name: 't', assignment }],
    config: { 'auto.leader.rebalance.enable': 'false' },
  });

function move(c: TestCluster, partitions: readonly (readonly [Tp, readonly BrokerId[] | null])[], ms = 3000): unknown {
  const asked = partitions.map(([tp, replicas]) => ({ tp, replicas }));
  const answer = c.ask(c.zkController, { type: 'AlterPartitionReassignmentsRequest', timeoutMs: 1000, partitions: asked });
  c.run({ ms });
  return answer();
}

describe('KafkaController.onPartitionReassignment', () => {
  it('moves several partitions of one topic in one request', () => {
    const c = start([
      [1, 2],
      [2, 1],
    ]);
    move(c, [
      ['t-0', [3, 4]],
      ['t-1', [4, 5]],
    ]);
    expect(c.partition('t-0')).toMatchObject({ replicas: [3, 4], isr: [3, 4], leader: 3, adding: [], removing: [] });
    expect(c.partition('t-1')).toMatchObject({ replicas: [4, 5], isr: [4, 5], leader: 4, adding: [], removing: [] });
    expect(c.violations).toEqual([]);
  });

  it('takes away without adding in one go: an epoch for the assignment, one for each replica that leaves the ISR', () => {
    const c = start([[1, 2, 3]]);
    move(c, [['t-0', [1]]]);
    expect(c.partition('t-0')).toMatchObject({ replicas: [1], isr: [1], leader: 1, leaderEpoch: 3 });
    expect(c.violations).toEqual([]);
  });

  it('a new order is an epoch, and moves no leader', () => {
    const c = start([[1, 2, 3]]);
    move(c, [['t-0', [3, 2, 1]]]);
    expect(c.partition('t-0')).toMatchObject({ replicas: [3, 2, 1], isr: [1, 2, 3], leader: 1, leaderEpoch: 1 });
  });

  it('holds up the deletion of its topic until it is done (5.2), and a topic that is to be deleted is not reassigned', () => {
    const c = start([[1, 2]]);
    c.produce('t-0', ['a']);
    c.run({ ms: 500 });
    c.kill(4);
    c.run({ ms: 100 });
    expect(move(c, [['t-0', [3, 4]]], 1000)).toMatchObject({ partitions: [{ error: 'NONE' }] });
    c.ask(1, { type: 'DeleteTopicsRequest', topics: ['t'] });
    c.run({ ms: 2000 });
    expect(c.of('LogDeletionScheduled')).toEqual([]);
    expect(move(c, [['t-0', [1, 5]]], 100)).toMatchObject({ partitions: [{ error: 'UNKNOWN_TOPIC_OR_PARTITION', message: 'The partition does not exist.' }] });
    c.run({ ms: 30_000 });
    c.start(4);
    c.run({ ms: 10_000 });
    expect(c.of('ReplicaStateChanged').some(({ to }) => to === 'ReplicaDeletionSuccessful')).toBe(true);
    expect(c.of('TopicDeleted')).toMatchObject([{ topic: 't' }]);
    const broughtIn = c.of('IsrExpanded').findLast(({ tp }) => tp === 't-0');
    expect(broughtIn?.isr).toEqual(expect.arrayContaining([3, 4]));
    expect(broughtIn?.timeMs).toBeLessThan(c.of('LogDeletionScheduled')[0]?.timeMs ?? 0);
    expect(c.violations).toEqual([]);
  });

  it('is supplanted by another target: what was being added goes at once', () => {
    const c = start([[1, 2]]);
    c.pause(4);
    move(c, [['t-0', [3, 4]]]);
    expect(c.partition('t-0')).toMatchObject({ replicas: [3, 4, 1, 2], adding: [3, 4], removing: [1, 2] });
    move(c, [['t-0', [3, 5]]]);
    expect(c.partition('t-0')).toMatchObject({ replicas: [3, 5], leader: 3, adding: [], removing: [] });
    expect(c.partition('t-0').isr.slice().sort()).toEqual([3, 5]);
    expect(c.violations).toEqual([]);
  });

  it('is cancelled: the old replicas are the only ones again', () => {
    const c = start([[1, 2]]);
    c.pause(3);
    move(c, [['t-0', [1, 3]]], 100);
    expect(move(c, [['t-0', null]])).toMatchObject({ partitions: [{ error: 'NONE' }] });
    expect(c.partition('t-0')).toMatchObject({ replicas: [1, 2], isr: [1, 2], leader: 1, adding: [], removing: [] });
    expect(c.violations).toEqual([]);
  });
});
