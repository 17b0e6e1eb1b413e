/** Which events are listed, and what is said of each. */
import { asKafkaFact, type KafkaFact, SIGNIFICANCE } from '#kafka/facts.ts';
import type { TraceEvent } from '#sim/trace.ts';
import type { Words } from '../contract.ts';
import { weightOf } from '../marks/things.ts';

/** Landmarks; whatever changed; everything, down to the last heartbeat. */
export const LEVELS = ['landmarks', 'changes', 'everything'] as const;
export type Level = (typeof LEVELS)[number];

const LEAST: Readonly<Record<Level, number>> = { landmarks: 3, changes: 2, everything: 0 };

export interface Filter {
  readonly level: Level;
  /** Name of a node; `` is every node. */
  readonly node: string;
  /** Words, all of which must stand in what is said of an event. */
  readonly query: string;
}

/** Said of an event: its facts, or what reached the node. Computed once an event and language. */
export type Saying = (event: TraceEvent) => string;

export function sayingIn(words: Words, tell: (fact: KafkaFact) => string): Saying {
  const said = new WeakMap<TraceEvent, string>();
  return (event) => {
    const known = said.get(event);
    if (known !== undefined) return known;
    const text = factsOf(event).map(tell).join(' · ') || arrivalOf(event, words);
    said.set(event, text);
    return text;
  };
}

/** Facts worth a sentence; noise only when there is nothing else. */
function factsOf(event: TraceEvent): KafkaFact[] {
  const facts = event.facts.map(asKafkaFact);
  const worth = facts.filter((fact) => SIGNIFICANCE[fact.fact] > 0);
  return worth.length > 0 ? worth : facts;
}

/** What came to the node, for an event after which nothing is true that was not true before. */
export function arrivalOf(event: TraceEvent, words: Words): string {
  const kind = event.kind === 'message' && event.outcome !== 'handled' ? event.outcome : event.kind;
  return words(`events.arrival.${kind}`, { name: event.name, from: event.from ?? '' });
}

/** Places of the events that the filter lets through, among the first `length`. */
export function filtered(events: readonly TraceEvent[], length: number, { level, node, query }: Filter, saying: Saying): number[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found: number[] = [];
  for (let at = 0; at < length; at++) {
    const event = events[at];
    if (node !== '' && event.node !== node && event.from !== node) continue;
    if (weightOf(event) < LEAST[level]) continue;
    if (wanted.length > 0 && !has(event, saying, wanted)) continue;
    found.push(at);
  }
  return found;
}

function has(event: TraceEvent, saying: Saying, wanted: readonly string[]): boolean {
  const text = `${event.node} ${event.name} ${event.from ?? ''} ${event.facts.map(({ fact }) => fact).join(' ')} ${saying(event)}`.toLowerCase();
  return wanted.every((word) => text.includes(word));
}

/** Row of the last listed event that has happened at the playhead; -1 when all are still to come. */
export function rowNow(listed: readonly number[], cursor: number): number {
  let low = 0;
  let high = listed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (listed[middle] < cursor) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Every node that something happened to, in the order of their first event. */
export function nodesOf(events: readonly TraceEvent[], length: number): string[] {
  const nodes = new Set<string>();
  for (let at = 0; at < length; at++) if (events[at].node !== '') nodes.add(events[at].node);
  return [...nodes].sort();
}

/** `0.4 ms`, `250 ms`, `8.702 s`. */
export function momentText(timeUs: number): string {
  if (timeUs >= 1_000_000) return `${(timeUs / 1_000_000).toFixed(3)} s`;
  const ms = timeUs / 1000;
  return `${Number.isInteger(ms) || ms >= 100 ? Math.floor(ms) : ms.toFixed(1)} ms`;
}
