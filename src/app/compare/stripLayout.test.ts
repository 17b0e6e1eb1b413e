import { describe, expect, it } from 'vitest';
import { LINE_Y, MARK_PX, stripLayout } from '#app/compare/stripLayout.ts';
import type { DifferenceKind, Side } from '#session/compare/differences.ts';
import type { Strip, StripMark } from '#session/compare/strip.ts';

const mark = (side: Side, timeUs: number, kind: DifferenceKind = 'other'): StripMark => ({
  side,
  timeUs,
  cursor: timeUs,
  kind,
  differences: [{ side, kind, cursor: timeUs, timeUs, fact: undefined, id: '' }],
});
const times = Array.from({ length: 100 }, (_, i) => i * 1000);
const strip = (marks: readonly StripMark[]): Strip => ({ times, partUs: 30_000, marks });

describe('The strip of two futures', () => {
  it('is one line until they part, and two from there to the end', () => {
    const { partX, shared, lines, endX } = stripLayout(strip([]), 700);
    expect(partX).toBeGreaterThan(100);
    expect(shared).toBe(`M14 ${LINE_Y.shared}H${partX}`);
    for (const side of ['a', 'b'] as const) {
      expect(lines[side].startsWith(`M${partX} ${LINE_Y.shared}C`)).toBe(true);
      expect(lines[side].endsWith(`${LINE_Y[side]}H${endX}`)).toBe(true);
    }
  });

  it('stays one line when they never part', () => {
    const { partX, shared, lines, delta, endX } = stripLayout({ times, partUs: undefined, marks: [] }, 700);
    expect([partX, lines.a, lines.b, delta(600)]).toEqual([undefined, '', '', '']);
    expect(shared).toBe(`M14 ${LINE_Y.shared}H${endX}`);
  });

  it('gathers what stands too near to be told apart, and shows the gravest of it', () => {
    const { clusters } = stripLayout(strip([mark('a', 50_000), mark('a', 51_000, 'lost'), mark('b', 51_000, 'error')]), 700);
    expect(clusters.map(({ side, kind, marks }) => [side, kind, marks.length])).toEqual([
      ['a', 'lost', 2],
      ['b', 'error', 1],
    ]);
  });

  it('never lets two marks of one line touch, however many there are, nor any leave the line', () => {
    for (const width of [300, 700, 1100]) {
      const layout = stripLayout(strip(times.map((timeUs) => mark('b', timeUs))), width);
      const xs = layout.clusters.map(({ x }) => x);
      for (let i = 1; i < xs.length; i++) expect(xs[i] - xs[i - 1]).toBeGreaterThanOrEqual(MARK_PX - 0.01);
      expect(Math.max(...xs)).toBeLessThanOrEqual(layout.endX);
      expect(layout.clusters.flatMap(({ marks }) => marks)).toHaveLength(times.length);
    }
  });

  it('lets the water between the lines come as far as the playhead, and not before they part', () => {
    const { delta, partX, xOf } = stripLayout(strip([]), 700);
    expect(delta((partX as number) - 5)).toBe('');
    expect(delta(xOf(80_000))).toContain(`H${xOf(80_000)}V`);
  });
});
