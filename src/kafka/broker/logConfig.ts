/** A topic's log configuration as the data plane reads it: the topic's own settings, else the broker's, else the defaults (LogConfig.fromProps). */
import { defaultLogConfig, type LogConfig } from '#kafka/log/config.ts';
import { INTERNAL_SEGMENT_BYTES, topicInt, topicValue } from '#kafka/metadata/config.ts';
import type { Config } from '#kafka/spec.ts';

export function logConfigOf(topic: Config, broker: Config): LogConfig {
  const number = (name: string): number => topicInt(topic, broker, name);
  const policy = topicValue(topic, broker, 'cleanup.policy');
  return {
    deletes: policy.includes('delete'),
    compacts: policy.includes('compact'),
    segmentBytes: Number(topic[INTERNAL_SEGMENT_BYTES] ?? number('segment.bytes')),
    segmentMs: number('segment.ms'),
    segmentJitterMs: number('segment.jitter.ms'),
    segmentIndexBytes: number('segment.index.bytes'),
    indexIntervalBytes: number('index.interval.bytes'),
    retentionMs: number('retention.ms'),
    retentionBytes: number('retention.bytes'),
    minCleanableRatio: number('min.cleanable.dirty.ratio'),
    minCompactionLagMs: number('min.compaction.lag.ms'),
    maxCompactionLagMs: number('max.compaction.lag.ms'),
    deleteRetentionMs: number('delete.retention.ms'),
    flushMessages: number('flush.messages'),
    flushMs: number('flush.ms'),
    logAppendTime: topicValue(topic, broker, 'message.timestamp.type') === 'LogAppendTime',
    timestampBeforeMaxMs: number('message.timestamp.before.max.ms'),
    timestampAfterMaxMs: number('message.timestamp.after.max.ms'),
  };
}

const KEYS = Object.keys(defaultLogConfig) as (keyof LogConfig)[];

export const isSameLogConfig = (a: LogConfig, b: LogConfig): boolean => KEYS.every((key) => a[key] === b[key]);
