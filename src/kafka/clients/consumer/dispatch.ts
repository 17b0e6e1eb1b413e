/** What a KafkaConsumer does with answers, lost connections and its own timers. The application's thread goes on in `pollOnce`. */
import { onCommitted } from '#kafka/clients/consumer/commit.ts';
import { coordinatorNotFound, markCoordinatorUnknown, onCoordinatorFound } from '#kafka/clients/consumer/coordinator.ts';
import { FOREVER, type Turn } from '#kafka/clients/consumer/core.ts';
import { onFetched } from '#kafka/clients/consumer/fetcher.ts';
import { HEARTBEAT_TIMER, onHeartbeat, runHeartbeat } from '#kafka/clients/consumer/heartbeat.ts';
import { joinFailed, onJoinGroup, onSyncGroup } from '#kafka/clients/consumer/join.ts';
import { heartbeatFailed, onModernHeartbeat, tendModern } from '#kafka/clients/consumer/modern-heartbeat.ts';
import { WAKE_TIMER } from '#kafka/clients/consumer/poll.ts';
import { committedUnknown, onCommittedOffsets, onListedOffsets, resetFailed } from '#kafka/clients/consumer/positions.ts';
import { backToLeader } from '#kafka/clients/consumer/readReplica.ts';
import { onEpochEnds, validationLost } from '#kafka/clients/consumer/validation.ts';
import { METADATA_TIMER, refreshFailed } from '#kafka/clients/metadata.ts';
import { answered, asked, COORDINATOR, type InFlight, REQUEST_TIMER } from '#kafka/clients/network.ts';
import { lostWith, onMetadata, overdue } from '#kafka/clients/updates.ts';
import type { OffsetsForLeaderEpochRequest } from '#kafka/protocol/controller.ts';
import type { FetchRequest, ListOffsetsRequest, OffsetCommitRequest, Response } from '#kafka/protocol/messages.ts';
import { brokerName } from '#kafka/protocol/names.ts';
import type { NodeEvent } from '#sim/event.ts';

/** Takes an event; false when it is not the consumer's. */
export function dispatch(turn: Turn, event: NodeEvent): boolean {
  switch (event.kind) {
    case 'message':
      onResponse(turn, event.payload as Response);
      return true;
    case 'closed':
      onClosed(turn, event.peer, event.connection);
      return true;
    case 'timer':
      return onTimer(turn, event.timer);
    default:
      return false;
  }
}

function onTimer(turn: Turn, timer: string): boolean {
  const { core } = turn;
  switch (timer) {
    case WAKE_TIMER:
      core.wakeArmedUs = FOREVER;
      return true;
    case METADATA_TIMER:
      core.metadataArmedUs = FOREVER;
      return true;
    case HEARTBEAT_TIMER:
      core.heartbeatArmedUs = FOREVER;
      if (core.settings.isModern) tendModern(turn);
      else runHeartbeat(turn);
      return true;
    case REQUEST_TIMER:
      onRequestTimeout(turn);
      return true;
    default:
      return false;
  }
}

function onResponse(turn: Turn, response: Response): void {
  const { core } = turn;
  const entry = asked(core.net, response);
  if (entry === undefined) return;
  core.net = answered(core.net, entry);
  switch (response.type) {
    case 'FetchResponse':
      return onFetched(turn, entry, response);
    case 'MetadataResponse':
      return onMetadata(turn, response);
    case 'FindCoordinatorResponse':
      return onCoordinatorFound(turn, response);
    case 'JoinGroupResponse':
      return onJoinGroup(turn, response);
    case 'SyncGroupResponse':
      return onSyncGroup(turn, response);
    case 'HeartbeatResponse':
      return onHeartbeat(turn, response.error);
    case 'ConsumerGroupHeartbeatResponse':
      onModernHeartbeat(turn, response);
      return tendModern(turn);
    case 'OffsetFetchResponse':
      return onCommittedOffsets(turn, response);
    case 'ListOffsetsResponse':
      return onListedOffsets(turn, entry, response);
    case 'OffsetsForLeaderEpochResponse':
      return onEpochEnds(turn, entry.request as OffsetsForLeaderEpochRequest, response);
    case 'OffsetCommitResponse':
      return onCommitted(turn, entry.request as OffsetCommitRequest, entry.context, response.offsets.find(({ error }) => error !== 'NONE')?.error ?? 'NONE');
    default:
      return;
  }
}

function onClosed(turn: Turn, peer: string, connection: string): void {
  const lost = lostWith(turn, peer, connection);
  if (isCoordinator(turn, peer, connection)) markCoordinatorUnknown(turn);
  for (const entry of lost) onLost(turn, entry, 'NETWORK_EXCEPTION');
}

function onRequestTimeout(turn: Turn): void {
  for (const entry of overdue(turn)) {
    if (isCoordinator(turn, entry.node, entry.connection)) markCoordinatorUnknown(turn);
    onLost(turn, entry, 'REQUEST_TIMED_OUT');
  }
}

function isCoordinator({ core }: Turn, node: string, connection: string): boolean {
  return connection === COORDINATOR && core.coordinator >= 0 && brokerName(core.coordinator) === node;
}

function onLost(turn: Turn, entry: InFlight, how: 'REQUEST_TIMED_OUT' | 'NETWORK_EXCEPTION'): void {
  const { core } = turn;
  switch (entry.request.type) {
    case 'MetadataRequest':
      core.metadata = refreshFailed(core.metadata);
      return;
    case 'FindCoordinatorRequest':
      return coordinatorNotFound(turn);
    case 'JoinGroupRequest':
    case 'SyncGroupRequest':
      return joinFailed(turn, how, core.member.data.memberId);
    case 'HeartbeatRequest':
      return onHeartbeat(turn, how);
    case 'ConsumerGroupHeartbeatRequest':
      if (entry.request.memberEpoch >= 0) heartbeatFailed(turn, how);
      return;
    case 'OffsetFetchRequest':
      return committedUnknown(turn, how);
    case 'OffsetCommitRequest':
      return onCommitted(turn, entry.request, entry.context, how);
    case 'FetchRequest':
      return onFetchLost(turn, entry.request);
    case 'OffsetsForLeaderEpochRequest':
      return validationLost(turn, entry.request);
    case 'ListOffsetsRequest':
      return onListLost(turn, entry.request, how);
    default:
      return;
  }
}

/** AbstractFetch.handleFetchFailure. */
function onFetchLost(turn: Turn, { partitions }: FetchRequest): void {
  for (const { tp } of partitions) backToLeader(turn, tp, 'disconnected');
}

function onListLost(turn: Turn, request: ListOffsetsRequest, how: 'REQUEST_TIMED_OUT' | 'NETWORK_EXCEPTION'): void {
  for (const { tp } of request.partitions) {
    const state = turn.core.partitions.get(tp);
    if (state?.value === 'AWAIT_RESET') resetFailed(turn, state, how);
  }
}
