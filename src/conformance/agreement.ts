/** Replays every case and sums up the agreement with real Kafka, case by case. */
import { parse } from 'yaml';
import type { CaseDocument, Moment } from './case.ts';
import type { CaseFixture } from './case-fixtures.ts';
import { drawnPlacement, drawnTopics } from './chance.ts';
import { compare, type Difference } from './compare.ts';
import { simulate } from './simulate.ts';

export interface CaseAgreement {
  readonly version: string;
  readonly name: string;
  readonly title: string;
  readonly status: 'agrees' | 'differs' | 'not yet';
  /** How many things were compared. */
  readonly compared: number;
  readonly differences: readonly Difference[];
  /** Why the simulated cluster cannot run it yet. */
  readonly why?: string;
}

export function agreementOf({ version, name, scenario, observed }: CaseFixture): CaseAgreement {
  const document = parse(scenario) as CaseDocument;
  const head = { version, name, title: document.title ?? name };
  const drawn = drawnTopics(document);
  const placed = drawnPlacement(observed.moments, drawn).join('\n');
  const isWanted = (moments: readonly Moment[]): boolean => drawnPlacement(moments, drawn).join('\n') === placed;
  const simulated = simulate(scenario, observed, isWanted);
  if (!simulated.ran) return { ...head, status: 'not yet', compared: 0, differences: [], why: simulated.why };
  const { compared, differences } = compare(observed, simulated.moments, simulated.commands, drawn);
  return { ...head, status: differences.length === 0 ? 'agrees' : 'differs', compared, differences };
}
