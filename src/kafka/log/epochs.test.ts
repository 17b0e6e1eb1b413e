import { describe, expect, it } from 'vitest';
import { assignEpoch, endOffsetFor, truncateEpochs } from '#kafka/log/epochs.ts';

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
});
