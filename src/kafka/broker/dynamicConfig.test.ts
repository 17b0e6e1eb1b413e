import { describe, expect, it } from 'vitest';
import { type Setup, TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { CreateTopicsResponse, IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse } from '#kafka/protocol/messages.ts';

type Resource = IncrementalAlterConfigsRequest['resources'][number];

const start = (setup: Setup = {}) => new TestCluster({ topics: [{ name: 't', assignment: [[1, 2, 3]] }], ...setup });

function alter(c: TestCluster, resource: Resource) {
  const answer = c.ask(1, { type: 'IncrementalAlterConfigsRequest', resources: [resource] });
  c.run({ ms: 200 });
  return (answer() as IncrementalAlterConfigsResponse).resources[0];
}

describe('a dynamic setting of all brokers', () => {
  it('is in force at once for topics that have none of their own, on every broker and on the controller', () => {
    const c = start();
    expect(alter(c, { kind: 'broker', name: '', set: { 'min.insync.replicas': '3' }, remove: [] })).toMatchObject({ error: 'NONE' });
    expect([1, 2, 3].map((id) => c.replica(id, 't-0').meta.minInsyncReplicas)).toEqual([3, 3, 3]);
    alter(c, { kind: 'topic', name: 't', set: { 'min.insync.replicas': '2' }, remove: [] });
    expect(c.replica(1, 't-0').meta.minInsyncReplicas).toBe(2);
  });

  it('that changes min.insync.replicas clears the eligible leader replicas of every topic', () => {
    const c = start({ config: { 'min.insync.replicas': '3' } });
    c.kill(3);
    c.runUntil(() => c.partition('t-0').elr.length > 0);
    expect(c.partition('t-0').elr).toEqual([3]);
    alter(c, { kind: 'broker', name: '', set: { 'min.insync.replicas': '2' }, remove: [] });
    expect(c.partition('t-0').elr).toEqual([]);
    expect(c.violations).toEqual([]);
  });

  it('survives a restart of broker and controller', () => {
    const c = start();
    alter(c, { kind: 'broker', name: '', set: { 'message.max.bytes': '5000' }, remove: [] });
    c.kill(2);
    c.killController();
    c.run({ ms: 1000 });
    c.startController();
    c.start(2);
    c.run({ ms: 30_000 });
    expect(c.replica(2, 't-0').meta.maxMessageBytes).toBe(5000);
  });
});

describe('a dynamic setting of one broker', () => {
  it('holds there only', () => {
    const c = start();
    alter(c, { kind: 'broker', name: '2', set: { 'message.max.bytes': '5000' }, remove: [] });
    expect([1, 2, 3].map((id) => c.replica(id, 't-0').meta.maxMessageBytes)).toEqual([1_048_588, 5000, 1_048_588]);
    alter(c, { kind: 'broker', name: '2', set: {}, remove: ['message.max.bytes'] });
    expect(c.replica(2, 't-0').meta.maxMessageBytes).toBe(1_048_588);
  });

  it('may be min.insync.replicas only without eligible leader replicas, as in 3.9', () => {
    const change: Resource = { kind: 'broker', name: '2', set: { 'min.insync.replicas': '2' }, remove: [] };
    expect(alter(start(), change)).toMatchObject({ error: 'INVALID_CONFIG' });
    const old = start({ profile: '3.9' });
    expect(alter(old, change)).toMatchObject({ error: 'NONE' });
    expect([1, 2, 3].map((id) => old.replica(id, 't-0').meta.minInsyncReplicas)).toEqual([1, 2, 1]);
  });

  it('is refused for a broker that nobody has registered, and with values that make no sense', () => {
    expect(alter(start(), { kind: 'broker', name: '9', set: { 'message.max.bytes': '1' }, remove: [] })).toMatchObject({
      error: 'BROKER_ID_NOT_REGISTERED',
      message: 'No broker with id 9 found.',
    });
    expect(alter(start(), { kind: 'broker', name: '2', set: { 'message.max.bytes': 'much' }, remove: [] }).message).toBe(
      'Invalid value much for configuration message.max.bytes: Not a number of type INT',
    );
    expect(alter(start(), { kind: 'topic', name: 'x', set: { 'retention.ms': '1' }, remove: [] })).toMatchObject({
      error: 'UNKNOWN_TOPIC_OR_PARTITION',
      message: "The topic 'x' does not exist.",
    });
  });
});

describe.each(['2.1', '2.8', '3.9'] as const)('in a cluster of %s on ZooKeeper', (profile) => {
  const begin = () => start({ profile, metadata: 'zookeeper' });
  const maxBytes = (c: TestCluster) => [1, 2, 3].map((id) => c.replica(id, 't-0').meta.maxMessageBytes);

  it('a setting of all brokers stands in /config/brokers/<default>, and every broker hears of it', () => {
    const c = begin();
    expect(alter(c, { kind: 'broker', name: '', set: { 'message.max.bytes': '5000' }, remove: [] })).toMatchObject({ error: 'NONE' });
    expect(c.of('ZnodeCreated').map(({ path }) => path)).toContain('/config/brokers/<default>');
    expect(maxBytes(c)).toEqual([5000, 5000, 5000]);
    alter(c, { kind: 'broker', name: '', set: {}, remove: ['message.max.bytes'] });
    expect(maxBytes(c)).toEqual([1_048_588, 1_048_588, 1_048_588]);
  });

  it('a setting of one broker holds there only, and only that broker takes it', () => {
    const c = begin();
    expect(alter(c, { kind: 'broker', name: '2', set: { 'message.max.bytes': '5000' }, remove: [] })).toMatchObject({
      error: 'INVALID_REQUEST',
      message: 'Unexpected broker id, expected 1, but received 2',
    });
    expect(alter(c, { kind: 'broker', name: '1', set: { 'message.max.bytes': '5000' }, remove: [] })).toMatchObject({ error: 'NONE' });
    expect(maxBytes(c)).toEqual([5000, 1_048_588, 1_048_588]);
  });

  it('a broker that comes back reads what was set meanwhile', () => {
    const c = begin();
    c.kill(3);
    c.run({ ms: 25_000 });
    alter(c, { kind: 'broker', name: '', set: { 'message.max.bytes': '5000' }, remove: [] });
    c.start(3);
    c.run({ ms: 30_000 });
    expect(maxBytes(c)).toEqual([5000, 5000, 5000]);
    expect(c.violations).toEqual([]);
  });

  it('the controller elects by what is in force: an unclean leader once that is allowed for all', () => {
    const c = start({ profile, metadata: 'zookeeper', topics: [{ name: 't', assignment: [[2, 3]] }] });
    c.kill(3);
    c.run({ ms: 40_000 });
    c.kill(2);
    c.run({ ms: 20_000 });
    expect(alter(c, { kind: 'broker', name: '', set: { 'unclean.leader.election.enable': 'true' }, remove: [] })).toMatchObject({ error: 'NONE' });
    c.start(3);
    c.run({ ms: 30_000 });
    expect(c.partition('t-0').leader).toBe(3);
  });
});

describe('a pool of threads', () => {
  const pool = (c: TestCluster, threads: number) => alter(c, { kind: 'broker', name: '1', set: { 'num.io.threads': String(threads) }, remove: [] }).message;

  it.each(['kraft', 'zookeeper'] as const)('at most doubles or halves at a time, also on %s', (metadata) => {
    const c = start({ profile: '3.9', metadata });
    expect(pool(c, 17)).toContain('num.io.threads=17, value should not be greater than double the current value 8');
    expect(pool(c, 3)).toContain('num.io.threads=3, value should be at least half the current value 8');
    expect(pool(c, 16)).toBeNull();
    expect(pool(c, 32)).toBeNull();
  });
});

it('a request with good and bad changes is answered for each', () => {
  const c = start();
  const bad: Resource = { kind: 'broker', name: '1', set: { 'num.partitions': '3' }, remove: [] };
  const good: Resource = { kind: 'topic', name: 't', set: { 'retention.ms': '1000' }, remove: [] };
  const answer = c.ask(1, { type: 'IncrementalAlterConfigsRequest', resources: [bad, good] });
  c.run({ ms: 200 });
  expect((answer() as IncrementalAlterConfigsResponse).resources.map(({ name, error }) => [name, error])).toEqual([
    ['t', 'NONE'],
    ['1', 'INVALID_REQUEST'],
  ]);
});

describe('too many replicas', () => {
  it.each([
    ['4.3', ' or some brokers have all their log directories cordoned'],
    ['3.9', ''],
  ] as const)('are refused in the words of %s', (profile, more) => {
    const c = new TestCluster({ profile });
    const answer = c.ask(1, { type: 'CreateTopicsRequest', timeoutMs: 1000, topics: [{ name: 'x', partitions: 1, replicationFactor: 4, config: {} }] });
    c.run({ ms: 200 });
    expect((answer() as CreateTopicsResponse).topics[0]).toMatchObject({
      error: 'INVALID_REPLICATION_FACTOR',
      message: `Unable to replicate the partition 4 time(s): The target replication factor of 4 cannot be reached because only 3 broker(s) are registered${more}.`,
    });
  });
});
