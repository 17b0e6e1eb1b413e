import { describe, expect, it } from 'vitest';
import { type Axes, labelYs, lagPairs, stepLine, totalOf, waitPairs, waitsOf } from '#app/compare/pair.ts';
import type { LagSeries } from '#session/lag.ts';
import type { LedgerEntry } from '#session/ledger.ts';

const series = (group: string, tp: string, ...points: readonly (readonly [number, number])[]): LagSeries => ({
  group,
  tp,
  points: points.map(([timeUs, lagRecords], cursor) => ({ timeUs, lagRecords, cursor })),
});
const axes: Axes = { left: 0, right: 100, top: 0, bottom: 50, untilUs: 100, most: 10 };

describe('The total of a group', () => {
  it('steps wherever one of its partitions steps, once a moment', () => {
    expect(totalOf([series('g', 'a-0', [0, 1], [10, 4]), series('g', 'a-1', [10, 2], [20, 0])])).toEqual([
      { timeUs: 0, value: 1 },
      { timeUs: 10, value: 6 },
      { timeUs: 20, value: 4 },
    ]);
  });
});

const entry = (producer: string, sentAt: number, acknowledgedAt: number | undefined): LedgerEntry =>
  ({ id: `${producer}#${sentAt}`, producer, sentAt, acknowledgedAt, offsets: [], processed: [] }) as unknown as LedgerEntry;

describe('The waits of a producer', () => {
  it('are told at the moment of each answer: the longest of the records that it was for', () => {
    expect(waitsOf([entry('p1', 5, 30), entry('p1', 0, 20), entry('p1', 10, 20), entry('p1', 40, undefined)])).toEqual([
      { timeUs: 20, value: 20 },
      { timeUs: 30, value: 25 },
    ]);
  });

  it('stand beside those of the other future, and a producer that was never answered has none', () => {
    const [p1, ...rest] = waitPairs([entry('p1', 0, 10), entry('p2', 0, undefined)], [entry('p1', 0, 40)]);
    expect([p1.name, p1.last, rest]).toEqual(['p1', { a: 10, b: 40 }, []]);
  });
});

describe('Two futures on one chart', () => {
  it('tell each group once, also one that only one of them has', () => {
    const [g, h] = lagPairs([series('g', 'a-0', [0, 1], [5, 9], [9, 2])], [series('g', 'a-0', [0, 1]), series('h', 'a-0', [0, 3])]);
    expect([g.name, g.highest, g.last]).toEqual(['g', { a: 9, b: 1 }, { a: 2, b: 1 }]);
    expect([h.name, h.lines.a, h.last]).toEqual(['h', [], { a: 0, b: 3 }]);
  });

  it('are drawn in steps, to the end', () => {
    expect(
      stepLine(
        [
          { timeUs: 0, value: 0 },
          { timeUs: 50, value: 10 },
        ],
        axes,
      ),
    ).toBe('M0 50H50V0H100');
    expect(stepLine([], axes)).toBe('');
  });

  it('keep their peaks when there are more steps than pixels', () => {
    const many = Array.from({ length: 1000 }, (_, i) => ({ timeUs: i / 10, value: i === 500 ? 10 : 1 }));
    const line = stepLine(many, axes);
    expect(line).toContain('H50V0');
    expect(line.split('H').length).toBeLessThan(105);
  });

  it('have labels that do not cover each other, in the order of their lines', () => {
    expect(labelYs(10, 40, axes, 16)).toEqual({ a: 10, b: 40 });
    expect(labelYs(30, 30, axes, 16)).toEqual({ a: 22, b: 38 });
    const { a, b } = labelYs(50, 49, axes, 16);
    expect([a - b, a]).toEqual([16, 50]);
  });
});
