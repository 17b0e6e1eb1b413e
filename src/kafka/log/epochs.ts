/** Leader epochs with the offset at which each began (LeaderEpochFileCache, KIP-101): strictly increasing in both. */
import type { LeaderEpoch, Offset } from '#kafka/protocol/names.ts';

export interface EpochEntry {
  readonly epoch: LeaderEpoch;
  readonly startOffset: Offset;
}

export type EpochCache = readonly EpochEntry[];

export const NO_EPOCH: LeaderEpoch = -1;

export const latestEpoch = (cache: EpochCache): LeaderEpoch => (cache.length === 0 ? NO_EPOCH : cache[cache.length - 1].epoch);

/** Remembers that `epoch` begins at `startOffset`. Entries that contradict it go. */
export function assignEpoch(cache: EpochCache, epoch: LeaderEpoch, startOffset: Offset): EpochCache {
  const last = cache[cache.length - 1];
  if (last && last.epoch === epoch && startOffset >= last.startOffset) return cache;
  return [...cache.filter((entry) => entry.epoch < epoch && entry.startOffset < startOffset), { epoch, startOffset }];
}

/** After truncation to `endOffset`: epochs that begin at or after it are forgotten. */
export function truncateEpochs(cache: EpochCache, endOffset: Offset): EpochCache {
  return cache.length > 0 && cache[cache.length - 1].startOffset >= endOffset ? cache.filter((entry) => entry.startOffset < endOffset) : cache;
}

/** After the log start moved to `startOffset`: older epochs are forgotten, and the one in force there begins there now (truncateFromStart). */
export function advanceEpochs(cache: EpochCache, startOffset: Offset): EpochCache {
  const kept = cache.findIndex((entry) => entry.startOffset > startOffset);
  const dropped = kept < 0 ? cache.length : kept;
  if (dropped === 0 || (dropped === 1 && cache[0].startOffset === startOffset)) return cache;
  return [{ epoch: cache[dropped - 1].epoch, startOffset }, ...cache.slice(dropped)];
}

export interface EpochEnd {
  readonly epoch: LeaderEpoch;
  readonly endOffset: Offset;
}

/** Where the log of `epoch` ends: the largest epoch not above it, and the start of the next one. Undefined when this log cannot know. */
export function endOffsetFor(cache: EpochCache, epoch: LeaderEpoch, logEndOffset: Offset): EpochEnd | undefined {
  const last = cache[cache.length - 1];
  if (!last || epoch === NO_EPOCH) return undefined;
  if (epoch === last.epoch) return { epoch, endOffset: logEndOffset };
  if (epoch > last.epoch) return undefined;
  const next = cache.findIndex((entry) => entry.epoch > epoch);
  if (next === 0) return { epoch, endOffset: cache[0].startOffset };
  return { epoch: cache[next - 1].epoch, endOffset: cache[next].startOffset };
}
