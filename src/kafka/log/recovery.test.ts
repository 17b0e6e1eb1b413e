import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basesOf, configOf, logOf, shown } from '#kafka/log/log.testkit.ts';
import { type Log, truncateTo } from '#kafka/log/log.ts';
import { recovered } from '#kafka/log/recovery.ts';
import { startingAt } from '#kafka/log/start.ts';

const config = configOf({ segmentBytes: 150 });
const log = logOf(config, ...['a', 'b', 'c', 'd', 'e'].map((text, n) => ({ atMs: n, records: [text], epoch: n < 3 ? 0 : 4 })));
const damagedAt = (...damaged: readonly number[]): Log => ({ ...log, remains: { below: [], damaged } });

describe('recovery of a log', () => {
  it('after a clean shutdown reads nothing, and so finds nothing', () => {
    const bad = damagedAt(3);
    expect(recovered(bad, { recoveryPoint: 5, logStart: 0 }, true)).toBe(bad);
  });

  it('cuts before the first bad batch, and forgets the epochs behind it', () => {
    const after = recovered(damagedAt(3), { recoveryPoint: 2, logStart: 0 }, false);
    expect(shown(after)).toEqual(['0:a', '1:b', '2:c']);
    expect(after.epochs).toEqual([{ epoch: 0, startOffset: 0 }]);
    expect(after.remains.damaged).toEqual([]);
  });

  it('reads from the segment that holds the recovery point on: an older bad batch is not noticed', () => {
    expect(basesOf(log)).toEqual([0, 2, 4]);
    expect(recovered(damagedAt(1), { recoveryPoint: 3, logStart: 0 }, false).logEnd).toBe(5);
    expect(recovered(damagedAt(2), { recoveryPoint: 3, logStart: 0 }, false).logEnd).toBe(2);
  });

  it('fills an epoch cache that was lost from the batches that it reads', () => {
    expect(recovered({ ...log, epochs: [] }, { recoveryPoint: 0, logStart: 0 }, false).epochs).toEqual(log.epochs);
  });

  it('keeps the log a prefix of what was written, begins where the checkpoint says, and is the same when done twice', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 3 }), fc.nat(5), fc.nat(5), fc.nat(5), fc.boolean(), (bad, point, start, deleted, clean) => {
        const crashed = startingAt(damagedAt(...[...new Set(bad)].sort((a, b) => a - b)), deleted);
        const checkpoints = { recoveryPoint: point, logStart: Math.min(start, deleted) };
        const after = recovered(crashed, checkpoints, clean);
        expect(after.logStart).toBeGreaterThanOrEqual(checkpoints.logStart);
        expect(shown(after)).toEqual(shown(log).slice(after.logStart, after.logEnd));
        expect(after.epochs.every(({ startOffset }) => startOffset < Math.max(after.logEnd, 1))).toBe(true);
        expect(recovered(after, checkpoints, clean)).toEqual(after);
        if (!clean) expect(after.remains.damaged.filter((offset) => offset >= Math.max(point, after.logStart))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('of what a power failure left is the flushed part', () => {
    expect(shown(recovered(truncateTo(log, 2), { recoveryPoint: 0, logStart: 0 }, false))).toEqual(['0:a', '1:b']);
  });
});
