/** The coordinator's timers, named `group:…` in the broker that hosts it. */
import type { CoordinatorIo } from '#kafka/coordinator/io.ts';
import { cancelTimer, setTimer } from '#sim/effect.ts';

export type CoordinatorTimer =
  | { readonly type: 'InitialRebalanceDelayExpired' | 'RebalanceTimeoutExpired' | 'SyncTimeoutExpired'; readonly group: string }
  | { readonly type: 'SessionTimeoutExpired'; readonly group: string; readonly memberId: string }
  | { readonly type: 'MemberRebalanceTimeoutExpired'; readonly group: string; readonly memberId: string; readonly epoch: number }
  | { readonly type: 'CoordinatorLoadCompleted' | 'OffsetsCommitTimeoutExpired' | 'GroupExpirationDue'; readonly partition: number };

type GroupTimer = Extract<CoordinatorTimer, { group: string }>['type'];

export function schedule(
  io: CoordinatorIo,
  phase: 'join' | 'sync',
  group: string,
  delayMs: number,
  type: Exclude<GroupTimer, 'SessionTimeoutExpired' | 'MemberRebalanceTimeoutExpired'>,
): void {
  const payload: CoordinatorTimer = { type, group };
  setTimer(io.env, `group:${phase}:${group}`, delayMs * 1000, payload);
}

export function cancel(io: CoordinatorIo, phase: 'join' | 'sync', group: string): void {
  cancelTimer(io.env, `group:${phase}:${group}`);
}

export const sessionTimer = (group: string, memberId: string): string => `group:session:${group}:${memberId}`;

/** Session of a member, or the time that a pending member id has to come back. */
export function scheduleSession(io: CoordinatorIo, group: string, memberId: string, delayMs: number): void {
  const payload: CoordinatorTimer = { type: 'SessionTimeoutExpired', group, memberId };
  setTimer(io.env, sessionTimer(group, memberId), delayMs * 1000, payload);
}

export function cancelSession(io: CoordinatorIo, group: string, memberId: string): void {
  cancelTimer(io.env, sessionTimer(group, memberId));
}

/** How long a member of a consumer group may take to give up what it must (KIP-848). */
export function scheduleRebalance(io: CoordinatorIo, group: string, memberId: string, epoch: number, delayMs: number): void {
  const payload: CoordinatorTimer = { type: 'MemberRebalanceTimeoutExpired', group, memberId, epoch };
  setTimer(io.env, `group:rebalance:${group}:${memberId}`, delayMs * 1000, payload);
}

export function cancelRebalance(io: CoordinatorIo, group: string, memberId: string): void {
  cancelTimer(io.env, `group:rebalance:${group}:${memberId}`);
}

const PARTITION_TIMERS = { load: 'CoordinatorLoadCompleted', write: 'OffsetsCommitTimeoutExpired', expiry: 'GroupExpirationDue' } as const;
type PartitionTimer = keyof typeof PARTITION_TIMERS;

export function schedulePartition(io: CoordinatorIo, what: PartitionTimer, partition: number, delayUs: number): void {
  const payload: CoordinatorTimer = { type: PARTITION_TIMERS[what], partition };
  setTimer(io.env, `group:${what}:${partition}`, delayUs, payload);
}

export function cancelPartition(io: CoordinatorIo, what: PartitionTimer, partition: number): void {
  cancelTimer(io.env, `group:${what}:${partition}`);
}
