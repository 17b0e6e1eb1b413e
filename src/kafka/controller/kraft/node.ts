/** A KRaft controller as a kind of node (QuorumController, KafkaRaftClient): one voter, its metadata log and epochs real. */
import { handleAlterPartition } from '#kafka/controller/kraft/alterPartition.ts';
import { fenceStaleBroker, handleHeartbeat, handleRegistration, restartSessions } from '#kafka/controller/kraft/brokers.ts';
import { handleAllocateProducerIds, handleAlterConfigs } from '#kafka/controller/kraft/configs.ts';
import { commit, expireObservers, handleObserverFetch, write } from '#kafka/controller/kraft/journal.ts';
import { electAlone, resign, unattached } from '#kafka/controller/kraft/quorum.ts';
import { balanceLeaders, electUnclean } from '#kafka/controller/kraft/replicationControl.ts';
import { type ControllerNode, type ControllerSettings, close, type Desk, fact, open } from '#kafka/controller/kraft/state.ts';
import { handleCreatePartitions, handleCreateTopics, handleDeleteTopics } from '#kafka/controller/kraft/topics.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { NodeKind } from '#kafka/kind.ts';
import { boolConfig, intConfig } from '#kafka/metadata/config.ts';
import { emptyImage } from '#kafka/metadata/image.ts';
import type { Request } from '#kafka/protocol/messages.ts';
import type { MetadataRecord } from '#kafka/protocol/metadata.ts';
import { controllerId, controllerName } from '#kafka/protocol/names.ts';
import type { ClusterSpec, Config } from '#kafka/spec.ts';
import { closeConnection, type Env, exit, setTimer } from '#sim/effect.ts';
import type { NodeEvent, Payload } from '#sim/event.ts';
import { emptyView, truncated } from '#sim/view.ts';

export type { ControllerNode } from '#kafka/controller/kraft/state.ts';

const PERIODIC = ['MaybeFenceStaleBroker', 'WriteNoOpRecord', 'MaybeBalancePartitionLeaders', 'MaybeElectUncleanLeaders'] as const;
type Periodic = (typeof PERIODIC)[number];

/** Controller n before its first start. Only the first is a voter and takes part. */
export function controllerNode(spec: ClusterSpec, n: number): ControllerNode {
  return {
    kind: 'controller',
    name: controllerName(n),
    id: controllerId(n),
    isVoter: n === 1,
    config: spec.config,
    settings: settingsOf(spec.config),
    quorum: unattached(0),
    log: emptyView(),
    highWatermark: 0,
    committed: emptyImage,
    image: emptyImage,
    ...noMemory,
  };
}

const noMemory = { lingering: false, deferred: [], observers: [], heartbeats: [], alarmUs: undefined } as const;

function settingsOf(config: Config): ControllerSettings {
  return {
    sessionTimeoutUs: intConfig(config, 'broker.session.timeout.ms') * 1000,
    appendLingerUs: intConfig(config, 'controller.quorum.append.linger.ms') * 1000,
    maxIdleIntervalUs: intConfig(config, 'metadata.max.idle.interval.ms') * 1000,
    autoRebalance: boolConfig(config, 'auto.leader.rebalance.enable'),
    imbalanceCheckUs: intConfig(config, 'leader.imbalance.check.interval.seconds') * 1_000_000,
    uncleanElectionUs: intConfig(config, 'unclean.leader.election.interval.ms') * 1000,
  };
}

export const controller: NodeKind<ControllerNode> = { handle, crash };

function handle(state: ControllerNode, event: NodeEvent, env: Env): ControllerNode {
  const desk = open(state, env);
  react(desk, event);
  return close(desk);
}

/** Voters flush what is committed: neither a kill nor a power loss takes it back. What was not yet flushed is gone. */
function crash(state: ControllerNode): ControllerNode {
  const log = truncated(state.log, state.highWatermark);
  return { ...state, ...noMemory, quorum: unattached(state.quorum.data.epoch), log, image: state.committed };
}

function react(desk: Desk, event: NodeEvent): void {
  switch (event.kind) {
    case 'start':
      return start(desk);
    case 'message':
      return serve(desk, { node: event.from, connection: event.connection, correlation: (event.payload as Request).correlation }, event.payload as Request);
    case 'timer':
      return timer(desk, event.payload);
    case 'closed':
      desk.observers = desk.observers.filter(({ caller }) => caller.node !== event.peer || caller.connection !== event.connection);
      return;
    case 'signal':
      if (event.payload.type === 'SIGTERM') stop(desk);
      return;
    case 'input':
      return;
  }
}

function start(desk: Desk): void {
  if (!desk.isVoter) return;
  desk.quorum = electAlone(desk.quorum, desk.env);
  fact(desk, { fact: 'ControllerElected', node: desk.name, epoch: desk.quorum.data.epoch });
  const isNew = desk.log.length === 0;
  write(desk, [{ type: 'LeaderChangeMessage', leader: desk.id }, ...(isNew ? BOOTSTRAP : [])]);
  restartSessions(desk);
  for (const task of PERIODIC) schedule(desk, task);
}

/** Features of a cluster formatted with 4.3: among them ELR, on for new clusters since 4.1. */
const BOOTSTRAP: readonly MetadataRecord[] = [
  { type: 'FeatureLevelRecord', name: 'metadata.version', featureLevel: 29 },
  { type: 'FeatureLevelRecord', name: 'eligible.leader.replicas.version', featureLevel: 1 },
  { type: 'FeatureLevelRecord', name: 'group.version', featureLevel: 1 },
  { type: 'FeatureLevelRecord', name: 'transaction.version', featureLevel: 2 },
];

function periodUs(desk: Desk, task: Periodic): number | undefined {
  const { settings } = desk;
  switch (task) {
    case 'MaybeFenceStaleBroker':
      return Math.max(1000, Math.floor(settings.sessionTimeoutUs / 8));
    case 'WriteNoOpRecord':
      return settings.maxIdleIntervalUs === 0 ? undefined : settings.maxIdleIntervalUs;
    case 'MaybeBalancePartitionLeaders':
      return settings.autoRebalance ? settings.imbalanceCheckUs : undefined;
    case 'MaybeElectUncleanLeaders':
      return settings.uncleanElectionUs;
  }
}

/** PeriodicTaskControlManager.DEFAULT_IMMEDIATE_PERIOD: when a task says that it has more to do. */
const IMMEDIATE_PERIOD_US = 10_000;

function schedule(desk: Desk, task: Periodic, delayUs = periodUs(desk, task)): void {
  if (delayUs !== undefined) setTimer(desk.env, task, delayUs, { type: task });
}

function timer(desk: Desk, payload: Payload): void {
  if (payload.type === 'AppendLingerExpired') return commit(desk);
  if (payload.type === 'ExpiredOperationReaper') return expireObservers(desk);
  const task = payload.type as Periodic;
  schedule(desk, task);
  switch (task) {
    case 'MaybeFenceStaleBroker':
      if (fenceStaleBroker(desk)) schedule(desk, task, IMMEDIATE_PERIOD_US);
      return;
    case 'WriteNoOpRecord':
      return write(desk, [{ type: 'NoOpRecord' }]);
    case 'MaybeBalancePartitionLeaders':
      return balanceLeaders(desk);
    case 'MaybeElectUncleanLeaders':
      return electUnclean(desk);
  }
}

function serve(desk: Desk, caller: Caller, request: Request): void {
  switch (request.type) {
    case 'FetchRequest':
      return handleObserverFetch(desk, caller, request);
    case 'BrokerRegistrationRequest':
      return handleRegistration(desk, caller, request);
    case 'BrokerHeartbeatRequest':
      return handleHeartbeat(desk, caller, request);
    case 'AlterPartitionRequest':
      return handleAlterPartition(desk, caller, request);
    case 'AllocateProducerIdsRequest':
      return handleAllocateProducerIds(desk, caller, request);
    case 'CreateTopicsRequest':
      return handleCreateTopics(desk, caller, request);
    case 'DeleteTopicsRequest':
      return handleDeleteTopics(desk, caller, request);
    case 'CreatePartitionsRequest':
      return handleCreatePartitions(desk, caller, request);
    case 'IncrementalAlterConfigsRequest':
      return handleAlterConfigs(desk, caller, request);
    default:
      return closeConnection(desk.env, caller.node, caller.connection);
  }
}

/** SIGTERM: resign and end. With one voter nobody takes over. */
function stop(desk: Desk): void {
  desk.quorum = resign(desk.quorum, desk.env);
  exit(desk.env);
}
