/**
 * Serving followers (ReplicaManager.fetchMessages for replicas, FetchSession KIP-227, DelayedFetch). A follower's fetch offset is its only
 * acknowledgement. What is answered at once carries the high watermark from before this fetch; what was parked, the one of the moment.
 */
import { advanceHighWatermark, maybeExpandIsr } from '#kafka/broker/advance.ts';
import { notHere } from '#kafka/broker/leaders.ts';
import { type FetchSession, withDirty } from '#kafka/broker/state.ts';
import { isHeldBack, noteThrottled, recordSent, withoutRecords } from '#kafka/broker/throttle.ts';
import { alarm, partitionAt, putPartition, replaced, reply, type Work, without } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { bytesOf } from '#kafka/log/read.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { FetchedPartition, FetchPartition, FetchRequest } from '#kafka/protocol/messages.ts';
import type { BrokerId } from '#kafka/protocol/names.ts';
import { isLeader, type Partition, withRemote } from '#kafka/replication/partition.ts';
import { checkLeaderEpoch, failedRead, readForFollower } from '#kafka/replication/read.ts';
import { fetched, type Replica } from '#kafka/replication/replica.ts';
import { planted } from '#sim/planted.ts';

export function handleFollowerFetch(work: Work, caller: Caller, request: FetchRequest): void {
  const known = work.sessions.find(({ follower }) => follower === request.replicaId);
  const epoch = request.session?.epoch ?? 0;
  if (epoch > 0 && known?.id !== request.session?.id)
    return reply(work, caller, { type: 'FetchResponse', error: 'FETCH_SESSION_ID_NOT_FOUND', partitions: [] });
  if (epoch > 0 && known?.epoch !== epoch) return reply(work, caller, { type: 'FetchResponse', error: 'INVALID_FETCH_SESSION_EPOCH', partitions: [] });
  const session = openSession(work, known, request, epoch);
  for (const tp of request.forgotten ?? []) forget(work, session.follower, tp);
  const failures: FetchedPartition[] = [];
  const candidates = liveDirty(work, session).slice();
  for (const wanted of request.partitions) {
    const i = enter(work, session, wanted, failures);
    if (i !== undefined && !candidates.includes(i)) candidates.push(i);
  }
  const reads = candidates.map((i) => allowed(work, session, i, fetchOne(work, session, i, request), true));
  if (
    request.maxWaitMs === 0 ||
    failures.length > 0 ||
    reads.some((read) => read.error !== 'NONE' || read.divergingEpoch) ||
    hasBytes(reads, request.minBytes)
  ) {
    return respond(work, session, caller, candidates, reads, failures);
  }
  park(work, session, caller, candidates, request.maxWaitMs);
}

/** A new session for a full fetch, or the next epoch of the known one. Held in `work.sessions` at the end, by `park` or `respond`. */
function openSession(work: Work, known: FetchSession | undefined, request: FetchRequest, epoch: number): FetchSession {
  const session: FetchSession = {
    follower: request.replicaId,
    id: epoch === 0 ? ++work.correlation : (known as FetchSession).id,
    epoch: epoch + 1,
    lastFetchUs: work.env.nowUs,
    brokerEpoch: request.replicaEpoch,
    minBytes: request.minBytes,
    dirty: epoch === 0 ? [] : (known as FetchSession).dirty,
    parked: undefined,
  };
  work.sessions = known ? replaced(work.sessions, known, session) : [...work.sessions, session];
  return session;
}

function forget(work: Work, follower: BrokerId, tp: string): void {
  const i = work.index.get(tp);
  const partition = i === undefined ? undefined : work.partitions[i];
  const remote = partition?.remotes.find(({ broker }) => broker === follower);
  if (i === undefined || !partition || !remote) return;
  putPartition(work, i, withRemote(partition, { ...remote, session: 0 }));
  update(work, follower, (session) => withDirty(session, without(session.dirty, i), session.parked));
}

function update(work: Work, follower: BrokerId, change: (session: FetchSession) => FetchSession): void {
  const session = work.sessions.find((one) => one.follower === follower);
  if (session) work.sessions = replaced(work.sessions, session, change(session));
}

/** A topic that this broker's metadata does not have: deleted, though one of its name may be there, or not heard of yet. */
const isGone = (work: Work, { topicId }: FetchPartition): boolean => topicId !== undefined && !work.image.names.has(topicId);

/** It is no replica as far as we know (Partition.followerReplicaOrThrow): an epoch that we have, too, is checked first. */
function strangerError(work: Work, partition: Partition, { currentLeaderEpoch }: FetchPartition): ErrorName {
  const error = checkLeaderEpoch(partition, currentLeaderEpoch);
  if (error !== 'NONE') return error;
  return currentLeaderEpoch >= 0 && work.zk?.features.strangersKnowMore !== false ? 'UNKNOWN_LEADER_EPOCH' : 'NOT_LEADER_OR_FOLLOWER';
}

/** Takes over the position that the follower states for a partition. */
function enter(work: Work, session: FetchSession, wanted: FetchPartition, failures: FetchedPartition[]): number | undefined {
  const i = work.index.get(wanted.tp);
  const partition = i === undefined ? undefined : work.partitions[i];
  if (i === undefined || !partition) {
    failures.push(failedRead(wanted.tp, isGone(work, wanted) ? 'UNKNOWN_TOPIC_ID' : notHere(work, wanted.tp)));
    return undefined;
  }
  if (wanted.topicId !== undefined && wanted.topicId !== partition.meta.topicId) {
    failures.push(failedRead(wanted.tp, isGone(work, wanted) ? 'UNKNOWN_TOPIC_ID' : 'INCONSISTENT_TOPIC_ID'));
    return undefined;
  }
  const remote = partition.remotes.find(({ broker }) => broker === session.follower);
  if (!remote) {
    failures.push(failedRead(wanted.tp, strangerError(work, partition, wanted)));
    return undefined;
  }
  putPartition(work, i, withRemote(partition, positioned(remote, session.id, wanted)));
  return i;
}

function positioned(remote: Replica, session: number, wanted: FetchPartition): Replica {
  return {
    broker: remote.broker,
    logStart: wanted.logStart,
    logEndOffset: remote.logEndOffset,
    lastFetchUs: remote.lastFetchUs,
    lastFetchLeaderLogEnd: remote.lastFetchLeaderLogEnd,
    lastCaughtUpUs: remote.lastCaughtUpUs,
    brokerEpoch: remote.brokerEpoch,
    session,
    fetchOffset: wanted.fetchOffset,
    currentLeaderEpoch: wanted.currentLeaderEpoch,
    lastFetchedEpoch: wanted.lastFetchedEpoch,
    sentHighWatermark: remote.session === session ? remote.sentHighWatermark : -1,
    sentLogStart: remote.session === session ? remote.sentLogStart : -1,
  };
}

const remoteOf = (partition: Partition, follower: BrokerId): Replica => partition.remotes.find(({ broker }) => broker === follower) as Replica;

/** Reads first, then counts the fetch as an acknowledgement: the answer does not know its own effect. */
function fetchOne(work: Work, session: FetchSession, i: number, request: FetchRequest): FetchedPartition {
  const partition = partitionAt(work, i);
  const remote = remoteOf(partition, session.follower);
  const read = readForFollower(partition, remote, work.settings.fetchMaxBytes);
  const isCounted = read.error === 'NONE' || (planted.M03b && isLeader(partition));
  if (!isCounted || read.divergingEpoch) return read;
  const registered = work.image.brokers.get(session.follower)?.epoch ?? -1;
  if (request.replicaEpoch >= 0 && request.replicaEpoch < registered) return failedRead(partition.tp, 'NOT_LEADER_OR_FOLLOWER');
  const follower = fetched(remote, remote.fetchOffset, remote.logStart, request.replicaEpoch, partition.log.logEnd, work.env.nowUs);
  putPartition(work, i, withRemote(partition, follower));
  maybeExpandIsr(work, i, follower);
  if (follower.logEndOffset !== remote.logEndOffset) advanceHighWatermark(work, i);
  return read;
}

/** A follower that is not in sync may have to wait for its records (KIP-73). `isNews`: for a fetch that has just come. */
function allowed(work: Work, session: FetchSession, i: number, read: FetchedPartition, isNews = false): FetchedPartition {
  const partition = work.partitions[i];
  if (partition?.meta.throttled === undefined || !isHeldBack(work, partition, session.follower, read)) return read;
  if (isNews) noteThrottled(work, read.tp, session.follower, 'leader');
  return withoutRecords(read);
}

function hasBytes(reads: readonly FetchedPartition[], minBytes: number): boolean {
  let bytes = 0;
  for (const { records, endOffset } of reads) {
    if ((records.length > 0 && minBytes <= 1) || endOffset !== undefined) return true;
    bytes += bytesOf(records);
  }
  return bytes >= minBytes;
}

/** Which partitions the next answer must look at again although the follower need not mention them. */
function stillDirty(work: Work, follower: BrokerId, candidates: readonly number[]): readonly number[] {
  return candidates.filter((i) => {
    const partition = work.partitions[i];
    const remote = partition?.remotes.find(({ broker }) => broker === follower);
    if (!partition || !remote || remote.session === 0) return false;
    if (remote.fetchOffset !== partition.log.logEnd || remote.sentHighWatermark !== partition.highWatermark) return true;
    if (remote.sentLogStart !== partition.log.logStart) return true;
    return remote.currentLeaderEpoch !== partition.meta.role.data.leaderEpoch || !partition.meta.isr.data.isr.includes(follower);
  });
}

function park(work: Work, session: FetchSession, caller: Caller, candidates: readonly number[], maxWaitMs: number): void {
  const deadlineUs = work.env.nowUs + maxWaitMs * 1000;
  const dirty = stillDirty(work, session.follower, candidates);
  update(work, session.follower, (now) => withDirty(now, dirty, { caller, deadlineUs }));
  alarm(work, deadlineUs);
}

function respond(
  work: Work,
  session: FetchSession,
  caller: Caller,
  candidates: readonly number[],
  reads: readonly FetchedPartition[],
  failures: readonly FetchedPartition[],
): void {
  const partitions = failures.slice();
  reads.forEach((read, n) => {
    const remote = remoteOf(partitionAt(work, candidates[n]), session.follower);
    const failed = read.error !== 'NONE' || read.divergingEpoch !== undefined;
    const isTold = read.highWatermark === remote.sentHighWatermark && read.logStart === remote.sentLogStart;
    if (!failed && read.records.length === 0 && read.endOffset === undefined && isTold) return;
    partitions.push(read);
    if (!failed && !isTold) putPartition(work, candidates[n], withRemote(partitionAt(work, candidates[n]), told(remote, read)));
  });
  recordSent(work, partitions);
  const dirty = stillDirty(work, session.follower, candidates);
  update(work, session.follower, (now) => withDirty(now, dirty, undefined));
  reply(work, caller, { type: 'FetchResponse', sessionId: session.id, partitions });
}

/** What this answer tells the follower besides records. */
const told = (remote: Replica, read: FetchedPartition): Replica => ({ ...remote, sentHighWatermark: read.highWatermark, sentLogStart: read.logStart });

/** Parked fetches of followers that can be answered now: there is something to read, or something went wrong. */
export function completeFollowerFetches(work: Work, touched: readonly number[]): void {
  for (const session of work.sessions) {
    if (!session.parked || !session.dirty.some((i) => touched.includes(i))) continue;
    const reads = rereads(work, session);
    if (reads.some((read) => read.error !== 'NONE' || read.divergingEpoch) || hasBytes(reads, session.minBytes)) {
      respond(work, session, session.parked.caller, liveDirty(work, session), reads, []);
    }
  }
}

/** A partition can be deleted while a fetch for it is parked. */
const liveDirty = (work: Work, session: FetchSession): readonly number[] =>
  session.dirty.filter((i) => work.partitions[i]?.remotes.some((remote) => remote.broker === session.follower && remote.session === session.id));

function rereads(work: Work, session: FetchSession): FetchedPartition[] {
  return liveDirty(work, session).map((i) => {
    const partition = partitionAt(work, i);
    return allowed(work, session, i, readForFollower(partition, remoteOf(partition, session.follower), work.settings.fetchMaxBytes));
  });
}

export function expireFollowerFetches(work: Work): void {
  for (const session of work.sessions) {
    if (!session.parked || session.parked.deadlineUs > work.env.nowUs) continue;
    respond(work, session, session.parked.caller, liveDirty(work, session), rereads(work, session), []);
  }
}
