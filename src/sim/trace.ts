/** The trace: what happened, one event a step, each with the step that caused it. Append-only. */
import type { Fact } from '#sim/event.ts';

export const OUTCOMES = ['handled', 'held', 'lost', 'refused', 'ignored'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface TraceEvent {
  readonly step: number;
  readonly timeUs: number;
  /** Name of the node to which it happened, or `` for an input from outside. */
  readonly node: string;
  readonly kind: 'start' | 'message' | 'timer' | 'closed' | 'signal' | 'input';
  /** The payload's type: an API name, a timer's past fact, or the input's verb. */
  readonly name: string;
  readonly from?: string;
  readonly sentUs?: number;
  /** Step that scheduled this event; -1 when it came from outside. */
  readonly cause: number;
  readonly outcome: Outcome;
  readonly facts: readonly Fact[];
}
