import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';

describe('booting a KRaft cluster', () => {
  const c = new TestCluster({ brokers: 3, topics: [{ name: 'orders', partitions: 6, replicationFactor: 3 }] });

  it('takes each broker through STARTING, RECOVERY and RUNNING', () => {
    const states = c.of('BrokerStateChanged').filter(({ broker }) => broker === 2);
    expect(states.map(({ to }) => to)).toEqual(['STARTING', 'RECOVERY', 'RUNNING']);
  });

  it('registers brokers fenced, with the offset of the registration as broker epoch, and unfences them when they have caught up', () => {
    const registered = c.of('BrokerRegistered');
    expect(registered.map(({ broker }) => broker)).toEqual([1, 2, 3]);
    expect(new Set(registered.map(({ brokerEpoch }) => brokerEpoch)).size).toBe(3);
    for (const { broker, brokerEpoch } of registered) {
      expect(c.broker(broker).lifecycle.data.brokerEpoch).toBe(brokerEpoch);
      expect(c.controller.committed.brokers.get(broker)).toMatchObject({ epoch: brokerEpoch, fenced: false });
    }
    expect(c.of('BrokerUnfenced')).toHaveLength(3);
  });

  it('elects the only voter in controller epoch 1', () => {
    expect(c.of('ControllerElected')).toMatchObject([{ node: 'controller1', epoch: 1 }]);
  });

  it('lets every broker lead as many partitions as any other', () => {
    const leaders = Array.from({ length: 6 }, (_, n) => c.partition(`orders-${n}`).leader);
    for (const id of [1, 2, 3]) expect(leaders.filter((leader) => leader === id)).toHaveLength(2);
  });

  it('starts each partition with all replicas in sync, in leader epoch 0, led by its preferred replica', () => {
    for (let n = 0; n < 6; n++) {
      const { replicas, isr, leader, leaderEpoch } = c.partition(`orders-${n}`);
      expect(isr).toEqual(replicas);
      expect(leader).toBe(replicas[0]);
      expect(leaderEpoch).toBe(0);
    }
  });

  it('brings every broker the whole metadata log', () => {
    for (const id of [1, 2, 3]) expect(c.broker(id).image.topics).toEqual(c.controller.committed.topics);
  });

  it('is the same run for the same seed, and another for another', () => {
    const topics = [{ name: 'orders', partitions: 6 }];
    const hash = (seed: number) => new TestCluster({ seed, topics, latencyUs: [500, 3000] }).hash;
    expect(hash(7)).toBe(hash(7));
    expect(hash(7)).not.toBe(hash(8));
  });

  it('breaks no invariant', () => {
    expect(c.violations).toEqual([]);
  });
});

describe('a controller restart', () => {
  const c = new TestCluster({ topics: [{ name: 'orders' }] });
  c.killController();
  c.run({ ms: 20_000 });

  it('does not stop produce while it lasts', () => {
    const answer = c.produce('orders-0', ['a']);
    c.run({ ms: 100 });
    expect(answer()?.error).toBe('NONE');
  });

  it('begins a new controller epoch on the same log, and gives every broker a full session', () => {
    const before = c.controller.log.length;
    c.startController();
    c.run({ ms: 5000 });
    expect(c.of('ControllerElected').at(-1)?.epoch).toBe(2);
    expect(c.controller.log.length).toBeGreaterThan(before);
    expect(c.of('BrokerFenced')).toEqual([]);
    expect(c.partition('orders-0').leaderEpoch).toBe(0);
    expect(c.violations).toEqual([]);
  });
});

describe('a fenced broker and a new controller', () => {
  it('has no session there, and so registers at once (KAFKA-19130)', () => {
    const c = new TestCluster({ topics: [{ name: 'orders' }] });
    c.kill(3);
    c.run({ ms: 15_000 });
    expect(c.controller.committed.brokers.get(3)?.fenced).toBe(true);
    c.killController();
    c.startController();
    c.run({ ms: 500 });
    const t0 = c.nowMs;
    c.start(3);
    c.run({ ms: 1000 });
    expect(c.broker(3).lifecycle.value).toBe('RUNNING');
    expect((c.of('BrokerRegistered').at(-1)?.timeMs ?? 0) - t0).toBeLessThan(100);
    expect(c.violations).toEqual([]);
  });
});
