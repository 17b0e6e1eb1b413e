import { describe, expect, it } from 'vitest';
import { type Setup, TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { ElectionType, ElectLeadersResponse } from '#kafka/protocol/admin.ts';

const three = { name: 't', assignment: [[1, 2, 3]], partitions: 1 };
const start = (setup: Setup = {}) => new TestCluster({ topics: [three], ...setup });

function elect(c: TestCluster, to: number, electionType: ElectionType, partitions: readonly string[] | null = ['t-0']) {
  const answer = c.ask(to, { type: 'ElectLeadersRequest', electionType, partitions, timeoutMs: 30_000 });
  c.run({ ms: 500 });
  return (answer() as ElectLeadersResponse).partitions;
}

describe('a preferred election', () => {
  it('gives leadership back when somebody asks, and says when there is nothing to do', () => {
    const c = start();
    c.kill(1);
    c.runUntil(() => c.partition('t-0').leader === 2);
    c.start(1);
    c.runUntil(() => c.partition('t-0').isr.includes(1));
    expect(elect(c, 2, 'PREFERRED')).toEqual([{ tp: 't-0', error: 'NONE', message: null }]);
    expect(c.partition('t-0')).toMatchObject({ leader: 1, leaderEpoch: 2 });
    expect(c.of('LeaderElected').at(-1)).toMatchObject({ how: 'preferred', leader: 1, previousLeader: 2 });
    expect(elect(c, 2, 'PREFERRED')).toEqual([{ tp: 't-0', error: 'ELECTION_NOT_NEEDED', message: 'Leader election not needed for topic partition.' }]);
    expect(elect(c, 2, 'PREFERRED', null)).toEqual([]);
    expect(c.violations).toEqual([]);
  });

  it('is refused while the preferred replica is not in sync', () => {
    const c = start();
    c.kill(1);
    c.runUntil(() => c.partition('t-0').leader === 2);
    expect(elect(c, 2, 'PREFERRED')).toEqual([{ tp: 't-0', error: 'PREFERRED_LEADER_NOT_AVAILABLE', message: 'The preferred leader was not available.' }]);
  });

  it('comes by itself within leader.imbalance.check.interval.seconds, unless auto.leader.rebalance.enable is false', () => {
    for (const enabled of ['true', 'false']) {
      const c = start({ config: { 'leader.imbalance.check.interval.seconds': '60', 'auto.leader.rebalance.enable': enabled } });
      c.kill(1);
      c.runUntil(() => c.partition('t-0').leader === 2);
      c.start(1);
      c.runUntil(() => c.partition('t-0').isr.includes(1));
      expect(c.partition('t-0').leader).toBe(2);
      c.run({ ms: 61_000 });
      expect(c.partition('t-0').leader).toBe(enabled === 'true' ? 1 : 2);
      expect(c.violations).toEqual([]);
    }
  });

  it('knows no topic and no partition that does not exist', () => {
    const c = start();
    expect(elect(c, 1, 'PREFERRED', ['x-0', 't-9'])).toEqual([
      { tp: 'x-0', error: 'UNKNOWN_TOPIC_OR_PARTITION', message: 'No such topic as x' },
      { tp: 't-9', error: 'UNKNOWN_TOPIC_OR_PARTITION', message: 'No such partition as t-9' },
    ]);
  });
});

/** Only broker 1 is in sync, has more than the others, and dies. */
function lastOneDies(setup: Setup = {}): TestCluster {
  const c = start({ features: { 'eligible.leader.replicas.version': 0 }, config: { 'replica.lag.time.max.ms': '2000' }, ...setup });
  const wires = [['kafka1', 'kafka2'] as const, ['kafka1', 'kafka3'] as const];
  c.cut(...wires);
  c.produce('t-0', ['lost'], { acks: 1 });
  c.runUntil(() => c.partition('t-0').isr.length === 1);
  c.kill(1);
  c.heal(...wires);
  c.run({ ms: 15_000 });
  return c;
}

describe('without eligible leader replicas, when the last in-sync replica is gone', () => {
  it('the partition waits for it, though others are alive', () => {
    const c = lastOneDies();
    expect(c.partition('t-0')).toMatchObject({ leader: -1, isr: [1], elr: [], lastKnownElr: [] });
    c.start(1);
    c.runUntil(() => c.partition('t-0').leader === 1);
    expect(c.values(1, 't-0')).toEqual(['lost']);
    expect(c.violations).toEqual([]);
  });

  it('an unclean election is an administrator’s to ask for, and costs what only the dead one had', () => {
    const c = lastOneDies();
    expect(elect(c, 2, 'UNCLEAN')).toEqual([{ tp: 't-0', error: 'NONE', message: null }]);
    expect(c.of('LeaderElected').at(-1)).toMatchObject({ how: 'unclean', leader: 2, isr: [2] });
    expect(c.of('LeaderRecoveryChanged')[0]).toMatchObject({ state: 'RECOVERING' });
    expect(elect(c, 2, 'UNCLEAN')).toMatchObject([{ error: 'ELECTION_NOT_NEEDED' }]);
    c.start(1);
    c.runUntil(() => c.partition('t-0').isr.length === 3);
    expect(c.values(1, 't-0')).toEqual([]);
    expect(c.violations).toEqual([]);
  });

  it('nobody can be elected while nobody is alive', () => {
    const c = start({ brokers: 4, topics: [{ ...three, name: 't' }] });
    for (const id of [1, 2, 3]) c.kill(id);
    c.runUntil(() => c.partition('t-0').leader === -1);
    expect(elect(c, 4, 'UNCLEAN')).toEqual([
      { tp: 't-0', error: 'ELIGIBLE_LEADERS_NOT_AVAILABLE', message: 'Eligible topic partition leaders are not available.' },
    ]);
  });

  it('unclean.leader.election.enable switched on meanwhile elects at the next sweep (unclean.leader.election.interval.ms)', () => {
    const c = lastOneDies({ config: { 'replica.lag.time.max.ms': '2000', 'unclean.leader.election.interval.ms': '60000' } });
    c.ask(2, {
      type: 'IncrementalAlterConfigsRequest',
      resources: [{ kind: 'topic', name: 't', set: { 'unclean.leader.election.enable': 'true' }, remove: [] }],
    });
    c.run({ ms: 1000 });
    expect(c.partition('t-0').leader).toBe(-1);
    c.run({ ms: 60_000 });
    expect(c.partition('t-0')).toMatchObject({ leader: 2, isr: [2, 3] });
    expect(c.violations).toEqual([]);
  });

  it('a setting for all brokers does the same', () => {
    const c = lastOneDies({ config: { 'replica.lag.time.max.ms': '2000', 'unclean.leader.election.interval.ms': '30000' } });
    c.ask(2, {
      type: 'IncrementalAlterConfigsRequest',
      resources: [{ kind: 'broker', name: '', set: { 'unclean.leader.election.enable': 'true' }, remove: [] }],
    });
    c.run({ ms: 31_000 });
    expect(c.partition('t-0').leader).toBe(2);
  });
});
