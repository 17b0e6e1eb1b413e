/** Configuration of brokers, topics and clients, checked with Kafka's own names and Kafka's own ConfigException words. */
import { consumerConfigKeys, validateConsumerConfig } from '#kafka/clients/consumer/config.ts';
import { producerConfigKeys, validateProducerConfig } from '#kafka/clients/producer/config.ts';
import { shareConsumerConfigKeys, validateShareConsumerConfig } from '#kafka/clients/share/config.ts';
import { BROKER_CONFIG, brokerConfigError, INTERNAL_SEGMENT_BYTES, TOPIC_CONFIG, topicConfigError } from '#kafka/metadata/config.ts';
import { GROUP_CONFIG, groupConfigError } from '#kafka/metadata/groupConfig.ts';
import { ZOOKEEPER_CONFIG, zookeeperConfigError } from '#kafka/metadata/zookeeperConfig.ts';
import type { Config, MetadataMode, Profile } from '#kafka/spec.ts';
import { type Path, problem, quoted, type ScenarioError, say } from '#scenario/error.ts';
import { nearest } from '#shell/near.ts';

interface Checker {
  /** What the configuration is of, as in `Unknown topic config name`. */
  readonly what: string;
  readonly keys: readonly string[];
  readonly error: (config: Config) => string | undefined | null;
}

/** Under this name other languages introduce what Kafka itself would say. */
export const KAFKA = 'Kafka says: {{words}}';

/** Kafka stops at its first complaint; here every key is heard on its own, then the whole for what two keys say together. */
function configErrors({ what, keys, error }: Checker, config: Config, path: Path): ScenarioError[] {
  const errors: ScenarioError[] = [];
  const sound: Record<string, string> = {};
  for (const [key, value] of Object.entries(config)) {
    if (!keys.includes(key)) {
      errors.push(problem('U16', [...path, key], say(`Unknown ${what} config name: {{key}}`, { key: key.slice(0, 60) }), { nearest: nearest(key, keys) }));
      continue;
    }
    const text = error({ [key]: value });
    if (text?.includes(` ${key}`) && text.startsWith('Invalid value')) errors.push(quoted('U16', [...path, key], KAFKA, text));
    else sound[key] = value;
  }
  const together = error(sound);
  if (together !== undefined && together !== null) {
    const named = Object.keys(sound).find((key) => together.includes(key));
    errors.push(quoted('U16', named === undefined ? path : [...path, named], KAFKA, together));
  }
  return errors;
}

const BROKERS: Checker = { what: 'broker', keys: Object.keys(BROKER_CONFIG), error: brokerConfigError };
const ZOOKEEPER_BROKERS: Checker = {
  what: 'broker',
  keys: [...BROKERS.keys, ...Object.keys(ZOOKEEPER_CONFIG)],
  error: (config) => zookeeperConfigError(config) ?? brokerConfigError(config),
};
const TOPICS: Checker = { what: 'topic', keys: [...Object.keys(TOPIC_CONFIG), INTERNAL_SEGMENT_BYTES], error: topicConfigError };
const CONSUMERS: Checker = { what: 'consumer', keys: consumerConfigKeys, error: validateConsumerConfig };

/** Settings that only a cluster on ZooKeeper has are unknown to the others. */
export const brokerConfigErrors = (config: Config, path: Path, mode: MetadataMode): ScenarioError[] =>
  configErrors(mode === 'zookeeper' ? ZOOKEEPER_BROKERS : BROKERS, config, path);
export const topicConfigErrors = (config: Config, path: Path): ScenarioError[] => configErrors(TOPICS, config, path);
export const producerConfigErrors = (config: Config, path: Path, profile: Profile): ScenarioError[] =>
  configErrors({ what: 'producer', keys: producerConfigKeys, error: (one) => validateProducerConfig(one, profile) }, config, path);
export const consumerConfigErrors = (config: Config, path: Path): ScenarioError[] => configErrors(CONSUMERS, config, path);

const SHARE_CONSUMERS: Checker = { what: 'consumer', keys: shareConsumerConfigKeys, error: validateShareConsumerConfig };

export const shareConsumerConfigErrors = (config: Config, path: Path): ScenarioError[] => configErrors(SHARE_CONSUMERS, config, path);
/** `broker`: the bounds that the brokers set. */
export const groupConfigErrors = (config: Config, path: Path, broker: Config): ScenarioError[] =>
  configErrors({ what: 'group', keys: Object.keys(GROUP_CONFIG), error: (one) => groupConfigError(one, broker) }, config, path);
