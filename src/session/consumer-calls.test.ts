/** What a person makes an application call on its consumer: in a timeline, at the playhead, in a link, and what comes of it. */
import { describe, expect, it } from 'vitest';
import { asKafkaFact, type KafkaFact } from '#kafka/facts.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { readLink } from '#scenario/link/read.ts';
import { writeLink } from '#scenario/link/write.ts';
import { act, actsOf, branchOf, openSession, type Session } from '#session/session.ts';

const document = (timeline: NonNullable<ScenarioDocument['timeline']> = []): ScenarioDocument => ({
  highwater: 1,
  seed: 3,
  cluster: { brokers: 1, config: { 'offsets.topic.num.partitions': 1, 'offsets.topic.replication.factor': 1, 'group.initial.rebalance.delay.ms': 0 } },
  topics: { orders: { partitions: 1, 'replication-factor': 1 } },
  clients: {
    p1: { producer: 'orders', rate: '10/s', count: 60 },
    billing: { consumer: 'orders', commit: 'after-processing', config: { 'auto.offset.reset': 'earliest' } },
  },
  timeline,
  until: '12s',
});

function open(timeline?: NonNullable<ScenarioDocument['timeline']>): Session {
  const session = openSession(document(timeline));
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

function told(session: Session): readonly KafkaFact[] {
  const { timeline } = branchOf(session);
  timeline.extend({});
  expect(timeline.violations).toEqual([]);
  return Array.from({ length: timeline.end }, (_, n) => timeline.eventAt(n)).flatMap(({ facts }) => facts.map(asKafkaFact));
}

const processed = (facts: readonly KafkaFact[]): number[] => facts.flatMap((fact) => (fact.fact === 'RecordProcessed' ? [fact.offset] : []));

describe('an application that is made to seek', () => {
  const SEEK = 'app seek billing-1 orders-0@10';

  it('back: processes again what it had committed, and loses nothing', () => {
    const facts = told(open([{ when: 'committed(billing, orders-0) >= 30', run: SEEK }]));
    expect(processed(facts).filter((offset) => offset === 10)).toHaveLength(2);
    expect(processed(facts).filter((offset) => offset === 9)).toHaveLength(1);
    expect(new Set(processed(facts)).size).toBe(60);
    const names = facts.map(({ fact }) => fact);
    expect(names.indexOf('PositionSought')).toBeGreaterThan(names.indexOf('CommandRun'));
  });

  it('at the playhead: the call is an act, which a link carries and repeats', () => {
    const before = open();
    const { timeline } = branchOf(before);
    timeline.extend({ untilUs: 5_000_000 });
    const acted = act(before, timeline.end, SEEK);
    if (!acted.ok) throw new Error(acted.stderr.join('\n'));
    expect(told(acted.session)).toContainEqual(expect.objectContaining({ fact: 'PositionSought', tp: 'orders-0', to: 10 }));
    const link = writeLink({
      route: { kind: 'scenario', document: document() },
      acts: actsOf(branchOf(acted.session)),
      playhead: undefined,
      hash: undefined,
      engine: undefined,
    });
    const read = readLink(link);
    expect(read).toMatchObject({ ok: true, value: { acts: { inputs: [{ run: SEEK }] } } });
    const again = read.ok ? openSession(document(), read.value.acts) : undefined;
    expect(again?.ok && processed(told(again.value))).toEqual(processed(told(acted.session)));
  });
});

describe('a consumer that does not run', () => {
  it('cannot be made to call anything: the line fails and says so', () => {
    const facts = told(
      open([
        { at: '2s', run: 'docker kill billing-1' },
        { at: '3s', run: 'app pause billing-1' },
      ]),
    );
    expect(facts).toContainEqual({ fact: 'CommandFailed', command: 'app pause billing-1', message: 'app: billing-1 is not running' });
    expect(facts.map(({ fact }) => fact)).not.toContain('PartitionsPaused');
  });

  it('hears of it when it goes on, if it is only frozen', () => {
    const facts = told(
      open([
        { at: '2s', run: 'docker pause billing-1' },
        { at: '3s', run: 'app pause billing-1' },
        { at: '4s', run: 'docker unpause billing-1' },
      ]),
    ).map(({ fact }) => fact);
    expect(facts.indexOf('PartitionsPaused')).toBeGreaterThan(facts.indexOf('ProcessResumed'));
  });
});
