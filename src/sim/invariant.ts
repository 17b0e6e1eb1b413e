/** Invariants: what must hold after every event. A checker keeps its own memory and reads only what it is given. */
import type { TraceEvent } from '#sim/trace.ts';
import type { World } from '#sim/world.ts';

export interface Violation {
  /** The checker's id in the reliability catalogue, such as S09. */
  readonly invariant: string;
  readonly step: number;
  readonly message: string;
}

/** One checker for one run. `check` is called after every step and returns what is broken, in words, or undefined. */
export interface Checker<N> {
  readonly id: string;
  readonly title: string;
  /** Names of the facts that it judges: it is not asked about events without them. A checker without names is asked about every event. */
  readonly facts?: readonly string[];
  check(world: World<N>, event: TraceEvent): string | undefined;
}

/** A catalogue entry makes a fresh checker for each run. */
export type Invariant<N> = () => Checker<N>;

/** Who is to be asked after an event with facts of one name, or with none. */
interface Asked<N> {
  readonly always: readonly Checker<N>[];
  readonly byFact: Map<string, readonly Checker<N>[]>;
}

const asked = new WeakMap<readonly Checker<never>[], Asked<never>>();

const judges = <N>({ facts }: Checker<N>, name: string): boolean => facts === undefined || facts.includes(name);

/** Most events have no fact, or facts of one name; those with more are worked out each time. */
function askedAbout<N>(checkers: readonly Checker<N>[], { facts }: TraceEvent): readonly Checker<N>[] {
  let known = asked.get(checkers) as Asked<N> | undefined;
  if (known === undefined) {
    known = { always: checkers.filter((checker) => checker.facts === undefined), byFact: new Map() };
    asked.set(checkers, known as unknown as Asked<never>);
  }
  if (facts.length === 0) return known.always;
  const name = facts[0].fact;
  for (let i = 1; i < facts.length; i++) if (facts[i].fact !== name) return checkers.filter((checker) => facts.some(({ fact }) => judges(checker, fact)));
  const one = known.byFact.get(name) ?? checkers.filter((checker) => judges(checker, name));
  known.byFact.set(name, one);
  return one;
}

export function checkAll<N>(checkers: readonly Checker<N>[], world: World<N>, event: TraceEvent): Violation[] {
  const violations: Violation[] = [];
  for (const checker of askedAbout(checkers, event)) {
    const message = checker.check(world, event);
    if (message !== undefined) violations.push({ invariant: checker.id, step: event.step, message });
  }
  return violations;
}
