/** Progress on this device: a lesson is done when its story was seen to the end or its challenge was won. */
import { current } from '#app/run/holder.ts';
import { goalsAt } from '#app/run/judge.ts';
import { remember, remembered } from '#app/storage.ts';

export const doneLessons = (): readonly string[] => remembered<readonly string[]>('done', []);

/** Called as the playhead moves. */
export function noteProgress(cursor: number): void {
  const { open, branch } = current();
  if (open?.origin.kind !== 'lesson' || branch === null || !branch.timeline.complete || cursor < branch.timeline.end) return;
  const { slug, mode } = open.origin;
  if (mode === 'challenge' && goalsAt(branch, cursor).some(({ met }) => !met)) return;
  const done = doneLessons();
  if (!done.includes(slug)) remember('done', [...done, slug]);
}
