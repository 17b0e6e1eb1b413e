/** A session: one scenario with its branches. Acting in the past forks: the old future stays as a named branch, never patched. */
import { type Acts, NO_ACTS } from '#scenario/acts.ts';
import { type Change, changed, isSeed, settingOf } from '#scenario/change.ts';
import { compile, type Scenario } from '#scenario/compile.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import { fail, type Result, type ScenarioError, succeed } from '#scenario/error.ts';
import type { Input } from '#scenario/input.ts';
import { durationText } from '#scenario/units.ts';
import { worldAgain } from '#session/chunks.ts';
import { refusalOf } from '#session/limits.ts';
import { chunksOf, recordRun, runOf } from '#session/record.ts';
import { addInput, forkRun, type RunOptions, startRun } from '#session/run.ts';
import { kafkaSystem } from '#session/system.ts';
import type { Timeline } from '#session/timeline.ts';
import { settle } from '#sim/step.ts';

export interface Branch {
  readonly id: number;
  /** `main`, then the command that made it part: `docker kill kafka1 at 300 ms`. */
  readonly name: string;
  readonly parent: number | undefined;
  /** Cursor of the parent at which it parts. */
  readonly forkedAt: number;
  /** All inputs of this branch: the scenario's, then the learner's own. */
  readonly inputs: readonly Input[];
  /** Settings that this branch changed before time zero. */
  readonly changes: readonly Change[];
  /** The scenario as this branch runs it, its changes applied. */
  readonly scenario: Scenario;
  readonly timeline: Timeline;
}

export interface Session {
  readonly scenario: Scenario;
  readonly branches: readonly Branch[];
  readonly current: number;
  readonly options: RunOptions;
}

/** What became of a command line given at a cursor. A line that the shell refuses changes nothing and gives the tool's own error text. */
export type Acted =
  | {
      readonly ok: true;
      readonly session: Session;
      readonly cursor: number;
      /** Process that the command started, if any. */
      readonly node: string | undefined;
      /** What the command itself answers at once, such as docker's names. */
      readonly stdout: readonly string[];
    }
  | { readonly ok: false; readonly stdout: readonly string[]; readonly stderr: readonly string[]; readonly teaching: string; readonly exitCode: number };

const DEFAULTS: RunOptions = { system: kafkaSystem, invariants: true };

/** A session with one branch, `main`, of which nothing has been computed yet. */
export function createSession(scenario: Scenario, options: Partial<RunOptions> = {}): Session {
  const all = { ...DEFAULTS, ...options };
  const timeline = recordRun(startRun(scenario, scenario.inputs, all));
  const main: Branch = { id: 0, name: 'main', parent: undefined, forkedAt: 0, inputs: scenario.inputs, changes: [], scenario, timeline };
  return { scenario, branches: [main], current: 0, options: all };
}

/** Compiles a document, with what a link says was done in it, into a session. */
export function openSession(document: ScenarioDocument, acts: Acts = NO_ACTS, options: Partial<RunOptions> = {}): Result<Session, ScenarioError[]> {
  const lines = acts.inputs.map(({ run }) => run);
  const scenario = compile(document, lines);
  if (!scenario.ok) return scenario;
  if (acts.inputs.length + acts.changes.length === 0) return succeed(createSession(scenario.value, options));
  const all = { ...DEFAULTS, ...options };
  const changedScenario = withChanges(document, acts.changes, lines);
  if (!changedScenario.ok) return changedScenario;
  const inputs = [...changedScenario.value.inputs, ...acts.inputs];
  const timeline = recordRun(startRun(changedScenario.value, inputs, all));
  const branch: Branch = { id: 0, name: 'main', parent: undefined, forkedAt: 0, inputs, changes: acts.changes, scenario: changedScenario.value, timeline };
  return succeed({ scenario: scenario.value, branches: [branch], current: 0, options: all });
}

/** The run as it is written, and beside it what a link says was done: two branches, the second current. */
export function openBeside(document: ScenarioDocument, acts: Acts, options: Partial<RunOptions> = {}): Result<Session, ScenarioError[]> {
  const scenario = compile(document);
  const acted = openSession(document, acts, options);
  if (!scenario.ok) return scenario;
  if (!acted.ok || acts.inputs.length + acts.changes.length === 0) return acted;
  const session = createSession(scenario.value, options);
  const steps = acts.inputs.flatMap((input) => ('atStep' in input ? [input.atStep] : []));
  const forkedAt = acts.changes.length > 0 || steps.length < acts.inputs.length ? 0 : Math.min(...steps);
  const name = [...acts.changes.map(changeText), ...acts.inputs.map(({ run }) => run)].join(', ');
  return succeed(withBranch(session, { ...branchOf(acted.value), id: 1, name, parent: 0, forkedAt }));
}

export const branchOf = (session: Session): Branch => session.branches[session.current];

/** What a learner did on a branch, for a link. */
export const actsOf = (branch: Branch): Acts => ({ changes: branch.changes, inputs: branch.inputs.filter((input) => !branch.scenario.inputs.includes(input)) });

function withBranch(session: Session, branch: Branch): Session {
  const known = session.branches.some(({ id }) => id === branch.id);
  const branches = known ? session.branches.map((one) => (one.id === branch.id ? branch : one)) : [...session.branches, branch];
  return { ...session, branches, current: branch.id };
}

/** Gives a command line at a cursor: at the end of what was computed it extends the branch, before that it forks. `apart` forks even there. */
export function act(session: Session, cursor: number, line: string, apart = false): Acted {
  const branch = branchOf(session);
  const forbidden = refusalOf(branch, line);
  if (forbidden) return forbidden;
  const { system } = session.options;
  const run = runOf(branch.timeline);
  const at = Math.max(0, Math.min(cursor, branch.timeline.end));
  const world = worldAgain(chunksOf(branch.timeline), run, at);
  settle(system.model, world);
  const parsed = system.parse(line, world, branch.scenario.spec);
  if (!parsed.ok) return parsed;
  const input: Input = { atStep: at, run: line };
  const acted = at === branch.timeline.end && !apart ? extended(branch, input) : forked(session, branch, at, input);
  acted.timeline.extend({ steps: 1 });
  return { ok: true, session: withBranch(session, acted), cursor: at + 1, node: parsed.node, stdout: parsed.stdout };
}

function extended(branch: Branch, input: Input): Branch {
  addInput(runOf(branch.timeline), input);
  return { ...branch, inputs: [...branch.inputs, input] };
}

function forked(session: Session, branch: Branch, cursor: number, input: Input): Branch {
  const kept = branch.inputs.filter((one) => !('atStep' in one) || one.atStep < cursor);
  const inputs = [...kept, input];
  const parent = runOf(branch.timeline);
  const timeline = recordRun(forkRun(parent, cursor, worldAgain(chunksOf(branch.timeline), parent, cursor), inputs));
  const name = `${input.run} at ${durationText(Math.floor(branch.timeline.timeAt(cursor) / 1000) * 1000)}`;
  return { ...branch, id: session.branches.length, name, parent: branch.id, forkedAt: cursor, inputs, timeline };
}

function withChanges(document: ScenarioDocument, changes: readonly Change[], lines: readonly string[]): Result<Scenario, ScenarioError[]> {
  const other = changed(document, changes);
  return other.ok ? compile(other.value, lines) : other;
}

const changeText = (change: Change): string => `${isSeed(change) ? 'seed' : settingOf(change)} = ${change.value}`;

/**
 * The same scenario from time zero with settings changed: a new branch beside the others. Commands given before are not repeated, but for those
 * in `kept`.
 */
export function reconfigure(
  session: Session,
  changes: readonly Change[],
  kept: readonly Input[] = [],
  parent = 0,
  named: readonly Change[] = changes,
): Result<Session, ScenarioError[]> {
  if (changes.length === 0) return fail([]);
  const lines = kept.map(({ run }) => run);
  const scenario = withChanges(session.scenario.document, changes, lines);
  if (!scenario.ok) return scenario;
  const inputs = [...scenario.value.inputs, ...kept];
  const timeline = recordRun(startRun(scenario.value, inputs, session.options));
  const branch: Branch = {
    id: session.branches.length,
    name: named.map(changeText).join(', '),
    parent,
    forkedAt: 0,
    inputs,
    changes,
    scenario: scenario.value,
    timeline,
  };
  return succeed(withBranch(session, branch));
}

export const switchBranch = (session: Session, id: number): Session =>
  session.branches.some((branch) => branch.id === id) ? { ...session, current: id } : session;

export const renameBranch = (session: Session, id: number, name: string): Session => ({
  ...session,
  branches: session.branches.map((branch) => (branch.id === id ? { ...branch, name } : branch)),
});
