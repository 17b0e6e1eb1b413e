import { beforeAll, describe, expect, it } from 'vitest';
import { startWords, switchLocale } from '#app/i18n/i18n.ts';
import { sayStep } from '#app/play/say.ts';
import { openSession as show } from '#app/run/holder.ts';
import { loadLessonWords } from '#app/run/words.ts';
import { WORDS_MOST, wordsIn } from '#app/speak.ts';
import { summaryAt } from '#app/stage/summary.ts';
import { LOCALES, type Locale, patch } from '#app/store.ts';
import { setWords } from '#app/story/now.ts';
import { lessonOf, lessons } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';
import { openSession } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';

/** Opens a lesson's story or an example as the app does, with all of its run. */
function opened(slug: string): Timeline {
  const scenario = [...lessons, ...examples].find((one) => one.slug === slug)?.scenario;
  const session = scenario && openSession(scenario);
  if (!session?.ok) throw new Error(slug);
  const { timeline } = session.value.branches[0];
  timeline.extend({});
  show(session.value, { kind: lessonOf(slug) === undefined ? 'example' : 'lesson', slug, mode: 'story' });
  return timeline;
}

async function speak(slug: string, locale: Locale): Promise<void> {
  await switchLocale(locale);
  patch({ locale });
  const lesson = lessonOf(slug);
  setWords(lesson === undefined ? null : { lesson, text: await loadLessonWords(slug, locale), mode: 'story' });
}

const heardAt = (cursor: number, amount: Parameters<typeof sayStep>[0] = 'normal'): string => {
  patch({ cursor });
  return sayStep(amount);
};

/** Where the steps of a run end, up to so many, and wherever something is told or happens that is more than routine. */
function stopsOf(timeline: Timeline, most = 3000): number[] {
  const stops = timeline.marks.filter(({ kind }) => kind !== 'acknowledged').map(({ cursor }) => cursor);
  for (let cursor = 0; ; ) {
    const next = timeline.seek(cursor, 'meaningful', 1);
    if (next === cursor || stops.length >= most) return stops;
    stops.push(next);
    cursor = next;
  }
}

beforeAll(() => startWords('en'));

describe.each([...lessons, ...examples].map(({ slug }) => slug))('Of each step of %s', (slug) => {
  it('one utterance says what changed, in no more words than one breath holds, in both languages', async () => {
    const timeline = opened(slug);
    for (const locale of LOCALES) {
      await speak(slug, locale);
      for (const cursor of stopsOf(timeline, 300)) {
        const text = heardAt(cursor);
        expect(wordsIn(text), `${cursor}: ${text}`).toBeLessThanOrEqual(WORDS_MOST[locale]);
        expect(text, String(cursor)).toMatch(locale === 'en' ? /^Step \d+\. \S/ : /^\d+단계\. \S/);
        expect(text, String(cursor)).not.toMatch(/\{\{|[이은을과]\)[가는를와]|\(으\)로|…/);
      }
    }
  });
});

describe('A single event', () => {
  it('is told in no more words', async () => {
    const timeline = opened('acks-1');
    for (const locale of LOCALES) {
      await speak('acks-1', locale);
      for (let cursor = 1; cursor <= timeline.end; cursor++) expect(wordsIn(heardAt(cursor)), heardAt(cursor)).toBeLessThanOrEqual(WORDS_MOST[locale]);
    }
  });
});

describe('By listening alone a student knows', () => {
  const find = (timeline: Timeline, fact: string, nth = 0): number =>
    Array.from({ length: timeline.end }, (_, at) => at + 1).filter((cursor) => timeline.eventAt(cursor - 1).facts.some((one) => one.fact === fact))[nth] ?? 0;

  it('of an election who leads now, why, and who is in sync', async () => {
    const timeline = opened('leader-returns');
    await speak('leader-returns', 'en');
    const elected = timeline.marks.find(({ fact }) => fact?.fact === 'LeaderElected' && fact.tp === 'orders-0')?.cursor ?? 0;
    expect(heardAt(elected)).toBe('Step 74. Broker 2 now leads orders-0, epoch 1. The ISR is now {2, 3}. Broker 1 is fenced: no heartbeat.');
    expect(summaryAt(timeline, elected)).toContain('kafka1 is down. Partition orders-0: leader broker 2, epoch 1; in sync 2, 3. Not in sync: 1.');
    await speak('leader-returns', 'ko');
    expect(heardAt(elected)).toContain('브로커 2가 orders-0의 새 리더입니다(에포크 1).');
    expect(heardAt(elected)).toMatch(/ISR은 \{2, 3\}입니다\. 브로커 1의 하트비트가 .*격리/);
  });

  it('of a shrinking ISR who left it, and why', async () => {
    const timeline = opened('high-watermark');
    await speak('high-watermark', 'en');
    expect(heardAt(find(timeline, 'IsrShrunk'))).toMatch(/broker 3 out of the ISR of orders-0, which is now \{1, 2\}\. Broker 3 is fenced: no heartbeat\.$/);
  });

  it('of a rebalance who went, who reads what, and what nobody reads meanwhile', async () => {
    const timeline = opened('member-killed');
    await speak('member-killed', 'en');
    const [killed, left, stable] = [1, 2, 3].reduce<number[]>(
      (stops) => [...stops, timeline.seek(stops.at(-1) ?? find(timeline, 'GroupStateChanged', 2), 'beat', 1)],
      [],
    );
    expect(heardAt(killed)).toContain('billing-2 was killed');
    expect(heardAt(left)).toMatch(/No heartbeat from billing-2 .*: it is out of group billing\. Group billing .*rebalance/);
    expect(summaryAt(timeline, left - 1)).toMatch(
      /billing-2 is down and still holds orders-2, orders-3: nobody reads them\. It is \d\d records behind, growing\./,
    );
    expect(heardAt(stable)).toContain('Group billing is Stable: generation 2, 1 member.');
    expect(heardAt(find(timeline, 'PartitionsAssigned', 2))).toContain('billing-1 got partitions orders-0, orders-1, orders-2, orders-3');
  });

  it('of lag how much it is at each step that changes it, and whether it grows, when lag is what is looked at', async () => {
    const timeline = opened('consumer-lag');
    await speak('consumer-lag', 'en');
    patch({ view: 'lag' });
    const commits = stopsOf(timeline).map((cursor) => ({ ms: timeline.timeAt(cursor) / 1000, text: heardAt(cursor) }));
    const told = (from: number, to: number) =>
      commits.filter(({ ms, text }) => ms >= from && ms < to && / behind, /.test(text)).map(({ text }) => /(\w+)\.$/.exec(text)?.[1]);
    expect(new Set(told(4000, 13_000))).toEqual(new Set(['growing']));
    expect(new Set(told(19_000, 22_000))).toEqual(new Set(['falling']));
    expect(told(4000, 13_000).length).toBeGreaterThan(50);
    patch({ view: 'lanes' });
    expect(heardAt(timeline.cursorAtTime(8_000_000))).not.toContain('behind');
    patch({ view: null });
  });
});

describe('What is asked for', () => {
  it('is all the lines of "What changed"; a question that is too long is in its last sentence', async () => {
    const timeline = opened('acks-1');
    await speak('acks-1', 'en');
    const elected = timeline.marks.find(({ id }) => id === 'elected')?.cursor ?? 0;
    expect(heardAt(elected, 'asked')).toContain('the first live ISR member in assignment order.');
    expect(heardAt(elected, 'asked')).toContain('the controller fenced it.');
    const asked = timeline.marks.find(({ kind }) => kind === 'question')?.cursor ?? 0;
    expect(heardAt(asked)).toMatch(/^Step \d+\. Predict: Once there is a new leader, which of these five records are left\?$/);
  });
});
