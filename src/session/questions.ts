/** The right answer to a question, taken from the run at its reveal: nobody writes it down beforehand. */
import { compileExpression } from '#scenario/expression.ts';
import type { Question } from '#scenario/lesson.ts';
import { evidenceAt } from '#session/goals.ts';
import type { Branch } from '#session/session.ts';

export type Answer =
  | {
      readonly kind: 'choice' /** Ids of the options that hold; a well-made question has exactly one. */;
      readonly right: readonly string[];
      readonly cursor: number;
    }
  | { readonly kind: 'number'; readonly value: number; readonly cursor: number };

/** undefined while the run has not been computed up to the reveal. */
export function answerTo(branch: Branch, question: Question): Answer | undefined {
  const { timeline, scenario } = branch;
  const cursor = timeline.revealAt(question.id);
  if (cursor === undefined) return undefined;
  const evidence = evidenceAt(timeline, cursor);
  if (question.kind === 'number') {
    const value = question.value === undefined ? undefined : compileExpression(question.value, scenario.names, 'number');
    const number = value?.ok ? value.value.evaluate(evidence).value : undefined;
    return typeof number === 'number' ? { kind: 'number', value: number, cursor } : undefined;
  }
  const holds = (check: string): boolean => {
    const compiled = compileExpression(check, scenario.names, 'goal');
    return compiled.ok && compiled.value.evaluate(evidence).value === true;
  };
  return { kind: 'choice', right: question.options.filter(({ check }) => holds(check)).map(({ id }) => id), cursor };
}

/** Computes on until the answer is known or the run is over; at most `steps` events, so that a caller may do it in slices. */
export function reachReveal(branch: Branch, question: Question, steps: number): boolean {
  let left = steps;
  while (left > 0 && branch.timeline.revealAt(question.id) === undefined) {
    if (!branch.timeline.extend({ steps: Math.min(left, 256) })) break;
    left -= 256;
  }
  return branch.timeline.revealAt(question.id) !== undefined;
}

export const isRight = (answer: Answer, given: string | number): boolean =>
  answer.kind === 'choice' ? answer.right.includes(String(given)) : answer.value === Number(given);
