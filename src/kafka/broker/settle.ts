/** After each event: whoever waits for what just changed is answered, and what became free is sent (ReplicaManager's purgatories and action queue). */
import { propagateIsrChanges } from '#kafka/broker/alter.ts';
import { serve } from '#kafka/broker/api.ts';
import { completeConsumerFetches, expireConsumerFetches } from '#kafka/broker/consume.ts';
import { committed } from '#kafka/broker/coordinate.ts';
import { completeDeletes, expireDeletes } from '#kafka/broker/deleteRecords.ts';
import { expireFetchers } from '#kafka/broker/fetchers.ts';
import { completeMarkers, expireMarkers } from '#kafka/broker/markers.ts';
import { completeProduces, expireProduces } from '#kafka/broker/produce.ts';
import { completeFollowerFetches, expireFollowerFetches } from '#kafka/broker/serve.ts';
import { failed } from '#kafka/broker/share/answers.ts';
import { completeShareFetches, expireShareFetches } from '#kafka/broker/share/fetch.ts';
import { persisterLost } from '#kafka/broker/share/persister.ts';
import type { BrokerNode } from '#kafka/broker/state.ts';
import { verified } from '#kafka/broker/verified.ts';
import { verificationsLost } from '#kafka/broker/verify.ts';
import { alarm, type Work } from '#kafka/broker/work.ts';

/** Runs until nothing new has happened: a committed offset may let the coordinator write again. */
export function settle(work: Work): void {
  while (work.appendedTo.length > 0 || work.advanced.length > 0 || work.unmuted.length > 0) {
    const { appendedTo, advanced, unmuted } = work;
    work.appendedTo = [];
    work.advanced = [];
    work.unmuted = [];
    if (advanced.length > 0 || work.removed.length > 0) completeAdvanced(work, advanced, appendedTo);
    if (appendedTo.length > 0) completeFollowerFetches(work, appendedTo);
    for (const { from, connection, request } of unmuted) serve(work, from, connection, request);
  }
  if (work.storage.deletes.length > 0) completeDeletes(work);
  if (work.isrChanges.length > 0) propagateIsrChanges(work);
}

function completeAdvanced(work: Work, advanced: readonly number[], appendedTo: readonly number[]): void {
  const tps = work.removed;
  work.removed = [];
  for (const i of [...advanced, ...appendedTo]) {
    const partition = work.partitions[i];
    if (partition && !tps.includes(partition.tp)) tps.push(partition.tp);
  }
  if (work.produces.length > 0) completeProduces(work, tps);
  if (work.transactions.markers.length > 0) completeMarkers(work, tps);
  if (work.parked.length > 0) completeConsumerFetches(work, tps);
  if (work.share.operations.length > 0) completeShareFetches(work, (_, tp) => tps.includes(tp));
  for (const i of advanced) {
    const partition = work.partitions[i];
    if (partition) committed(work, partition);
  }
}

/** The reaper: everything whose time is up. It then looks for the next deadline. */
export function reap(work: Work): void {
  work.alarmUs = undefined;
  expireProduces(work);
  expireFollowerFetches(work);
  expireConsumerFetches(work);
  expireFetchers(work);
  expireDeletes(work);
  expireMarkers(work);
  expireShareFetches(work);
  persisterLost(work, (_, { deadlineUs }) => deadlineUs <= work.env.nowUs, failed);
  verificationsLost(work, ({ deadlineUs }) => deadlineUs <= work.env.nowUs, verified);
}

/** Sets the reaper for the earliest deadline of what is waiting now. */
export function rearm(work: Work): void {
  const next = earliest(work);
  if (next !== undefined) alarm(work, next);
}

function earliest(work: BrokerNode): number | undefined {
  let next: number | undefined;
  const consider = (dueUs: number | undefined): void => {
    if (dueUs !== undefined && (next === undefined || dueUs < next)) next = dueUs;
  };
  for (const { deadlineUs } of work.produces) consider(deadlineUs);
  for (const { deadlineUs } of work.parked) consider(deadlineUs);
  for (const { deadlineUs } of work.calls) consider(deadlineUs);
  for (const { deadlineUs } of work.storage.deletes) consider(deadlineUs);
  for (const { deadlineUs } of work.transactions.markers) consider(deadlineUs);
  for (const { deadlineUs } of work.transactions.verifying) consider(deadlineUs);
  for (const { fetch } of work.share.operations) consider(fetch?.deadlineUs);
  for (const { sent, deadlineUs } of work.share.calls) if (sent) consider(deadlineUs);
  for (const { parked } of work.sessions) consider(parked?.deadlineUs);
  for (const { inFlight, delayed } of work.fetchers) {
    // What is delayed joins the next fetch, which waits for the answer to this one.
    if (inFlight) consider(inFlight.deadlineUs);
    else for (const { untilUs } of delayed) consider(untilUs);
  }
  return next;
}
