/** Fetches of the metadata log as its leader serves them, to voters and to brokers as observers: read, acknowledged, answered or parked (handleFetchRequest). */

import { withFetch } from '#kafka/controller/kraft/leaderState.ts';
import { divergence } from '#kafka/controller/kraft/metadataLog.ts';
import { snapshotFor } from '#kafka/controller/kraft/snapshots.ts';
import { type Desk, type ParkedFetch, reply } from '#kafka/controller/kraft/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { FetchedPartition, FetchRequest } from '#kafka/protocol/messages.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import type { FetchSnapshotRequest } from '#kafka/protocol/raft.ts';
import { setTimer } from '#sim/effect.ts';
import { viewSlice } from '#sim/view.ts';

export const METADATA_TP = '__cluster_metadata-0';

/** Entries that are given at once. */
const MAX_ENTRIES = 10_000;

/** Only the leader of the very epoch serves (validateLeaderOnlyRequest). */
function leaderError(desk: Desk, epoch: number): ErrorName {
  if (epoch < desk.quorum.data.epoch) return 'FENCED_LEADER_EPOCH';
  if (epoch > desk.quorum.data.epoch) return 'UNKNOWN_LEADER_EPOCH';
  return desk.leader ? 'NONE' : 'NOT_LEADER_OR_FOLLOWER';
}

/** True when the answer, or the parking, is all there is to do: the fetch was refused, diverged, or asks for what only a snapshot has. Else it counts as an acknowledgement. */
export function refuseFetch(desk: Desk, caller: Caller, request: FetchRequest): boolean {
  const { currentLeaderEpoch, fetchOffset, lastFetchedEpoch } = request.partitions[0];
  const error = leaderError(desk, currentLeaderEpoch);
  const position = { epoch: lastFetchedEpoch, offset: fetchOffset };
  const snapshot = error === 'NONE' ? snapshotFor(desk, position) : undefined;
  if (snapshot) {
    answer(desk, caller, { error, snapshotId: { endOffset: snapshot.endOffset, epoch: snapshot.epoch } });
    return true;
  }
  const diverging = error === 'NONE' ? divergence(desk.log, desk.logEndOffset, position) : undefined;
  if (error === 'NONE' && !diverging) return false;
  answer(desk, caller, { error, divergingEpoch: diverging && { epoch: diverging.epoch, endOffset: diverging.offset } });
  return true;
}

function answer(desk: Desk, caller: Caller, part: Pick<FetchedPartition, 'error' | 'divergingEpoch' | 'metadata' | 'snapshotId'>): void {
  const { leaderId: leader, epoch: leaderEpoch } = desk.quorum.data;
  const highWatermark = desk.leader?.highWatermark ?? -1;
  const partition = { tp: METADATA_TP, highWatermark, logStart: desk.logStart, records: [], currentLeader: { leader, leaderEpoch }, ...part };
  reply(desk, caller, { type: 'FetchResponse', partitions: [partition] });
}

function tell(desk: Desk, caller: Caller, fetchOffset: Offset): void {
  answer(desk, caller, { error: 'NONE', metadata: viewSlice(desk.log, fetchOffset, Math.min(desk.logEndOffset, fetchOffset + MAX_ENTRIES)) });
}

/** There are entries, or a higher high watermark (KIP-1166), that the sender does not know. */
function hasNews(desk: Desk, { fetchOffset, highWatermark }: Pick<ParkedFetch, 'fetchOffset' | 'highWatermark'>): boolean {
  return fetchOffset < desk.logEndOffset || (highWatermark !== undefined && highWatermark < (desk.leader?.highWatermark ?? -1));
}

export function tellOrPark(desk: Desk, caller: Caller, request: FetchRequest): void {
  const { fetchOffset, highWatermark } = request.partitions[0];
  const deadlineUs = desk.env.nowUs + request.maxWaitMs * 1000;
  const parked: ParkedFetch = { caller, fetchOffset, highWatermark, deadlineUs };
  if (request.maxWaitMs === 0 || hasNews(desk, parked)) return tell(desk, caller, fetchOffset);
  desk.parked = [...desk.parked, parked];
  alarm(desk, deadlineUs);
}

/** Parked fetches for which there is something new. */
export function completeFetches(desk: Desk): void {
  const { parked } = desk;
  if (!parked.some((one) => hasNews(desk, one))) return;
  desk.parked = parked.filter((one) => !hasNews(desk, one));
  for (const one of parked) if (hasNews(desk, one)) tell(desk, one.caller, one.fetchOffset);
}

/** We lead no more: whoever waits here must look for the new leader. */
export function failFetches(desk: Desk): void {
  const { parked } = desk;
  desk.parked = [];
  for (const { caller } of parked) answer(desk, caller, { error: 'NOT_LEADER_OR_FOLLOWER' });
}

function alarm(desk: Desk, dueUs: number): void {
  if (desk.alarmUs !== undefined && desk.alarmUs <= dueUs) return;
  desk.alarmUs = dueUs;
  setTimer(desk.env, 'reaper', Math.max(0, dueUs - desk.env.nowUs), { type: 'ExpiredOperationReaper' });
}

export function expireFetches(desk: Desk): void {
  desk.alarmUs = undefined;
  const due = desk.parked.filter(({ deadlineUs }) => deadlineUs <= desk.env.nowUs);
  desk.parked = desk.parked.filter(({ deadlineUs }) => deadlineUs > desk.env.nowUs);
  for (const { caller, fetchOffset } of due) tell(desk, caller, fetchOffset);
  for (const { deadlineUs } of desk.parked) alarm(desk, deadlineUs);
}

/** A fetch acknowledges all that stands before its offset: on disk, if its sender is a voter. */
export function acknowledge(desk: Desk, replicaId: number, fetchOffset: Offset): void {
  if (desk.leader) desk.leader = withFetch(desk.leader, replicaId, fetchOffset, desk.logEndOffset, desk.env.nowUs);
}

/** The whole snapshot at once, if it is still there. */
export function handleFetchSnapshot(desk: Desk, caller: Caller, { currentLeaderEpoch, snapshotId }: FetchSnapshotRequest): void {
  const { leaderId, epoch: leaderEpoch } = desk.quorum.data;
  const refused = leaderError(desk, currentLeaderEpoch);
  const found = desk.snapshots.find(({ endOffset, epoch }) => endOffset === snapshotId.endOffset && epoch === snapshotId.epoch);
  const error = refused === 'NONE' && !found ? 'SNAPSHOT_NOT_FOUND' : refused;
  const content = error === 'NONE' && found ? { image: found.image, bytes: found.bytes } : { bytes: 0 };
  reply(desk, caller, { type: 'FetchSnapshotResponse', error, leaderId, leaderEpoch, snapshotId, ...content });
}
