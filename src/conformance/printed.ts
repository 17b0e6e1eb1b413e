/** What the simulated tools print for a script, by the names of its steps. */
import { exampleContext } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';
import { fixturesOf } from './fixtures.ts';
import { normaliseLines } from './normalise.ts';
import { type Printed, replay } from './replay.ts';
import type { Script } from './script.ts';

/** Without a cluster there are only refusals. */
export function printedBy(script: Script): ReadonlyMap<string, Printed> {
  if (script.cluster) return replay(script);
  return new Map(
    fixturesOf(script).flatMap(({ id, fixture }) => {
      const parsed = parseCommand(fixture.command, exampleContext);
      return parsed.ok ? [] : [[id, { stdout: normaliseLines(parsed.stdout), stderr: normaliseLines(parsed.stderr), exitCode: parsed.exitCode }] as const];
    }),
  );
}
