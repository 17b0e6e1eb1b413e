import { describe, expect, it } from 'vitest';
import { isInSight, measure, placeOf, rowAfter, rowsInSight, scrollFor } from './layout.ts';

const wide = measure(796, 600);

describe('the list of events', () => {
  it('draws the rows in sight and a few beyond, however many there are', () => {
    const rows = rowsInSight(50_000, 34 * 1000, wide);
    expect(rows.from).toBeLessThanOrEqual(1000);
    expect(rows.to).toBeGreaterThanOrEqual(1000 + wide.listPx / 34);
    expect(rows.to - rows.from).toBeLessThan(40);
    expect(rows.abovePx + (rows.to - rows.from) * 34 + rows.belowPx).toBe(50_000 * 34);
  });

  it('draws what there is when it stands past its end, as it does when a filter leaves few', () => {
    expect(rowsInSight(3, 90_000, wide)).toEqual({ from: 0, to: 3, abovePx: 0, belowPx: 0 });
    expect(rowsInSight(0, 0, wide)).toEqual({ from: 0, to: 0, abovePx: 0, belowPx: 0 });
  });

  it('moves for a key only when the row is out of sight', () => {
    expect(scrollFor(5, 1000, 0, wide)).toBe(0);
    const moved = scrollFor(500, 1000, 0, wide);
    expect(moved).toBeGreaterThan(0);
    expect(scrollFor(500, 1000, moved, wide)).toBe(moved);
    expect(scrollFor(501, 1000, moved, wide)).toBe(moved);
  });

  it('has a place for every row, in which the row is in sight; before the first event it is the top', () => {
    for (let row = 0; row < 100; row++) expect(isInSight(row, placeOf(row, 100, wide), wide), `row ${row}`).toBe(true);
    expect(placeOf(-1, 100, wide)).toBe(0);
    expect(placeOf(99, 100, wide)).toBe(100 * 34 - (wide.listPx - 32));
    expect(placeOf(2, 3, wide)).toBe(0);
  });

  it('goes by row, by page and to the ends, and not past them', () => {
    expect(rowAfter('ArrowDown', 3, 10, wide)).toBe(4);
    expect(rowAfter('ArrowDown', 9, 10, wide)).toBe(9);
    expect(rowAfter('PageUp', 3, 10, wide)).toBe(0);
    expect(rowAfter('End', 3, 1000, wide)).toBe(999);
    expect(rowAfter('Enter', 3, 10, wide)).toBeUndefined();
  });

  it('gives an event two lines on a phone', () => {
    expect(measure(390, 600)).toMatchObject({ narrow: true, rowPx: 52 });
  });
});
