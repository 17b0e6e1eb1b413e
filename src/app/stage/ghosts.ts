/** The goals as ghosts in the picture: what they want at a moment, which of it the view on stage has no place for, and the switch. */
import i18next from 'i18next';
import { announce } from '#app/announce.ts';
import { current } from '#app/run/holder.ts';
import { engineNow } from '#app/run/load.ts';
import { focusShown, offeredViews, viewOf, viewShown } from '#app/stage/views.ts';
import { patch, state } from '#app/store.ts';
import { plainText } from '#app/story/chips.ts';
import { script } from '#app/story/now.ts';
import type { Branch } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';
import type { Wanted } from '#session/wanted.ts';
import type { Wish } from '#views/contract.ts';

const NONE: readonly Wish[] = [];

/** What is drawn of the goals of what is open: nothing until it is asked for. */
export function wishesAt(timeline: Timeline, cursor: number): readonly Wish[] {
  const { branch } = current();
  if (branch === null || branch.scenario.lesson.goals.length === 0) return NONE;
  return engineNow()
    .wantedAt({ scenario: branch.scenario, timeline }, cursor)
    .flatMap(({ wishes }) => wishes);
}

export interface GoalsNow {
  readonly met: number;
  readonly goals: number;
  /** What is not met and has no place in the picture on stage: in the words of its goal, or as an expression where it is only a part of one. */
  readonly undrawn: readonly { readonly text: string; readonly isCode: boolean }[];
}

function undrawnText({ goal, text }: Wanted, wanted: readonly Wanted[]): GoalsNow['undrawn'][number] {
  const told = script()?.goals.find(({ id }) => id === goal)?.text ?? '';
  const isWhole = wanted.filter((one) => one.goal === goal).length === 1;
  return told !== '' && isWhole ? { text: plainText(told), isCode: false } : { text, isCode: true };
}

export function goalsNow(branch: Branch, at: number): GoalsNow {
  const { timeline, scenario } = branch;
  const cursor = Math.min(at, timeline.end);
  const wanted = engineNow().wantedAt(branch, cursor);
  const frame = timeline.frameAt(cursor);
  const focus = focusShown(state().focus, frame);
  const draws = viewOf(viewShown(state().view, cursor, offeredViews(timeline)))?.draws;
  const unmet = new Set(wanted.map(({ goal }) => goal));
  return {
    met: scenario.lesson.goals.length - unmet.size,
    goals: scenario.lesson.goals.length,
    undrawn: wanted.filter(({ wishes }) => !wishes.some((wish) => draws?.(wish, frame, focus))).map((one) => undrawnText(one, wanted)),
  };
}

/** Draws the goals, or takes them away; a run without goals says so. */
export function toggleGhosts(): void {
  const { branch } = current();
  if (branch === null || branch.scenario.lesson.goals.length === 0) return announce(i18next.t('story:ghosts.none'));
  const ghosts = !state().ghosts;
  patch({ ghosts });
  if (!ghosts) return announce(i18next.t('story:ghosts.off'));
  const { met, goals, undrawn } = goalsNow(branch, state().cursor);
  const list = undrawn.map(({ text }) => text.replace(/\.$/, '')).join('; ');
  const on = i18next.t('story:ghosts.on', { met, goals });
  announce(list === '' ? on : `${on} ${i18next.t('story:ghosts.undrawn', { list })}`);
}
