/**
 * A tool's option table, read from the usage text that the tool itself prints (jopt-simple's BuiltinHelpFormatter): one source for
 * `--help`, usage errors, parsing and completion. The texts in `usage/` are recorded from Apache Kafka by `npm run conformance:record -- usage`.
 */

export interface OptionSpec {
  readonly name: string;
  readonly argument: 'none' | 'required' | 'optional';
  /** String, Integer, Long; '' without an argument. */
  readonly type: string;
  readonly placeholder: string;
  readonly description: string;
}

export interface Usage {
  /** First line: what the tool does. */
  readonly about: string;
  /** The table as printed, header first, every line padded as jopt-simple pads it. */
  readonly table: readonly string[];
  readonly options: readonly OptionSpec[];
}

export function readUsage(text: string): Usage {
  const [about, ...rows] = text.replace(/\n$/, '').split('\n');
  const left = rows[0].indexOf('Description');
  const width = Math.max(...rows.map((row) => row.length));
  return { about, table: rows.map((row) => row.padEnd(Math.max(width, left + 11))), options: readOptions(rows.slice(2), left) };
}

function readOptions(rows: readonly string[], left: number): OptionSpec[] {
  const entries: { option: string; description: string }[] = [];
  for (const row of rows) {
    const option = row.slice(0, left).trim();
    const description = row.slice(left).trim();
    if (row.startsWith('--')) entries.push({ option, description });
    else {
      const last = entries[entries.length - 1];
      last.option = joined(last.option, option);
      last.description = joined(last.description, description);
    }
  }
  return entries.map(({ option, description }) => readOption(option, description));
}

/** A line that was broken after a hyphen or inside a dotted name goes on without a blank. */
function joined(before: string, after: string): string {
  if (after === '') return before;
  return /[-]$/.test(before) ? before + after : `${before} ${after}`;
}

function readOption(option: string, description: string): OptionSpec {
  const match = /^--(\S+)(?: ([<[])(\w+|\[[\w,]+\])(?:: (.*))?[>\]])?$/.exec(option);
  if (!match) throw new Error(`Not an option: ${option}`);
  const [, name, bracket, type = '', placeholder = ''] = match;
  const argument = bracket === undefined ? 'none' : bracket === '<' ? 'required' : 'optional';
  return { name, argument, type, placeholder, description };
}
