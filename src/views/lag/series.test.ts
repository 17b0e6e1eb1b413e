import { describe, expect, it } from 'vitest';
import { changeBeside, highestUntil, lagAt, totalOf } from './series.ts';

const a = {
  group: 'g',
  tp: 't-0',
  points: [
    { timeUs: 0, lagRecords: 0, cursor: 0 },
    { timeUs: 10, lagRecords: 4, cursor: 1 },
    { timeUs: 30, lagRecords: 1, cursor: 2 },
  ],
};
const b = {
  group: 'g',
  tp: 't-1',
  points: [
    { timeUs: 20, lagRecords: 5, cursor: 1 },
    { timeUs: 30, lagRecords: 8, cursor: 2 },
  ],
};

describe('lag as a step function', () => {
  it('keeps its value until the next change', () => {
    expect(lagAt(a.points, 9)).toBe(0);
    expect(lagAt(a.points, 10)).toBe(4);
    expect(lagAt(a.points, 29)).toBe(4);
    expect(lagAt(b.points, 19)).toBeUndefined();
  });

  it('adds up over partitions, and changes when a part does', () => {
    expect(totalOf([a, b])).toEqual([
      { timeUs: 0, lagRecords: 0 },
      { timeUs: 10, lagRecords: 4 },
      { timeUs: 20, lagRecords: 9 },
    ]);
  });

  it('does not tell the future in words', () => {
    expect(highestUntil(a.points, 9)).toBe(0);
    expect(highestUntil(a.points, 30)).toBe(4);
  });

  it('leads an arrow key to the change before or after the playhead', () => {
    expect(changeBeside(a.points, 10, 1)).toBe(30);
    expect(changeBeside(a.points, 20, -1)).toBe(10);
    expect(changeBeside(a.points, 10, -1)).toBe(0);
    expect(changeBeside(a.points, 30, 1)).toBe(30);
  });
});
