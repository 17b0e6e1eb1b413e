/** CommandLineUtils: the checks that all of Kafka's jopt-simple tools share, in their exact words. */
import { has, type Options } from '#shell/jopt.ts';
import { type Refusal, withUsage } from '#shell/outcome.ts';
import type { Usage } from '#shell/usage.ts';

export const missingRequired = (usage: Usage, option: string): Refusal => withUsage(usage, `Missing required argument "[${option}]"`);

/** checkRequiredArgs: the first of these that is missing. */
export function requiredProblem(usage: Usage, options: Options, names: readonly string[]): Refusal | undefined {
  const missing = names.find((name) => !has(options, name));
  return missing === undefined ? undefined : missingRequired(usage, missing);
}

export const cantBeUsedWith = (usage: Usage, option: string, other: string): Refusal =>
  withUsage(usage, `Option "[${option}]" can't be used with option "[${other}]"`);

/** checkInvalidArgs: `option` together with any of the others. */
export function invalidProblem(usage: Usage, options: Options, option: string, others: readonly string[]): Refusal | undefined {
  const clash = has(options, option) ? others.find((other) => has(options, other)) : undefined;
  return clash === undefined ? undefined : cantBeUsedWith(usage, option, clash);
}
