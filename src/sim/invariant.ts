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
  check(world: World<N>, event: TraceEvent): string | undefined;
}

/** A catalogue entry makes a fresh checker for each run. */
export type Invariant<N> = () => Checker<N>;

export function checkAll<N>(checkers: readonly Checker<N>[], world: World<N>, event: TraceEvent): Violation[] {
  const violations: Violation[] = [];
  for (const checker of checkers) {
    const message = checker.check(world, event);
    if (message !== undefined) violations.push({ invariant: checker.id, step: event.step, message });
  }
  return violations;
}
