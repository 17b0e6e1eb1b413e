import { describe, expect, it } from 'vitest';
import { beatBefore, chapterBefore, chaptersOf, type ScriptBeat, scriptOf, textIn } from '#app/story/script.ts';
import { choicesOf, settingOf } from '#app/story/setting.ts';
import { lessonOf } from '#lessons/catalog.ts';
import { openSession } from '#session/session.ts';

const beat = (id: string, cursor: number | null, chapter: string | null = null): ScriptBeat => ({
  id,
  cursor,
  title: id,
  text: '',
  chapter,
  focus: null,
  view: null,
});

describe('A script', () => {
  it('of a scenario without words uses the scenario’s own, in the language of the reader', () => {
    const session = openSession({
      highwater: 1,
      title: { en: 'Mine', ko: '내 것' },
      cluster: { brokers: 1 },
      lesson: { beats: [{ id: 'one', at: '1s', title: { en: 'First', ko: '처음' } }] },
    });
    if (!session.ok) throw new Error('It does not open.');
    const [{ scenario, timeline }] = session.value.branches;
    const script = scriptOf(scenario, null, 'ko', timeline);
    expect([script.title, script.beats[0].title, script.beats[0].cursor]).toEqual(['내 것', '처음', null]);
    timeline.extend({ untilUs: 2_000_000 });
    expect(scriptOf(scenario, null, 'en', timeline).beats[0]).toMatchObject({ title: 'First', cursor: expect.any(Number) });
  });

  it('stands at the last beat that has come', () => {
    const beats = [beat('a', 3), beat('b', 9), beat('c', null)];
    expect([2, 3, 8, 9, 99].map((cursor) => beatBefore(beats, cursor)?.id ?? '')).toEqual(['', 'a', 'a', 'b', 'b']);
  });
});

describe('A chapter', () => {
  const beats = [beat('before', 1), beat('a', 3, 'One'), beat('b', 9), beat('c', 20, 'Two'), beat('d', null, 'Three')];

  it('goes on until the next one; what stands before the first is in none', () => {
    const chapters = chaptersOf(beats);
    expect(chapters.map(({ title, beats: own }) => [title, own.map(({ id }) => id)])).toEqual([
      ['One', ['a', 'b']],
      ['Two', ['c']],
      ['Three', ['d']],
    ]);
    expect([2, 3, 19, 20, 99].map((cursor) => chapterBefore(chapters, cursor)?.title ?? '')).toEqual(['', 'One', 'One', 'Two', 'Two']);
  });

  it('is none in a story without', () => {
    expect(chaptersOf([beat('a', 3), beat('b', 9)])).toEqual([]);
  });

  it('has the words of its lesson, or its own in the language of the reader', () => {
    const session = openSession({
      highwater: 1,
      cluster: { brokers: 1 },
      lesson: {
        beats: [
          { at: '1s', chapter: { en: 'Begin', ko: '시작' } },
          { at: '2s', chapter: 'more' },
        ],
      },
    });
    if (!session.ok) throw new Error(JSON.stringify(session.error));
    const [{ scenario, timeline }] = session.value.branches;
    expect(scriptOf(scenario, null, 'ko', timeline).beats.map(({ chapter }) => chapter)).toEqual(['시작', 'more']);
    const lesson = lessonOf('acks-1');
    if (lesson === undefined) throw new Error('There is no such lesson.');
    const text = { beats: {}, questions: {}, goals: {}, counts: {}, hints: {}, chapters: { more: 'Some more' } } as never;
    expect(scriptOf(scenario, { lesson, text, mode: 'story' }, 'en', timeline).beats.map(({ chapter }) => chapter)).toEqual(['Begin', 'Some more']);
  });
});

describe('A text for people', () => {
  it('is one for all, or one for each language', () => {
    expect([textIn('same', 'ko'), textIn({ en: 'a', ko: 'b' }, 'ko'), textIn(undefined, 'en')]).toEqual(['same', 'b', '']);
  });
});

describe('A setting', () => {
  it('is a target and one of Kafka’s keys', () => {
    expect(settingOf('topic:orders.min.insync.replicas')).toEqual({ target: 'topic:orders', key: 'min.insync.replicas' });
    expect(settingOf('p1.acks')).toEqual({ target: 'p1', key: 'acks' });
  });

  it('offers its values when there are no others', () => {
    expect(choicesOf('acks')).toEqual(['0', '1', 'all']);
    expect(choicesOf('linger.ms')).toBeUndefined();
    for (const id of lessonOf('acks-1')?.challenge.scenario.lesson?.limits?.settings ?? []) expect(settingOf(id).key.length).toBeGreaterThan(2);
  });
});
