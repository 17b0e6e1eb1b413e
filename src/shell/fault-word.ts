/**
 * The grammar that all words of `fault` share: names first, then `--option value` in any order. A new fault is a file in `faults/`, a handler in
 * `faults/catalog.ts` by payload type, and a `FaultWord` in the list of its subject that `fault.ts` puts together.
 */
import type { ParsedCommand, ShellContext } from '#shell/context.ts';
import { nearest } from '#shell/near.ts';
import { type Refusal, refuse } from '#shell/outcome.ts';

export interface FaultWord {
  readonly word: string;
  /** What follows `fault` in its help. */
  readonly usage: string;
  readonly about: string;
  readonly parse: (args: readonly string[], line: string, context: ShellContext) => ParsedCommand | Refusal;
  /** Words that could come next. */
  readonly completions: (context: ShellContext, given: readonly string[]) => readonly string[];
}

export const wrong = (text: string, teaching = ''): Refusal => ({ ...refuse([`fault: ${text}`], 2), teaching });

export const wrongUsage = (usage: string): Refusal => wrong(`usage: fault ${usage}`);

export interface FaultArguments {
  readonly ok: true;
  readonly names: readonly string[];
  /** By option, without its dashes; a flag has ''. */
  readonly options: ReadonlyMap<string, string>;
}

/** Options and whether each takes a value. */
export type FaultOptions = Readonly<Record<string, 'value' | 'flag'>>;

export function readFault(args: readonly string[], usage: string, known: FaultOptions): FaultArguments | Refusal {
  const names: string[] = [];
  const options = new Map<string, string>();
  for (let n = 0; n < args.length; n++) {
    if (!args[n].startsWith('-')) {
      names.push(args[n]);
      continue;
    }
    const [name, given] = args[n].replace(/^--?/, '').split('=');
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (kind === undefined) return unknownOption(name, usage, known);
    const value = kind === 'flag' ? '' : (given ?? args[++n]);
    if (value === undefined) return wrong(`--${name} needs a value`, `Usage: fault ${usage}`);
    options.set(name, value);
  }
  return { ok: true, names, options };
}

function unknownOption(name: string, usage: string, known: FaultOptions): Refusal {
  const near = nearest(name, Object.keys(known));
  return wrong(`unknown option --${name}`, near ? `Did you mean --${near}?` : `Usage: fault ${usage}`);
}

export const brokersOf = ({ nodes }: ShellContext): readonly string[] => nodes.filter((node) => /^kafka\d+$/.test(node));

/** Voters of a KRaft quorum. */
export const controllersOf = ({ nodes }: ShellContext): readonly string[] => nodes.filter((node) => /^controller\d+$/.test(node));

/** The named brokers, all known and at least one; the first that is not is refused. */
export function brokerProblem(names: readonly string[], usage: string, context: ShellContext): Refusal | undefined {
  if (names.length === 0) return wrongUsage(usage);
  const known = brokersOf(context);
  const unknown = names.find((name) => !known.includes(name));
  return unknown === undefined ? undefined : wrong(`no broker is called ${unknown}`, `Brokers: ${known.join(', ')}.`);
}

const UNITS_US: Readonly<Record<string, number>> = { us: 1, ms: 1000, s: 1_000_000, m: 60_000_000 };
const LONGEST_US = 3_600_000_000;

/** `200ms`, `2s`, `1m`: microseconds, up to an hour; undefined when it is none. */
export function durationUs(text: string): number | undefined {
  const match = /^(\d{1,7})(us|ms|s|m)$/.exec(text);
  const found = match ? Number(match[1]) * UNITS_US[match[2]] : undefined;
  return found !== undefined && found <= LONGEST_US ? found : undefined;
}
