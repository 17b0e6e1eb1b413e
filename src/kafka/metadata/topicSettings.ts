/** Which settings topics have had through the ages (TopicConfig, LogConfig): DescribeConfigs lists them, in whatever release. */
import { TOPIC_CONFIG, type TopicKey } from '#kafka/metadata/config.ts';
import { bool, long, text } from '#kafka/metadata/define.ts';

export interface TopicSettings {
  /** Settings of 4.3 that the release does not know yet. */
  readonly missing: readonly string[];
  /** Settings that were taken away in 4.0 (KIP-724). Here they have their defaults and nothing changes them. */
  readonly former: readonly TopicKey[];
}

const former = (version: string): readonly TopicKey[] => [
  { ...bool('message.downconversion.enable', true), synonym: 'log.message.downconversion.enable' },
  { ...text('message.format.version', version), synonym: 'log.message.format.version' },
  { ...long('message.timestamp.difference.max.ms', '9223372036854775807'), synonym: 'log.message.timestamp.difference.max.ms' },
];

/** KIP-405 (3.0), KIP-937 (3.6), KIP-390 (3.8), KIP-950 (3.9). */
const SINCE_3 = [
  ...['compression.gzip.level', 'compression.lz4.level', 'compression.zstd.level', 'local.retention.bytes', 'local.retention.ms'],
  ...['message.timestamp.after.max.ms', 'message.timestamp.before.max.ms', 'remote.log.copy.disable', 'remote.log.delete.on.disable', 'remote.storage.enable'],
];

export const SETTINGS_OF_4: TopicSettings = { missing: [], former: [] };
export const SETTINGS_OF_3: TopicSettings = { missing: [], former: former('3.0-IV1') };
export const SETTINGS_OF_2: TopicSettings = { missing: SINCE_3, former: former('2.8-IV1') };

/** In order of name. */
export const topicKeysOf = ({ missing, former: gone }: TopicSettings): readonly TopicKey[] =>
  [...Object.values(TOPIC_CONFIG).filter(({ name }) => !missing.includes(name)), ...gone].sort((a, b) => (a.name < b.name ? -1 : 1));
