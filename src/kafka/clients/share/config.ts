/** Configuration of the share consumer in 4.3 (ShareConsumerConfig): that of the consumer without what belongs to partitions of one's own, and two keys more. */

import { type ConfigDef, effectiveConfig, firstConfigError, flagIn, numberIn, textIn } from '#kafka/clients/configdef.ts';
import { consumerConfigDef } from '#kafka/clients/consumer/config.ts';
import type { MetadataConfig } from '#kafka/clients/metadata.ts';
import type { NetworkConfig } from '#kafka/clients/network.ts';
import type { ShareAcquireMode } from '#kafka/protocol/share.ts';
import type { Config } from '#kafka/spec.ts';

/** SHARE_GROUP_UNSUPPORTED_CONFIGS */
const UNSUPPORTED = [
  'auto.offset.reset',
  'enable.auto.commit',
  'group.instance.id',
  'isolation.level',
  'partition.assignment.strategy',
  'interceptor.classes',
  'session.timeout.ms',
  'heartbeat.interval.ms',
  'group.protocol',
  'group.remote.assignor',
] as const;

const either =
  (name: string, ...valid: readonly [string, string]) =>
  (value: string): string | null =>
    valid.includes(value.toLowerCase())
      ? null
      : `Invalid value \`${value}\` for configuration ${name}. The value must either be '${valid[0]}' or '${valid[1]}'.`;

export const shareConsumerConfigDef: ConfigDef = {
  ...Object.fromEntries(Object.entries(consumerConfigDef).filter(([key]) => !(UNSUPPORTED as readonly string[]).includes(key))),
  'share.acknowledgement.mode': { type: 'string', default: 'implicit', validate: either('share.acknowledgement.mode', 'implicit', 'explicit') },
  'share.acquire.mode': { type: 'string', default: 'batch_optimized', validate: either('share.acquire.mode', 'batch_optimized', 'record_limit') },
};

/** Those that are refused are known, too: Kafka says of them why. */
export const shareConsumerConfigKeys: readonly string[] = [...Object.keys(shareConsumerConfigDef), ...UNSUPPORTED];

/** The message of the exception that `new KafkaShareConsumer(config)` throws, or null. */
export function validateShareConsumerConfig(config: Config): string | null {
  const wrong = UNSUPPORTED.filter((name) => config[name] !== undefined && config[name] !== '');
  if (wrong.length > 0) return `${wrong.join(', ')} cannot be set when using a share group.`;
  return firstConfigError(shareConsumerConfigDef, config);
}

/** What the share consumer's code works with. */
export interface ShareConsumerSettings extends NetworkConfig, MetadataConfig {
  readonly isExplicit: boolean;
  readonly acquireMode: ShareAcquireMode;
  readonly maxPollRecords: number;
  readonly maxPollIntervalMs: number;
  readonly fetchMinBytes: number;
  readonly fetchMaxBytes: number;
  readonly fetchMaxWaitMs: number;
  readonly defaultApiTimeoutMs: number;
}

export function shareConsumerSettings(config: Config): ShareConsumerSettings {
  const number = (name: string): number => numberIn(shareConsumerConfigDef, config, name);
  return {
    isExplicit: textIn(shareConsumerConfigDef, config, 'share.acknowledgement.mode').toLowerCase() === 'explicit',
    acquireMode: textIn(shareConsumerConfigDef, config, 'share.acquire.mode').toLowerCase() === 'record_limit' ? 'record_limit' : 'batch_optimized',
    maxPollRecords: number('max.poll.records'),
    maxPollIntervalMs: number('max.poll.interval.ms'),
    fetchMinBytes: number('fetch.min.bytes'),
    fetchMaxBytes: number('fetch.max.bytes'),
    fetchMaxWaitMs: number('fetch.max.wait.ms'),
    defaultApiTimeoutMs: number('default.api.timeout.ms'),
    requestTimeoutMs: number('request.timeout.ms'),
    reconnectBackoffMs: number('reconnect.backoff.ms'),
    reconnectBackoffMaxMs: number('reconnect.backoff.max.ms'),
    metadataMaxAgeMs: number('metadata.max.age.ms'),
    retryBackoffMs: number('retry.backoff.ms'),
    retryBackoffMaxMs: number('retry.backoff.max.ms'),
    allowAutoTopicCreation: flagIn(shareConsumerConfigDef, config, 'allow.auto.create.topics'),
  };
}

/** All values in effect; the client id that Kafka makes up is one of them. */
export function effectiveShareConsumerConfig(config: Config): Record<string, string> {
  return { ...effectiveConfig(shareConsumerConfigDef, config), 'client.id': shareClientIdOf(config) };
}

export const shareClientIdOf = (config: Config): string => config['client.id'] || `consumer-${config['group.id'] ?? 'null'}-1`;
