/** Fetching (AbstractFetch, FetchCollector): one request per broker at a time, a buffer, and slices of at most max.poll.records. */
import { type CompletedFetch, FOREVER, type Turn } from '#kafka/clients/consumer/core.ts';
import { endsOf, recordAnswered, recordEnds, saysNew } from '#kafka/clients/consumer/fetchMetrics.ts';
import { advanced, type PartitionState, type PositionData } from '#kafka/clients/consumer/position.ts';
import { onOutOfRange, putPosition } from '#kafka/clients/consumer/positions.ts';
import { backToLeader, readFrom, sentTo } from '#kafka/clients/consumer/readReplica.ts';
import { isGoing } from '#kafka/clients/consumer/reconcile.ts';
import { visibleOf } from '#kafka/clients/consumer/visible.ts';
import { exceptionOf, isInvalidMetadata } from '#kafka/clients/exceptions.ts';
import { leaderOf, patched, requestUpdate } from '#kafka/clients/metadata.ts';
import { type InFlight, readyAtUs, request } from '#kafka/clients/network.ts';
import { tell } from '#kafka/facts.ts';
import { isRetriable } from '#kafka/protocol/errors.ts';
import type { FetchedPartition, FetchPartition, FetchRequest, FetchResponse } from '#kafka/protocol/messages.ts';
import type { NodeName, Tp } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';

/** A record that poll() returns, with where it came from. */
export interface Polled {
  readonly tp: Tp;
  readonly record: StoredRecord;
}

/** Asks the leaders of partitions that have a position and nothing buffered, or the replicas that they sent us to. A broker that has data buffered here is not asked (KAFKA-17182). */
export function sendFetches(turn: Turn): number {
  const { core, env } = turn;
  const byNode = new Map<NodeName, FetchPartition[]>();
  let wakeUs = FOREVER;
  for (const state of core.partitions.values()) {
    if (!isFetchable(turn, state) || isBuffered(core.buffer, state.data.tp)) continue;
    const { tp, position } = state.data;
    const leader = leaderOf(core.metadata, tp);
    if (leader === undefined) {
      core.metadata = requestUpdate(core.metadata);
      continue;
    }
    const node = readFrom(turn, state, leader);
    if (!isBusy(turn, node)) {
      const readyUs = readyAtUs(core.net, node);
      if (readyUs > env.nowUs) wakeUs = Math.min(wakeUs, readyUs);
      else
        pushTo(byNode, node, {
          tp,
          fetchOffset: position,
          logStart: -1,
          currentLeaderEpoch: core.metadata.partitions.get(tp)?.leaderEpoch ?? -1,
          lastFetchedEpoch: -1,
          maxBytes: core.settings.maxPartitionFetchBytes,
        });
    }
  }
  const { fetchMaxWaitMs, fetchMinBytes, requestTimeoutMs, rack } = core.settings;
  for (const [node, partitions] of byNode) {
    core.net = request(
      core.net,
      env,
      node,
      {
        type: 'FetchRequest',
        replicaId: -1,
        replicaEpoch: -1,
        maxWaitMs: fetchMaxWaitMs,
        minBytes: fetchMinBytes,
        partitions,
        isolation: core.settings.isolation,
        rack: rack === '' ? undefined : rack,
      },
      requestTimeoutMs,
    );
  }
  return wakeUs;
}

function pushTo(byNode: Map<NodeName, FetchPartition[]>, node: NodeName, partition: FetchPartition): void {
  const list = byNode.get(node);
  if (list) list.push(partition);
  else byNode.set(node, [partition]);
}

/** SubscriptionState.isFetchable. */
const isFetchable = (turn: Turn, { value, data }: PartitionState): boolean => value === 'FETCHING' && !data.paused && !isGoing(turn, data.tp);

function isBuffered(buffer: readonly CompletedFetch[], tp: Tp): boolean {
  for (const one of buffer) if (one.tp === tp) return true;
  return false;
}

/** What is buffered of a paused partition does not keep its broker from being asked for others (AbstractFetch.bufferedNodes). */
function isBusy({ core }: Turn, node: NodeName): boolean {
  for (const one of core.net.inFlight) if (one.node === node && one.request.type === 'FetchRequest') return true;
  for (const one of core.buffer) if (one.node === node && core.partitions.get(one.tp)?.data.paused !== true) return true;
  return false;
}

export function onFetched(turn: Turn, entry: InFlight, response: FetchResponse): void {
  const asked = (entry.request as FetchRequest).partitions;
  for (const fetched of response.partitions) {
    const fetchOffset = asked.find(({ tp }) => tp === fetched.tp)?.fetchOffset ?? -1;
    if (fetched.error === 'NONE') keep(turn, entry.node, fetched, fetchOffset);
    else fetchFailed(turn, fetched, fetchOffset);
  }
}

/** Buffers records for the position they were fetched at; after a seek or a rebalance they are of no use. */
function keep(turn: Turn, node: NodeName, fetched: FetchedPartition, fetchOffset: number): void {
  const { core } = turn;
  const state = core.partitions.get(fetched.tp);
  if (state === undefined || state.value !== 'FETCHING' || state.data.position !== fetchOffset) return;
  // Before 2.4 (KAFKA-7548) what came for a paused partition was thrown away.
  if (state.data.paused && !core.settings.keepsPaused) return;
  const isNew = saysNew(state, node, fetched);
  if (isNew) putPosition(turn, fetchedOf(state, node, fetched));
  if (fetched.preferredReadReplica !== undefined) sentTo(turn, fetched.tp, fetched.preferredReadReplica);
  const { tp } = fetched;
  const { readTo, logStart } = endsOf(fetched, core.settings.isolation);
  if (fetched.records.length === 0 && fetched.endOffset === undefined) {
    if (isNew) core.answered = [...core.answered, { tp, position: fetchOffset, readTo, logStart }];
    return;
  }
  const { records, endOffset } = visibleOf(fetched, core.settings.isolation);
  const completed: CompletedFetch = { tp, node, records, next: 0, position: fetchOffset, endOffset, readTo, logStart };
  core.buffer = [...core.buffer, completed];
}

function fetchedOf(
  state: PartitionState,
  fetchedFrom: NodeName | undefined,
  { highWatermark, logStart }: Pick<PositionData, 'highWatermark' | 'logStart'>,
): PartitionState {
  const { tp, position, leaderEpoch, seenEpoch, resetTo, sought, asking, retryAtUs, lag, readReplica, paused } = state.data;
  return {
    value: state.value,
    data: {
      tp,
      position,
      leaderEpoch,
      seenEpoch,
      resetTo,
      sought,
      asking,
      retryAtUs,
      highWatermark,
      logStart,
      fetchedFrom,
      lag,
      readReplica,
      paused,
    },
  };
}

function fetchFailed(turn: Turn, fetched: FetchedPartition, fetchOffset: number): void {
  const { core } = turn;
  const state = core.partitions.get(fetched.tp);
  // After an error the session tells of the partition again, whatever is new (CachedPartition.maybeUpdateResponseData).
  if (state !== undefined) putPosition(turn, fetchedOf(state, undefined, state.data));
  if (fetched.error === 'OFFSET_OUT_OF_RANGE') {
    // The replica in our rack may lag behind, or be ahead of its leader in deleting: only the leader's word counts.
    if (!backToLeader(turn, fetched.tp, 'out-of-range')) onOutOfRange(turn, fetched.tp, fetchOffset);
    return;
  }
  if (fetched.error === 'CORRUPT_MESSAGE') {
    const message = `Encountered corrupt message when fetching offset ${fetchOffset} for topic-partition ${fetched.tp}`;
    turn.thrown = { exception: 'KafkaException', message };
    return;
  }
  if (fetched.error !== 'UNKNOWN_LEADER_EPOCH') backToLeader(turn, fetched.tp, 'error');
  core.metadata = patched(core.metadata, fetched.tp, fetched.currentLeader);
  if (isInvalidMetadata(fetched.error) || isRetriable(fetched.error)) core.metadata = requestUpdate(core.metadata);
  else turn.thrown = exceptionOf(fetched.error);
}

/** Hands out up to max.poll.records, one completed fetch after another. The position moves here, before anything is processed. */
export function collect(turn: Turn): Polled[] {
  const { core, env } = turn;
  const polled: Polled[] = [];
  const waiting = core.settings.keepsPaused ? takePaused(turn) : [];
  let left = core.settings.maxPollRecords;
  if (core.answered.length > 0) recordAnswered(turn);
  while (left > 0 && core.buffer.length > 0) {
    const [first, ...rest] = core.buffer;
    const state = core.partitions.get(first.tp);
    const isCurrent = state?.value === 'FETCHING' && state.data.position === first.position && !state.data.paused && !isGoing(turn, first.tp);
    if (state === undefined || !isCurrent) {
      core.buffer = rest;
      continue;
    }
    const taken = first.records.slice(first.next, first.next + left);
    for (const record of taken) polled.push({ tp: first.tp, record });
    left -= taken.length;
    const next = first.next + taken.length;
    // That nothing more is in it shows when somebody asks for more: until then it is buffered (CompletedFetch.drain), and its partition is not fetched.
    const isAll = next >= first.records.length && left > 0;
    const last = taken[taken.length - 1];
    if (last === undefined) {
      // Given to the last record before, or the cleaner left nothing of the batches that were read.
      const behind = first.endOffset ?? first.position;
      putPosition(turn, advanced(state, behind, state.data.leaderEpoch, recordEnds(turn, first, behind)));
      core.buffer = rest;
      continue;
    }
    const position = isAll && first.endOffset !== undefined ? first.endOffset : last.offset + 1;
    putPosition(turn, advanced(state, position, last.batch.leaderEpoch, recordEnds(turn, first, position)));
    const { tp, node, records, endOffset, readTo, logStart } = first;
    core.buffer = isAll ? rest : [{ tp, node, records, next, position, endOffset, readTo, logStart }, ...rest];
    tell(env, {
      fact: 'RecordsPolled',
      group: core.group,
      node: env.self,
      tp: first.tp,
      baseOffset: taken[0].offset,
      lastOffset: last.offset,
      ids: taken.map(({ id }) => id),
    });
  }
  if (waiting.length > 0) core.buffer = [...core.buffer, ...waiting];
  return polled;
}

/** What is buffered of paused partitions, out of the way: it goes behind everything else and is given when they are resumed (KAFKA-7548). */
function takePaused({ core }: Turn): readonly CompletedFetch[] {
  const isPaused = ({ tp }: CompletedFetch): boolean => core.partitions.get(tp)?.data.paused === true;
  const paused = core.buffer.filter(isPaused);
  if (paused.length > 0) core.buffer = core.buffer.filter((one) => !isPaused(one));
  return paused;
}
