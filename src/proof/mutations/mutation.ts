/** A planted bug, where it comes from, and the shortest way to see it: what the table of mutations has of each. */
import type { Scope as GroupScope } from '#proof/groups/state.ts';
import type { Scope as TransactionScope } from '#proof/transactions/state.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import type { MutationId } from '#sim/planted.ts';

/** H: a bug that Kafka once had. C: an unsafe configuration, excused by the loss budget. E: a mistake of ours. */
export type MutationKind = 'H' | 'C' | 'E';

/** How the bug shows itself. */
export type Directed =
  /** Every checker looks on while a scenario runs. */
  | { readonly how: 'scenario'; readonly document: ScenarioDocument }
  /** A scenario has run to its end: what still waits, waits for ever. */
  | { readonly how: 'at the end'; readonly document: ScenarioDocument }
  /** A scenario has run to its end: what is shown must be what is there. */
  | { readonly how: 'shown'; readonly document: ScenarioDocument }
  /** A scenario is computed twice: the hashes must be equal. */
  | { readonly how: 'twice'; readonly document: ScenarioDocument }
  /** Moves of a small protocol, as the exhaustive search found them. */
  | { readonly how: 'partition path'; readonly path: readonly string[] }
  | { readonly how: 'group path'; readonly scope: GroupScope; readonly path: readonly string[] }
  | { readonly how: 'transaction path'; readonly scope: TransactionScope; readonly path: readonly string[] };

export interface Mutation {
  readonly id: MutationId;
  readonly kind: MutationKind;
  readonly title: string;
  /** The KIP or issue, and the commit that mended it. */
  readonly reference: string;
  /** Checkers that must object to the directed run, the declared one first; others may. */
  readonly caughtBy: readonly string[];
  /** Where the reliability catalogue names another checker: why this one. */
  readonly instead?: string;
  /** Kind C: the setting that makes the loss legal, so that the checkers stay silent as long as the loss budget counts. */
  readonly excusedBy?: string;
  readonly directed: Directed;
}
