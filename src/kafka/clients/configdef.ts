/** Definitions of configuration keys with their validators and exact error texts (org.apache.kafka.common.config.ConfigDef). */
import type { Config } from '#kafka/spec.ts';

export type ConfigType = 'boolean' | 'int' | 'long' | 'short' | 'double' | 'string' | 'list' | 'class' | 'password';

export interface ConfigKey {
  readonly type: ConfigType;
  /** As Kafka writes it; null has no value. */
  readonly default: string | null;
  /** Text after `Invalid value … for configuration …: `, or null when the value is good. */
  readonly validate?: (value: string) => string | null;
}

export type ConfigDef = Readonly<Record<string, ConfigKey>>;

const isWhole = (value: string): boolean => /^[+-]?\d+$/.test(value);

function typeError(type: ConfigType, value: string): string | null {
  const trimmed = value.trim();
  switch (type) {
    case 'boolean':
      return /^(true|false)$/i.test(trimmed) ? null : 'Expected value to be either true or false';
    case 'short':
      return wholeWithin(trimmed, 32_767) ? null : 'Not a number of type SHORT';
    case 'int':
      return wholeWithin(trimmed, 2_147_483_647) ? null : 'Not a number of type INT';
    case 'long':
      return isWhole(trimmed) && BigInt.asIntN(64, BigInt(trimmed)) === BigInt(trimmed) ? null : 'Not a number of type LONG';
    case 'double':
      return trimmed !== '' && Number.isFinite(Number(trimmed)) ? null : 'Not a number of type DOUBLE';
    default:
      return null;
  }
}

const wholeWithin = (value: string, max: number): boolean => isWhole(value) && Number(value) <= max && Number(value) >= -max - 1;

/** The message of the ConfigException for the first bad value in the order of definition, or null. Unknown keys are no error in Kafka. */
export function firstConfigError(def: ConfigDef, config: Config): string | null {
  for (const name of Object.keys(def)) {
    const value = config[name];
    if (value === undefined) continue;
    const { type, validate } = def[name];
    const misread = typeError(type, value);
    if (misread !== null) return invalid(name, value, misread);
    // Kafka takes blanks away as it reads, but not from the name of a class.
    const read = type === 'class' ? value : value.trim();
    const problem = validate?.(read) ?? null;
    if (problem !== null) return invalid(name, read, problem);
  }
  return null;
}

export const invalid = (name: string, value: string, problem: string): string => `Invalid value ${value} for configuration ${name}: ${problem}`;

export const atLeast =
  (min: number) =>
  (value: string): string | null =>
    Number(value) < min ? `Value must be at least ${min}` : null;

export const between =
  (min: number, max: number) =>
  (value: string): string | null =>
    Number(value) < min ? `Value must be at least ${min}` : Number(value) > max ? `Value must be no more than ${max}` : null;

/** A class of `org.apache.kafka.common.serialization` that Kafka brings along: there are no others here. */
export const serde =
  (kind: 'Serializer' | 'Deserializer') =>
  (value: string): string | null => {
    const type = value.startsWith(SERDE_PACKAGE) && value.endsWith(kind) ? value.slice(SERDE_PACKAGE.length, -kind.length) : '';
    return SERDES.includes(type) ? null : notFound(value);
  };

export const notFound = (value: string): string => `Class ${value} could not be found.`;

const SERDE_PACKAGE = 'org.apache.kafka.common.serialization.';
const SERDES = ['Boolean', 'ByteArray', 'ByteBuffer', 'Bytes', 'Double', 'Float', 'Integer', 'List', 'Long', 'Short', 'String', 'UUID', 'Void'];

export const oneOf =
  (...valid: readonly string[]) =>
  (value: string): string | null =>
    valid.includes(value) ? null : `String must be one of: ${valid.join(', ')}`;

/** The values in the order of Kafka's hash set. */
export const oneOfIgnoringCase =
  (...valid: readonly string[]) =>
  (value: string): string | null =>
    valid.some((one) => one.toLowerCase() === value.toLowerCase()) ? null : `String must be one of (case insensitive): ${valid.join(', ')}`;

/** All values, defaults included, as Kafka writes them. Keys without a value are left out. */
export function effectiveConfig(def: ConfigDef, config: Config): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of Object.keys(def)) {
    const value = config[name] ?? def[name].default;
    if (value !== null) all[name] = value;
  }
  return all;
}

export const numberIn = (def: ConfigDef, config: Config, name: string): number => Number(config[name] ?? def[name].default);
export const flagIn = (def: ConfigDef, config: Config, name: string): boolean => (config[name] ?? def[name].default ?? '').trim().toLowerCase() === 'true';
export const textIn = (def: ConfigDef, config: Config, name: string): string => (config[name] ?? def[name].default ?? '').trim();

/** Keys that every client knows (CommonClientConfigs). */
export const commonKeys: ConfigDef = {
  'bootstrap.servers': { type: 'list', default: null },
  'client.dns.lookup': { type: 'string', default: 'use_all_dns_ips', validate: oneOf('use_all_dns_ips', 'resolve_canonical_bootstrap_servers_only') },
  'client.id': { type: 'string', default: '' },
  'connections.max.idle.ms': { type: 'long', default: '540000' },
  'interceptor.classes': { type: 'list', default: '' },
  'metadata.max.age.ms': { type: 'long', default: '300000', validate: atLeast(0) },
  'metadata.recovery.strategy': { type: 'string', default: 'rebootstrap', validate: oneOfIgnoringCase('REBOOTSTRAP', 'NONE') },
  'metadata.recovery.rebootstrap.trigger.ms': { type: 'long', default: '300000', validate: atLeast(0) },
  'metric.reporters': { type: 'list', default: 'org.apache.kafka.common.metrics.JmxReporter' },
  'metrics.num.samples': { type: 'int', default: '2', validate: atLeast(1) },
  'metrics.recording.level': { type: 'string', default: 'INFO', validate: oneOf('INFO', 'DEBUG', 'TRACE') },
  'metrics.sample.window.ms': { type: 'long', default: '30000', validate: atLeast(0) },
  'enable.metrics.push': { type: 'boolean', default: 'true' },
  'receive.buffer.bytes': { type: 'int', default: '65536', validate: atLeast(-1) },
  'reconnect.backoff.ms': { type: 'long', default: '50', validate: atLeast(0) },
  'reconnect.backoff.max.ms': { type: 'long', default: '1000', validate: atLeast(0) },
  'retry.backoff.ms': { type: 'long', default: '100', validate: atLeast(0) },
  'retry.backoff.max.ms': { type: 'long', default: '1000', validate: atLeast(0) },
  'security.protocol': { type: 'string', default: 'PLAINTEXT', validate: oneOfIgnoringCase('SASL_SSL', 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT') },
  'security.providers': { type: 'string', default: null },
  'send.buffer.bytes': { type: 'int', default: '131072', validate: atLeast(-1) },
  'socket.connection.setup.timeout.ms': { type: 'long', default: '10000' },
  'socket.connection.setup.timeout.max.ms': { type: 'long', default: '30000' },
};
