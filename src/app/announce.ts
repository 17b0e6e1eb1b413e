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

/** Said instead of whatever else is announced in the same turn: one move of a person is one utterance. */
export function announceNews(text: string): void {
  news = text;
  queueMicrotask(() => {
    const due = news;
    news = null;
    if (due !== null) announce(due);
  });
}

/** Said again even when it is the same text as before. */
export function announce(text: string): void {
  if (text === '' || news !== null) return;
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
