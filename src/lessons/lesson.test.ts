import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lessons } from '#lessons/catalog.ts';
import type { Lesson, LessonText } from '#lessons/lesson.ts';
import { chipsOf, headingsOf, lessonText, plainWords } from '#lessons/text.ts';
import { gradeLevel, sentenceCount, syllablesPerSentence } from '#lessons/words.ts';

const markdownOf = ({ slug }: Lesson, language: 'en' | 'ko') => readFileSync(new URL(`./${slug}/${language}.md`, import.meta.url), 'utf8');
const ids = (list: readonly { readonly id?: string }[] | undefined): string[] => (list ?? []).map(({ id }) => id ?? '').sort();
const proseOf = (text: LessonText): string[] => [
  text.summary,
  ...Object.values(text.beats).map((beat) => beat.text),
  ...Object.values(text.questions).flatMap(({ ask, why }) => [ask, why]),
  text.challenge.text,
  ...Object.values(text.hints).flat(),
  text.outro,
];

/** A story without chapters is one. */
function byChapter<T extends { readonly chapter?: unknown }>(beats: readonly T[]): readonly (readonly T[])[] {
  const chapters: T[][] = [];
  for (const beat of beats) {
    if (chapters.length === 0 || beat.chapter !== undefined) chapters.push([]);
    chapters[chapters.length - 1].push(beat);
  }
  return chapters;
}

describe('The catalogue of lessons', () => {
  it('knows each lesson once, after those that it needs', () => {
    const slugs = lessons.map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(slugs.length);
    for (const { slug, needs } of lessons) for (const need of needs) expect(slugs.indexOf(need), `${slug} needs ${need}`).toBeLessThan(slugs.indexOf(slug));
  });
});

describe.each(lessons.map((lesson) => [lesson.slug, lesson] as const))('Lesson %s', (_, lesson) => {
  const block = lesson.scenario.lesson;
  const goals = lesson.challenge.scenario.lesson?.goals ?? [];

  it('says the same things in the same order in both languages', () => {
    expect(headingsOf(markdownOf(lesson, 'ko'))).toEqual(headingsOf(markdownOf(lesson, 'en')));
    const [en, ko] = [lessonText(markdownOf(lesson, 'en')), lessonText(markdownOf(lesson, 'ko'))];
    for (const [id, { options }] of Object.entries(en.questions)) expect(Object.keys(ko.questions[id].options), id).toEqual(Object.keys(options));
  });

  it('has 3 to 7 beats, or up to 7 in each of its chapters, a prediction, a setting or command to try, and a card of three terms', () => {
    expect(block?.beats?.length).toBeGreaterThanOrEqual(3);
    for (const beats of byChapter(block?.beats ?? [])) expect(beats.length, beats.map(({ id }) => id).join(', ')).toBeLessThanOrEqual(7);
    expect(block?.questions?.length).toBeGreaterThanOrEqual(1);
    expect([...lesson.challenge.solutions, ...lesson.challenge.wrong].some(({ change, inputs }) => change.length + inputs.length > 0)).toBe(true);
    expect(lesson.terms).toHaveLength(3);
  });

  it('has two chapters or more, or none, and the first beat begins one', () => {
    const chapters = (block?.beats ?? []).filter(({ chapter }) => chapter !== undefined);
    expect(chapters).not.toHaveLength(1);
    if (chapters.length > 0) expect(chapters[0]).toBe(block?.beats?.[0]);
    // The heading of a chapter stands where it begins.
    const headings = headingsOf(markdownOf(lesson, 'en'));
    for (const { id, chapter } of chapters) expect(headings[headings.indexOf(`chapter ${chapter}`) + 1]).toBe(`beat ${id}`);
  });

  it('has at least one goal, one solution and two known wrong solutions', () => {
    expect(goals.length).toBeGreaterThanOrEqual(1);
    expect(lesson.challenge.solutions.length).toBeGreaterThanOrEqual(1);
    expect(lesson.challenge.wrong.length).toBeGreaterThanOrEqual(2);
  });

  it('allows every setting and command that its solutions use', () => {
    const limits = lesson.challenge.scenario.lesson?.limits;
    for (const { name, change, inputs } of [...lesson.challenge.solutions, ...lesson.challenge.wrong]) {
      for (const { target, key } of change) expect(limits?.settings, name).toContain(`${target}.${key}`);
      for (const { run } of inputs)
        expect(
          limits?.commands?.some((command) => run.startsWith(command)),
          `${name}: ${run}`,
        ).toBe(true);
    }
    for (const { name, inputs } of lesson.challenge.solutions) expect(inputs.length, name).toBeLessThanOrEqual(limits?.budget ?? inputs.length);
  });

  it.each(['en', 'ko'] as const)('has all its words in %s', (language) => {
    const text = lessonText(markdownOf(lesson, language));
    expect(text.title).not.toBe('');
    expect(text.summary).not.toBe('');
    expect(text.challenge.title).not.toBe('');
    expect(text.challenge.text).not.toBe('');
    expect(text.outro).not.toBe('');
    expect(Object.keys(text.chapters)).toEqual((block?.beats ?? []).flatMap(({ chapter }) => (chapter === undefined ? [] : [chapter])));
    for (const [id, title] of Object.entries(text.chapters)) expect(title, id).toMatch(/^.{1,40}$/);
    expect(Object.keys(text.beats).sort()).toEqual(ids(block?.beats));
    expect(Object.keys(text.questions).sort()).toEqual(ids(block?.questions));
    expect(Object.keys(text.goals).sort()).toEqual(ids(goals));
    expect(Object.keys(text.hints).sort()).toEqual(ids(goals));
    for (const [id, goal] of Object.entries(text.goals)) expect(goal, id).toMatch(/\.$/);
    for (const [id, count] of Object.entries(text.counts)) expect(count, id).not.toBe('');
    for (const question of block?.questions ?? []) {
      const { ask, options, why } = text.questions[question.id ?? ''];
      expect(ask, question.id).not.toBe('');
      expect(why, question.id).not.toBe('');
      expect(Object.keys(options).sort(), question.id).toEqual(ids(question.options));
    }
  });

  it.each(['en', 'ko'] as const)('is short and plain in %s', (language) => {
    const text = lessonText(markdownOf(lesson, language));
    for (const [id, beat] of Object.entries(text.beats)) {
      expect(beat.title, id).not.toBe('');
      expect(plainWords(beat.title).length, id).toBeLessThanOrEqual(60);
      expect(plainWords(beat.text).length, id).toBeLessThanOrEqual(280);
      expect(sentenceCount(beat.text), id).toBeGreaterThanOrEqual(1);
      expect(sentenceCount(beat.text), id).toBeLessThanOrEqual(3);
    }
    for (const [id, rungs] of Object.entries(text.hints)) expect(rungs, id).toHaveLength(3);
    if (language === 'en') for (const prose of proseOf(text)) expect(gradeLevel(prose), prose).toBeLessThanOrEqual(9);
    else for (const prose of proseOf(text)) expect(syllablesPerSentence(prose), prose).toBeLessThanOrEqual(45);
  });

  it.each(['en', 'ko'] as const)('points only at what exists, in %s', (language) => {
    const known = /^(broker:[1-9]\d*|offset:[\w.-]+-\d+@\d+|group:\w+|producer:\w+|term:[\w-]+)$/;
    for (const prose of proseOf(lessonText(markdownOf(lesson, language)))) {
      for (const chip of chipsOf(prose)) expect(chip, prose).toMatch(known);
      expect(plainWords(prose), prose).not.toMatch(/\[|\]\(|\|/);
    }
  });
});
