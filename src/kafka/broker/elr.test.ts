import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';

const topic = { name: 't', assignment: [[1, 2, 3]], config: { 'min.insync.replicas': '2' } };
const settle = 12_000;

describe('the last replica standing, with eligible leader replicas (KIP-966)', () => {
  const c = new TestCluster({ topics: [topic] });
  c.produce('t-0', ['a']);
  c.run({ ms: 1000 });

  it('fence 3, then 2: the high watermark stands still, and 2 stays eligible', () => {
    c.pause(3);
    c.run({ ms: settle });
    c.pause(2);
    c.run({ ms: settle });
    expect(c.partition('t-0')).toMatchObject({ leader: 1, isr: [1], elr: [2] });
    c.produce('t-0', ['hidden'], { acks: 1 });
    c.run({ ms: 100 });
    expect(c.marks(1, 't-0')).toEqual([2, 1]);
  });

  it('fence 1: nobody leads, the ISR is empty, both are eligible', () => {
    c.kill(1);
    c.run({ ms: settle });
    expect(c.partition('t-0')).toMatchObject({ leader: -1, isr: [], elr: [1, 2], lastKnownElr: [1] });
  });

  it('2 comes back and leads: everything that was committed is there', () => {
    c.resume(2);
    c.run({ ms: 5000 });
    expect(c.of('LeaderElected').at(-1)).toMatchObject({ leader: 2, isr: [2], how: 'elr' });
    expect(c.partition('t-0')).toMatchObject({ leader: 2, isr: [2], elr: [1] });
    expect(c.values(2, 't-0')).toEqual(['a']);
  });

  it('1 comes back after a kill: it is not eligible any more, cuts what was never committed, and joins again', () => {
    c.resume(3);
    c.start(1);
    c.run({ ms: 40_000 });
    expect(c.partition('t-0')).toMatchObject({ leader: 2, isr: [1, 2, 3], elr: [] });
    for (const id of [1, 2, 3]) expect(c.values(id, 't-0')).toEqual(['a']);
    expect(c.violations).toEqual([]);
  });
});

describe('a partition with one replica', () => {
  it('whose broker is killed comes back by the last known leader, marked as recovering, with its page cache intact', () => {
    const c = new TestCluster({ topics: [{ name: 't', assignment: [[1]] }] });
    c.produce('t-0', ['a']);
    c.run({ ms: 1000 });
    c.kill(1);
    c.run({ ms: settle });
    expect(c.partition('t-0')).toMatchObject({ leader: -1, isr: [], elr: [1], lastKnownElr: [1] });
    c.start(1);
    c.run({ ms: 2000 });
    expect(c.of('LeaderElected').at(-1)).toMatchObject({ leader: 1, how: 'unclean' });
    expect(c.partition('t-0')).toMatchObject({ leader: 1, isr: [1], elr: [], leaderRecoveryState: 'RECOVERING' });
    expect(c.values(1, 't-0')).toEqual(['a']);
    expect(c.violations).toEqual([]);
  });

  it('loses what was not flushed when the power fails', () => {
    const c = new TestCluster({ topics: [{ name: 't', assignment: [[1]] }] });
    const answer = c.produce('t-0', ['a']);
    c.run({ ms: 1000 });
    expect(answer()?.error).toBe('NONE');
    c.powerLoss(1);
    c.run({ ms: settle });
    c.start(1);
    c.run({ ms: 2000 });
    expect(c.values(1, 't-0')).toEqual([]);
    expect(c.violations).toEqual([]);
  });
});

describe('changing min.insync.replicas', () => {
  it('clears the eligible leader replicas of the topic', () => {
    const c = new TestCluster({ topics: [topic] });
    c.pause(3);
    c.run({ ms: settle });
    c.pause(2);
    c.run({ ms: settle });
    expect(c.partition('t-0').elr).toEqual([2]);
    c.ask(1, { type: 'IncrementalAlterConfigsRequest', resources: [{ kind: 'topic', name: 't', set: { 'min.insync.replicas': '1' }, remove: [] }] });
    c.run({ ms: 100 });
    expect(c.partition('t-0').elr).toEqual([]);
  });
});
