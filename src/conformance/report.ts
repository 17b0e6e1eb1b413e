/** `npm run conformance [case … | commands [release/script …]]`: replays what was recorded from real Kafka, prints the agreement by case, and writes it down for the app and the README. */
import { writeFileSync } from 'node:fs';
import { agreementOf, type CaseAgreement } from './agreement.ts';
import { caseFixtures } from './case-fixtures.ts';
import { reportCommands } from './report-commands.ts';
import { AGREEMENT, README, readmeText, summaryOf, summaryText } from './summary.ts';

const only = process.argv.slice(2);
const started = performance.now();
const short = (text: string): string => (text.length > 160 && only.length === 0 ? `${text.slice(0, 160)}…` : text).replaceAll('\n', '⏎');

function line({ version, name, status, compared, differences, why }: CaseAgreement): string {
  const sign = { agrees: '✓', differs: '✗', 'not yet': '·' }[status];
  const said = status === 'not yet' ? `not yet: ${short(why ?? '')}` : `${compared - differences.length} of ${compared}`;
  return `${sign} ${version} ${name.padEnd(44)} ${said}`;
}

function reportCases(): void {
  const results: CaseAgreement[] = [];
  for (const fixture of caseFixtures()) {
    if (only.length > 0 && !only.includes(fixture.name)) continue;
    const result = agreementOf(fixture);
    results.push(result);
    console.log(line(result));
    for (const { what, kafka, highwater } of only.length > 0 ? result.differences : result.differences.slice(0, 3))
      console.log(`    ${short(what)}\n      Kafka:     ${short(kafka)}\n      Highwater: ${short(highwater)}`);
  }
  if (only.length === 0) {
    const summary = summaryOf(results);
    writeFileSync(AGREEMENT, summaryText(summary));
    writeFileSync(README, readmeText(results, summary));
    const { cases, commands, compared } = summary;
    console.log(
      `\n${cases.agree} of ${cases.recorded} cases agree, ${cases.differ} differ, ${cases.notYet} not yet (${compared.agree} of ${compared.things} things compared)`,
    );
    console.log(`${commands.agree} of ${commands.recorded} command lines agree`);
  }
  console.log(`${Math.round((performance.now() - started) / 1000)} s`);
}

if (only[0] === 'commands') reportCommands(only.slice(1));
else reportCases();
