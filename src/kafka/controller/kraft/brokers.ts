/** Brokers come, stay and go: registration, heartbeats, sessions (ClusterControlManager, BrokerHeartbeatManager). */
import { answerWhenCommitted, logEnd, write } from '#kafka/controller/kraft/journal.ts';
import { controlledShutdownRecords, fencedRecords, hasLeaderships, shutdownRecords, unfencedRecords } from '#kafka/controller/kraft/replicationControl.ts';
import { type Desk, type HeartbeatState, reply } from '#kafka/controller/kraft/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { BrokerRegistration } from '#kafka/metadata/image.ts';
import type { BrokerHeartbeatRequest, BrokerRegistrationRequest } from '#kafka/protocol/messages.ts';
import type { MetadataRecord } from '#kafka/protocol/metadata.ts';
import type { BrokerId } from '#kafka/protocol/names.ts';

const heartbeatOf = (desk: Desk, broker: BrokerId): HeartbeatState | undefined => desk.heartbeats.find((one) => one.broker === broker);

function putHeartbeat(desk: Desk, state: HeartbeatState): void {
  desk.heartbeats = [...desk.heartbeats.filter(({ broker }) => broker !== state.broker), state].sort((a, b) => a.broker - b.broker);
}

/** A new active controller knows no heartbeats: every unfenced broker gets a full session from now, a fenced one none (ClusterControlManager.activate, KAFKA-19130). */
export function restartSessions(desk: Desk): void {
  desk.heartbeats = [];
  const { nowUs } = desk.env;
  for (const { id, epoch, fenced } of desk.image.brokers.values()) {
    const lastContactUs = fenced ? nowUs - desk.settings.sessionTimeoutUs : nowUs;
    putHeartbeat(desk, { broker: id, brokerEpoch: epoch, lastContactUs, metadataOffset: -1, controlledShutdownOffset: -1 });
  }
}

function hasValidSession(desk: Desk, broker: BrokerRegistration): boolean {
  const state = heartbeatOf(desk, broker.id);
  return state?.brokerEpoch === broker.epoch && state.lastContactUs + desk.settings.sessionTimeoutUs > desk.env.nowUs;
}

/** A new incarnation while the old one's session is valid is refused, also when the old one has left in good order (recorded from 4.3.1). */
export function handleRegistration(desk: Desk, caller: Caller, request: BrokerRegistrationRequest): void {
  const { broker, incarnation, rack, previousBrokerEpoch } = request;
  const existing = desk.image.brokers.get(broker);
  if (existing && existing.incarnation !== incarnation && hasValidSession(desk, existing)) {
    return reply(desk, caller, { type: 'BrokerRegistrationResponse', error: 'DUPLICATE_BROKER_REGISTRATION', brokerEpoch: -1 });
  }
  const isSame = existing?.incarnation === incarnation;
  const brokerEpoch = isSame ? existing.epoch : logEnd(desk);
  const records: MetadataRecord[] = isSame || !existing ? [] : shutdownRecords(desk, broker, existing.epoch === previousBrokerEpoch);
  records.push({ type: 'RegisterBrokerRecord', broker, incarnation, brokerEpoch, rack, fenced: isSame ? existing.fenced : true });
  write(desk, records);
  putHeartbeat(desk, { broker, brokerEpoch, lastContactUs: desk.env.nowUs, metadataOffset: -1, controlledShutdownOffset: -1 });
  answerWhenCommitted(desk, caller, { type: 'BrokerRegistrationResponse', error: 'NONE', brokerEpoch });
}

type ControlState = 'FENCED' | 'UNFENCED' | 'CONTROLLED_SHUTDOWN' | 'SHUTDOWN_NOW';

function currentState(broker: BrokerRegistration, state: HeartbeatState): ControlState {
  if (state.controlledShutdownOffset >= 0) return 'CONTROLLED_SHUTDOWN';
  return broker.fenced ? 'FENCED' : 'UNFENCED';
}

/** BrokerHeartbeatManager.calculateNextBrokerState */
function nextState(desk: Desk, now: ControlState, state: HeartbeatState, request: BrokerHeartbeatRequest): ControlState {
  const { broker, wantFence, wantShutDown, currentMetadataOffset, brokerEpoch } = request;
  switch (now) {
    case 'FENCED':
      if (wantShutDown) return 'SHUTDOWN_NOW';
      return !wantFence && currentMetadataOffset >= brokerEpoch ? 'UNFENCED' : 'FENCED';
    case 'UNFENCED':
      if (wantFence) return wantShutDown ? 'SHUTDOWN_NOW' : 'FENCED';
      if (!wantShutDown) return 'UNFENCED';
      return hasLeaderships(desk.image, broker) ? 'CONTROLLED_SHUTDOWN' : 'SHUTDOWN_NOW';
    default:
      if (hasLeaderships(desk.image, broker)) return 'CONTROLLED_SHUTDOWN';
      return state.controlledShutdownOffset <= lowestActiveOffset(desk) ? 'SHUTDOWN_NOW' : 'CONTROLLED_SHUTDOWN';
  }
}

/** How far the slowest active broker has read the metadata log: only then does nobody send clients to the leaving one any more. */
function lowestActiveOffset(desk: Desk): number {
  let lowest = Number.MAX_SAFE_INTEGER;
  for (const { broker, metadataOffset, controlledShutdownOffset } of desk.heartbeats) {
    const isActive = controlledShutdownOffset < 0 && desk.image.brokers.get(broker)?.fenced === false;
    if (isActive) lowest = Math.min(lowest, metadataOffset);
  }
  return lowest;
}

function recordsFor(desk: Desk, next: ControlState, broker: BrokerId, brokerEpoch: number): MetadataRecord[] {
  switch (next) {
    case 'FENCED':
    case 'SHUTDOWN_NOW':
      return fencedRecords(desk, broker, 'shutdown');
    case 'UNFENCED':
      return unfencedRecords(desk, broker, brokerEpoch);
    case 'CONTROLLED_SHUTDOWN':
      return controlledShutdownRecords(desk, broker, brokerEpoch);
  }
}

export function handleHeartbeat(desk: Desk, caller: Caller, request: BrokerHeartbeatRequest): void {
  const { broker, brokerEpoch, currentMetadataOffset } = request;
  const registration = desk.image.brokers.get(broker);
  const known = heartbeatOf(desk, broker);
  const refused = registration?.epoch !== brokerEpoch ? (registration ? 'STALE_BROKER_EPOCH' : 'BROKER_ID_NOT_REGISTERED') : undefined;
  if (refused || !registration || !known) {
    return reply(desk, caller, {
      type: 'BrokerHeartbeatResponse',
      error: refused ?? 'BROKER_ID_NOT_REGISTERED',
      isCaughtUp: false,
      isFenced: true,
      shouldShutDown: false,
    });
  }
  const now = currentState(registration, known);
  const next = nextState(desk, now, known, request);
  if (next !== now && !(next === 'SHUTDOWN_NOW' && registration.fenced)) write(desk, recordsFor(desk, next, broker, brokerEpoch));
  const isFenced = next === 'FENCED' || next === 'SHUTDOWN_NOW';
  const controlledShutdownOffset = isFenced
    ? -1
    : next === 'CONTROLLED_SHUTDOWN' && known.controlledShutdownOffset < 0
      ? logEnd(desk) - 1
      : known.controlledShutdownOffset;
  putHeartbeat(desk, { broker, brokerEpoch, lastContactUs: desk.env.nowUs, metadataOffset: currentMetadataOffset, controlledShutdownOffset });
  const isCaughtUp = currentMetadataOffset >= brokerEpoch;
  answerWhenCommitted(desk, caller, { type: 'BrokerHeartbeatResponse', error: 'NONE', isCaughtUp, isFenced, shouldShutDown: next === 'SHUTDOWN_NOW' });
}

/** Brokers without heartbeat for broker.session.timeout.ms are fenced, one in each check (maybeFenceOneStaleBroker). True when it has fenced one: there may be more. */
export function fenceStaleBroker(desk: Desk): boolean {
  const isStale = ({ broker, lastContactUs }: HeartbeatState): boolean =>
    lastContactUs + desk.settings.sessionTimeoutUs <= desk.env.nowUs && desk.image.brokers.get(broker)?.fenced === false;
  const stale = desk.heartbeats.filter(isStale).sort((a, b) => a.lastContactUs - b.lastContactUs || a.broker - b.broker)[0];
  if (!stale) return false;
  write(desk, fencedRecords(desk, stale.broker, 'session-timeout'));
  putHeartbeat(desk, { ...stale, controlledShutdownOffset: -1 });
  return true;
}
