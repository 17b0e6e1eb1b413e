import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '#sim/trace.ts';
import { sifted } from './sift.ts';

const event = (step: number, name: string): TraceEvent => ({ step, timeUs: step, node: 'n', kind: 'timer', name, cause: -1, outcome: 'handled', facts: [] });

describe('sifting the events of a run', () => {
  const names = (found: readonly TraceEvent[]) => found.map(({ step }) => step);

  it('finds what is wanted among the first so many, and looks at each event once', () => {
    const events = Array.from({ length: 9 }, (_, i) => event(i, i % 3 === 0 ? 'a' : 'b'));
    let looked = 0;
    const wanted = ({ name }: TraceEvent) => {
      looked++;
      return name === 'a';
    };
    expect(names(sifted(events, 4, wanted))).toEqual([0, 3]);
    expect(names(sifted(events, 3, wanted))).toEqual([0]);
    expect(names(sifted(events, 9, wanted))).toEqual([0, 3, 6]);
    events.push(event(9, 'a'));
    expect(names(sifted(events, 10, wanted))).toEqual([0, 3, 6, 9]);
    expect(looked).toBe(10);
  });

  it('keeps each wish and each run apart', () => {
    const one = [event(0, 'a')];
    const other = [event(0, 'b')];
    const isA = ({ name }: TraceEvent) => name === 'a';
    const isB = ({ name }: TraceEvent) => name === 'b';
    expect([sifted(one, 1, isA), sifted(one, 1, isB), sifted(other, 1, isA), sifted(other, 1, isB)].map(names)).toEqual([[0], [], [], [0]]);
  });
});
