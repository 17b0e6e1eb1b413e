/** How a configuration key is defined and checked (ConfigDef): name, type, default, validator, with Kafka's own error texts. */

export const CONFIG_TYPES = ['BOOLEAN', 'INT', 'LONG', 'SHORT', 'DOUBLE', 'STRING', 'LIST'] as const;
export type ConfigType = (typeof CONFIG_TYPES)[number];

export interface ConfigKey {
  readonly name: string;
  readonly type: ConfigType;
  readonly default: string;
  readonly min?: number;
  readonly max?: number;
  /** Outside of the range and good all the same. */
  readonly or?: number;
  readonly oneOf?: readonly string[];
  /** ConfigDef.defineInternal: may be given, and is never shown. */
  readonly internal?: true;
  /** A validator of its own: what it has against a value. */
  readonly against?: (value: string) => string | undefined;
}

export type ConfigDef = Readonly<Record<string, ConfigKey>>;

/** 2^63, which a number holds; a LONG that differs from it by one does not fit into one and need not. */
const LONG_LIMIT = 2 ** 63;

const RANGES: Partial<Record<ConfigType, readonly [number, number]>> = { INT: [-0x80000000, 0x7fffffff], SHORT: [-32768, 32767] };

type Bounds = Pick<ConfigKey, 'min' | 'max' | 'or' | 'oneOf'>;

export const bool = (name: string, value: boolean): ConfigKey => ({ name, type: 'BOOLEAN', default: String(value) });
export const int = (name: string, value: number, bounds: Bounds = {}): ConfigKey => ({ name, type: 'INT', default: String(value), ...bounds });
export const long = (name: string, value: number | string, bounds: Bounds = {}): ConfigKey => ({ name, type: 'LONG', default: String(value), ...bounds });
export const short = (name: string, value: number, bounds: Bounds = {}): ConfigKey => ({ name, type: 'SHORT', default: String(value), ...bounds });
export const double = (name: string, value: string, bounds: Bounds = {}): ConfigKey => ({ name, type: 'DOUBLE', default: value, ...bounds });
export const text = (name: string, value: string, oneOf?: readonly string[]): ConfigKey => ({ name, type: 'STRING', default: value, oneOf });
export const list = (name: string, value: string, oneOf?: readonly string[]): ConfigKey => ({ name, type: 'LIST', default: value, oneOf });
/** A setting that is null unless given. */
export const unset = (key: ConfigKey): ConfigKey => ({ ...key, default: 'null' });

export const define = (...keys: readonly ConfigKey[]): ConfigDef => Object.fromEntries(keys.map((key) => [key.name, key]));

/** Text of org.apache.kafka.common.config.ConfigException. */
export const configException = (name: string, value: string, reason?: string): string =>
  `Invalid value ${value} for configuration ${name}${reason === undefined ? '' : `: ${reason}`}`;

/** Kafka's own words about a bad value; undefined when it is good. */
export function checkValue(key: ConfigKey, value: string): string | undefined {
  const reason = reasonAgainst(key, value.trim());
  return reason === undefined ? undefined : configException(key.name, shownValue(key, value, reason), reason);
}

/** A value that could be read is shown as Java shows it: 2 as a double is 2.0. */
function shownValue({ type, against }: ConfigKey, value: string, reason: string): string {
  if (type === 'LIST' && against)
    return `[${value
      .trim()
      .split(/\s*,\s*/)
      .join(', ')}]`;
  const number = Number(value);
  return type === 'DOUBLE' && reason.startsWith('Value must') && Number.isInteger(number) ? `${number}.0` : value;
}

function reasonAgainst(key: ConfigKey, value: string): string | undefined {
  if (key.against) return key.against(value);
  switch (key.type) {
    case 'BOOLEAN':
      return /^(true|false)$/i.test(value) ? undefined : 'Expected value to be either true or false';
    case 'STRING':
      return !key.oneOf || key.oneOf.includes(value) ? undefined : `String must be one of: ${key.oneOf.join(', ')}`;
    case 'LIST':
      return !key.oneOf || value.split(',').every((item) => key.oneOf?.includes(item.trim())) ? undefined : `String must be one of: ${key.oneOf.join(', ')}`;
    case 'DOUBLE':
      return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(value) ? outside(key, Number(value)) : 'Not a number of type DOUBLE';
    default:
      return isWhole(key.type, value) ? outside(key, Number(value)) : `Not a number of type ${key.type}`;
  }
}

function isWhole(type: ConfigType, value: string): boolean {
  if (!/^[+-]?\d+$/.test(value)) return false;
  const [min, max] = RANGES[type] ?? [-LONG_LIMIT, LONG_LIMIT];
  return Number(value) >= min && Number(value) <= max;
}

function outside(key: ConfigKey, value: number): string | undefined {
  if (value === key.or) return undefined;
  const { min = value, max = value } = key;
  if (key.or !== undefined && (value < min || value > max)) return `Value must be between ${min} and ${max} or equal to ${key.or}`;
  if (key.min !== undefined && value < key.min) return `Value must be at least ${key.min}`;
  if (key.max !== undefined && value > key.max) return `Value must be no more than ${key.max}`;
  if (key.oneOf && !key.oneOf.includes(String(value))) return `Value must be one of: ${key.oneOf.join(', ')}`;
  return undefined;
}
