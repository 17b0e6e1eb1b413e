import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceEpochs, assignEpoch, type EpochCache, endOffsetFor, truncateEpochs } from '#kafka/log/epochs.ts';

const cache = [
  { epoch: 0, startOffset: 0 },
  { epoch: 2, startOffset: 10 },
  { epoch: 5, startOffset: 17 },
];

describe('the leader epoch cache (KIP-101)', () => {
  it('remembers where an epoch began, once', () => {
    expect(assignEpoch(cache, 5, 20)).toBe(cache);
    expect(assignEpoch(cache, 6, 20)).toEqual([...cache, { epoch: 6, startOffset: 20 }]);
  });

  it('drops entries that a new one contradicts', () => {
    expect(assignEpoch(cache, 6, 12)).toEqual([cache[0], cache[1], { epoch: 6, startOffset: 12 }]);
    expect(assignEpoch(cache, 2, 8)).toEqual([cache[0], { epoch: 2, startOffset: 8 }]);
  });

  it('forgets epochs that begin at or after a truncation, also when no record is cut', () => {
    expect(truncateEpochs(cache, 17)).toEqual([cache[0], cache[1]]);
    expect(truncateEpochs(cache, 18)).toBe(cache);
  });

  it('says where an epoch ended: at the start of the next one, or at the log end for the latest', () => {
    expect(endOffsetFor(cache, 0, 20)).toEqual({ epoch: 0, endOffset: 10 });
    expect(endOffsetFor(cache, 5, 20)).toEqual({ epoch: 5, endOffset: 20 });
  });

  it('answers about an epoch that it never had with the largest earlier one (KIP-279)', () => {
    expect(endOffsetFor(cache, 4, 20)).toEqual({ epoch: 2, endOffset: 17 });
  });

  it('answers about an epoch before its first with the start of its log', () => {
    expect(endOffsetFor(cache.slice(1), 1, 20)).toEqual({ epoch: 1, endOffset: 10 });
  });

  it('cannot answer about an epoch that it has not heard of yet, nor without any', () => {
    expect(endOffsetFor(cache, 6, 20)).toBeUndefined();
    expect(endOffsetFor([], 0, 20)).toBeUndefined();
  });

  it('keeps the epoch that is in force at a new log start, as if it began there', () => {
    expect(advanceEpochs(cache, 12)).toEqual([{ epoch: 2, startOffset: 12 }, cache[2]]);
    expect(advanceEpochs(cache, 17)).toEqual([{ epoch: 5, startOffset: 17 }]);
    expect(advanceEpochs(cache, 99)).toEqual([{ epoch: 5, startOffset: 99 }]);
    expect(advanceEpochs(cache, 0)).toBe(cache);
    expect(advanceEpochs([], 5)).toEqual([]);
  });

  it('stays strictly increasing in both, whatever happens to the log', () => {
    const move = fc.oneof(fc.record({ epoch: fc.nat(8), assign: fc.nat(30) }), fc.record({ truncate: fc.nat(30) }), fc.record({ advance: fc.nat(30) }));
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        let now: EpochCache = [];
        for (const one of moves) {
          if ('assign' in one) now = assignEpoch(now, one.epoch, one.assign);
          else if ('truncate' in one) now = truncateEpochs(now, one.truncate);
          else now = advanceEpochs(now, one.advance);
          for (let n = 1; n < now.length; n++) {
            expect(now[n].epoch).toBeGreaterThan(now[n - 1].epoch);
            expect(now[n].startOffset).toBeGreaterThan(now[n - 1].startOffset);
          }
          if ('truncate' in one) expect(now.every(({ startOffset }) => startOffset < one.truncate)).toBe(true);
        }
      }),
    );
  });

  it('says of every epoch what the log itself would say', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: 1, maxLength: 25 }), fc.nat(60), (steps, asked) => {
        // One record an entry; the epoch grows by 0 to 2 from each to the next.
        let epoch = 0;
        const epochs = steps.map((by) => {
          epoch += by;
          return epoch;
        });
        const now = epochs.reduce<EpochCache>((known, one, offset) => assignEpoch(known, one, offset), []);
        const found = endOffsetFor(now, asked, epochs.length);
        const last = epochs[epochs.length - 1];
        const end = epochs.filter((one) => one <= asked).length;
        const held = Math.max(-1, ...epochs.filter((one) => one <= asked));
        expect(found).toEqual(asked > last ? undefined : { epoch: held < 0 ? asked : held, endOffset: end });
      }),
    );
  });
});
