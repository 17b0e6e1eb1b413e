/** Opens what an address names: lesson, example, scenario or draft. A broken link changes nothing that is open, and its text is kept. */

import { startBookmarks } from '#app/bookmarks/bookmarks.ts';
import { still } from '#app/play/picture.ts';
import { jump } from '#app/play/player.ts';
import { computedTo, computedUntil, computedWhole, extendFor } from '#app/run/compute.ts';
import { isHeld, mayCompute } from '#app/run/heavy.ts';
import { current, type Origin, openSession, settleClaim } from '#app/run/holder.ts';
import { engineNow, loadEngine } from '#app/run/load.ts';
import { simpleLink } from '#app/run/simple.ts';
import { loadLessonWords } from '#app/run/words.ts';
import { patch, state } from '#app/store.ts';
import { startLearner } from '#app/story/learner.ts';
import { setWords } from '#app/story/now.ts';
import { replaceDraft } from '#app/studio/draft.ts';
import { forgetTranscript } from '#app/terminal/transcript.ts';
import { lessonOf } from '#lessons/catalog.ts';
import { examples } from '#lessons/examples/catalog.ts';
import type { ScenarioDocument } from '#scenario/document.ts';
import type { Result, ScenarioError } from '#scenario/error.ts';
import type { LinkError } from '#scenario/link/error.ts';
import type { Playhead, ReadLink } from '#scenario/link/link.ts';
import type { Timeline } from '#session/timeline.ts';

/** Why an address could not be opened. */
export type Problem =
  | { readonly kind: 'link'; readonly fragment: string; readonly error: LinkError }
  | { readonly kind: 'lesson' | 'example'; readonly fragment: string; readonly slug: string };

export type Opened = { readonly ok: true; readonly studio: boolean; readonly ignored: readonly string[] } | { readonly ok: false; readonly problem: Problem };

/** First picture within this time, then the rest in slices. */
const FIRST_MS = 30;

/** Behind a picture, so many milliseconds at a time. */
const SLICE_MS = 8;

export async function openFragment(fragment: string): Promise<Opened> {
  const link = await readAny(fragment);
  if (!link.ok) return { ok: false, problem: { kind: 'link', fragment, error: link.error } };
  const { route, ignored } = link.value;
  if (route.kind === 'studio') {
    await loadEngine();
    if (route.document !== undefined) replaceDraft((await import('#scenario/yaml.ts')).writeYaml(route.document));
    return { ok: true, studio: true, ignored };
  }
  if (route.kind === 'lesson') return openLesson(fragment, route.slug, route.part, link.value);
  if (route.kind === 'scenario') return open(fragment, route.document, { kind: 'link', code: codeOf(fragment) }, link.value);
  return { ok: true, studio: false, ignored };
}

/** Links that carry no scenario are read at once; the validator and the YAML parser come only for those that do. */
async function readAny(fragment: string): Promise<Result<ReadLink, LinkError>> {
  const simple = simpleLink(fragment);
  if (simple !== null) return { ok: true, value: simple };
  const { needsYaml, readLink } = await import('#scenario/link/read.ts');
  return readLink(fragment, needsYaml(fragment) ? (await import('#scenario/yaml.ts')).readYaml : undefined);
}

const codeOf = (fragment: string): string => fragment.split('?')[0].replace(/^#?\/s\//, '');

async function openLesson(fragment: string, slug: string, part: 'story' | 'challenge', link: ReadLink): Promise<Opened> {
  const lesson = lessonOf(slug);
  if (lesson === undefined) return { ok: false, problem: { kind: 'lesson', fragment, slug } };
  const text = await loadLessonWords(slug, state().locale);
  const opened = open(fragment, part === 'story' ? lesson.scenario : lesson.challenge.scenario, { kind: 'lesson', slug, mode: part }, link);
  const result = await opened;
  if (result.ok) setWords({ lesson, text, mode: part });
  return result;
}

/** `params` is read as a lesson's would be: playhead, acts and hash mean the same. */
export async function openExample(slug: string, params: string): Promise<Opened> {
  const fragment = `#/example/${slug}${params === '' ? '' : `?${params}`}`;
  const example = examples.find((one) => one.slug === slug);
  if (example === undefined) return { ok: false, problem: { kind: 'example', fragment, slug } };
  const link = await readAny(`#/lesson/${slug}${params === '' ? '' : `?${params}`}`);
  if (!link.ok) return { ok: false, problem: { kind: 'link', fragment, error: link.error } };
  return open(fragment, example.scenario, { kind: 'example', slug }, link.value);
}

/** A document that was just written; errors are its writer's to see. */
export function openDraft(document: ScenarioDocument): readonly ScenarioError[] {
  const session = engineNow().openSession(document);
  if (!session.ok) return session.error;
  begin({ kind: 'draft' }, () => openSession(session.value, { kind: 'draft' }));
  return [];
}

const sameOrigin = (a: Origin, b: Origin): boolean => JSON.stringify(a) === JSON.stringify(b);

async function open(fragment: string, document: ScenarioDocument, origin: Origin, link: ReadLink): Promise<Opened> {
  const { acts, beside, marks = [], hash, playhead, ignored } = link;
  const already = current().open;
  const isSame = already !== null && acts.inputs.length + acts.changes.length + marks.length === 0 && hash === undefined && sameOrigin(already.origin, origin);
  if (!isSame) {
    const engine = await loadEngine();
    const session = beside ? engine.openBeside(document, acts) : engine.openSession(document, acts);
    if (!session.ok)
      return { ok: false, problem: { kind: 'link', fragment, error: { code: session.error[0]?.code ?? 'U09', message: '', errors: session.error } } };
    begin(origin, () => openSession(session.value, origin, hash === undefined ? null : { hash, cursor: 0, verdict: 'computing' }));
    const { branches } = session.value;
    startBookmarks(marks.map(({ step, note }) => ({ branch: branches.length - 1, cursor: step, note })));
    if (branches.length > 1) (await import('#app/compare/act.ts')).besideOf(0);
  }
  const settled = settle(playhead, hash);
  if (!isHeld(current().open)) await settled;
  return { ok: true, studio: false, ignored: [...ignored, ...unknownBeat(document, playhead)] };
}

/** A beat that the scenario does not have leads to its start; whoever wrote the link must hear of it. */
function unknownBeat({ lesson }: ScenarioDocument, playhead: Playhead | undefined): readonly string[] {
  return playhead?.kind !== 'beat' || lesson?.beats?.some(({ id }) => id === playhead.id) ? [] : [`beat=${playhead.id}`];
}

/** Opens a run in place of its picture: all of it is computed first, and the playhead, the view and the selection stay as they are. */
export async function openInPlace(document: ScenarioDocument, origin: Origin): Promise<void> {
  const session = (await loadEngine()).openSession(document);
  if (!session.ok) return;
  const [{ timeline }] = session.value.branches;
  while (extendFor(timeline, SLICE_MS)) await new Promise((resolve) => setTimeout(resolve, 0));
  if (current().open !== null) return;
  openSession(session.value, origin);
  startLearner(current().open?.key ?? 0);
}

function begin(origin: Origin, start: () => void): void {
  if (origin.kind !== 'lesson') setWords(null);
  patch({ cursor: 0, playing: false, ghosts: false, view: null, focus: null, selection: null, why: null, follow: null, beside: null });
  still(0, 0);
  start();
  const { open, timeline } = current();
  startLearner(open?.key ?? 0);
  startBookmarks();
  forgetTranscript();
  if (timeline !== null) extendFor(timeline, FIRST_MS);
}

/** Goes where the link points and proves what it claims; a heavy run does so when it may be computed. */
async function settle(playhead: Playhead | undefined, hash: string | undefined): Promise<void> {
  const { open, timeline } = current();
  await mayCompute(open);
  if (timeline !== null && playhead !== undefined) await place(timeline, playhead);
  if (timeline !== null && hash !== undefined) await prove(timeline, hash, playhead);
}

/** Computes up to the place that a link names and stands there. */
async function place(timeline: Timeline, playhead: Playhead): Promise<void> {
  const cursor = await reached(timeline, playhead);
  if (current().timeline !== timeline) return;
  patch({ cursor });
  jump(cursor);
}

async function reached(timeline: Timeline, playhead: Playhead): Promise<number> {
  if (playhead.kind === 'step') {
    await computedTo(timeline, playhead.step);
    return Math.min(playhead.step, timeline.end);
  }
  if (playhead.kind === 'time') {
    await computedUntil(timeline, () => timeline.endUs > playhead.timeUs);
    return timeline.cursorAtTime(playhead.timeUs);
  }
  const beat = () => timeline.marks.find(({ kind, id }) => kind === 'beat' && id === playhead.id);
  await computedUntil(timeline, () => beat() !== undefined);
  return beat()?.cursor ?? 0;
}

/** A link proves itself: the run is made again here, and its hash at the playhead must be the one the link carries. */
async function prove(timeline: Timeline, hash: string, playhead: Playhead | undefined): Promise<void> {
  if (playhead === undefined) await computedWhole(timeline);
  if (current().timeline !== timeline) return;
  const cursor = playhead === undefined ? timeline.end : await reached(timeline, playhead);
  settleClaim(timeline.hashAt(cursor) === hash ? 'verified' : 'differs');
}
