import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cleaned, cleanable, cleaned } from '#kafka/log/cleaner.ts';
import type { LogConfig } from '#kafka/log/config.ts';
import { append, basesOf, configOf, type Entry, logOf, shown } from '#kafka/log/log.testkit.ts';
import { appendAsFollower, emptyLog, type Log, recordsIn, rolled, truncateTo } from '#kafka/log/log.ts';
import { readEnd, readLog } from '#kafka/log/read.ts';

const config = configOf({ compacts: true, deletes: false, segmentBytes: 150, minCleanableRatio: 0.5, deleteRetentionMs: 1000 });

const logFrom = (...records: readonly string[]): Log => logOf(config, ...records.map((one, n): Entry => ({ atMs: n, records: [one] })));

function cleanNow(log: Log, nowMs = 100, checkpoint?: number, settings: LogConfig = config): Cleaned {
  const dirty = cleanable(log, log.logEnd, settings, checkpoint, nowMs);
  if (!dirty) throw new Error('Nothing to clean.');
  return cleaned(log, dirty, settings, nowMs);
}

describe('compaction', () => {
  const log = logFrom('A=1', 'B=1', 'A=2', 'C=1', 'A=3');

  it('keeps the newest record of each key at its offset, and leaves the active segment alone', () => {
    expect(basesOf(log)).toEqual([0, 2, 4]);
    const { log: after, cleanedTo, removed } = cleanNow(log);
    expect(shown(after)).toEqual(['1:B=1', '2:A=2', '3:C=1', '4:A=3']);
    expect(cleanedTo).toBe(4);
    expect(removed).toEqual([0]);
  });

  it('touches nothing in or behind the segment that holds the high watermark', () => {
    expect(cleanable(log, 3, config, undefined, 100)).toMatchObject({ firstUncleanable: 2 });
    expect(cleanable(log, 1, config, undefined, 100)).toBeUndefined();
  });

  it('waits until more than min.cleanable.dirty.ratio of the bytes is dirty', () => {
    expect(cleanable(log, 5, config, 2, 100)).toBeUndefined();
    expect(cleanable(log, 5, { ...config, minCleanableRatio: 0.49 }, 2, 100)).toMatchObject({ firstDirty: 2, ratio: 0.5 });
  });

  it('does not wait for the ratio once records are older than max.compaction.lag.ms', () => {
    expect(cleanable(log, 5, { ...config, maxCompactionLagMs: 50 }, 2, 100)).toMatchObject({ firstDirty: 2, mustClean: true });
  });

  it('spares segments with records younger than min.compaction.lag.ms', () => {
    expect(cleanable(log, 5, { ...config, minCompactionLagMs: 98 }, undefined, 100)).toMatchObject({ firstUncleanable: 2 });
  });

  it('begins again at the log start when its checkpoint lies outside the log', () => {
    expect(cleanable(log, 5, config, 77, 100)).toMatchObject({ firstDirty: 0 });
  });

  it('makes small segments one while they fit into segment.bytes', () => {
    const twice = logFrom('A=1', 'A=2', 'A=3', 'A=4', 'A=5');
    const once = cleanNow(twice).log;
    expect(basesOf(once)).toEqual([0, 2, 4]);
    expect(once.closed[0].sizeBytes).toBe(0);
    expect(
      basesOf(
        cleanNow(
          append(append(append(once, config, { atMs: 5, records: ['B=1'] }), config, { atMs: 6, records: ['B=2'] }), config, { atMs: 7, records: ['B=3'] }),
          100,
          4,
        ).log,
      ),
    ).toEqual([0, 4, 6]);
  });

  it('keeps a tombstone for delete.retention.ms after the first cleaning that saw it', () => {
    const deleted = logFrom('A=1', 'B=1', 'A=', 'C=1', 'D=1');
    const first = cleanNow(deleted, 100);
    expect(shown(first.log)).toEqual(['1:B=1', '2:A=', '3:C=1', '4:D=1']);
    expect(recordsIn(first.log, 2, 3)[0].batch.deleteHorizonMs).toBe(1100);
    const more = append(append(first.log, config, { atMs: 5, records: ['E=1'] }), config, { atMs: 6, records: ['F=1'] });
    const loose = { ...config, minCleanableRatio: 0 };
    expect(shown(cleanNow(more, 1099, first.cleanedTo, loose).log)).toContain('2:A=');
    expect(shown(cleanNow(more, 1100, first.cleanedTo, loose).log)).not.toContain('2:A=');
  });

  it('drops records without a key', () => {
    expect(shown(cleanNow(logFrom('x', 'A=1', 'B=1', 'C=1', 'D=1')).log)).toEqual(['1:A=1', '2:B=1', '3:C=1', '4:D=1']);
  });
});

describe('a log with holes', () => {
  const holey = cleanNow(logFrom('A=1', 'A=2', 'A=3', 'B=1', 'A=4')).log;

  it('is read from any offset on, past its holes', () => {
    expect(shown(holey)).toEqual(['2:A=3', '3:B=1', '4:A=4']);
    expect(readLog(holey, 0, 5, 1e6).map(({ offset }) => offset)).toEqual([2, 3, 4]);
    expect(readLog(holey, 1, 3, 1e6).map(({ offset }) => offset)).toEqual([2]);
  });

  it('tells readers how far they have come when its last records are gone', () => {
    const tail = cleanNow(rolled(logFrom('A=1', 'B=1', 'A=', 'A='), 10, 0), 100).log;
    const gone = cleanNow(tail, 5000, undefined).log;
    expect(shown(gone)).toEqual(['1:B=1']);
    expect(readEnd(gone, readLog(gone, 0, 4, 1e6), 0, 4)).toBe(4);
    expect(readEnd(gone, [], 2, 4)).toBe(4);
  });

  it('is copied by a follower with the same offsets, holes and end', () => {
    const records = readLog(holey, 0, 5, 1e6);
    const copy = appendAsFollower(emptyLog(), records, readEnd(holey, records, 0, 5));
    expect(copy.logEnd).toBe(5);
    expect(shown(copy)).toEqual(shown(holey));
    expect(copy.epochs).toEqual([{ epoch: 0, startOffset: 2 }]);
  });

  it('is cut by offset, not by number of records', () => {
    expect(shown(truncateTo(holey, 4))).toEqual(['2:A=3', '3:B=1']);
    expect(truncateTo(holey, 1)).toMatchObject({ logStart: 0, logEnd: 1 });
  });
});

it('compaction never changes what a reader who sees every key’s newest value would know, nor any offset', () => {
  const record = fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('1', '2', ''));
  fc.assert(
    fc.property(fc.array(record, { minLength: 5, maxLength: 40 }), fc.integer({ min: 0, max: 3000 }), (texts, laterMs) => {
      const log = logFrom(...texts.map(([key, value]) => `${key}=${value}`));
      const dirty = cleanable(log, log.logEnd, { ...config, minCleanableRatio: 0 }, undefined, 100);
      if (!dirty) return;
      const once = cleaned(log, dirty, config, 100);
      const again = cleanable(once.log, log.logEnd, { ...config, minCleanableRatio: 0 }, undefined, 100 + laterMs);
      const after = again ? cleaned(once.log, again, config, 100 + laterMs).log : once.log;
      expect(after).toMatchObject({ logStart: log.logStart, logEnd: log.logEnd });
      expect(known(after)).toEqual(known(log));
      for (const { offset, id } of recordsIn(after, 0, log.logEnd)) expect(recordsIn(log, offset, offset + 1)[0].id).toBe(id);
    }),
    { numRuns: 100 },
  );
});

/** What a table made from the log holds: the newest value of each key, without deleted keys. */
function known(log: Log): Record<string, string> {
  const table = new Map<string, string>();
  for (const { key, value } of recordsIn(log, 0, log.logEnd)) {
    if (value === null) table.delete(key ?? '');
    else table.set(key ?? '', value);
  }
  return Object.fromEntries([...table].sort());
}
