/** A broker's life with ZooKeeper (KafkaServer, KafkaZkClient): a session, an ephemeral znode that says it is alive, and the race to be controller. */
import { answered as callAnswered } from '#kafka/broker/calls.ts';
import { moveTo } from '#kafka/broker/heartbeats.ts';
import { live } from '#kafka/broker/lifecycle.ts';
import { fact, reply, type Work } from '#kafka/broker/work.ts';
import { adminAnswered, topicChecked, unansweredAdmin } from '#kafka/broker/zookeeper/admin.ts';
import { brokerConfigWritten, configAnswered, readConfigChanges, readConfigs } from '#kafka/broker/zookeeper/configs.ts';
import { isrAnswered, isrChecked, unansweredIsrs } from '#kafka/broker/zookeeper/isr.ts';
import { producerIdsAnswered } from '#kafka/broker/zookeeper/producerIds.ts';
import { type BrokerReminder, zkOf } from '#kafka/broker/zookeeper/state.ts';
import { ask, closeSession, connect, handleClosed, handleMessage, handleTimer, type ZkEvent, type ZkTimer } from '#kafka/controller/zookeeper/client/client.ts';
import { answered, sendAgain, sendFailed } from '#kafka/controller/zookeeper/controller/channel.ts';
import { deskOf, enqueue, run, stepAnswered } from '#kafka/controller/zookeeper/controller/engine.ts';
import { resign } from '#kafka/controller/zookeeper/controller/failover.ts';
import type { ControllerEvent, ControllerIo, Desk, StepReminder } from '#kafka/controller/zookeeper/controller/state.ts';
import {
  BROKER_IDS,
  brokerPath,
  CONFIG_CHANGES,
  CONTROLLER,
  DELETE_TOPICS,
  ISR_CHANGES,
  PREFERRED_ELECTION,
  REASSIGN_PARTITIONS,
  TOPICS,
} from '#kafka/controller/zookeeper/paths.ts';
import { failure } from '#kafka/controller/zookeeper/tree.ts';
import { configInForce } from '#kafka/metadata/image.ts';
import type { ControlResponse } from '#kafka/protocol/controller.ts';
import type { Response } from '#kafka/protocol/messages.ts';
import { type BrokerId, brokerIdOf, brokerName, topicOf } from '#kafka/protocol/names.ts';
import type { WatchEventType, ZkOp, ZkResult, ZkServerMessage } from '#kafka/protocol/zookeeper.ts';
import { exit, send, setTimer } from '#sim/effect.ts';

// ---- The session -----------------------------------------------------------------------------------------------------------------

export function startZk(work: Work): void {
  connect(zkOf(work).client, work.env);
  setTimer(work.env, 'isr-change-propagation', ISR_PROPAGATION_US, { type: 'IsrChangePropagationDue' });
}

/** ReplicaManager.maybePropagateIsrChanges is scheduled every 2.5 s. */
export const ISR_PROPAGATION_US = 2_500_000;

export function zkMessage(work: Work, from: string, connection: string, message: ZkServerMessage): void {
  happened(work, handleMessage(zkOf(work).client, work.env, from, connection, message));
}

export const zkClosed = (work: Work, peer: string, connection: string): void => happened(work, handleClosed(zkOf(work).client, work.env, peer, connection));

export const zkTimer = (work: Work, payload: ZkTimer): void => happened(work, handleTimer(zkOf(work).client, work.env, payload));

export const askZk = (work: Work, op: ZkOp, reminder: BrokerReminder | StepReminder): void => ask(zkOf(work).client, work.env, op, reminder);

function happened(work: Work, events: readonly ZkEvent[]): void {
  for (const event of events) {
    switch (event.event) {
      case 'SessionEstablished':
        register(work);
        break;
      case 'SessionExpired':
        expired(work);
        break;
      case 'Answered':
        zkAnswered(work, event.reminder as BrokerReminder | StepReminder, event.result);
        break;
      case 'Watched':
        watched(work, event.type, event.path);
        break;
      case 'Reconnected':
      case 'Disconnected':
        break;
    }
  }
}

function register(work: Work): void {
  const data = { kind: 'broker', rack: work.rack, incarnation: work.starts } as const;
  askZk(work, { op: 'create', path: brokerPath(work.id), data, mode: 'EPHEMERAL' }, { of: 'registration' });
}

/** The ensemble gave us up: whatever we were is over. The client has begun a new session, and we register anew when it is there. */
function expired(work: Work): void {
  fact(work, { fact: 'SessionLost', node: work.name });
  resign(controllerDesk(work));
  zkOf(work).registered = false;
  unansweredAdmin(work);
  unansweredIsrs(work);
}

/** CheckedEphemeral.getAfterNodeExists: the znode may be ours, made by a request whose answer was lost. */
function registrationAnswered(work: Work, result: ZkResult): void {
  if (result.error === 'NODEEXISTS') return askZk(work, { op: 'getData', path: brokerPath(work.id), watch: false }, { of: 'registration-check' });
  registered(work, result);
}

function registrationChecked(work: Work, found: ZkResult): void {
  if (found.error === 'NONODE') return register(work);
  const isOurs = found.stat?.ephemeralOwner === zkOf(work).client.sessionId;
  registered(work, isOurs ? found : failure('NODEEXISTS', brokerPath(work.id)));
}

function registered(work: Work, result: ZkResult): void {
  // An earlier process of ours still has its session. Kafka ends with NodeExistsException; whoever starts containers starts it again later.
  if (result.error !== 'OK') {
    fact(work, { fact: 'RegistrationRefused', broker: work.id, path: brokerPath(work.id) });
    return exit(work.env);
  }
  const isFirst = work.lifecycle.data.brokerEpoch < 0;
  const zk = zkOf(work);
  zk.registered = true;
  zk.configChange = -2;
  moveTo(work, live(work.lifecycle, work.env, 'Registered', result.stat?.czxid ?? -1));
  if (isFirst) {
    moveTo(work, live(work.lifecycle, work.env, 'CaughtUp'));
    moveTo(work, live(work.lifecycle, work.env, 'Unfenced'));
  }
  readConfigs(work);
  controllerEvent(work, { event: isFirst ? 'Startup' : 'Reelect' });
}

function zkAnswered(work: Work, reminder: BrokerReminder | StepReminder, result: ZkResult): void {
  switch (reminder.of) {
    case 'controller':
      return stepAnswered(controllerDesk(work), reminder, result);
    case 'registration':
      return registrationAnswered(work, result);
    case 'registration-check':
      return registrationChecked(work, result);
    case 'isr':
      return isrAnswered(work, reminder, result);
    case 'isr-check':
      return isrChecked(work, reminder, result);
    case 'topic':
      return adminAnswered(work, reminder, result);
    case 'topic-check':
      return topicChecked(work, reminder, result);
    case 'config-children':
    case 'config-change':
    case 'topic-config':
    case 'broker-config-read':
      return configAnswered(work, reminder, result);
    case 'broker-config':
      return brokerConfigWritten(work, reminder, result);
    case 'producer-ids':
      return producerIdsAnswered(work, reminder, result);
    case 'nothing':
      return;
  }
}

/** ZNodeChangeHandlers: what a watch means. It fires once, and whoever reads again watches again. */
function watched(work: Work, type: WatchEventType, path: string): void {
  switch (path) {
    case CONTROLLER:
      return controllerEvent(work, { event: 'Reelect' });
    case BROKER_IDS:
      return controllerEvent(work, { event: 'BrokerChange' });
    case TOPICS:
      return controllerEvent(work, { event: 'TopicChange' });
    case DELETE_TOPICS:
      return controllerEvent(work, { event: 'TopicDeletion' });
    case ISR_CHANGES:
      return controllerEvent(work, { event: 'IsrChangeNotification' });
    case PREFERRED_ELECTION:
      return controllerEvent(work, { event: 'PreferredElectionZnode' });
    case REASSIGN_PARTITIONS:
      // A plan that has become shorter is the controller's own doing.
      return type === 'NodeDataChanged' ? undefined : controllerEvent(work, { event: 'ReassignPartitionsZnode' });
    case CONFIG_CHANGES:
      return readConfigChanges(work);
    default:
      if (type !== 'NodeDataChanged' || !path.startsWith(`${TOPICS}/`)) return;
      if (path.endsWith('/state')) controllerEvent(work, { event: 'ReassignmentIsrChange' });
      else controllerEvent(work, { event: 'PartitionModifications', topic: path.slice(TOPICS.length + 1) });
  }
}

// ---- The controller in this broker -----------------------------------------------------------------------------------------------

export const channelName = (controller: BrokerId): string => `controller-${controller}`;

function ioOf(work: Work): ControllerIo {
  const zk = zkOf(work);
  return {
    env: work.env,
    config: configInForce(work.image, work.id, work.config),
    features: zk.features,
    ask: (op, reminder) => askZk(work, op, reminder),
    send: (broker, request) => {
      send(work.env, brokerName(broker), request, channelName(work.id));
      const due: ControlRequestTimedOut = { type: 'ControlRequestTimedOut', broker, correlation: request.correlation };
      setTimer(work.env, `channel-timeout:${broker}`, work.settings.controllerSocketTimeoutUs, due);
    },
    reply: (caller, response) => reply(work, caller, response),
    setTimer: (timer, delayUs, event) =>
      setTimer(work.env, timer, delayUs, { type: 'ControllerEventDue', event } satisfies ControllerEventDue as ControllerEventDue),
    retryLater: (broker) =>
      setTimer(work.env, `channel:${broker}`, RETRY_US, { type: 'ControlRequestDue', broker } satisfies ControlRequestDue as ControlRequestDue),
  };
}

/** RequestSendThread waits 100 ms before it tries again. */
const RETRY_US = 100_000;

export interface ControllerEventDue {
  readonly type: 'ControllerEventDue';
  readonly event: ControllerEvent;
}

export interface ControlRequestDue {
  readonly type: 'ControlRequestDue';
  readonly broker: BrokerId;
}

/** controller.socket.timeout.ms without an answer: RequestSendThread gives the connection up. */
export interface ControlRequestTimedOut {
  readonly type: 'ControlRequestTimedOut';
  readonly broker: BrokerId;
  readonly correlation: number;
}

export const controllerDesk = (work: Work): Desk => deskOf(zkOf(work).controller, ioOf(work));

export const controllerEvent = (work: Work, event: ControllerEvent): void => enqueue(controllerDesk(work), event);

export const sendControlAgain = (work: Work, broker: BrokerId): void => sendAgain(controllerDesk(work), broker);

export function controlTimedOut(work: Work, { broker, correlation }: ControlRequestTimedOut): void {
  const desk = controllerDesk(work);
  const channel = desk.c.channels.find((one) => one.broker === broker);
  if (channel?.inFlight?.correlation === correlation) sendFailed(desk, broker);
}

export const channelClosed = (work: Work, peer: string): void => sendFailed(controllerDesk(work), brokerIdOf(peer));

/** A broker answers our control request. */
export function controlAnswered(work: Work, from: string, response: ControlResponse): void {
  const desk = controllerDesk(work);
  const request = answered(desk, brokerIdOf(from), response);
  if (request?.type !== 'StopReplicaRequest' || response.type !== 'StopReplicaResponse') return run(desk);
  const deleted = request.partitions.filter(({ deletePartition }) => deletePartition).map(({ tp }) => tp);
  if (deleted.length === 0) return run(desk);
  const isFailed = (tp: string): boolean => response.error !== 'NONE' || response.partitions.some((one) => one.tp === tp && one.error !== 'NONE');
  const topics = [...new Set(deleted.map(topicOf))];
  enqueue(desk, { event: 'StopReplicaAnswered', broker: brokerIdOf(from), topics, failed: deleted.filter(isFailed) });
}

/** The controller answers a request of ours; undefined when nobody waits for it. */
export const fromController = (work: Work, connection: string, response: Response) => callAnswered(work, connection, response.correlation);

export const closeZk = (work: Work): void => closeSession(zkOf(work).client, work.env);
