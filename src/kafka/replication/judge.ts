/** A checker that judges facts one by one. */
import type { FactName, KafkaFact } from '#kafka/facts.ts';
import type { Observed } from '#kafka/replication/observe.ts';
import type { Checker } from '#sim/invariant.ts';

/** Judges every fact of one of these names until one is wrong. */
export function onFacts<N extends FactName>(
  id: string,
  title: string,
  names: readonly N[],
  judge: (fact: Extract<KafkaFact, { readonly fact: N }>, world: Observed) => string | undefined,
): Checker<unknown> {
  return {
    id,
    title,
    facts: names,
    check(world, event) {
      let broken: string | undefined;
      for (const one of event.facts) {
        if ((names as readonly string[]).includes(one.fact)) broken ??= judge(one as Extract<KafkaFact, { readonly fact: N }>, world);
      }
      return broken;
    },
  };
}
