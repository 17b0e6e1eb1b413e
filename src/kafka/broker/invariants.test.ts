import { describe, expect, it } from 'vitest';
import { TestCluster } from '#kafka/broker/cluster.testkit.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import { appendAsLeader, emptyLog } from '#kafka/log/log.ts';
import type { PartitionRegistration } from '#kafka/metadata/image.ts';
import { replicationInvariants } from '#kafka/replication/invariants.ts';
import { type Partition, withHighWatermark, withLog } from '#kafka/replication/partition.ts';
import type { TraceEvent } from '#sim/trace.ts';

/** A healthy cluster with one committed record, and one checker that has seen it all. */
class Bench {
  readonly c = new TestCluster({ topics: [{ name: 't', assignment: [[1, 2, 3]], config: { 'min.insync.replicas': '2' } }] });
  private readonly checker;

  constructor(id: string) {
    this.c.produce('t-0', ['a']);
    this.c.run({ ms: 600 });
    const make = replicationInvariants.find((one) => one().id === id);
    if (!make) throw new Error(`There is no invariant ${id}.`);
    this.checker = make();
    for (const event of this.c.events) this.checker.check(this.c.world, event);
  }

  /** What the checker says when this is told next. */
  says(...facts: readonly KafkaFact[]): string | undefined {
    const event: TraceEvent = { step: 0, timeUs: 0, node: 'kafka1', kind: 'timer', name: 'Test', cause: -1, outcome: 'handled', facts };
    return this.checker.check(this.c.world, event);
  }

  other(text: string): (partition: Partition) => Partition {
    const records = [{ id: text, key: null, value: text, timestampMs: 0 }];
    return (partition) => withLog(partition, appendAsLeader(emptyLog(), { producerId: -1, producerEpoch: -1, baseSequence: -1, records }, 0, 'x'));
  }

  register(change: Partial<PartitionRegistration>): void {
    const i = this.c.world.index.get('controller1') as number;
    const node = this.c.controller;
    const topic = node.committed.topics.get('t');
    if (!topic) return;
    const topics = new Map(node.committed.topics).set('t', { ...topic, partitions: [{ ...topic.partitions[0], ...change }] });
    this.c.world.processes[i] = { ...this.c.world.processes[i], state: { ...node, committed: { ...node.committed, topics } } };
  }
}

const tp = 't-0';
const advanced = (broker: number, role: 'leader' | 'follower', from: number, to: number): KafkaFact => ({
  fact: 'HighWatermarkAdvanced',
  tp,
  broker,
  role,
  from,
  to,
});
const elected: KafkaFact = { fact: 'LeaderElected', tp, leader: 1, previousLeader: -1, leaderEpoch: 9, isr: [1], candidates: [1], how: 'isr' };

describe('every invariant can fail', () => {
  it('S01: a log that does not have what was appended to it', () => {
    expect(
      new Bench('S01').says({ fact: 'RecordsAppended', tp, broker: 1, role: 'leader', baseOffset: 1, lastOffset: 1, leaderEpoch: 0, ids: ['x'] }),
    ).toContain('ends at 1');
  });

  it('S02: a replica that exposes another record', () => {
    const bench = new Bench('S02');
    bench.c.tamper(3, tp, bench.other('x'));
    expect(bench.says(advanced(3, 'follower', 0, 1))).toContain('another record at offset 0');
  });

  it('S09: a high watermark beyond the log, beyond an ISR member, or below min.insync.replicas', () => {
    const beyond = new Bench('S09');
    beyond.c.tamper(1, tp, (partition) => withHighWatermark(partition, 2));
    expect(beyond.says(advanced(1, 'leader', 1, 2))).toContain('outside');
    const behind = new Bench('S09');
    behind.c.tamper(2, tp, (partition) => withLog(partition, emptyLog()));
    expect(behind.says(advanced(1, 'leader', 0, 1))).toContain('beyond the log of broker 2');
    const alone = new Bench('S09');
    const isr = { value: 'CommittedPartitionState', data: { isr: [1], maximal: [1], asked: [1] } } as const;
    alone.c.tamper(1, tp, (partition) => ({ ...partition, meta: { ...partition.meta, isr } }));
    expect(alone.says(advanced(1, 'leader', 0, 1))).toContain('below min.insync.replicas');
  });

  it('S10: a replica that cuts off a committed record', () => {
    const bench = new Bench('S10');
    const id = bench.c.of('RecordsAppended')[0].ids[0];
    expect(bench.says({ fact: 'LogTruncated', tp, broker: 2, from: 1, to: 0, ids: [id], epochs: [0] })).toContain('cut off committed record');
    expect(bench.says({ fact: 'LogTruncated', tp, broker: 2, from: 2, to: 1, ids: ['never committed'], epochs: [0] })).toBeUndefined();
    // The copy that an earlier leader never got committed may go: a retry put the record there again in a later epoch.
    expect(bench.says({ fact: 'LogTruncated', tp, broker: 2, from: 1, to: 0, ids: [id], epochs: [-1] })).toBeUndefined();
  });

  it('S11: a leader without a committed record, unless its election was unclean', () => {
    const lead = (bench: Bench) => bench.says({ fact: 'BecameLeader', tp, broker: 2, leaderEpoch: 1, logEndOffset: 0 });
    const clean = new Bench('S11');
    clean.c.tamper(2, tp, (partition) => withLog(partition, emptyLog()));
    expect(lead(clean)).toContain('without committed record');
    const unclean = new Bench('S11');
    unclean.c.tamper(2, tp, (partition) => withLog(partition, emptyLog()));
    unclean.says({ ...elected, leader: 2, how: 'unclean' });
    expect(lead(unclean)).toBeUndefined();
  });

  it('S13: two leaders in one epoch', () => {
    expect(new Bench('S13').says({ fact: 'BecameLeader', tp, broker: 2, leaderEpoch: 0, logEndOffset: 1 })).toContain('both led');
  });

  it('S14: epochs that go back', () => {
    expect(new Bench('S14').says({ ...elected, leaderEpoch: 0 })).toContain('went from 0 to 0');
    expect(new Bench('S14').says({ fact: 'ControllerElected', node: 'controller1', epoch: 1 })).toContain('controller epoch');
    expect(new Bench('S14').says({ fact: 'BrokerRegistered', broker: 1, brokerEpoch: 0 })).toContain('broker epoch of 1');
  });

  it('S15: strangers in the ISR, an ELR that overlaps or is not needed, a leader with an empty ISR', () => {
    const says = (change: Partial<PartitionRegistration>) => {
      const bench = new Bench('S15');
      bench.register(change);
      return bench.says(elected);
    };
    expect(says({ replicas: [1, 2] })).toContain('not assigned');
    expect(says({ elr: [2] })).toContain('overlap');
    expect(says({ isr: [1, 2], elr: [3] })).toContain('large enough');
    expect(says({ isr: [] })).toContain('empty ISR');
    const fenced = new Bench('S15');
    fenced.c.kill(3);
    fenced.c.run({ ms: 12_000 });
    fenced.register({ isr: [1, 2, 3] });
    expect(fenced.says({ fact: 'BrokerFenced', broker: 3, reason: 'session-timeout' })).toContain('is fenced');
  });

  it('S16: a leader outside its ISR', () => {
    const bench = new Bench('S16');
    bench.register({ isr: [2, 3] });
    expect(bench.says(elected)).toContain('leader 1 is not in ISR');
  });

  it('S17: a replica that joins without what was committed', () => {
    const bench = new Bench('S17');
    bench.c.tamper(3, tp, (partition) => withLog(partition, emptyLog()));
    expect(bench.says({ fact: 'IsrExpanded', tp, isr: [1, 2, 3], added: [3] })).toContain('joined the ISR at 0, needed 1');
  });

  it('P01: a record that nobody sent', () => {
    const append = (id: string): KafkaFact => ({
      fact: 'RecordsAppended',
      tp,
      broker: 1,
      role: 'leader',
      baseOffset: 0,
      lastOffset: 0,
      leaderEpoch: 0,
      ids: [id],
    });
    const bench = new Bench('P01');
    const { id } = bench.c.of('RecordSent')[0];
    expect(bench.says(append(id))).toBeUndefined();
    expect(bench.says(append('client#1000000'))).toContain('was never sent');
    expect(bench.says(append('ghost#1'))).toContain('was never sent');
  });
});
