/** What a share group may set for itself (GroupConfig, kafka-configs.sh --entity-type groups): names, defaults, validation, and the bounds that brokers set. */
import { bool, type ConfigDef, checkValue, configException, define, int, text } from '#kafka/metadata/define.ts';
import type { Config } from '#kafka/spec.ts';

const RESET = 'share.auto.offset.reset';

const resetError = (value: string): string | undefined =>
  /^(earliest|latest)$/i.test(value) || /^by_duration:P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/i.test(value)
    ? undefined
    : `Invalid value \`${value}\` for configuration ${RESET}. The value must be either 'earliest', 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'.`;

export const GROUP_CONFIG: ConfigDef = define(
  int('share.session.timeout.ms', 45_000, { min: 1 }),
  int('share.heartbeat.interval.ms', 5000, { min: 1 }),
  int('share.record.lock.duration.ms', 30_000, { min: 1000 }),
  int('share.delivery.count.limit', 5, { min: 2 }),
  int('share.partition.max.record.locks', 2000, { min: 100 }),
  { ...text(RESET, 'latest'), against: resetError },
  text('share.isolation.level', 'read_uncommitted', ['read_committed', 'read_uncommitted']),
  bool('share.renew.acknowledge.enable', true),
);

/** What brokers allow by default: group.share.min.… and group.share.max.… */
const BOUNDS: readonly (readonly [name: string, min: number, max: number])[] = [
  ['heartbeat.interval.ms', 5000, 15_000],
  ['session.timeout.ms', 45_000, 60_000],
  ['record.lock.duration.ms', 15_000, 60_000],
  ['delivery.count.limit', 2, 10],
  ['partition.max.record.locks', 100, 4000],
];

/** Kafka's first complaint; undefined when it has none. */
export function groupConfigError(config: Config, broker: Config = {}): string | undefined {
  for (const [name, value] of Object.entries(config)) {
    const key = GROUP_CONFIG[name];
    if (key === undefined) return `Unknown group config name: ${name}`;
    const error = key.against?.(value) === undefined ? checkValue(key, value) : configException(name, value, key.against(value));
    if (error !== undefined) return error;
  }
  for (const [name, least, most] of BOUNDS) {
    const min = Number(broker[`group.share.min.${name}`] ?? least);
    const max = Number(broker[`group.share.max.${name}`] ?? most);
    const value = Number(config[`share.${name}`] ?? GROUP_CONFIG[`share.${name}`].default);
    if (value < min) return `share.${name} must be greater than or equal to group.share.min.${name}`;
    if (value > max) return `share.${name} must be less than or equal to group.share.max.${name}`;
  }
  return undefined;
}
