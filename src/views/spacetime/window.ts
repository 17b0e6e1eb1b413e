/** Which stretch of virtual time is drawn: it follows the playhead in quarters, so that most steps move nothing, or stands where a person has put it. Pure. */
import type { TraceEvent } from '#sim/trace.ts';
import { clamp } from '../marks/motion.ts';

export interface Stretch {
  readonly fromUs: number;
  readonly toUs: number;
}

/** null: as wide as the events near the playhead ask for, and wherever it goes. */
export interface Wish {
  readonly spanUs: number | null;
  readonly fromUs: number | null;
}

export const FOLLOW: Wish = { spanUs: null, fromUs: null };

const LEAST_US = 2_000;
/** Moments before the playhead that a first look should hold; what happens to many at once is one of them. */
const LOOK_BACK = 11;

/** Causes of the event at the playhead that it should hold, too: among many processes they lie farther back than its last events. */
const CAUSES = 3;
const FARTHEST = 6;

/** The next of 2, 5, 10, 20, 50 … ms. */
export function roundSpan(us: number): number {
  let step = 1_000;
  for (;;) {
    for (const factor of [1, 2, 5]) if (us <= step * factor) return Math.max(LEAST_US, step * factor);
    step *= 10;
  }
}

/** Messages and changes; timers that change nothing are not what a person looks for. */
const counts = (event: TraceEvent): boolean => event.kind === 'message' || event.kind === 'input' || event.facts.length > 0;

export function naturalSpan(events: readonly TraceEvent[], cursor: number, nowUs: number): number {
  const seen = new Set<number>();
  let fromUs = nowUs;
  for (let at = cursor - 1; at >= 0 && seen.size < LOOK_BACK; at--) {
    if (!counts(events[at])) continue;
    seen.add(events[at].timeUs);
    fromUs = Math.min(fromUs, events[at].sentUs ?? events[at].timeUs);
  }
  const farthest = nowUs - (nowUs - fromUs) * FARTHEST;
  return roundSpan(((nowUs - causeOf(events, cursor - 1, fromUs, farthest)) * 4) / 3);
}

/** Where the last causes of an event began, unless that is too far away to see anything else. */
function causeOf(events: readonly TraceEvent[], step: number, fromUs: number, farthestUs: number): number {
  let earliest = fromUs;
  for (let at = step, hops = 0; at >= 0 && hops <= CAUSES; at = events[at].cause, hops++) {
    const begins = events[at].sentUs ?? events[at].timeUs;
    if (begins < farthestUs) break;
    earliest = Math.min(earliest, begins);
    // A timer that only follows its last run began something new.
    if (events[at].kind === 'timer' && events[events[at].cause]?.kind === 'timer') break;
  }
  return earliest;
}

export function stretchOf(wish: Wish, spanUs: number, nowUs: number, untilUs: number): Stretch {
  const span = Math.min(wish.spanUs ?? spanUs, Math.max(LEAST_US, untilUs));
  const latest = Math.max(0, untilUs - span);
  if (wish.fromUs !== null) return { fromUs: clamp(wish.fromUs, 0, latest), toUs: clamp(wish.fromUs, 0, latest) + span };
  const quarter = Math.max(1, Math.round(span / 4));
  const fromUs = clamp(Math.floor(nowUs / quarter) * quarter - quarter * 2, 0, latest);
  return { fromUs, toUs: fromUs + span };
}

/** Nearer or farther, around a moment that keeps its place. */
export function zoomed({ fromUs, toUs }: Stretch, factor: number, aroundUs: number, untilUs: number): Wish {
  const span = toUs - fromUs;
  const spanUs = clamp(Math.round(span * factor), LEAST_US, Math.max(LEAST_US, untilUs));
  const middle = clamp(aroundUs, fromUs, toUs);
  return { spanUs, fromUs: Math.max(0, Math.round(middle - ((middle - fromUs) * spanUs) / span)) };
}

export function panned({ fromUs, toUs }: Stretch, byUs: number, untilUs: number): Wish {
  const spanUs = toUs - fromUs;
  return { spanUs, fromUs: clamp(Math.round(fromUs + byUs), 0, Math.max(0, untilUs - spanUs)) };
}
