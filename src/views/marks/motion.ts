/** Motion as a function of phase: slow-in, slow-out, and at phase 1 exactly the frame. */
import { easeCubicInOut } from 'd3';

/** Two decimals are enough for a picture, and they keep golden files equal between engines. */
export const px = (n: number): number => Math.round(n * 100) / 100;

export const clamp = (n: number, low: number, high: number): number => Math.max(low, Math.min(high, n));

/** From `from` to `to`; missing or equal ends do not move. */
export function between(from: number | undefined, to: number, phase: number): number {
  if (from === undefined || from === to || phase >= 1) return to;
  return px(from + (to - from) * easeCubicInOut(clamp(phase, 0, 1)));
}

/** A later part of the step: 0 before `start`, 1 at `end`. Consequences follow causes. */
export const stage = (phase: number, start: number, end: number): number => clamp((phase - start) / (end - start), 0, 1);
