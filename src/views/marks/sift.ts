/** Those events of a run that a picture cares for. Each event is looked at once, however often the run has grown and the playhead moved. */
import type { TraceEvent } from '#sim/trace.ts';

interface Sifted {
  read: number;
  readonly found: TraceEvent[];
  /** Where each of them stands in the run. */
  readonly places: number[];
}

type Wanted = (event: TraceEvent) => boolean;

const kept = new WeakMap<readonly TraceEvent[], Map<Wanted, Sifted>>();

/** Of the first `length` events those that are wanted, in order. The list may grow at its end, and `wanted` must be the same function each time. */
export function sifted(events: readonly TraceEvent[], length: number, wanted: Wanted): readonly TraceEvent[] {
  let byTest = kept.get(events);
  if (byTest === undefined) {
    byTest = new Map();
    kept.set(events, byTest);
  }
  let known = byTest.get(wanted);
  if (known === undefined) {
    known = { read: 0, found: [], places: [] };
    byTest.set(wanted, known);
  }
  for (; known.read < events.length; known.read++) {
    if (!wanted(events[known.read])) continue;
    known.found.push(events[known.read]);
    known.places.push(known.read);
  }
  return upTo(known, length);
}

function upTo({ found, places }: Sifted, length: number): readonly TraceEvent[] {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] < length) low = middle + 1;
    else high = middle;
  }
  return low === found.length ? found : found.slice(0, low);
}
