/** From an answer to what Kafka did. */
import { announceNews } from '#app/announce.ts';
import { look } from '#app/i18n/i18n.ts';
import { playPause, step } from '#app/play/transport.ts';
import { computedUntil } from '#app/run/compute.ts';
import { current } from '#app/run/holder.ts';
import { type Truth, truthOf } from '#app/run/judge.ts';
import { state } from '#app/store.ts';
import { type Answer, answer, learner } from '#app/story/learner.ts';
import { script } from '#app/story/now.ts';
import { motionIsReduced } from '#app/theme/motion.ts';

/** Goes on after an answer: to the next beat, or to the reveal if that comes first. */
export async function goOn(id: string): Promise<void> {
  const { branch } = current();
  if (branch === null) return;
  await computedUntil(branch.timeline, () => branch.timeline.revealAt(id) !== undefined);
  if (truthOf(branch, id) === null || current().branch !== branch) return;
  if (motionIsReduced()) step('beat', 1);
  else if (!state().playing) playPause();
}

let told = -1;

/** The verdict has been said for this place: arriving there is no news any more. */
export const wasToldAt = (cursor: number): boolean => told === cursor;

/** Called as the playhead moves: verdicts whose moment has come are said, once. */
export function revealDue(cursor: number): void {
  const { branch } = current();
  told = -1;
  if (branch === null) return;
  for (const [id, given] of Object.entries(learner().answers)) {
    const truth = given.told ? null : truthOf(branch, id);
    if (truth === null || cursor < truth.cursor) continue;
    answer(id, { ...given, told: true });
    told = cursor;
    announceNews(verdict(id, given, truth));
  }
}

function verdict(id: string, { given }: Answer, { right }: Truth): string {
  const question = script()?.questions.find((one) => one.id === id);
  const words = (one: string) => question?.options.find((option) => option.id === one)?.text ?? one;
  const key = given === null ? 'verdict.skipped' : right.includes(given) ? 'verdict.right' : 'verdict.wrong';
  return look('story', key, { you: words(given ?? ''), kafka: right.map(words).join(' / ') });
}
