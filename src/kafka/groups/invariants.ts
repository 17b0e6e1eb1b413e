/** Client and group invariants. */
import type { Invariant } from '#sim/invariant.ts';

// biome-ignore lint/suspicious/noExplicitAny: a checker reads facts, whatever the nodes of the world are.
export const clientInvariants: readonly Invariant<any>[] = [];
