/**
 * What if one thing were otherwise? A command at this moment, or a setting or the seed from time zero: another future beside this one, with the same
 * luck, because draws are keyed by (seed, entity, purpose, counter). Everything else that was done stays done.
 */
import { type Change, settingOf } from '#scenario/change.ts';
import { fail, type Result, type ScenarioError } from '#scenario/error.ts';
import type { Input } from '#scenario/input.ts';
import { type Acted, act, actsOf, type Branch, branchOf, reconfigure, type Session } from '#session/session.ts';

/** The command of a future that parts at a moment: a fault, a tool, or another order of what is due at one instant. */
export function ifCommand(session: Session, cursor: number, line: string): Acted {
  return act(session, cursor, line, true);
}

/** What the learner typed after so many events comes at the time at which it came: another run counts other events. */
const inTime = ({ timeline }: Branch, input: Input): Input =>
  'atStep' in input ? { atUs: timeline.timeAt(Math.min(input.atStep, timeline.end)), run: input.run } : input;

/** The same run with one more setting changed; what was changed and done before stays so. */
export function ifChanged(session: Session, changes: readonly Change[]): Result<Session, ScenarioError[]> {
  if (changes.length === 0) return fail([]);
  const branch = branchOf(session);
  const settings = changes.map(settingOf);
  const before = branch.changes.filter((change) => !settings.includes(settingOf(change)));
  const kept = actsOf(branch).inputs.map((input) => inTime(branch, input));
  return reconfigure(session, [...before, ...changes], kept, branch.id, changes);
}
