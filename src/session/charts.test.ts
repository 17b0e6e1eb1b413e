import { describe, expect, it } from 'vitest';
import { charts } from '#kafka/machines.ts';
import type { Thing } from '#session/asking.ts';
import { chartsOf } from '#session/charts.ts';
import { steady } from '#session/lessons.test-documents.ts';
import { branchOf, openSession } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';

function run(document: typeof steady): Timeline {
  const session = openSession(document);
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  const { timeline } = branchOf(session.value);
  timeline.extend({});
  return timeline;
}

const timeline = run({ ...steady, cluster: { brokers: 3, controllers: 3 } });
const things: readonly Thing[] = [
  ...[1, 2, 3].map((id): Thing => ({ kind: 'broker', id })),
  ...[1, 2, 3].map((n): Thing => ({ kind: 'controller', node: `controller${n}` })),
  ...[1, 2, 3].map((broker): Thing => ({ kind: 'replica', tp: 'orders-0', broker })),
  ...['billing-1', 'billing-2'].map((node): Thing => ({ kind: 'consumer', node })),
  { kind: 'group', group: 'billing' },
];

describe('The charts of a thing', () => {
  it('are in a state of theirs at every moment of a run in which a broker dies and comes back', () => {
    const seen = new Set<string>();
    for (let cursor = 0; cursor <= timeline.end; cursor += 97) {
      const frame = timeline.frameAt(cursor);
      for (const thing of things) {
        const stated = chartsOf(frame, thing);
        expect(stated.length, JSON.stringify(thing)).toBeGreaterThan(0);
        for (const { of, state } of stated) {
          expect([cursor, thing, of, state]).not.toContain(null);
          seen.add(`${of} ${state}`);
        }
      }
    }
    const names = [...seen].map((one) => one.split(' ')[1]);
    expect(names).toEqual(
      expect.arrayContaining(['RUNNING', 'NOT_RUNNING', 'Leader', 'Follower', 'leader', 'follower', 'STABLE', 'Stable', 'CommittedPartitionState']),
    );
  });

  it('have two for a replica that leads: its role, and its ISR', () => {
    const frame = timeline.frameAt(timeline.end);
    const { leader, replicas } = frame.partitions[0];
    const follower = replicas.find((id) => id !== leader) as number;
    expect(chartsOf(frame, { kind: 'replica', tp: 'orders-0', broker: leader }).map(({ state }) => state)).toEqual(['leader', 'CommittedPartitionState']);
    expect(chartsOf(frame, { kind: 'replica', tp: 'orders-0', broker: follower })).toHaveLength(1);
  });

  it('are none for a record and a tool', () => {
    const frame = timeline.frameAt(timeline.end);
    for (const thing of [
      { kind: 'record', id: 'p1#1' },
      { kind: 'tool', node: 'tool-1' },
    ] as const)
      expect(chartsOf(frame, thing)).toEqual([]);
  });

  it('follow the oldest batch of a producer, which is in no state while everything is settled', () => {
    const seen = new Set<string | null>();
    // Around the death of a leader, which takes what was on its way.
    const [from, to] = [4_900_000, 6_000_000].map((timeUs) => timeline.cursorAtTime(timeUs));
    for (let cursor = from; cursor <= to; cursor++) {
      const [batch, ...more] = chartsOf(timeline.frameAt(cursor), { kind: 'producer', node: 'p1' });
      expect(more).toEqual([]);
      expect(batch.about === undefined).toBe(batch.state === null);
      seen.add(batch.state);
    }
    expect(seen).toEqual(new Set([null, 'Accumulating', 'InFlight']));
  });

  it('tell of a transactional producer, of a consumer of KIP-848 and of a server of ZooKeeper', () => {
    const modern = run({
      ...steady,
      clients: {
        pay: { producer: 'orders', rate: '10/s', transaction: { records: 2 }, config: { 'transactional.id': 'pay' } },
        billing: { consumer: 'orders', members: 1, config: { 'group.protocol': 'consumer' } },
      },
      timeline: [],
      until: '5s',
    });
    const frame = modern.frameAt(modern.end);
    expect(chartsOf(frame, { kind: 'producer', node: 'pay' }).map(({ of }) => of.split('.').slice(-2))).toEqual([
      ['TransactionManager', 'State'],
      ['internals', 'ProducerBatch'],
    ]);
    for (const thing of [
      { kind: 'consumer', node: 'billing-1' },
      { kind: 'group', group: 'billing' },
    ] as const)
      expect(chartsOf(frame, thing).map(({ state }) => state)).toEqual([expect.any(String)]);
    const old = run({ ...steady, kafka: '2.8', cluster: { brokers: 3, metadata: 'zookeeper' }, timeline: [], until: '3s' });
    expect(chartsOf(old.frameAt(old.end), { kind: 'controller', node: 'zookeeper1' })).toMatchObject([{ state: 'LEADING' }]);
    expect(chartsOf(old.frameAt(old.end), { kind: 'partition', tp: 'orders-0' })).toMatchObject([{ state: 'OnlinePartition' }]);
  });
});

describe('Every chart', () => {
  it.each(Object.entries(charts))('%s begins in one of its states, and every move leads to one', (_, { chart }) => {
    const names = chart.states.map(({ name }) => name);
    expect(names).toContain(chart.initial);
    for (const { to } of chart.states.flatMap(({ moves }) => moves)) if (to !== null) expect(names).toContain(to);
  });
});
