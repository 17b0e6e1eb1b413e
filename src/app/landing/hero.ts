/** The moment on the landing page: first a picture that the build wrote down, and in its place, as soon as a hand or a key comes near, the run itself. */
import { loadPrepared } from '#app/landing/prepared.ts';
import { writtenTimeline } from '#app/landing/written.ts';
import { still } from '#app/play/picture.ts';
import { query } from '#app/query.ts';
import { current, showStill } from '#app/run/holder.ts';
import { setOpening } from '#app/run/live.ts';
import { openFragment, openInPlace } from '#app/run/open.ts';
import { loadLessonWords } from '#app/run/words.ts';
import { patch, state } from '#app/store.ts';
import { setWords } from '#app/story/now.ts';
import { lessonOf } from '#lessons/catalog.ts';

/** The address of the same moment, for where nothing was written down. */
const HERO = '#/lesson/acks-1?beat=truncated';

/** Shows the moment, unless something is open. Scripts that came for `window.highwater` get the run at once. */
export async function showHero(): Promise<void> {
  if (current().open !== null || current().still !== null) return;
  const prepared = query.api ? null : await loadPrepared();
  const lesson = prepared === null ? undefined : lessonOf(prepared.slug);
  if (prepared === null || lesson === undefined) return void (await openFragment(HERO));
  const text = await loadLessonWords(lesson.slug, state().locale);
  if (current().open !== null) return;
  const { cursor } = prepared.moment;
  const timeline = writtenTimeline(prepared.moment);
  setOpening(wakeHero);
  patch({ cursor });
  still(cursor, timeline.timeAt(cursor));
  showStill({ scenario: prepared.scenario, timeline });
  setWords({ lesson, text, mode: 'story' });
}

let waking: Promise<void> | null = null;

/** Computes the run behind the picture and puts it in its place: same moment, nothing moves. */
export async function wakeHero(): Promise<void> {
  const { still: shown } = current();
  const slug = (await loadPrepared())?.slug;
  const lesson = slug === undefined ? undefined : lessonOf(slug);
  if (shown === null || lesson === undefined) return;
  waking ??= openInPlace(lesson.scenario, { kind: 'lesson', slug: lesson.slug, mode: 'story' }).finally(() => {
    waking = null;
  });
  await waking;
}
