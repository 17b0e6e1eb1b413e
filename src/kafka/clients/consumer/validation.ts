/**
 * Whether the log before a position is still the one that was read (OffsetsForLeaderEpochClient, SubscriptionState.maybeValidatePosition; KIP-320): asked of
 * each new leader, before anything more is fetched. A leader that knows less tells where the logs part.
 */
import { FOREVER, type Turn } from '#kafka/clients/consumer/core.ts';
import { move, type PartitionState, withPosition } from '#kafka/clients/consumer/position.ts';
import { putPosition, requestReset } from '#kafka/clients/consumer/positions.ts';
import { leaderOf, requestUpdate } from '#kafka/clients/metadata.ts';
import { ALWAYS, readyAtUs, request } from '#kafka/clients/network.ts';
import { tell } from '#kafka/facts.ts';
import type { OffsetsForLeaderEpochRequest, OffsetsForLeaderEpochResponse } from '#kafka/protocol/controller.ts';
import type { LeaderEpoch, NodeName, Offset } from '#kafka/protocol/names.ts';

/** What metadata says of a partition's leader has changed since the position was known to be good under it (validatePositionsOnMetadataChange). */
function noteLeader(turn: Turn, state: PartitionState): PartitionState {
  const { core } = turn;
  const { tp, leaderEpoch, seenEpoch, position } = state.data;
  const epoch = core.metadata.partitions.get(tp)?.leaderEpoch ?? -1;
  if (epoch === seenEpoch || epoch < 0 || position < 0 || leaderOf(core.metadata, tp) === undefined) return state;
  const known = withPosition(state, { seenEpoch: epoch });
  // Without the epoch of what was read last there is nothing to ask.
  const next = leaderEpoch >= 0 && core.settings.validatesPositions ? move(known, { type: 'VALIDATE' }) : known;
  putPosition(turn, next);
  return next;
}

/** In each poll(): one request to every leader that has something to validate. Returns when to look again. */
export function validatePositions(turn: Turn): number {
  const { core, env } = turn;
  const byLeader = new Map<NodeName, PartitionState[]>();
  let wakeUs = FOREVER;
  for (const before of core.partitions.values()) {
    const state = noteLeader(turn, before);
    if (state.value !== 'AWAIT_VALIDATION' || state.data.asking) continue;
    const { tp, retryAtUs } = state.data;
    const leader = leaderOf(core.metadata, tp);
    const readyUs = Math.max(retryAtUs, leader === undefined ? ALWAYS : readyAtUs(core.net, leader));
    if (readyUs > env.nowUs) wakeUs = Math.min(wakeUs, readyUs);
    else if (leader === undefined) core.metadata = requestUpdate(core.metadata);
    else byLeader.set(leader, [...(byLeader.get(leader) ?? []), state]);
  }
  for (const [leader, states] of byLeader) {
    const partitions = states.map(({ data }) => ({ tp: data.tp, currentLeaderEpoch: data.seenEpoch, leaderEpoch: data.leaderEpoch }));
    core.net = request(core.net, env, leader, { type: 'OffsetsForLeaderEpochRequest', replicaId: -1, partitions }, core.settings.requestTimeoutMs);
    for (const state of states) putPosition(turn, withPosition(state, { asking: true }));
  }
  return wakeUs;
}

/** SubscriptionState.maybeCompleteValidation. An answer for a position that is no more is of no use. */
export function onEpochEnds(turn: Turn, asked: OffsetsForLeaderEpochRequest, { partitions }: OffsetsForLeaderEpochResponse): void {
  for (const { tp, error, leaderEpoch, endOffset } of partitions) {
    const state = turn.core.partitions.get(tp);
    const question = asked.partitions.find((one) => one.tp === tp);
    if (state?.value !== 'AWAIT_VALIDATION' || question?.leaderEpoch !== state.data.leaderEpoch || question.currentLeaderEpoch !== state.data.seenEpoch)
      continue;
    if (error !== 'NONE') validationFailed(turn, state);
    else if (endOffset < 0 || leaderEpoch < 0) truncated(turn, state, undefined);
    else if (endOffset < state.data.position) truncated(turn, state, { offset: endOffset, leaderEpoch });
    else putPosition(turn, move(state, { type: 'VALIDATED' }));
  }
}

export function validationLost(turn: Turn, { partitions }: OffsetsForLeaderEpochRequest): void {
  for (const { tp } of partitions) {
    const state = turn.core.partitions.get(tp);
    if (state?.value === 'AWAIT_VALIDATION') validationFailed(turn, state);
  }
}

function validationFailed(turn: Turn, state: PartitionState): void {
  const { core, env } = turn;
  core.metadata = requestUpdate(core.metadata);
  putPosition(turn, withPosition(state, { asking: false, retryAtUs: env.nowUs + core.settings.retryBackoffMs * 1000 }));
}

interface Divergence {
  readonly offset: Offset;
  readonly leaderEpoch: LeaderEpoch;
}

/** What was read is not in the log any more: back to where the logs part; where that is not known the reset policy decides, and `none` is an exception. */
function truncated(turn: Turn, state: PartitionState, divergence: Divergence | undefined): void {
  const { core, env } = turn;
  const { tp, position, leaderEpoch } = state.data;
  tell(env, { fact: 'TruncationDetected', group: core.group, node: env.self, tp, position, leaderEpoch, divergence: divergence?.offset ?? -1 });
  if (core.settings.offsetReset === 'none') {
    const known = divergence && `${tp}=OffsetAndMetadata{offset=${divergence.offset}, leaderEpoch=${divergence.leaderEpoch}, metadata=''}`;
    turn.thrown = { exception: 'LogTruncationException', message: `Truncated partitions detected with divergent offsets {${known ?? ''}}` };
  } else if (divergence === undefined) requestReset(turn, [tp]);
  else {
    putPosition(turn, move(state, { type: 'POSITIONED', offset: divergence.offset, leaderEpoch: divergence.leaderEpoch, seenEpoch: state.data.seenEpoch }));
    tell(env, { fact: 'PositionInitialized', group: core.group, node: env.self, tp, offset: divergence.offset });
  }
}
