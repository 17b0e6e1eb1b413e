/** The coordinator's timers, named `group:…` in the broker that hosts it. */
import type { CoordinatorIo } from '#kafka/coordinator/io.ts';
import { cancelTimer, setTimer } from '#sim/effect.ts';

export type CoordinatorTimer =
  | { readonly type: 'InitialRebalanceDelayExpired' | 'RebalanceTimeoutExpired' | 'SyncTimeoutExpired'; readonly group: string }
  | { readonly type: 'SessionTimeoutExpired'; readonly group: string; readonly memberId: string }
  | { readonly type: 'CoordinatorLoadCompleted' | 'OffsetsCommitTimeoutExpired'; readonly partition: number };

type GroupTimer = Extract<CoordinatorTimer, { group: string }>['type'];

export function schedule(io: CoordinatorIo, phase: 'join' | 'sync', group: string, delayMs: number, type: Exclude<GroupTimer, 'SessionTimeoutExpired'>): void {
  const payload: CoordinatorTimer = { type, group };
  setTimer(io.env, `group:${phase}:${group}`, delayMs * 1000, payload);
}

export function cancel(io: CoordinatorIo, phase: 'join' | 'sync', group: string): void {
  cancelTimer(io.env, `group:${phase}:${group}`);
}

/** Session of a member, or the time that a pending member id has to come back. */
export function scheduleSession(io: CoordinatorIo, group: string, memberId: string, delayMs: number): void {
  const payload: CoordinatorTimer = { type: 'SessionTimeoutExpired', group, memberId };
  setTimer(io.env, `group:session:${group}:${memberId}`, delayMs * 1000, payload);
}

export function cancelSession(io: CoordinatorIo, group: string, memberId: string): void {
  cancelTimer(io.env, `group:session:${group}:${memberId}`);
}

export function schedulePartition(io: CoordinatorIo, what: 'load' | 'write', partition: number, delayUs: number): void {
  const payload: CoordinatorTimer = { type: what === 'load' ? 'CoordinatorLoadCompleted' : 'OffsetsCommitTimeoutExpired', partition };
  setTimer(io.env, `group:${what}:${partition}`, delayUs, payload);
}

export function cancelPartition(io: CoordinatorIo, what: 'load' | 'write', partition: number): void {
  cancelTimer(io.env, `group:${what}:${partition}`);
}
