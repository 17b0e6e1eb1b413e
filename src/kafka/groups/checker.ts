/** A checker as a table from fact names to what each does to the checker's ghosts; a returned text says what is broken. `node` is where it happened, and `timeUs` when. `world` is for what was there before the run begins: its boot is not judged. */
import type { FactName, FactOf } from '#kafka/facts.ts';
import type { Observed } from '#kafka/replication/observe.ts';
import type { Checker } from '#sim/invariant.ts';

export type Watch = { readonly [N in FactName]?: (fact: FactOf<N>, node: string, timeUs: number, world: Observed) => string | undefined };

export function checker(id: string, title: string, watch: () => Watch): () => Checker<unknown> {
  return () => {
    const table = watch() as Readonly<Record<string, ((fact: unknown, node: string, timeUs: number, world: Observed) => string | undefined) | undefined>>;
    return {
      id,
      title,
      facts: Object.keys(table),
      check(world, event) {
        for (const fact of event.facts) {
          const broken = table[fact.fact]?.(fact, event.node, event.timeUs, world);
          if (broken !== undefined) return broken;
        }
        return undefined;
      },
    };
  };
}
