/** The hint key: one rung of the first goal that is not met, said as it opens. */
import i18next from 'i18next';
import { announce } from '#app/announce.ts';
import { current } from '#app/run/holder.ts';
import { goalsAt } from '#app/run/judge.ts';
import { state } from '#app/store.ts';
import { plainText } from '#app/story/chips.ts';
import { learner, openHint } from '#app/story/learner.ts';
import { script } from '#app/story/now.ts';

export function hintNow(): void {
  const { branch } = current();
  const now = script();
  if (branch === null || now === null) return;
  const states = goalsAt(branch, Math.min(state().cursor, branch.timeline.end));
  const goal = now.goals.find(({ id }) => states.find((one) => one.id === id)?.met !== true) ?? now.goals[0];
  const rungs = goal === undefined ? [] : (now.hints[goal.id] ?? []);
  if (goal === undefined || rungs.length === 0) return announce(i18next.t('story:noHint'));
  const opened = learner().hints[goal.id] ?? 0;
  if (opened < rungs.length) openHint(goal.id);
  announce(plainText(rungs[Math.min(opened, rungs.length - 1)]));
}
