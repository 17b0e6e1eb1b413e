/** Markers for every partition of a decided transaction (TransactionMarkerChannelManager): tried again until all have it, then the end is written down. */
import type { ErrorName } from '#kafka/protocol/errors.ts';
import { type NodeName, ownClockMs, type Tp } from '#kafka/protocol/names.ts';
import type { WriteTxnMarkersResponse } from '#kafka/protocol/transactions.ts';
import { setting } from '#kafka/transactions/settings.ts';
import { type MarkerJob, type MarkersInFlight, putTransaction, type TransactionShard, type Turn, transactionIn, write } from '#kafka/transactions/shard.ts';
import { cancel, schedule } from '#kafka/transactions/timers.ts';
import { prepareComplete, type Transaction, withTransaction } from '#kafka/transactions/transaction.ts';
import { copied } from '#sim/copy.ts';

/** How often partitions without a leader, and what failed, are looked at again. */
const RETRY_MS = 100;

function putJob(turn: Turn, job: MarkerJob): void {
  turn.jobs = copied(turn.jobs).set(job.transactionalId, job);
}

export function dropJob(turn: Turn, transactionalId: string): void {
  if (!turn.jobs.has(transactionalId)) return;
  const jobs = new Map(turn.jobs);
  jobs.delete(transactionalId);
  turn.jobs = jobs;
}

/** The state is PrepareCommit or PrepareAbort, and durable. Until the end is, nobody else may move this id. */
export function startMarkers(turn: Turn, shard: TransactionShard, transaction: Transaction): void {
  const { data, value } = transaction;
  const transit = prepareComplete(transaction, ownClockMs(turn.io.env));
  putTransaction(turn, shard.partition, withTransaction(transaction, { pending: transit.to }));
  const { producerId, producerEpoch, version } = data;
  const marker = { producerId, producerEpoch, coordinatorEpoch: shard.coordinatorEpoch, committed: value === 'PrepareCommit', version };
  putJob(turn, { transactionalId: data.transactionalId, partition: shard.partition, marker, remaining: data.partitions, transit, writing: false });
  tendMarkers(turn);
}

/** Sends what can be sent, and writes the ends of transactions that need no marker any more. */
export function tendMarkers(turn: Turn): void {
  for (const job of turn.jobs.values()) forgetDeleted(turn, job);
  for (const job of turn.jobs.values()) if (job.remaining.length === 0 && !job.writing) writeEnd(turn, job);
  for (const to of destinations(turn)) sendTo(turn, to);
  if (turn.jobs.size === 0) cancel(turn.io, 'markers');
  else schedule(turn.io, 'markers', RETRY_MS);
}

/** A topic that was deleted needs no marker. */
function forgetDeleted(turn: Turn, job: MarkerJob): void {
  const gone = job.remaining.filter((tp) => turn.io.leaderOf(tp) === 'gone');
  if (gone.length > 0) settle(turn, job, gone);
}

const isSent = (turn: Turn, transactionalId: string, tp: Tp): boolean =>
  turn.inFlight.some(({ sent }) => sent.some((one) => one.transactionalId === transactionalId && one.tps.includes(tp)));

/** Leaders that lack a marker and have no request of ours to answer, in the order of their first one. */
function destinations(turn: Turn): readonly NodeName[] {
  const found: NodeName[] = [];
  for (const { transactionalId, remaining } of turn.jobs.values()) {
    for (const tp of remaining) {
      const leader = turn.io.leaderOf(tp);
      const isFree = leader !== 'none' && leader !== 'gone' && !turn.inFlight.some(({ to }) => to === leader);
      if (isFree && !found.includes(leader) && !isSent(turn, transactionalId, tp)) found.push(leader);
    }
  }
  return found;
}

function sendTo(turn: Turn, to: NodeName): void {
  const { io } = turn;
  const sent: MarkersInFlight['sent'][number][] = [];
  const markers: (MarkerJob['marker'] & { partitions: readonly Tp[] })[] = [];
  for (const { transactionalId, marker, remaining } of turn.jobs.values()) {
    const tps = remaining.filter((tp) => io.leaderOf(tp) === to && !isSent(turn, transactionalId, tp));
    if (tps.length === 0) continue;
    sent.push({ transactionalId, tps });
    markers.push({ ...marker, partitions: tps });
  }
  const correlation = io.sendMarkers(to, { type: 'WriteTxnMarkersRequest', markers });
  const deadlineUs = io.env.nowUs + setting(io, 'request.timeout.ms') * 1000;
  turn.inFlight = [...turn.inFlight, { to, correlation, deadlineUs, sent }];
}

const FENCED: readonly ErrorName[] = ['INVALID_PRODUCER_EPOCH', 'TRANSACTION_COORDINATOR_FENCED'];

export function markersAnswered(turn: Turn, from: NodeName, correlation: number, response: WriteTxnMarkersResponse): void {
  const found = turn.inFlight.find((one) => one.to === from && one.correlation === correlation);
  if (found === undefined) return;
  turn.inFlight = turn.inFlight.filter((one) => one !== found);
  for (const { transactionalId, tps } of found.sent) {
    const job = turn.jobs.get(transactionalId);
    if (job === undefined) continue;
    const results = response.markers.find(({ producerId }) => producerId === job.marker.producerId)?.partitions ?? [];
    const errorOf = (tp: Tp): ErrorName => results.find((one) => one.tp === tp)?.error ?? 'UNKNOWN_TOPIC_OR_PARTITION';
    // Another coordinator has taken over, or a newer marker is there: it is not for us to end this any more.
    if (tps.some((tp) => FENCED.includes(errorOf(tp)))) dropJob(turn, transactionalId);
    else
      settle(
        turn,
        job,
        tps.filter((tp) => errorOf(tp) === 'NONE'),
      );
  }
  tendNow(turn);
}

/** What failed is tried again with the next look; ends are written at once. */
function tendNow(turn: Turn): void {
  for (const job of turn.jobs.values()) if (job.remaining.length === 0 && !job.writing) writeEnd(turn, job);
  if (turn.jobs.size > 0) schedule(turn.io, 'markers', RETRY_MS);
}

/** The connection is gone or the time is up: all of it is sent again. */
export function markersLost(turn: Turn, lost: (one: MarkersInFlight) => boolean): void {
  if (!turn.inFlight.some(lost)) return;
  turn.inFlight = turn.inFlight.filter((one) => !lost(one));
  if (turn.jobs.size > 0) schedule(turn.io, 'markers', RETRY_MS);
}

/** These partitions have their marker. */
function settle(turn: Turn, job: MarkerJob, done: readonly Tp[]): void {
  if (done.length === 0) return;
  const remaining = job.remaining.filter((tp) => !done.includes(tp));
  putJob(turn, { ...job, remaining });
  const transaction = transactionIn(turn, job.partition, job.transactionalId);
  if (transaction) putTransaction(turn, job.partition, withTransaction(transaction, { partitions: remaining }));
}

/** An append that fails is tried again: the decision stands. */
function writeEnd(turn: Turn, job: MarkerJob): void {
  const transaction = transactionIn(turn, job.partition, job.transactionalId);
  if (transaction === undefined) return dropJob(turn, job.transactionalId);
  const failed = write(turn, job.partition, transaction, job.transit, { kind: 'complete' });
  if (failed === 'NONE') putJob(turn, { ...job, writing: true });
}

/** The record of the end was not replicated in time: written again, unless we lead no more. */
export function endOfMarkersFailed(turn: Turn, transactionalId: string): void {
  const job = turn.jobs.get(transactionalId);
  if (job === undefined) return;
  putJob(turn, { ...job, writing: false });
  schedule(turn.io, 'markers', RETRY_MS);
}

/** Markers of a partition of __transaction_state that is not ours any more. */
export function dropMarkersOf(turn: Turn, partition: number): void {
  for (const job of turn.jobs.values()) if (job.partition === partition) dropJob(turn, job.transactionalId);
}
