/** Sessions of brokers, as whoever may end them has them: the active controller (BrokerHeartbeatManager), or the leader of the ensemble (SessionTracker). */
import type { ControllerNode } from '#kafka/controller/kraft/state.ts';
import type { ZkNode } from '#kafka/controller/zookeeper/ensemble/state.ts';
import type { SessionFrame } from '#kafka/frame.ts';
import { brokerName, type NodeName } from '#kafka/protocol/names.ts';
import type { World } from '#sim/world.ts';

interface Kinded {
  readonly kind: string;
}

function* heartbeatsOf({ claimEpoch, heartbeats, image, settings }: ControllerNode): Generator<readonly [NodeName, SessionFrame]> {
  if (claimEpoch < 0) return;
  for (const { broker, lastContactUs } of heartbeats) {
    if (image.brokers.get(broker)?.fenced !== false) continue;
    yield [brokerName(broker), { endsUs: lastContactUs + settings.sessionTimeoutUs, timeoutMs: settings.sessionTimeoutUs / 1000 }];
  }
}

function* trackedBy({ state, serving, tree, expiry }: ZkNode): Generator<readonly [NodeName, SessionFrame]> {
  if (state !== 'LEADING' || !serving) return;
  for (const [session, { client, timeoutMs }] of tree.sessions) {
    const endsUs = expiry.get(session);
    if (endsUs !== undefined) yield [client, { endsUs, timeoutMs }];
  }
}

/** By the name of the client. Of two sessions of one client the later one. */
export function sessionsOf<N extends Kinded>(world: World<N>): ReadonlyMap<NodeName, SessionFrame> {
  const sessions = new Map<NodeName, SessionFrame>();
  for (const { state, status } of world.processes) {
    if (status === 'down') continue;
    if (state.kind === 'controller') for (const [name, session] of heartbeatsOf(state as unknown as ControllerNode)) sessions.set(name, session);
    else if (state.kind === 'zookeeper') for (const [name, session] of trackedBy(state as unknown as ZkNode)) sessions.set(name, session);
  }
  return sessions;
}
