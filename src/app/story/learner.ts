/** What the learner has answered and asked for in the open run; forgotten when another scenario is opened. */
import { create } from 'zustand';

export interface Answer {
  /** Option id or number as typed; null when skipped. */
  readonly given: string | null;
  /** The run has come to the reveal, and the verdict was said. */
  readonly told: boolean;
}

interface Learner {
  /** Key of the open run that this belongs to. */
  readonly key: number;
  readonly answers: Readonly<Record<string, Answer>>;
  /** Hints opened for each goal or question. */
  readonly hints: Readonly<Record<string, number>>;
  /** Commands that the learner gave in this run. */
  readonly commands: number;
}

const fresh = (key: number): Learner => ({ key, answers: {}, hints: {}, commands: 0 });

export const useLearner = create<Learner>(() => fresh(0));
export const learner = (): Learner => useLearner.getState();
export const startLearner = (key: number): void => useLearner.setState(fresh(key));

export function answer(id: string, next: Answer): void {
  useLearner.setState(({ answers }) => ({ answers: { ...answers, [id]: next } }));
}

export function openHint(id: string): void {
  useLearner.setState(({ hints }) => ({ hints: { ...hints, [id]: (hints[id] ?? 0) + 1 } }));
}

export const countCommand = (): void => useLearner.setState(({ commands }) => ({ commands: commands + 1 }));
