/**
 * The playhead for words and buttons. The picture comes first: they are written in the time that is left after it, so that a key is answered at once.
 * They follow a run that plays four times a second, the picture follows it at every frame.
 */
import { startTransition, useEffect, useState } from 'react';
import { type AppState, state, useStore } from '#app/store.ts';

/** Nobody reads faster, and what is written anew takes its time from the picture. */
const READ_MS = 250;

let told = state().cursor;
let toldMs = 0;
let late: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function tell(): void {
  clearTimeout(late);
  late = undefined;
  toldMs = performance.now();
  if (told === state().cursor) return;
  told = state().cursor;
  startTransition(() => {
    for (const listener of listeners) listener();
  });
}

function follow({ cursor, playing }: AppState): void {
  if (cursor === told) return;
  const restMs = playing ? toldMs + READ_MS - performance.now() : 0;
  if (restMs <= 0) tell();
  else late ??= setTimeout(tell, restMs);
}

useStore.subscribe(follow);

/** Events that have happened, as far as they are told in words. */
export function useReadableCursor(): number {
  const [cursor, setCursor] = useState(told);
  useEffect(() => {
    const listener = () => setCursor(told);
    listener();
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
  return cursor;
}
