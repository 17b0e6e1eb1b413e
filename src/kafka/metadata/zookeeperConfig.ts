/** Broker settings that only clusters on ZooKeeper have, gone with it in 4.0 (ZkConfigs, KafkaConfig of 3.9). */
import { type ConfigDef, checkValue, define, int, long } from '#kafka/metadata/define.ts';
import type { Config } from '#kafka/spec.ts';

export const ZOOKEEPER_CONFIG: ConfigDef = define(
  int('zookeeper.session.timeout.ms', 18_000),
  int('leader.imbalance.per.broker.percentage', 10),
  int('controlled.shutdown.max.retries', 3),
  long('controlled.shutdown.retry.backoff.ms', 5000),
);

export const zookeeperInt = (config: Config, name: string): number => Number(config[name] ?? ZOOKEEPER_CONFIG[name].default);

/** Kafka's ConfigException text about one of these settings, or undefined. */
export function zookeeperConfigError(config: Config): string | undefined {
  for (const [name, value] of Object.entries(config)) {
    const error = ZOOKEEPER_CONFIG[name] && checkValue(ZOOKEEPER_CONFIG[name], value);
    if (error !== undefined) return error;
  }
  return undefined;
}
