import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtures } from '../fixtures.ts';
import { capacityOf, cellsLeft, extentOf, PITCH, turned, wantedOffset, windowOf } from './window.ts';

describe('which offsets a lane shows', () => {
  it('shows every offset while they fit', () => {
    expect(windowOf(0, 5, 796, null, undefined)).toMatchObject({ start: 0, foldedBefore: false, foldedAfter: false });
  });

  it('follows the end of a log that is longer than its lane, and folds what is older', () => {
    const window = windowOf(0, 61, 796, null, undefined);
    expect(window.foldedBefore).toBe(true);
    expect(window.foldedAfter).toBe(false);
    expect(window.end).toBeGreaterThanOrEqual(61);
  });

  it('moves a quarter at a time, so that most appends move nothing', () => {
    const starts = new Set(Array.from({ length: 16 }, (_, i) => windowOf(0, 100 + i, 796, null, undefined).start));
    expect(starts.size).toBeLessThanOrEqual(6);
  });

  it('turns a page with one cell of overlap, and never before offset 0', () => {
    const window = windowOf(0, 61, 796, null, undefined);
    expect(turned(window, -1)).toBe(window.start - (window.end - window.start - 1));
    expect(turned({ ...window, start: 3 }, -1)).toBe(0);
  });

  it('goes where the selected record is', () => {
    const window = windowOf(0, 200, 796, null, 50);
    expect(window.start).toBeLessThanOrEqual(50);
    expect(window.end).toBeGreaterThan(50);
    expect(wantedOffset('orders-0', { kind: 'record', tp: 'orders-0', broker: 1, offset: 50 }, [])).toBe(50);
    expect(wantedOffset('orders-0', { kind: 'record', tp: 'orders-1', broker: 1, offset: 50 }, [])).toBeUndefined();
  });

  it('never runs out of its lane, whatever the width, the log and the page', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 320, max: 1400 }),
        fc.integer({ min: 0, max: 200_000 }),
        fc.integer({ min: 0, max: 500 }),
        fc.option(fc.nat(200_000)),
        (width, first, length, pan) => {
          const end = first + length;
          const window = windowOf(first, end, width, pan, undefined);
          const right = window.leftX + (window.end - window.start + (window.foldedAfter ? window.chipCells : 0)) * PITCH;
          expect(right).toBeLessThanOrEqual(cellsLeft(width) + capacityOf(width, end) * PITCH);
          expect(window.originX + window.start * PITCH).toBe(window.leftX);
          expect(window.start).toBeGreaterThanOrEqual(first);
          expect(window.foldedAfter).toBe(window.end < end);
          expect(window.foldedBefore).toBe(window.start > first);
        },
      ),
    );
  });

  it('writes fewer numbers when they grow wide', () => {
    expect(windowOf(0, 10, 796, null, undefined).numberEvery).toBe(1);
    expect(windowOf(100_000, 100_010, 796, null, undefined).numberEvery).toBe(2);
  });

  it('spans the replicas and what was lost', () => {
    const { frame, lost } = fixtures.loss;
    expect(extentOf(frame.partitions[0], lost)).toEqual({ first: 0, end: 5 });
    expect(extentOf(fixtures.empty.frame.partitions[0], [])).toEqual({ first: 0, end: 0 });
  });
});
