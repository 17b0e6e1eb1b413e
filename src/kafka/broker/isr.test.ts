import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';

const topic = { name: 't', assignment: [[1, 2, 3]] };

describe('a follower that no longer fetches', () => {
  it('is not removed from the ISR while nothing is written: its log end is still the leader’s', () => {
    const c = new TestCluster({ topics: [topic], config: { 'broker.session.timeout.ms': '600000' } });
    c.pause(3);
    c.run({ ms: 100_000 });
    expect(c.partition('t-0').isr).toEqual([1, 2, 3]);
  });

  it('leaves 1.0 to 1.5 times replica.lag.time.max.ms after it was last caught up, at a tick of the leader, by AlterPartition', () => {
    const c = new TestCluster({ topics: [topic], config: { 'broker.session.timeout.ms': '600000' } });
    c.run({ ms: 600 });
    const t0 = c.nowMs;
    c.pause(3);
    c.produce('t-0', ['a'], { acks: 1 });
    c.run({ ms: 60_000 });
    const [asked] = c.of('IsrChangeRequested');
    const [shrunk] = c.of('IsrShrunk');
    expect(asked).toMatchObject({ broker: 1, isr: [1, 2] });
    expect(c.of('ReplicaFellBehind')).toMatchObject([{ broker: 3, lagRecords: 1, timeMs: asked.timeMs }]);
    expect(asked.timeMs - t0).toBeGreaterThan(29_000);
    expect(asked.timeMs - t0).toBeLessThan(45_000);
    expect(shrunk).toMatchObject({ isr: [1, 2], removed: [3], by: 'leader' });
    expect(shrunk.timeMs - asked.timeMs).toBeGreaterThanOrEqual(25);
    expect(c.partition('t-0')).toMatchObject({ leaderEpoch: 0, partitionEpoch: 1 });
    expect(c.marks(1, 't-0')).toEqual([1, 1]);
  });

  it('holds up acks=all until it has left: the maximal ISR counts, also while the shrink is pending', () => {
    const c = new TestCluster({ topics: [topic], config: { 'broker.session.timeout.ms': '600000', 'replica.lag.time.max.ms': '4000' } });
    c.run({ ms: 600 });
    c.pause(3);
    const answer = c.produce('t-0', ['a']);
    c.runUntil(() => c.of('IsrChangeRequested').length > 0);
    expect(c.replica(1, 't-0').meta.isr).toMatchObject({ value: 'PendingShrinkIsr', data: { isr: [1, 2, 3], maximal: [1, 2, 3], asked: [1, 2] } });
    expect(c.marks(1, 't-0')).toEqual([1, 0]);
    c.run({ ms: 100 });
    expect(answer()).toMatchObject({ error: 'NONE' });
    expect(c.violations).toEqual([]);
  });

  it('comes back by its own fetches, and counts for the high watermark from the moment it is about to join', () => {
    const c = new TestCluster({ topics: [topic], config: { 'broker.session.timeout.ms': '600000', 'replica.lag.time.max.ms': '4000' } });
    c.run({ ms: 600 });
    c.pause(3);
    for (let n = 0; n < 5; n++) c.produce('t-0', [`v${n}`], { acks: 1 });
    c.run({ ms: 10_000 });
    expect(c.partition('t-0').isr).toEqual([1, 2]);
    c.resume(3);
    c.runUntil(() => c.of('IsrChangeRequested').length > 1);
    expect(c.replica(1, 't-0').meta.isr).toMatchObject({ value: 'PendingExpandIsr', data: { isr: [1, 2], maximal: [1, 2, 3] } });
    c.run({ ms: 100 });
    expect(c.partition('t-0')).toMatchObject({ isr: [1, 2, 3], leaderEpoch: 0, partitionEpoch: 2 });
    expect(c.of('IsrExpanded')).toMatchObject([{ added: [3] }]);
    expect(c.violations).toEqual([]);
  });
});

describe('a leader that is cut off from its followers but not from the controller', () => {
  it('shrinks the ISR to itself and goes on alone', () => {
    const c = new TestCluster({ topics: [topic], config: { 'replica.lag.time.max.ms': '4000' } });
    c.run({ ms: 600 });
    c.cut(['kafka1', 'kafka2'], ['kafka1', 'kafka3']);
    const answer = c.produce('t-0', ['a']);
    c.run({ ms: 7000 });
    expect(c.partition('t-0')).toMatchObject({ leader: 1, isr: [1], leaderEpoch: 0 });
    expect(answer()).toMatchObject({ error: 'NONE' });
    c.heal(['kafka1', 'kafka2'], ['kafka1', 'kafka3']);
    c.run({ ms: 40_000 });
    expect(c.partition('t-0').isr).toEqual([1, 2, 3]);
    expect(c.values(3, 't-0')).toEqual(['a']);
    expect(c.violations).toEqual([]);
  });
});

describe('a controller that is down', () => {
  it('leaves an ISR change pending until it is back', () => {
    const c = new TestCluster({ topics: [topic], config: { 'replica.lag.time.max.ms': '4000' } });
    c.run({ ms: 600 });
    c.killController();
    c.pause(3);
    const answer = c.produce('t-0', ['a']);
    c.run({ ms: 8000 });
    expect(c.replica(1, 't-0').meta.isr.value).toBe('PendingShrinkIsr');
    expect(answer()).toBeUndefined();
    c.startController();
    c.run({ ms: 2000 });
    expect(c.partition('t-0').isr).toEqual([1, 2]);
    expect(answer()).toMatchObject({ error: 'NONE' });
    expect(c.violations).toEqual([]);
  });

  it.each([1000, 0])('is asked again 50 ms after each failure, not more often (latency %i us)', (latencyUs) => {
    const config = { 'replica.lag.time.max.ms': '4000' };
    const c = new TestCluster({ topics: [topic], config, latencyUs: [latencyUs, latencyUs] });
    c.run({ ms: 600 });
    c.killController();
    c.kill(3);
    c.produce('t-0', ['a'], { acks: 1 });
    c.runUntil(() => c.of('IsrChangeRequested').length > 0);
    const from = c.events.length;
    c.run({ ms: 1000 });
    const asked = c.events.slice(from).filter(({ name, node }) => node === 'controller1' && name === 'AlterPartitionRequest');
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.length).toBeLessThanOrEqual(21);
    c.startController();
    c.run({ ms: 2000 });
    expect(c.partition('t-0').isr).toEqual([1, 2]);
    expect(c.violations).toEqual([]);
  });
});
