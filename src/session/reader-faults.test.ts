/** Faults of those who read (F76, F77 and F79 of the reliability catalogue): commits that expire, a log that is cut under a position, a record that cannot be read. */
import { describe, expect, it } from 'vitest';
import { asKafkaFact, type FactName, type FactOf } from '#kafka/facts.ts';
import { compile } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { branchOf, createSession } from '#session/session.ts';

function play(document: Partial<ScenarioDocument> & Pick<ScenarioDocument, 'cluster' | 'until'>) {
  const compiled = compile({ highwater: 1, kafka: '4.3', seed: 11, network: { latency: '2ms' }, ...document });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const run = branchOf(createSession(compiled.value)).timeline;
  run.extend({});
  const facts = Array.from({ length: run.end }, (_, n) => run.eventAt(n)).flatMap(({ timeUs, facts: told }) =>
    told.map((fact) => ({ timeUs, fact: asKafkaFact(fact) })),
  );
  expect(facts.filter(({ fact }) => fact.fact === 'CommandFailed')).toEqual([]);
  const frame = run.frameAt(run.end);
  return {
    frame,
    group: frame.groups.find((one) => one.group === 'billing'),
    named: <N extends FactName>(name: N) => facts.flatMap(({ timeUs, fact }) => (fact.fact === name ? [{ timeUs, ...(fact as unknown as FactOf<N>) }] : [])),
  };
}

const FEW = { 'offsets.topic.num.partitions': 1, 'offsets.topic.replication.factor': 1, 'group.initial.rebalance.delay.ms': 0 };
const ONE: ScenarioDocument['topics'] = { orders: { partitions: 1, 'replication-factor': 1 } };

describe('F76: the commits of a group expire', () => {
  // Looked through every ten minutes (offsets.retention.check.interval.ms).
  const expiring = { brokers: 1, config: { ...FEW, 'offsets.retention.minutes': 1 } };
  const clients = (reset: string): ScenarioDocument['clients'] => ({
    p1: { producer: 'orders', rate: '10/s', count: 20 },
    billing: { consumer: 'orders', commit: 'after-processing', config: { 'auto.offset.reset': reset } },
  });

  it.each([
    ['earliest', 0],
    ['latest', 20],
  ])('an empty group finds nothing when it is back, and auto.offset.reset=%s decides', (reset, offset) => {
    const { named } = play({
      cluster: expiring,
      topics: ONE,
      clients: clients(reset),
      timeline: [
        { at: '5s', run: 'docker stop billing-1' },
        { at: '610s', run: 'docker start billing-1' },
      ],
      until: '620s',
    });
    const [{ timeUs, why, state }] = named('OffsetRemoved');
    expect([why, state]).toEqual(['expired', 'Empty']);
    expect(timeUs).toBeLessThan(610_000_000);
    expect(named('OffsetReset').at(-1)).toMatchObject({ policy: reset, offset });
  });

  it('a group that reads keeps them, however long it has had nothing to commit (KAFKA-13636)', () => {
    const { named, group } = play({ cluster: expiring, topics: ONE, clients: clients('earliest'), until: '1210s' });
    expect(named('OffsetRemoved')).toEqual([]);
    expect(group?.offsets).toMatchObject([{ tp: 'orders-0', committed: 20 }]);
  });
});

describe('F77: the log is cut under the position of a consumer', () => {
  const cut = () =>
    play({
      cluster: { brokers: 4, config: { ...FEW, 'replica.lag.time.max.ms': 2000 } },
      topics: {
        orders: { 'replica-assignment': [[1, 2]], config: { 'min.insync.replicas': 1, 'unclean.leader.election.enable': true } },
      },
      clients: {
        p1: { producer: 'orders', rate: '10/s', count: 200, config: { acks: 1, 'request.timeout.ms': 1000 } },
        billing: { consumer: 'orders', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest', 'request.timeout.ms': 2000 } },
      },
      // Broker 2 falls out of the ISR, broker 1 goes on alone and dies: an unclean leader has less than was read.
      timeline: [
        { at: '2s', run: 'docker pause kafka2' },
        { at: '14s', run: 'docker kill kafka1' },
        { at: '14.5s', run: 'docker unpause kafka2' },
      ],
      until: '60s',
    });

  it('the consumer learns it from the new leader before it fetches, and reads on where the two logs part (KIP-320)', () => {
    const { named } = cut();
    const [unclean] = named('LeaderElected').filter(({ how, tp }) => how === 'unclean' && tp === 'orders-0');
    const read = named('RecordsPolled');
    const before = read.filter(({ timeUs }) => timeUs < unclean.timeUs);
    const after = read.filter(({ timeUs }) => timeUs > unclean.timeUs);
    const position = (before.at(-1)?.lastOffset ?? 0) + 1;
    // It goes back, and never without a word.
    expect(after[0].baseOffset).toBeLessThan(position);
    expect(named('TruncationDetected')).toMatchObject([{ node: 'billing-1', tp: 'orders-0', position, divergence: after[0].baseOffset }]);
  });
});

describe('F79: a record cannot be read', () => {
  const poisoned = (more: ScenarioDocument['timeline']) =>
    play({
      cluster: { brokers: 1, config: FEW },
      topics: ONE,
      clients: {
        p1: { producer: 'orders', rate: '10/s', count: 40, config: { 'linger.ms': 0 } },
        billing: { consumer: 'orders', commit: 'after-processing', start: '6s', config: { 'auto.offset.reset': 'earliest' } },
      },
      timeline: [{ at: '5s', run: 'fault bit-rot orders-0@10 --on kafka1' }, ...(more ?? [])],
      until: '40s',
    });

  it('the consumer ends with it, every time that it is started again: its position stands, and its last words say why', () => {
    const { named, group, frame } = poisoned([{ at: '15s', run: 'docker start billing-1' }]);
    expect(named('ProcessExited').filter(({ node }) => node === 'billing-1')).toHaveLength(2);
    expect(group?.offsets).toMatchObject([{ tp: 'orders-0', committed: 10, lagRecords: 30 }]);
    expect(frame.consumers.find(({ node }) => node === 'billing-1')?.lastError).toBe(
      'KafkaException: Encountered corrupt message when fetching offset 10 for topic-partition orders-0',
    );
  });

  it('skipping it takes a hand: kafka-consumer-groups.sh moves the commit behind it, and everything else is read', () => {
    const { group, named } = poisoned([
      {
        at: '12s',
        run: 'kafka-consumer-groups.sh --bootstrap-server kafka1:9092 --group billing --topic orders --reset-offsets --shift-by 1 --execute',
      },
      { at: '20s', run: 'docker start billing-1' },
    ]);
    expect(group?.offsets).toMatchObject([{ tp: 'orders-0', committed: 40, lagRecords: 0 }]);
    expect(named('RecordProcessed').some(({ offset }) => offset === 10)).toBe(false);
  });
});
