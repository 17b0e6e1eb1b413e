import { describe, expect, it } from 'vitest';
import type { Frame, ReplicaFrame } from '#kafka/frame.ts';
import { lessons } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';
import type { Lesson } from '#lessons/lesson.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { answerTo } from '#session/questions.ts';
import { type Branch, branchOf, openSession } from '#session/session.ts';

function told(scenario: ScenarioDocument): Branch {
  const opened = openSession(scenario);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const branch = branchOf(opened.value);
  branch.timeline.extend({});
  return branch;
}

const stories = new Map<string, Branch>();

/** Each story is computed once: a run is the same every time. */
function storyOf(slug: string): Branch {
  const known = stories.get(slug);
  if (known) return known;
  const lesson = lessons.find((one) => one.slug === slug) as Lesson;
  const branch = told(lesson.scenario);
  stories.set(slug, branch);
  return branch;
}

function cursorOf(slug: string, kind: 'beat' | 'question', id: string): number {
  const mark = storyOf(slug).timeline.marks.find((one) => one.kind === kind && one.id === id);
  if (!mark) throw new Error(`${slug} never comes to ${kind} ${id}.`);
  return mark.cursor;
}

const at = (slug: string, kind: 'beat' | 'question', id: string): Frame => storyOf(slug).timeline.frameAt(cursorOf(slug, kind, id));
const ledger = (slug: string, kind: 'beat' | 'question', id: string) => storyOf(slug).timeline.ledgerAt(cursorOf(slug, kind, id));
const answer = (slug: string, id: string) => {
  const branch = storyOf(slug);
  const question = branch.scenario.lesson.questions.find((one) => one.id === id);
  const found = question && answerTo(branch, question);
  return found?.kind === 'choice' ? found.right : found?.value;
};

function log(frame: Frame, broker: number, tp = 'orders-0'): ReplicaFrame {
  const found = frame.partitions.find((one) => one.tp === tp)?.logs.find((one) => one.broker === broker);
  if (!found) throw new Error(`Broker ${broker} has no replica of ${tp}.`);
  return found;
}
/** High watermark and log end offset of a replica, as `3/5`. */
const marksOf = (frame: Frame, broker: number): string => `${log(frame, broker).highWatermark}/${log(frame, broker).logEndOffset}`;
const partition = (frame: Frame, tp = 'orders-0') => frame.partitions.find((one) => one.tp === tp);
const group = (frame: Frame) => frame.groups.find((one) => one.group === 'billing');
const lag = (frame: Frame): number => (group(frame)?.offsets ?? []).reduce((sum, { lagRecords }) => sum + (lagRecords ?? 0), 0);

describe.each(lessons.map(({ slug }) => slug))('The story of %s', (slug) => {
  it('comes to every beat and question, in the order in which they are told', () => {
    const { timeline, scenario } = storyOf(slug);
    for (const kind of ['beat', 'question'] as const) {
      const ids = (kind === 'beat' ? scenario.lesson.beats : scenario.lesson.questions).map(({ id }) => id);
      expect(timeline.marks.filter((mark) => mark.kind === kind).map(({ id }) => id)).toEqual(ids);
    }
    const cursors = scenario.lesson.beats.map(({ id }) => cursorOf(slug, 'beat', id));
    expect(new Set(cursors).size).toBe(cursors.length);
    expect(timeline.violations).toEqual([]);
    expect(timeline.marks.filter(({ fact }) => fact?.fact === 'CommandFailed')).toEqual([]);
  });

  it('asks before it shows: each question has one right answer, known only later', () => {
    const branch = storyOf(slug);
    for (const question of branch.scenario.lesson.questions) {
      const found = answerTo(branch, question);
      expect(found, question.id).toBeDefined();
      expect(found?.cursor, question.id).toBeGreaterThan(cursorOf(slug, 'question', question.id));
      if (found?.kind === 'choice') expect(found.right, question.id).toHaveLength(1);
    }
  });

  it('tells nothing between a question and its answer, and something before the next question', () => {
    const branch = storyOf(slug);
    const beats = branch.scenario.lesson.beats.map(({ id }) => cursorOf(slug, 'beat', id));
    const asked = branch.scenario.lesson.questions.map((question) => ({
      id: question.id,
      from: cursorOf(slug, 'question', question.id),
      to: answerTo(branch, question)?.cursor ?? branch.timeline.end,
    }));
    for (const { id, from, to } of asked)
      expect(
        beats.filter((beat) => from < beat && beat < to),
        id,
      ).toEqual([]);
    for (const [i, { id, from }] of asked.slice(1).entries()) expect(beats.filter((beat) => asked[i].to < beat && beat <= from).length, id).toBeGreaterThan(0);
  });

  it('begins within two seconds', () => {
    const { timeline, scenario } = storyOf(slug);
    expect(timeline.timeAt(cursorOf(slug, 'beat', scenario.lesson.beats[0].id))).toBeLessThan(2_000_000);
  });
});

describe('What The high watermark says happens', () => {
  const slug = 'high-watermark';

  it('append: the leader has A, the high watermark is still 0', () => {
    const frame = at(slug, 'beat', 'append');
    expect([1, 2, 3].map((broker) => marksOf(frame, broker))).toEqual(['0/1', '0/0', '0/0']);
  });

  it('pull: all have A, and the leader does not know it', () => {
    const frame = at(slug, 'beat', 'pull');
    expect([1, 2, 3].map((broker) => marksOf(frame, broker))).toEqual(['0/1', '0/1', '0/1']);
  });

  it('ack: the next fetches move the high watermark; only then does billing read A', () => {
    const { timeline } = storyOf(slug);
    const cursor = cursorOf(slug, 'beat', 'ack');
    expect(timeline.eventAt(cursor - 1).name).toBe('FetchRequest');
    expect([1, 2, 3].map((broker) => marksOf(timeline.frameAt(cursor), broker))).toEqual(['1/1', '0/1', '0/1']);
    const polled = Array.from({ length: timeline.end }, (_, i) => timeline.eventAt(i)).findIndex(({ facts }) =>
      facts.some(({ fact }) => fact === 'RecordsPolled'),
    );
    expect(polled).toBeGreaterThanOrEqual(cursor);
  });

  it('one-round: a follower learns the high watermark with the next answer, 500 ms later when nothing is written', () => {
    const { timeline } = storyOf(slug);
    const [ack, round] = [cursorOf(slug, 'beat', 'ack'), cursorOf(slug, 'beat', 'one-round')];
    expect(marksOf(timeline.frameAt(round), 2)).toBe('1/1');
    expect(timeline.timeAt(round) - timeline.timeAt(ack)).toBeGreaterThanOrEqual(500_000);
    expect(timeline.timeAt(round) - timeline.timeAt(ack)).toBeLessThan(510_000);
  });

  it('stall: six records in the leader and in broker 2, high watermark 3, broker 3 paused and in the ISR', () => {
    const frame = at(slug, 'beat', 'stall');
    expect([1, 2, 3].map((broker) => marksOf(frame, broker))).toEqual(['3/6', '3/6', '3/3']);
    expect(partition(frame)?.isr).toContain(3);
    expect(frame.brokers.find(({ id }) => id === 3)?.status).toBe('paused');
    expect(answer(slug, 'pause')).toBe(3);
  });

  it('unseen: eight records acknowledged, three of them read', () => {
    const { entries, totals } = ledger(slug, 'beat', 'unseen');
    expect(totals.acknowledged).toBe(8);
    expect(entries.filter(({ processed }) => processed.length > 0)).toHaveLength(3);
  });

  it('jump: 9 s after its last heartbeat broker 3 is fenced and out of the ISR, and the high watermark reaches the log end', () => {
    const { timeline } = storyOf(slug);
    const cursor = cursorOf(slug, 'beat', 'jump');
    const frame = timeline.frameAt(cursor);
    expect(partition(frame)?.isr).toEqual([1, 2]);
    expect(frame.brokers.find(({ id }) => id === 3)?.fenced).toBe(true);
    expect([1, 2].map((broker) => log(frame, broker).logEndOffset)).toEqual([11, 11]);
    expect(log(frame, 1).highWatermark).toBe(11);
    expect(log(timeline.frameAt(cursor - 1), 1).highWatermark).toBe(3);
    const heartbeats = Array.from({ length: cursor }, (_, i) => timeline.eventAt(i)).filter(
      ({ name, from }) => name === 'BrokerHeartbeatRequest' && from === 'kafka3',
    );
    const silentUs = timeline.timeAt(cursor) - (heartbeats.at(-1)?.timeUs ?? 0);
    expect(silentUs).toBeGreaterThanOrEqual(9_000_000);
    expect(silentUs).toBeLessThan(9_500_000);
    expect(answer(slug, 'freed')).toEqual(['shrink']);
  });
});

describe('What An acknowledged record is lost says happens', () => {
  const slug = 'acks-1';

  it('safe: three records on three brokers', () => {
    const frame = at(slug, 'beat', 'safe');
    expect([1, 2, 3].map((broker) => log(frame, broker).logEndOffset)).toEqual([3, 3, 3]);
    expect(log(frame, 1).highWatermark).toBe(3);
  });

  it('cut: brokers 2 and 3 are unplugged, and in the ISR', () => {
    const frame = at(slug, 'beat', 'cut');
    expect(frame.brokers.filter(({ connected }) => !connected).map(({ id }) => id)).toEqual([2, 3]);
    expect(partition(frame)?.isr).toEqual([1, 2, 3]);
    expect(partition(frame)?.leader).toBe(1);
  });

  it('early: the leader has answered for offset 3, which nobody else has', () => {
    const frame = at(slug, 'beat', 'early');
    expect([1, 2, 3].map((broker) => log(frame, broker).logEndOffset)).toEqual([4, 3, 3]);
    expect(log(frame, 1).highWatermark).toBe(3);
    expect(ledger(slug, 'beat', 'early').totals.acknowledged).toBe(4);
    expect(ledger(slug, 'question', 'survivors').totals.acknowledged).toBe(5);
  });

  it('killed: five records are left on broker 1, and the high watermark that was saved before any of them', () => {
    expect(marksOf(at(slug, 'beat', 'killed'), 1)).toBe('0/5');
  });

  it('killed, elected: 9 s later broker 2 leads, and its log ends at 3', () => {
    const { timeline } = storyOf(slug);
    const [killed, elected] = [cursorOf(slug, 'beat', 'killed'), cursorOf(slug, 'beat', 'elected')];
    expect(partition(timeline.frameAt(elected))?.leader).toBe(2);
    expect(log(timeline.frameAt(elected), 2).logEndOffset).toBe(3);
    const waitedUs = timeline.timeAt(elected) - timeline.timeAt(killed);
    expect(waitedUs).toBeGreaterThan(7_000_000);
    expect(waitedUs).toBeLessThan(9_500_000);
    expect(answer(slug, 'survivors')).toEqual(['copied']);
  });

  it('reused: offset 3 holds another record now', () => {
    const before = log(at(slug, 'beat', 'early'), 1).records;
    const frame = at(slug, 'beat', 'reused');
    const { entries } = ledger(slug, 'beat', 'reused');
    expect(before.length).toBe(4);
    expect(log(frame, 2).logEndOffset).toBe(6);
    expect(entries.find(({ offsets }) => offsets.includes(3))?.id).toBe('p1#6');
    expect(entries.filter(({ lostAt, acknowledgedAt }) => lostAt !== undefined && acknowledgedAt !== undefined).map(({ id }) => id)).toEqual(['p1#4', 'p1#5']);
  });

  it('truncated: the old leader cuts off two acknowledged records at offset 3, and p1 never hears of it', () => {
    const { timeline } = storyOf(slug);
    const cut = timeline.changesAt(cursorOf(slug, 'beat', 'truncated')).find(({ fact }) => fact === 'LogTruncated');
    expect(cut).toMatchObject({ broker: 1, from: 5, to: 3, ids: ['p1#4', 'p1#5'] });
    expect(marksOf(at(slug, 'beat', 'truncated'), 1)).toBe('0/3');
    expect(marksOf(timeline.frameAt(timeline.end), 1)).toBe('6/6');
    expect(answer(slug, 'told')).toEqual(['nothing']);
    expect(timeline.ledgerAt(timeline.end).totals).toMatchObject({ sent: 8, acknowledged: 8, failed: 0, acknowledgedButLost: 2 });
  });
});

describe('What Consumer lag says happens', () => {
  const slug = 'consumer-lag';

  it('alone: billing-1 owns all three partitions', () => {
    expect(group(at(slug, 'beat', 'alone'))?.members.map(({ node, partitions }) => [node, partitions.length])).toEqual([['billing-1', 3]]);
  });

  it('growing: the lag begins with the first commit, is 30 at 6 s and 28 more at 13 s', () => {
    const { timeline } = storyOf(slug);
    const events = Array.from({ length: timeline.end }, (_, i) => timeline.eventAt(i));
    const committed = events.findIndex(({ facts }) => facts.some(({ fact }) => fact === 'OffsetCommitted'));
    expect([committed, committed + 1].map((cursor) => (group(timeline.frameAt(cursor))?.offsets ?? []).some(({ committed }) => committed >= 0))).toEqual([
      false,
      true,
    ]);
    expect(committed).toBeLessThan(cursorOf(slug, 'beat', 'growing'));
    expect(lag(at(slug, 'question', 'lag-at-13'))).toBe(30);
    expect(lag(timeline.frameAt(timeline.revealAt('lag-at-13') ?? 0))).toBe(58);
    expect(answer(slug, 'lag-at-13')).toEqual(['sum']);
  });

  it('its speeds are true: 12 records written in a second, 8 processed by one member, 24 by three', () => {
    const totals = (second: number) => {
      const { timeline } = storyOf(slug);
      const { entries } = timeline.ledgerAt(timeline.cursorAtTime(second * 1_000_000));
      return { sent: entries.length, processed: entries.filter(({ processed }) => processed.length > 0).length };
    };
    const [from, to] = [totals(6), totals(13)];
    expect(to.sent - from.sent).toBe(12 * 7);
    expect(Math.abs(to.processed - from.processed - 8 * 7)).toBeLessThanOrEqual(2);
    expect(Math.abs(totals(18).processed - totals(16).processed - 48)).toBeLessThanOrEqual(2);
  });

  it('rebalance: the newcomers wait until billing-1 has given up its partitions', () => {
    const { timeline } = storyOf(slug);
    const [joined, stable] = [cursorOf(slug, 'beat', 'rebalance'), cursorOf(slug, 'beat', 'shared')];
    const revoked = Array.from({ length: stable - joined }, (_, i) => timeline.eventAt(joined + i)).find(({ facts }) =>
      facts.some(({ fact }) => fact === 'PartitionsRevoked'),
    );
    expect(revoked?.node).toBe('billing-1');
    expect((revoked?.timeUs ?? 0) - timeline.timeAt(joined)).toBeLessThan(3_500_000);
  });

  it('shared, falling: one partition each, and the lag falls', () => {
    const frame = at(slug, 'beat', 'shared');
    expect(group(frame)?.members.map(({ partitions }) => partitions.length)).toEqual([1, 1, 1]);
    const { timeline } = storyOf(slug);
    const lagAt = (second: number) => lag(timeline.frameAt(timeline.cursorAtTime(second * 1_000_000)));
    // Each member commits once a second, so the steps of two whole seconds are at the same place.
    expect(lagAt(16) - lagAt(18)).toBe(2 * 12);
    expect(Math.abs(lagAt(16) - lagAt(20) - 4 * 12)).toBeLessThanOrEqual(8);
    expect(lag(at(slug, 'beat', 'falling'))).toBeLessThan(lag(frame) - 20);
    expect(lag(at(slug, 'question', 'fourth'))).toBeLessThan(10);
  });

  it('idle: four members, three partitions, and billing-1 gets none', () => {
    const members = group(at(slug, 'beat', 'idle'))?.members ?? [];
    expect(members).toHaveLength(4);
    expect(members.filter(({ partitions }) => partitions.length === 0).map(({ node }) => node)).toEqual(['billing-1']);
    expect(answer(slug, 'fourth')).toEqual(['idle']);
  });
});

describe.each(examples.map(({ slug, scenario, breaks = [] }) => [slug, scenario, breaks] as const))('The example %s', (_, scenario, breaks) => {
  it('has a title and a sentence in both languages', () => {
    for (const text of [scenario.title, scenario.description]) {
      if (typeof text !== 'object') throw new Error('One language is missing.');
      expect(text.en).not.toBe('');
      expect(text.ko).toMatch(/[가-힣]/);
    }
  });

  it('runs to its end without a command failing, and breaks no invariant but those that an old release broke', () => {
    const { timeline } = told(scenario);
    expect(timeline.complete).toBe(true);
    expect([...new Set(timeline.violations.map(({ invariant }) => invariant))].sort()).toEqual(breaks);
    expect(timeline.marks.filter(({ fact }) => fact?.fact === 'CommandFailed')).toEqual([]);
  });
});
