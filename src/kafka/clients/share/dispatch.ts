/** What a KafkaShareConsumer does with answers, lost connections and its own timers. */
import { coordinatorNotFound, markCoordinatorUnknown } from '#kafka/clients/consumer/coordinator.ts';
import { METADATA_TIMER, refreshFailed, tend } from '#kafka/clients/metadata.ts';
import { answered, asked, COORDINATOR, type InFlight, REQUEST_TIMER } from '#kafka/clients/network.ts';
import { onShareAcknowledged, sendAcknowledgements, shareAcknowledgeLost } from '#kafka/clients/share/acknowledge.ts';
import { FOREVER, type ShareTurn } from '#kafka/clients/share/core.ts';
import { onShareFetched, shareFetchLost } from '#kafka/clients/share/fetch.ts';
import { armMembership, HEARTBEAT_TIMER, onShareHeartbeat, shareHeartbeatFailed, tendMembership } from '#kafka/clients/share/heartbeat.ts';
import { lostWith, onMetadata, overdue } from '#kafka/clients/updates.ts';
import { tell } from '#kafka/facts.ts';
import type { FindCoordinatorResponse, Response } from '#kafka/protocol/messages.ts';
import { brokerName } from '#kafka/protocol/names.ts';
import { cancelTimer, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

const WAKE_TIMER = 'poll';

export function dispatchShare(turn: ShareTurn, event: NodeEvent): void {
  if (event.kind === 'message') onResponse(turn, event.payload as Response);
  else if (event.kind === 'closed') onClosed(turn, event.peer, event.connection);
  else if (event.kind === 'timer') onTimer(turn, event.timer);
}

function onTimer(turn: ShareTurn, timer: string): void {
  const { core } = turn;
  if (timer === WAKE_TIMER) core.wakeArmedUs = FOREVER;
  else if (timer === METADATA_TIMER) core.metadataArmedUs = FOREVER;
  else if (timer === REQUEST_TIMER) for (const entry of overdue(turn)) onLost(turn, entry, 'REQUEST_TIMED_OUT');
  else if (timer === HEARTBEAT_TIMER) {
    core.heartbeatArmedUs = FOREVER;
    tendMembership(turn);
  }
}

function onResponse(turn: ShareTurn, response: Response): void {
  const { core } = turn;
  const entry = asked(core.net, response);
  if (entry === undefined) return;
  core.net = answered(core.net, entry);
  switch (response.type) {
    case 'MetadataResponse':
      return onMetadata(turn, response);
    case 'FindCoordinatorResponse':
      return onFound(turn, response);
    case 'ShareGroupHeartbeatResponse':
      onShareHeartbeat(turn, response);
      return tendMembership(turn);
    case 'ShareFetchResponse':
      return onShareFetched(turn, entry, response);
    case 'ShareAcknowledgeResponse':
      return onShareAcknowledged(turn, entry, response);
    default:
      return;
  }
}

function onFound(turn: ShareTurn, response: FindCoordinatorResponse): void {
  const { core, env } = turn;
  core.findingCoordinator = false;
  if (response.error !== 'NONE') return coordinatorNotFound(turn);
  core.coordinator = response.coordinator;
  core.coordinatorAttempts = 0;
  tell(env, { fact: 'CoordinatorFound', group: core.group, node: env.self, broker: response.coordinator });
  tendMembership(turn);
}

function onClosed(turn: ShareTurn, peer: string, connection: string): void {
  const lost = lostWith(turn, peer, connection);
  const { core } = turn;
  if (connection === COORDINATOR && core.coordinator >= 0 && brokerName(core.coordinator) === peer) markCoordinatorUnknown(turn);
  for (const entry of lost) onLost(turn, entry, 'NETWORK_EXCEPTION');
  // A session ends with its connection, whether or not something was on its way.
  if (connection !== COORDINATOR && core.sessions.has(peer)) {
    const sessions = new Map(core.sessions);
    sessions.delete(peer);
    core.sessions = sessions;
  }
}

function onLost(turn: ShareTurn, entry: InFlight, how: 'REQUEST_TIMED_OUT' | 'NETWORK_EXCEPTION'): void {
  const { core } = turn;
  switch (entry.request.type) {
    case 'MetadataRequest':
      core.metadata = refreshFailed(core.metadata);
      return;
    case 'FindCoordinatorRequest':
      return coordinatorNotFound(turn);
    case 'ShareGroupHeartbeatRequest':
      if (how === 'REQUEST_TIMED_OUT') markCoordinatorUnknown(turn);
      if (entry.request.memberEpoch >= 0) shareHeartbeatFailed(turn, how);
      return;
    case 'ShareFetchRequest':
      return shareFetchLost(turn, entry);
    case 'ShareAcknowledgeRequest':
      return shareAcknowledgeLost(turn, entry);
    default:
      return;
  }
}

/** Sets the timers that this consumer needs next. */
export function armShare(turn: ShareTurn): void {
  const { core, env } = turn;
  const tended = tend(core.metadata, core.net, core.metadataArmedUs, core.settings, env);
  core.metadata = tended.metadata;
  core.net = tended.net;
  core.metadataArmedUs = tended.armedUs;
  armMembership(turn);
  const atUs = Math.min(turn.wakeUs, sendAcknowledgements(turn));
  if (atUs === core.wakeArmedUs) return;
  if (atUs === FOREVER) cancelTimer(env, WAKE_TIMER);
  else setTimer(env, WAKE_TIMER, Math.max(0, atUs - env.nowUs), { type: 'RetryBackoffExpired' });
  core.wakeArmedUs = atUs;
}
