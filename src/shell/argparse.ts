/**
 * Command lines of tools that use argparse4j: options, a command, options of the command. Errors come with the usage of whoever complains, in
 * argparse4j's own typesetting: lines of 75 columns, filled up with blanks from the middle.
 */
import { type Refusal, refuse } from '#shell/outcome.ts';

export interface Argument {
  /** With its dashes: `--topic`. */
  readonly flag: string;
  readonly type: 'String' | 'Integer' | 'Long' | 'Short';
  readonly required?: boolean;
}

export interface Command {
  readonly name: string;
  readonly usage: readonly string[];
  /** What `-h` prints below the usage. */
  readonly help: readonly string[];
  readonly arguments: readonly Argument[];
}

export interface Parser extends Command {
  /** How errors name the tool. */
  readonly tool: string;
  readonly commands: readonly Command[];
}

export interface Parsed {
  readonly command: Command;
  /** By flag. */
  readonly values: ReadonlyMap<string, string>;
}

export type Parse = { readonly ok: true; readonly parsed: Parsed } | { readonly ok: false; readonly refusal: Refusal };

const WIDTH = 75;

/** TextHelper.wrap: as many words as fit; what is missing to the width is spread, the rest of it in the middle. The last line is left as it is. */
export function typeset(text: string, width = WIDTH): string[] {
  const lines: string[][] = [[]];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line.length > 0 && line.join(' ').length + 1 + word.length > width) lines.push([word]);
    else line.push(word);
  }
  return lines.map((words, i) => (i === lines.length - 1 ? words.join(' ') : filled(words, width)));
}

function filled(words: readonly string[], width: number): string {
  const gaps = words.length - 1;
  if (gaps === 0) return words[0];
  const missing = Math.max(0, width - words.join(' ').length);
  const each = Math.floor(missing / gaps);
  const more = missing % gaps;
  const from = Math.floor((gaps - more + 1) / 2);
  return words.map((word, i) => (i === gaps ? word : word + ' '.repeat(1 + each + (i >= from && i < from + more ? 1 : 0)))).join('');
}

class Complaint {
  constructor(
    readonly by: Command,
    readonly message: string,
    readonly after: readonly string[] = [],
  ) {}
}

const complain = (by: Command, message: string, after?: readonly string[]): never => {
  throw new Complaint(by, message, after);
};

const NUMBERS: Readonly<Record<Argument['type'], bigint>> = { String: 0n, Short: 1n << 15n, Integer: 1n << 31n, Long: 1n << 63n };

function converted(by: Command, { flag, type }: Argument, value: string): string {
  if (type === 'String') return value;
  const limit = NUMBERS[type];
  if (/^[+-]?\d+$/.test(value) && BigInt(value) >= -limit && BigInt(value) < limit) return value;
  return complain(by, `argument ${flag}: could not convert '${value}' to ${type} (For input string: "${value}")`);
}

/** Takes options up to the first word that is none. Returns where it stopped. */
function take(by: Command, args: readonly string[], from: number, values: Map<string, string>, strays: string[]): number | 'help' {
  let i = from;
  for (; i < args.length && args[i].startsWith('-'); i++) {
    if (args[i] === '-h' || args[i] === '--help') return 'help';
    const [flag, written] = args[i].split(/=(.*)/s);
    const argument = by.arguments.find((one) => one.flag === flag);
    if (argument === undefined) {
      strays.push(args[i]);
      continue;
    }
    const value = written ?? args[++i];
    if (value === undefined || (written === undefined && value.startsWith('-') && !/^-\d/.test(value))) complain(by, `argument ${flag}: expected one argument`);
    values.set(flag, converted(by, argument, value));
  }
  return i;
}

function missing(by: Command, values: ReadonlyMap<string, string>): void {
  // Of several that are missing Kafka's own tools name the last (recorded: describe-producers and abort of kafka-transactions.sh).
  const missing = by.arguments.filter(({ flag, required }) => required && !values.has(flag)).pop();
  if (missing !== undefined) complain(by, `argument ${missing.flag} is required`);
}

/** "Did you mean": the commands that are nearest, where a letter too few costs 1, a wrong one 2, one too many 4 (DamerauLevenshtein of argparse4j). */
function near(word: string, names: readonly string[]): string[] {
  const distances = names.map((name) => distance(word, name));
  const least = Math.min(...distances);
  return ['', 'Did you mean:', ...names.filter((_, i) => distances[i] === least).map((name) => `\t${name}`)];
}

function distance(word: string, name: string): number {
  let row = Array.from({ length: name.length + 1 }, (_, i) => i);
  for (let i = 1; i <= word.length; i++) {
    const next = [i * 4];
    for (let j = 1; j <= name.length; j++) next.push(Math.min(row[j] + 4, next[j - 1] + 1, row[j - 1] + (word[i - 1] === name[j - 1] ? 0 : 2)));
    row = next;
  }
  return row[name.length];
}

function parse(parser: Parser, args: readonly string[]): Parsed | Command {
  const values = new Map<string, string>();
  const strays: string[] = [];
  const at = take(parser, args, 0, values, strays);
  if (at === 'help') return parser;
  if (args[at] === undefined) complain(parser, 'too few arguments');
  const command = parser.commands.find(({ name }) => name === args[at]);
  if (command === undefined) {
    const names = parser.commands.map(({ name }) => name);
    return complain(parser, `invalid choice: '${args[at]}' (choose from ${names.map((name) => `'${name}'`).join(', ')})`, near(args[at], names));
  }
  let next = take(command, args, at + 1, values, strays);
  for (; next !== 'help' && next < args.length; next = take(command, args, next + 1, values, strays)) strays.push(args[next]);
  if (next === 'help') return command;
  missing(command, values);
  missing(parser, values);
  if (strays.length > 0) complain(args.indexOf(strays[0]) > at ? command : parser, `unrecognized arguments: '${strays.join(' ')}'`);
  return { command, values };
}

export function readArguments(parser: Parser, args: readonly string[]): Parse {
  try {
    const parsed = parse(parser, args);
    if ('values' in parsed) return { ok: true, parsed };
    return { ok: false, refusal: { ok: false, stdout: [...parsed.usage, ...parsed.help], stderr: [], exitCode: 0 } };
  } catch (complaint) {
    if (!(complaint instanceof Complaint)) throw complaint;
    const { by, message, after } = complaint;
    return { ok: false, refusal: refuse([...by.usage, ...typeset(`${parser.tool}: error: ${message}`), ...after]) };
  }
}
