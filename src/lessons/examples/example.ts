/** An example of the gallery: a scenario to watch and to break, with its title and one sentence in both languages inside the document. */
import type { ScenarioDocument } from '#scenario/document.ts';

export interface Example {
  readonly slug: string;
  /** View shown first. */
  readonly view: 'lanes' | 'cluster' | 'groups' | 'lag' | 'monitor' | 'queue';
  /** This run shows what an old release lost, and a newer one does not: the invariants that it breaks, and no others. */
  readonly breaks?: readonly string[];
  readonly scenario: ScenarioDocument;
}
