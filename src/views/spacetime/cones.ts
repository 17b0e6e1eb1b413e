/**
 * Cause and effect of one event: the chain of events that led to it and those that came of it, and what each node could have known (Lamport's
 * happened-before): up to when a node can have influenced it, and from when on it can have influenced the node. Pure.
 */
import type { TraceEvent } from '#sim/trace.ts';
import { weightOf } from '../marks/things.ts';

export interface Cones {
  /** Steps on the chain of causes, the event itself included. */
  readonly causes: ReadonlySet<number>;
  /** Steps that came of it; timers that change nothing are left out. */
  readonly effects: ReadonlySet<number>;
  /** By node: the last moment that can have influenced the event. */
  readonly pastUs: ReadonlyMap<string, number>;
  /** By node: the first moment at which the event can have been known. */
  readonly futureUs: ReadonlyMap<string, number>;
}

/** A run may be long; what lies farther away than this is out of any picture. */
const REACH = 6_000;

export const NO_CONES: Cones = { causes: new Set(), effects: new Set(), pastUs: new Map(), futureUs: new Map() };

export function conesOf(events: readonly TraceEvent[], length: number, step: number): Cones {
  if (step < 0 || step >= length) return NO_CONES;
  return { causes: causesOf(events, step), effects: effectsOf(events, length, step), pastUs: pastOf(events, step), futureUs: futureOf(events, length, step) };
}

function causesOf(events: readonly TraceEvent[], step: number): ReadonlySet<number> {
  const causes = new Set<number>();
  for (let at = step; at >= 0 && !causes.has(at); at = events[at].cause) causes.add(at);
  return causes;
}

const tells = (event: TraceEvent): boolean => event.kind === 'message' || weightOf(event) > 0;

function effectsOf(events: readonly TraceEvent[], length: number, step: number): ReadonlySet<number> {
  const effects = new Set([step]);
  for (let at = step + 1; at < Math.min(length, step + REACH); at++) if (effects.has(events[at].cause) && tells(events[at])) effects.add(at);
  return effects;
}

function pastOf(events: readonly TraceEvent[], step: number): ReadonlyMap<string, number> {
  const past = new Map<string, number>();
  const wanted = new Set([step]);
  for (let at = step; at >= Math.max(0, step - REACH); at--) {
    const { node, cause, timeUs } = events[at];
    if (!wanted.has(at) && !past.has(node)) continue;
    if (!past.has(node)) past.set(node, timeUs);
    wanted.add(cause);
  }
  return past;
}

function futureOf(events: readonly TraceEvent[], length: number, step: number): ReadonlyMap<string, number> {
  const future = new Map<string, number>([[events[step].node, events[step].timeUs]]);
  const reached = new Set([step]);
  for (let at = step + 1; at < Math.min(length, step + REACH); at++) {
    const { node, cause, timeUs, outcome } = events[at];
    if (outcome !== 'handled' || !(reached.has(cause) || future.has(node))) continue;
    if (!future.has(node)) future.set(node, timeUs);
    reached.add(at);
  }
  return future;
}
