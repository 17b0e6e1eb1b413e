/** Goals at a cursor: met or not, and how far, from the Frame and the ledger of that moment. Hints begin with the first that is not met. */

import type { Evidence, Value } from '#scenario/expression/functions.ts';
import { compileExpression } from '#scenario/expression.ts';
import type { Goal } from '#scenario/lesson.ts';
import type { Branch } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';

export interface GoalState {
  readonly id: string;
  readonly check: string;
  readonly met: boolean;
  /** Value of what the check compares, such as 2 in `lost(acked) == 0`; null when there is none. */
  readonly value: Value;
  /** The moment at which it counts has been reached: its `by`, or the end of the run. */
  readonly final: boolean;
}

export const evidenceAt = (timeline: Timeline, cursor: number): Evidence => ({
  timeUs: timeline.timeAt(cursor),
  frame: () => timeline.frameAt(cursor),
  ledger: () => timeline.ledgerAt(cursor),
  peakLag: (group) => timeline.peakLagAt(group, cursor),
});

/** Where a goal is judged: one with a time counts as it stood then, whatever happened later. */
export function momentOf(goal: Goal, timeline: Timeline, cursor: number): { readonly at: number; readonly final: boolean } {
  const due = goal.byUs !== undefined && timeline.endUs >= goal.byUs ? timeline.cursorAtTime(goal.byUs) : undefined;
  if (due === undefined) return { at: cursor, final: timeline.complete && cursor >= timeline.end };
  return { at: Math.min(due, cursor), final: cursor >= due };
}

function stateOf(goal: Goal, branch: Branch, cursor: number): GoalState {
  const { timeline, scenario } = branch;
  const compiled = compileExpression(goal.check, scenario.names, 'goal');
  const { at, final } = momentOf(goal, timeline, cursor);
  if (!compiled.ok) return { id: goal.id, check: goal.check, met: false, value: null, final };
  const evidence = evidenceAt(timeline, at);
  return { id: goal.id, check: goal.check, met: compiled.value.evaluate(evidence).value === true, value: compiled.value.subject(evidence), final };
}

export const goalsAt = (branch: Branch, cursor: number): readonly GoalState[] => branch.scenario.lesson.goals.map((goal) => stateOf(goal, branch, cursor));

/** The goal that a hint is about. */
export const firstUnmet = (goals: readonly GoalState[]): GoalState | undefined => goals.find(({ met }) => !met);
