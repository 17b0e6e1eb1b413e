/** What a challenge allows: which commands and settings, and how many commands. */
import type { Change } from '#scenario/change.ts';
import { settingOf } from '#scenario/change.ts';
import type { Limits } from '#scenario/lesson.ts';
import type { Acted, Branch } from '#session/session.ts';

type Refusal = Extract<Acted, { ok: false }>;

const refuse = (teaching: string): Refusal => ({ ok: false, stdout: [], stderr: [], teaching, exitCode: 1 });

/** `docker kill kafka1` is allowed by `docker`, `docker kill` and itself. */
const allows = (allowed: readonly string[], line: string): boolean => {
  const words = line.trim().split(/\s+/).join(' ');
  return allowed.some((prefix) => words === prefix || words.startsWith(`${prefix} `));
};

/** What is typed into a tool that already runs belongs to the command that started it. */
const isKeyboard = (line: string): boolean => /^(?:input|ctrl-[cd]) /.test(line.trim());

/** How many commands and changes a learner has made on a branch. */
export const spent = (branch: Branch): number =>
  branch.inputs.filter((input) => !branch.scenario.inputs.includes(input) && !isKeyboard(input.run)).length + branch.changes.length;

export const budgetLeft = (branch: Branch): number | undefined => {
  const { budget } = branch.scenario.lesson.limits;
  return budget === undefined ? undefined : Math.max(0, budget - spent(branch));
};

/** Why a command line may not be given here, or undefined when it may. */
export function refusalOf(branch: Branch, line: string): Refusal | undefined {
  if (isKeyboard(line)) return undefined;
  const { commands } = branch.scenario.lesson.limits;
  if (commands && !allows(commands, line)) return refuse(`This challenge allows only: ${commands.join(', ')}.`);
  if (budgetLeft(branch) === 0) return refuse(`No moves left: this challenge allows ${branch.scenario.lesson.limits.budget}.`);
  return undefined;
}

/** True when a setting may be changed. Without a list every setting may. */
export const mayChange = ({ settings }: Limits, change: Change): boolean => settings === undefined || settings.includes(settingOf(change));
