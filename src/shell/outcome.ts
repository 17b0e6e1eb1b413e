/** The three ways in which a command line can end at the prompt: it starts something, it is refused, or it only says something. */
import type { Launch } from '#kafka/clients/tool/program.ts';
import type { OptionProblem } from '#shell/jopt.ts';
import type { Usage } from '#shell/usage.ts';

/** Ends at once and changes nothing. */
export interface Refusal {
  readonly ok: false;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly exitCode: number;
  /** One line of ours, when the plain text leaves a beginner alone. */
  readonly teaching?: string;
}

/** The tool starts. */
export interface Started {
  readonly ok: true;
  readonly launch: Launch;
}

export type Plan = Started | Refusal;

export const refuse = (stderr: readonly string[], exitCode = 1, stdout: readonly string[] = []): Refusal => ({ ok: false, stdout, stderr, exitCode });
export const say = (stdout: readonly string[]): Refusal => ({ ok: false, stdout, stderr: [], exitCode: 0 });

/** What is real elsewhere and not part of the simulation: said plainly, never imitated. */
export const notHere = (text: string): Refusal => refuse([`highwater: ${text}`]);

/** CommandLineUtils.printUsageAndExit: the message, then the table. */
export const withUsage = (usage: Usage, message: string): Refusal => refuse([...message.split('\n'), ...usage.table]);

/** `--help`, or no argument at all. Kafka 4.3 prints it to standard error and exits with 1. */
export const helpOf = (usage: Usage): Refusal => refuse([usage.about, ...usage.table]);

/** Stands for the frames of a Java stack trace. */
export const FRAMES = '\tat ...';

/** The message, then its stack trace with an empty line: how TopicCommand's main tells of an exception. */
export const messageAndTrace = (className: string, message: string, cause: readonly string[] = []): string[] => [
  message,
  ...trace(className, message, cause),
  '',
];

export const trace = (className: string, message: string, cause: readonly string[] = []): string[] => [`${className}: ${message}`, FRAMES, ...cause];

/** Nobody catches it: the JVM's own words. */
export const uncaught = (className: string, message: string): Refusal => refuse([`Exception in thread "main" ${className}: ${message}`, FRAMES]);

/** What ends a tool, in Java or in Scala (`toolsInJava`). `cause`: the lines below the trace. */
export const thrownBy = (isJava: boolean, className: string, message: string, cause: readonly string[] = []): string[] =>
  isJava ? messageAndTrace(className, message, cause) : [`Exception in thread "main" ${className}: ${message}`, FRAMES, ...cause];

export const joptClass = (problem: OptionProblem): string => `joptsimple.${problem.exception}`;

/** The JVM prints the cause of a value that could not be converted below the trace. */
export function conversionCause(problem: OptionProblem): string[] {
  const text = /^Cannot parse argument '(.*)' of option /.exec(problem.message)?.[1];
  if (problem.exception !== 'OptionArgumentConversionException' || text === undefined) return [];
  const cause = `java.lang.NumberFormatException: For input string: "${text}"`;
  return [`Caused by: joptsimple.internal.ReflectionException: ${cause}`, FRAMES, `Caused by: ${cause}`, FRAMES];
}
