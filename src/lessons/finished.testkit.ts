/** An example of the gallery, run to its end with every checker on. */
import type { FactName, FactOf } from '#kafka/facts.ts';
import { examples } from '#lessons/examples/catalog.ts';
import { compile } from '#scenario/compile.ts';
import { ledgerAt } from '#session/chronicle.ts';
import { advance, startRun } from '#session/run.ts';
import { kafkaSystem } from '#session/system.ts';

type Timed<N extends FactName> = FactOf<N> & { readonly atMs: number };

export function finished(slug: string) {
  const scenario = examples.find((one) => one.slug === slug)?.scenario;
  const compiled = scenario && compile(scenario);
  if (!compiled?.ok) throw new Error(`${slug}: ${JSON.stringify(compiled)}`);
  const run = startRun(compiled.value, compiled.value.inputs, { system: kafkaSystem, invariants: true });
  const told: { fact: string; atMs: number }[] = [];
  for (let event = advance(run, compiled.value.untilUs); event !== undefined; event = advance(run, compiled.value.untilUs))
    for (const fact of event.facts) told.push({ ...fact, atMs: event.timeUs / 1000 });
  const frame = kafkaSystem.frame(run.world, compiled.value.spec);
  return {
    told,
    /** All of one name, in order. */
    facts: <N extends FactName>(name: N) => told.filter(({ fact }) => fact === name) as unknown as Timed<N>[],
    violations: run.violations,
    ledger: ledgerAt(run.chronicle, run.world.step),
    frame,
    file: (name: string) => frame.services?.find(({ files }) => files !== undefined)?.files?.[name],
    group: (name: string) => frame.groups.find(({ group }) => group === name),
  };
}
