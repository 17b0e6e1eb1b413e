import { expect, test } from 'vitest';
import { finished } from '#lessons/finished.testkit.ts';

test('the example keys: a key has one partition before the topic grows, one after, and the hot key most of the records', { timeout: 120_000 }, () => {
  const { facts, ledger, violations } = finished('keys');
  expect(violations).toEqual([]);
  const sent = facts('RecordSent');
  const grown = sent.findIndex(({ tp }) => Number(tp.split('-')[1]) > 2);
  expect(grown).toBeGreaterThan(25);
  const homes = (records: typeof sent) => ['D', 'E', 'F'].map((key) => [...new Set(records.filter((one) => one.key === key).map(({ tp }) => tp))]);
  const [before, after] = [homes(sent.slice(0, grown)), homes(sent.slice(grown))];
  expect(before).toEqual([['orders-0'], ['orders-1'], ['orders-2']]);
  expect(after).toEqual([['orders-3'], ['orders-1'], ['orders-2']]);
  expect(sent.filter(({ key }) => key === 'D')).toHaveLength(60);
  expect(ledger.totals).toMatchObject({ sent: 90, acknowledged: 90, lost: 0, duplicated: 0, reordered: 0 });
});

test('the example batching: who waits sends few batches and is answered later, and both are acknowledged whole', { timeout: 120_000 }, () => {
  const { facts, ledger, violations } = finished('batching');
  expect(violations).toEqual([]);
  const batches = (node: string) => facts('BatchSent').filter((one) => one.node === node).length;
  // The first few waited together for metadata.
  expect(batches('hasty')).toBeGreaterThan(90);
  expect(batches('patient')).toBeLessThan(12);
  const sentMs = new Map(facts('RecordSent').map(({ id, atMs }) => [id, atMs]));
  const waitedMs = (node: string) =>
    Math.max(
      ...facts('RecordsAcknowledged')
        .filter((one) => one.node === node)
        .flatMap(({ ids, atMs }) => ids.map((id) => atMs - (sentMs.get(id) ?? 0))),
    );
  expect(waitedMs('patient')).toBeGreaterThan(200);
  expect(waitedMs('hasty')).toBeLessThan(100);
  expect(ledger.totals).toMatchObject({ sent: 200, acknowledged: 200, lost: 0 });
});

test('the example where-to-begin: earliest works on all, latest on what came later, none on nothing', { timeout: 120_000 }, () => {
  const { ledger, frame, violations } = finished('where-to-begin');
  expect(violations).toEqual([]);
  const worked = (group: string) => ledger.entries.filter(({ processed }) => processed.some((one) => one.group === group)).length;
  expect(worked('earliest')).toBe(80);
  expect(worked('latest')).toBeGreaterThan(30);
  expect(worked('latest')).toBeLessThan(52);
  expect(worked('none')).toBe(0);
  expect(frame.consumers.find(({ group }) => group === 'none')).toMatchObject({
    status: 'down',
    lastError: expect.stringContaining('NoOffsetForPartitionException'),
  });
});

test('the example steps-back: all between the last commit and the crash is worked on twice, and nothing else', { timeout: 120_000 }, () => {
  const { facts, ledger, violations } = finished('steps-back');
  expect(violations).toEqual([]);
  const last = facts('OffsetCommitted').findLast(({ atMs }) => atMs < 9500);
  const twice = ledger.entries.filter(({ processed }) => processed.length > 1).map(({ offsets }) => offsets[0]);
  expect(twice.length).toBeGreaterThan(10);
  expect(Math.min(...twice)).toBe(last?.offset);
  expect(twice).toEqual(twice.map((_, n) => (last?.offset ?? 0) + n));
  expect(ledger.entries.every(({ processed }) => processed.length > 0)).toBe(true);
  expect(ledger.totals).toMatchObject({ sent: 75, acknowledged: 75, duplicated: 0 });
});

test('the example sharing-the-work: two each, one each, and the fifth has none', { timeout: 120_000 }, () => {
  const { facts, ledger, violations } = finished('sharing-the-work');
  expect(violations).toEqual([]);
  const shares = (atMs: number) => {
    const held = new Map<string, number>();
    for (const fact of facts('PartitionsAssigned')) if (fact.atMs < atMs) held.set(fact.node, fact.partitions.length);
    return [...held.values()].sort((a, b) => a - b);
  };
  expect(shares(10_000)).toEqual([2, 2]);
  expect(shares(20_000)).toEqual([1, 1, 1, 1]);
  expect(shares(32_000)).toEqual([0, 1, 1, 1, 1]);
  expect(ledger.totals).toMatchObject({ failed: 0, lost: 0, duplicated: 0 });
});
