/** Where to begin (initWithCommittedOffsetsIfNeeded, OffsetFetcher): committed offsets, and auto.offset.reset where there are none. */
import { askCoordinator, ensureCoordinator, markCoordinatorUnknown } from '#kafka/clients/consumer/coordinator.ts';
import { FOREVER, type Turn } from '#kafka/clients/consumer/core.ts';
import { move, type PartitionState, withPosition } from '#kafka/clients/consumer/position.ts';
import { exceptionOf, isInvalidMetadata } from '#kafka/clients/exceptions.ts';
import { leaderOf, requestUpdate } from '#kafka/clients/metadata.ts';
import { ALWAYS, type InFlight, readyAtUs, request } from '#kafka/clients/network.ts';
import { tell } from '#kafka/facts.ts';
import { type ErrorName, isRetriable } from '#kafka/protocol/errors.ts';
import type { ListOffsetsRequest, ListOffsetsResponse, OffsetFetchResponse } from '#kafka/protocol/messages.ts';
import { type NodeName, ownClockMs, type Tp } from '#kafka/protocol/names.ts';
import { copied } from '#sim/copy.ts';

export function putPosition({ core }: Turn, state: PartitionState): void {
  core.partitions = copied(core.partitions).set(state.data.tp, state);
}

/** Starts what partitions without position need. Returns when to look again. */
export function updatePositions(turn: Turn): number {
  const { core } = turn;
  let initializing = 0;
  let resetting = 0;
  for (const { value } of core.partitions.values()) {
    if (value === 'INITIALIZING') initializing++;
    else if (value === 'AWAIT_RESET') resetting++;
  }
  let wakeUs = FOREVER;
  if (initializing > 0) wakeUs = fetchCommitted(turn);
  if (resetting > 0) wakeUs = Math.min(wakeUs, resetPositions(turn));
  return wakeUs;
}

function fetchCommitted(turn: Turn): number {
  const { core, env } = turn;
  if (core.fetchingOffsets) return FOREVER;
  if (core.offsetsRetryUs > env.nowUs) return core.offsetsRetryUs;
  const waitUs = ensureCoordinator(turn);
  if (waitUs !== undefined) return waitUs;
  const partitions = [...core.partitions.values()].filter(({ value }) => value === 'INITIALIZING').map(({ data }) => data.tp);
  askCoordinator(turn, { type: 'OffsetFetchRequest', group: core.group, partitions });
  core.fetchingOffsets = true;
  return FOREVER;
}

export function onCommittedOffsets(turn: Turn, response: OffsetFetchResponse): void {
  const { core, env } = turn;
  if (response.error !== 'NONE') return committedUnknown(turn, response.error);
  core.fetchingOffsets = false;
  const missing: Tp[] = [];
  for (const { tp, offset, leaderEpoch, error } of response.offsets) {
    const state = core.partitions.get(tp);
    if (state?.value !== 'INITIALIZING') continue;
    if (error === 'UNSTABLE_OFFSET_COMMIT') {
      // A transaction may still move it: asked again (KIP-447).
      core.offsetsRetryUs = env.nowUs + core.settings.retryBackoffMs * 1000;
      continue;
    }
    if (offset < 0) missing.push(tp);
    else {
      putPosition(turn, move(state, { type: 'POSITIONED', offset, leaderEpoch, seenEpoch: -1 }));
      tell(env, { fact: 'PositionInitialized', group: core.group, node: env.self, tp, offset });
    }
  }
  if (missing.length > 0) requestReset(turn, missing);
}

/** No committed offset: the reset policy decides, and `none` is an exception. */
export function requestReset(turn: Turn, partitions: readonly Tp[]): void {
  const { core } = turn;
  const { offsetReset } = core.settings;
  if (offsetReset === 'none') {
    turn.thrown = { exception: 'NoOffsetForPartitionException', message: `Undefined offset with no reset policy for partitions: [${partitions.join(', ')}]` };
    return;
  }
  for (const tp of partitions) {
    const state = core.partitions.get(tp);
    if (state) putPosition(turn, move(state, { type: 'RESET_REQUESTED', to: offsetReset, sought: false }));
  }
}

/** The leader does not hold the position any more, or not yet. */
export function onOutOfRange(turn: Turn, tp: Tp, fetchOffset: number): void {
  const { core } = turn;
  const state = core.partitions.get(tp);
  if (state === undefined || state.value !== 'FETCHING' || state.data.position !== fetchOffset) return;
  if (core.settings.offsetReset !== 'none') return requestReset(turn, [tp]);
  turn.thrown = {
    exception: 'OffsetOutOfRangeException',
    message: `Offsets out of range with no configured reset policy for partitions: {${tp}=${fetchOffset}}`,
  };
}

export function committedUnknown(turn: Turn, error: ErrorName): void {
  const { core, env } = turn;
  core.fetchingOffsets = false;
  core.offsetsRetryUs = env.nowUs + core.settings.retryBackoffMs * 1000;
  if (error === 'NOT_COORDINATOR' || error === 'COORDINATOR_NOT_AVAILABLE') markCoordinatorUnknown(turn);
  else if (!isRetriable(error)) turn.thrown = exceptionOf(error);
}

/** One ListOffsets request per leader for the partitions that await a reset. */
function resetPositions(turn: Turn): number {
  const { core, env } = turn;
  const byLeader = new Map<NodeName, PartitionState[]>();
  let wakeUs = FOREVER;
  for (const state of core.partitions.values()) {
    const { tp, asking, retryAtUs } = state.data;
    if (state.value !== 'AWAIT_RESET' || asking) continue;
    const leader = leaderOf(core.metadata, tp);
    const readyUs = Math.max(retryAtUs, leader === undefined ? ALWAYS : readyAtUs(core.net, leader));
    if (readyUs > env.nowUs) wakeUs = Math.min(wakeUs, readyUs);
    else if (leader === undefined) core.metadata = requestUpdate(core.metadata);
    else byLeader.set(leader, [...(byLeader.get(leader) ?? []), state]);
  }
  for (const [leader, states] of byLeader) {
    const partitions = states.map(({ data }) => ({
      tp: data.tp,
      timestamp: data.resetTo === 'by_duration' ? ownClockMs(env) - core.settings.resetDurationMs : data.resetTo,
      currentLeaderEpoch: core.metadata.partitions.get(data.tp)?.leaderEpoch ?? -1,
    }));
    core.net = request(core.net, env, leader, { type: 'ListOffsetsRequest', partitions, isolation: core.settings.isolation }, core.settings.requestTimeoutMs);
    // Without an answer that tells an offset it asks no sooner than this (setNextAllowedRetry).
    const retryAtUs = env.nowUs + core.settings.requestTimeoutMs * 1000;
    for (const state of states) putPosition(turn, withPosition(state, { asking: true, retryAtUs }));
  }
  return wakeUs;
}

export function onListedOffsets(turn: Turn, entry: InFlight, response: ListOffsetsResponse): void {
  for (const { tp, error, offset } of response.partitions) {
    const state = turn.core.partitions.get(tp);
    if (state?.value !== 'AWAIT_RESET') continue;
    const asked = (entry.request as ListOffsetsRequest).partitions.find((one) => one.tp === tp);
    if (error !== 'NONE') resetFailed(turn, state, error);
    else if (asked !== undefined && isFor(asked.timestamp, state)) {
      if (offset >= 0) positionReset(turn, state, offset);
      else nothingSince(turn, state, asked.timestamp);
    } else putPosition(turn, withPosition(state, { asking: false, retryAtUs: turn.env.nowUs + turn.core.settings.retryBackoffMs * 1000 }));
  }
}

const isFor = (asked: 'earliest' | 'latest' | number, { data }: PartitionState): boolean =>
  typeof asked === 'number' ? data.resetTo === 'by_duration' : asked === data.resetTo;

/** No record is that new: the consumer has no position, and asks again when its request would have timed out (OffsetFetcherUtils.handleListOffsetResponse). */
function nothingSince(turn: Turn, state: PartitionState, timestamp: 'earliest' | 'latest' | number): void {
  const { core, env } = turn;
  putPosition(turn, withPosition(state, { asking: false }));
  if (typeof timestamp === 'number') tell(env, { fact: 'NothingSince', group: core.group, node: env.self, tp: state.data.tp, timestampMs: timestamp });
}

/** Without the epoch: there is nothing to validate (OffsetFetcherUtils.resetPositionIfNeeded). */
function positionReset(turn: Turn, state: PartitionState, offset: number): void {
  const { core, env } = turn;
  const { tp, resetTo, sought } = state.data;
  putPosition(turn, move(state, { type: 'POSITIONED', offset, leaderEpoch: -1, seenEpoch: core.metadata.partitions.get(tp)?.leaderEpoch ?? -1 }));
  if (!sought) tell(env, { fact: 'OffsetReset', group: core.group, node: env.self, tp, policy: resetTo, offset });
  tell(env, { fact: 'PositionInitialized', group: core.group, node: env.self, tp, offset });
}

export function resetFailed(turn: Turn, state: PartitionState, error: ErrorName): void {
  const { core, env } = turn;
  if (isInvalidMetadata(error) || isRetriable(error)) core.metadata = requestUpdate(core.metadata);
  putPosition(turn, withPosition(state, { asking: false, retryAtUs: env.nowUs + core.settings.retryBackoffMs * 1000 }));
}
