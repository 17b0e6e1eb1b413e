/** Pace: how many milliseconds of the wall clock one step of the run may take. Story pace gives each step its animation; clock pace is a fixed scale. */
import type { KafkaFact } from '#kafka/facts.ts';

export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];

export const PACES = ['story', 'clock'] as const;
export type Pace = (typeof PACES)[number];

/** At clock pace and speed 1, one virtual millisecond takes so many wall milliseconds. */
export const CLOCK_SCALE = 4;

const CUE_MS = 120;
const TRAVEL_MS = 260;
const HOP_MS = 80;
const TRAVEL_MOST_MS = 700;
const LAND_MS = 160;
const CONSEQUENCE_MS = 140;
const CONSEQUENCES_MOST = 3;
const SETTLE_MS = 120;
const STEP_LEAST_MS = 450;
const STEP_MOST_MS = 1200;
const GAP_FREE_US = 10_000;
const GAP_MOST_MS = 900;

export interface StepPace {
  /** Virtual time runs from the last stop to this one: messages travel. */
  readonly travelMs: number;
  /** Virtual time stands at this stop: records land, boundaries move, consequences follow. */
  readonly landMs: number;
}

/** Wall time of one step at speed 1 that crosses `gapUs` of virtual time and ends in `facts`. */
export function stepPace(gapUs: number, hops: number, facts: readonly KafkaFact[]): StepPace {
  const travel = CUE_MS + (hops > 0 ? Math.min(TRAVEL_MOST_MS, TRAVEL_MS + HOP_MS * (hops - 1)) : 0);
  const land = LAND_MS + CONSEQUENCE_MS * Math.min(CONSEQUENCES_MOST, Math.max(0, facts.length - 1)) + SETTLE_MS;
  const total = Math.min(STEP_MOST_MS, Math.max(STEP_LEAST_MS, travel + land));
  const landMs = Math.min(land, total / 2);
  return { travelMs: total - landMs + gapMs(gapUs), landMs };
}

/** Extra wall time for waiting: nothing up to 10 virtual ms, then logarithmic, so that 9 s of silence cost under a second. */
export function gapMs(gapUs: number): number {
  return gapUs <= GAP_FREE_US ? 0 : Math.min(GAP_MOST_MS, 150 * Math.log10(gapUs / GAP_FREE_US));
}

/** True when story pace told this gap much shorter than it was: the ruler shows a break. */
export const isCompressed = (gapUs: number): boolean => gapUs > 1_000_000;

/** Slow in, slow out. */
export function eased(progress: number): number {
  const p = Math.min(1, Math.max(0, progress));
  return p < 0.5 ? 4 * p * p * p : 1 - (-2 * p + 2) ** 3 / 2;
}

/** Virtual microseconds that pass in `wallMs` at clock pace. */
export const clockUs = (wallMs: number, speed: Speed): number => Math.round((wallMs * 1000 * speed) / CLOCK_SCALE);

export function nextSpeed(speed: Speed, direction: 1 | -1): Speed {
  const at = SPEEDS.indexOf(speed) + direction;
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at))];
}
