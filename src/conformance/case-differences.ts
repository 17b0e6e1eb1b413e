/** Why a case does not agree, and who is wrong. A difference that has gone must leave this list. */
export interface Cause {
  /** `ours`: the simulated cluster is wrong. `left out`: listed as a simplification. */
  readonly who: 'ours' | 'left out';
  readonly why: string;
}

export const CAUSES: Readonly<Record<string, Cause>> = {};
