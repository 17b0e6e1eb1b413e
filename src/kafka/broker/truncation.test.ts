import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import { emptyLog } from '#kafka/log/log.ts';
import { withLog } from '#kafka/replication/partition.ts';

const topic = { name: 't', assignment: [[1, 2]] };
const quick = { 'replica.lag.time.max.ms': '4000' };

describe('fast fail-over (KIP-279): both logs have records after their common part, in different epochs', () => {
  const c = new TestCluster({ brokers: 2, topics: [topic], config: quick });
  // Epoch 0: both have 0 to 7, the leader alone 8 and 9.
  for (let n = 0; n < 8; n++) c.produce('t-0', [`v${n}`]);
  c.run({ ms: 600 });
  c.cut(['kafka1', 'kafka2']);
  c.produce('t-0', ['a8', 'a9'], { acks: 1 });
  c.run({ ms: 20 });
  // Broker 1 is fenced while it stands still; 2 leads epoch 1 and writes b8 alone.
  c.pause(1);
  c.runUntil(() => c.of('BecameLeader').some(({ leaderEpoch }) => leaderEpoch === 1));
  c.produce('t-0', ['b8'], { acks: 1 });
  c.run({ ms: 20 });

  it('sets the stage', () => {
    expect(c.values(1, 't-0').slice(8)).toEqual(['a8', 'a9']);
    expect(c.values(2, 't-0').slice(8)).toEqual(['b8']);
    expect(c.partition('t-0')).toMatchObject({ leader: 2, isr: [2] });
  });

  it('the returning replica is told where its epoch ended, cuts there, and takes the leader’s record', () => {
    c.heal(['kafka1', 'kafka2']);
    c.resume(1);
    c.run({ ms: 40_000 });
    expect(c.of('LogTruncated')).toMatchObject([{ broker: 1, from: 10, to: 8 }]);
    expect(c.values(1, 't-0')).toEqual(c.values(2, 't-0'));
    expect(c.values(1, 't-0').slice(8)).toEqual(['b8']);
    expect(c.replica(1, 't-0').log.epochs).toEqual([
      { epoch: 0, startOffset: 0 },
      { epoch: 1, startOffset: 8 },
    ]);
    expect(c.partition('t-0').isr).toEqual([1, 2]);
    expect(c.violations).toEqual([]);
  });
});

describe('an unclean election', () => {
  const c = new TestCluster({ brokers: 2, topics: [{ ...topic, config: { 'unclean.leader.election.enable': 'true' } }], config: quick });
  c.produce('t-0', ['both']);
  c.run({ ms: 600 });
  c.kill(2);
  c.run({ ms: 12_000 });
  const acked = c.produce('t-0', ['only 1']);
  c.run({ ms: 100 });
  c.kill(1);
  c.run({ ms: 12_000 });
  c.start(2);
  c.run({ ms: 2000 });

  it('lets an out-of-sync replica lead when nobody else is there, and says so', () => {
    expect(acked()?.error).toBe('NONE');
    expect(c.of('LeaderElected').at(-1)).toMatchObject({ leader: 2, isr: [2], how: 'unclean' });
    expect(c.values(2, 't-0')).toEqual(['both']);
  });

  it('makes the others cut off what the new leader does not have: an acknowledged record is lost', () => {
    c.produce('t-0', ['new']);
    c.run({ ms: 100 });
    c.start(1);
    c.run({ ms: 20_000 });
    expect(c.of('LogTruncated')).toMatchObject([{ broker: 1, from: 2, to: 1 }]);
    expect(c.values(1, 't-0')).toEqual(['both', 'new']);
    expect(c.violations).toEqual([]);
  });
});

describe('a leader that never wrote in its epoch', () => {
  it('still cached it, and forgets it when it follows again', () => {
    const c = new TestCluster({ brokers: 2, topics: [topic] });
    c.produce('t-0', ['a']);
    c.run({ ms: 600 });
    c.kill(1);
    c.run({ ms: 12_000 });
    expect(c.replica(2, 't-0').log.epochs).toEqual([
      { epoch: 0, startOffset: 0 },
      { epoch: 1, startOffset: 1 },
    ]);
    c.start(1);
    c.run({ ms: 310_000 });
    expect(c.partition('t-0')).toMatchObject({ leader: 1, leaderEpoch: 2 });
    c.produce('t-0', ['b']);
    c.run({ ms: 1000 });
    expect(c.values(2, 't-0')).toEqual(['a', 'b']);
    expect(c.replica(2, 't-0').log.epochs).toEqual([
      { epoch: 0, startOffset: 0 },
      { epoch: 2, startOffset: 1 },
    ]);
    expect(c.of('LogTruncated')).toEqual([]);
    expect(c.violations).toEqual([]);
  });
});

describe('a follower whose position the leader does not know (OFFSET_OUT_OF_RANGE)', () => {
  it('beyond the leader’s end cuts back to it, and copies on from there', () => {
    const c = new TestCluster({ brokers: 2, topics: [topic] });
    c.produce('t-0', ['a', 'b']);
    c.run({ ms: 600 });
    c.kill(2);
    c.tamper(2, 't-0', (partition) => ({ ...withLog(partition, emptyLog(7)), highWatermark: 7 }));
    c.run({ ms: 12_000 });
    c.start(2);
    c.run({ ms: 3000 });
    expect(c.replica(2, 't-0').log).toMatchObject({ logStart: 2, logEnd: 2 });
    c.produce('t-0', ['c']);
    c.run({ ms: 100 });
    expect(c.values(2, 't-0')).toEqual(['c']);
  });
});
