/** Registration and heartbeats (BrokerLifecycleManager): how a broker comes to be unfenced, stays so, and leaves in good order. */
import { call, HEARTBEAT, later } from '#kafka/broker/calls.ts';
import { type Lifecycle, live } from '#kafka/broker/lifecycle.ts';
import { publishAll } from '#kafka/broker/publish.ts';
import { fact, type Work } from '#kafka/broker/work.ts';
import { closeZk } from '#kafka/broker/zookeeper/host.ts';
import { askControlledShutdown } from '#kafka/broker/zookeeper/shutdown.ts';
import type { BrokerHeartbeatResponse, BrokerRegistrationResponse } from '#kafka/protocol/messages.ts';
import { cancelTimer, exit, setTimer } from '#sim/effect.ts';

/** While starting, so that a broker with nothing to recover starts quickly. */
const STARTING_HEARTBEAT_US = 10_000;
/** After the first answer to a controlled shutdown, so that a quick one ends quickly. */
const CONTROLLED_SHUTDOWN_HEARTBEAT_US = 50_000;

/** BrokerServer.shutdown waits this long for a controlled shutdown. */
const CONTROLLED_SHUTDOWN_US = 300_000_000;

export function moveTo(work: Work, lifecycle: Lifecycle): void {
  const from = work.lifecycle.value;
  work.lifecycle = lifecycle;
  if (from !== lifecycle.value) fact(work, { fact: 'BrokerStateChanged', broker: work.id, from, to: lifecycle.value });
}

/** Sends what the lifecycle needs next: a registration, or a heartbeat. */
export function communicate(work: Work): void {
  const { brokerEpoch, readyToUnfence } = work.lifecycle.data;
  const timeoutUs = (work.settings.sessionTimeoutMs * 1000) / 2;
  cancelTimer(work.env, HEARTBEAT);
  if (brokerEpoch < 0) {
    const previousBrokerEpoch = work.cleanShutdownEpoch;
    return call(
      work,
      HEARTBEAT,
      { type: 'BrokerRegistrationRequest', broker: work.id, incarnation: work.starts, rack: work.rack, previousBrokerEpoch },
      { timeoutUs },
    );
  }
  const wantShutDown = work.lifecycle.value === 'PENDING_CONTROLLED_SHUTDOWN';
  const currentMetadataOffset = work.image.offset;
  call(
    work,
    HEARTBEAT,
    { type: 'BrokerHeartbeatRequest', broker: work.id, brokerEpoch, currentMetadataOffset, wantFence: !readyToUnfence, wantShutDown },
    { timeoutUs },
  );
}

const heartbeatIn = (work: Work, delayUs: number): void => later(work, HEARTBEAT, delayUs, { type: 'HeartbeatDue' });

/** scheduleNextCommunicationAfterFailure: as long as after a success, however often it fails. */
export const heartbeatFailed = (work: Work): void => heartbeatIn(work, work.settings.heartbeatUs);

export function handleRegistration(work: Work, response: BrokerRegistrationResponse): void {
  if (response.error !== 'NONE') return heartbeatFailed(work);
  moveTo(work, live(work.lifecycle, work.env, 'Registered', response.brokerEpoch));
  communicate(work);
}

export function handleHeartbeat(work: Work, response: BrokerHeartbeatResponse): void {
  if (response.error !== 'NONE') return heartbeatFailed(work);
  switch (work.lifecycle.value) {
    case 'STARTING':
      if (!response.isCaughtUp) return heartbeatIn(work, STARTING_HEARTBEAT_US);
      return recover(work);
    case 'RECOVERY':
      if (!response.isFenced) moveTo(work, live(work.lifecycle, work.env, 'Unfenced'));
      return heartbeatIn(work, work.settings.heartbeatUs);
    case 'PENDING_CONTROLLED_SHUTDOWN':
      return response.shouldShutDown ? shutDown(work) : mustStay(work);
    default:
      return heartbeatIn(work, work.settings.heartbeatUs);
  }
}

/** Not yet: we ask again soon the first time, then with every heartbeat. */
function mustStay(work: Work): void {
  const isFirst = !work.lifecycle.data.gotControlledShutdownResponse;
  work.lifecycle = live(work.lifecycle, work.env, 'MustStay');
  heartbeatIn(work, isFirst ? CONTROLLED_SHUTDOWN_HEARTBEAT_US : work.settings.heartbeatUs);
}

/** Caught up with the metadata log: take up our replicas, and ask to be unfenced. */
function recover(work: Work): void {
  moveTo(work, live(work.lifecycle, work.env, 'CaughtUp'));
  publishAll(work);
  communicate(work);
}

/** SIGTERM: ask the controller to move our leaders first, if we are up and controlled.shutdown.enable says so. */
export function terminate(work: Work): void {
  const isUp = work.lifecycle.value === 'RUNNING' && work.settings.controlledShutdown;
  if (!isUp) {
    if (work.lifecycle.value !== 'PENDING_CONTROLLED_SHUTDOWN') shutDown(work);
    return;
  }
  moveTo(work, live(work.lifecycle, work.env, 'BeginControlledShutdown'));
  if (work.zk) return askControlledShutdown(work);
  setTimer(work.env, 'lifecycle', CONTROLLED_SHUTDOWN_US, { type: 'ControlledShutdownTimedOut' });
  if (!work.calls.some(({ connection }) => connection === HEARTBEAT)) communicate(work);
}

/** Not registered within initial.broker.registration.timeout.ms, or the controller did not let us go in five minutes: the process ends by itself. */
export function giveUp(work: Work): void {
  if (work.lifecycle.data.brokerEpoch < 0 || work.lifecycle.value === 'PENDING_CONTROLLED_SHUTDOWN') shutDown(work);
}

/** Flushes all logs, writes the checkpoints and the clean-shutdown file with our broker epoch, and ends. */
export function shutDown(work: Work): void {
  if (work.zk) closeZk(work);
  moveTo(work, live(work.lifecycle, work.env, 'BeginShutdown'));
  work.cleanShutdownEpoch = work.lifecycle.data.brokerEpoch;
  exit(work.env);
}
