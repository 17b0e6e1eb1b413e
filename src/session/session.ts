/** A session: one scenario with its branches. Acting in the past forks: the old future stays as a named branch, never patched. */
import type { Scenario } from '#scenario/compile.ts';
import type { Input } from '#scenario/input.ts';
import type { Timeline } from '#session/timeline.ts';

export interface Branch {
  readonly id: number;
  /** `main`, then the command that made it part: `docker kill kafka1 at 300 ms`. */
  readonly name: string;
  readonly parent: number | undefined;
  /** Cursor of the parent at which it parts. */
  readonly forkedAt: number;
  /** All inputs of this branch: the scenario's up to the fork, then the learner's own. */
  readonly inputs: readonly Input[];
  readonly timeline: Timeline;
}

export interface Session {
  readonly scenario: Scenario;
  readonly branches: readonly Branch[];
  readonly current: number;
}

/** What became of a command line given at a cursor. A line that the shell refuses changes nothing and gives the tool's own error text. */
export type Acted =
  | { readonly ok: true; readonly session: Session; readonly cursor: number; /** Process that the command started, if any. */ readonly node: string | undefined }
  | { readonly ok: false; readonly stderr: readonly string[]; readonly teaching: string; readonly exitCode: number };
