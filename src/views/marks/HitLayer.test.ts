import { describe, expect, it } from 'vitest';
import { type Hit, moveFrom, TARGET, target } from './HitLayer.tsx';

const hit = (row: number, column: number): Hit => ({ key: `${row}:${column}`, name: '', x: 0, y: 0, width: 24, height: 24, row, column, onPress: () => {} });
const hits = [hit(0, -2), hit(0, 0), hit(0, 1), hit(0, 2), hit(1, 0), hit(3, -2), hit(3, 0), hit(3, 2)];
const go = (from: number, key: string): string => moveFrom(hits, hits[from], key).key;

describe('arrows in the grid of records', () => {
  it('go from offset to offset along a lane, and stop at its ends', () => {
    expect(go(1, 'ArrowRight')).toBe('0:1');
    expect(go(1, 'ArrowLeft')).toBe('0:-2');
    expect(go(0, 'ArrowLeft')).toBe('0:-2');
    expect(go(3, 'ArrowRight')).toBe('0:2');
  });

  it('go to the same offset on the next replica, or the nearest it has', () => {
    expect(go(3, 'ArrowDown')).toBe('1:0');
    expect(go(4, 'ArrowDown')).toBe('3:0');
    expect(go(7, 'ArrowUp')).toBe('1:0');
    expect(go(1, 'ArrowUp')).toBe('0:0');
  });

  it('go to the first and the last of a lane', () => {
    expect(go(2, 'Home')).toBe('0:-2');
    expect(go(2, 'End')).toBe('0:2');
  });
});

describe('a target', () => {
  it('grows around the middle of a small mark', () => {
    expect(target(100, 100, 10, 10)).toEqual({ x: 93, y: 93, width: TARGET, height: TARGET });
    expect(target(100, 100, 30, 40)).toEqual({ x: 100, y: 100, width: 30, height: 40 });
  });
});
