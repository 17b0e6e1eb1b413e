/** Pulling the metadata log from the quorum's leader by long polls, as a Raft observer, and finding that leader (KafkaRaftClient, MetadataLoader). */
import { activeController, call, controllerChanged, later, RAFT, voterName } from '#kafka/broker/calls.ts';
import { applyEntries, loadSnapshot } from '#kafka/broker/publish.ts';
import type { Observer } from '#kafka/broker/state.ts';
import { halt, NO_SPACE } from '#kafka/broker/storage.ts';
import { fact, type Work } from '#kafka/broker/work.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import type { Image } from '#kafka/metadata/image.ts';
import type { FetchedPartition, FetchRequest, FetchResponse } from '#kafka/protocol/messages.ts';
import type { MetadataEntry, SnapshotId } from '#kafka/protocol/metadata.ts';
import { CLUSTER_METADATA, controllerId, type NodeName, type Offset, tpOf } from '#kafka/protocol/names.ts';
import type { FetchSnapshotResponse } from '#kafka/protocol/raft.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { exit } from '#sim/effect.ts';

export const METADATA_TP = tpOf(CLUSTER_METADATA, 0);

/** KafkaRaftClient.MAX_FETCH_WAIT_MS */
const MAX_FETCH_WAIT_MS = 500;
const MAX_FETCH_BYTES = 8_388_608;

/** Reconnect backoff of the Raft channel, doubling. */
const FIRST_BACKOFF_US = 50_000;
const MAX_BACKOFF_US = 500_000;

export function newObserver({ controllers, profile }: ClusterSpec): Observer {
  const voters = Array.from({ length: controllers }, (_, i) => controllerId(i + 1));
  return { voters, tellsHighWatermark: featuresOf(profile).fetchTellsHighWatermark, epoch: 0, leaderId: -1, tail: [], failures: 0 };
}

/** After a start: whoever led may do so no more. */
export const forgetful = ({ voters, tellsHighWatermark, epoch }: Observer): Observer => ({
  voters,
  tellsHighWatermark,
  epoch,
  leaderId: -1,
  tail: [],
  failures: 0,
});

function observe(work: Work, what: Partial<Observer>): void {
  work.observer = { ...work.observer, ...what };
}

const lastOf = ({ tail }: Observer): MetadataEntry | undefined => tail[tail.length - 1];

/** The leader as long as it answers; else another voter, which knows perhaps who leads. */
function whomToAsk(work: Work, except: NodeName | undefined): NodeName {
  const { voters, failures } = work.observer;
  const leader = activeController(work);
  if (leader !== undefined && failures === 0) return leader;
  const others = voters.map(voterName).filter((name) => name !== except || voters.length === 1);
  return others[work.env.random('bootstrap') % others.length];
}

export function fetchMetadata(work: Work, except?: NodeName): void {
  const { observer, image } = work;
  const last = lastOf(observer);
  const partition = {
    tp: METADATA_TP,
    fetchOffset: (last?.offset ?? image.offset) + 1,
    logStart: 0,
    currentLeaderEpoch: observer.epoch,
    lastFetchedEpoch: last?.epoch ?? image.epoch,
    maxBytes: MAX_FETCH_BYTES,
    highWatermark: observer.tellsHighWatermark ? image.offset + 1 : undefined,
  };
  const request: Omit<FetchRequest, 'correlation'> = {
    type: 'FetchRequest',
    replicaId: work.id,
    replicaEpoch: work.lifecycle.data.brokerEpoch,
    maxWaitMs: MAX_FETCH_WAIT_MS,
    minBytes: 1,
    partitions: [partition],
  };
  call(work, RAFT, request, { timeoutUs: work.settings.raftRequestTimeoutUs, to: whomToAsk(work, except) });
}

export function handleMetadata(work: Work, from: NodeName, response: FetchResponse): void {
  const part = response.partitions[0];
  const { leader, leaderEpoch } = part.currentLeader ?? { leader: -1, leaderEpoch: -1 };
  const isOld = leaderEpoch < work.observer.epoch || part.error === 'UNKNOWN_LEADER_EPOCH';
  const hasLearnt = !isOld && learn(work, leaderEpoch, leader);
  if (part.error !== 'NONE' || isOld) return hasLearnt && work.observer.leaderId >= 0 ? fetchMetadata(work) : metadataFailed(work, from);
  if (work.observer.failures > 0) observe(work, { failures: 0 });
  if (part.snapshotId) return fetchSnapshot(work, from, part.snapshotId);
  if (part.divergingEpoch) {
    if (!cut(work, part.divergingEpoch)) return;
  } else if (work.storage.full && (part.metadata ?? []).length > 0) {
    // The metadata log is in the same directory.
    return halt(work, NO_SPACE);
  } else take(work, part);
  fetchMetadata(work);
}

/** The leader's log begins too late for us (KIP-630): what it says up to then is in its snapshot. */
function fetchSnapshot(work: Work, from: NodeName, snapshotId: SnapshotId): void {
  const request = { type: 'FetchSnapshotRequest', replicaId: work.id, currentLeaderEpoch: work.observer.epoch, snapshotId } as const;
  call(work, RAFT, request, { timeoutUs: work.settings.raftRequestTimeoutUs, to: from });
}

export function handleSnapshot(work: Work, from: NodeName, { error, leaderId, leaderEpoch, snapshotId, image }: FetchSnapshotResponse): void {
  if (leaderEpoch >= work.observer.epoch) learn(work, leaderEpoch, leaderId);
  if (error !== 'NONE' && error !== 'SNAPSHOT_NOT_FOUND') return metadataFailed(work, from);
  if (image !== undefined && image.offset > work.image.offset) {
    observe(work, { tail: [] });
    const { endOffset, epoch } = snapshotId;
    fact(work, { fact: 'MetadataSnapshotLoaded', node: work.name, endOffset, epoch });
    loadSnapshot(work, image as Image);
  }
  fetchMetadata(work);
}

/** Who leads in which epoch. True when that is news. */
function learn(work: Work, epoch: number, leaderId: number): boolean {
  const known = work.observer;
  if (epoch === known.epoch && (leaderId === known.leaderId || leaderId < 0)) return false;
  observe(work, { epoch, leaderId, failures: 0 });
  controllerChanged(work);
  return true;
}

/** What is committed is applied; what is not yet waits. */
function take(work: Work, { metadata = [], highWatermark }: FetchedPartition): void {
  const { tail } = work.observer;
  const known = tail.length === 0 ? metadata : [...tail, ...metadata];
  const isCommitted = ({ offset }: MetadataEntry): boolean => offset < highWatermark;
  const entries = known.filter((entry) => isCommitted(entry) && entry.offset > work.image.offset);
  const rest = known.filter((entry) => !isCommitted(entry));
  if (rest.length > 0 || tail.length > 0) observe(work, { tail: rest });
  if (entries.length > 0) applyEntries(work, entries);
}

/** The leader does not have what we fetched from another one. False when that is something we have applied: a fatal fault, the process ends itself. */
function cut(work: Work, leaders: { readonly epoch: number; readonly endOffset: Offset }): boolean {
  if (leaders.endOffset <= work.image.offset) {
    fact(work, { fact: 'ProcessExited', node: work.name });
    exit(work.env);
    return false;
  }
  observe(work, { tail: work.observer.tail.filter(({ epoch, offset }) => epoch <= leaders.epoch && offset < leaders.endOffset) });
  return true;
}

/** Another voter is asked at once; when all have been, after a pause. */
export function metadataFailed(work: Work, asked: NodeName | undefined): void {
  const { failures, voters } = work.observer;
  observe(work, { failures: failures + 1 });
  const rounds = failures - (voters.length - 1);
  if (rounds < 0) return fetchMetadata(work, asked);
  later(work, RAFT, Math.min(FIRST_BACKOFF_US * 2 ** Math.min(rounds, 10), MAX_BACKOFF_US), { type: 'MetadataFetchDue' });
}
