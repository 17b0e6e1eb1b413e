/** Measuring with spread: several runs of the same thing, their smallest, middle and largest. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  readonly runs: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { min: sorted[0], median: at(0.5), p95: at(0.95), max: sorted[sorted.length - 1], runs: sorted.length };
}

export function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

/** Wall time, and the processor's time: on a machine with other work to do, only the second tells what something costs. */
export interface Cost {
  readonly ms: number;
  readonly cpuMs: number;
}

export function costOf(work: () => void): Cost {
  const before = process.cpuUsage();
  const ms = timed(work);
  const { user, system } = process.cpuUsage(before);
  return { ms, cpuMs: (user + system) / 1000 };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use after everything that can be freed has been. */
export function heapBytes(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}
