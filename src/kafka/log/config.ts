/** What a log needs to know of its topic's configuration (LogConfig), parsed: sizes in bytes, times in milliseconds. */
export interface LogConfig {
  /** cleanup.policy contains delete: retention applies, and DeleteRecords is allowed. */
  readonly deletes: boolean;
  readonly compacts: boolean;
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly segmentJitterMs: number;
  readonly segmentIndexBytes: number;
  readonly indexIntervalBytes: number;
  /** Below 0: no limit. */
  readonly retentionMs: number;
  readonly retentionBytes: number;
  readonly minCleanableRatio: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
  readonly deleteRetentionMs: number;
  readonly flushMessages: number;
  readonly flushMs: number;
  /** message.timestamp.type=LogAppendTime: the broker's clock stamps the records. */
  readonly logAppendTime: boolean;
  readonly timestampBeforeMaxMs: number;
  readonly timestampAfterMaxMs: number;
}

const NO_LIMIT = 2 ** 63;

/** Kafka's defaults; what a replica has before its topic's configuration is known. */
export const defaultLogConfig: LogConfig = {
  deletes: true,
  compacts: false,
  segmentBytes: 1_073_741_824,
  segmentMs: 604_800_000,
  segmentJitterMs: 0,
  segmentIndexBytes: 10_485_760,
  indexIntervalBytes: 4096,
  retentionMs: 604_800_000,
  retentionBytes: -1,
  minCleanableRatio: 0.5,
  minCompactionLagMs: 0,
  maxCompactionLagMs: NO_LIMIT,
  deleteRetentionMs: 86_400_000,
  flushMessages: NO_LIMIT,
  flushMs: NO_LIMIT,
  logAppendTime: false,
  timestampBeforeMaxMs: NO_LIMIT,
  timestampAfterMaxMs: 3_600_000,
};

/** A compacted topic's segments roll early enough for max.compaction.lag.ms (LogConfig.maxSegmentMs). */
export const maxSegmentMs = (config: LogConfig): number =>
  config.compacts && config.maxCompactionLagMs > 0 ? Math.min(config.maxCompactionLagMs, config.segmentMs) : config.segmentMs;
