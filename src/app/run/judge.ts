/** What the run itself says: goals at a moment, and the truth that a question asked for. */
import { engineNow } from '#app/run/load.ts';
import type { GoalState as Judged } from '#session/goals.ts';
import type { Branch } from '#session/session.ts';

export interface GoalState {
  readonly id: string;
  readonly met: boolean;
  /** `lost(acked) == 0` with what it is now: `lost(acked) = 2`. */
  readonly now: string;
  /** The number or set alone, for a label in words; empty where the goal compares no single value. */
  readonly value: string;
  readonly final: boolean;
}

export const goalsAt = (branch: Branch, cursor: number): GoalState[] =>
  engineNow()
    .goalsAt(branch, cursor)
    .map(({ id, met, final, check, value }) => ({ id, met, final, now: nowText(check, value), value: valueText(check, value) }));

function valueText(check: string, value: Judged['value']): string {
  if (value === null || value === undefined || / (?:and|or) /.test(check)) return '';
  return Array.isArray(value) ? `{${value.join(', ')}}` : String(value);
}

function nowText(check: string, value: Judged['value']): string {
  const now = valueText(check, value);
  const [subject] = check.split(/\s*(?:==|!=|<=|>=|<|>)\s*/);
  return now === '' ? '' : `${subject} = ${now}`;
}

export interface Truth {
  readonly cursor: number;
  /** Ids of options, or one number. */
  readonly right: readonly string[];
}

/** null while the run has not got there. */
export function truthOf(branch: Branch, questionId: string): Truth | null {
  const question = branch.scenario.lesson.questions.find(({ id }) => id === questionId);
  const answer = question === undefined ? undefined : engineNow().answerTo(branch, question);
  if (answer === undefined) return null;
  return { cursor: answer.cursor, right: answer.kind === 'number' ? [String(answer.value)] : answer.right };
}
