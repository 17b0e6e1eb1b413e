/** Active and standby (QuorumController.claim, renounce): the leader of the quorum takes over once all that was written before its epoch is committed and replayed. */
import { restartSessions } from '#kafka/controller/kraft/brokers.ts';
import { failFetches } from '#kafka/controller/kraft/fetches.ts';
import { dropLingering, write } from '#kafka/controller/kraft/journal.ts';
import { cancelPeriodic, schedulePeriodic } from '#kafka/controller/kraft/periodic.ts';
import { type Desk, fact, reply } from '#kafka/controller/kraft/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { Body, Request, Response } from '#kafka/protocol/messages.ts';

/** Claims the epoch when its first entry is committed: then the image holds everything older (handleLeaderChange comes no sooner). */
export function maybeClaim(desk: Desk): void {
  const { leader } = desk;
  if (!leader || desk.claimEpoch >= 0 || leader.highWatermark <= leader.epochStart) return;
  desk.claimEpoch = desk.quorum.data.epoch;
  restartSessions(desk);
  const isNew = desk.image.features.size === 0;
  if (isNew) write(desk, desk.settings.bootstrap);
  schedulePeriodic(desk);
}

export type Resignation = 'shutdown' | 'check-quorum' | 'deposed';

/** Steps back: what was written and is not committed may never be, so nobody is told that it is; the image goes back to what is. */
export function renounce(desk: Desk, why: Resignation, epoch: number): void {
  fact(desk, { fact: 'ControllerResigned', node: desk.name, epoch, reason: why });
  desk.claimEpoch = -1;
  desk.leader = undefined;
  dropLingering(desk);
  desk.image = desk.committed;
  desk.heartbeats = [];
  cancelPeriodic(desk);
  const { deferred } = desk;
  desk.deferred = [];
  for (const { caller, response } of deferred) refuseAs(desk, caller, response.type.replace('Response', 'Request') as Request['type']);
  failFetches(desk);
}

/** NOT_CONTROLLER, in the form that the request's own API has, or in the envelope's for a forwarded request. */
export function refuseAs(desk: Desk, caller: Caller, type: Request['type']): void {
  reply(desk, caller, notController(type));
}

function notController(type: Request['type']): Body<Response> {
  const error = 'NOT_CONTROLLER';
  switch (type) {
    case 'BrokerRegistrationRequest':
      return { type: 'BrokerRegistrationResponse', error, brokerEpoch: -1 };
    case 'BrokerHeartbeatRequest':
      return { type: 'BrokerHeartbeatResponse', error, isCaughtUp: false, isFenced: false, shouldShutDown: false };
    case 'AlterPartitionRequest':
      return { type: 'AlterPartitionResponse', error, partitions: [] };
    default:
      return { type: 'EnvelopeResponse', error };
  }
}
