/** The agreement figure as data for the app (`agreement.json`) and as a table for the README. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agreementOf, type CaseAgreement } from './agreement.ts';
import { CAUSES, type Text } from './case-differences.ts';
import { caseFixtures } from './case-fixtures.ts';
import { type CliAgreement, cliAgreement } from './cli-agreement.ts';
import { DIFFERENCES } from './differences.ts';
import { RECORDED } from './fixtures.ts';

export interface Summary {
  /** Releases of Apache Kafka that were observed. */
  readonly kafka: readonly string[];
  readonly cases: { readonly recorded: number; readonly agree: number; readonly differ: number; readonly notYet: number };
  readonly commands: { readonly recorded: number; readonly agree: number };
  /** Single things compared in the cases: an ISR, an epoch, an offset, a line of output. */
  readonly compared: { readonly things: number; readonly agree: number };
  /** Cases and command lines that do not agree, with the reason. */
  readonly differences: readonly { readonly version: string; readonly name: string; readonly why: Text }[];
  readonly byCase: readonly {
    readonly version: string;
    readonly name: string;
    readonly title: string;
    readonly status: CaseAgreement['status'];
    readonly agree: number;
    readonly of: number;
  }[];
}

export const AGREEMENT = join(import.meta.dirname, 'agreement.json');
export const README = join(import.meta.dirname, 'README.md');

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

export const replayAll = (): CaseAgreement[] => caseFixtures().map(agreementOf);

export function summaryOf(results: readonly CaseAgreement[], cli: readonly CliAgreement[] = cliAgreement()): Summary {
  const count = (status: CaseAgreement['status']): number => results.filter((result) => result.status === status).length;
  const things = total(results.map(({ compared }) => compared));
  return {
    kafka: [...new Set(results.map(({ version }) => version))],
    cases: { recorded: results.length, agree: count('agrees'), differ: count('differs'), notYet: count('not yet') },
    commands: countOf(cli),
    compared: { things, agree: things - total(results.map(({ differences }) => differences.length)) },
    differences: [
      ...results.flatMap(({ version, name }) => (CAUSES[name] === undefined ? [] : [{ version, name, why: CAUSES[name].why }])),
      ...commandDifferences(),
    ],
    byCase: results.map(({ version, name, title, status, compared, differences }) => ({
      version,
      name,
      title,
      status,
      agree: compared - differences.length,
      of: compared,
    })),
  };
}

const countOf = (cli: readonly CliAgreement[]): Summary['commands'] => ({
  recorded: total(cli.map(({ recorded }) => recorded)),
  agree: total(cli.map(({ agree }) => agree)),
});

/** Which release a difference is of stands before its script, unless it is the newest. */
const commandDifferences = (): Summary['differences'] =>
  Object.entries(DIFFERENCES).map(([name, why]) => ({ version: /^\d[^/]*(?=\/)/.exec(name)?.[0] ?? RECORDED, name, why }));

/** The part of the summary that single command lines make up, with the cases as they were. */
export function commandsOf(cli: readonly CliAgreement[], { differences }: Summary): Pick<Summary, 'commands' | 'differences'> {
  return { commands: countOf(cli), differences: [...differences.filter(({ name }) => !name.includes('/')), ...commandDifferences()] };
}

/** As the formatter of the house would write it: lists of words on one line. */
export const summaryText = (summary: Summary): string =>
  `${JSON.stringify(summary, null, 2).replace(/\[\n\s+("[^\]]*")\n\s+\]/g, (_, words: string) => `[${words.replace(/\n\s+/g, ' ')}]`)}\n`;

const BEGIN = '<!-- agreement: written by npm run conformance -->';
const END = '<!-- end of agreement -->';

function cellsOf({ version, name, status, compared, differences, why }: CaseAgreement): string[] {
  const cause = CAUSES[name];
  const said = status === 'not yet' ? `not yet: ${why}` : cause ? `${cause.who}: ${cause.why.en}` : '**unexplained**';
  return [version, `\`${name}\``, status === 'not yet' ? '' : `${compared - differences.length} of ${compared}`, said.replaceAll('|', '\\|')];
}

/** A table as the formatter of the house writes it: columns of one width. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, n) => Math.max(...rows.map((row) => row[n].length)));
  const line = (cells: readonly string[], fill: string): string => `| ${cells.map((cell, n) => cell.padEnd(widths[n], fill)).join(' | ')} |`;
  const [head, ...body] = rows;
  return [
    line(head, ' '),
    line(
      head.map(() => ''),
      '-',
    ),
    ...body.map((row) => line(row, ' ')),
  ];
}

function tableOf(results: readonly CaseAgreement[], { cases, commands, compared }: Summary): string {
  const rows = results.filter(({ status }) => status !== 'agrees').map(cellsOf);
  return [
    BEGIN,
    '',
    `${cases.agree} of ${cases.recorded} cases agree (${compared.agree} of ${compared.things} things compared), ${cases.differ} differ, ${cases.notYet} cannot be run yet; ${commands.agree} of ${commands.recorded} single command lines agree.`,
    ...(rows.length === 0 ? [] : ['', ...table([['Kafka', 'case', 'agree', 'why not all'], ...rows])]),
    '',
    END,
  ].join('\n');
}

/** The README with its table as it should be. */
export function readmeText(results: readonly CaseAgreement[], summary: Summary): string {
  const text = readFileSync(README, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  return from < 0 || to < 0 ? text : text.slice(0, from) + tableOf(results, summary) + text.slice(to + END.length);
}
