import { describe, expect, it } from 'vitest';
import { type Setup, TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { IncrementalAlterConfigsRequest } from '#kafka/protocol/messages.ts';

const RECORDS = 60;
const VALUE = 'x'.repeat(1000);
/** 60 batches of one record of 1000 bytes. */
const BYTES = RECORDS * 1069;
const RATE = 8000;

type Resource = IncrementalAlterConfigsRequest['resources'][number];
const broker = (id: number, set: Resource['set'], remove: Resource['remove'] = []): Resource => ({ kind: 'broker', name: String(id), set, remove });
const topic = (set: Resource['set'], remove: Resource['remove'] = []): Resource => ({ kind: 'topic', name: 't', set, remove });

/** A partition of 60 kB on brokers 1 and 2, in batches that fit into fetches of a few. */
function loaded(setup: Setup = {}): TestCluster {
  const c = new TestCluster({
    ...setup,
    brokers: 4,
    config: { 'replica.fetch.max.bytes': '4400' },
    topics: [{ name: 't', assignment: [[1, 2]], partitions: 1 }],
  });
  for (let n = 0; n < RECORDS; n++) {
    c.produce('t-0', [`${n}${VALUE}`.slice(0, 1000)]);
    c.run({ ms: 20 });
  }
  c.run({ ms: 1000 });
  return c;
}

function configure(c: TestCluster, resources: readonly Resource[]): void {
  c.ask(1, { type: 'IncrementalAlterConfigsRequest', resources });
  c.run({ ms: 200 });
}

function reassign(c: TestCluster, replicas: readonly number[], at = 1): void {
  c.ask(at, { type: 'AlterPartitionReassignmentsRequest', timeoutMs: 30_000, partitions: [{ tp: 't-0', replicas }], allowReplicationFactorChange: true });
}

/** Milliseconds until the reassignment is done. */
function moved(c: TestCluster, replicas: readonly number[], at = 1): number {
  const startMs = c.world.nowUs / 1000;
  reassign(c, replicas, at);
  c.runUntil(() => c.partition('t-0').replicas.join() === replicas.join());
  return c.world.nowUs / 1000 - startMs;
}

const LISTS = { 'leader.replication.throttled.replicas': '0:1,0:2', 'follower.replication.throttled.replicas': '0:3' };

describe('replication throttles', () => {
  it('let a reassignment without any run as fast as the network does', () => {
    const c = loaded();
    expect(moved(c, [3, 2])).toBeLessThan(1000);
  });

  it.each([
    ['leader', 1],
    ['follower', 3],
  ] as const)('of the %s make it take about its bytes over the rate', (side, id) => {
    const c = loaded();
    configure(c, [topic(LISTS), broker(id, { [`${side}.replication.throttled.rate`]: String(RATE) })]);
    const tookMs = moved(c, [3, 2]);
    expect(tookMs).toBeGreaterThan(((BYTES - 2 * 4400) / RATE) * 1000);
    expect(tookMs).toBeLessThan((BYTES / RATE) * 1000 + 3000);
    expect(new Set(c.of('ReplicationThrottled').map((fact) => `${fact.side} ${fact.broker} ${fact.follower}`))).toEqual(new Set([`${side} ${id} 3`]));
    expect(c.values(3, 't-0')).toHaveLength(RECORDS);
    expect(c.violations).toEqual([]);
  });

  it('work on ZooKeeper too, with the settings that the brokers read there', () => {
    const c = loaded({ metadata: 'zookeeper', profile: '3.9' });
    configure(c, [topic(LISTS), broker(1, { 'leader.replication.throttled.rate': String(RATE) })]);
    const tookMs = moved(c, [3, 2], c.zkController);
    expect(tookMs).toBeGreaterThan(((BYTES - 2 * 4400) / RATE) * 1000);
    expect(tookMs).toBeLessThan((BYTES / RATE) * 1000 + 3000);
    expect(c.violations).toEqual([]);
  });

  it('that are taken away while it runs let the rest come at once', () => {
    const c = loaded();
    const [leader, follower] = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate'];
    configure(c, [topic(LISTS), broker(1, { [leader]: String(RATE) }), broker(3, { [follower]: String(RATE) })]);
    reassign(c, [3, 2]);
    c.run({ ms: 3000 });
    expect(c.of('ReassignmentCompleted')).toEqual([]);
    configure(c, [broker(1, {}, [leader, follower]), broker(3, {}, [leader, follower])]);
    c.run({ ms: 1800 });
    expect(c.of('ReassignmentCompleted')).toHaveLength(1);
    expect(c.violations).toEqual([]);
  });

  it('leave replicas alone that are not listed, and those that are in sync', () => {
    const c = loaded();
    configure(c, [topic({ 'leader.replication.throttled.replicas': '1:1', 'follower.replication.throttled.replicas': '0:4' })]);
    configure(c, [broker(1, { 'leader.replication.throttled.rate': '1' }), broker(3, { 'follower.replication.throttled.rate': '1' })]);
    expect(moved(c, [1, 3])).toBeLessThan(1000);
    configure(c, [topic({ 'leader.replication.throttled.replicas': '*', 'follower.replication.throttled.replicas': '*' })]);
    const end = c.marks(3, 't-0')[0];
    for (let n = 0; n < 5; n++) {
      c.produce('t-0', [VALUE]);
      c.run({ ms: 600 });
    }
    // Both quotas are exceeded by far, but who is in the ISR must not fall out of it.
    expect(c.marks(3, 't-0')[0]).toBe(end + 5);
    expect([...c.partition('t-0').isr].sort()).toEqual([1, 3]);
    expect(c.of('ReplicationThrottled')).toEqual([]);
  });

  it('hold back only what is listed: other partitions of the same fetch go on', () => {
    const c = new TestCluster({
      brokers: 3,
      config: { 'replica.fetch.max.bytes': '4400' },
      topics: [
        { name: 't', assignment: [[1, 2]], partitions: 1 },
        { name: 'u', assignment: [[1, 3]], partitions: 1 },
      ],
    });
    for (let n = 0; n < RECORDS; n++) {
      c.produce('t-0', [VALUE]);
      c.run({ ms: 20 });
    }
    configure(c, [topic(LISTS), broker(3, { 'follower.replication.throttled.rate': String(RATE) })]);
    reassign(c, [3, 2]);
    c.run({ ms: 2000 });
    const before = c.marks(3, 'u-0')[0];
    c.produce('u-0', ['quick']);
    c.run({ ms: 300 });
    expect(c.marks(3, 'u-0')[0]).toBe(before + 1);
    expect(c.of('ReassignmentCompleted')).toEqual([]);
    expect(c.of('ReplicationThrottled').length).toBeGreaterThan(0);
    expect(c.violations).toEqual([]);
  });
});
