/** A Kafka broker as a kind of node: its process starts, hears messages, timers and signals; its disk survives it (BrokerServer). */

import { shrinkIsrs } from '#kafka/broker/advance.ts';
import { alterAgain, alterFailed, handleAlterPartition } from '#kafka/broker/alter.ts';
import { dispatch, serve } from '#kafka/broker/api.ts';
import {
  ALTER_PARTITION,
  answered,
  awaitController,
  broken,
  CONTROLLED_SHUTDOWN,
  FORWARDING,
  type ForwardDue,
  forwardAgain,
  HEARTBEAT,
  isController,
  later,
  RAFT,
  type RetryDue,
  retryForward,
  timedOut,
} from '#kafka/broker/calls.ts';
import { checkpointHighWatermarks } from '#kafka/broker/checkpoint.ts';
import { groupTimer } from '#kafka/broker/coordinate.ts';
import { deleteLog, type LogDeletionDue } from '#kafka/broker/deletion.ts';
import { fetchAll, fetcherConnection, fetcherFailed, handleFetchResponse, handlePositions } from '#kafka/broker/fetchers.ts';
import { handleForwarded } from '#kafka/broker/forwarded.ts';
import { communicate, giveUp, handleHeartbeat, handleRegistration, heartbeatFailed, moveTo, terminate } from '#kafka/broker/heartbeats.ts';
import { live, notRunning } from '#kafka/broker/lifecycle.ts';
import { loadLogs } from '#kafka/broker/loading.ts';
import { type LogTaskDue, logTask, startLogTasks } from '#kafka/broker/maintenance.ts';
import { fetchMetadata, forgetful, handleMetadata, handleSnapshot, metadataFailed, newObserver } from '#kafka/broker/metadata.ts';
import { configOf, settingsOf } from '#kafka/broker/settings.ts';
import { reap, rearm, settle } from '#kafka/broker/settle.ts';
import { failed, fromShareCoordinator, locksDue } from '#kafka/broker/share/answers.ts';
import { endsLost, endsTold } from '#kafka/broker/share/gather.ts';
import { persisterTimeout } from '#kafka/broker/share/hosting.ts';
import type { AcquisitionLocksDue } from '#kafka/broker/share/led.ts';
import { askAgain, PERSISTER, type PersisterRetryDue, persisterLost } from '#kafka/broker/share/persister.ts';
import { sessionsDisconnected } from '#kafka/broker/share/sessions.ts';
import { noShare } from '#kafka/broker/share/state.ts';
import { type BrokerNode, type Call, goodStorage, noQuotas, noTransactions } from '#kafka/broker/state.ts';
import { appendsSlowly, type DiskWriteDone } from '#kafka/broker/storage.ts';
import { MARKERS, markersFailed, markersWritten, transactionTimeout } from '#kafka/broker/transact.ts';
import { handleEpochEnds } from '#kafka/broker/truncation.ts';
import { verified } from '#kafka/broker/verified.ts';
import { VERIFICATION, type VerificationDue, verificationAnswered, verificationsLost, verifyAgain } from '#kafka/broker/verify.ts';
import { close, type EXPIRED_OPERATION_REAPER, open, type Work } from '#kafka/broker/work.ts';
import { channelClosed, channelName, controlAnswered, startZk, zkClosed, zkMessage, zkTimer } from '#kafka/broker/zookeeper/host.ts';
import { controlledShutdownFailed, handleControlledShutdown } from '#kafka/broker/zookeeper/shutdown.ts';
import { crashedZk, newZkBroker, type ZkBroker } from '#kafka/broker/zookeeper/state.ts';
import { type ZkBrokerTimer, zkBrokerTimer } from '#kafka/broker/zookeeper/timers.ts';
import type { ZkTimer } from '#kafka/controller/zookeeper/client/client.ts';
import { type CoordinatorTimer, emptyCoordinator } from '#kafka/coordinator/coordinator.ts';
import type { PersisterTimer } from '#kafka/coordinator/persister/persister.ts';
import type { NodeKind } from '#kafka/kind.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import { emptyImage } from '#kafka/metadata/image.ts';
import type { AlterPartitionRequest, FetchResponse, Request, Response } from '#kafka/protocol/messages.ts';
import { type BrokerId, brokerIdOf, brokerName } from '#kafka/protocol/names.ts';
import type { PersisterResponse } from '#kafka/protocol/share.ts';
import { isZookeeper, type ZkServerMessage } from '#kafka/protocol/zookeeper.ts';
import { crashed } from '#kafka/replication/partition.ts';
import type { ClusterSpec, Config } from '#kafka/spec.ts';
import type { TransactionTimer } from '#kafka/transactions/coordinator.ts';
import { type Env, setTimer } from '#sim/effect.ts';
import type { NodeEvent, Payload } from '#sim/event.ts';

export type { BrokerNode } from '#kafka/broker/state.ts';

/** A broker before its first start, its disk formatted. */
export function brokerNode(spec: ClusterSpec, id: BrokerId): BrokerNode {
  const config = configOf(spec, id);
  const rack = spec.brokers.find((one) => one.id === id)?.rack ?? null;
  return {
    kind: 'broker',
    name: brokerName(id),
    id,
    rack,
    config,
    settings: settingsOf(config, spec),
    lifecycle: notRunning,
    observer: newObserver(spec),
    ...blankDisk,
    starts: 0,
    storage: goodStorage,
    ...noMemory,
    zk: zkBrokerOf(spec, id, config),
  };
}

const zkBrokerOf = (spec: ClusterSpec, id: BrokerId, config: Config): ZkBroker | undefined =>
  spec.metadata === 'zookeeper' ? newZkBroker(id, config, spec.controllers, featuresOf(spec.profile)) : undefined;

/** A data directory that was just formatted. */
export const blankDisk = { cleanShutdownEpoch: -1, image: emptyImage, partitions: [], index: new Map<string, number>() };

/** What a process knows when it begins. */
const noMemory = {
  correlation: 0,
  alarmUs: undefined,
  calls: [],
  sessions: [],
  fetchers: [],
  parked: [],
  produces: [],
  muted: [],
  isrChanges: [],
  alterBackoff: false,
  quotas: noQuotas,
  producerIds: { next: 0, end: 0 },
  wantProducerId: [],
  creating: [],
  coordinator: emptyCoordinator,
  transactions: noTransactions,
  share: noShare,
} as const;

export const broker: NodeKind<BrokerNode> = { handle, crash };

function handle(state: BrokerNode, event: NodeEvent, env: Env): BrokerNode {
  const work = open(state, env);
  react(work, event);
  settle(work);
  if (work.fetchers.some(({ inFlight }) => inFlight === undefined)) fetchAll(work);
  return close(work);
}

/** Correlation numbers go on, so that an answer to an earlier life is never taken for one to this. */
function crash(state: BrokerNode, how: 'kill' | 'power-loss' | 'exit'): BrokerNode {
  // A broker that halts because its log directory failed shuts nothing down.
  const end = how === 'exit' && state.storage.failed ? 'kill' : how;
  const partitions = state.partitions.map((partition) => partition && crashed(partition, end, state.storage.lies));
  const cleanShutdownEpoch = end === 'exit' ? state.cleanShutdownEpoch : -1;
  return {
    ...state,
    ...noMemory,
    observer: forgetful(state.observer),
    correlation: state.correlation,
    lifecycle: notRunning,
    partitions,
    cleanShutdownEpoch,
    storage: { ...state.storage, failed: false, deletes: [] },
    ...(state.zk ? { image: emptyImage, zk: crashedZk(state.zk, state.id) } : {}),
  };
}

function react(work: Work, event: NodeEvent): void {
  switch (event.kind) {
    case 'start':
      return start(work);
    case 'message':
      if (work.zk && isZookeeper(event.from)) return zkMessage(work, event.from, event.connection, event.payload as ZkServerMessage);
      return isController(work, event.from)
        ? fromController(work, event.from, event.connection, event.payload as Response)
        : fromPeer(work, event.from, event.connection, event.payload);
    case 'timer':
      return timer(work, event.payload as BrokerTimer);
    case 'closed':
      return closed(work, event.peer, event.connection);
    case 'signal':
      if (event.payload.type === 'SIGTERM') terminate(work);
      return;
    case 'input':
      return;
  }
}

function start(work: Work): void {
  work.starts++;
  moveTo(work, live(work.lifecycle, work.env, 'ProcessStarted'));
  loadLogs(work, work.cleanShutdownEpoch >= 0);
  if (work.zk) startZk(work);
  else communicate(work);
  work.cleanShutdownEpoch = -1;
  if (!work.zk) {
    fetchMetadata(work);
    setTimer(work.env, 'lifecycle', work.settings.registrationTimeoutUs, { type: 'RegistrationTimedOut' });
  }
  setTimer(work.env, 'isr-expiration', 0, { type: 'IsrExpirationTick' });
  setTimer(work.env, 'highwatermark-checkpoint', work.settings.checkpointUs, { type: 'HighWatermarkCheckpointDue' });
  startLogTasks(work);
}

function fromPeer(work: Work, from: string, connection: string, payload: Payload): void {
  const message = payload as Request | Response;
  if (message.type === 'FetchResponse') fetched(work, from, message);
  else if (message.type === 'ListOffsetsResponse' && endsTold(work, from, message)) return;
  else if (message.type === 'ListOffsetsResponse') handlePositions(work, brokerIdOf(from), message);
  else if (message.type === 'AddPartitionsToTxnResponse') verificationAnswered(work, from, message, verified);
  else if (message.type === 'WriteTxnMarkersResponse') markersWritten(work, from, message);
  else if (message.type.endsWith('ShareGroupStateResponse') || message.type === 'ReadShareGroupStateSummaryResponse')
    fromShareCoordinator(work, from, message as PersisterResponse);
  else if (message.type.endsWith('Request')) serve(work, from, connection, message as Request);
  else if (work.zk) fromZkController(work, from, connection, message as Response);
}

function fetched(work: Work, from: string, response: FetchResponse): void {
  if (!appendsSlowly(work, from, response)) handleFetchResponse(work, brokerIdOf(from), response);
}

function wroteSlowly(work: Work, done: DiskWriteDone): void {
  if ('request' in done) dispatch(work, done.caller, done.request);
  else handleFetchResponse(work, brokerIdOf(done.from), done.response);
}

/** In a ZooKeeper cluster the controller is a broker: it answers what we asked of it, and brokers answer what it told them. */
function fromZkController(work: Work, from: string, connection: string, message: Response): void {
  if (message.type === 'OffsetsForLeaderEpochResponse') return handleEpochEnds(work, brokerIdOf(from), message);
  if (message.type === 'LeaderAndIsrResponse' || message.type === 'UpdateMetadataResponse' || message.type === 'StopReplicaResponse')
    return controlAnswered(work, from, message);
  return fromController(work, from, connection, message);
}

function fromController(work: Work, from: string, connection: string, response: Response): void {
  const call = answered(work, connection, response.correlation);
  if (!call) return;
  if ('error' in response && response.error === 'NOT_CONTROLLER') return notController(work, call);
  switch (response.type) {
    case 'FetchResponse':
      return handleMetadata(work, from, response);
    case 'FetchSnapshotResponse':
      return handleSnapshot(work, from, response);
    case 'BrokerHeartbeatResponse':
      return handleHeartbeat(work, response);
    case 'BrokerRegistrationResponse':
      return handleRegistration(work, response);
    case 'AlterPartitionResponse':
      return handleAlterPartition(work, call.request as AlterPartitionRequest, response);
    case 'ControlledShutdownResponse':
      return handleControlledShutdown(work, response);
    default:
      return handleForwarded(work, call, response);
  }
}

/** NodeToControllerRequestThread looks again who the controller is every so often. */
const CONTROLLER_RETRY_US = 50_000;

/** It leads the quorum no more, or has not taken over yet. */
function notController(work: Work, call: Call): void {
  if (call.connection === HEARTBEAT) return later(work, HEARTBEAT, CONTROLLER_RETRY_US, { type: 'HeartbeatDue' });
  callFailed(work, call);
}

/** The controller's process is gone. What the lifecycle asks waits for its successor, if the quorum can have one. */
function lostController(work: Work, call: Call): void {
  if (call.connection === HEARTBEAT && work.observer.voters.length > 1) awaitController(work, call);
  else callFailed(work, call);
}

function callFailed(work: Work, call: Call): void {
  switch (call.connection) {
    case HEARTBEAT:
      return heartbeatFailed(work);
    case RAFT:
      return metadataFailed(work, call.to);
    case ALTER_PARTITION:
      return alterFailed(work, call.request as AlterPartitionRequest);
    case CONTROLLED_SHUTDOWN:
      return controlledShutdownFailed(work);
    case FORWARDING:
      return retryForward(work, call);
  }
}

type BrokerTimer =
  | TransactionTimer
  | VerificationDue
  | RetryDue
  | ForwardDue
  | CoordinatorTimer
  | DiskWriteDone
  | LogTaskDue
  | PersisterTimer
  | PersisterRetryDue
  | AcquisitionLocksDue
  | LogDeletionDue
  | typeof EXPIRED_OPERATION_REAPER
  | ZkTimer
  | ZkBrokerTimer
  | { readonly type: 'IsrExpirationTick' | 'HighWatermarkCheckpointDue' | 'RegistrationTimedOut' | 'ControlledShutdownTimedOut' };

function timer(work: Work, payload: BrokerTimer): void {
  switch (payload.type) {
    case 'ExpiredOperationReaper':
      reap(work);
      for (const call of timedOut(work)) callFailed(work, call);
      return rearm(work);
    case 'HeartbeatDue':
      return communicate(work);
    case 'MetadataFetchDue':
      return fetchMetadata(work);
    case 'RegistrationTimedOut':
    case 'ControlledShutdownTimedOut':
      return giveUp(work);
    case 'AlterPartitionDue':
      return alterAgain(work);
    case 'ForwardDue':
      return forwardAgain(work, payload.retry);
    case 'IsrExpirationTick':
      setTimer(work.env, 'isr-expiration', Math.floor(work.settings.maxLagUs / 2), payload);
      return shrinkIsrs(work);
    case 'TransactionsLoadCompleted':
    case 'TransactionWriteTimeoutExpired':
    case 'TransactionAbortDue':
    case 'TransactionalIdExpirationDue':
    case 'TransactionMarkersDue':
      return transactionTimeout(work, payload);
    case 'VerificationDue':
      return verifyAgain(work, payload, verified);
    case 'ShareStateLoadCompleted':
    case 'ShareStateWriteTimeoutExpired':
      return persisterTimeout(work, payload);
    case 'PersisterRetryDue':
      return askAgain(work, payload, failed);
    case 'AcquisitionLocksDue':
      return locksDue(work, payload);
    case 'LogDeletionDue':
      return deleteLog(work, payload);
    case 'HighWatermarkCheckpointDue':
      setTimer(work.env, 'highwatermark-checkpoint', work.settings.checkpointUs, payload);
      return checkpointHighWatermarks(work);
    case 'ZkConnectTimeout':
    case 'ZkReconnectDue':
    case 'ZkPingDue':
      return zkTimer(work, payload);
    case 'ControllerEventDue':
    case 'ControlRequestDue':
    case 'ControlRequestTimedOut':
    case 'IsrChangePropagationDue':
    case 'AdminRequestTimedOut':
    case 'ControlledShutdownRetryDue':
      return zkBrokerTimer(work, payload);
    case 'DiskWriteDone':
      return wroteSlowly(work, payload);
    case 'LogRetentionDue':
    case 'LogFlushDue':
    case 'RecoveryPointCheckpointDue':
    case 'LogStartOffsetCheckpointDue':
    case 'LogCleanerDue':
    case 'ProducerExpirationDue':
      return logTask(work, payload);
    default:
      return groupTimer(work, payload);
  }
}

/** True when the connection was to ZooKeeper, to the controller, or the controller's own to a broker. */
function closedZk(work: Work, peer: string, connection: string): boolean {
  if (isZookeeper(peer)) zkClosed(work, peer, connection);
  else if (connection === channelName(work.id)) channelClosed(work, peer);
  else if (connection === ALTER_PARTITION || connection === CONTROLLED_SHUTDOWN) for (const call of broken(work, peer, connection)) callFailed(work, call);
  else return false;
  return true;
}

function persisterDisconnected(work: Work, peer: string): void {
  persisterLost(work, ({ to }) => to === peer, failed);
  endsLost(work, peer);
}

/** A connection is gone: our requests on it have failed, or its owner is and waits for nothing any more. */
function closed(work: Work, peer: string, connection: string): void {
  if (isController(work, peer)) {
    for (const call of broken(work, peer, connection)) lostController(work, call);
    return;
  }
  if (work.zk && closedZk(work, peer, connection)) return;
  if (connection === VERIFICATION) return verificationsLost(work, ({ to }) => to === peer, verified);
  if (connection === PERSISTER) return persisterDisconnected(work, peer);
  if (connection === MARKERS) return markersFailed(work, peer);
  if (connection === fetcherConnection(work.id)) return fetcherFailed(work, brokerIdOf(peer));
  const isGone = ({ node, connection: name }: { node: string; connection: string }): boolean => node === peer && name === connection;
  work.parked = work.parked.filter(({ caller }) => !isGone(caller));
  work.muted = work.muted.filter(({ caller }) => !isGone(caller));
  sessionsDisconnected(work, peer, connection);
  work.sessions = work.sessions.filter(({ parked }) => !parked || !isGone(parked.caller));
}
