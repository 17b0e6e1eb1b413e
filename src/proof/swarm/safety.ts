/** The safety phase: a composed document runs with its faults and with every per-event checker on. */
import { kindOf } from '#proof/swarm/kinds.ts';
import { type Counts, newProber, type Prober } from '#proof/swarm/probes.ts';
import { compile } from '#scenario/compile.ts';
import type { InputDocument, ScenarioDocument } from '#scenario/document.ts';
import { durationText } from '#scenario/units.ts';
import { advance, type Run, startRun } from '#session/run.ts';
import { kafkaSystem } from '#session/system.ts';

/** Later than any run of the swarm. */
export const FAR_US = 24 * 3_600_000_000;

/** A run of the swarm, with what it is to be told by: the part of the timeline that has happened. */
export interface Swarming {
  readonly run: Run;
  readonly document: ScenarioDocument;
  readonly prober: Prober;
}

export function startSwarming(document: ScenarioDocument, counts: Counts): Swarming {
  const compiled = compile(document);
  if (!compiled.ok) throw new Error(`The swarm composed what is no scenario: ${JSON.stringify(compiled.error)}`);
  const run = startRun(compiled.value, compiled.value.inputs, { system: kafkaSystem, invariants: true });
  return { run, document, prober: newProber(counts, kindOf) };
}

/** Runs up to a number of events and a time; stops at the first violation. */
export function proceed({ run, prober }: Swarming, steps: number, untilUs: number): void {
  while (run.world.step < steps && run.violations.length === 0) {
    const event = advance(run, untilUs);
    if (!event) break;
    prober.see(event);
  }
}

/** The document with only those faults that have struck by now; the same run by a shorter text. */
export function happened({ run, document }: Swarming): ScenarioDocument {
  const struck = new Set(run.injections.map(({ input }) => run.inputs.indexOf(input)));
  const timeline: InputDocument[] = run.inputs.flatMap((input, i): InputDocument[] => {
    if (!struck.has(i)) return [];
    if ('atUs' in input) return [{ at: durationText(input.atUs), run: input.run }];
    if ('when' in input) return [{ when: input.when, run: input.run }];
    return 'after' in input ? [{ after: input.after, run: input.run }] : [];
  });
  return { ...document, timeline };
}
