import { describe, expect, it } from 'vitest';
import { exampleContext } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';
import { fixturesOf } from './fixtures.ts';
import { normaliseLines } from './normalise.ts';
import { scripts } from './scripts.ts';

describe('arguments are refused as Apache Kafka 4.3.1 refuses them', () => {
  it.each(fixturesOf(scripts[0]))('$id', ({ fixture }) => {
    const parsed = parseCommand(fixture.command, exampleContext);
    if (parsed.ok) throw new Error(`${fixture.command} was accepted`);
    const printed = { stdout: normaliseLines(parsed.stdout), stderr: normaliseLines(parsed.stderr), exitCode: parsed.exitCode };
    expect(printed).toEqual({ stdout: fixture.stdout, stderr: fixture.stderr, exitCode: fixture.exitCode });
  });
});
