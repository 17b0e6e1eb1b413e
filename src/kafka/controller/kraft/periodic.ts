/** The active controller's periodic tasks (PeriodicTaskControlManager). */
import { fenceStaleBroker } from '#kafka/controller/kraft/brokers.ts';
import { write } from '#kafka/controller/kraft/journal.ts';
import { balanceLeaders, electUnclean } from '#kafka/controller/kraft/replicationControl.ts';
import type { Desk } from '#kafka/controller/kraft/state.ts';
import { cancelTimer, setTimer } from '#sim/effect.ts';

export const PERIODIC = ['MaybeFenceStaleBroker', 'WriteNoOpRecord', 'MaybeBalancePartitionLeaders', 'MaybeElectUncleanLeaders'] as const;
export type Periodic = (typeof PERIODIC)[number];

function periodUs(desk: Desk, task: Periodic): number | undefined {
  const { settings } = desk;
  switch (task) {
    case 'MaybeFenceStaleBroker':
      return Math.max(1000, Math.floor(settings.sessionTimeoutUs / 8));
    case 'WriteNoOpRecord':
      return settings.maxIdleIntervalUs === 0 ? undefined : settings.maxIdleIntervalUs;
    case 'MaybeBalancePartitionLeaders':
      return settings.autoRebalance ? settings.imbalanceCheckUs : undefined;
    case 'MaybeElectUncleanLeaders':
      return settings.uncleanElectionUs;
  }
}

/** PeriodicTaskControlManager.DEFAULT_IMMEDIATE_PERIOD: when a task says that it has more to do. */
const IMMEDIATE_PERIOD_US = 10_000;

function schedule(desk: Desk, task: Periodic, delayUs = periodUs(desk, task)): void {
  if (delayUs !== undefined) setTimer(desk.env, task, delayUs, { type: task });
}

export function schedulePeriodic(desk: Desk): void {
  for (const task of PERIODIC) schedule(desk, task);
}

export function cancelPeriodic(desk: Desk): void {
  for (const task of PERIODIC) cancelTimer(desk.env, task);
}

export function runPeriodic(desk: Desk, task: Periodic): void {
  if (desk.claimEpoch < 0) return;
  schedule(desk, task);
  switch (task) {
    case 'MaybeFenceStaleBroker':
      if (fenceStaleBroker(desk)) schedule(desk, task, IMMEDIATE_PERIOD_US);
      return;
    case 'WriteNoOpRecord':
      return write(desk, [{ type: 'NoOpRecord' }]);
    case 'MaybeBalancePartitionLeaders':
      if (balanceLeaders(desk)) schedule(desk, task, IMMEDIATE_PERIOD_US);
      return;
    case 'MaybeElectUncleanLeaders':
      if (electUnclean(desk)) schedule(desk, task, IMMEDIATE_PERIOD_US);
      return;
  }
}
