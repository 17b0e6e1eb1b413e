/** Pulling the metadata log from the active controller by long polls, as a Raft observer (KafkaRaftClient, MetadataLoader). */
import { call, later, RAFT } from '#kafka/broker/calls.ts';
import { applyEntries } from '#kafka/broker/publish.ts';
import type { Work } from '#kafka/broker/work.ts';
import type { FetchResponse } from '#kafka/protocol/messages.ts';
import { CLUSTER_METADATA, tpOf } from '#kafka/protocol/names.ts';

export const METADATA_TP = tpOf(CLUSTER_METADATA, 0);

/** KafkaRaftClient.MAX_FETCH_WAIT_MS */
const MAX_FETCH_WAIT_MS = 500;
const MAX_FETCH_BYTES = 8_388_608;

/** Reconnect backoff of the Raft channel, doubling. */
const FIRST_BACKOFF_US = 50_000;
const MAX_BACKOFF_US = 500_000;

export function fetchMetadata(work: Work): void {
  const partition = {
    tp: METADATA_TP,
    fetchOffset: work.image.offset + 1,
    logStart: 0,
    currentLeaderEpoch: -1,
    lastFetchedEpoch: work.image.epoch,
    maxBytes: MAX_FETCH_BYTES,
  };
  const request = {
    type: 'FetchRequest',
    replicaId: work.id,
    replicaEpoch: work.lifecycle.data.brokerEpoch,
    maxWaitMs: MAX_FETCH_WAIT_MS,
    minBytes: 1,
    partitions: [partition],
  } as const;
  call(work, RAFT, request, { timeoutUs: work.settings.raftRequestTimeoutUs });
}

export function handleMetadata(work: Work, response: FetchResponse): void {
  const part = response.partitions[0];
  if (part.error !== 'NONE') return metadataFailed(work);
  work.raftFailures = 0;
  const entries = (part.metadata ?? []).filter(({ offset }) => offset > work.image.offset);
  if (entries.length > 0) applyEntries(work, entries);
  fetchMetadata(work);
}

export function metadataFailed(work: Work): void {
  const delayUs = Math.min(FIRST_BACKOFF_US * 2 ** Math.min(work.raftFailures, 10), MAX_BACKOFF_US);
  work.raftFailures++;
  later(work, RAFT, delayUs, { type: 'MetadataFetchDue' });
}
