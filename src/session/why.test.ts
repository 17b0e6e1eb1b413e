import { beforeAll, describe, expect, it } from 'vitest';
import type { FactName, KafkaFact } from '#kafka/facts.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { momentOf, questionsAbout } from '#session/asking.ts';
import { followed } from '#session/follow.ts';
import { acksOne, steady } from '#session/lessons.test-documents.ts';
import { memoryOf } from '#session/memory.ts';
import { openSession } from '#session/session.ts';
import { stripAt } from '#session/strips.ts';
import type { Timeline } from '#session/timeline.ts';
import type { Told } from '#session/told.ts';
import { whyAll, whyOf } from '#session/why.ts';

function computed(document: ScenarioDocument): Timeline {
  const session = openSession(document, undefined, { invariants: false });
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  const { timeline } = session.value.branches[0];
  timeline.extend({});
  return timeline;
}

const told = <N extends FactName>(timeline: Timeline, name: N, test: (fact: Extract<KafkaFact, { fact: N }>) => boolean = () => true): Told => {
  const found = memoryOf(timeline).all.find(({ fact }) => fact.fact === name && test(fact as Extract<KafkaFact, { fact: N }>));
  if (found === undefined) throw new Error(`No ${name}`);
  return found;
};

const names = (links: readonly Told[]): string[] => links.map(({ fact }) => fact.fact);

/** kafka3 is cut off for a while: the leader takes it out of the ISR, and in again. */
const lagging: ScenarioDocument = {
  ...acksOne,
  clients: { p1: { producer: 'orders', rate: '5/s', config: { acks: 'all' } } },
  timeline: [
    { at: '1s', run: 'fault cut --from kafka3 --to kafka1' },
    { at: '36s', run: 'fault heal' },
  ],
  until: '50s',
  lesson: undefined,
};

/** The consumer near-1 is in the rack of broker 2, and the leader in another. */
const nearby: ScenarioDocument = {
  ...acksOne,
  cluster: { brokers: 3, racks: ['a', 'b', 'c'], config: { 'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector' } },
  topics: { orders: { 'replica-assignment': [[1, 2, 3]] } },
  clients: {
    p1: { producer: 'orders', rate: '2/s', config: { acks: 'all' } },
    near: { consumer: 'orders', config: { 'auto.offset.reset': 'earliest', 'client.rack': 'b' } },
  },
  timeline: [],
  until: '10s',
  lesson: undefined,
};

describe('why', () => {
  let loss: Timeline;
  let group: Timeline;
  beforeAll(() => {
    loss = computed({
      ...acksOne,
      timeline: [
        { at: '1s', run: 'docker pause kafka2 kafka3' },
        { after: 'ack(p1#12)', run: 'docker kill kafka1' },
        { at: '2s', run: 'docker unpause kafka2 kafka3' },
        { at: '20s', run: 'docker start kafka1' },
      ],
      until: '30s',
    });
    group = computed(steady);
  });

  it('leads from what a consumer read on a follower back to what that follower was told, and then to the leader', () => {
    const timeline = computed(nearby);
    const sent = told(timeline, 'ReadReplicaPreferred');
    const polled = told(timeline, 'RecordsPolled', (fact) => fact.node === 'near-1' && fact.baseOffset > 5);
    const marks = whyOf(timeline, polled).flatMap(({ fact }) => (fact.fact === 'HighWatermarkAdvanced' ? [`${fact.role} ${fact.broker}`] : []));
    expect(marks).toEqual(['leader 1', 'follower 2']);
    expect(whyOf(timeline, sent).at(-1)).toMatchObject({ asked: true, ground: { of: 'broker', name: 'replica.selector.class' } });
  });

  it('leads from an election back to the command that killed the leader, and names the setting that let it be noticed', () => {
    const links = whyOf(
      loss,
      told(loss, 'LeaderElected', ({ previousLeader }) => previousLeader === 1),
    );
    expect(names(links)).toEqual(['CommandRun', 'ProcessKilled', 'BrokerFenced', 'LeaderElected']);
    expect(links[0].fact).toMatchObject({ command: 'docker kill kafka1' });
    expect(links[2].ground).toEqual({ of: 'broker', name: 'broker.session.timeout.ms' });
    expect(links.map(({ asked }) => asked)).toEqual([false, false, false, true]);
  });

  it('is in the order of time, and every link is a moment of the run', () => {
    for (const one of memoryOf(loss).all.filter((_, at) => at % 7 === 0)) {
      const links = whyOf(loss, one);
      for (let at = 1; at < links.length; at++) expect(links[at].cursor).toBeGreaterThanOrEqual(links[at - 1].cursor);
      for (const link of links) expect(loss.eventAt(link.cursor - 1).facts).toContain(link.fact);
      expect(links.at(-1)?.cursor).toBe(one.cursor);
    }
  });

  it('explains a record that was acknowledged and is lost: who acknowledged it alone, and who leads instead', () => {
    const [question] = questionsAbout(loss, { kind: 'record', id: 'p1#12' }, loss.end);
    expect(question.kind).toBe('lost');
    const links = whyAll(loss, question.asked);
    expect(names(links)).toEqual(expect.arrayContaining(['BatchSent', 'RecordsAppended', 'RecordsAcknowledged', 'ProcessKilled', 'LeaderElected']));
    expect(links.find(({ fact }) => fact.fact === 'RecordsAcknowledged')?.ground).toEqual({ of: 'producer', name: 'acks' });
  });

  it('explains a truncation by the append of what is cut and by the leader that has something else', () => {
    const links = whyOf(loss, told(loss, 'LogTruncated'));
    expect(names(links)).toEqual(expect.arrayContaining(['RecordsAppended', 'LeaderElected', 'LogTruncated']));
    expect(links.at(-1)?.ground).toEqual({ of: 'kip', name: 'KIP-101' });
  });

  it('explains a high watermark by the follower whose copy let it rise', () => {
    const risen = told(loss, 'HighWatermarkAdvanced', ({ role, from }) => role === 'leader' && from === 5);
    const links = whyOf(loss, risen);
    const copy = links.findLast(({ fact }) => fact.fact === 'RecordsAppended');
    expect(copy?.fact).toMatchObject({ role: 'follower', baseOffset: 5 });
  });

  it('explains a rebalance by the member that came, and a poll by the high watermark that let it see the records', () => {
    const stable = told(group, 'GroupStateChanged', ({ to }) => to === 'Stable');
    expect(names(whyOf(group, stable))).toEqual(expect.arrayContaining(['MemberJoined', 'GroupStateChanged']));
    const polled = told(group, 'RecordsPolled');
    expect(names(whyOf(group, polled))).toContain('HighWatermarkAdvanced');
  });

  it('explains a shrunken ISR by the fault that held its follower back, and a healed one by the healing', () => {
    const timeline = computed(lagging);
    const shrunk = whyOf(timeline, told(timeline, 'IsrShrunk'));
    expect(names(shrunk)).toEqual(expect.arrayContaining(['CommandRun', 'LinksDisturbed', 'ReplicaFellBehind', 'IsrShrunk']));
    expect(shrunk.find(({ fact }) => fact.fact === 'ReplicaFellBehind')?.ground?.name).toBe('replica.lag.time.max.ms');
    const strip = stripAt(timeline, told(timeline, 'IsrShrunk').cursor, 'orders-0');
    expect(strip?.kind).toBe('shrink');
    expect(strip?.chips.map(({ step }) => step)).toEqual(expect.arrayContaining(['trouble', 'noticed', 'decided', 'advances']));
  });

  it('cuts an election into steps from the trace: trouble, notice, decision, the new leader, the first answer', () => {
    const elected = told(loss, 'LeaderElected', ({ previousLeader }) => previousLeader === 1);
    const strip = stripAt(loss, elected.cursor, 'orders-0');
    expect(strip?.kind).toBe('election');
    expect(strip?.chips.map(({ step }) => step)).toEqual(['trouble', 'noticed', 'decided', 'leads', 'retries', 'answers']);
    expect(stripAt(loss, 0, 'orders-0')).toBeNull();
  });
});

describe('a record', () => {
  it('is followed from its producer through leader and followers to its consumer', () => {
    const timeline = computed(steady);
    const stops = followed(timeline, 'p1#5');
    expect(stops.map(({ at, fact }) => `${at} ${fact.fact}`)).toEqual([
      'producer RecordSent',
      'producer BatchSent',
      'leader RecordsAppended',
      'follower RecordsAppended',
      'follower RecordsAppended',
      'leader HighWatermarkAdvanced',
      expect.stringMatching(/producer RecordsAcknowledged|consumer RecordsPolled/),
      expect.stringMatching(/producer RecordsAcknowledged|consumer RecordsPolled/),
      'consumer RecordProcessed',
    ]);
    expect(followed(timeline, 'p1#5', stops[2].cursor)).toHaveLength(3);
  });

  it('has a next and a previous event, as everything that can be selected', () => {
    const timeline = computed(steady);
    const thing = { kind: 'record', id: 'p1#5' } as const;
    const first = momentOf(timeline, thing, 0, 1);
    expect(first?.fact.fact).toBe('RecordSent');
    const second = momentOf(timeline, thing, first?.cursor ?? 0, 1);
    expect(momentOf(timeline, thing, second?.cursor ?? 0, -1)).toBe(first);
    expect(momentOf(timeline, { kind: 'broker', id: 1 }, 0, 1)?.cursor).toBeGreaterThan(0);
  });
});
