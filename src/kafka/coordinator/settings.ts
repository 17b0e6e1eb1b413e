/** Group coordinator configuration of a broker (GroupCoordinatorConfig), with Kafka's defaults. */
import type { CoordinatorIo } from '#kafka/coordinator/io.ts';

const DEFAULTS = {
  'group.initial.rebalance.delay.ms': 3000,
  'group.min.session.timeout.ms': 6000,
  'group.max.session.timeout.ms': 1_800_000,
  'group.max.size': 2_147_483_647,
  'offsets.commit.timeout.ms': 5000,
} as const;

export const setting = (io: CoordinatorIo, name: keyof typeof DEFAULTS): number => Number(io.config?.[name] ?? DEFAULTS[name]);
