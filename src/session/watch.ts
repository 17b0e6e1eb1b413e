/** Watches: what waits for a moment of the run. Commands of the timeline, beats, questions and reveals all wait in the same way. */
import { asKafkaFact } from '#kafka/facts.ts';
import type { Scenario } from '#scenario/compile.ts';
import type { Memory } from '#scenario/expression/evaluate.ts';
import type { Evidence } from '#scenario/expression/functions.ts';
import { compileExpression, type Expression } from '#scenario/expression.ts';
import type { Input } from '#scenario/input.ts';
import type { Moment } from '#scenario/lesson.ts';
import type { KnownNames } from '#scenario/names.ts';
import { compilePoint, type Point } from '#scenario/point.ts';
import type { Fact } from '#sim/event.ts';

export type Purpose =
  | { readonly for: 'run'; readonly run: string; readonly input: number }
  | { readonly for: 'beat' | 'question' | 'reveal'; readonly id: string };

export interface Watch {
  readonly purpose: Purpose;
  readonly atUs: number | undefined;
  readonly atStep: number | undefined;
  readonly predicate: Expression | undefined;
  readonly point: Point | undefined;
  /** Values at the last look, for predicates that say what a value does. */
  memory: Memory | undefined;
  /** Cursor at which its moment came. */
  fired: number | undefined;
}

const at = (purpose: Purpose, moment: { atUs?: number; atStep?: number }): Watch => ({
  purpose,
  atUs: moment.atUs,
  atStep: moment.atStep,
  predicate: undefined,
  point: undefined,
  memory: undefined,
  fired: undefined,
});

/** Expressions were checked when the scenario was compiled; one that does not compile (a learner's, over names that never came to be) never fires. */
export function watchFor(purpose: Purpose, moment: Moment | Input, names: KnownNames): Watch {
  if ('atUs' in moment) return at(purpose, { atUs: moment.atUs });
  if ('atStep' in moment) return at(purpose, { atStep: moment.atStep });
  const watch = at(purpose, {});
  if ('when' in moment) {
    const compiled = compileExpression(moment.when, names, 'predicate');
    return { ...watch, predicate: compiled.ok ? compiled.value : undefined };
  }
  const compiled = compilePoint(moment.after, names);
  return { ...watch, point: compiled.ok ? compiled.value : undefined };
}

export function watchesOf(scenario: Scenario, inputs: readonly Input[]): Watch[] {
  const { names, lesson } = scenario;
  return [
    ...inputs.map((input, i) => watchFor({ for: 'run', run: input.run, input: i }, input, names)),
    ...lesson.beats.map(({ id, moment }) => watchFor({ for: 'beat', id }, moment, names)),
    ...lesson.questions.map(({ id, moment }) => watchFor({ for: 'question', id }, moment, names)),
    ...lesson.questions.map(({ id, reveal }) => watchFor({ for: 'reveal', id }, reveal, names)),
  ];
}

/** True when the value of the predicate may have changed with these facts. */
export const concerns = ({ facts: wanted }: Expression, facts: readonly Fact[]): boolean =>
  wanted === 'any' || facts.some((fact) => wanted.has(asKafkaFact(fact).fact));

/** Looks at the predicate; true when it holds. */
export function look(watch: Watch, evidence: Evidence): boolean {
  if (!watch.predicate) return false;
  const { value, memory } = watch.predicate.evaluate(evidence, watch.memory);
  watch.memory = memory;
  return value === true;
}

/** A copy as it stood at a cursor. What it remembers is looked up again there. */
export const watchUpTo = (watch: Watch, cursor: number): Watch => ({
  ...watch,
  memory: undefined,
  fired: watch.fired !== undefined && watch.fired <= cursor ? watch.fired : undefined,
});
