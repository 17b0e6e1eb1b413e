import { describe, expect, test } from 'vitest';
import { Run, type Setup } from '#kafka/clients/run.testkit.ts';
import type { FactOf } from '#kafka/facts.ts';

type GroupSetup = Partial<NonNullable<Setup['groups']>[number]>;
const reading = (group: GroupSetup, producer: Partial<NonNullable<Setup['producers']>[number]> = {}, rest: Partial<Setup> = {}): Run =>
  new Run({ ...rest, producers: [{ name: 'p1', ...producer }], groups: [{ group: 'billing', ...group }] });

const processed = (run: Run): string[] => run.facts('RecordProcessed').map(({ id }) => id);
const repeats = (ids: readonly string[]): number => ids.length - new Set(ids).size;
const commits = (run: Run): number[] => run.facts('OffsetCommitted').map(({ offset }) => offset);
const gaps = (ids: readonly string[]): number => Math.max(...ids.map((id) => Number(id.slice(3)))) - new Set(ids).size;

describe('auto commit', () => {
  test('happens inside poll every auto.commit.interval.ms and commits what earlier polls returned', () => {
    const run = reading({ commit: 'auto' });
    run.untilFact('PartitionsAssigned');
    const assignedMs = run.nowMs;
    run.run({ ms: 16_000 });
    const times = run.facts('OffsetCommitted').map(({ atMs }) => Math.round((atMs - assignedMs) / 1000));
    expect(times).toEqual([5, 10, 15]);
    expect(run.violations).toEqual([]);
  });

  test('commits the position, so a crash in the middle of a batch repeats what came after the last commit', () => {
    const run = reading({ commit: 'auto', processingUs: 20_000 });
    run.untilFact('OffsetCommitted').run({ ms: 3000 });
    run.kill('billing-1').run({ ms: 100 }).start('billing-1').run({ ms: 60_000 });
    const ids = processed(run);
    expect(repeats(ids)).toBeGreaterThan(10);
    expect(gaps(ids)).toBe(0);
    expect(run.violations).toEqual([]);
  });

  test('comes before a rebalance, so that a joining member repeats nothing', () => {
    const run = reading({ commit: 'auto' }, {}, { topics: { orders: 2 } });
    run.untilFact('PartitionsAssigned').run({ ms: 3000 }).spawnMember('billing', 2);
    run.untilFact('PartitionsAssigned', ({ generation }) => generation === 2).run({ ms: 8000 });
    expect(repeats(processed(run))).toBe(0);
    expect(run.violations).toEqual([]);
  });

  test('comes in close(), so that a clean stop repeats nothing', () => {
    const run = reading({ commit: 'auto' });
    run.untilFact('PartitionsAssigned').run({ ms: 3000 }).stop('billing-1').run({ ms: 500 }).start('billing-1').run({ ms: 12_000 });
    expect(repeats(processed(run))).toBe(0);
    expect(gaps(processed(run))).toBe(0);
    expect(run.violations).toEqual([]);
  });
});

describe('manual commit and a crash', () => {
  const crashed = (commit: 'before-processing' | 'after-processing', at: (fact: FactOf<'RecordProcessed'>) => boolean): Run => {
    const run = reading({ commit, processingUs: 50_000, config: { 'max.poll.records': '10' } }, { intervalUs: 20_000 });
    run.untilFact('RecordProcessed', at);
    return run.kill('billing-1').run({ ms: 100 }).start('billing-1').run({ ms: 90_000 });
  };

  test('after processing is at least once: the batch in work is repeated, nothing is skipped', () => {
    const run = crashed('after-processing', ({ offset }) => offset === 34);
    expect(repeats(processed(run))).toBeGreaterThan(0);
    expect(gaps(processed(run))).toBe(0);
    expect(run.violations).toEqual([]);
  });

  test('before processing is at most once: the rest of the batch in work is skipped, nothing is repeated', () => {
    const run = crashed('before-processing', ({ offset }) => offset === 34);
    expect(repeats(processed(run))).toBe(0);
    expect(gaps(processed(run))).toBeGreaterThan(0);
    expect(run.violations).toEqual([]);
  });

  test('no commit at all begins again at auto.offset.reset', () => {
    const run = reading({ commit: 'none' });
    run.untilFact('PartitionsAssigned').run({ ms: 3000 }).stop('billing-1').run({ ms: 500 }).start('billing-1').run({ ms: 10_000 });
    expect(commits(run)).toEqual([]);
    expect(run.facts('OffsetReset').map(({ offset }) => offset)).toEqual([0, 0]);
  });
});

describe('where to begin', () => {
  test('latest starts at the high watermark: what came before is not read', () => {
    const run = reading({ startUs: 2_000_000, config: { 'auto.offset.reset': 'latest' } });
    run.untilFact('OffsetReset');
    const [{ offset, policy }] = run.facts('OffsetReset');
    expect(policy).toBe('latest');
    expect(offset).toBeGreaterThan(40);
    run.run({ ms: 2000 });
    expect(Number(processed(run)[0].slice(3))).toBe(offset + 1);
  });

  test('none throws out of poll(): the application ends', () => {
    const run = reading({ config: { 'auto.offset.reset': 'none' } });
    run.untilFact('ProcessExited', ({ node }) => node === 'billing-1');
    expect(run.facts('RecordsPolled')).toEqual([]);
  });

  test('a committed offset wins over the reset policy', () => {
    const run = reading({ commit: 'after-processing', config: { 'auto.offset.reset': 'latest' } });
    run.untilFact('OffsetCommitted').run({ ms: 500 }).stop('billing-1').run({ ms: 5000 }).start('billing-1').run({ ms: 10_000 });
    expect(gaps(processed(run).filter((_, i, all) => i > 0 || all.length > 0)) - (Number(processed(run)[0].slice(3)) - 1)).toBe(0);
    expect(repeats(processed(run))).toBe(0);
    expect(run.facts('OffsetReset')).toHaveLength(1);
  });
});

describe('reading', () => {
  test('hands out at most max.poll.records a poll, and moves the position before anything is processed', () => {
    const run = reading({ processingUs: 10_000, startUs: 5_000_000, config: { 'max.poll.records': '7' } }, { intervalUs: 10_000 });
    run.untilFact('RecordsPolled');
    const [{ baseOffset, lastOffset, ids }] = run.facts('RecordsPolled');
    expect([baseOffset, lastOffset, ids.length]).toEqual([0, 6, 7]);
    expect(run.frame.consumers[0]).toMatchObject({ positions: { 'orders-0': 7 }, recordsProcessed: 0, processing: { tp: 'orders-0', offset: 0 } });
  });

  test('a consumer slower than its producer falls behind, and the lag grows', () => {
    const run = reading({ processingUs: 40_000, commit: 'after-processing', config: { 'max.poll.records': '10' } }, { intervalUs: 20_000 });
    const lag = (): number => run.group('billing').offsets[0].lagRecords ?? 0;
    run.run({ untilMs: 10_000 });
    const early = lag();
    run.run({ untilMs: 20_000 });
    expect(lag()).toBeGreaterThan(early + 200);
    expect(run.violations).toEqual([]);
  });

  test('goes on after the leader of its partition died, without repeating or skipping', () => {
    const run = reading({}, { intervalUs: 20_000 }, { latencyUs: [500, 1500] });
    run.untilFact('PartitionsAssigned').run({ ms: 3000 });
    run.kill(run.leader('orders-0')).run({ ms: 30_000 });
    const ids = processed(run);
    expect(ids.length).toBeGreaterThan(1500);
    expect(repeats(ids)).toBe(0);
    expect(gaps(ids)).toBe(0);
    expect(run.violations).toEqual([]);
  });

  test('a paused consumer is removed, its commits are refused, and it joins again when it wakes up', () => {
    const run = reading({ members: 2, commit: 'after-processing', processingUs: 10_000 }, {}, { topics: { orders: 2 } });
    run.untilFact('PartitionsAssigned').run({ ms: 2000 }).pause('billing-1').run({ ms: 60_000 });
    expect(run.facts('MemberLeft')).toHaveLength(1);
    expect(run.assignment('billing')).toEqual({ 'billing-2': ['orders-0', 'orders-1'] });
    run.resume('billing-1').run({ ms: 20_000 });
    expect(Object.keys(run.assignment('billing')).sort()).toEqual(['billing-1', 'billing-2']);
    expect(run.facts('PartitionsRevoked').some(({ node, lost }) => node === 'billing-1' && lost)).toBe(true);
    expect(run.violations).toEqual([]);
  });
});

test('the same scenario gives the same hash', () => {
  const once = (): string =>
    reading({ members: 3, processingUs: 5000 }, {}, { topics: { orders: 4 }, latencyUs: [500, 3000], seed: 7 }).run({ untilMs: 15_000 }).hash;
  expect(once()).toBe(once());
});
