/**
 * The timeline of one branch of a run: every step that was computed, readable at any cursor. Cursor `c` means "after c events"; the change from
 * c to c+1 is `eventAt(c)`. Frames, events, hashes and ledgers are pure functions of the cursor, so seeking, stepping back and replaying agree.
 */
import type { KafkaFact } from '#kafka/facts.ts';
import type { Frame } from '#kafka/frame.ts';
import type { LagSeries } from '#session/lag.ts';
import type { Ledger } from '#session/ledger.ts';
import type { Violation } from '#sim/invariant.ts';
import type { TraceEvent } from '#sim/trace.ts';

export const STEP_SIZES = ['micro', 'meaningful', 'beat'] as const;
export type StepSize = (typeof STEP_SIZES)[number];

/** A moment worth a tick on the slider. `cursor` is the first cursor at which it has happened. */
export interface Mark {
  readonly cursor: number;
  readonly timeUs: number;
  readonly kind: 'beat' | 'question' | 'fault' | 'command' | 'landmark' | 'acknowledged' | 'lost' | 'violation';
  /** For beats and questions: their id in the scenario. For landmarks and faults: the fact. */
  readonly id: string;
  readonly fact?: KafkaFact;
}

export interface Timeline {
  /** Last cursor computed so far. */
  readonly end: number;
  readonly endUs: number;
  /** True once the scenario's `until` is reached or nothing is left to happen. */
  readonly complete: boolean;
  readonly violations: readonly Violation[];
  readonly marks: readonly Mark[];
  /** Computes on; at most `steps` events and not past `untilUs` (default: the scenario's until). Returns whether anything was computed. */
  extend(limit: { readonly steps?: number; readonly untilUs?: number }): boolean;
  frameAt(cursor: number): Frame;
  eventAt(cursor: number): TraceEvent;
  /** Virtual time at a cursor. */
  timeAt(cursor: number): number;
  /** Hash of the run after `cursor` events, 16 hexadecimal digits. */
  hashAt(cursor: number): string;
  ledgerAt(cursor: number): Ledger;
  /** Last cursor whose time is not after `timeUs`. */
  cursorAtTime(timeUs: number): number;
  /** The next or previous stop of this size; the same cursor when there is none. Meaningful stops end after a fact of significance 2 or more. */
  seek(cursor: number, size: StepSize, direction: 1 | -1): number;
  /** Number of meaningful stops up to the cursor, and in all (for "step 41 of 96"). */
  stopsUpTo(cursor: number): number;
  readonly stops: number;
  /** Facts of the meaningful step that ended at this cursor, for "what changed". */
  changesAt(cursor: number): readonly KafkaFact[];
  /** Significance of event c, 0 to 3. */
  significanceAt(cursor: number): number;
  /** Lag of every group and partition over all that was computed. */
  readonly lag: readonly LagSeries[];
  /** The largest total lag that a group has had up to the cursor. */
  peakLagAt(group: string, cursor: number): number;
  /** Cursor at which a question's answer is known; undefined until the run has got there. */
  revealAt(questionId: string): number | undefined;
}
