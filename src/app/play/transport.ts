/** What a person can do to time. Each answers with one announcement; buttons, keys, slider and scripts all come through here. */
import i18next from 'i18next';
import { announce } from '#app/announce.ts';
import { keyNow } from '#app/keys/ownKey.ts';
import { jump, pause, play, type Stop, stepOnce } from '#app/play/player.ts';
import { sayStep } from '#app/play/say.ts';
import { computedUntil, extendFor } from '#app/run/compute.ts';
import { current } from '#app/run/holder.ts';
import { live } from '#app/run/live.ts';
import { set, state, VERBOSITIES } from '#app/store.ts';
import { chapters, leftAt, questionAt } from '#app/story/now.ts';
import { motionIsReduced } from '#app/theme/motion.ts';
import type { StepSize } from '#session/timeline.ts';

const t = i18next.t.bind(i18next);

/** Sandboxes and quick fingers may ask for more than is computed. */
const AHEAD_MS = 40;

export const step = (size: StepSize, direction: 1 | -1): void => live(() => stepNow(size, direction));

function stepNow(size: StepSize, direction: 1 | -1): void {
  const { timeline } = current();
  if (timeline === null) return;
  pause();
  if (direction > 0 && timeline.seek(state().cursor, size, 1) === state().cursor) extendFor(timeline, AHEAD_MS);
  const before = state().cursor;
  const after = stepOnce(size, direction);
  if (after === before) return announce(blocked(direction));
  sayWhere();
}

function blocked(direction: 1 | -1): string {
  if (direction > 0 && questionAt(state().cursor) !== null) return t('play:announce.question');
  return t(direction > 0 ? 'play:announce.end' : 'play:announce.start');
}

export const tenSteps = (direction: 1 | -1): void => live(() => tenNow(direction));

function tenNow(direction: 1 | -1): void {
  const { timeline } = current();
  if (timeline === null) return;
  pause();
  let cursor = state().cursor;
  for (let n = 0; n < 10; n++) cursor = timeline.seek(cursor, 'meaningful', direction);
  jump(cursor);
  sayWhere();
}

export function seekTo(cursor: number, quiet = false): void {
  live(() => {
    pause();
    jump(cursor);
    if (!quiet) sayWhere();
  });
}

export function seekTime(timeUs: number): void {
  const { timeline } = current();
  if (timeline !== null) seekTo(timeline.cursorAtTime(timeUs));
}

export const toChapter = (direction: 1 | -1): void => live(() => void turn(direction));

/** The next chapter may begin where nothing is computed yet. */
async function turn(direction: 1 | -1): Promise<void> {
  const { timeline } = current();
  if (timeline === null) return;
  if (chapters().length === 0) return announce(t('play:announce.noChapters'));
  pause();
  const from = state().cursor;
  const next = (): number | undefined => {
    const starts = chapters().flatMap(({ cursor }) => (cursor === null ? [] : [cursor]));
    return direction > 0 ? starts.find((cursor) => cursor > from) : starts.findLast((cursor) => cursor < from);
  };
  if (direction > 0 && leftAt(current()) === null) await computedUntil(timeline, () => next() !== undefined);
  if (current().timeline !== timeline || state().cursor !== from) return;
  const to = next();
  if (to === undefined) return announce(t(direction > 0 ? 'play:announce.lastChapter' : 'play:announce.firstChapter'));
  if (jump(to) === from) return announce(blocked(1));
  sayWhere();
}

export const toStart = (): void => seekTo(0);

export function toEnd(): void {
  const { timeline } = current();
  if (timeline !== null) seekTo(timeline.end);
}

export const playPause = (): void => live(playPauseNow);

function playPauseNow(): void {
  const { timeline } = current();
  if (state().playing) return pause();
  if (timeline === null) return;
  if (questionAt(state().cursor) !== null) return announce(t('play:announce.question'));
  if (timeline.complete && state().cursor >= timeline.end) jump(0);
  play();
}

/** Plays to the next beat; under reduced motion it is there at once. */
export function toNextBeat(): void {
  if (!motionIsReduced()) return playPause();
  step('beat', 1);
}

/** One utterance for a step of the person: where, then what changed. */
export function sayWhere(): void {
  announce(sayStep(state().verbosity));
}

/** Asked for by a key: said in every case, with all the lines of "What changed". */
export function sayChanges(): void {
  announce(sayStep(state().verbosity === 'full' ? 'full' : 'asked'));
}

/** The next of the levels, and its name: heard even when nothing else is. */
export function changeVerbosity(): void {
  const next = VERBOSITIES[(VERBOSITIES.indexOf(state().verbosity) + 1) % VERBOSITIES.length];
  set({ verbosity: next });
  const key = keyNow('whatChanged') ?? '';
  announce(t(next === 'off' && key === '' ? 'play:verbosity.said.offNoKey' : `play:verbosity.said.${next}`, { key }));
}

/** What is said when playing stops by itself. */
export function sayStop(stop: Stop): void {
  if (stop === 'pause') return announce(t('play:announce.paused'));
  if (stop === 'end') return announce(t('play:announce.end'));
  sayWhere();
}

export function changeSpeed(next: Parameters<typeof set>[0]['speed']): void {
  if (next === undefined || next === state().speed) return;
  set({ speed: next });
  announce(t('play:announce.speed', { speed: next }));
}
