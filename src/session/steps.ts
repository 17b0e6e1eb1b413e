/**
 * Cuts a run into steps (ux notes, section 2.9). A meaningful step ends with an event of significance 2 or more; such events of the same time and cause
 * merge, at most three, but a move of a high watermark is always a step of its own: first the cause, then the effect. Links and tests name steps, so the rule is versioned.
 */
import { asKafkaFact, type KafkaFact, SIGNIFICANCE } from '#kafka/facts.ts';
import type { TraceEvent } from '#sim/trace.ts';

export const STEPS_VERSION = 2;
const MERGED = 3;

/** Round trips that go on when nothing happens: noise unless a fact says otherwise. */
const ROUTINE = new Set([
  'FetchRequest',
  'FetchResponse',
  'HeartbeatRequest',
  'HeartbeatResponse',
  'BrokerHeartbeatRequest',
  'BrokerHeartbeatResponse',
  'MetadataRequest',
  'MetadataResponse',
]);

/** Kafka's own bookkeeping in its internal topics is not what a person follows; a landmark there still is. */
export function weightOf(fact: KafkaFact): 0 | 1 | 2 | 3 {
  const weight = SIGNIFICANCE[fact.fact];
  return weight === 2 && 'tp' in fact && fact.tp.startsWith('__') ? 1 : weight;
}

export function significanceOf(event: TraceEvent): 0 | 1 | 2 | 3 {
  let most: 0 | 1 | 2 | 3 = event.outcome === 'lost' || event.outcome === 'refused' || (event.kind === 'message' && !ROUTINE.has(event.name)) ? 1 : 0;
  for (const fact of event.facts) {
    const weight = weightOf(asKafkaFact(fact));
    if (weight > most) most = weight;
  }
  return most;
}

const movesHighWatermark = ({ facts }: TraceEvent): boolean => facts.some(({ fact }) => fact === 'HighWatermarkAdvanced' || fact === 'HighWatermarkLowered');

/** Ends of meaningful steps so far, and what the last of them may still merge with. */
export interface Stops {
  /** Cursors, ascending. */
  readonly cursors: number[];
  open: { readonly timeUs: number; readonly cause: number; readonly merged: number } | undefined;
}

export const emptyStops = (): Stops => ({ cursors: [], open: undefined });

/** Takes in the event that led to `cursor`. */
export function cut(stops: Stops, cursor: number, event: TraceEvent, significance: number): void {
  if (significance < 2) return;
  const alone = event.kind === 'input' || movesHighWatermark(event);
  const { open } = stops;
  const merges = !alone && open !== undefined && open.timeUs === event.timeUs && open.cause === event.cause && open.merged < MERGED;
  if (merges) stops.cursors[stops.cursors.length - 1] = cursor;
  else stops.cursors.push(cursor);
  stops.open = alone ? undefined : { timeUs: event.timeUs, cause: event.cause, merged: merges ? open.merged + 1 : 1 };
}

export const stopsUpToCursor = (stops: Stops, cursor: number): Stops => ({ cursors: stops.cursors.filter((stop) => stop <= cursor), open: undefined });
