import { describe, expect, it } from 'vitest';
import type { Checker } from '#sim/invariant.ts';
import { engineInvariants, MOST_QUEUED } from '#sim/invariants.ts';
import type { Entry } from '#sim/queue.ts';
import type { TraceEvent } from '#sim/trace.ts';
import { emptyWorld, type World } from '#sim/world.ts';

const quiet = { latencyMinUs: 1, latencyMaxUs: 1, lossPpm: 0, duplicatePpm: 0, links: {} };
const worldAt = (nowUs: number, queue: readonly number[] = []): World<unknown> => ({
  ...emptyWorld<unknown>(1, quiet as never),
  nowUs,
  queue: queue.map((atUs, seq): Entry => ({ atUs, seq, node: 0, event: { kind: 'start' }, cause: -1 })),
});
const happens = (step: number, timeUs: number, cause = step - 1): TraceEvent => ({
  step,
  timeUs,
  node: 'a',
  kind: 'start',
  name: 'Start',
  cause,
  outcome: 'handled',
  facts: [],
});
const checker = (id: string): Checker<unknown> => {
  const found = engineInvariants.map((fresh) => fresh()).find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};

describe('the kernel', () => {
  it('lets time stand or go on, never back (E03)', () => {
    const time = checker('E03');
    expect([time.check(worldAt(5), happens(0, 5)), time.check(worldAt(5), happens(1, 5)), time.check(worldAt(9), happens(2, 9))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(time.check(worldAt(8), happens(3, 8))).toBe('step 3 happens at 8 µs, after 9 µs');
  });

  it('leaves nothing waiting in the past (E03)', () => {
    expect(checker('E03').check(worldAt(5, [5, 6]), happens(0, 5))).toBeUndefined();
    expect(checker('E03').check(worldAt(5, [4]), happens(0, 5))).toContain('waits at 4 µs');
  });

  it('names a cause that came before, or none (E06)', () => {
    expect(checker('E06').check(worldAt(0), happens(7, 0, 6))).toBeUndefined();
    expect(checker('E06').check(worldAt(0), happens(7, 0, -1))).toBeUndefined();
    expect(checker('E06').check(worldAt(0), happens(7, 0, 7))).toContain('step 7 caused it');
  });

  it('breeds no events without end (E08)', () => {
    const queue = new Array<number>(MOST_QUEUED).fill(1);
    expect(checker('E08').check(worldAt(0, queue), happens(0, 0))).toBeUndefined();
    expect(checker('E08').check(worldAt(0, [...queue, 1]), happens(0, 0))).toContain('are waiting');
  });
});
