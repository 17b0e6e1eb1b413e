/** Pulling the metadata log as a voter: from the leader, or from any voter while none is known; cut where the leader's log parts from ours (handleFetchResponse). */

import { METADATA_TP } from '#kafka/controller/kraft/fetches.ts';
import { commit, forgetCommitted } from '#kafka/controller/kraft/journal.ts';
import { epochBefore, truncationOffset } from '#kafka/controller/kraft/metadataLog.ts';
import { ask, backOff, hasInflight, isBackingOff, isReady, othersOf, succeeded } from '#kafka/controller/kraft/requests.ts';
import { FETCH_TIMEOUT, learn, remember } from '#kafka/controller/kraft/roles.ts';
import { latestOf, loadedFrom } from '#kafka/controller/kraft/snapshots.ts';
import { type Desk, fact } from '#kafka/controller/kraft/state.ts';
import type { Image } from '#kafka/metadata/image.ts';
import type { FetchedPartition, FetchRequest } from '#kafka/protocol/messages.ts';
import type { MetadataEntry, SnapshotId } from '#kafka/protocol/metadata.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import type { FetchSnapshotResponse } from '#kafka/protocol/raft.ts';
import { exit, setTimer } from '#sim/effect.ts';
import { planted } from '#sim/planted.ts';
import { appended, truncated, viewSlice } from '#sim/view.ts';

/** KafkaRaftClient.MAX_FETCH_WAIT_MS, MAX_FETCH_SIZE_BYTES */
const MAX_FETCH_WAIT_MS = 500;
const MAX_FETCH_BYTES = 8_388_608;

function sendFetch(desk: Desk, to: number): void {
  const partition = {
    tp: METADATA_TP,
    fetchOffset: desk.log.length,
    logStart: desk.logStart,
    currentLeaderEpoch: desk.quorum.data.epoch,
    lastFetchedEpoch: epochBefore(desk.log, desk.log.length),
    maxBytes: MAX_FETCH_BYTES,
    highWatermark: desk.settings.fetchTellsHighWatermark ? (desk.raft.knowsHighWatermark ? desk.highWatermark : -1) : undefined,
  };
  const request: Omit<FetchRequest, 'correlation'> = {
    type: 'FetchRequest',
    replicaId: desk.id,
    replicaEpoch: -1,
    maxWaitMs: MAX_FETCH_WAIT_MS,
    minBytes: 0,
    partitions: [partition],
  };
  ask(desk, to, request);
}

/** The leader, as long as it answers; else any other voter, to hear of a new one (maybeSendFetchToBestNode). */
export function fetchFromBest(desk: Desk): void {
  const { leaderId } = desk.quorum.data;
  if (isBackingOff(desk, leaderId)) return fetchFromAny(desk);
  if (hasInflight(desk)) return;
  if (desk.raft.fetchingSnapshot) sendFetchSnapshot(desk, leaderId, desk.raft.fetchingSnapshot);
  else sendFetch(desk, leaderId);
}

function sendFetchSnapshot(desk: Desk, to: number, snapshotId: SnapshotId): void {
  ask(desk, to, { type: 'FetchSnapshotRequest', replicaId: desk.id, currentLeaderEpoch: desk.quorum.data.epoch, snapshotId });
}

/** One of the other voters that are ready, the first of them drawn by lot; one at a time. */
export function fetchFromAny(desk: Desk): void {
  if (hasInflight(desk)) return;
  const ready = othersOf(desk).filter((id) => isReady(desk, id));
  if (ready.length > 0) sendFetch(desk, ready[desk.env.random('bootstrap') % ready.length]);
}

export function handleFetched(desk: Desk, from: number, part: FetchedPartition): void {
  const { leader, leaderEpoch } = part.currentLeader ?? { leader: -1, leaderEpoch: -1 };
  const { epoch } = desk.quorum.data;
  if (leaderEpoch < epoch || part.error === 'UNKNOWN_LEADER_EPOCH') return backOff(desk, from);
  learn(desk, leaderEpoch, leader);
  if (part.error === 'NONE' && leaderEpoch === epoch) return followed(desk, from, part);
  const isHelped = desk.quorum.value === 'Follower' && desk.quorum.data.leaderId !== from;
  if (leaderEpoch === epoch && !isHelped) backOff(desk, from);
}

/** What the leader of our epoch has answered. */
function followed(desk: Desk, from: number, part: FetchedPartition): void {
  if (desk.quorum.value !== 'Follower') return;
  if (part.snapshotId) remember(desk, { fetchingSnapshot: part.snapshotId });
  else if (part.divergingEpoch) {
    if (!truncateTo(desk, part.divergingEpoch)) return;
  } else append(desk, part.metadata ?? [], part.highWatermark);
  succeeded(desk, from);
  remember(desk, { hasFetchedFromLeader: true });
  setTimer(desk.env, FETCH_TIMEOUT, desk.settings.fetchTimeoutUs, { type: 'FetchTimeoutExpired' });
}

/** Appended and flushed, in one go: the next fetch is the acknowledgement. */
function append(desk: Desk, entries: readonly MetadataEntry[], highWatermark: Offset): void {
  for (const entry of entries) if (entry.offset === desk.log.length) desk.log = appended(desk.log, entry);
  desk.logEndOffset = desk.log.length;
  if (!planted.M12) desk.flushed = desk.logEndOffset;
  if (highWatermark >= 0) commit(desk, Math.min(highWatermark, desk.logEndOffset));
}

/** False when that would cut what is known to be committed: then something is badly wrong, and the process ends itself (a fatal fault in Kafka). */
function truncateTo(desk: Desk, leaders: { readonly epoch: number; readonly endOffset: Offset }): boolean {
  const known = desk.raft.knowsHighWatermark ? desk.highWatermark : (latestOf(desk.snapshots)?.endOffset ?? 0);
  if (leaders.endOffset < known && !planted.M13) {
    fact(desk, { fact: 'ProcessExited', node: desk.name });
    exit(desk.env);
    return false;
  }
  cut(desk, truncationOffset(desk.log, desk.log.length, { epoch: leaders.epoch, offset: leaders.endOffset }));
  return true;
}

/** The leader's snapshot takes the place of all that we had; the log goes on behind it. Without it the next fetch tells of another. */
export function handleFetchedSnapshot(desk: Desk, from: number, response: FetchSnapshotResponse): void {
  const { error, leaderId, leaderEpoch, snapshotId, image } = response;
  if (leaderEpoch < desk.quorum.data.epoch || error === 'UNKNOWN_LEADER_EPOCH') return backOff(desk, from);
  learn(desk, leaderEpoch, leaderId);
  if (desk.quorum.value !== 'Follower' || desk.raft.fetchingSnapshot?.endOffset !== snapshotId.endOffset) return;
  remember(desk, { fetchingSnapshot: undefined, hasFetchedFromLeader: true });
  if (error !== 'NONE' && error !== 'SNAPSHOT_NOT_FOUND') return backOff(desk, from);
  succeeded(desk, from);
  setTimer(desk.env, FETCH_TIMEOUT, desk.settings.fetchTimeoutUs, { type: 'FetchTimeoutExpired' });
  if (image === undefined) return;
  const { endOffset, epoch } = snapshotId;
  Object.assign(desk, loadedFrom({ endOffset, epoch, image: image as Image, bytes: response.bytes, writtenUs: desk.env.nowUs }));
  remember(desk, { knowsHighWatermark: true });
  desk.watch = { bytes: 0, sinceUs: desk.env.nowUs, startedUs: desk.watch.startedUs };
  fact(desk, { fact: 'MetadataSnapshotLoaded', node: desk.name, endOffset, epoch });
}

function cut(desk: Desk, end: Offset): void {
  // Only a planted bug, or a leader without its disk, cuts what a snapshot has taken the place of.
  const to = Math.max(desk.logStart, end);
  const from = desk.log.length;
  if (to >= from) return;
  const epochs = viewSlice(desk.log, to, from).map(({ epoch }) => epoch);
  desk.log = truncated(desk.log, to);
  desk.logEndOffset = to;
  desk.flushed = Math.min(desk.flushed, to);
  const highWatermark = desk.raft.knowsHighWatermark ? desk.highWatermark : -1;
  if (to < desk.highWatermark) forgetCommitted(desk);
  fact(desk, { fact: 'MetadataLogTruncated', node: desk.name, from, to, epochs, highWatermark });
}
