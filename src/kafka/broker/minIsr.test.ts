import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import { produceVerdict } from '#kafka/broker/produce.ts';

const strict = { name: 't', assignment: [[1, 2, 3]], config: { 'min.insync.replicas': '2' } };

/** Only the leader is left in the ISR. */
function belowMinIsr(): TestCluster {
  const c = new TestCluster({ topics: [strict] });
  c.produce('t-0', ['a']);
  c.run({ ms: 1000 });
  c.kill(2);
  c.kill(3);
  c.run({ ms: 12_000 });
  return c;
}

describe('min.insync.replicas 2 with an ISR of one', () => {
  const c = belowMinIsr();

  it('tells that the partition is below its minimum, and keeps who left as eligible leaders', () => {
    expect(c.partition('t-0')).toMatchObject({ leader: 1, isr: [1], elr: [3] });
    expect(c.of('BelowMinIsr')).toMatchObject([{ tp: 't-0', isr: [1], minInsyncReplicas: 2 }]);
  });

  it('refuses acks=all with NOT_ENOUGH_REPLICAS and writes nothing', () => {
    const answer = c.produce('t-0', ['refused']);
    c.run({ ms: 10 });
    expect(answer()).toMatchObject({ error: 'NOT_ENOUGH_REPLICAS', baseOffset: -1 });
    expect(c.marks(1, 't-0')).toEqual([1, 1]);
    expect(c.of('ProduceRefused')).toMatchObject([{ broker: 1, error: 'NOT_ENOUGH_REPLICAS' }]);
  });

  it('accepts acks=1, but the high watermark is frozen: the record stays invisible', () => {
    const answer = c.produce('t-0', ['hidden'], { acks: 1 });
    c.run({ ms: 1000 });
    expect(answer()?.error).toBe('NONE');
    expect(c.marks(1, 't-0')).toEqual([2, 1]);
  });

  it('shows it when the ISR is large enough again', () => {
    c.start(2);
    c.run({ ms: 5000 });
    expect(c.partition('t-0')).toMatchObject({ isr: [1, 2], elr: [] });
    expect(c.marks(1, 't-0')).toEqual([2, 2]);
    expect(c.violations).toEqual([]);
  });
});

describe('the ISR shrinks while an acks=all write waits', () => {
  it('ends in REQUEST_TIMED_OUT, because the high watermark is frozen; the record stays in the log and commits later', () => {
    const c = new TestCluster({ topics: [strict], config: { 'replica.lag.time.max.ms': '2000' } });
    c.run({ ms: 600 });
    c.pause(2);
    c.pause(3);
    const answer = c.produce('t-0', ['a'], { timeoutMs: 8000 });
    c.run({ ms: 6000 });
    expect(c.partition('t-0')).toMatchObject({ isr: [1] });
    expect(c.marks(1, 't-0')).toEqual([1, 0]);
    c.run({ ms: 2100 });
    expect(answer()).toMatchObject({ error: 'REQUEST_TIMED_OUT' });
    c.resume(2);
    c.resume(3);
    c.run({ ms: 5000 });
    expect(c.partition('t-0').isr).toEqual([1, 2, 3]);
    expect(c.marks(1, 't-0')).toEqual([1, 1]);
    expect(c.violations).toEqual([]);
  });

  it('succeeds when min.insync.replicas is lowered in time', () => {
    const c = new TestCluster({ topics: [{ ...strict, config: { 'min.insync.replicas': '1' } }], config: { 'replica.lag.time.max.ms': '2000' } });
    c.run({ ms: 600 });
    c.pause(2);
    c.pause(3);
    const answer = c.produce('t-0', ['a'], { timeoutMs: 20_000 });
    c.run({ ms: 10 });
    c.ask(1, { type: 'IncrementalAlterConfigsRequest', resources: [{ kind: 'topic', name: 't', set: { 'min.insync.replicas': '2' }, remove: [] }] });
    c.run({ ms: 6000 });
    expect(c.partition('t-0').isr).toEqual([1]);
    c.ask(1, { type: 'IncrementalAlterConfigsRequest', resources: [{ kind: 'topic', name: 't', set: { 'min.insync.replicas': '1' }, remove: [] }] });
    c.run({ ms: 100 });
    expect(c.marks(1, 't-0')).toEqual([1, 1]);
    expect(answer()).toMatchObject({ error: 'NONE' });
    expect(c.violations).toEqual([]);
  });
});

describe('a write that was replicated before the ISR fell below the minimum', () => {
  it('is answered NOT_ENOUGH_REPLICAS_AFTER_APPEND: it is in the log and may stay there', () => {
    const c = new TestCluster({ topics: [strict] });
    c.produce('t-0', ['a']);
    c.run({ ms: 100 });
    const partition = c.replica(1, 't-0');
    const isr = { value: 'CommittedPartitionState', data: { isr: [1], maximal: [1], asked: [1] } } as const;
    const shrunk = { ...partition, meta: { ...partition.meta, isr } };
    expect(produceVerdict(partition, 1)).toBe('NONE');
    expect(produceVerdict(partition, 2)).toBeUndefined();
    expect(produceVerdict(shrunk, 1)).toBe('NOT_ENOUGH_REPLICAS_AFTER_APPEND');
    expect(produceVerdict(undefined, 1)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(produceVerdict(c.replica(2, 't-0'), 1)).toBe('NOT_LEADER_OR_FOLLOWER');
  });
});

describe('a release whose high watermark moves below min.insync.replicas (before KAFKA-15583, 3.7)', () => {
  it('writes, and answers NOT_ENOUGH_REPLICAS_AFTER_APPEND when the ISR has shrunk meanwhile', () => {
    const c = new TestCluster({ profile: '2.8', metadata: 'zookeeper', topics: [strict], config: { 'replica.lag.time.max.ms': '2000' } });
    c.run({ ms: 600 });
    c.pause(2);
    c.pause(3);
    const answer = c.produce('t-0', ['a']);
    c.run({ ms: 6000 });
    expect(c.replica(1, 't-0').meta.isr.data.isr).toEqual([1]);
    expect(c.marks(1, 't-0')).toEqual([1, 1]);
    expect(answer()).toMatchObject({ error: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND' });
    expect(c.violations).toEqual([]);
  });
});

describe('acks=all with min.insync.replicas 1 and an ISR of one', () => {
  it('is no more than acks=1', () => {
    const c = new TestCluster({ topics: [{ name: 't', assignment: [[1, 2, 3]] }] });
    c.kill(2);
    c.kill(3);
    c.run({ ms: 12_000 });
    const answer = c.produce('t-0', ['a']);
    c.run({ ms: 2 });
    expect(answer()).toMatchObject({ error: 'NONE', baseOffset: 0 });
    expect(c.marks(1, 't-0')).toEqual([1, 1]);
  });
});

describe('min.insync.replicas above the replication factor', () => {
  it('counts as the replication factor', () => {
    const c = new TestCluster({ topics: [{ name: 't', assignment: [[1]], config: { 'min.insync.replicas': '3' } }] });
    const answer = c.produce('t-0', ['a']);
    c.run({ ms: 10 });
    expect(answer()?.error).toBe('NONE');
  });
});
