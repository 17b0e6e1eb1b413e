/** A run that would take long to compute waits for its reader's word; until then only what is stepped to is computed. */
import { current, type Open, touched } from '#app/run/holder.ts';
import type { Scenario } from '#scenario/compile.ts';
import { estimatedEvents } from '#scenario/cost.ts';

/** About ten seconds of computing on a small machine, and some hundreds of megabytes. */
export const HEAVY_EVENTS = 1_000_000;

const allowed = new WeakMap<Scenario, () => void>();
const asked = new WeakSet<Scenario>();

/** Events that the open run is likely to take, when that is many; null when it is not. */
export function heavyEvents(open: Open | null): number | null {
  if (open === null) return null;
  const { scenario } = open.session;
  const events = estimatedEvents(scenario.spec, scenario.untilUs);
  return events > HEAVY_EVENTS ? events : null;
}

/** It is heavy, and nobody has said yet that all of it should be computed. */
export const isHeld = (open: Open | null): boolean => open !== null && !asked.has(open.session.scenario) && heavyEvents(open) !== null;

export function computeAll(): void {
  const { open } = current();
  if (open === null) return;
  asked.add(open.session.scenario);
  allowed.get(open.session.scenario)?.();
  touched();
}

/** Resolves when the open run may be computed: at once, unless it is heavy. */
export function mayCompute(open: Open | null): Promise<void> {
  return new Promise((resolve) => {
    if (open === null || !isHeld(open)) resolve();
    else allowed.set(open.session.scenario, resolve);
  });
}
