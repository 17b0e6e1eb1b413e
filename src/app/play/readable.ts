/**
 * The playhead for words and buttons. The picture comes first: they are written in the time that is left after it, so that a key is answered at once.
 * They follow a run that plays a few times a second, the picture follows it at every frame.
 */
import { startTransition, useEffect, useState } from 'react';
import { type AppState, state, useStore } from '#app/store.ts';

/** Nobody reads faster, and what is written anew takes its time from the picture. */
const READ_MS = 250;
/** A stretch that runs by, event after event, is not read at all: words only show that it does. */
const RUSH_MS = 500;
/** Steps that follow one another faster than this are no steps but a rush. */
const STEP_MS = 100;

let told = state().cursor;
let toldMs = 0;
let changedMs = 0;
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

function follow({ cursor, playing }: AppState, before: AppState): void {
  if (cursor === told) return;
  const nowMs = performance.now();
  const everyMs = nowMs - changedMs < STEP_MS ? RUSH_MS : READ_MS;
  if (cursor !== before.cursor) changedMs = nowMs;
  const restMs = playing ? toldMs + everyMs - nowMs : 0;
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
