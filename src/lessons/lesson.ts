/** A lesson: a scenario to be watched and predicted, and a challenge to be won on the ledger. Its words live beside it in en.md and ko.md. */
import type { ScenarioDocument } from '#scenario/document.ts';

/** Something a learner may do to win: change a setting before the run, or give commands during it. */
export interface Attempt {
  /** What this attempt teaches, for the test's title. */
  readonly name: string;
  readonly change: readonly Change[];
  readonly inputs: readonly ({ readonly at: string; readonly run: string } | { readonly when: string; readonly run: string })[];
}

/** One setting changed: of a client (`p1`), a group (`billing`), a topic (`topic:orders`) or all brokers (`cluster`). */
export interface Change {
  readonly target: string;
  readonly key: string;
  readonly value: string;
}

export interface Challenge {
  /** The lesson block's `goals` are the goals; `limits` says which settings and commands are allowed. */
  readonly scenario: ScenarioDocument;
  readonly solutions: readonly Attempt[];
  readonly wrong: readonly Attempt[];
}

export interface Lesson {
  readonly slug: string;
  readonly minutes: number;
  readonly level: 'beginner' | 'intermediate' | 'advanced';
  readonly needs: readonly string[];
  /** Glossary ids of the opening card, three at most. */
  readonly terms: readonly string[];
  /** Story: beats and questions carry ids only; their words come from the lesson's Markdown. */
  readonly scenario: ScenarioDocument;
  readonly challenge: Challenge;
  /** View shown first. */
  readonly view: 'lanes' | 'cluster' | 'lag' | 'monitor' | 'queue';
}

/** The words of a lesson in one language, parsed from its Markdown by `text.ts`. */
export interface LessonText {
  readonly title: string;
  readonly summary: string;
  /** Titles, by the id that the first beat of each has. */
  readonly chapters: Readonly<Record<string, string>>;
  readonly beats: Readonly<Record<string, { readonly title: string; readonly text: string }>>;
  readonly questions: Readonly<Record<string, { readonly ask: string; readonly options: Readonly<Record<string, string>>; readonly why: string }>>;
  readonly goals: Readonly<Record<string, string>>;
  /** By goal: what the number counts that the goal compares, as a label. */
  readonly counts: Readonly<Record<string, string>>;
  readonly challenge: { readonly title: string; readonly text: string };
  /** From a nudge to a worked step. */
  readonly hints: Readonly<Record<string, readonly string[]>>;
  readonly outro: string;
}
