import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basesOf, configOf, logOf, shown } from '#kafka/log/log.testkit.ts';
import { sizeOfLog } from '#kafka/log/log.ts';
import { retained } from '#kafka/log/retention.ts';
import { startingAgainAt, startingAt } from '#kafka/log/start.ts';

/** Three segments of two batches of 69 or 70 bytes; their newest records are of 10, 30 and 50 ms. */
const small = configOf({ segmentBytes: 140, retentionMs: -1 });
const log = logOf(small, ...[0, 10, 20, 30, 40, 50].map((atMs) => ({ atMs, records: [String(atMs)] })));

describe('retention by time', () => {
  const config = { ...small, retentionMs: 100 };

  it('deletes a segment when its newest record is older than retention.ms, not before', () => {
    expect(retained(log, 6, config, 110).deletions).toEqual([]);
    const after = retained(log, 6, config, 111);
    expect(after.deletions.map(({ reason, segments }) => [reason, segments.map(({ baseOffset }) => baseOffset)])).toEqual([['time', [0]]]);
    expect(after.log.logStart).toBe(2);
    expect(shown(after.log)).toEqual(['2:20', '3:30', '4:40', '5:50']);
  });

  it('takes the active segment too, after closing it: the log is empty then', () => {
    const after = retained(log, 6, config, 1000).log;
    expect(after).toMatchObject({ logStart: 6, logEnd: 6 });
    expect(basesOf(after)).toEqual([6]);
    expect(retained(after, 6, config, 9000).log).toBe(after);
  });

  it('deletes nothing at or above the high watermark', () => {
    expect(retained(log, 3, config, 1000).log.logStart).toBe(2);
    expect(retained(log, 1, config, 1000).log).toBe(log);
  });

  it('stops at the first segment that may stay, even if a later one is older', () => {
    const odd = logOf(small, { atMs: 500, records: ['a'] }, { atMs: 0, records: ['b'] }, { atMs: 0, records: ['c'] });
    expect(retained(odd, 3, config, 300).log).toBe(odd);
  });
});

describe('retention by size', () => {
  it('is a floor: the log never gets smaller than retention.bytes', () => {
    expect(sizeOfLog(log)).toBe(419);
    expect(retained(log, 6, { ...small, retentionBytes: 281 }, 0).log).toBe(log);
    expect(retained(log, 6, { ...small, retentionBytes: 280 }, 0).log.logStart).toBe(2);
    expect(retained(log, 6, { ...small, retentionBytes: 0 }, 0).log.logStart).toBe(6);
  });
});

describe('the log start offset', () => {
  it('can stand inside a segment, whose file stays until all of it lies below', () => {
    const moved = startingAt(log, 3);
    expect(shown(moved)).toEqual(['3:30', '4:40', '5:50']);
    expect(basesOf(moved)).toEqual([0, 2, 4]);
    const swept = retained(moved, 6, small, 0);
    expect(swept.deletions.map(({ reason }) => reason)).toEqual(['log-start']);
    expect(basesOf(swept.log)).toEqual([2, 4]);
  });

  it('goes back after a crash to what the checkpoint says, and deleted records are there again', () => {
    expect(shown(startingAgainAt(startingAt(log, 3), 1))).toEqual(shown(log).slice(1));
    expect(shown(startingAgainAt(startingAt(log, 3), 0))).toEqual(shown(log));
  });

  it('goes back no further than the oldest file', () => {
    const swept = retained(startingAt(log, 3), 6, small, 0).log;
    expect(startingAgainAt(swept, 0)).toMatchObject({ logStart: 2 });
  });

  it('of a log that now ends before it begins an empty log there', () => {
    expect(startingAgainAt(log, 9)).toMatchObject({ logStart: 9, logEnd: 9 });
  });

  it('always gives the same records as the whole log, from the offset on', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.nat(6), (to, checkpoint) => {
        const moved = startingAt(log, to);
        expect(shown(moved)).toEqual(shown(log).slice(to));
        expect(shown(startingAgainAt(moved, Math.min(checkpoint, to)))).toEqual(shown(log).slice(Math.min(checkpoint, to)));
      }),
    );
  });
});
