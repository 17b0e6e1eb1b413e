/** From an answer to what Kafka did: plays, or jumps when nothing may move, to the moment that reveals it. */
import { announce } from '#app/announce.ts';
import { look } from '#app/i18n/i18n.ts';
import { jump } from '#app/play/player.ts';
import { playPause } from '#app/play/transport.ts';
import { computedUntil } from '#app/run/compute.ts';
import { current } from '#app/run/holder.ts';
import { truthOf } from '#app/run/judge.ts';
import { state } from '#app/store.ts';
import { answer, learner } from '#app/story/learner.ts';
import { script } from '#app/story/now.ts';
import { motionIsReduced } from '#app/theme/motion.ts';
import type { Branch } from '#session/session.ts';

const revealed = (branch: Branch, id: string) => computedUntil(branch.timeline, () => branch.timeline.revealAt(id) !== undefined);

export async function toReveal(id: string): Promise<void> {
  const { branch } = current();
  if (branch === null) return;
  await revealed(branch, id);
  const truth = truthOf(branch, id);
  if (truth === null) return;
  if (learner().answers[id]?.stage === 'skipped' || motionIsReduced()) {
    jump(truth.cursor);
    sayVerdict(id);
  } else if (!state().playing) playPause();
}

/** Called as the playhead moves: answers whose moment has come are revealed and told once. */
export function revealDue(cursor: number): void {
  const { branch } = current();
  if (branch === null) return;
  for (const [id, { stage }] of Object.entries(learner().answers)) {
    if (stage !== 'locked') continue;
    const truth = truthOf(branch, id);
    if (truth !== null && cursor >= truth.cursor) sayVerdict(id);
  }
}

function sayVerdict(id: string): void {
  const { branch } = current();
  const given = learner().answers[id];
  const question = script()?.questions.find((one) => one.id === id);
  const truth = branch === null ? null : truthOf(branch, id);
  if (given === undefined || question === undefined || truth === null) return;
  if (given.stage === 'locked') answer(id, { ...given, stage: 'revealed' });
  const words = (one: string) => question.options.find((option) => option.id === one)?.text ?? one;
  const key = given.stage === 'skipped' ? 'verdict.skipped' : truth.right.includes(given.given) ? 'verdict.right' : 'verdict.wrong';
  announce(look('story', key, { you: words(given.given), kafka: truth.right.map(words).join(' / ') }));
}
