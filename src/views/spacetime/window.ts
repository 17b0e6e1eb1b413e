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
/** Events before the playhead that a first look should hold. */
const LOOK_BACK = 11;

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
  let seen = 0;
  let fromUs = nowUs;
  for (let at = cursor - 1; at >= 0 && seen < LOOK_BACK; at--) {
    if (!counts(events[at])) continue;
    seen++;
    fromUs = events[at].sentUs ?? events[at].timeUs;
  }
  return roundSpan(((nowUs - fromUs) * 4) / 3);
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
