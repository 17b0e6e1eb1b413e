import { describe, expect, it } from 'vitest';
import { recordsBetween } from '#kafka/frame.ts';
import { fixtures } from '../fixtures.ts';
import { firstCopies } from './copies.ts';

const [log] = fixtures.compacted.frame.partitions[0].logs;
type Stored = ReturnType<typeof recordsBetween>[number];
const [template] = recordsBetween(log, 0, log.logEndOffset);

/** As the engine keeps it: whole chunks of 256, and a tail that longer versions share. */
function logOf(ids: readonly string[]): typeof log.records {
  const records = ids.map((id, offset): Stored => ({ ...template, id, offset }));
  const whole = Math.floor(records.length / 256);
  return { chunks: Array.from({ length: whole }, (_, i) => records.slice(i * 256, i * 256 + 256)), tail: records.slice(whole * 256), length: records.length };
}

describe('A record that stands in a log twice', () => {
  it('is told by its later copy, which names the first', () => {
    expect([...firstCopies(log, recordsBetween(log, 0, log.logEndOffset))]).toEqual([[10, 9]]);
  });

  it('is found however far back the first copy lies, and not after it was cut off', () => {
    const ids = Array.from({ length: 600 }, (_, i) => `p1#${i}`);
    const records = logOf([...ids, 'p1#3', 'p1#599']);
    const last = [600, 601].map((offset): Stored => ({ ...template, offset, id: offset === 600 ? 'p1#3' : 'p1#599' }));
    expect([...firstCopies({ records }, last)]).toEqual([
      [600, 3],
      [601, 599],
    ]);
    // The shorter version shares its tail with the longer one.
    expect([...firstCopies({ records: { ...records, length: 599 } }, last)]).toEqual([[600, 3]]);
  });

  it('is no marker of a transaction: those are nobody’s records', () => {
    const marker = { ...template, offset: 1, batch: { ...template.batch, control: 'COMMIT' as const } };
    expect([...firstCopies({ records: logOf([template.id]) }, [marker])]).toEqual([]);
  });
});
