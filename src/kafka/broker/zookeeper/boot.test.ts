import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';

const orders = { name: 'orders', assignment: [[1, 2, 3]] };

describe('a cluster on ZooKeeper (3.9)', () => {
  const c = new TestCluster({ profile: '3.9', metadata: 'zookeeper', controllers: 3, topics: [orders] });

  it('elects a leader of the ensemble, registers its brokers, and one of them is the controller', () => {
    expect(c.of('EnsembleLeaderElected')).toMatchObject([{ epoch: 1 }]);
    expect(
      c
        .of('BrokerJoined')
        .map(({ broker }) => broker)
        .sort(),
    ).toEqual([1, 2, 3]);
    expect(c.of('ControllerElected')).toMatchObject([{ epoch: 1 }]);
    for (const id of [1, 2, 3]) expect(c.broker(id).lifecycle.value).toBe('RUNNING');
  });

  it('creates a topic through znodes: the controller finds it and tells its replicas', () => {
    expect(c.partition('orders-0')).toMatchObject({ leader: 1, isr: [1, 2, 3], leaderEpoch: 0, partitionEpoch: 0 });
    expect(c.of('BecameLeader')).toMatchObject([{ tp: 'orders-0', broker: 1, leaderEpoch: 0 }]);
  });

  it('replicates and acknowledges', () => {
    const answer = c.produce('orders-0', ['a', 'b']);
    c.run({ ms: 1000 });
    expect(answer()).toMatchObject({ error: 'NONE', baseOffset: 0 });
    for (const id of [1, 2, 3]) expect(c.marks(id, 'orders-0')).toEqual([2, 2]);
  });

  it('a killed leader is replaced when its session expires, not before', () => {
    const t0 = c.nowMs;
    c.kill(1);
    c.run({ ms: 11_000 });
    expect(c.partition('orders-0')).toMatchObject({ leader: 1 });
    c.run({ ms: 12_000 });
    expect(c.partition('orders-0')).toMatchObject({ leader: 2, isr: [2, 3] });
    const elected = c.of('LeaderElected').filter(({ leader, how }) => leader === 2 && how === 'isr')[0];
    expect((elected?.timeMs ?? 0) - t0).toBeGreaterThan(11_000);
    const answer = c.produce('orders-0', ['c']);
    c.run({ ms: 500 });
    expect(answer()).toMatchObject({ error: 'NONE', baseOffset: 2 });
  });

  it('comes back as a follower and joins the ISR', () => {
    c.start(1);
    c.run({ ms: 5000 });
    expect(c.values(1, 'orders-0')).toEqual(['a', 'b', 'c']);
    expect(c.partition('orders-0')).toMatchObject({ leader: 2, isr: [2, 3, 1] });
    expect(c.violations).toEqual([]);
  });
});
