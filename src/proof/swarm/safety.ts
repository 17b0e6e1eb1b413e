/** The safety phase: a composed document runs with its faults and with every per-event checker on. */
import type { NodeState } from '#kafka/cluster.ts';
import { asKafkaFact } from '#kafka/facts.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import type { Profile } from '#kafka/spec.ts';
import { kindOf } from '#proof/swarm/kinds.ts';
import { type Counts, newProber, type Prober } from '#proof/swarm/probes.ts';
import { compile } from '#scenario/compile.ts';
import type { InputDocument, ScenarioDocument } from '#scenario/document.ts';
import { durationText } from '#scenario/units.ts';
import { advance, type Run, startRun } from '#session/run.ts';
import { kafkaSystem, type System } from '#session/system.ts';
import type { Checker } from '#sim/invariant.ts';
import type { TraceEvent } from '#sim/trace.ts';

/** Later than any run of the swarm. */
export const FAR_US = 24 * 3_600_000_000;

/** A run of the swarm, with what it is to be told by: the part of the timeline that has happened. */
export interface Swarming {
  readonly run: Run;
  readonly document: ScenarioDocument;
  readonly prober: Prober;
}

/** Fails on purpose, at the first fault: who reports violations must report it. */
export const CANARY = 'Canary';

const canary: Checker<NodeState> = {
  id: CANARY,
  title: 'Nothing is ever broken on purpose',
  facts: ['CommandRun'],
  check: (_, { facts }) => {
    const line = facts.map(asKafkaFact).find((fact) => fact.fact === 'CommandRun');
    return line && `“${line.command}” was run`;
  },
};

/** Until 2.1 a replica joined the ISR at the high watermark, though its leader's epoch began later (KAFKA-7128): S17 would find that again and again. */
const isKept = (document: ScenarioDocument, { id }: Checker<NodeState>): boolean =>
  id !== 'S17' || featuresOf((document.kafka ?? '4.3') as Profile).isrJoinNeedsEpochStart;

const systemFor = (document: ScenarioDocument, sings: boolean): System => ({
  ...kafkaSystem,
  checkers: () => [...kafkaSystem.checkers().filter((one) => isKept(document, one)), ...(sings ? [canary] : [])],
});

export function startSwarming(document: ScenarioDocument, counts: Counts, sings = false): Swarming {
  const compiled = compile(document);
  if (!compiled.ok) throw new Error(`The swarm composed what is no scenario: ${JSON.stringify(compiled.error)}`);
  const run = startRun(compiled.value, compiled.value.inputs, { system: systemFor(document, sings), invariants: true });
  return { run, document, prober: newProber(counts, kindOf) };
}

/** Runs up to a number of events and a time; stops at the first violation. */
export function proceed({ run, prober }: Swarming, steps: number, untilUs: number, see?: (event: TraceEvent) => void): void {
  while (run.world.step < steps && run.violations.length === 0) {
    const event = advance(run, untilUs);
    if (!event) break;
    prober.see(event, run.world);
    see?.(event);
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
