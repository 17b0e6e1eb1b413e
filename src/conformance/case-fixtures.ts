/** The recorded cases, by release: a scenario and what a real cluster showed while it ran. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Observed } from './case.ts';

export interface CaseFixture {
  /** Release that was observed: 4.3.1. */
  readonly version: string;
  readonly name: string;
  readonly scenario: string;
  readonly observed: Observed;
}

export const FIXTURES = join(import.meta.dirname, 'fixtures');

const foldersOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

export function caseFixtures(): CaseFixture[] {
  return foldersOf(FIXTURES).flatMap((version) =>
    foldersOf(join(FIXTURES, version))
      .filter((name) => existsSync(join(FIXTURES, version, name, 'observed.json')))
      .map((name) => ({
        version,
        name,
        scenario: readFileSync(join(FIXTURES, version, name, 'scenario.yaml'), 'utf8'),
        observed: JSON.parse(readFileSync(join(FIXTURES, version, name, 'observed.json'), 'utf8')) as Observed,
      })),
  );
}
