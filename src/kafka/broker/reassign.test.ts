import { describe, expect, it } from 'vitest';
import { type Setup, TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { AlterPartitionReassignmentsResponse, ListPartitionReassignmentsResponse } from '#kafka/protocol/admin.ts';

const start = (setup: Setup = {}) => new TestCluster({ brokers: 5, topics: [{ name: 't', assignment: [[1, 2, 3]], partitions: 1 }], ...setup });

function reassign(c: TestCluster, replicas: readonly number[] | null, options: { tp?: string; to?: number; allow?: boolean; ms?: number } = {}) {
  const { tp = 't-0', to = 5, allow = true, ms = 100 } = options;
  const answer = c.ask(to, {
    type: 'AlterPartitionReassignmentsRequest',
    timeoutMs: 30_000,
    partitions: [{ tp, replicas }],
    allowReplicationFactorChange: allow,
  });
  c.run({ ms });
  return (answer() as AlterPartitionReassignmentsResponse | undefined)?.partitions[0];
}

function ongoing(c: TestCluster) {
  const answer = c.ask(5, { type: 'ListPartitionReassignmentsRequest', partitions: null });
  c.run({ ms: 20 });
  return (answer() as ListPartitionReassignmentsResponse).partitions;
}

describe('a reassignment', () => {
  it('adds, waits until every new replica is in sync, then removes: the log moves with everything in it', () => {
    const c = start();
    c.produce('t-0', ['a', 'b', 'c']);
    c.run({ ms: 1000 });
    expect(reassign(c, [4, 5, 3])).toMatchObject({ error: 'NONE' });
    expect(c.of('ReassignmentStarted')[0]).toMatchObject({ replicas: [4, 5, 3, 1, 2], adding: [4, 5], removing: [1, 2] });
    c.run({ ms: 5000 });
    expect(c.partition('t-0')).toMatchObject({ replicas: [4, 5, 3], adding: [], removing: [], leader: 4 });
    expect([...c.partition('t-0').isr].sort()).toEqual([3, 4, 5]);
    expect(c.values(4, 't-0')).toEqual(['a', 'b', 'c']);
    expect(() => c.replica(1, 't-0')).toThrow('has no t-0');
    expect(c.of('LeaderElected').at(-1)).toMatchObject({ how: 'reassignment', leader: 4, previousLeader: 1 });
    expect(c.of('ReassignmentCompleted')[0]).toMatchObject({ replicas: [4, 5, 3], removed: [1, 2] });
    c.produce('t-0', ['d']);
    c.run({ ms: 1000 });
    expect(c.marks(4, 't-0')).toEqual([4, 4]);
    expect(c.violations).toEqual([]);
  });

  it('waits, with everybody it began with, while a target is down', () => {
    const c = start();
    c.kill(4);
    c.run({ ms: 12_000 });
    reassign(c, [1, 4, 5]);
    c.run({ ms: 5000 });
    expect(c.partition('t-0')).toMatchObject({ replicas: [1, 4, 5, 2, 3], adding: [4, 5], removing: [2, 3], leader: 1 });
    expect(ongoing(c)).toEqual([{ tp: 't-0', replicas: [1, 4, 5, 2, 3], adding: [4, 5], removing: [2, 3] }]);
    c.start(4);
    c.run({ ms: 15_000 });
    expect(c.partition('t-0')).toMatchObject({ replicas: [1, 4, 5], leader: 1, leaderEpoch: 1 });
    expect(ongoing(c)).toEqual([]);
    expect(c.of('LeaderElected').at(-1)).toMatchObject({ how: 'kept', leader: 1, leaderEpoch: 1 });
    expect(c.violations).toEqual([]);
  });

  it('can be cancelled on its way, and what was added goes', () => {
    const c = start();
    c.kill(4);
    c.run({ ms: 12_000 });
    reassign(c, [1, 4, 5]);
    c.run({ ms: 3000 });
    expect(reassign(c, null)).toMatchObject({ error: 'NONE' });
    c.run({ ms: 1000 });
    expect(c.partition('t-0')).toMatchObject({ replicas: [1, 2, 3], isr: [1, 2, 3], adding: [], removing: [] });
    expect(() => c.replica(5, 't-0')).toThrow('has no t-0');
    expect(c.of('ReassignmentCancelled')).toHaveLength(1);
    expect(c.violations).toEqual([]);
  });

  it('that changes only the order is done at once: the leader stays until a preferred election', () => {
    const c = start();
    reassign(c, [3, 2, 1]);
    expect(c.partition('t-0')).toMatchObject({ replicas: [3, 2, 1], leader: 1, leaderEpoch: 0 });
  });

  it('raises the replication factor, or lowers it', () => {
    const c = start();
    reassign(c, [1, 2, 3, 4], { ms: 3000 });
    expect(c.partition('t-0').isr).toEqual([1, 2, 3, 4]);
    reassign(c, [1, 2], { ms: 3000 });
    expect(c.partition('t-0')).toMatchObject({ replicas: [1, 2], isr: [1, 2], leader: 1 });
    expect(() => c.replica(4, 't-0')).toThrow('has no t-0');
    expect(c.violations).toEqual([]);
  });

  it('goes on through the death of the controller', () => {
    const c = start();
    c.kill(4);
    c.run({ ms: 12_000 });
    reassign(c, [4, 5, 1]);
    c.killController();
    c.run({ ms: 2000 });
    c.startController();
    c.start(4);
    c.run({ ms: 30_000 });
    expect(c.partition('t-0')).toMatchObject({ replicas: [4, 5, 1], adding: [], removing: [] });
    expect(c.violations).toEqual([]);
  });

  it('loses nothing when the leader dies in the middle', () => {
    const c = start();
    c.produce('t-0', ['a', 'b']);
    c.run({ ms: 1000 });
    reassign(c, [4, 5, 3], { ms: 3 });
    c.kill(1);
    c.run({ ms: 30_000 });
    expect(c.partition('t-0')).toMatchObject({ replicas: [4, 5, 3], adding: [], removing: [] });
    expect(c.values(c.partition('t-0').leader, 't-0')).toEqual(['a', 'b']);
    expect(c.violations).toEqual([]);
  });
});

describe('a reassignment is refused', () => {
  it('to brokers that nobody has registered, or twice the same', () => {
    const c = start();
    expect(reassign(c, [1, 9])).toEqual({
      tp: 't-0',
      error: 'INVALID_REPLICA_ASSIGNMENT',
      message: 'The manual partition assignment includes broker 9, but no such broker is registered.',
    });
    expect(reassign(c, [1, 1])?.message).toBe('The manual partition assignment includes the broker 1 more than once.');
    expect(reassign(c, [])?.message).toBe('The manual partition assignment includes an empty replica list.');
  });

  it('of what does not exist, or is not being reassigned', () => {
    const c = start();
    expect(reassign(c, [1], { tp: 'x-0' })).toMatchObject({ error: 'UNKNOWN_TOPIC_OR_PARTITION', message: 'Unable to find a topic named x.' });
    expect(reassign(c, [1], { tp: 't-7' })?.message).toBe('Unable to find partition t:7.');
    expect(reassign(c, null)).toMatchObject({ error: 'NO_REASSIGNMENT_IN_PROGRESS', message: 'No partition reassignment is in progress.' });
  });

  it('with another number of replicas, when that was forbidden (KIP-860)', () => {
    const c = start();
    expect(reassign(c, [1, 2], { allow: false })).toMatchObject({
      error: 'INVALID_REPLICATION_FACTOR',
      message: 'The replication factor is changed from 3 to 2',
    });
    expect(reassign(c, [4, 5, 1], { allow: false })?.error).toBe('NONE');
  });

  it('to be taken back when only new replicas are in sync, unless unclean elections are allowed', () => {
    const c = start({ config: { 'replica.lag.time.max.ms': '2000' } });
    c.pause(5);
    c.run({ ms: 10_000 });
    reassign(c, [4, 5], { to: 4, ms: 3000 });
    c.kill(2);
    c.kill(3);
    c.run({ ms: 12_000 });
    c.kill(1);
    c.run({ ms: 12_000 });
    expect(c.partition('t-0')).toMatchObject({ leader: 4, isr: [4] });
    expect(reassign(c, null, { to: 4 })).toMatchObject({
      error: 'INVALID_REPLICA_ASSIGNMENT',
      message: 'Unable to revert partition assignment for t:0 because it would require an unclean leader election.',
    });
  });
});
