/** What a KafkaProducer does with an event: answers, lost connections and its own timers. */
import { METADATA_TIMER, refreshed, refreshFailed, requestUpdate } from '#kafka/clients/metadata.ts';
import { answered, asked, disconnected, type InFlight, REQUEST_TIMER, timedOut } from '#kafka/clients/network.ts';
import type { Turn } from '#kafka/clients/producer/core.ts';
import { onProduced, onProduceLost } from '#kafka/clients/producer/result.ts';
import { SENDER_TIMER } from '#kafka/clients/producer/sender.ts';
import { initFailed, onProducerId } from '#kafka/clients/producer/sequences.ts';
import { tell } from '#kafka/facts.ts';
import type { MetadataResponse, Response } from '#kafka/protocol/messages.ts';
import type { NodeEvent } from '#sim/event.ts';

/** Takes an event; false when it is not the producer's. The caller runs the sender afterwards. */
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
  if (timer === SENDER_TIMER) core.senderArmedUs = Number.POSITIVE_INFINITY;
  else if (timer === METADATA_TIMER) core.metadataArmedUs = Number.POSITIVE_INFINITY;
  else if (timer === REQUEST_TIMER) onRequestTimeout(turn);
  else return false;
  return true;
}

function onResponse(turn: Turn, response: Response): void {
  const { core, env } = turn;
  const entry = asked(core.net, response);
  if (entry === undefined) return;
  core.net = answered(core.net, entry);
  switch (response.type) {
    case 'ProduceResponse':
      return onProduced(turn, entry, response);
    case 'MetadataResponse':
      return onMetadata(turn, response);
    case 'InitProducerIdResponse':
      return onProducerId(core, response, env);
    default:
      return;
  }
}

function onMetadata(turn: Turn, response: MetadataResponse): void {
  const { core, env } = turn;
  core.metadata = refreshed(core.metadata, response, env.nowUs);
  const bad = response.topics.filter(({ error }) => error !== 'NONE').map(({ name, error }) => `${name}=${error}`);
  if (bad.length > 0)
    turn.warnings.push(`The metadata response from the cluster reported a recoverable issue with correlation id ${response.correlation} : {${bad.join(', ')}}`);
  tell(env, { fact: 'MetadataRefreshed', node: env.self });
}

function onClosed(turn: Turn, peer: string, connection: string): void {
  const { core, env } = turn;
  const closed = disconnected(core.net, core.settings, env.nowUs, peer, connection);
  core.net = closed.net;
  // Any disconnect makes the picture suspect (handleServerDisconnect).
  core.metadata = requestUpdate(core.metadata);
  for (const entry of closed.failed) onLost(turn, entry, 'NETWORK_EXCEPTION');
}

function onRequestTimeout(turn: Turn): void {
  const { core, env } = turn;
  const late = timedOut(core.net, core.settings, env);
  core.net = late.net;
  if (late.failed.length > 0) core.metadata = requestUpdate(core.metadata);
  for (const entry of late.failed) onLost(turn, entry, 'REQUEST_TIMED_OUT');
}

function onLost(turn: Turn, entry: InFlight, how: 'REQUEST_TIMED_OUT' | 'NETWORK_EXCEPTION'): void {
  switch (entry.request.type) {
    case 'ProduceRequest':
      return onProduceLost(turn, entry, how);
    case 'MetadataRequest':
      turn.core.metadata = refreshFailed(turn.core.metadata);
      return;
    case 'InitProducerIdRequest':
      return initFailed(turn.core, turn.env);
    default:
      return;
  }
}
