/** Following: one fetcher per leader, one request in flight each (AbstractFetcherThread, ReplicaFetcherManager). The fetch offset is our log end. */
import { noteHighWatermark } from '#kafka/broker/advance.ts';
import { answeredPosition, positionQuery, relocate } from '#kafka/broker/lost.ts';
import { noteLogStart } from '#kafka/broker/maintenance.ts';
import { flushedAfter, withRoom } from '#kafka/broker/segments.ts';
import type { Fetcher } from '#kafka/broker/state.ts';
import { halt, NO_SPACE } from '#kafka/broker/storage.ts';
import { noteThrottled, record, shouldFollowerThrottle } from '#kafka/broker/throttle.ts';
import { epochQuery, isFenced, truncating, truncationOf } from '#kafka/broker/truncation.ts';
import { alarm, fact, once, partitionAt, putPartition, replaced, type Work, without } from '#kafka/broker/work.ts';
import { latestEpoch } from '#kafka/log/epochs.ts';
import { recordsIn } from '#kafka/log/log.ts';
import { bytesOf } from '#kafka/log/read.ts';
import type { FetchedPartition, FetchPartition, FetchRequest, FetchResponse, ListOffsetsResponse } from '#kafka/protocol/messages.ts';
import { type BrokerId, brokerName, NO_LEADER } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import { followed, truncatedTo, truncationOffset } from '#kafka/replication/follow.ts';
import { leaderEpochOf, type Partition, withDisk } from '#kafka/replication/partition.ts';
import { send } from '#sim/effect.ts';
import { planted } from '#sim/planted.ts';

/** Named by its owner, so that A fetching from B and B fetching from A are two connections. */
export const fetcherConnection = (follower: BrokerId): string => `replica-fetcher-${follower}`;

const NO_SESSION = { id: 0, epoch: 0 };

const newFetcher = (leader: BrokerId): Fetcher => ({
  leader,
  members: [],
  changed: [],
  forgotten: [],
  delayed: [],
  session: NO_SESSION,
  inFlight: undefined,
  lost: [],
  truncating: [],
  caughtUp: [],
});

export const fetcherOf = (work: Work, leader: BrokerId): Fetcher | undefined => work.fetchers.find((fetcher) => fetcher.leader === leader);

export function put(work: Work, leader: BrokerId, change: (fetcher: Fetcher) => Fetcher): void {
  const fetcher = fetcherOf(work, leader);
  if (fetcher) work.fetchers = replaced(work.fetchers, fetcher, change(fetcher));
}

/** Begins to fetch partition `i` from `leader`, from our log end; it leaves any other fetcher. */
export function follow(work: Work, i: number, leader: BrokerId): void {
  unfollow(work, i, leader);
  if (leader === NO_LEADER) return;
  if (!fetcherOf(work, leader)) work.fetchers = [...work.fetchers, newFetcher(leader)];
  put(work, leader, (fetcher) => joined(fetcher, i));
}

export function joined(fetcher: Fetcher, i: number): Fetcher {
  const members = fetcher.members.includes(i) ? fetcher.members : [...fetcher.members, i];
  const changed = fetcher.changed.includes(i) ? fetcher.changed : [...fetcher.changed, i];
  const delayed = fetcher.delayed.length === 0 ? fetcher.delayed : fetcher.delayed.filter(({ partition }) => partition !== i);
  const { leader, forgotten, session, inFlight, lost, truncating, caughtUp } = fetcher;
  return { leader, members, changed, forgotten, delayed, session, inFlight, lost, truncating, caughtUp };
}

/** Stops fetching partition `i`, except from `leader`. */
export function unfollow(work: Work, i: number, leader: BrokerId = NO_LEADER): void {
  for (const fetcher of work.fetchers) {
    if (fetcher.leader !== leader && isIn(fetcher, i)) put(work, fetcher.leader, (one) => left(work, one, i));
  }
}

/** In whatever state: fetched, put aside, truncating or lost. */
export const isIn = (fetcher: Fetcher, i: number): boolean =>
  fetcher.members.includes(i) || fetcher.lost.includes(i) || fetcher.truncating.includes(i) || fetcher.delayed.some(({ partition }) => partition === i);

function left(work: Work, fetcher: Fetcher, i: number): Fetcher {
  const wasMember = fetcher.members.includes(i);
  return {
    ...fetcher,
    members: without(fetcher.members, i),
    changed: without(fetcher.changed, i),
    lost: without(fetcher.lost, i),
    truncating: without(fetcher.truncating, i),
    caughtUp: without(fetcher.caughtUp, i),
    delayed: fetcher.delayed.filter(({ partition }) => partition !== i),
    forgotten: wasMember && fetcher.session.epoch > 0 ? [...fetcher.forgotten, partitionAt(work, i).tp] : fetcher.forgotten,
  };
}

/** After an error of one partition: it is put aside for replica.fetch.backoff.ms. */
export function delay(work: Work, leader: BrokerId, partitions: readonly number[], truncates = false): void {
  const untilUs = work.env.nowUs + work.settings.fetchBackoffUs;
  put(work, leader, (fetcher) => {
    const out = partitions.reduce((one, i) => left(work, one, i), fetcher);
    return {
      ...out,
      delayed: [...out.delayed, ...partitions.map((partition) => ({ partition, untilUs, truncates: truncates || fetcher.truncating.includes(partition) }))],
    };
  });
  alarm(work, untilUs);
}

/** Sends the next fetch of every fetcher that has none in flight and something to fetch. */
export function fetchAll(work: Work): void {
  for (const { leader } of work.fetchers) fetchFrom(work, leader);
}

export function fetchFrom(work: Work, leader: BrokerId): void {
  let fetcher = fetcherOf(work, leader) as Fetcher;
  if (fetcher.inFlight) return;
  for (const { partition, untilUs, truncates } of fetcher.delayed) {
    if (untilUs > work.env.nowUs || (!truncates && shouldFollowerThrottle(work, partitionAt(work, partition), fetcher, partition))) continue;
    fetcher = truncates ? truncating(left(work, fetcher, partition), partition) : joined(fetcher, partition);
  }
  if (fetcher.truncating.length > 0) return askEpochs(work, fetcher);
  if (fetcher.lost.length > 0) return askPositions(work, fetcher);
  fetcher = holdBack(work, fetcher);
  if (fetcher.members.length === 0) return;
  const { session } = fetcher;
  const wanted = session.epoch === 0 ? fetcher.members : fetcher.changed;
  const correlation = ++work.correlation;
  const request: FetchRequest = {
    type: 'FetchRequest',
    correlation,
    replicaId: work.id,
    replicaEpoch: work.zk ? -1 : work.lifecycle.data.brokerEpoch,
    maxWaitMs: work.settings.fetchMaxWaitMs,
    minBytes: work.settings.fetchMinBytes,
    partitions: wanted.map((i) => position(work, partitionAt(work, i))),
    session,
    forgotten: session.epoch === 0 ? [] : fetcher.forgotten,
  };
  send(work.env, brokerName(leader), request, fetcherConnection(work.id));
  const deadlineUs = work.env.nowUs + work.settings.socketTimeoutUs;
  const { members, delayed, lost, caughtUp } = fetcher;
  const inFlight = { correlation, deadlineUs };
  put(work, leader, () => ({ leader, members, changed: [], forgotten: [], delayed, session, inFlight, lost, truncating: [], caughtUp }));
  alarm(work, deadlineUs);
}

/** First the partitions that lost their place: the fetcher asks, and fetches when it has been told. */
function askPositions(work: Work, fetcher: Fetcher): void {
  const correlation = ++work.correlation;
  const deadlineUs = work.env.nowUs + work.settings.socketTimeoutUs;
  send(work.env, brokerName(fetcher.leader), positionQuery(work, fetcher, correlation), fetcherConnection(work.id));
  put(work, fetcher.leader, () => ({ ...fetcher, inFlight: { correlation, deadlineUs } }));
  alarm(work, deadlineUs);
}

/** Before anything is fetched: where do the logs of our epochs end on the leader? */
function askEpochs(work: Work, fetcher: Fetcher): void {
  const correlation = ++work.correlation;
  const deadlineUs = work.env.nowUs + work.settings.socketTimeoutUs;
  send(work.env, brokerName(fetcher.leader), epochQuery(work, fetcher, correlation), fetcherConnection(work.id));
  put(work, fetcher.leader, () => ({ ...fetcher, inFlight: { correlation, deadlineUs } }));
  alarm(work, deadlineUs);
}

export function handlePositions(work: Work, leader: BrokerId, response: ListOffsetsResponse): void {
  const fetcher = fetcherOf(work, leader);
  if (fetcher?.inFlight?.correlation !== response.correlation) return;
  put(work, leader, (one) => ({ ...one, inFlight: undefined, lost: [] }));
  for (const i of fetcher.lost) {
    const found = answeredPosition(response, partitionAt(work, i).tp);
    if (!found) {
      delay(work, leader, [i]);
      continue;
    }
    const { before, after } = relocate(work, i, found);
    noteTruncation(work, before, after);
    put(work, leader, (one) => joined(one, i));
  }
  fetchFrom(work, leader);
}

function position(work: Work, { tp, log, meta }: Partition): FetchPartition {
  return {
    tp,
    fetchOffset: log.logEnd,
    logStart: log.logStart,
    currentLeaderEpoch: isFenced(work) ? meta.role.data.leaderEpoch : -1,
    lastFetchedEpoch: truncationOf(work) === 'on-fetch' ? latestEpoch(log.epochs) : -1,
    maxBytes: work.settings.fetchMaxBytes,
    topicId: work.zk ? undefined : meta.topicId,
  };
}

export function handleFetchResponse(work: Work, leader: BrokerId, response: FetchResponse): void {
  const fetcher = fetcherOf(work, leader);
  if (fetcher?.inFlight?.correlation !== response.correlation) return;
  const known = response.error === undefined || response.error === 'NONE';
  const session = known && (work.zk?.features.fetchSessions ?? true) ? { id: response.sessionId ?? 0, epoch: fetcher.session.epoch + 1 } : NO_SESSION;
  put(work, leader, (one) => ({
    leader,
    members: one.members,
    changed: one.changed,
    forgotten: one.forgotten,
    delayed: one.delayed,
    session,
    inFlight: undefined,
    lost: one.lost,
    truncating: one.truncating,
    caughtUp: one.caughtUp,
  }));
  const moved = new Set<number>(fetcher.changed);
  for (const part of response.partitions) {
    const i = work.index.get(part.tp);
    // Only what is still where it was when the leader was asked: a partition that changed leader or epoch meanwhile asks anew.
    if (i !== undefined && fetcher.members.includes(i) && !moved.has(i)) process(work, leader, i, part);
  }
  fetchFrom(work, leader);
}

function process(work: Work, leader: BrokerId, i: number, part: FetchedPartition): void {
  switch (part.error) {
    case 'NONE':
      if (planted.M11 && part.divergingEpoch) append(work, leader, i, part);
      return part.divergingEpoch ? truncate(work, leader, i, truncationOffset(partitionAt(work, i), part.divergingEpoch)) : append(work, leader, i, part);
    case 'FENCED_LEADER_EPOCH':
      // Our epoch is old and we know of no newer one: the metadata log will tell.
      return put(work, leader, (fetcher) => left(work, fetcher, i));
    case 'OFFSET_OUT_OF_RANGE':
      return put(work, leader, (fetcher) => ({ ...left(work, fetcher, i), lost: [...fetcher.lost, i] }));
    default:
      return delay(work, leader, [i]);
  }
}

function append(work: Work, leader: BrokerId, i: number, part: FetchedPartition): void {
  const partition = partitionAt(work, i);
  const { records } = part;
  if (records.length > 0 && records[0].offset < partition.log.logEnd) return delay(work, leader, [i]);
  if (records.length > 0 && work.storage.full) return halt(work, NO_SPACE);
  const next = followed(records.length > 0 ? roomFor(work, partition, records) : partition, part);
  if (next === partition) return;
  const disk = records.length > 0 ? flushedAfter(work, next, next.log.logEnd) : next.disk;
  putPartition(work, i, disk === next.disk ? next : withDisk(next, disk));
  if (records.length > 0) {
    const ids = records.map(({ id }) => id);
    const lastOffset = records[records.length - 1].offset;
    fact(work, {
      fact: 'RecordsAppended',
      tp: part.tp,
      broker: work.id,
      role: 'follower',
      baseOffset: records[0].offset,
      lastOffset,
      leaderEpoch: leaderEpochOf(partition),
      ids,
      ...(ids.length === lastOffset - records[0].offset + 1 ? {} : { offsets: records.map(({ offset }) => offset) }),
    });
  }
  if (partition.meta.throttled?.follower) noteTaken(work, leader, i, part, next.log.logEnd);
  // The leader is told where we are now: by our next fetch offset, and by our log start.
  if (next.log.logEnd !== partition.log.logEnd || next.log.logStart !== partition.log.logStart) put(work, leader, (fetcher) => joined(fetcher, i));
  noteHighWatermark(work, partition, next.highWatermark, 'follower');
  // Consumers may wait for it here too (ReplicaFetcherThread.completeDelayedFetchRequests).
  if (work.parked.length > 0 && next.highWatermark !== partition.highWatermark) once(work.advanced, i);
  noteLogStart(work, partition, next.log.logStart, 'leader');
}

/** Of a throttled replica: what it took counts against the quota, in sync or not, and how far behind it is decides about the next fetch. */
function noteTaken(work: Work, leader: BrokerId, i: number, { records, highWatermark }: FetchedPartition, logEnd: number): void {
  record(work, 'follower', bytesOf(records));
  put(work, leader, (fetcher) => {
    const others = without(fetcher.caughtUp, i);
    return { ...fetcher, caughtUp: highWatermark <= logEnd ? [...others, i] : others };
  });
}

/**
 * Leaves out what should be throttled (RemoteLeaderEndPoint.buildFetch): it leaves the session too, and is looked at again before each fetch. With
 * nothing else to fetch that is after replica.fetch.backoff.ms.
 */
function holdBack(work: Work, fetcher: Fetcher): Fetcher {
  const held = fetcher.members.filter((i) => shouldFollowerThrottle(work, partitionAt(work, i), fetcher, i));
  const isHolding = held.length > 0 || fetcher.delayed.some(({ throttled }) => throttled);
  if (!isHolding) return fetcher;
  let rest = fetcher;
  for (const i of held) {
    rest = left(work, rest, i);
    noteThrottled(work, partitionAt(work, i).tp, work.id, 'follower');
  }
  const untilUs = rest.members.length > 0 ? work.env.nowUs : work.env.nowUs + work.settings.fetchBackoffUs;
  const waiting = rest.delayed.map((one) => (one.throttled && one.untilUs <= work.env.nowUs ? { ...one, untilUs } : one));
  const next = { ...rest, delayed: [...waiting, ...held.map((partition) => ({ partition, untilUs, throttled: true }))] };
  put(work, fetcher.leader, () => next);
  if (rest.members.length === 0) alarm(work, untilUs);
  return next;
}

/** A follower closes its segments by its own count: the boundaries need not be the leader's. */
function roomFor(work: Work, partition: Partition, records: readonly StoredRecord[]): Partition {
  let newestMs = -1;
  for (const { batch } of records) if (batch.maxTimestampMs > newestMs) newestMs = batch.maxTimestampMs;
  return withRoom(work, partition, bytesOf(records), newestMs, records[records.length - 1].offset);
}

/** Cuts our log where it parted from the leader's, and asks again from there. */
export function truncate(work: Work, leader: BrokerId, i: number, offset: number): void {
  const partition = partitionAt(work, i);
  const next = truncatedTo(partition, offset);
  putPartition(work, i, next);
  noteTruncation(work, partition, next);
  put(work, leader, (fetcher) => joined(fetcher, i));
}

export function noteTruncation(work: Work, before: Partition, after: Partition): void {
  if (after.log.logEnd < before.log.logEnd) {
    const cut = recordsIn(before.log, after.log.logEnd, before.log.logEnd);
    const ids = cut.map(({ id }) => id);
    const epochs = cut.map(({ batch }) => batch.leaderEpoch);
    fact(work, { fact: 'LogTruncated', tp: before.tp, broker: work.id, from: before.log.logEnd, to: after.log.logEnd, ids, epochs });
  }
  noteHighWatermark(work, before, after.highWatermark, 'follower');
}

/** The leader could not be reached, or did not answer: everything that is fetched from it waits, and the session is gone. */
export function fetcherFailed(work: Work, leader: BrokerId): void {
  const fetcher = fetcherOf(work, leader);
  if (!fetcher) return;
  put(work, leader, (one) => ({ ...one, session: NO_SESSION, inFlight: undefined, forgotten: [] }));
  delay(work, leader, [...fetcher.members, ...fetcher.lost, ...fetcher.truncating]);
  put(work, leader, (one) => ({ ...one, forgotten: [] }));
}

/** Fetches without an answer for replica.socket.timeout.ms fail; partitions that waited long enough are fetched again. */
export function expireFetchers(work: Work): void {
  for (const { leader, inFlight } of work.fetchers) {
    if (inFlight && inFlight.deadlineUs <= work.env.nowUs) fetcherFailed(work, leader);
  }
  fetchAll(work);
}
