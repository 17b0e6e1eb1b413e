/** Invariants of replication, checked after every event. */
import type { Invariant } from '#sim/invariant.ts';

// biome-ignore lint/suspicious/noExplicitAny: the checkers read Worlds of any node union.
export const replicationInvariants: readonly Invariant<any>[] = [];
