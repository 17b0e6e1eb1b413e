import { expect, test } from 'vitest';
import { Run } from '#kafka/clients/run.testkit.ts';

/** Records that go to one partition before the next one is drawn: lengths of the stretches, the unfinished last one left out. */
function stretches(linger: string): number[] {
  const run = new Run({
    topics: { orders: 4 },
    producers: [{ name: 'p1', intervalUs: 10_000, keys: [null], config: { 'linger.ms': linger, 'batch.size': '1000' } }],
  });
  run.run({ untilMs: 8000 });
  const lengths: number[] = [];
  let before = '';
  for (const { tp } of run.facts('RecordSent')) {
    if (tp === before) lengths[lengths.length - 1]++;
    else lengths.push(1);
    before = tp;
  }
  return lengths.slice(0, -1);
}

test('records without key leave a partition after batch.size bytes, also when every batch is sent before it is full', () => {
  // A batch of one record is 61 + 16 or so bytes: 13 of them are 1000 bytes. The same partition may be drawn again, which makes a multiple.
  const lengths = stretches('0');
  expect(lengths.length).toBeGreaterThan(20);
  expect(Math.min(...lengths)).toBeLessThanOrEqual(14);
});
