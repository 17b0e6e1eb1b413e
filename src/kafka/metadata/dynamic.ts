/** Which broker settings may change while a broker runs, and which of them only broker by broker (DynamicBrokerConfig, KIP-226). */
import { BROKER_CONFIG, intConfig } from '#kafka/metadata/config.ts';
import { checkValue, configException, long } from '#kafka/metadata/define.ts';
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
  'log.retention.hours',
  'log.retention.minutes',
  'log.retention.check.interval.ms',
  'log.roll.hours',
  'log.roll.jitter.hours',
]);

/** Quotas of a broker have no default for all brokers in its file. */
const QUOTAS = ['follower.replication.throttled.rate', 'leader.replication.throttled.rate', 'replica.alter.log.dirs.io.max.bytes.per.second'];

/** Settings that only a restart changes, and that the simulation has no use for otherwise. */
const FIXED_ELSEWHERE = new Set(['broker.id', 'broker.rack', 'node.id', 'process.roles', 'zookeeper.connect']);

/** Where a broker can be reached: until 3.9 they could change, one broker at a time (DynamicListenerConfig). */
const LISTENERS = new Set(['advertised.listeners', 'listener.security.protocol.map', 'listeners']);

/** Pools that may at most double or halve at a time (DynamicThreadPool); the cleaner's own words are different. */
const POOLS = new Set(['background.threads', 'num.io.threads', 'num.network.threads', 'num.recovery.threads.per.data.dir', 'num.replica.fetchers']);
const CLEANER = 'log.cleaner.threads';

export const isDynamic = (name: string): boolean => DYNAMIC.has(name) || (name.startsWith('log.') && !FIXED_LOG.has(name));

/** Kafka has a setting of this name: values of others are secrets to it. */
export const isKnown = (name: string): boolean => BROKER_CONFIG[name] !== undefined || QUOTAS.includes(name) || LISTENERS.has(name) || isDynamic(name);

/** How a release refuses a change. */
export interface DynamicRules {
  /** A refusal begins with the resource that it is about (seen in 2.1 and 2.8, not in 3.9). */
  readonly namesResource: boolean;
  /** Names in brackets as Java writes them; in Scala, before 4.0, as a Set. */
  readonly inJava: boolean;
  /** Listeners may change while a broker runs. */
  readonly listeners: boolean;
  /** log.segment.bytes is at least so large (KIP-1030, 4.0). */
  readonly minSegmentBytes: number;
}

export interface DynamicChange {
  /** '' changes the default of all brokers. */
  readonly broker: string;
  readonly set: Config;
  /** What is in force on the broker that is asked. */
  readonly inForce: Config;
  readonly rules: DynamicRules;
}

const RATE = (name: string) => long(name, '9223372036854775807', { min: 0 });

/** Kafka's words about a change of a broker's dynamic settings, or undefined. A name that no Kafka setting has is kept for whoever plugs something in. */
export function dynamicConfigError(change: DynamicChange): string | undefined {
  const refused = namesRefused(change) ?? valueRefused(change) ?? poolRefused(change);
  const resource = `ConfigResource(type=BROKER, name='${change.broker}')`;
  return refused !== undefined && change.rules.namesResource ? `Invalid config value for resource ${resource}: ${refused}` : refused;
}

/** The same before there is a broker to ask: what a tool may write to ZooKeeper for it (DynamicBrokerConfig.validateConfigs). */
export const writtenConfigError = (broker: string, set: Config, rules: DynamicRules): string | undefined =>
  namesRefused({ broker, set, rules }) ?? valueRefused({ set, rules });

function namesRefused({ broker, set, rules }: Omit<DynamicChange, 'inForce'>): string | undefined {
  const names = Object.keys(set);
  const listed = (some: readonly string[]): string => (rules.inJava ? `[${some.join(', ')}]` : `Set(${some.join(', ')})`);
  const isListener = (name: string): boolean => LISTENERS.has(name);
  const isFixed = (name: string): boolean =>
    FIXED_ELSEWHERE.has(name) || (isListener(name) ? !rules.listeners : BROKER_CONFIG[name] !== undefined && !isDynamic(name));
  const fixed = names.filter(isFixed).sort();
  if (fixed.length > 0) return `Cannot update these configs dynamically: ${listed(fixed)}`;
  const own = names.filter(isListener).sort();
  return broker === '' && own.length > 0 ? `Cannot update these configs at default cluster level, broker id must be specified: ${listed(own)}` : undefined;
}

function valueRefused({ set, rules }: Pick<DynamicChange, 'set' | 'rules'>): string | undefined {
  for (const [name, value] of Object.entries(set)) {
    const known = BROKER_CONFIG[name] ?? (QUOTAS.includes(name) ? RATE(name) : undefined);
    const key = known && name === 'log.segment.bytes' ? { ...known, min: rules.minSegmentBytes } : known;
    const error = key && checkValue(key, value);
    if (error !== undefined) return error;
  }
  return undefined;
}

function poolRefused({ set, inForce }: DynamicChange): string | undefined {
  for (const [name, value] of Object.entries(set)) {
    const told = POOLS.has(name)
      ? poolError(name, Number(value), intConfig(inForce, name))
      : name === CLEANER
        ? cleanerError(Number(value), inForce)
        : undefined;
    if (told !== undefined) return configException('Invalid dynamic configuration', `org.apache.kafka.common.config.ConfigException: ${told}`);
  }
  return undefined;
}

function poolError(name: string, wanted: number, now: number): string | undefined {
  const failed = `Dynamic thread count update validation failed for ${name}=${wanted}`;
  if (wanted === now) return undefined;
  if (wanted <= 0) return `${failed}, value should be at least 1`;
  if (wanted < Math.floor(now / 2)) return `${failed}, value should be at least half the current value ${now}`;
  return wanted > now * 2 ? `${failed}, value should not be greater than double the current value ${now}` : undefined;
}

/** LogCleaner.validateReconfiguration */
function cleanerError(wanted: number, inForce: Config): string | undefined {
  const now = intConfig(inForce, CLEANER);
  if (wanted < 1) return 'Log cleaner threads should be at least 1';
  if (wanted < Math.floor(now / 2)) return `Log cleaner threads cannot be reduced to less than half the current value ${now}`;
  return wanted > now * 2 ? `Log cleaner threads cannot be increased to more than double the current value ${now}` : undefined;
}
