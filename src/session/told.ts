/** Reads the facts of a timeline once, in order, however often it is extended: what charts, trays and lists are made of. */
import { asKafkaFact, type KafkaFact } from '#kafka/facts.ts';
import type { Timeline } from '#session/timeline.ts';

/** A fact and the first cursor at which it has happened. */
export interface Told {
  readonly cursor: number;
  readonly timeUs: number;
  readonly fact: KafkaFact;
}

/** An index over a timeline: grows with it, and never looks at an event twice. */
export interface Index<T> {
  read(timeline: Timeline): T;
}

/** `fold` gets every fact once, in order. */
export function indexOf<T>(start: (timeline: Timeline) => T, fold: (index: T, told: Told, timeline: Timeline) => void): Index<T> {
  const kept = new WeakMap<Timeline, { value: T; read: number }>();
  return {
    read(timeline) {
      let entry = kept.get(timeline);
      if (entry === undefined) {
        entry = { value: start(timeline), read: 0 };
        kept.set(timeline, entry);
      }
      for (; entry.read < timeline.end; entry.read++) {
        const event = timeline.eventAt(entry.read);
        for (const fact of event.facts) fold(entry.value, { cursor: entry.read + 1, timeUs: event.timeUs, fact: asKafkaFact(fact) }, timeline);
      }
      return entry.value;
    },
  };
}

/** Items of a list sorted by cursor that have happened at `cursor`. */
export function until<T extends { readonly cursor: number }>(items: readonly T[], cursor: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle].cursor <= cursor) low = middle + 1;
    else high = middle;
  }
  return low;
}
