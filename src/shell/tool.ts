/** A command-line tool: its option table, what its arguments plan, and how it tells of an option that it does not know. */
import type { Program } from '#kafka/clients/tool/program.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import type { Files } from '#shell/files.ts';
import type { OptionProblem, Options } from '#shell/jopt.ts';
import { has } from '#shell/jopt.ts';
import { helpOf, type Plan, type Refusal, say } from '#shell/outcome.ts';
import type { Usage } from '#shell/usage.ts';

/** What a plan may depend on besides the options. */
export interface PlanContext {
  readonly spec: ClusterSpec;
  /** All words after the tool's name. */
  readonly args: readonly string[];
  /** Lines piped in; undefined when the tool reads from the terminal. */
  readonly stdin: readonly string[] | undefined;
  /** The terminal's files, for options that name one. */
  readonly files: Files;
}

export interface Tool {
  /** `kafka-topics.sh` */
  readonly name: string;
  readonly usage: Usage;
  readonly readsInput: boolean;
  /** Program by name, for tools that are one; the console tools are kinds of node of their own. */
  readonly program?: { readonly name: string; readonly program: Program };
  readonly plan: (options: Options, context: PlanContext) => Plan;
  /** The tool as another release has it: undefined when that release has none of this name. Absent: as the newest. */
  readonly edition?: (spec: ClusterSpec) => Tool | undefined;
  /** A word that jopt-simple refuses. */
  readonly refuseOption: (problem: OptionProblem, context: PlanContext) => Refusal;
}

export const VERSION = '4.3.1';
/** The commit that the release was built from, which some tools show behind it (AppInfoParser). */
export const COMMIT = '26b251a451ce941d';

/** CommandLineUtils.maybePrintHelpOrVersion. */
export function helpOrVersion(tool: Pick<Tool, 'usage'>, options: Options, context: PlanContext): Refusal | undefined {
  if (context.args.length === 0 || has(options, 'help')) return helpOf(tool.usage);
  return has(options, 'version') ? say([VERSION]) : undefined;
}

/** The tool of a cluster's release. */
export const editionOf = (tool: Tool, spec: ClusterSpec): Tool | undefined => (tool.edition ? tool.edition(spec) : tool);
