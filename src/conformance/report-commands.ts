/** `npm run conformance -- commands [release/script …]`: only single command lines, with what differs; without names the result is written down. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CliAgreement, scriptsUnderReplay } from './cli-agreement.ts';
import { fixturesOf, placeOf } from './fixtures.ts';
import { printedBy } from './printed.ts';
import type { Fixture, Script } from './script.ts';
import { AGREEMENT, commandsOf, README, type Summary, summaryText } from './summary.ts';

const LINES = 16;

function show(mark: string, lines: readonly string[] = []): void {
  for (const line of lines.slice(0, LINES)) console.log(`  ${mark} ${line}`);
}

/** Prints a difference, stream by stream; true when there is none. */
function compared(place: string, fixture: Fixture, ours: Omit<Fixture, 'kafka' | 'command' | 'exitCode'> & { readonly exitCode: number | undefined }): boolean {
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const streams = (['stdout', 'stderr'] as const).filter((stream) => !same(ours[stream], fixture[stream]));
  if (streams.length === 0 && ours.exitCode === fixture.exitCode) return true;
  console.log(`\n✗ ${place}: ${fixture.command}`);
  for (const stream of streams) {
    show(`Kafka ${stream}    |`, fixture[stream]);
    show(`Highwater ${stream}|`, ours[stream]);
  }
  if (ours.exitCode !== fixture.exitCode) console.log(`  exit code ${fixture.exitCode}, here ${ours.exitCode}`);
  return false;
}

function agreementOf(script: Script): CliAgreement {
  const recorded = fixturesOf(script);
  const printed = printedBy(script);
  const agree = recorded.filter(({ id, fixture }) =>
    compared(placeOf(script, id), fixture, printed.get(id) ?? { stdout: ['(nothing was run)'], stderr: [], exitCode: undefined }),
  );
  return { script: placeOf(script, '').slice(0, -1), recorded: recorded.length, agree: agree.length };
}

export function reportCommands(wanted: readonly string[]): void {
  const chosen = scriptsUnderReplay().filter((script) => wanted.length === 0 || wanted.includes(placeOf(script, '').slice(0, -1)));
  const results = chosen.map((script) => {
    const result = agreementOf(script);
    console.log(`${result.script}: ${result.agree} of ${result.recorded}`);
    return result;
  });
  if (wanted.length === 0) writeDown(results);
}

function writeDown(results: readonly CliAgreement[]): void {
  const before = JSON.parse(readFileSync(AGREEMENT, 'utf8')) as Summary;
  const after: Summary = { ...before, ...commandsOf(results, before) };
  writeFileSync(AGREEMENT, summaryText(after));
  for (const file of [README, join(import.meta.dirname, '..', '..', 'README.md')]) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/\d+ of \d+ single command lines/, `${after.commands.agree} of ${after.commands.recorded} single command lines`));
  }
  console.log(`${after.commands.agree} of ${after.commands.recorded} command lines agree`);
}
