/** What the build wrote down for the landing page (prepare.ts), fetched as data: the engine comes when somebody wants to act. */
import { useSyncExternalStore } from 'react';
import type { Prepared } from '#app/landing/prepare.ts';

let prepared: Prepared | null = null;
let asked: Promise<Prepared | null> | null = null;
const listeners = new Set<() => void>();

async function fetchPrepared(): Promise<Prepared | null> {
  const address = document.querySelector('meta[name="landing"]')?.getAttribute('content');
  if (!address) return null;
  const response = await fetch(address);
  prepared = response.ok ? ((await response.json()) as Prepared) : null;
  for (const listener of listeners) listener();
  return prepared;
}

/** null where it cannot be had: then the engine shows the same. */
export function loadPrepared(): Promise<Prepared | null> {
  asked ??= fetchPrepared().catch(() => null);
  return asked;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const read = (): Prepared | null => prepared;

export const usePrepared = (): Prepared | null => useSyncExternalStore(subscribe, read, read);
