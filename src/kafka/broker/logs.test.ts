import { describe, expect, it } from 'vitest';
import { type Setup, TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { ProduceResponse } from '#kafka/protocol/messages.ts';
import { wallClockMs } from '#kafka/protocol/names.ts';
import type { Config } from '#kafka/spec.ts';

const tp = 'orders-0';
let sent = 100_000;

const orders = (config: Config, setup: Setup = {}): TestCluster => new TestCluster({ ...setup, topics: [{ name: 'orders', config }] });

/** Sends one record with this key, stamped with the simulation's own wall clock, or so much before or after it. */
function send(cluster: TestCluster, key: string, skewMs = 0): () => ProduceResponse['results'][number] | undefined {
  const timestampMs = wallClockMs(cluster.world.nowUs) + skewMs;
  const batch = { producerId: -1, producerEpoch: -1, baseSequence: -1, records: [{ id: `client#${++sent}`, key, value: `v${sent}`, timestampMs }] };
  const answer = cluster.ask(cluster.partition(tp).leader, { type: 'ProduceRequest', acks: -1, timeoutMs: 30_000, batches: [{ tp, batch }] });
  return () => (answer() as ProduceResponse | undefined)?.results[0];
}

/** One record each so many milliseconds, with these keys in turn. */
function feed(cluster: TestCluster, count: number, everyMs: number, keys: readonly string[] = ['A']): void {
  for (let n = 0; n < count; n++) {
    send(cluster, keys[n % keys.length]);
    cluster.run({ ms: everyMs });
  }
}

const followerOf = (cluster: TestCluster): number => cluster.partition(tp).replicas.find((id) => id !== cluster.partition(tp).leader) as number;
const starts = (cluster: TestCluster): number[] => [1, 2, 3].map((id) => cluster.replica(id, tp).log.logStart);

describe('retention on a cluster', () => {
  const config = { 'segment.ms': '1000', 'retention.ms': '5000' };
  const quick = { 'log.initial.task.delay.ms': '1000', 'log.retention.check.interval.ms': '2000' };

  it('deletes old segments on every replica, and committed records stay readable from the new log start on', () => {
    const cluster = orders(config, { config: quick });
    feed(cluster, 20, 500);
    cluster.run({ ms: 3000 });
    expect(cluster.of('SegmentRolled').length).toBeGreaterThan(9);
    expect(cluster.of('SegmentsDeleted').map(({ broker }) => broker)).toEqual(expect.arrayContaining([1, 2, 3]));
    const [first] = starts(cluster);
    expect(first).toBeGreaterThan(5);
    expect(starts(cluster)).toEqual([first, first, first]);
    expect(cluster.violations).toEqual([]);
  });

  it('empties a log at rest, active segment and all, and its followers agree', () => {
    const cluster = orders(config, { config: quick });
    feed(cluster, 4, 100);
    cluster.run({ ms: 12_000 });
    expect(cluster.replica(1, tp).log).toMatchObject({ logStart: 4, logEnd: 4 });
    expect(starts(cluster)).toEqual([4, 4, 4]);
  });

  it('brings a follower that was away too long back to the leader’s log start (OFFSET_OUT_OF_RANGE)', () => {
    const cluster = orders(config, { config: quick });
    feed(cluster, 3, 100);
    const away = followerOf(cluster);
    cluster.kill(away);
    cluster.run({ ms: 12_000 });
    feed(cluster, 20, 500);
    cluster.run({ ms: 3000 });
    const leader = cluster.partition(tp).leader;
    const start = cluster.replica(leader, tp).log.logStart;
    expect(start).toBeGreaterThan(3);
    cluster.start(away);
    cluster.run({ ms: 10_000 });
    const { log } = cluster.replica(away, tp);
    expect(log.logEnd).toBe(cluster.replica(leader, tp).log.logEnd);
    expect(log.logStart).toBeGreaterThanOrEqual(start);
    expect(cluster.violations).toEqual([]);
  });
});

describe('compaction on a cluster', () => {
  const config = { 'cleanup.policy': 'compact', 'segment.ms': '1000', 'min.cleanable.dirty.ratio': '0.01' };

  it('leaves the newest record of each key on every replica; a new follower copies the log with its holes', () => {
    const cluster = orders(config, { config: { 'log.cleaner.backoff.ms': '1000' } });
    const away = followerOf(cluster);
    cluster.kill(away);
    cluster.run({ ms: 12_000 });
    feed(cluster, 20, 300, ['A', 'B']);
    cluster.run({ ms: 3000 });
    const leader = cluster.partition(tp).leader;
    expect(cluster.of('LogCleaned').length).toBeGreaterThan(1);
    const held = cluster.values(leader, tp);
    expect(held.length).toBeLessThan(12);
    cluster.start(away);
    cluster.run({ ms: 10_000 });
    expect(cluster.replica(away, tp).log.logEnd).toBe(20);
    expect(cluster.values(away, tp).slice(-2)).toEqual(held.slice(-2));
    expect(cluster.violations).toEqual([]);
  });
});

describe('checkpoints', () => {
  it('of the log start are written once a minute: a crash before that brings deleted records back, and the leader deletes them again', () => {
    const cluster = orders({});
    feed(cluster, 5, 100);
    const leader = cluster.partition(tp).leader;
    const follower = followerOf(cluster);
    cluster.ask(leader, { type: 'DeleteRecordsRequest', timeoutMs: 30_000, partitions: [{ tp, offset: 3 }] });
    cluster.run({ ms: 2000 });
    expect(starts(cluster)).toEqual([3, 3, 3]);
    cluster.kill(follower);
    expect(cluster.replica(follower, tp).log.logStart).toBe(0);
    cluster.run({ ms: 12_000 });
    cluster.start(follower);
    cluster.run({ ms: 10_000 });
    expect(starts(cluster)).toEqual([3, 3, 3]);
  });

  it('survive a crash that comes after them', () => {
    const cluster = orders({});
    feed(cluster, 5, 100);
    const follower = followerOf(cluster);
    cluster.ask(cluster.partition(tp).leader, { type: 'DeleteRecordsRequest', timeoutMs: 30_000, partitions: [{ tp, offset: 3 }] });
    cluster.run({ ms: 90_000 });
    cluster.kill(follower);
    expect(cluster.replica(follower, tp).log.logStart).toBe(3);
  });

  it('of the recovery point follow flushes, which flush.ms asks for', () => {
    const cluster = orders({ 'flush.ms': '1000' }, { config: { 'log.flush.scheduler.interval.ms': '500', 'log.initial.task.delay.ms': '500' } });
    feed(cluster, 3, 100);
    cluster.run({ ms: 2000 });
    expect(cluster.replica(1, tp).disk.flushedTo).toBe(3);
    cluster.run({ ms: 60_000 });
    expect(cluster.replica(1, tp).disk.files.recoveryPoint).toBe(3);
  });
});

describe('the clock on records', () => {
  it('of a producer may be so far from the broker’s, and no further (KIP-937)', () => {
    const cluster = orders({ 'message.timestamp.after.max.ms': '1000', 'message.timestamp.before.max.ms': '2000' });
    const answers = [-3000, -1500, 500, 1500].map((skewMs) => send(cluster, 'A', skewMs));
    cluster.run({ ms: 500 });
    expect(answers.map((answer) => answer()?.error)).toEqual(['INVALID_TIMESTAMP', 'NONE', 'NONE', 'INVALID_TIMESTAMP']);
  });

  it('is the broker’s with LogAppendTime', () => {
    const cluster = orders({ 'message.timestamp.type': 'LogAppendTime' });
    cluster.run({ ms: 4000 });
    send(cluster, 'A', -3000);
    cluster.run({ ms: 100 });
    expect(cluster.replica(1, tp).log.active.largestTimestampMs).toBeGreaterThanOrEqual(1_700_000_004_000);
  });
});
