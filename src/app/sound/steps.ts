/** Sounds the steps that the picture arrives at: taken by a person, or passed while a run plays. What is jumped to or scrubbed over is silent. */
import { onPassed } from '#app/play/player.ts';
import { current } from '#app/run/holder.ts';
import { mayBeHeard } from '#app/sound/mute.ts';
import { exampleOf, NOTES_A_SECOND, notesOf, type Sign, type Tone } from '#app/sound/notes.ts';
import { play, rest } from '#app/sound/synth.ts';
import { state, useStore } from '#app/store.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Timeline } from '#session/timeline.ts';
import type { Selection } from '#views/contract.ts';

/** Steps that pass while a run glides sound together, as evenly as may be; of more than this at once the last. */
const STEPS_AT_ONCE = 8;
/** Steps that follow each other faster than this are not shown one by one. */
const GLIDES_MS = 100;

let passedMs = 0;
let freeMs = 0;
/** Where the steps begin that have passed unheard. */
let unheard: number | null = null;

/** While a run glides: from where on there is something to be heard now, or null where the notes before have not had their time. */
function due(from: number): number | null {
  const nowMs = performance.now();
  const glides = nowMs - passedMs < GLIDES_MS;
  passedMs = nowMs;
  if (!glides) unheard = null;
  unheard ??= from;
  if (glides && nowMs < freeMs) return null;
  const since = unheard;
  unheard = null;
  return since;
}

function sound(tones: readonly Tone[]): void {
  if (state().sound) play(tones, state().volume);
}

function heard(start: number, to: number): void {
  const { timeline } = current();
  const { sound: sounds, playing, soundEvents: events, soundLag: lag, selection } = state();
  if (timeline === null || !sounds) return;
  if (to < start) return events ? sound(exampleOf('back')) : undefined;
  if (playing && timeline.stopsUpTo(start) === timeline.stopsUpTo(to)) return;
  const from = playing ? due(start) : start;
  if (from === null) return;
  const after = timeline.frameAt(to);
  const step = { facts: factsOf(timeline, from, to, playing ? STEPS_AT_ONCE : 1), after, isLoss: isLoss(timeline, from, to) };
  const tones = notesOf(step, { events, lag, group: groupOf(selection, timeline, to) });
  freeMs = performance.now() + (tones.length * 1000) / NOTES_A_SECOND;
  sound(tones);
}

function factsOf(timeline: Timeline, from: number, to: number, most: number): readonly KafkaFact[] {
  const facts: KafkaFact[] = [];
  for (let at = to, n = 0; at > from && n < most; at = timeline.seek(at, 'meaningful', -1), n++) facts.push(...timeline.changesAt(at));
  return facts;
}

const isLoss = (timeline: Timeline, from: number, to: number): boolean =>
  timeline.marks.some(({ kind, cursor }) => kind === 'lost' && cursor > from && cursor <= to);

function groupOf(selection: Selection | null, timeline: Timeline, cursor: number): string | null {
  if (selection?.kind === 'group') return selection.group;
  if (selection?.kind !== 'consumer') return null;
  return timeline.frameAt(cursor).groups.find(({ members }) => members.some(({ node }) => node === selection.node))?.group ?? null;
}

/** Sound was just switched on: so does it sound. */
export const begin = (): void => sound(exampleOf('commit'));

/** One sign of the legend, also while sound is off: who presses it wants to hear it. */
export function playSign(sign: Sign): void {
  if (mayBeHeard) play(exampleOf(sign), state().volume);
}

onPassed(heard);
document.addEventListener('visibilitychange', () => (document.hidden ? rest() : undefined));
useStore.subscribe((now, before) => (before.sound && !now.sound ? rest() : undefined));
