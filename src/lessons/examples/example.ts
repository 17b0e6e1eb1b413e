/** An example of the gallery: a scenario to watch and to break, with its title and one sentence in both languages inside the document. */
import type { ScenarioDocument } from '#scenario/document.ts';

export interface Example {
  readonly slug: string;
  /** View shown first. */
  readonly view: 'lanes' | 'cluster' | 'lag';
  /** Checkers that this run is meant to break: the loss of an old release, which a newer one heals. */
  readonly breaks?: readonly string[];
  readonly scenario: ScenarioDocument;
}
