import { describe, expect, test } from 'vitest';
import { Run } from '#kafka/clients/run.testkit.ts';
import { durationMs } from '#kafka/metadata/duration.ts';

/** A producer writes ten records a second from the start; the group comes later and has committed nothing. */
const reading = (reset: string, startUs: number, count?: number): Run =>
  new Run({
    brokers: 1,
    topics: { orders: 1 },
    config: { 'offsets.topic.num.partitions': '1', 'offsets.topic.replication.factor': '1', 'group.initial.rebalance.delay.ms': '0' },
    producers: [{ name: 'p1', count }],
    groups: [{ group: 'billing', startUs, config: { 'auto.offset.reset': reset } }],
  });

describe('auto.offset.reset=by_duration (KIP-1106)', () => {
  test('begins at the first record that is not older than the duration, counted from when it asks', () => {
    const run = reading('by_duration:PT5S', 20_000_000).untilFact('RecordsPolled').run({ ms: 2000 });
    const [{ offset, policy, atMs }] = run.facts('OffsetReset');
    expect(policy).toBe('by_duration');
    // Ten records a second: record n was made n tenths of a second after the first.
    const [first] = run.facts('RecordSent');
    const madeMs = run.facts('RecordSent')[offset].atMs;
    expect(madeMs).toBeGreaterThanOrEqual(atMs - 5100);
    expect(madeMs).toBeLessThan(atMs - 4800);
    expect(first.atMs).toBeLessThan(madeMs);
    expect(run.facts('RecordsPolled')[0].baseOffset).toBe(offset);
    expect(run.violations).toEqual([]);
  });

  test('begins at the first record of all when none is older', () => {
    const run = reading('by_duration:P1D', 5_000_000).untilFact('RecordsPolled');
    expect(run.facts('OffsetReset')).toMatchObject([{ policy: 'by_duration', offset: 0 }]);
  });

  test('finds no position while no record is so new, asks again after request.timeout.ms, and commits nothing meanwhile', () => {
    const run = reading('by_duration:PT5S', 20_000_000, 20).run({ untilMs: 60_000 });
    const asked = run.facts('NothingSince').map(({ atMs }) => atMs);
    expect(asked).toHaveLength(2);
    expect(asked[1] - asked[0]).toBeGreaterThanOrEqual(30_000);
    expect(run.facts('OffsetReset')).toEqual([]);
    expect(run.facts('OffsetCommitted')).toEqual([]);
    expect(run.frame.consumers[0].positions).toEqual({ 'orders-0': -1 });
    expect(run.violations).toEqual([]);
  });
});

describe('a duration, as java.time.Duration reads it', () => {
  test.each([
    ['PT1H', 3_600_000],
    ['P2DT3H4M5.25S', 183_845_250],
    ['pt0.5s', 500],
    ['PT1,5S', 1500],
    ['-PT10S', -10_000],
    ['PT-10S', -10_000],
    ['P0D', 0],
  ])('%s is %i ms', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  test.each(['', 'P', 'PT', '1h', 'PT1H1D', 'P1Y', 'PT1.S5', 'P99999999999999D'])('%s is none', (text) => {
    expect(durationMs(text)).toBeUndefined();
  });
});
