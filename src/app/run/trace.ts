/** The events of a timeline as a list: read once, in order, when a view first asks for them, and read on as the run is computed. */
import type { Timeline } from '#session/timeline.ts';
import type { TraceEvent } from '#sim/trace.ts';

const kept = new WeakMap<Timeline, TraceEvent[]>();

/** All that was computed so far. The list grows in place. */
export function eventsOf(timeline: Timeline): readonly TraceEvent[] {
  let events = kept.get(timeline);
  if (events === undefined) {
    events = [];
    kept.set(timeline, events);
  }
  for (let at = events.length; at < timeline.end; at++) events.push(timeline.eventAt(at));
  return events;
}
