/** The script of what is open: beats, questions and goals with their words in one language, each at its cursor as far as it is computed. */
import type { Locale } from '#app/store.ts';
import type { Lesson, LessonText } from '#lessons/lesson.ts';
import type { Scenario } from '#scenario/compile.ts';
import type { Text } from '#scenario/document.ts';
import type { Timeline } from '#session/timeline.ts';

export interface ScriptBeat {
  readonly id: string;
  /** null until the run has come so far. */
  readonly cursor: number | null;
  readonly title: string;
  readonly text: string;
  /** Title of the chapter that begins here. */
  readonly chapter: string | null;
  readonly focus: string | null;
  readonly view: string | null;
}

export interface ScriptQuestion {
  readonly id: string;
  readonly kind: 'choice' | 'number';
  readonly cursor: number | null;
  readonly ask: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly why: string;
}

export interface ScriptGoal {
  readonly id: string;
  readonly text: string;
  readonly check: string;
  /** What the goal's number counts, in words; empty without one. */
  readonly count: string;
}

export interface Script {
  readonly title: string;
  readonly summary: string;
  readonly beats: readonly ScriptBeat[];
  readonly questions: readonly ScriptQuestion[];
  readonly goals: readonly ScriptGoal[];
  readonly hints: Readonly<Record<string, readonly string[]>>;
  readonly terms: readonly string[];
  readonly outro: string;
  /** Words of the challenge when this is a lesson. */
  readonly challenge: LessonText['challenge'] | null;
}

/** A lesson's own words, if what is open is a lesson. */
export interface Words {
  readonly lesson: Lesson;
  readonly text: LessonText;
  readonly mode: 'story' | 'challenge';
}

/** What of a scenario is told. */
export type Told = Pick<Scenario, 'title' | 'lesson'> & { readonly document: Pick<Scenario['document'], 'description'> };

export const textIn = (text: Text | undefined, locale: Locale): string => (text === undefined ? '' : typeof text === 'string' ? text : text[locale]);

export function scriptOf(scenario: Told, words: Words | null, locale: Locale, timeline: Timeline): Script {
  const { beats, questions, goals } = scenario.lesson;
  const text = words?.text;
  const told = (own: Text | undefined, id: string) => textIn(own, locale) || id;
  const inChallenge = words?.mode === 'challenge';
  return {
    title: inChallenge ? words.text.challenge.title : (text?.title ?? (textIn(scenario.title, locale) || 'Highwater')),
    summary: inChallenge ? words.text.challenge.text : (text?.summary ?? textIn(scenario.document.description, locale)),
    beats: beats.map((beat) => ({
      id: beat.id,
      cursor: cursorOf(timeline, 'beat', beat.id),
      title: text?.beats[beat.id]?.title ?? told(beat.title, beat.id),
      text: text?.beats[beat.id]?.text ?? textIn(beat.text, locale),
      chapter: chapterOf(beat.chapter, text, locale),
      focus: beat.focus ?? null,
      view: beat.view ?? null,
    })),
    questions: questions.map((question) => ({
      id: question.id,
      kind: question.kind,
      cursor: cursorOf(timeline, 'question', question.id),
      ask: text?.questions[question.id]?.ask ?? told(question.ask, question.id),
      options: question.options.map((option) => ({ id: option.id, text: text?.questions[question.id]?.options[option.id] ?? told(option.text, option.id) })),
      why: text?.questions[question.id]?.why ?? textIn(question.why, locale),
    })),
    goals: goals.map((goal) => ({
      id: goal.id,
      check: goal.check,
      text: text?.goals[goal.id] ?? textIn(goal.text, locale),
      count: text?.counts[goal.id] ?? '',
    })),
    hints: text?.hints ?? {},
    terms: words !== null && !inChallenge ? words.lesson.terms : [],
    outro: inChallenge ? '' : (text?.outro ?? ''),
    challenge: text?.challenge ?? null,
  };
}

/** A lesson keeps titles with its other words, by id. */
function chapterOf(chapter: Text | undefined, text: LessonText | undefined, locale: Locale): string | null {
  if (chapter === undefined) return null;
  return (typeof chapter === 'string' ? text?.chapters[chapter] : undefined) ?? textIn(chapter, locale);
}

export interface Chapter {
  readonly title: string;
  /** From 0; what stands before the first chapter is in none. */
  readonly index: number;
  /** Of its first beat. */
  readonly cursor: number | null;
  readonly beats: readonly ScriptBeat[];
}

/** The chapters of a story, in their order; none when no beat begins one. */
export function chaptersOf(beats: readonly ScriptBeat[]): readonly Chapter[] {
  const chapters: { title: string; index: number; cursor: number | null; beats: ScriptBeat[] }[] = [];
  for (const beat of beats) {
    if (beat.chapter !== null) chapters.push({ title: beat.chapter, index: chapters.length, cursor: beat.cursor, beats: [] });
    chapters.at(-1)?.beats.push(beat);
  }
  return chapters;
}

/** The chapter that a cursor stands in. */
export const chapterBefore = (chapters: readonly Chapter[], cursor: number): Chapter | null =>
  chapters.reduce<Chapter | null>(
    (found, chapter) => (chapter.cursor !== null && chapter.cursor <= cursor && chapter.cursor >= (found?.cursor ?? 0) ? chapter : found),
    null,
  );

function cursorOf(timeline: Timeline, kind: 'beat' | 'question', id: string): number | null {
  return timeline.marks.find((mark) => mark.kind === kind && mark.id === id)?.cursor ?? null;
}

/** The last beat at or before a cursor. */
export function beatBefore(beats: readonly ScriptBeat[], cursor: number): ScriptBeat | null {
  let found: ScriptBeat | null = null;
  for (const beat of beats) if (beat.cursor !== null && beat.cursor <= cursor && (found === null || beat.cursor >= (found.cursor ?? 0))) found = beat;
  return found;
}
