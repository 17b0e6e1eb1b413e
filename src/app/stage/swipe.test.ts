import { describe, expect, it } from 'vitest';
import { swiped } from '#app/stage/swipe.ts';

const at = (x: number, y: number, timeMs: number) => ({ x, y, timeMs });

describe('A swipe across the stage', () => {
  it('to the left is a step forwards, to the right one back', () => {
    expect(swiped(at(300, 400, 0), at(120, 410, 200), 390)).toBe(1);
    expect(swiped(at(120, 400, 0), at(300, 390, 200), 390)).toBe(-1);
  });

  it('is none when it is short, steep, slow, or begins at the edge, where it is the system’s', () => {
    expect(swiped(at(300, 400, 0), at(260, 400, 100), 390)).toBe(0);
    expect(swiped(at(300, 400, 0), at(200, 480, 200), 390)).toBe(0);
    expect(swiped(at(300, 400, 0), at(100, 400, 900), 390)).toBe(0);
    expect(swiped(at(380, 400, 0), at(100, 400, 200), 390)).toBe(0);
    expect(swiped(at(10, 400, 0), at(200, 400, 200), 390)).toBe(0);
  });
});
