/** The picture: which frame is drawn and how far its animation is. Kept beside the store, because it changes at every animation frame. */
import { useSyncExternalStore } from 'react';

export interface Picture {
  /** Cursor of the frame on show; during travel it runs ahead of the last stop, event by event. */
  readonly cursor: number;
  /** Cursor to animate from; null when nothing moves. */
  readonly previous: number | null;
  readonly nowUs: number;
  /** 0 to 1. */
  readonly phase: number;
}

let picture: Picture = { cursor: 0, previous: null, nowUs: 0, phase: 1 };
const listeners = new Set<() => void>();

export const shown = (): Picture => picture;

export function show(next: Picture): void {
  if (next.cursor === picture.cursor && next.previous === picture.previous && next.nowUs === picture.nowUs && next.phase === picture.phase) return;
  picture = next;
  for (const listener of listeners) listener();
}

export const still = (cursor: number, nowUs: number): void => show({ cursor, previous: null, nowUs, phase: 1 });

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const usePicture = (): Picture => useSyncExternalStore(subscribe, shown, shown);
