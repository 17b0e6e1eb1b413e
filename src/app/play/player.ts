/** The player: one clock drives every animation. The playhead moves at once; the picture catches up unless motion is off. */
import { clockUs, eased, stepPace } from '#app/play/pace.ts';
import { show, shown, still } from '#app/play/picture.ts';
import { current } from '#app/run/holder.ts';
import { patch, state } from '#app/store.ts';
import { motionIsReduced } from '#app/theme/motion.ts';
import type { StepSize, Timeline } from '#session/timeline.ts';

interface Flight {
  readonly from: number;
  readonly to: number;
  readonly startedMs: number;
  readonly travelMs: number;
  readonly landMs: number;
}

/** Why playing stopped, for the one who asked to play. */
export type Stop = 'beat' | 'question' | 'end' | 'pause';

/** Says where a move forward must end: an open question or a beat between here and there. */
export interface Gate {
  /** Last cursor that may be reached when moving from `from` to `to`. */
  limit(from: number, to: number): number;
  /** First place on the way from `from` to `to` where something is told. */
  firstStop(from: number, to: number): number;
  /** True when playing stops at this cursor. */
  stopsAt(cursor: number): boolean;
}

let gate: Gate = { limit: (_from, to) => to, firstStop: (_from, to) => to, stopsAt: () => false };
export const setGate = (next: Gate): void => {
  gate = next;
};

let arrived: (stop: Stop) => void = () => undefined;
/** Called when playing stops, and why. */
export const onArrival = (listener: (stop: Stop) => void): void => {
  arrived = listener;
};

let passed: (from: number, to: number) => void = () => undefined;
/** Called when the picture arrives at a step that was taken, forward or back, or that a run passes as it plays; not where one jumps. */
export const onPassed = (listener: (from: number, to: number) => void): void => {
  passed = listener;
};

let flight: Flight | null = null;
/** The flight whose step the picture has arrived at. */
let landing: Flight | null = null;
let lastMs = 0;
let ticking = false;

/** Jumps: the picture is there at once. Returns where the gate let it go. */
export function jump(cursor: number): number {
  const { timeline } = current();
  if (timeline === null) return state().cursor;
  const from = state().cursor;
  const wanted = Math.min(timeline.end, Math.max(0, cursor));
  const to = wanted > from ? gate.limit(from, wanted) : wanted;
  flight = null;
  patch({ cursor: to });
  still(to, timeline.timeAt(to));
  return to;
}

/** One step. Forward it is animated, back it is there at once. Returns the new cursor. */
export function stepOnce(size: StepSize, direction: 1 | -1): number {
  const { timeline } = current();
  if (timeline === null) return state().cursor;
  const from = state().cursor;
  const sought = timeline.seek(from, size, direction);
  // After the last beat the story runs to its end.
  const target = size === 'beat' && direction > 0 && sought === from ? timeline.end : sought;
  const stop = direction > 0 ? gate.firstStop(from, target) : target;
  if (direction < 0 || size === 'beat' || motionIsReduced() || flight !== null) return hop(stop);
  const to = gate.limit(from, stop);
  if (to !== from) fly(timeline, from, to);
  return to;
}

/** A step that is there at once, and the one that it overtakes. */
function hop(stop: number): number {
  if (flight !== null && flight !== landing) passed(flight.from, flight.to);
  const from = state().cursor;
  const to = jump(stop);
  if (to !== from) passed(from, to);
  return to;
}

export function play(): void {
  const { timeline } = current();
  if (timeline === null || state().playing) return;
  patch({ playing: true });
  glide = null;
  lastMs = performance.now();
  wake();
}

export function pause(why: Stop = 'pause'): void {
  if (!state().playing) return;
  patch({ playing: false });
  const { timeline } = current();
  if (flight !== null && timeline !== null) flight = null;
  if (timeline !== null) still(state().cursor, timeline.timeAt(state().cursor));
  arrived(why);
}

function fly(timeline: Timeline, from: number, to: number): void {
  const { speed } = state();
  const gapUs = timeline.timeAt(to) - timeline.timeAt(from);
  const hops = Math.min(4, timeline.frameAt(to - 1).messages.length > 0 ? 1 + Math.floor((to - from) / 8) : 0);
  const pace = stepPace(gapUs, hops, timeline.changesAt(to));
  flight = { from, to, startedMs: performance.now(), travelMs: pace.travelMs / speed, landMs: pace.landMs / speed };
  patch({ cursor: to });
  show({ cursor: from, previous: null, nowUs: timeline.timeAt(from), phase: 1 });
  wake();
}

function wake(): void {
  if (ticking) return;
  ticking = true;
  requestAnimationFrame(tick);
}

function tick(nowMs: number): void {
  const { timeline } = current();
  const { playing, pace } = state();
  if (timeline === null || (!playing && flight === null)) {
    ticking = false;
    return;
  }
  if (flight !== null) drawFlight(timeline, flight, nowMs);
  else if (pace === 'clock' && !motionIsReduced()) advanceClock(timeline, nowMs);
  else advanceStory(timeline, nowMs);
  lastMs = nowMs;
  requestAnimationFrame(tick);
}

function drawFlight(timeline: Timeline, flying: Flight, nowMs: number): void {
  const { from, to, startedMs, travelMs, landMs } = flying;
  const goneMs = Math.max(0, nowMs - startedMs);
  if (goneMs < travelMs) {
    const startUs = timeline.timeAt(from);
    const nowUs = startUs + (timeline.timeAt(to) - startUs) * eased(goneMs / travelMs);
    const cursor = Math.min(to - 1, Math.max(from, timeline.cursorAtTime(nowUs)));
    show({ cursor, previous: null, nowUs, phase: 1 });
    return;
  }
  if (landing !== flying) {
    landing = flying;
    passed(from, to);
  }
  const phase = Math.min(1, (goneMs - travelMs) / landMs);
  show({ cursor: to, previous: phase < 1 ? from : null, nowUs: timeline.timeAt(to), phase: phase < 1 ? eased(phase) : 1 });
  if (phase === 1) land(to);
}

function land(cursor: number): void {
  flight = null;
  if (state().playing && gate.stopsAt(cursor)) pause(gate.limit(cursor, cursor + 1) === cursor ? 'question' : 'beat');
}

let heldUntilMs = 0;

/** A stretch with more stops than this before the next place where something is told is glided over; its last stops are shown step by step. */
const GLIDE_STOPS = 16;
const SHOWN_STOPS = 5;
const GLIDE_MS = 5000;

interface Glide {
  readonly to: number;
  readonly usPerMs: number;
}

let glide: Glide | null = null;

/** Starts or goes on with a glide: virtual time runs evenly, so that a minute of routine costs seconds. Null where steps are few. */
function glideFrom(timeline: Timeline, from: number): Glide | null {
  if (glide !== null && from < glide.to) return glide;
  const told = gate.firstStop(from, timeline.end);
  if (timeline.stopsUpTo(told) - timeline.stopsUpTo(from) <= GLIDE_STOPS) return null;
  let to = told;
  for (let n = 0; n < SHOWN_STOPS; n++) to = timeline.seek(to, 'meaningful', -1);
  return { to, usPerMs: (timeline.timeAt(to) - timeline.timeAt(from)) / GLIDE_MS };
}

function glideOn(timeline: Timeline, { to, usPerMs }: Glide, nowMs: number): void {
  const nowUs = Math.min(timeline.timeAt(to), shown().nowUs + Math.round((nowMs - lastMs) * usPerMs * state().speed));
  const reached = Math.max(state().cursor, Math.min(to, timeline.cursorAtTime(nowUs)));
  const cursor = nowUs >= timeline.timeAt(to) ? to : reached;
  pass(cursor);
  show({ cursor, previous: null, nowUs, phase: 1 });
}

function pass(cursor: number): void {
  const from = state().cursor;
  patch({ cursor });
  if (cursor > from) passed(from, cursor);
}

/** Past the last stop there may still be time to pass: then the run has ended only at its very end. */
function endStory(timeline: Timeline): void {
  if (!timeline.complete) return;
  if (state().cursor < timeline.end) jump(timeline.end);
  if (state().cursor >= timeline.end) return pause('end');
  pause('question');
}

function advanceStory(timeline: Timeline, nowMs: number): void {
  const from = state().cursor;
  glide = motionIsReduced() ? null : glideFrom(timeline, from);
  if (glide !== null) return glideOn(timeline, glide, nowMs);
  const target = timeline.seek(from, 'meaningful', 1);
  if (target === from) return endStory(timeline);
  const to = gate.limit(from, gate.firstStop(from, target));
  if (to === from) return pause('question');
  if (!motionIsReduced()) return fly(timeline, from, to);
  if (nowMs < heldUntilMs) return;
  heldUntilMs = nowMs + 700 / state().speed;
  hop(to);
  land(to);
}

function advanceClock(timeline: Timeline, nowMs: number): void {
  const from = state().cursor;
  const nowUs = Math.min(timeline.endUs, shown().nowUs + clockUs(nowMs - lastMs, state().speed));
  const reached = timeline.cursorAtTime(nowUs);
  const to = gate.limit(from, reached);
  const stop = to > from ? gate.firstStop(from, to) : to;
  pass(stop);
  if (stop < reached) {
    still(stop, timeline.timeAt(stop));
    return pause(to < reached ? 'question' : 'beat');
  }
  show({ cursor: stop, previous: null, nowUs, phase: 1 });
  if (timeline.complete && nowUs >= timeline.endUs) pause('end');
}
