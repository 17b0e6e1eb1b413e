/** Watches: what waits for a moment of the run. Commands of the timeline, beats, questions and reveals all wait in the same way. */
import { asKafkaFact } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import type { Scenario } from '#scenario/compile.ts';
import type { Memory } from '#scenario/expression/evaluate.ts';
import type { Evidence } from '#scenario/expression/functions.ts';
import type { LedgerLike } from '#scenario/expression/records.ts';
import { compileExpression, type Expression } from '#scenario/expression.ts';
import type { Input } from '#scenario/input.ts';
import type { Moment } from '#scenario/lesson.ts';
import type { KnownNames } from '#scenario/names.ts';
import { compilePoint, type Point } from '#scenario/point.ts';
import type { Fact } from '#sim/event.ts';

export type Purpose =
  | { readonly for: 'run'; readonly run: string; readonly input: number }
  | { readonly for: 'beat' | 'question' | 'reveal'; readonly id: string };

interface Seen {
  frame?: Frame;
  ledger?: LedgerLike;
}

export interface Watch {
  readonly purpose: Purpose;
  readonly atUs: number | undefined;
  readonly atStep: number | undefined;
  readonly predicate: Expression | undefined;
  readonly point: Point | undefined;
  /** Values at the last look, for predicates that say what a value does. */
  memory: Memory | undefined;
  /** What the last look saw, while it still holds. */
  seen: Seen;
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
  seen: {},
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

/** True when what the predicate asks of the cluster may have changed with these facts. */
export const concerns = ({ facts: wanted }: Expression, facts: readonly Fact[]): boolean => facts.some((fact) => wanted.has(asKafkaFact(fact).fact));

/** Asks for a part once and keeps it: it is costly, and stays the same while no fact that matters appears. */
const remembering = (seen: Seen, evidence: Evidence): Evidence => ({
  timeUs: evidence.timeUs,
  frame: () => (seen.frame ??= evidence.frame()),
  ledger: () => (seen.ledger ??= evidence.ledger()),
  peakLag: evidence.peakLag,
});

/** Looks at the predicate; true when it holds. `changed` says whether the cluster may give another answer than at the last look; if not, only time has passed. */
export function look(watch: Watch, evidence: Evidence, changed: boolean): boolean {
  if (!watch.predicate) return false;
  if (changed) watch.seen = {};
  const { value, memory } = watch.predicate.evaluate(remembering(watch.seen, evidence), watch.memory);
  watch.memory = memory;
  return value === true;
}

/** A copy as it stood at a cursor. What it remembers is looked up again there. */
export const watchUpTo = (watch: Watch, cursor: number): Watch => ({
  ...watch,
  memory: undefined,
  seen: {},
  fired: watch.fired !== undefined && watch.fired <= cursor ? watch.fired : undefined,
});
