import { describe, expect, test } from 'vitest';
import { isThrottledReplica, rateOf, recorded, type Samples } from '#kafka/replication/quota.ts';

const windows = { samples: 11, windowMs: 1000 };
const taken = (...records: readonly (readonly [ms: number, bytes: number])[]): Samples =>
  records.reduce((samples: Samples, [ms, bytes]) => recorded(samples, bytes, windows, ms), []);

describe('the rate of replication', () => {
  test('takes what has just begun for a whole window', () => {
    expect(rateOf(taken([0, 500]), windows, 0)).toBe(500);
    expect(rateOf(taken([0, 500]), windows, 999)).toBe(500);
    expect(rateOf([], windows, 5000)).toBe(0);
  });

  test('falls as time passes after a burst', () => {
    const burst = taken([0, 8000]);
    expect(rateOf(burst, windows, 2000)).toBe(4000);
    expect(rateOf(burst, windows, 8000)).toBe(1000);
  });

  test('forgets a window without anything in it for as long as all windows last', () => {
    expect(rateOf(taken([0, 8000]), windows, 10_999)).toBeCloseTo(727.3, 0);
    expect(rateOf(taken([0, 8000]), windows, 11_000)).toBe(0);
  });

  test('is the average over the windows under steady load', () => {
    const steady = taken(...Array.from({ length: 40 }, (_, n) => [n * 500, 300] as const));
    expect(steady).toHaveLength(11);
    expect(rateOf(steady, windows, 20_000)).toBeGreaterThan(580);
    expect(rateOf(steady, windows, 20_000)).toBeLessThanOrEqual(620);
  });
});

test('a list of throttled replicas names partition and broker, or everything', () => {
  expect(isThrottledReplica('*', 3, 7)).toBe(true);
  expect(isThrottledReplica('0:1,3:7', 3, 7)).toBe(true);
  expect(isThrottledReplica('0:1,3:7', 3, 1)).toBe(false);
  expect(isThrottledReplica('', 0, 1)).toBe(false);
});
