/** The transaction coordinator's timers, named `txn:…` in the broker that hosts it. */
import type { TransactionIo } from '#kafka/transactions/io.ts';
import { cancelTimer, setTimer } from '#sim/effect.ts';

export type TransactionTimer =
  | { readonly type: 'TransactionsLoadCompleted' | 'TransactionWriteTimeoutExpired'; readonly partition: number }
  | { readonly type: 'TransactionAbortDue' | 'TransactionalIdExpirationDue' | 'TransactionMarkersDue' };

export function schedulePartition(io: TransactionIo, what: 'load' | 'write', partition: number, delayUs: number): void {
  const payload: TransactionTimer = { type: what === 'load' ? 'TransactionsLoadCompleted' : 'TransactionWriteTimeoutExpired', partition };
  setTimer(io.env, `txn:${what}:${partition}`, delayUs, payload);
}

export function cancelPartition(io: TransactionIo, what: 'load' | 'write', partition: number): void {
  cancelTimer(io.env, `txn:${what}:${partition}`);
}

export function schedule(io: TransactionIo, what: 'abort' | 'expiration' | 'markers', delayMs: number): void {
  const type = what === 'abort' ? 'TransactionAbortDue' : what === 'expiration' ? 'TransactionalIdExpirationDue' : 'TransactionMarkersDue';
  const payload: TransactionTimer = { type };
  setTimer(io.env, `txn:${what}`, delayMs * 1000, payload);
}

export function cancel(io: TransactionIo, what: 'abort' | 'expiration' | 'markers'): void {
  cancelTimer(io.env, `txn:${what}`);
}
