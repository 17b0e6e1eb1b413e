import { expect, test } from 'vitest';
import { Run } from '#kafka/clients/run.testkit.ts';

test('close() without a known coordinator looks for one until the close timeout, and its last auto commit gets there', () => {
  const run = new Run({ topics: { orders: 1 }, producers: [{ name: 'p1' }], groups: [{ group: 'billing' }], config: { 'offsets.topic.num.partitions': '1' } });
  run.untilFact('PartitionsAssigned').run({ ms: 3000 });
  run.kill(run.leader('__consumer_offsets-0')).run({ ms: 1.5 }).stop('billing-1');
  const stoppedMs = run.nowMs;
  run.untilFact('ProcessExited', ({ node }) => node === 'billing-1');
  const processed = Math.max(...run.facts('RecordProcessed').map(({ offset }) => offset));
  expect(run.facts('OffsetCommitted').filter(({ atMs }) => atMs > stoppedMs)).toMatchObject([{ group: 'billing', offset: processed + 1 }]);
  expect(run.nowMs - stoppedMs).toBeLessThan(30_000);
  expect(run.violations).toEqual([]);
});

test('close() gives up after its timeout when no coordinator comes back', () => {
  const run = new Run({
    brokers: 1,
    producers: [{ name: 'p1' }],
    groups: [{ group: 'billing' }],
    config: { 'offsets.topic.num.partitions': '1', 'offsets.topic.replication.factor': '1' },
  });
  run.untilFact('PartitionsAssigned').run({ ms: 3000 });
  run.kill('kafka1').run({ ms: 500 }).stop('billing-1');
  const stoppedMs = run.nowMs;
  run.untilFact('ProcessExited', ({ node }) => node === 'billing-1');
  expect(run.nowMs - stoppedMs).toBe(30_000);
});
