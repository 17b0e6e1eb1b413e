import { describe, expect, test } from 'vitest';
import { between, draw, happens, streamKey } from '#sim/random.ts';

const LANES = 64;
const DRAWS = 64_000;

/** Chi-squared of draws over equal lanes; with 63 degrees of freedom 110 is far beyond one in ten thousand. */
function unevenness(key: number, stretch = 1): number {
  const counts = new Array<number>(LANES).fill(0);
  for (let i = 0; i < DRAWS; i++) counts[between(draw(key, i * stretch), 0, LANES - 1)]++;
  return counts.reduce((sum, count) => sum + (count - DRAWS / LANES) ** 2 / (DRAWS / LANES), 0);
}

describe('keyed draws', () => {
  test('are functions of seed, entity, purpose and counter, and of nothing else', () => {
    const key = streamKey(42, 'kafka1', 'election');
    expect(draw(key, 3)).toBe(draw(streamKey(42, 'kafka1', 'election'), 3));
    const others = [
      streamKey(43, 'kafka1', 'election'),
      streamKey(42, 'kafka2', 'election'),
      streamKey(42, 'kafka1', 'latency'),
      streamKey(42, 'election', 'kafka1'),
    ];
    for (const other of others) expect(draw(other, 3)).not.toBe(draw(key, 3));
  });

  test('are 32-bit integers without a sign', () => {
    for (let i = 0; i < 10_000; i++) {
      const drawn = draw(streamKey(i, 'a', 'b'), i);
      expect(Number.isInteger(drawn) && drawn >= 0 && drawn < 2 ** 32).toBe(true);
    }
  });

  test('spread evenly along one stream, over strided counters, and over the first draws of many seeds', () => {
    for (let seed = 0; seed < 8; seed++) expect(unevenness(streamKey(seed, 'kafka1', 'latency'))).toBeLessThan(110);
    expect(unevenness(streamKey(1, 'kafka1', 'latency'), 1024)).toBeLessThan(110);
    const counts = new Array<number>(LANES).fill(0);
    for (let seed = 0; seed < DRAWS; seed++) counts[between(draw(streamKey(seed, 'p1', 'jitter'), 0), 0, LANES - 1)]++;
    expect(counts.reduce((sum, count) => sum + (count - DRAWS / LANES) ** 2 / (DRAWS / LANES), 0)).toBeLessThan(110);
  });

  test('of two streams are independent: knowing one bit of one says nothing of the other', () => {
    const names = ['kafka1', 'kafka2', 'p1', 'billing-1'];
    for (const a of names) {
      for (const b of names) {
        if (a === b) continue;
        const [one, two] = [streamKey(9, a, 'latency'), streamKey(9, b, 'latency')];
        let same = 0;
        for (let i = 0; i < 20_000; i++) if (draw(one, i) >>> 31 === draw(two, i) >>> 31) same++;
        expect(Math.abs(same - 10_000)).toBeLessThan(350);
      }
    }
  });

  test('map to a range with both ends in it, and to a chance in a million', () => {
    const seen = new Set(Array.from({ length: 1000 }, (_, i) => between(draw(5, i), 3, 7)));
    expect([...seen].sort()).toEqual([3, 4, 5, 6, 7]);
    expect(between(0, 9, 9)).toBe(9);
    expect(between(0xffffffff, 0, 10)).toBe(10);
    let hits = 0;
    for (let i = 0; i < 100_000; i++) if (happens(draw(6, i), 250_000)) hits++;
    expect(Math.abs(hits - 25_000)).toBeLessThan(600);
    expect(happens(0xffffffff, 1_000_000)).toBe(true);
    expect(happens(0, 0)).toBe(false);
  });
});
