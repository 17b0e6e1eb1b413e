/** What a group may set for itself (GroupConfig, kafka-configs.sh --entity-type groups): names, defaults, validation, and the bounds that brokers set. */
import { bool, type ConfigDef, checkValue, configException, define, int, text } from '#kafka/metadata/define.ts';
import { durationMs } from '#kafka/metadata/duration.ts';
import type { Config } from '#kafka/spec.ts';

const RESET = 'share.auto.offset.reset';
const BY_DURATION = 'by_duration:';

/** ShareGroupAutoOffsetResetStrategy.Validator. */
const resetError = (value: string): string | undefined =>
  value === 'earliest' || value === 'latest' || (value.startsWith(BY_DURATION) && (durationMs(value.slice(BY_DURATION.length)) ?? -1) >= 0)
    ? undefined
    : `Invalid value \`${value}\` for configuration ${RESET}. The value must be either 'earliest', 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'.`;

/** Of all kinds of groups, whatever kind the group is: a broker does not know it beforehand. */
export const GROUP_CONFIG: ConfigDef = define(
  int('consumer.session.timeout.ms', 45_000, { min: 1 }),
  int('consumer.heartbeat.interval.ms', 5000, { min: 1 }),
  int('consumer.assignment.interval.ms', 1000, { min: 0 }),
  int('share.session.timeout.ms', 45_000, { min: 1 }),
  int('share.heartbeat.interval.ms', 5000, { min: 1 }),
  int('share.record.lock.duration.ms', 30_000, { min: 1000 }),
  int('share.delivery.count.limit', 5, { min: 2 }),
  int('share.partition.max.record.locks', 2000, { min: 100 }),
  { ...text(RESET, 'latest'), against: resetError },
  text('share.isolation.level', 'read_uncommitted', ['read_committed', 'read_uncommitted']),
  bool('share.renew.acknowledge.enable', true),
  int('share.assignment.interval.ms', 1000, { min: 0 }),
  int('streams.session.timeout.ms', 45_000, { min: 1 }),
  int('streams.heartbeat.interval.ms', 5000, { min: 1 }),
  int('streams.num.standby.replicas', 0, { min: 0 }),
  int('streams.initial.rebalance.delay.ms', 3000, { min: 0 }),
  int('streams.assignment.interval.ms', 1000, { min: 0 }),
);

/** Those for which brokers have no value of their own. */
const OWN = new Set([RESET, 'share.isolation.level', 'share.renew.acknowledge.enable']);

/** GroupConfig.brokerSynonym: what holds for groups that say nothing. */
export const brokerSynonymOf = (name: string): string | undefined => (OWN.has(name) ? undefined : `group.${name}`);

/** What brokers allow by default, in the order in which it is looked at: group.share.min.… and group.share.max.… */
const BOUNDS: readonly (readonly [kind: string, name: string, min: number, max: number])[] = [
  ['consumer', 'heartbeat.interval.ms', 5000, 15_000],
  ['consumer', 'session.timeout.ms', 45_000, 60_000],
  ['consumer', 'assignment.interval.ms', 0, 15_000],
  ['share', 'heartbeat.interval.ms', 5000, 15_000],
  ['share', 'session.timeout.ms', 45_000, 60_000],
  ['share', 'record.lock.duration.ms', 15_000, 60_000],
  ['share', 'delivery.count.limit', 2, 10],
  ['share', 'partition.max.record.locks', 100, 4000],
  ['share', 'assignment.interval.ms', 0, 15_000],
  ['streams', 'heartbeat.interval.ms', 5000, 15_000],
  ['streams', 'session.timeout.ms', 45_000, 60_000],
];
const MOST_STANDBYS = 'group.streams.max.standby.replicas';
const KINDS = ['consumer', 'share', 'streams'] as const;

/** The value in force: the group's own, else its broker's for all groups. */
export const groupValue = (name: string, own: Config, broker: Config): string => own[name] ?? broker[brokerSynonymOf(name) ?? ''] ?? GROUP_CONFIG[name].default;

/** Kafka's first complaint (GroupConfig.validate); undefined when it has none. */
export function groupConfigError(config: Config, broker: Config = {}): string | undefined {
  const unknown = Object.keys(config).find((name) => GROUP_CONFIG[name] === undefined);
  if (unknown !== undefined) return `Unknown group config name: ${unknown}`;
  for (const key of Object.values(GROUP_CONFIG)) {
    const value = config[key.name];
    if (value === undefined) continue;
    const error = key.against?.(value) === undefined ? checkValue(key, value) : configException(key.name, value, key.against(value));
    if (error !== undefined) return error;
  }
  return boundsError(config, broker) ?? sessionError(config, broker);
}

/** What a group says itself: what its broker has for all groups it was started with. */
function boundsError(config: Config, broker: Config): string | undefined {
  for (const [kind, name, least, most] of BOUNDS) {
    const own = config[`${kind}.${name}`];
    if (own === undefined) continue;
    const [min, max] = [`group.${kind}.min.${name}`, `group.${kind}.max.${name}`];
    if (Number(own) < Number(broker[min] ?? least)) return `${kind}.${name} must be greater than or equal to ${min}`;
    if (Number(own) > Number(broker[max] ?? most)) return `${kind}.${name} must be less than or equal to ${max}`;
  }
  const standbys = Number(config['streams.num.standby.replicas'] ?? 0);
  return standbys > Number(broker[MOST_STANDBYS] ?? 2) ? `streams.num.standby.replicas must be less than or equal to ${MOST_STANDBYS}` : undefined;
}

function sessionError(config: Config, broker: Config): string | undefined {
  for (const kind of KINDS) {
    const [session, heartbeat] = [`${kind}.session.timeout.ms`, `${kind}.heartbeat.interval.ms`];
    if (Number(groupValue(session, config, broker)) <= Number(groupValue(heartbeat, config, broker))) return `${session} must be greater than ${heartbeat}`;
  }
  return undefined;
}
