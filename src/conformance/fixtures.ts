/** Recorded fixtures of one script, in the order of the script. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fixture, Script } from './script.ts';

/** Version that the fixtures were recorded from. */
export const RECORDED = '4.3.1';

export interface Recorded {
  readonly id: string;
  readonly fixture: Fixture;
}

export function fixturesOf(script: Script): Recorded[] {
  const ids = script.steps.flatMap((step) => {
    if ('stop' in step) return [step.stop];
    if ('finished' in step) return [step.finished];
    if ('raw' in step) return [step.id];
    if ('kill' in step) return step.isSaved ? [step.kill] : [];
    return 'run' in step && step.id !== undefined ? [step.id] : [];
  });
  return ids.map((id) => ({ id, fixture: readFixture(script, id) })).filter((one): one is Recorded => one.fixture !== undefined);
}

/** `topics/create`, and for another release than the newest `2.1.1/admin-topics/create`. */
export const placeOf = ({ name, under }: Script, id: string): string => (under === undefined ? `${name}/${id}` : `${under.folder}/${name}/${id}`);

function readFixture({ name, under }: Script, id: string): Fixture | undefined {
  const file = join(import.meta.dirname, 'fixtures', under?.folder ?? RECORDED, 'cli', name, `${id}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Fixture) : undefined;
}
