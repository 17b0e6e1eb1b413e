/** Which broker settings may change while a broker runs, and which of them only broker by broker (DynamicBrokerConfig, KIP-226). */
import { BROKER_CONFIG } from '#kafka/metadata/config.ts';
import { checkValue, long } from '#kafka/metadata/define.ts';
import type { Config } from '#kafka/spec.ts';

/** Settings of topics that have a broker-wide default under another name, cleaner and thread pools, quotas of reassignments. */
const DYNAMIC = new Set([
  'background.threads',
  'compression.type',
  'follower.replication.throttled.rate',
  'leader.replication.throttled.rate',
  'max.connection.creation.rate',
  'max.connections',
  'max.connections.per.ip',
  'message.max.bytes',
  'min.insync.replicas',
  'num.io.threads',
  'num.network.threads',
  'num.recovery.threads.per.data.dir',
  'num.replica.fetchers',
  'producer.id.expiration.ms',
  'replica.alter.log.dirs.io.max.bytes.per.second',
  'transaction.partition.verification.enable',
  'unclean.leader.election.enable',
]);

/** Of the settings under `log.`, what only a restart changes. */
const FIXED_LOG = new Set([
  'log.cleaner.enable',
  'log.dir',
  'log.dirs',
  'log.flush.offset.checkpoint.interval.ms',
  'log.flush.scheduler.interval.ms',
  'log.flush.start.offset.checkpoint.interval.ms',
  'log.initial.task.delay.ms',
  'log.retention.check.interval.ms',
]);

/** Quotas of a broker have no default for all brokers in its file. */
const QUOTAS = ['follower.replication.throttled.rate', 'leader.replication.throttled.rate', 'replica.alter.log.dirs.io.max.bytes.per.second'];

/** Settings that only a restart changes, and that the simulation has no use for otherwise. */
const FIXED_ELSEWHERE = new Set(['advertised.listeners', 'broker.id', 'broker.rack', 'node.id', 'process.roles', 'zookeeper.connect']);

export const isDynamic = (name: string): boolean => DYNAMIC.has(name) || (name.startsWith('log.') && !FIXED_LOG.has(name));

const RATE = (name: string) => long(name, '9223372036854775807', { min: 0 });

/** Kafka's words about a change of a broker's dynamic settings, or undefined. A name that no Kafka setting has is kept for whoever plugs something in. */
export function dynamicConfigError(config: Config): string | undefined {
  const names = Object.keys(config);
  const fixed = names.filter((name) => FIXED_ELSEWHERE.has(name) || (BROKER_CONFIG[name] && !isDynamic(name))).sort();
  if (fixed.length > 0) return `Cannot update these configs dynamically: [${fixed.join(', ')}]`;
  for (const name of names) {
    const key = BROKER_CONFIG[name] ?? (QUOTAS.includes(name) ? RATE(name) : undefined);
    const error = key && checkValue(key, config[name]);
    if (error !== undefined) return error;
  }
  return undefined;
}
