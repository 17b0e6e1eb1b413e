import { describe, expect, it } from 'vitest';
import { clockUs, eased, gapMs, nextSpeed, stepPace } from '#app/play/pace.ts';
import type { KafkaFact } from '#kafka/facts.ts';

const fact: KafkaFact = { fact: 'ProcessKilled', node: 'kafka1' };
const total = (gapUs: number, hops: number, count: number) => {
  const { travelMs, landMs } = stepPace(gapUs, hops, Array<KafkaFact>(count).fill(fact));
  return travelMs + landMs;
};

describe('story pace', () => {
  it('gives every step between 450 and 1200 ms', () => {
    expect(total(0, 0, 0)).toBe(450);
    expect(total(0, 1, 1)).toBe(660);
    expect(total(0, 9, 9)).toBe(1200);
  });

  it('adds nothing for a gap of 10 virtual ms or less', () => {
    expect(gapMs(10_000)).toBe(0);
    expect(gapMs(11_000)).toBeGreaterThan(0);
  });

  it('tells ten seconds of silence in under a second', () => {
    expect(gapMs(100_000)).toBeCloseTo(150);
    expect(gapMs(10_000_000)).toBeCloseTo(450);
    expect(gapMs(1e12)).toBe(900);
  });
});

describe('clock pace', () => {
  it('scales virtual time with speed', () => {
    expect(clockUs(4, 1)).toBe(1000);
    expect(clockUs(4, 2)).toBe(2000);
  });
});

describe('easing', () => {
  it('starts at 0, ends at 1 and never leaves that range', () => {
    expect([eased(-1), eased(0), eased(0.5), eased(1), eased(2)]).toEqual([0, 0, 0.5, 1, 1]);
  });
});

describe('speed', () => {
  it('moves along 0.25 to 4 and stops at the ends', () => {
    expect([nextSpeed(1, 1), nextSpeed(4, 1), nextSpeed(0.25, -1)]).toEqual([2, 4, 0.25]);
  });
});
