import { describe, expect, it } from 'vitest';
import { type Axes, labelYs, lagPairs, stepLine, totalOf } from '#app/compare/lagPair.ts';
import type { LagSeries } from '#session/lag.ts';

const series = (group: string, tp: string, ...points: readonly (readonly [number, number])[]): LagSeries => ({
  group,
  tp,
  points: points.map(([timeUs, lagRecords], cursor) => ({ timeUs, lagRecords, cursor })),
});
const axes: Axes = { left: 0, right: 100, top: 0, bottom: 50, untilUs: 100, most: 10 };

describe('The total of a group', () => {
  it('steps wherever one of its partitions steps, once a moment', () => {
    expect(totalOf([series('g', 'a-0', [0, 1], [10, 4]), series('g', 'a-1', [10, 2], [20, 0])])).toEqual([
      { timeUs: 0, lag: 1 },
      { timeUs: 10, lag: 6 },
      { timeUs: 20, lag: 4 },
    ]);
  });
});

describe('Two futures on one chart', () => {
  it('tell each group once, also one that only one of them has', () => {
    const [g, h] = lagPairs([series('g', 'a-0', [0, 1], [5, 9], [9, 2])], [series('g', 'a-0', [0, 1]), series('h', 'a-0', [0, 3])]);
    expect([g.group, g.highest, g.last]).toEqual(['g', { a: 9, b: 1 }, { a: 2, b: 1 }]);
    expect([h.group, h.lines.a, h.last]).toEqual(['h', [], { a: 0, b: 3 }]);
  });

  it('are drawn in steps, to the end', () => {
    expect(
      stepLine(
        [
          { timeUs: 0, lag: 0 },
          { timeUs: 50, lag: 10 },
        ],
        axes,
      ),
    ).toBe('M0 50H50V0H100');
    expect(stepLine([], axes)).toBe('');
  });

  it('have labels that do not cover each other, in the order of their lines', () => {
    expect(labelYs(10, 40, axes, 16)).toEqual({ a: 10, b: 40 });
    expect(labelYs(30, 30, axes, 16)).toEqual({ a: 22, b: 38 });
    const { a, b } = labelYs(50, 49, axes, 16);
    expect([a - b, a]).toEqual([16, 50]);
  });
});
