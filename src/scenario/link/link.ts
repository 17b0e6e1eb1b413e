/** What a link says: where it goes, what was done there, where the playhead stands, and the hash that proves it. */
import type { Acts } from '#scenario/acts.ts';
import type { ScenarioDocument } from '#scenario/document.ts';

export type Route =
  | { readonly kind: 'home' }
  | { readonly kind: 'studio'; readonly document: ScenarioDocument | undefined }
  | { readonly kind: 'lesson'; readonly slug: string; readonly part: 'story' | 'challenge' }
  | { readonly kind: 'scenario'; readonly document: ScenarioDocument };

/** `step` counts events (a cursor); a beat goes by its id; a time is virtual. */
export type Playhead =
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'beat'; readonly id: string }
  | { readonly kind: 'time'; readonly timeUs: number };

/** A moment that somebody marked, with a note. `step` counts events, as the playhead does. */
export interface LinkMark {
  readonly step: number;
  readonly note: string;
}

export interface Link {
  readonly route: Route;
  readonly acts: Acts;
  /** What was done stands beside the run as it is written: two futures are compared. */
  readonly beside?: boolean;
  readonly playhead: Playhead | undefined;
  readonly marks?: readonly LinkMark[];
  /** Hash of the run at the playhead, 16 hexadecimal digits. */
  readonly hash: string | undefined;
  /** Version of the engine that computed the hash. */
  readonly engine: string | undefined;
}

/** A link as it was read, with remarks about what was not understood and ignored. */
export interface ReadLink extends Link {
  readonly ignored: readonly string[];
}
