/** One polite live region, one utterance at a time: a newer one replaces what was not yet said. */
import { useSyncExternalStore } from 'react';

interface Utterance {
  readonly text: string;
  readonly count: number;
}

let utterance: Utterance = { text: '', count: 0 };
/** What was said, newest last. */
let heard: readonly Utterance[] = [];
const HEARD_MOST = 50;
const listeners = new Set<() => void>();

let news: string | null = null;

/** Told of whatever is announced, also where that is nothing: a verbosity of none says nothing of a step, and yet the step was taken. */
type Hearer = (text: string, isNews: boolean) => void;
const hearers = new Set<Hearer>();

export function onAnnounced(hearer: Hearer): void {
  hearers.add(hearer);
}

/** Said instead of whatever else is announced in the same turn: one move of a person is one utterance. */
export function announceNews(text: string): void {
  news = text;
  queueMicrotask(() => {
    const due = news;
    news = null;
    if (due !== null) utter(due, true);
  });
}

/** Said again even when it is the same text as before. */
export function announce(text: string): void {
  if (news === null) utter(text, false);
}

function utter(text: string, isNews: boolean): void {
  for (const hear of hearers) hear(text, isNews);
  if (text === '') return;
  utterance = { text, count: utterance.count + 1 };
  heard = [...heard, utterance].slice(-HEARD_MOST);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useUtterance = (): Utterance =>
  useSyncExternalStore(
    subscribe,
    () => utterance,
    () => utterance,
  );

export const useHeard = (): readonly Utterance[] =>
  useSyncExternalStore(
    subscribe,
    () => heard,
    () => heard,
  );
