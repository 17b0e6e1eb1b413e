/** Under which name a topic's setting stands in a broker's file (ServerTopicConfigSynonyms). */
import type { TopicKey } from '#kafka/metadata/config.ts';

/** Settings of a broker that say the same in coarser units, the finest first (DynamicBrokerConfig.brokerConfigSynonyms). */
const CHAINS: readonly (readonly string[])[] = [
  ['log.roll.ms', 'log.roll.hours'],
  ['log.roll.jitter.ms', 'log.roll.jitter.hours'],
  ['log.flush.interval.ms', 'log.flush.scheduler.interval.ms'],
  ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'],
];

export const brokerSynonyms = (name: string): readonly string[] => CHAINS.find((chain) => chain.includes(name)) ?? [name];

/** Names of broker settings that the simulation has no use for, so that its own table lacks them. */
const MORE: Readonly<Record<string, string>> = {
  'compression.gzip.level': 'compression.gzip.level',
  'compression.lz4.level': 'compression.lz4.level',
  'compression.zstd.level': 'compression.zstd.level',
  'delete.retention.ms': 'log.cleaner.delete.retention.ms',
  'file.delete.delay.ms': 'log.segment.delete.delay.ms',
  'index.interval.bytes': 'log.index.interval.bytes',
  'local.retention.bytes': 'log.local.retention.bytes',
  'local.retention.ms': 'log.local.retention.ms',
  'max.compaction.lag.ms': 'log.cleaner.max.compaction.lag.ms',
  'message.timestamp.after.max.ms': 'log.message.timestamp.after.max.ms',
  'message.timestamp.before.max.ms': 'log.message.timestamp.before.max.ms',
  'min.cleanable.dirty.ratio': 'log.cleaner.min.cleanable.ratio',
  'min.compaction.lag.ms': 'log.cleaner.min.compaction.lag.ms',
  preallocate: 'log.preallocate',
  'segment.index.bytes': 'log.index.size.max.bytes',
};

export const synonymOf = ({ name, synonym }: TopicKey): string | undefined => synonym ?? MORE[name];
