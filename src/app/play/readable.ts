/** The playhead for words and buttons: they follow a run that plays four times a second, the picture follows it at every frame. What stands still is told at once. */
import { useSyncExternalStore } from 'react';
import { type AppState, state, useStore } from '#app/store.ts';

/** Nobody reads faster, and what is written anew at every frame takes its time from the picture. */
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
  for (const listener of listeners) listener();
}

function follow({ cursor, playing }: AppState): void {
  if (cursor === told) return;
  const restMs = playing ? toldMs + READ_MS - performance.now() : 0;
  if (restMs <= 0) tell();
  else late ??= setTimeout(tell, restMs);
}

useStore.subscribe(follow);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const readable = (): number => told;

/** Events that have happened, as far as they are told in words. */
export const useReadableCursor = (): number => useSyncExternalStore(subscribe, readable, readable);
