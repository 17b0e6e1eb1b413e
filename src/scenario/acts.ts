/** What a learner did, as a link carries it: changes of settings before the run, and command lines during it. */
import type { Change } from '#scenario/change.ts';
import type { Input } from '#scenario/input.ts';

export interface Acts {
  readonly changes: readonly Change[];
  readonly inputs: readonly Input[];
}

export const NO_ACTS: Acts = { changes: [], inputs: [] };
