import { describe, expect, it } from 'vitest';
import { append, basesOf, configOf, logOf } from '#kafka/log/log.testkit.ts';
import { recordsIn, rolled, truncateTo } from '#kafka/log/log.ts';
import { rollReason } from '#kafka/log/segment.ts';

describe('a segment is closed only when a batch is about to be appended (LogSegment.shouldRoll)', () => {
  it('if the batch would not fit into segment.bytes', () => {
    const config = configOf({ segmentBytes: 140 });
    const log = logOf(config, { atMs: 0, records: ['a'] }, { atMs: 0, records: ['b'] }, { atMs: 0, records: ['c'] });
    expect(log.active.sizeBytes).toBe(69);
    expect(basesOf(log)).toEqual([0, 2]);
  });

  it('if its newest record is more than segment.ms after the segment’s first batch, by record time', () => {
    const config = configOf({ segmentMs: 1000 });
    const log = logOf(config, { atMs: 5000, records: ['a'] }, { atMs: 6000, records: ['b'] });
    expect(basesOf(log)).toEqual([0]);
    expect(basesOf(append(log, config, { atMs: 6001, records: ['c'] }))).toEqual([0, 2]);
  });

  it('so an idle log keeps its old active segment, whatever the clock says', () => {
    const config = configOf({ segmentMs: 1000 });
    const log = logOf(config, { atMs: 5000, records: ['a'] });
    expect(rollReason(log.active, config, 69, 5000, 1, 99_000)).toBeUndefined();
  });

  it('by its own creation time when its records have no timestamp', () => {
    const config = configOf({ segmentMs: 1000 });
    const log = logOf(config, { atMs: -1, records: ['a'] });
    expect(rollReason(log.active, config, 69, -1, 1, 1001)).toBe('time');
  });

  it('earlier by the jitter that the segment has drawn', () => {
    const config = configOf({ segmentMs: 1000 });
    const log = append(rolled(logOf(config, { atMs: 0, records: ['a'] }), 0, 300), config, { atMs: 0, records: ['b'] });
    expect(rollReason(log.active, config, 69, 700, 2, 0)).toBeUndefined();
    expect(rollReason(log.active, config, 69, 701, 2, 0)).toBe('time');
  });

  it('for a compacted topic after max.compaction.lag.ms at the latest', () => {
    const config = configOf({ compacts: true, maxCompactionLagMs: 500 });
    const log = logOf(config, { atMs: 0, records: ['A=1'] });
    expect(rollReason(log.active, config, 70, 501, 1, 0)).toBe('time');
  });

  it('if an index is full, or an offset would be too far from the base', () => {
    const log = logOf(configOf({}), { atMs: 0, records: ['a'] }, { atMs: 0, records: ['b'] });
    expect(rollReason(log.active, configOf({ segmentIndexBytes: 24, indexIntervalBytes: 100 }), 69, 0, 2, 0)).toBe('index');
    expect(rollReason(log.active, configOf({}), 69, 0, 0x80000000, 0)).toBe('offsets');
  });

  it('an empty active segment is never closed', () => {
    const log = rolled(logOf(configOf({}), { atMs: 0, records: ['a'] }), 0, 0);
    expect(rolled(log, 1, 0)).toBe(log);
  });
});

describe('a truncation', () => {
  const config = configOf({ segmentBytes: 140 });
  const log = logOf(config, ...['a', 'b', 'c', 'd', 'e'].map((text, n) => ({ atMs: n, records: [text] })));

  it('drops the segments behind it and reads the last one again', () => {
    const cut = truncateTo(log, 3);
    expect(basesOf(cut)).toEqual([0, 2]);
    expect(cut.active).toMatchObject({ sizeBytes: 69, firstTimestampMs: 2, largestTimestampMs: 2 });
    expect(recordsIn(cut, 0, 9)).toHaveLength(3);
  });

  it('to a segment’s base leaves it empty', () => {
    expect(truncateTo(log, 2).active).toMatchObject({ baseOffset: 2, sizeBytes: 0, largestTimestampMs: -1 });
  });
});
