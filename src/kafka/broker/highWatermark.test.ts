import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';

/** Replication factor 2, 1 ms each way; broker 1 leads. */
function pair(): TestCluster {
  const c = new TestCluster({ brokers: 2, topics: [{ name: 't', assignment: [[1, 2]] }] });
  c.run({ ms: 100 });
  return c;
}

describe('the one-round lag of the high watermark', () => {
  const c = pair();
  const t0 = c.nowMs;
  const answer = c.produce('t-0', ['first']);
  const at = (ms: number): void => c.run({ untilMs: t0 + ms });

  it('1. the leader appends: its log end is 1, its high watermark 0, and the parked fetch is answered with both', () => {
    at(1);
    expect(c.marks(1, 't-0')).toEqual([1, 0]);
    expect(c.marks(2, 't-0')).toEqual([0, 0]);
  });

  it('2. the follower appends and asks for offset 1, which is its acknowledgement', () => {
    at(2);
    expect(c.marks(2, 't-0')).toEqual([1, 0]);
    expect(answer()).toBeUndefined();
  });

  it('3. the leader learns from that fetch that both have it: high watermark 1, and the producer is answered', () => {
    at(3);
    expect(c.marks(1, 't-0')).toEqual([1, 1]);
    at(4);
    expect(answer()).toMatchObject({ error: 'NONE', baseOffset: 0 });
  });

  it('4. a moved high watermark alone does not wake the parked fetch: the follower learns it after replica.fetch.wait.max.ms', () => {
    at(500);
    expect(c.marks(2, 't-0')).toEqual([1, 0]);
    at(505);
    expect(c.marks(2, 't-0')).toEqual([1, 1]);
    const advanced = c.of('HighWatermarkAdvanced').map(({ broker, timeMs }) => [broker, timeMs - t0]);
    expect(advanced).toEqual([
      [1, 3],
      [2, 504],
    ]);
  });

  it('or with the next record', () => {
    c.run({ ms: 20 });
    const t1 = c.nowMs;
    c.produce('t-0', ['second']);
    c.run({ untilMs: t1 + 4 });
    c.produce('t-0', ['third']);
    c.run({ untilMs: t1 + 6 });
    expect(c.marks(2, 't-0')).toEqual([3, 2]);
    expect(c.violations).toEqual([]);
  });
});

describe('what consumers may read', () => {
  it('is bounded by the high watermark: a fetch for an unreplicated record waits until it is replicated', () => {
    const c = pair();
    c.pause(2);
    c.produce('t-0', ['a'], { acks: 1 });
    c.run({ ms: 50 });
    const fetch = () =>
      c.ask(1, {
        type: 'FetchRequest',
        replicaId: -1,
        replicaEpoch: -1,
        maxWaitMs: 500,
        minBytes: 1,
        partitions: [{ tp: 't-0', fetchOffset: 0, logStart: -1, currentLeaderEpoch: -1, lastFetchedEpoch: -1, maxBytes: 1_048_576 }],
      });
    const early = fetch();
    c.run({ ms: 510 });
    expect(early()).toMatchObject({ partitions: [{ error: 'NONE', highWatermark: 0, records: [] }] });
    const late = fetch();
    c.run({ ms: 20 });
    c.resume(2);
    c.run({ ms: 20 });
    expect(late()).toMatchObject({ partitions: [{ error: 'NONE', highWatermark: 1, records: [{ value: 'a', offset: 0 }] }] });
  });

  it('an offset beyond the log end is OFFSET_OUT_OF_RANGE, one up to it is an empty answer', () => {
    const c = pair();
    const fetch = (fetchOffset: number) =>
      c.ask(1, {
        type: 'FetchRequest',
        replicaId: -1,
        replicaEpoch: -1,
        maxWaitMs: 0,
        minBytes: 1,
        partitions: [{ tp: 't-0', fetchOffset, logStart: -1, currentLeaderEpoch: -1, lastFetchedEpoch: -1, maxBytes: 1_048_576 }],
      });
    const [end, beyond] = [fetch(0), fetch(1)];
    c.run({ ms: 20 });
    expect(end()).toMatchObject({ partitions: [{ error: 'NONE', records: [] }] });
    expect(beyond()).toMatchObject({ partitions: [{ error: 'OFFSET_OUT_OF_RANGE' }] });
  });
});
