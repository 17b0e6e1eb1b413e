import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';

const topic = { name: 't', assignment: [[1, 2, 3]] };

describe('a leader that is cut off from controller and followers, but not from clients', () => {
  const c = new TestCluster({ topics: [topic] });
  const cuts = [
    ['kafka1', 'controller1'],
    ['kafka1', 'kafka2'],
    ['kafka1', 'kafka3'],
  ] as const;
  c.produce('t-0', ['a']);
  c.run({ ms: 600 });
  c.cut(...cuts);
  c.run({ ms: 15_000 });
  const one = c.produce('t-0', ['zombie 1'], { acks: 1, to: 1 });
  const all = c.produce('t-0', ['zombie all'], { acks: -1, to: 1, timeoutMs: 5000 });
  c.run({ ms: 1000 });

  it('has been replaced, and does not know it', () => {
    expect(c.partition('t-0')).toMatchObject({ leader: 2, leaderEpoch: 1 });
    expect(c.replica(1, 't-0').meta.role).toMatchObject({ value: 'leader', data: { leaderEpoch: 0 } });
  });

  it('acknowledges acks=1 at once, although nobody will ever copy it', () => {
    expect(one()).toMatchObject({ error: 'NONE', baseOffset: 1 });
  });

  it('cannot acknowledge acks=all: nobody fetches, and nobody agrees to a smaller ISR', () => {
    c.run({ ms: 4100 });
    expect(all()).toMatchObject({ error: 'REQUEST_TIMED_OUT' });
    c.run({ ms: 40_000 });
    expect(c.replica(1, 't-0').meta.isr.value).toBe('PendingShrinkIsr');
    expect(c.marks(1, 't-0')).toEqual([3, 1]);
  });

  it('cuts its tail off when it learns who leads, and nothing that was committed is lost', () => {
    const kept = c.produce('t-0', ['kept'], { to: 2 });
    c.run({ ms: 100 });
    expect(kept()).toMatchObject({ error: 'NONE', baseOffset: 1 });
    c.heal(...cuts);
    c.run({ ms: 40_000 });
    expect(c.of('LogTruncated')).toMatchObject([{ broker: 1, from: 3, to: 1 }]);
    for (const id of [1, 2, 3]) expect(c.values(id, 't-0')).toEqual(['a', 'kept']);
    expect(c.partition('t-0').isr).toEqual([1, 2, 3]);
    expect(c.violations).toEqual([]);
  });
});

describe('a leader that was paused past its session (SIGSTOP)', () => {
  it('still takes what waited for it, then learns that it is a follower', () => {
    const c = new TestCluster({ topics: [topic] });
    c.produce('t-0', ['a']);
    c.run({ ms: 600 });
    c.pause(1);
    const waited = c.produce('t-0', ['waited'], { acks: 1, to: 1 });
    c.run({ ms: 12_000 });
    expect(c.partition('t-0').leader).toBe(2);
    c.produce('t-0', ['b'], { to: 2 });
    c.run({ ms: 100 });
    c.resume(1);
    c.run({ ms: 20 });
    expect(waited()).toMatchObject({ error: 'NONE', baseOffset: 1 });
    c.run({ ms: 10_000 });
    for (const id of [1, 2, 3]) expect(c.values(id, 't-0')).toEqual(['a', 'b']);
    expect(c.partition('t-0').isr).toEqual([1, 2, 3]);
    expect(c.violations).toEqual([]);
  });

  it('refuses produce once it knows, and says who leads now (KIP-951)', () => {
    const c = new TestCluster({ topics: [topic] });
    c.run({ ms: 600 });
    const answer = c.produce('t-0', ['x'], { to: 3 });
    c.run({ ms: 10 });
    expect(answer()).toMatchObject({ error: 'NOT_LEADER_OR_FOLLOWER', currentLeader: { leader: 1, leaderEpoch: 0 } });
  });
});

describe('a fetch with another leader epoch than the leader’s', () => {
  it('is fenced when older, unknown when newer', () => {
    const c = new TestCluster({ topics: [topic] });
    c.kill(1);
    c.run({ ms: 12_000 });
    const fetch = (currentLeaderEpoch: number) =>
      c.ask(2, {
        type: 'FetchRequest',
        replicaId: -1,
        replicaEpoch: -1,
        maxWaitMs: 0,
        minBytes: 1,
        partitions: [{ tp: 't-0', fetchOffset: 0, logStart: -1, currentLeaderEpoch, lastFetchedEpoch: -1, maxBytes: 1_048_576 }],
      });
    const [old, now, future] = [fetch(0), fetch(1), fetch(2)];
    c.run({ ms: 10 });
    expect(old()).toMatchObject({ partitions: [{ error: 'FENCED_LEADER_EPOCH', currentLeader: { leader: 2, leaderEpoch: 1 } }] });
    expect(now()).toMatchObject({ partitions: [{ error: 'NONE' }] });
    expect(future()).toMatchObject({ partitions: [{ error: 'UNKNOWN_LEADER_EPOCH' }] });
  });
});
