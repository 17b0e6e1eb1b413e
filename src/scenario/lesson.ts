/** The lesson block of a scenario, compiled: beats, questions and goals with ids and moments. */
import type { Text } from '#scenario/document.ts';

/** When something is due: at a time, or the first time that a predicate holds or a protocol point is passed. */
export type Moment = { readonly atUs: number } | { readonly when: string } | { readonly after: string };

export interface Beat {
  readonly id: string;
  readonly moment: Moment;
  readonly title: Text | undefined;
  readonly text: Text | undefined;
  readonly focus: string | undefined;
  readonly view: 'lanes' | 'cluster' | 'lag' | undefined;
}

export interface Question {
  readonly id: string;
  readonly moment: Moment;
  readonly kind: 'choice' | 'number';
  readonly ask: Text | undefined;
  readonly options: readonly { readonly id: string; readonly text: Text | undefined; readonly check: string }[];
  readonly value: string | undefined;
  readonly reveal: Moment;
  readonly why: Text | undefined;
}

export interface Goal {
  readonly id: string;
  readonly check: string;
  readonly text: Text | undefined;
  readonly byUs: number | undefined;
}

export interface Limits {
  /** undefined: everything is allowed. */
  readonly commands: readonly string[] | undefined;
  readonly settings: readonly string[] | undefined;
  readonly views: readonly string[] | undefined;
  /** Commands that a learner may give. */
  readonly budget: number | undefined;
}

export interface LessonBlock {
  readonly beats: readonly Beat[];
  readonly questions: readonly Question[];
  readonly goals: readonly Goal[];
  readonly limits: Limits;
}
