/** What a consumer records of its fetches (FetchMetricsManager): how far the position is from the end and from the start of what it may read, whenever poll() looks at what was fetched. */
import type { ConsumerCore, Turn } from '#kafka/clients/consumer/core.ts';
import { type PartitionState, withPosition } from '#kafka/clients/consumer/position.ts';
import { putPosition } from '#kafka/clients/consumer/positions.ts';
import { measured, recorded } from '#kafka/clients/sampled.ts';
import type { FetchedPartition } from '#kafka/protocol/messages.ts';
import type { NodeName, Offset, Tp } from '#kafka/protocol/names.ts';

/** Where a partition began and ended when it was fetched. */
export interface Ends {
  /** The high watermark, or with read_committed the last stable offset; undefined: it was not told. */
  readonly readTo: Offset | undefined;
  readonly logStart: Offset;
}

/** A partition of a fetch response that brought no records; poll() has not looked at it yet. */
export interface Answered extends Ends {
  readonly tp: Tp;
  readonly position: Offset;
}

export const endsOf = ({ highWatermark, lastStableOffset, logStart }: FetchedPartition, isolation: 'read_committed' | undefined): Ends => ({
  readTo: isolation === undefined ? highWatermark : lastStableOffset,
  logStart,
});

/** In a fetch session a response without records has a partition only if it has something new to say of it (FetchSession.CachedPartition). */
export const saysNew = ({ data }: PartitionState, node: NodeName, { highWatermark, logStart }: FetchedPartition): boolean =>
  data.highWatermark !== highWatermark || data.logStart !== logStart || data.fetchedFrom !== node;

/** Records lag and lead of one look at what was fetched, and returns the lag: the partition's own metric is the last one. */
export function recordEnds({ core, env }: Turn, { readTo, logStart }: Ends, position: Offset): number | undefined {
  const { metrics } = core.settings;
  const nowMs = Math.floor(env.nowUs / 1000);
  core.recordsLead = recorded(core.recordsLead, metrics, Math.min, position - logStart, nowMs);
  if (readTo === undefined) return undefined;
  core.recordsLag = recorded(core.recordsLag, metrics, Math.max, readTo - position, nowMs);
  return readTo - position;
}

/** poll() looks at what came without records: of no use for a position that has moved, and of a paused partition it waits until that is resumed. */
export function recordAnswered(turn: Turn): void {
  const { core } = turn;
  const left: Answered[] = [];
  for (const one of core.answered) {
    const state = core.partitions.get(one.tp);
    if (state === undefined || state.value !== 'FETCHING' || state.data.position !== one.position) continue;
    if (state.data.paused) left.push(one);
    else putPosition(turn, withPosition(state, { lag: recordEnds(turn, one, one.position) ?? state.data.lag }));
  }
  core.answered = left;
}

/** `records-lag-max` and `records-lead-min` as a first reading at this moment would find them; null is Kafka's NaN. */
export function fetchMetrics({ recordsLag, recordsLead, settings: { metrics } }: ConsumerCore, nowUs: number) {
  const nowMs = Math.floor(nowUs / 1000);
  return {
    recordsLagMax: measured(recordsLag, metrics, Math.max, nowMs) ?? null,
    recordsLeadMin: measured(recordsLead, metrics, Math.min, nowMs) ?? null,
  };
}
