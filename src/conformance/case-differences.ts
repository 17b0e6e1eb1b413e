/** Why a case does not agree, and who is wrong. A difference that has gone must leave this list. */
/** A reason, as the page on faithfulness shows it to its reader. */
export interface Text {
  readonly en: string;
  readonly ko: string;
}

export interface Cause {
  /** `ours`: the simulated cluster is wrong. `left out`: listed as a simplification. */
  readonly who: 'ours' | 'left out';
  readonly why: Text;
}

export const CAUSES: Readonly<Record<string, Cause>> = {};
