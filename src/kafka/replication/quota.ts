/**
 * How much replication of throttled partitions a broker has seen, and whether that is too much (ReplicationQuotaManager, SimpleRate, SampledStat; KIP-73).
 * Bytes are gathered in samples of one window each; the rate is what the samples hold, over the time since the oldest of them began.
 */

export interface QuotaWindows {
  /** replication.quota.window.num */
  readonly samples: number;
  /** replication.quota.window.size.seconds, in milliseconds. */
  readonly windowMs: number;
}

export interface Sample {
  readonly startMs: number;
  readonly lastMs: number;
  readonly bytes: number;
}

/** Oldest first. */
export type Samples = readonly Sample[];

/** What is neither written nor read any more: no event within the time that is looked at. */
const fresh = (samples: Samples, { samples: count, windowMs }: QuotaWindows, nowMs: number): Samples =>
  samples.filter(({ lastMs }) => nowMs - lastMs < count * windowMs);

export function recorded(samples: Samples, bytes: number, windows: QuotaWindows, nowMs: number): Samples {
  const kept = fresh(samples, windows, nowMs);
  const last = kept[kept.length - 1];
  if (last !== undefined && nowMs - last.startMs < windows.windowMs)
    return [...kept.slice(0, -1), { startMs: last.startMs, lastMs: nowMs, bytes: last.bytes + bytes }];
  // One more than is counted, for the sample that reaches into the time that is looked at.
  return [...kept.slice(-windows.samples), { startMs: nowMs, lastMs: nowMs, bytes }];
}

/** Bytes a second. What has just begun is taken for one whole window. */
export function rateOf(samples: Samples, windows: QuotaWindows, nowMs: number): number {
  const kept = fresh(samples, windows, nowMs);
  const bytes = kept.reduce((sum, sample) => sum + sample.bytes, 0);
  const elapsedMs = Math.max(windows.windowMs, nowMs - (kept[0]?.startMs ?? nowMs));
  return (bytes * 1000) / elapsedMs;
}

/** Which partitions of a topic are throttled on a broker, as `leader.` or `follower.replication.throttled.replicas` lists them. */
export function isThrottledReplica(list: string, partition: number, broker: number): boolean {
  const text = list.trim();
  return text === '*' || text.split(',').some((one) => one.trim() === `${partition}:${broker}`);
}
