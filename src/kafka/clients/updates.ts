/** What every client does with news of its cluster: a metadata response, a lost connection, a request that took too long (NetworkClient.DefaultMetadataUpdater). */
import { type Metadata, refreshed, requestUpdate } from '#kafka/clients/metadata.ts';
import { disconnected, type InFlight, type Network, type NetworkConfig, timedOut } from '#kafka/clients/network.ts';
import { tell } from '#kafka/facts.ts';
import type { MetadataResponse } from '#kafka/protocol/messages.ts';
import type { Env } from '#sim/effect.ts';

/** The part of a producer's or consumer's turn that knows the cluster. */
export interface ClientTurn {
  readonly core: { net: Network; metadata: Metadata; readonly settings: NetworkConfig };
  readonly env: Env;
  /** Lines of the client's log. */
  readonly warnings: string[];
}

export function onMetadata(turn: ClientTurn, response: MetadataResponse): void {
  const { core, env } = turn;
  core.metadata = refreshed(core.metadata, response, env.nowUs);
  const bad = response.topics.filter(({ error }) => error !== 'NONE').map(({ name, error }) => `${name}=${error}`);
  if (bad.length > 0)
    turn.warnings.push(`The metadata response from the cluster reported a recoverable issue with correlation id ${response.correlation} : {${bad.join(', ')}}`);
  tell(env, { fact: 'MetadataRefreshed', node: env.self });
}

/** The requests that a closed connection takes with it. Any disconnect makes the picture suspect (handleServerDisconnect). */
export function lostWith(turn: ClientTurn, peer: string, connection: string): readonly InFlight[] {
  const closed = disconnected(turn.core.net, turn.core.settings, turn.env.nowUs, peer, connection);
  turn.core.net = closed.net;
  turn.core.metadata = requestUpdate(turn.core.metadata);
  return closed.failed;
}

/** The requests that request.timeout.ms has passed for (handleTimedOutRequests). */
export function overdue(turn: ClientTurn): readonly InFlight[] {
  const late = timedOut(turn.core.net, turn.core.settings, turn.env);
  turn.core.net = late.net;
  if (late.failed.length > 0) turn.core.metadata = requestUpdate(turn.core.metadata);
  return late.failed;
}
