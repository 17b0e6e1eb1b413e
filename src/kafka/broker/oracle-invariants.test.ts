import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import { appendAsLeader, emptyLog } from '#kafka/log/log.ts';
import type { PartitionRegistration } from '#kafka/metadata/image.ts';
import { noTruncateBelowTrueHw } from '#kafka/replication/invariants.durability.ts';
import { oracleInvariants } from '#kafka/replication/invariants.oracle.ts';
import { type Partition, withLog } from '#kafka/replication/partition.ts';
import type { TraceEvent } from '#sim/trace.ts';

const tp = 't-0';

/** A healthy cluster with one committed and acknowledged record, and one checker that has seen it all. */
class Bench {
  readonly c: TestCluster;
  private readonly checker;

  constructor(id: string, minIsr = 2) {
    this.c = new TestCluster({ topics: [{ name: 't', assignment: [[1, 2, 3]], config: { 'min.insync.replicas': String(minIsr) } }] });
    this.c.produce(tp, ['a']);
    this.c.run({ ms: 600 });
    const make = [...oracleInvariants, noTruncateBelowTrueHw].find((one) => one().id === id);
    if (!make) throw new Error(`There is no invariant ${id}.`);
    this.checker = make();
    for (const event of this.c.events) this.checker.check(this.c.world, event);
  }

  /** What the checker says when this is told next. */
  says(...facts: readonly KafkaFact[]): string | undefined {
    const event: TraceEvent = { step: 0, timeUs: 0, node: 'kafka1', kind: 'timer', name: 'Test', cause: -1, outcome: 'handled', facts };
    return this.checker.check(this.c.world, event);
  }

  loseLog(broker: number): void {
    this.c.tamper(broker, tp, (partition) => withLog(partition, emptyLog()));
  }

  holdAnother(broker: number): void {
    const records = [{ id: 'x', key: null, value: 'x', timestampMs: 0 }];
    const log = appendAsLeader(emptyLog(), { producerId: -1, producerEpoch: -1, baseSequence: -1, records }, 0, 'x');
    this.c.tamper(broker, tp, (partition: Partition) => withLog(partition, log));
  }

  register(change: Partial<PartitionRegistration>): void {
    const i = this.c.world.index.get('controller1') as number;
    const node = this.c.controller;
    const topic = node.committed.topics.get('t');
    if (!topic) return;
    const topics = new Map(node.committed.topics).set('t', { ...topic, partitions: [{ ...topic.partitions[0], ...change }] });
    this.c.world.processes[i] = { ...this.c.world.processes[i], state: { ...node, committed: { ...node.committed, topics } } };
  }

  get id(): string {
    return this.c.of('RecordsAppended')[0].ids[0];
  }
}

const advanced: KafkaFact = { fact: 'HighWatermarkAdvanced', tp, broker: 1, role: 'leader', from: 0, to: 1 };
const expanded: KafkaFact = { fact: 'IsrExpanded', tp, isr: [1, 2, 3], added: [3] };
const elected = (leader: number): KafkaFact => ({
  fact: 'LeaderElected',
  tp,
  leader,
  previousLeader: 1,
  leaderEpoch: 9,
  isr: [leader],
  candidates: [leader],
  how: 'isr',
});
const becameLeader = (broker: number): KafkaFact => ({ fact: 'BecameLeader', tp, broker, leaderEpoch: 9, logEndOffset: 0 });
const lost = (broker: number, id: string): KafkaFact => ({ fact: 'LogTailLost', tp, broker, from: 1, to: 0, ids: [id], epochs: [0], cause: 'power-loss' });
const writes = (baseOffset: number, leaderEpoch: number): KafkaFact => ({
  fact: 'RecordsAppended',
  tp,
  broker: 2,
  role: 'leader',
  baseOffset,
  lastOffset: baseOffset,
  leaderEpoch,
  ids: ['y'],
});

describe('the oracle', () => {
  it('S03: a member of the ISR in the metadata that lacks, or contradicts, what a leader exposes', () => {
    const bench = new Bench('S03');
    expect(bench.says(advanced)).toBeUndefined();
    bench.holdAnother(3);
    expect(bench.says(expanded)).toContain('broker 3 does not hold');
    bench.loseLog(3);
    expect(bench.says(advanced)).toContain('broker 3 does not hold');
  });

  it('S04: a member of the leader’s own maximal ISR that lacks what it exposes', () => {
    const bench = new Bench('S04');
    expect(bench.says(advanced)).toBeUndefined();
    bench.holdAnother(2);
    expect(bench.says(advanced)).toContain('broker 2 does not hold');
  });

  it('S05: an elected leader that lacks what was committed', () => {
    const bench = new Bench('S05');
    expect(bench.says(elected(3))).toBeUndefined();
    bench.loseLog(3);
    expect(bench.says(elected(3))).toContain('without committed record');
  });

  it('S07: a leader that does not wait for somebody in the ISR', () => {
    const bench = new Bench('S07');
    expect(bench.says(advanced)).toBeUndefined();
    const isr = { value: 'CommittedPartitionState', data: { isr: [1, 2], maximal: [1, 2], asked: [1, 2] } } as const;
    bench.c.tamper(1, tp, (partition) => ({ ...partition, meta: { ...partition.meta, isr } }));
    expect(bench.says(advanced)).toContain('broker 3 is in ISR');
  });

  it('S08: a newer leader that writes over what was committed; an older one may', () => {
    expect(new Bench('S08').says(writes(1, 5))).toBeUndefined();
    expect(new Bench('S08').says(writes(0, 5))).toContain('1 records were committed');
    expect(new Bench('S08').says(writes(1, 5), writes(0, 4))).toBeUndefined();
  });

  it('S12: a leader without what was acknowledged', () => {
    const acknowledged = (bench: Bench): KafkaFact => ({ fact: 'RecordsAcknowledged', node: 'p', tp, ids: [bench.id], baseOffset: 0, acks: -1 });
    const bench = new Bench('S12');
    expect(bench.says(acknowledged(bench), becameLeader(2))).toBeUndefined();
    bench.loseLog(2);
    expect(bench.says(becameLeader(2))).toContain('was acknowledged at offset 0');
  });

  it('S12: an acknowledgement that comes after the topic was deleted says nothing of the new one of that name', () => {
    const late = (bench: Bench): KafkaFact => ({ fact: 'RecordsAcknowledged', node: 'p', tp, ids: [bench.id], baseOffset: 0, acks: -1 });
    const deleted = { fact: 'TopicDeleted', topic: tp.slice(0, tp.lastIndexOf('-')) } as const;
    const bench = new Bench('S12');
    bench.says(deleted, late(bench));
    bench.loseLog(2);
    expect(bench.says(becameLeader(2))).toBeUndefined();
    const appended: KafkaFact = { fact: 'RecordsAppended', tp, broker: 1, role: 'leader', baseOffset: 0, lastOffset: 0, leaderEpoch: 0, ids: [bench.id] };
    bench.says(appended, late(bench));
    expect(bench.says(becameLeader(2))).toBeUndefined();
    for (const broker of [1, 2]) bench.c.tamper(broker, tp, (partition) => ({ ...partition, meta: { ...partition.meta, topicId: 'anew' } }));
    bench.says(appended, late(bench));
    expect(bench.says(becameLeader(2))).toContain('was acknowledged at offset 0');
  });

  it('S10: only a follower of the newest leader is judged', () => {
    const bench = new Bench('S10');
    const cut: KafkaFact = { fact: 'LogTruncated', tp, broker: 2, from: 1, to: 0, ids: [bench.id], epochs: [0] };
    expect(bench.says(cut)).toContain('cut off committed record');
    bench.register({ leaderEpoch: 7 });
    expect(bench.says(cut)).toBeUndefined();
  });
});

describe('the loss budget', () => {
  it('is spent when as many replicas lost their tail as min.insync.replicas', () => {
    const bench = new Bench('S05');
    bench.loseLog(3);
    bench.says(lost(3, bench.id));
    bench.loseLog(2);
    expect(bench.says(elected(2))).toContain('without committed record');
    bench.says(lost(2, bench.id));
    expect(bench.says(elected(2))).toBeUndefined();
  });

  it('is spent by an unclean election', () => {
    const bench = new Bench('S12');
    bench.says({ fact: 'RecordsAcknowledged', node: 'p', tp, ids: [bench.id], baseOffset: 0, acks: -1 });
    bench.loseLog(2);
    expect(bench.says({ ...elected(2), how: 'unclean' } as KafkaFact, { ...becameLeader(2), leaderEpoch: 0 } as KafkaFact)).toBeUndefined();
  });

  it('is spent when a quorum forgets who was in sync', () => {
    const bench = new Bench('S05');
    bench.loseLog(3);
    bench.says({ fact: 'QuorumDiskLost', node: 'controller1', kept: 0 });
    expect(bench.says(elected(3))).toBeUndefined();
  });
});
