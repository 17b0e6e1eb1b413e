import { describe, expect, it } from 'vitest';
import { changeLines } from '#app/narrate.ts';
import {
  exampleOf,
  hertz,
  lagDegree,
  NOTES_A_SECOND,
  notesOf,
  roomAt,
  SIGNS,
  type Sign,
  type Step,
  TONES_MOST,
  type Tone,
  type Wanted,
} from '#app/sound/notes.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Frame, PartitionFrame, ReplicaFrame } from '#kafka/frame.ts';
import { lessons } from '#lessons/catalog.ts';
import { openSession } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';

const log = (broker: number, logEndOffset: number) => ({ broker, logEndOffset }) as ReplicaFrame;
const partition = (...ends: readonly number[]) => ({ tp: 'orders-0', logs: ends.map((end, at) => log(at + 1, end)) }) as unknown as PartitionFrame;

interface Lags {
  readonly [group: string]: readonly (number | undefined)[];
}
const frame = (partitions: readonly PartitionFrame[], lags: Lags = {}): Frame =>
  ({ partitions, groups: Object.entries(lags).map(([group, own]) => ({ group, offsets: own.map((lagRecords) => ({ lagRecords })) })) }) as unknown as Frame;

const EMPTY = frame([]);
const EVENTS: Wanted = { events: true, lag: false, group: null };
const LAG: Wanted = { events: false, lag: true, group: null };

const step = (facts: readonly KafkaFact[], after = EMPTY, isLoss = false): Step => ({ facts, after, isLoss });
const signs = (tones: readonly Tone[]): Sign[] => [...new Set(tones.map(({ sign }) => sign))];
const heard = (...facts: readonly KafkaFact[]) => signs(notesOf(step(facts), EVENTS));

const appended = (role: 'leader' | 'follower' = 'leader', tp = 'orders-0'): KafkaFact => ({
  fact: 'RecordsAppended',
  tp,
  broker: 1,
  role,
  baseOffset: 3,
  lastOffset: 4,
  leaderEpoch: 0,
  ids: ['p1#3', 'p1#4'],
});
const advanced = (role: 'leader' | 'follower', tp = 'orders-0'): KafkaFact => ({ fact: 'HighWatermarkAdvanced', tp, broker: 1, role, from: 3, to: 5 });
const elected = (leader: number, how: Extract<KafkaFact, { fact: 'LeaderElected' }>['how']): KafkaFact => ({
  fact: 'LeaderElected',
  tp: 'orders-0',
  leader,
  previousLeader: 1,
  leaderEpoch: 1,
  isr: [2, 3],
  candidates: [2, 3],
  how,
});
const shrunk: KafkaFact = { fact: 'IsrShrunk', tp: 'orders-0', isr: [2], removed: [1], by: 'leader' };
const expanded: KafkaFact = { fact: 'IsrExpanded', tp: 'orders-0', isr: [1, 2], added: [1] };
const group = (from: string, to: string) => ({ fact: 'GroupStateChanged', group: 'billing', from, to, generation: 2, members: 2, reason: '' }) as KafkaFact;
const failed: KafkaFact = { fact: 'SendFailed', node: 'p1', tp: 'orders-0', ids: ['p1#4'], error: 'TIMED_OUT' };

describe('A step sounds', () => {
  it('one tick for all that is appended in it, higher the more replicas have it', () => {
    const ticks = [partition(5, 3, 3), partition(5, 5, 3), partition(5, 5, 5)].map((one) =>
      notesOf(step([appended(), appended('follower')], frame([one])), EVENTS),
    );
    expect(ticks.map((tones) => tones.length)).toEqual([1, 1, 1]);
    const degrees = ticks.map(([{ degree }]) => degree);
    expect(degrees).toEqual([...degrees].sort((a, b) => a - b));
    expect(new Set(degrees).size).toBe(3);
  });

  it('a chime when the leader moves the high watermark, and nothing more when a follower hears of it', () => {
    expect(heard(advanced('leader'))).toEqual(['commit']);
    expect(heard(advanced('follower'))).toEqual([]);
  });

  it('a rising motif for a new leader, the same falling for none, and none where a leader is as before', () => {
    const rising = notesOf(step([elected(2, 'isr')]), EVENTS).map(({ degree }) => degree);
    const falling = notesOf(step([elected(-1, 'none')]), EVENTS).map(({ degree }) => degree);
    expect(rising[1]).toBeGreaterThan(rising[0]);
    expect(falling).toEqual([...rising].reverse());
    expect(heard(elected(1, 'created'))).toEqual([]);
    expect(heard(elected(1, 'kept'))).toEqual([]);
  });

  it('falls when a replica leaves the ISR, and rises when one comes back', () => {
    const [from, to] = notesOf(step([shrunk]), EVENTS).map(({ degree }) => degree);
    expect(to).toBeLessThan(from);
    expect(notesOf(step([expanded]), EVENTS).map(({ degree }) => degree)).toEqual([to, from]);
  });

  it('the beginning and the end of a rebalance, of either protocol', () => {
    expect(heard(group('Stable', 'PreparingRebalance'))).toEqual(['rebalance']);
    expect(heard(group('PreparingRebalance', 'CompletingRebalance'))).toEqual([]);
    expect(heard(group('CompletingRebalance', 'Stable'))).toEqual(['stable']);
    expect(heard(group('Stable', 'Assigning'))).toEqual(['rebalance']);
    expect(heard(group('Assigning', 'Reconciling'))).toEqual([]);
    expect(heard(group('Stable', 'Reconciling'))).toEqual(['rebalance']);
  });

  it('a low note for what was refused or failed, and two that fall for an acknowledged record that is lost', () => {
    expect(heard(failed)).toEqual(['refused']);
    const [from, to] = notesOf(step([], EMPTY, true), EVENTS);
    expect([from.sign, to.sign]).toEqual(['lost', 'lost']);
    expect(to.degree).toBeLessThan(from.degree);
  });

  it('nothing of what Kafka keeps in its own topics, and nothing of what has no sign', () => {
    expect(heard(appended('leader', '__consumer_offsets-0'), advanced('leader', '__consumer_offsets-0'))).toEqual([]);
    expect(heard({ fact: 'ProcessKilled', node: 'kafka1' })).toEqual([]);
  });

  it('the most telling first, three notes at most, a motif whole or not at all', () => {
    const all = notesOf(step([appended(), advanced('leader'), elected(2, 'isr'), failed]), EVENTS);
    expect(all.map(({ sign }) => sign)).toEqual(['refused', 'elected', 'elected']);
    expect(signs(notesOf(step([shrunk, elected(2, 'isr'), appended()]), EVENTS))).toEqual(['elected']);
  });
});

describe('The pitch of lag', () => {
  const degreeOf = (lags: Lags, wanted: Partial<Wanted> = {}) => notesOf(step([], frame([], lags)), { ...LAG, ...wanted }).map(({ degree }) => degree);

  it('is one note a step, and rises by one step of the scale at each doubling', () => {
    expect([0, 1, 3, 7, 15, 1023].map(lagDegree)).toEqual([0, 1, 2, 3, 4, 10]);
    expect(degreeOf({ billing: [4, 3] })).toEqual([3]);
  });

  it('never falls when lag grows, and stays within what ears and speakers can do', () => {
    let last = 0;
    for (let lag = 0; lag < 5_000_000; lag = Math.ceil(lag * 1.1) + 1) {
      expect(lagDegree(lag)).toBeGreaterThanOrEqual(last);
      last = lagDegree(lag);
    }
    expect(hertz(last)).toBeLessThan(2500);
  });

  it('is of the group that is selected, else of the first that has any', () => {
    const lags = { empty: [undefined], billing: [1], audit: [7] };
    expect(degreeOf(lags, { group: 'audit' })).toEqual([3]);
    expect(degreeOf(lags)).toEqual([1]);
    expect(degreeOf(lags, { group: 'empty' })).toEqual([]);
    expect(degreeOf({})).toEqual([]);
  });

  it('has its place beside what happens, of which it takes one note', () => {
    const tones = notesOf(step([elected(2, 'isr'), failed], frame([], { billing: [1] })), { ...EVENTS, lag: true });
    expect(tones.map(({ sign }) => sign)).toEqual(['refused', 'lag']);
  });
});

describe('Notes', () => {
  it('are all of one pentatonic scale, from low to high', () => {
    expect(hertz(0)).toBeCloseTo(261.63);
    expect(hertz(5)).toBeCloseTo(523.26);
    expect(hertz(-5)).toBeCloseTo(130.81, 1);
    for (let degree = -5; degree < 16; degree++) expect(hertz(degree + 1) / hertz(degree)).toBeGreaterThan(1.1);
  });

  it('are never louder together than the loudest alone', () => {
    const loudest = Math.max(...SIGNS.flatMap((sign) => exampleOf(sign).map(({ level }, _, { length }) => level * length)));
    for (const facts of [[appended()], [appended(), advanced('leader')], [failed, elected(2, 'isr')], [failed, advanced('leader'), appended()]]) {
      const sum = notesOf(step(facts), EVENTS).reduce((total, { level }) => total + level, 0);
      expect(sum).toBeLessThanOrEqual(loudest);
    }
  });

  it('begin no more than eight times a second', () => {
    const begun = [0, 0, 100, 200, 300, 400, 500, 600];
    expect(roomAt([], 0)).toBe(NOTES_A_SECOND);
    expect(roomAt(begun, 999)).toBe(0);
    expect(roomAt(begun, 1000)).toBe(2);
    expect(roomAt(begun, 1650)).toBe(8);
  });

  it('differ from sign to sign', () => {
    const melodies = SIGNS.map((sign) =>
      exampleOf(sign)
        .map(({ degree }) => degree)
        .join(' '),
    );
    expect(new Set(melodies.filter((melody) => melody.includes(' '))).size).toBe(melodies.filter((melody) => melody.includes(' ')).length);
  });
});

describe.each(lessons.map(({ slug }) => slug))('Each step of %s', (slug) => {
  it('sounds in three notes at most, and what sounds stands under "What changed", too', () => {
    const timeline = opened(slug);
    const heardSigns = new Set<Sign>();
    for (let cursor = timeline.seek(0, 'meaningful', 1), n = 0; n < 150; n++) {
      const facts = timeline.changesAt(cursor);
      const tones = notesOf({ facts, after: timeline.frameAt(cursor), isLoss: false }, { events: true, lag: true, group: null });
      expect(tones.length).toBeLessThanOrEqual(TONES_MOST);
      if (tones.some(({ sign }) => sign !== 'lag')) expect(changeLines(facts, (key) => key)).not.toEqual([]);
      for (const { sign } of tones) heardSigns.add(sign);
      cursor = timeline.seek(cursor, 'meaningful', 1);
    }
    expect([...heardSigns]).toEqual(expect.arrayContaining(['append', 'commit']));
  });
});

function opened(slug: string): Timeline {
  const scenario = lessons.find((one) => one.slug === slug)?.scenario;
  const session = scenario && openSession(scenario);
  if (!session?.ok) throw new Error(slug);
  const { timeline } = session.value.branches[0];
  timeline.extend({ steps: 8000 });
  return timeline;
}
