/** jopt-simple 5 as Kafka's tools set it up (no abbreviations): words into options, with its own error messages. */
import type { OptionSpec } from '#shell/usage.ts';

export interface Options {
  /** By option name, in order of appearance; an option without value has an empty list. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
}

export interface OptionProblem {
  /** Java class without its package. */
  readonly exception: string;
  readonly message: string;
}

export type ParsedOptions = { readonly ok: true; readonly options: Options } | { readonly ok: false; readonly problem: OptionProblem };

export const has = (options: Options, name: string): boolean => options.values.has(name);
export const argumentsOf = (options: Options, name: string): readonly string[] => options.values.get(name) ?? [];
export const argumentOf = (options: Options, name: string): string | undefined => options.values.get(name)?.[0];

const unrecognized = (name: string): OptionProblem => ({ exception: 'UnrecognizedOptionException', message: `${name} is not a recognized option` });

interface Reading {
  readonly table: ReadonlyMap<string, OptionSpec>;
  readonly args: readonly string[];
  readonly values: Map<string, string[]>;
  readonly words: string[];
  at: number;
}

export function parseOptions(table: readonly OptionSpec[], args: readonly string[]): ParsedOptions {
  const reading: Reading = { table: new Map(table.map((option) => [option.name, option])), args, values: new Map(), words: [], at: 0 };
  while (reading.at < args.length) {
    const problem = readNext(reading);
    if (problem) return { ok: false, problem };
  }
  return { ok: true, options: { values: reading.values, words: reading.words } };
}

function readNext(reading: Reading): OptionProblem | undefined {
  const arg = reading.args[reading.at++];
  if (arg === '--') {
    reading.words.push(...reading.args.slice(reading.at));
    reading.at = reading.args.length;
    return undefined;
  }
  if (!arg.startsWith('-') || arg === '-') {
    reading.words.push(arg);
    return undefined;
  }
  const body = arg.slice(arg.startsWith('--') ? 2 : 1);
  const equals = body.indexOf('=');
  const name = equals < 0 ? body : body.slice(0, equals);
  const option = reading.table.get(name);
  // An unknown word after one dash is a cluster of one-letter options, and no tool of Kafka's has any.
  if (!option) return unrecognized(arg.startsWith('--') ? name : body.slice(0, 1));
  return readArgument(reading, option, equals < 0 ? '' : body.slice(equals + 1));
}

/** A required argument takes the next word, whatever it looks like; an optional one only what does not look like an option. */
function readArgument(reading: Reading, option: OptionSpec, detected: string): OptionProblem | undefined {
  const values = reading.values.get(option.name) ?? [];
  reading.values.set(option.name, values);
  if (option.argument === 'none') return undefined;
  if (detected !== '') {
    values.push(detected);
    return undefined;
  }
  const next = reading.args[reading.at];
  if (option.argument === 'required' && next === undefined) {
    return { exception: 'OptionMissingRequiredArgumentException', message: `Option ${option.name} requires an argument` };
  }
  if (option.argument === 'required' || (next !== undefined && !next.startsWith('-'))) {
    values.push(next);
    reading.at++;
  }
  return undefined;
}

/** What goes wrong when a tool reads these single-valued options, in this order: two values, or not a number. */
export function readingProblem(table: readonly OptionSpec[], options: Options, names: readonly string[]): OptionProblem | undefined {
  for (const name of names) {
    const values = argumentsOf(options, name);
    if (values.length > 1) {
      return { exception: 'MultipleArgumentsForOptionException', message: `Found multiple arguments for option ${name}, but you asked for only one` };
    }
    const type = table.find((option) => option.name === name)?.type;
    if (values.length === 1 && (type === 'Integer' || type === 'Long') && !isWhole(values[0], type)) {
      return { exception: 'OptionArgumentConversionException', message: `Cannot parse argument '${values[0]}' of option ${name}` };
    }
  }
  return undefined;
}

const isWhole = (text: string, type: 'Integer' | 'Long'): boolean =>
  /^[+-]?\d{1,19}$/.test(text) && (type === 'Long' || (Number(text) >= -2147483648 && Number(text) <= 2147483647));
