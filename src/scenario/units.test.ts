import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, parseDurationUs, parseIntervalUs, parsePpm, parseRangeUs } from '#scenario/units.ts';

describe('a duration', () => {
  it.each([
    ['250ms', 250_000],
    ['2s', 2_000_000],
    ['500us', 500],
    ['5m', 300_000_000],
    ['1h', 3_600_000_000],
    ['1.5s', 1_500_000],
    ['0.25ms', 250],
    ['0', 0],
    [0, 0],
  ])('%s is %i µs', (text, us) => {
    expect(parseDurationUs(text)).toBe(us);
  });

  it.each(['', '2', 2, '-1s', '1 s', '1e3s', '1.5us', 's', '1d', '9999999999999s', '0.1us', 'Infinitys', '١s'])('%s is none', (text) => {
    expect(parseDurationUs(text)).toBeUndefined();
  });

  it('is written as it is read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400_000_000 }), (us) => {
        expect(parseDurationUs(durationText(us))).toBe(us);
      }),
    );
  });
});

describe('rates, ranges and shares', () => {
  it('reads a rate as the time between two', () => {
    expect([parseIntervalUs('10/s'), parseIntervalUs('30/m'), parseIntervalUs('1/h'), parseIntervalUs('3/s')]).toEqual([
      100_000, 2_000_000, 3_600_000_000, 333_333,
    ]);
    expect([parseIntervalUs('0/s'), parseIntervalUs('10'), parseIntervalUs('/s'), parseIntervalUs('-1/s')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads ranges with the smaller end first', () => {
    expect(parseRangeUs('1ms..3ms')).toEqual({ minUs: 1_000, maxUs: 3_000 });
    expect(parseRangeUs('2ms')).toEqual({ minUs: 2_000, maxUs: 2_000 });
    expect(parseRangeUs('3ms..1ms')).toBeUndefined();
  });

  it('reads shares up to the whole', () => {
    expect([parsePpm('1%'), parsePpm('0.05%'), parsePpm('100%'), parsePpm('101%'), parsePpm('1')]).toEqual([10_000, 500, 1_000_000, undefined, undefined]);
  });
});
