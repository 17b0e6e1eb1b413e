/** Recorded fixtures of one script, in the order of the script. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fixture } from './script.ts';
import { scripts } from './scripts.ts';

/** Version that the fixtures were recorded from. */
export const RECORDED = '4.3.1';

export interface Recorded {
  readonly id: string;
  readonly fixture: Fixture;
}

export function fixturesOf(name: string): Recorded[] {
  const script = scripts.find((one) => one.name === name);
  const ids = (script?.steps ?? []).flatMap((step) => ('stop' in step ? [step.stop] : 'run' in step && step.id !== undefined ? [step.id] : []));
  return ids.map((id) => ({ id, fixture: readFixture(name, id) })).filter((one): one is Recorded => one.fixture !== undefined);
}

function readFixture(name: string, id: string): Fixture | undefined {
  const file = join(import.meta.dirname, 'fixtures', RECORDED, 'cli', name, `${id}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Fixture) : undefined;
}
