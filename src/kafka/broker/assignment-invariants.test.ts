import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { ControllerNode } from '#kafka/controller/kraft/node.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import { emptyLog } from '#kafka/log/log.ts';
import type { PartitionRegistration } from '#kafka/metadata/image.ts';
import { replicationInvariants } from '#kafka/replication/invariants.ts';
import { withLog } from '#kafka/replication/partition.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { processOf } from '#sim/world.ts';

const tp = 't-0';

/** A healthy cluster with one checker, to which planted facts are told. */
class Bench {
  readonly c = new TestCluster({ topics: [{ name: 't', assignment: [[1, 2, 3]] }] });
  private readonly checker;

  constructor(id: string) {
    this.c.produce(tp, ['a']);
    this.c.run({ ms: 2000 });
    const found = replicationInvariants.map((make) => make()).find((checker) => checker.id === id);
    if (!found) throw new Error(`There is no ${id}.`);
    this.checker = found;
    for (const event of this.c.events) expect(this.checker.check(this.c.world, event)).toBeUndefined();
  }

  /** Rewrites what the metadata log says, behind everybody's back. */
  register(change: Partial<PartitionRegistration>): void {
    const { world } = this.c;
    const i = world.index.get('controller1') as number;
    const node = processOf(world, 'controller1')?.state as ControllerNode;
    const topic = node.committed.topics.get('t');
    if (!topic) throw new Error('There is no topic.');
    const partitions = [{ ...topic.partitions[0], ...change }];
    const committed = { ...node.committed, topics: new Map(node.committed.topics).set('t', { ...topic, partitions }) };
    world.processes[i] = { ...world.processes[i], state: { ...node, committed } };
  }

  says(...facts: KafkaFact[]): string | undefined {
    const last = this.c.events.at(-1) as TraceEvent;
    return this.checker.check(this.c.world, { ...last, facts }) ?? undefined;
  }
}

const elected = { fact: 'LeaderElected', tp, leader: 2, previousLeader: 1, leaderEpoch: 1, isr: [2], candidates: [2], how: 'isr' } as const;

describe('a planted lie about assignments and elections is found', () => {
  it('AssignmentValid: nobody, somebody twice, strangers', () => {
    const says = (change: Partial<PartitionRegistration>) => {
      const bench = new Bench('AssignmentValid');
      bench.register(change);
      return bench.says(elected);
    };
    expect(says({ replicas: [] })).toContain('no replicas');
    expect(says({ replicas: [1, 1] })).toContain('twice');
    expect(says({ replicas: [1, 9] })).toContain('never registered');
    expect(says({ adding: [4] })).toContain('is not among');
    expect(says({ adding: [3], removing: [1] })).toBeUndefined();
  });

  it('CleanElection: a leader from outside ISR and ELR', () => {
    const gone = { fact: 'IsrShrunk', tp, isr: [1], removed: [2, 3], by: 'leader' } as const;
    const stolen = [{ fact: 'IsrExpanded', tp, isr: [2], added: [2] } as const, elected];
    const bench = new Bench('CleanElection');
    expect(bench.says(gone)).toBeUndefined();
    expect(bench.says(...stolen)).toContain('from outside ISR 1');
    const honest = new Bench('CleanElection');
    honest.says(gone);
    expect(honest.says(stolen[0], { ...elected, how: 'unclean' })).toBeUndefined();
    const eligible = new Bench('CleanElection');
    eligible.says({ ...gone, isr: [], removed: [1, 2, 3] }, { fact: 'ElrChanged', tp, elr: [2], lastKnownElr: [1] });
    expect(eligible.says(stolen[0], { ...elected, how: 'elr' })).toBeUndefined();
    expect(eligible.says({ ...gone, isr: [], removed: [2] })).toBeUndefined();
    expect(eligible.says({ ...stolen[0], isr: [3], added: [3] } as KafkaFact, { ...elected, leader: 3, how: 'elr' })).toContain('ELR 2');
  });

  it('CleanElection: what is told again after a quorum has lost its disks is no lie', () => {
    const gone = { fact: 'IsrShrunk', tp, isr: [1], removed: [2, 3], by: 'leader' } as const;
    const again = (...before: KafkaFact[]) => {
      const bench = new Bench('CleanElection');
      bench.says(gone);
      for (const fact of before) bench.says(fact);
      return bench.says(elected);
    };
    const controller = { fact: 'ControllerElected', node: 'controller1', epoch: 7 } as const;
    expect(again({ fact: 'QuorumDiskLost', node: 'controller1', kept: 0 }, controller)).toBeUndefined();
    expect(again(controller)).toContain('from outside ISR 1');
  });

  it('FirstInOrder: the second of two who could', () => {
    const bench = new Bench('FirstInOrder');
    bench.register({ leader: 3, leaderEpoch: 1, isr: [2, 3] });
    expect(bench.says({ ...elected, leader: 3, isr: [2, 3] })).toContain('broker 3 was elected before 2');
  });

  it('ReassignSafe: replicas removed before the new ones are in sync', () => {
    const done = { fact: 'ReassignmentCompleted', tp, replicas: [4, 2], removed: [1, 3] } as const;
    const bench = new Bench('ReassignSafe');
    bench.says({ fact: 'IsrExpanded', tp, isr: [1, 2, 3], added: [3] });
    expect(bench.says(done)).toContain('before broker 4 was in ISR');
    expect(bench.says({ fact: 'IsrExpanded', tp, isr: [1, 2, 3, 4], added: [4] }, done)).toBeUndefined();
  });

  it('S06: a candidate that lacks what is committed', () => {
    const bench = new Bench('S06');
    bench.c.tamper(3, tp, (partition) => withLog(partition, emptyLog()));
    expect(bench.says({ fact: 'IsrExpanded', tp, isr: [1, 2, 3], added: [3] })).toContain('broker 3 may be elected without committed record');
  });
});
