/** Holds the open session outside React: what is open, which branch is current, and how far it has been computed. */
import { useSyncExternalStore } from 'react';
import type { Told } from '#app/story/script.ts';
import type { Branch, Session } from '#session/session.ts';
import type { Timeline } from '#session/timeline.ts';

/** Where the open scenario came from. */
export type Origin =
  | { readonly kind: 'lesson'; readonly slug: string; readonly mode: 'story' | 'challenge' }
  | { readonly kind: 'example'; readonly slug: string }
  | { readonly kind: 'link'; readonly code: string }
  | { readonly kind: 'draft' };

/** What a link claimed of its end state, and what recomputing it gave. */
export interface Claim {
  readonly hash: string;
  readonly cursor: number;
  readonly verdict: 'computing' | 'verified' | 'differs';
}

export interface Open {
  /** Changes whenever another scenario is opened. */
  readonly key: number;
  readonly origin: Origin;
  readonly session: Session;
  readonly claim: Claim | null;
}

/** A moment that may be looked at before any run is open. Acting on it opens the run (live.ts). */
export interface Still {
  readonly scenario: Told;
  readonly timeline: Timeline;
}

/** A fresh object at each change, so that React sees it. */
export interface Snapshot {
  readonly open: Open | null;
  readonly branch: Branch | null;
  /** Only while nothing is open. */
  readonly still: Still | null;
  /** Of the branch, or of the still moment. */
  readonly timeline: Timeline | null;
  readonly version: number;
}

let snapshot: Snapshot = { open: null, branch: null, still: null, timeline: null, version: 0 };
let keys = 0;
const listeners = new Set<() => void>();

export const current = (): Snapshot => snapshot;

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useRun = (): Snapshot => useSyncExternalStore(subscribe, current, current);

function publish(open: Open | null): void {
  const branch = open === null ? null : (open.session.branches.find(({ id }) => id === open.session.current) ?? open.session.branches[0]);
  snapshot = { open, branch, still: null, timeline: branch?.timeline ?? null, version: snapshot.version + 1 };
  for (const listener of listeners) listener();
}

/** Shows a moment while nothing is open. */
export function showStill(still: Still): void {
  snapshot = { open: null, branch: null, still, timeline: still.timeline, version: snapshot.version + 1 };
  for (const listener of listeners) listener();
}

/** Opens another scenario in place of what was open. */
export function openSession(session: Session, origin: Origin, claim: Claim | null = null): void {
  keys++;
  publish({ key: keys, origin, session, claim });
}

/** The same scenario with one more branch, or another one current. */
export function replaceSession(session: Session): void {
  if (snapshot.open !== null) publish({ ...snapshot.open, session });
}

export function settleClaim(verdict: Claim['verdict']): void {
  const open = snapshot.open;
  if (open?.claim) publish({ ...open, claim: { ...open.claim, verdict } });
}

/** The timeline was computed on. */
export function touched(): void {
  if (snapshot.open !== null) publish(snapshot.open);
}
