/** Group coordinator configuration of a broker (GroupCoordinatorConfig), with Kafka's defaults. */
import type { CoordinatorIo } from '#kafka/coordinator/io.ts';

const DEFAULTS = {
  'group.initial.rebalance.delay.ms': 3000,
  'group.min.session.timeout.ms': 6000,
  'group.max.session.timeout.ms': 1_800_000,
  'group.max.size': 2_147_483_647,
  'group.consumer.heartbeat.interval.ms': 5000,
  'group.consumer.session.timeout.ms': 45_000,
  'group.consumer.max.size': 2_147_483_647,
  'group.consumer.assignment.interval.ms': 1000,
  'group.share.heartbeat.interval.ms': 5000,
  'group.share.session.timeout.ms': 45_000,
  'group.share.max.size': 200,
  'group.share.assignment.interval.ms': 1000,
  'group.share.initialize.retry.interval.ms': 30_000,
  'offsets.commit.timeout.ms': 5000,
  'offsets.retention.minutes': 10_080,
  'offsets.retention.check.interval.ms': 600_000,
} as const;

type Settings = Pick<CoordinatorIo, 'config' | 'groupConfig'>;

export const setting = (io: Settings, name: keyof typeof DEFAULTS): number => Number(io.config?.[name] ?? DEFAULTS[name]);

type OfGroups = 'heartbeat.interval.ms' | 'session.timeout.ms' | 'assignment.interval.ms';

/** What a group has set for itself, else what its broker has for all groups of its kind. */
export const groupSetting = (io: Settings, group: string, name: `${'consumer' | 'share'}.${OfGroups}`): number =>
  Number(io.groupConfig?.(group)?.[name] ?? setting(io, `group.${name}`));
