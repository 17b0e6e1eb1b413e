import { describe, expect, it } from 'vitest';
import { type Setup, TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { Image } from '#kafka/metadata/image.ts';
import type { FetchSnapshotResponse } from '#kafka/protocol/raft.ts';

/** A snapshot every 2 kB of records, of which the log keeps little. */
const OFTEN = { 'metadata.log.max.record.bytes.between.snapshots': '2000', 'metadata.max.retention.bytes': '3000' };

const cluster = (setup: Setup = {}) =>
  new TestCluster({ controllers: 3, latencyUs: [500, 3000], topics: [{ name: 'orders', partitions: 2 }], config: OFTEN, ...setup });

const others = (n: number) => [1, 2, 3].filter((one) => one !== n);

function create(c: TestCluster, name: string): void {
  c.ask(1, { type: 'CreateTopicsRequest', timeoutMs: 30_000, topics: [{ name, partitions: 2, replicationFactor: 3, config: { 'retention.ms': '77' } }] });
  c.run({ ms: 1000 });
}

/** What an image says, without the place in the log. */
const said = ({ brokers, topics, names, features, brokerConfigs, nextProducerId }: Image) => ({
  brokers,
  topics,
  names,
  features,
  brokerConfigs,
  nextProducerId,
});

describe('snapshots of the metadata log', () => {
  it('are written by every voter, of what is committed, when so many bytes have been', () => {
    const c = cluster();
    c.run({ ms: 45_000 });
    for (const n of [1, 2, 3]) {
      const { snapshots, highWatermark } = c.voter(n);
      expect(snapshots.length).toBeGreaterThan(2);
      for (const { endOffset, image } of snapshots) {
        expect(endOffset).toBeLessThanOrEqual(highWatermark);
        expect(image.offset).toBe(endOffset - 1);
      }
      expect(said(snapshots[snapshots.length - 1].image).topics).toEqual(c.voter(c.active).committed.topics);
    }
    expect(new Set(c.of('MetadataSnapshotWritten').map(({ why }) => why))).toEqual(new Set(['bytes']));
    expect(c.violations).toEqual([]);
  });

  it('are written after metadata.log.max.snapshot.interval.ms too, and by default not within minutes', () => {
    const timed = cluster({ config: { 'metadata.log.max.snapshot.interval.ms': '10000' } });
    timed.run({ ms: 35_000 });
    const times = timed.of('MetadataSnapshotWritten').filter(({ node }) => node === 'controller1');
    expect(times.map(({ why }) => why)).toEqual(times.map(() => 'time'));
    expect(times.length).toBeGreaterThanOrEqual(3);
    expect(times[1].timeMs - times[0].timeMs).toBeGreaterThanOrEqual(10_000);
    const quiet = cluster({ config: {} });
    quiet.run({ ms: 120_000 });
    expect(quiet.of('MetadataSnapshotWritten')).toEqual([]);
  });

  it('let the log begin later, at the oldest snapshot that is kept, once a minute', () => {
    const c = cluster();
    c.run({ ms: 45_000 });
    expect(c.of('MetadataLogStartAdvanced')).toEqual([]);
    c.run({ ms: 20_000 });
    for (const n of [1, 2, 3]) {
      const { logStart, snapshots } = c.voter(n);
      expect(logStart).toBeGreaterThan(100);
      expect(snapshots[0].endOffset).toBe(logStart);
    }
    expect(c.violations).toEqual([]);
  });

  it('go when they are older than metadata.max.retention.ms, but never the last', () => {
    const c = cluster({ config: { ...OFTEN, 'metadata.max.retention.bytes': '-1', 'metadata.max.retention.ms': '30000' } });
    c.run({ ms: 70_000 });
    const { snapshots, logStart } = c.voter(1);
    expect(snapshots[0].writtenUs).toBeGreaterThan(c.world.nowUs - 42_000_000);
    expect(logStart).toBe(snapshots[0].endOffset);
    expect(c.violations).toEqual([]);
  });
});

describe('who comes too late for the log', () => {
  it('as a voter that has lost its disk gets the snapshot, then what stands behind it, and can be elected', () => {
    const c = cluster();
    c.run({ ms: 61_000 });
    create(c, 'late');
    const lost = others(c.active)[0];
    c.loseQuorumDisk(lost, 0);
    c.startController(lost);
    c.run({ ms: 5000 });
    expect(c.of('MetadataSnapshotLoaded')).toMatchObject([{ node: `controller${lost}` }]);
    const voter = c.voter(lost);
    expect(voter.logStart).toBeGreaterThan(100);
    expect(voter).toMatchObject({ logEndOffset: c.voter(c.active).logEndOffset, highWatermark: c.voter(c.active).highWatermark });
    expect(said(voter.committed)).toEqual(said(c.voter(c.active).committed));
    expect(c.violations).toEqual([]);
    // All that it knows of the beginning is the snapshot, and that is enough to lead.
    for (const n of others(lost)) if (n !== c.active) c.killController(n);
    c.run({ ms: 500 });
    const old = c.active;
    c.startController(others(lost).find((n) => n !== old) ?? 0);
    c.run({ ms: 3000 });
    create(c, 'later');
    expect(c.partition('later-0').isr).toHaveLength(3);
  });

  it('as a voter that was away loads it over its own, older log', () => {
    const c = cluster();
    c.run({ ms: 5000 });
    const away = others(c.active)[0];
    c.killController(away);
    const ended = c.voter(away).logEndOffset;
    c.run({ ms: 60_000 });
    expect(c.voter(c.active).logStart).toBeGreaterThan(ended);
    c.startController(away);
    c.run({ ms: 3000 });
    expect(c.of('MetadataSnapshotLoaded').at(-1)).toMatchObject({ node: `controller${away}` });
    expect(c.voter(away).logEndOffset).toBe(c.voter(c.active).logEndOffset);
    expect(said(c.voter(away).committed)).toEqual(said(c.voter(c.active).committed));
    expect(c.violations).toEqual([]);
  });

  it('as a broker loads it: topics that came lead and follow, topics that went are deleted', () => {
    const c = cluster({ topics: [{ name: 'orders', partitions: 2 }, { name: 'old' }] });
    c.run({ ms: 5000 });
    c.kill(3);
    c.run({ ms: 15_000 });
    c.ask(1, { type: 'DeleteTopicsRequest', topics: ['old'] });
    c.ask(1, {
      type: 'CreateTopicsRequest',
      timeoutMs: 30_000,
      topics: [{ name: 'fresh', partitions: -1, replicationFactor: -1, assignment: [[1, 3]], config: {} }],
    });
    c.run({ ms: 60_000 });
    expect(c.voter(c.active).logStart).toBeGreaterThan(c.broker(3).image.offset);
    c.start(3);
    c.run({ ms: 20_000 });
    expect(c.of('MetadataSnapshotLoaded')).toMatchObject([{ node: 'kafka3' }]);
    expect(said(c.broker(3).image)).toEqual(said(c.voter(c.active).committed));
    expect([...c.partition('fresh-0').isr].sort()).toEqual([1, 3]);
    expect(() => c.replica(3, 'old-0')).toThrow('has no old-0');
    expect(c.violations).toEqual([]);
  });

  it('after a power failure a voter begins at its snapshot and its log', () => {
    const c = cluster();
    c.run({ ms: 65_000 });
    const voter = others(c.active)[0];
    const { logStart } = c.voter(voter);
    c.killController(voter, 'power-loss');
    c.startController(voter);
    c.run({ ms: 3000 });
    expect(c.of('MetadataSnapshotLoaded')).toEqual([]);
    expect(c.voter(voter)).toMatchObject({ logStart, highWatermark: c.voter(c.active).highWatermark });
    expect(c.violations).toEqual([]);
  });
});

describe('a snapshot that the leader does not have', () => {
  const asked = (c: TestCluster, to: number, endOffset: number, epoch: number, currentLeaderEpoch = c.voter(c.active).quorum.data.epoch) => {
    const request = { type: 'FetchSnapshotRequest', replicaId: 9, currentLeaderEpoch, snapshotId: { endOffset, epoch } } as const;
    const answer = c.ask(`controller${to}`, request);
    c.run({ ms: 50 });
    return answer() as FetchSnapshotResponse;
  };

  it('is not found: neither another offset nor another epoch will do, and nothing is sent', () => {
    const c = cluster();
    c.run({ ms: 65_000 });
    const { snapshots, quorum } = c.voter(c.active);
    const [{ endOffset, epoch }] = snapshots;
    const found = asked(c, c.active, endOffset, epoch);
    expect(found).toMatchObject({ error: 'NONE', leaderId: 3000 + c.active, snapshotId: { endOffset, epoch } });
    expect(found.bytes).toBeGreaterThan(0);
    expect(found.image).toBeDefined();
    for (const [offset, other] of [
      [endOffset - 1, epoch],
      [endOffset, epoch + 1],
    ]) {
      const missing = asked(c, c.active, offset, other);
      expect(missing).toMatchObject({ error: 'SNAPSHOT_NOT_FOUND', leaderId: 3000 + c.active, leaderEpoch: quorum.data.epoch, bytes: 0 });
      expect(missing.image).toBeUndefined();
    }
  });

  it('is not looked for by who does not lead, or for who does not know the epoch', () => {
    const c = cluster();
    c.run({ ms: 5000 });
    const { epoch } = c.voter(c.active).quorum.data;
    expect(asked(c, others(c.active)[0], 1, 1)).toMatchObject({ error: 'NOT_LEADER_OR_FOLLOWER', leaderId: 3000 + c.active });
    expect(asked(c, c.active, 1, 1, epoch - 1)).toMatchObject({ error: 'FENCED_LEADER_EPOCH', leaderEpoch: epoch });
    expect(asked(c, c.active, 1, 1, epoch + 1)).toMatchObject({ error: 'UNKNOWN_LEADER_EPOCH' });
  });

  it('sends a voter back to the log, which tells of another one', () => {
    const c = cluster();
    c.run({ ms: 61_000 });
    c.runUntil(() => c.voter(c.active).snapshots.length > 1);
    const lost = others(c.active)[0];
    c.loseQuorumDisk(lost, 0);
    c.startController(lost);
    c.runUntil(() => c.voter(lost).raft.fetchingSnapshot !== undefined);
    const gone = c.voter(lost).raft.fetchingSnapshot;
    c.forgetSnapshot(c.active, gone?.endOffset ?? -1);
    c.run({ ms: 5000 });
    const loaded = c.of('MetadataSnapshotLoaded');
    expect(loaded).toHaveLength(1);
    expect(loaded[0].endOffset).toBeLessThan(gone?.endOffset ?? 0);
    expect(c.voter(lost).logEndOffset).toBe(c.voter(c.active).logEndOffset);
    expect(c.violations).toEqual([]);
  });
});
