/** The script now: beats and questions of the open run at any cursor, and the gate that holds the playhead at an open question. */
import { useSyncExternalStore } from 'react';
import type { Gate } from '#app/play/player.ts';
import { current, type Snapshot, subscribe } from '#app/run/holder.ts';
import { truthOf } from '#app/run/judge.ts';
import { state, useStore } from '#app/store.ts';
import { learner } from '#app/story/learner.ts';
import {
  beatBefore,
  type Chapter,
  chapterBefore,
  chaptersOf,
  type Script,
  type ScriptBeat,
  type ScriptQuestion,
  scriptOf,
  type Words,
} from '#app/story/script.ts';

let words: Words | null = null;
let cached: { readonly snapshot: Snapshot; readonly locale: string; readonly words: Words | null; readonly script: Script | null } | null = null;
const listeners = new Set<() => void>();

/** Words of the lesson that is open, loaded for the present language. */
export function setWords(next: Words | null): void {
  words = next;
  for (const listener of listeners) listener();
}

/** Cursor at which the learner left the story as it was written: the first fork on the way to this branch. Null on the story itself. */
export function leftAt({ open, branch }: Snapshot): number | null {
  let left: number | null = null;
  for (let at = branch; at?.parent !== undefined; at = open?.session.branches.find(({ id }) => id === at?.parent) ?? null)
    left = Math.min(left ?? at.forkedAt, at.changes.length > 0 ? 0 : at.forkedAt);
  return left;
}

/** What the story tells of its own future is not true of another one. */
function untilLeft(told: Script, left: number | null): Script {
  if (left === null) return told;
  const kept = <T extends { readonly cursor: number | null }>(one: T): T => (one.cursor !== null && one.cursor > left ? { ...one, cursor: null } : one);
  return { ...told, beats: told.beats.map(kept), questions: told.questions.map(kept) };
}

export function script(): Script | null {
  const snapshot = current();
  const { locale } = state();
  if (cached !== null && cached.snapshot === snapshot && cached.locale === locale && cached.words === words) return cached.script;
  const { branch, still } = snapshot;
  const told = branch ?? still;
  const made = told === null ? null : untilLeft(scriptOf(told.scenario, words, locale, told.timeline), leftAt(snapshot));
  cached = { snapshot, locale, words, script: made };
  return made;
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  const stops = [subscribe(listener), useStore.subscribe((now, before) => (now.locale === before.locale ? undefined : listener()))];
  return () => {
    listeners.delete(listener);
    for (const stop of stops) stop();
  };
}

export const useScript = (): Script | null => useSyncExternalStore(listen, script, script);

export const beatAt = (cursor: number): ScriptBeat | null => beatBefore(script()?.beats ?? [], cursor);

let told: { readonly script: Script | null; readonly chapters: readonly Chapter[] } = { script: null, chapters: [] };

/** The chapters of what is open. */
export function chapters(): readonly Chapter[] {
  const now = script();
  if (told.script !== now) told = { script: now, chapters: chaptersOf(now?.beats ?? []) };
  return told.chapters;
}

export const chapterAt = (cursor: number): Chapter | null => chapterBefore(chapters(), cursor);

const isOpen = ({ id }: ScriptQuestion): boolean => learner().answers[id] === undefined;

/** The unanswered question that stands at this cursor. */
export function questionAt(cursor: number): ScriptQuestion | null {
  return script()?.questions.find((question) => question.cursor === cursor && isOpen(question)) ?? null;
}

/** Where an answer that was given, or skipped, is going to be shown. */
function revealsAhead(): number[] {
  const { branch } = current();
  if (branch === null) return [];
  return Object.entries(learner().answers)
    .filter(([, { told }]) => !told)
    .map(([id]) => truthOf(branch, id)?.cursor ?? -1);
}

export const gate: Gate = {
  limit(from, to) {
    let end = to;
    const now = script();
    for (const question of now?.questions ?? [])
      if (question.cursor !== null && question.cursor >= from && question.cursor < end && isOpen(question)) end = question.cursor;
    return end;
  },
  /** The first beat, open question or reveal on the way, which may lie between two meaningful steps. */
  firstStop(from, to) {
    let end = to;
    for (const question of script()?.questions ?? [])
      if (question.cursor !== null && question.cursor > from && question.cursor < end && isOpen(question)) end = question.cursor;
    for (const { cursor } of script()?.beats ?? []) if (cursor !== null && cursor > from && cursor < end) end = cursor;
    for (const cursor of revealsAhead()) if (cursor > from && cursor < end) end = cursor;
    return end;
  },
  stopsAt(cursor) {
    const now = script();
    if (now === null) return false;
    if (revealsAhead().includes(cursor)) return true;
    return (
      now.beats.some((beat) => beat.cursor === cursor) ||
      questionAt(cursor) !== null ||
      current().timeline?.marks.some((mark) => mark.cursor === cursor && mark.kind === 'violation') === true
    );
  },
};
