/** Agreement of what the command-line tools print, script by script. */
import { adminScripts } from './admin/scripts.ts';
import { fixturesOf, placeOf } from './fixtures.ts';
import { printedBy } from './printed.ts';
import type { Script } from './script.ts';
import { scripts } from './scripts.ts';

export interface CliAgreement {
  readonly script: string;
  readonly recorded: number;
  readonly agree: number;
}

/** Those that were recorded. */
export const scriptsUnderReplay = (): Script[] => [...scripts, ...adminScripts].filter((script) => fixturesOf(script).length > 0);

function agreementOf(script: Script): CliAgreement {
  const recorded = fixturesOf(script);
  const printed = printedBy(script);
  const agree = recorded.filter(({ id, fixture: { stdout, stderr, exitCode } }) => {
    const ours = printed.get(id);
    return JSON.stringify([ours?.stdout, ours?.stderr, ours?.exitCode]) === JSON.stringify([stdout, stderr, exitCode]);
  });
  return { script: placeOf(script, '').slice(0, -1), recorded: recorded.length, agree: agree.length };
}

export const cliAgreement = (): CliAgreement[] => scriptsUnderReplay().map(agreementOf);
