/**
 * Before the first append of a transaction to a partition its leader asks the transaction coordinator (AddPartitionsToTxnManager, KIP-890): to verify
 * that the partition was added, or since transaction.version 2 to add it. Without it a late record could open a transaction that nobody ends.
 */

import type { Verification } from '#kafka/broker/state.ts';
import { coordinatorOf } from '#kafka/broker/transact.ts';
import { alarm, type Work } from '#kafka/broker/work.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Request } from '#kafka/protocol/messages.ts';
import type { NodeName, Tp } from '#kafka/protocol/names.ts';
import type { AddPartitionsToTxnResponse, ProducerIdentity, TransactionVersion } from '#kafka/protocol/transactions.ts';
import { send, setTimer } from '#sim/effect.ts';

/** The connection on which partition leaders ask transaction coordinators. */
export const VERIFICATION = 'txn-verification';

const REQUEST_TIMEOUT_US = 30_000_000;
/** add.partitions.to.txn.retry.backoff.ms and its max: how long the leader tries by itself while the transaction before is not over. */
const RETRY_BACKOFF_US = 20_000;
const RETRY_MAX_US = 100_000;

/** What goes on when the coordinator has answered, with the errors of the partitions that may not be written. */
export type Verified = (work: Work, verification: Verification, errors: ReadonlyMap<Tp, ErrorName>) => void;

export interface VerificationDue {
  readonly type: 'VerificationDue';
  readonly correlation: number;
}

/** Asks for these partitions; undefined when nobody can be asked. What waits for the answer stands in `then`. */
export function verify(work: Work, identity: ProducerIdentity, tps: readonly Tp[], version: TransactionVersion, then: Verification['then']): boolean {
  const to = coordinatorOf(work, identity.transactionalId);
  if (to === undefined) return false;
  const { transactionalId, producerId, producerEpoch } = identity;
  const fresh = { identity: { transactionalId, producerId, producerEpoch }, tps, version, then, invalid: [], startedUs: work.env.nowUs };
  ask(work, fresh, to);
  return true;
}

function ask(work: Work, waiting: Omit<Verification, 'to' | 'correlation' | 'deadlineUs'>, to: NodeName): void {
  const correlation = ++work.correlation;
  const deadlineUs = work.env.nowUs + REQUEST_TIMEOUT_US;
  const { identity, tps, version } = waiting;
  send(
    work.env,
    to,
    { type: 'AddPartitionsToTxnRequest', ...identity, partitions: tps, verifyOnly: version !== 2, version, correlation } as Request,
    VERIFICATION,
  );
  work.transactions = { ...work.transactions, verifying: [...work.transactions.verifying, { ...waiting, to, correlation, deadlineUs }] };
  alarm(work, deadlineUs);
}

function take(work: Work, found: Verification): void {
  work.transactions = { ...work.transactions, verifying: work.transactions.verifying.filter((one) => one !== found) };
}

export function verificationAnswered(work: Work, from: NodeName, response: AddPartitionsToTxnResponse, verified: Verified): void {
  const found = work.transactions.verifying.find(({ to, correlation }) => to === from && correlation === response.correlation);
  if (found === undefined) return;
  const isBusy = found.version === 2 && response.results.some(({ error }) => error === 'CONCURRENT_TRANSACTIONS');
  if (isBusy && work.env.nowUs - found.startedUs < RETRY_MAX_US) {
    const due: VerificationDue = { type: 'VerificationDue', correlation: found.correlation };
    return setTimer(work.env, `txn:verify:${found.correlation}`, RETRY_BACKOFF_US, due);
  }
  take(work, found);
  verified(work, found, refusals(found, response));
}

/** Which of the partitions may not be written, and why: what a marker ended while we asked was verified in vain (VerificationGuard). */
export function refusals({ invalid }: Pick<Verification, 'invalid'>, { results }: Pick<AddPartitionsToTxnResponse, 'results'>): ReadonlyMap<Tp, ErrorName> {
  const errors = new Map<Tp, ErrorName>();
  for (const { tp, error } of results) if (error !== 'NONE') errors.set(tp, error);
  for (const tp of invalid) errors.set(tp, 'INVALID_TXN_STATE');
  return errors;
}

/** The transaction before was not over: asked again. */
export function verifyAgain(work: Work, { correlation }: VerificationDue, verified: Verified): void {
  const found = work.transactions.verifying.find((one) => one.correlation === correlation);
  if (found === undefined) return;
  take(work, found);
  const to = coordinatorOf(work, found.identity.transactionalId);
  if (to === undefined) return verified(work, found, allFailed(found, 'COORDINATOR_NOT_AVAILABLE'));
  const { identity, tps, version, then, startedUs } = found;
  ask(work, { identity, tps, version, then, invalid: [], startedUs }, to);
}

export const allFailed = ({ tps }: Pick<Verification, 'tps'>, error: ErrorName): ReadonlyMap<Tp, ErrorName> => new Map(tps.map((tp) => [tp, error]));

/** The coordinator's broker is gone, or does not answer. */
export function verificationsLost(work: Work, isLost: (one: Verification) => boolean, verified: Verified): void {
  for (const lost of work.transactions.verifying.filter(isLost)) {
    take(work, lost);
    verified(work, lost, allFailed(lost, 'NETWORK_EXCEPTION'));
  }
}

type Guarded = Pick<Verification, 'identity' | 'tps' | 'invalid'>;

const isGuarded = ({ identity, tps }: Guarded, producerId: number, tp: Tp): boolean => identity.producerId === producerId && tps.includes(tp);

/** A marker of this producer was appended: verifications that are under way for the partition are of no use any more. The very same list when there is none. */
export function invalidated<V extends Guarded>(verifying: readonly V[], producerId: number, tp: Tp): readonly V[] {
  if (!verifying.some((one) => isGuarded(one, producerId, tp))) return verifying;
  return verifying.map((one) => (isGuarded(one, producerId, tp) ? { ...one, invalid: [...one.invalid, tp] } : one));
}

export function invalidate(work: Work, producerId: number, tp: Tp): void {
  const verifying = invalidated(work.transactions.verifying, producerId, tp);
  if (verifying !== work.transactions.verifying) work.transactions = { ...work.transactions, verifying };
}

/** How a coordinator's answer sounds to a producer (ReplicaManager.handleProduceAppend). */
export function produceError(error: ErrorName, version: TransactionVersion): ErrorName {
  switch (error) {
    case 'PRODUCER_FENCED':
      return 'INVALID_PRODUCER_EPOCH';
    case 'NETWORK_EXCEPTION':
    case 'NOT_COORDINATOR':
    case 'COORDINATOR_NOT_AVAILABLE':
    case 'COORDINATOR_LOAD_IN_PROGRESS':
      return 'NOT_ENOUGH_REPLICAS';
    case 'CONCURRENT_TRANSACTIONS':
      return version === 2 ? error : 'NOT_ENOUGH_REPLICAS';
    default:
      return error;
  }
}
