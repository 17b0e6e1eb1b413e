/** Agreement of what the command-line tools print, script by script. */
import { exampleContext } from '#shell/example.ts';
import { parseCommand } from '#shell/parse.ts';
import { fixturesOf, type Recorded } from './fixtures.ts';
import { normaliseLines } from './normalise.ts';
import { type Printed, replay } from './replay.ts';
import type { Script } from './script.ts';
import { scripts } from './scripts.ts';

export interface CliAgreement {
  readonly script: string;
  readonly recorded: number;
  readonly agree: number;
}

function refused({ fixture }: Recorded): Printed | undefined {
  const parsed = parseCommand(fixture.command, exampleContext);
  return parsed.ok ? undefined : { stdout: normaliseLines(parsed.stdout), stderr: normaliseLines(parsed.stderr), exitCode: parsed.exitCode };
}

function agreementOf(script: Script): CliAgreement {
  const recorded = fixturesOf(script.name);
  const printed = script.cluster ? replay(script) : undefined;
  const agree = recorded.filter((one) => {
    const ours = printed ? printed.get(one.id) : refused(one);
    const { stdout, stderr, exitCode } = one.fixture;
    return JSON.stringify([ours?.stdout, ours?.stderr, ours?.exitCode]) === JSON.stringify([stdout, stderr, exitCode]);
  });
  return { script: script.name, recorded: recorded.length, agree: agree.length };
}

export const cliAgreement = (): CliAgreement[] => scripts.map(agreementOf);
