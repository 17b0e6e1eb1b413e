/** What a shell may know while it reads a line, and what reading a line can come to. */
import type { NodeName } from '#kafka/protocol/names.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import type { Files } from '#shell/files.ts';
import type { Payload } from '#sim/event.ts';

/** The cluster at the moment of typing. */
export interface ShellContext {
  readonly spec: ClusterSpec;
  /** Every process there is, in any status: brokers, controllers, producers, members, tools. */
  readonly nodes: readonly NodeName[];
  readonly topics: readonly string[];
  readonly groups: readonly string[];
  /** Number of the next tool: its process is called `tool-<n>`. */
  readonly nextTool: number;
  /** Files that tools may read; none when absent. */
  readonly files?: Files;
}

/** `command` is the line as it was given: handlers say it in CommandRun. */
export interface CommandPayload extends Payload {
  readonly command: string;
}

/** The line does something to the World. `node` is the process that it starts, if any; `stdout` is what docker itself answers at once. */
export interface ParsedCommand {
  readonly ok: true;
  readonly payload: CommandPayload;
  readonly node?: NodeName;
  readonly stdout: readonly string[];
}

/** The line changes nothing: a usage error, an unknown command, or help. `teaching` is ours, one line, '' when there is nothing to add. */
export interface RefusedCommand {
  readonly ok: false;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly teaching: string;
  readonly exitCode: number;
}

export type Parsed = ParsedCommand | RefusedCommand;
