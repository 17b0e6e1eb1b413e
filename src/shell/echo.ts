/** The builtins whose output people pipe into a producer: echo, printf, seq. */
import { notHere, type Refusal, refuse } from '#shell/outcome.ts';

export type Written = { readonly ok: true; readonly lines: readonly string[] } | Refusal;

/** A link or a paste must not make a million records. */
const MOST_LINES = 1000;

export const WRITERS = ['echo', 'printf', 'seq'];

export function write(words: readonly string[]): Written {
  const [command, ...args] = words;
  const text = command === 'echo' ? echo(args) : command === 'printf' ? printf(args) : seq(args);
  if (typeof text !== 'string') return text;
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  return lines.length > MOST_LINES ? notHere(`at most ${MOST_LINES} lines at a time`) : { ok: true, lines };
}

const escapes = (text: string): string => text.replaceAll(/\\([nt\\])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : '\\'));

function echo(args: readonly string[]): string {
  const flags = args.findIndex((arg) => !/^-[neE]+$/.test(arg));
  const words = args.slice(flags < 0 ? args.length : flags);
  const isEscaped = args.slice(0, flags < 0 ? args.length : flags).some((flag) => flag.includes('e'));
  return `${isEscaped ? escapes(words.join(' ')) : words.join(' ')}\n`;
}

/** The format is used again until all arguments are taken, as bash does. */
function printf(args: readonly string[]): string | Refusal {
  const [format, ...values] = args;
  if (format === undefined) return refuse(['printf: usage: printf [-v var] format [arguments]'], 2);
  const holes = format.match(/%[sd]/g)?.length ?? 0;
  const rounds = holes === 0 ? 1 : Math.max(1, Math.ceil(values.length / holes));
  if (rounds > MOST_LINES) return '\n'.repeat(MOST_LINES + 1);
  let text = '';
  let next = 0;
  for (let round = 0; round < rounds; round++)
    text += escapes(format).replaceAll(/%([sd%])/g, (_, kind: string) => (kind === '%' ? '%' : (values[next++] ?? (kind === 'd' ? '0' : ''))));
  return text;
}

function seq(args: readonly string[]): string | Refusal {
  const bad = args.find((arg) => !/^-?\d{1,9}$/.test(arg));
  if (bad !== undefined) return refuse([`seq: invalid floating point argument: '${bad}'`, "Try 'seq --help' for more information."]);
  if (args.length === 0) return refuse(['seq: missing operand', "Try 'seq --help' for more information."]);
  const [first, step, last] = args.length === 1 ? [1, 1, Number(args[0])] : args.length === 2 ? [Number(args[0]), 1, Number(args[1])] : args.map(Number);
  if (step === 0) return refuse([`seq: invalid Zero increment value: '0'`, "Try 'seq --help' for more information."]);
  const lines: number[] = [];
  for (let n = first; (step > 0 ? n <= last : n >= last) && lines.length <= MOST_LINES; n += step) lines.push(n);
  return lines.map((n) => `${n}\n`).join('');
}
