/** A KRaft controller as a kind of node (QuorumController on KafkaRaftClient): a voter of the quorum, active when it leads it, standby when it follows. */
import { maybeClaim, refuseAs } from '#kafka/controller/kraft/activation.ts';
import { handleAlterPartition } from '#kafka/controller/kraft/alterPartition.ts';
import { bootstrapRecords } from '#kafka/controller/kraft/bootstrap.ts';
import { handleHeartbeat, handleRegistration } from '#kafka/controller/kraft/brokers.ts';
import { handleAllocateProducerIds, handleAlterConfigs } from '#kafka/controller/kraft/configs.ts';
import { describeQuorum } from '#kafka/controller/kraft/describe.ts';
import { handleElectLeaders } from '#kafka/controller/kraft/elections.ts';
import { acknowledge, completeFetches, expireFetches, handleFetchSnapshot, refuseFetch, tellOrPark } from '#kafka/controller/kraft/fetches.ts';
import { advanceHighWatermark, drain } from '#kafka/controller/kraft/journal.ts';
import { PERIODIC, type Periodic, runPeriodic } from '#kafka/controller/kraft/periodic.ts';
import { unattached } from '#kafka/controller/kraft/quorum.ts';
import { begin, noMemory, poll, quorumAnswered, quorumBroke, quorumTimer, survived, terminate } from '#kafka/controller/kraft/raft.ts';
import { handleAlterReassignments, handleListReassignments } from '#kafka/controller/kraft/reassignments.ts';
import { heardFrom } from '#kafka/controller/kraft/roles.ts';
import { type ControllerNode, type ControllerSettings, close, type Desk, isActive, open } from '#kafka/controller/kraft/state.ts';
import { handleCreatePartitions, handleCreateTopics, handleDeleteTopics } from '#kafka/controller/kraft/topics.ts';
import { handleBeginQuorumEpoch, handleEndQuorumEpoch, handleVote } from '#kafka/controller/kraft/votes.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { NodeKind } from '#kafka/kind.ts';
import { boolConfig, intConfig } from '#kafka/metadata/config.ts';
import { featuresOf } from '#kafka/metadata/features.ts';
import { emptyImage } from '#kafka/metadata/image.ts';
import type { FetchRequest, Request, Response } from '#kafka/protocol/messages.ts';
import { controllerId, controllerName } from '#kafka/protocol/names.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { closeConnection, type Env } from '#sim/effect.ts';
import type { NodeEvent, Payload } from '#sim/event.ts';
import { emptyView } from '#sim/view.ts';

export type { ControllerNode } from '#kafka/controller/kraft/state.ts';

/** Controller n before its first start, its disk formatted. */
export function controllerNode(spec: ClusterSpec, n: number): ControllerNode {
  return {
    kind: 'controller',
    name: controllerName(n),
    id: controllerId(n),
    voters: Array.from({ length: spec.controllers }, (_, i) => controllerId(i + 1)),
    config: spec.config,
    settings: settingsOf(spec),
    quorum: unattached(0),
    log: emptyView(),
    logStart: 0,
    snapshots: [],
    logEndOffset: 0,
    flushed: 0,
    highWatermark: 0,
    committed: emptyImage,
    image: emptyImage,
    ...noMemory,
  };
}

function settingsOf(spec: ClusterSpec): ControllerSettings {
  const { config, profile } = spec;
  const us = (name: string): number => intConfig(config, name) * 1000;
  const { preVote, fetchTellsHighWatermark } = featuresOf(profile);
  return {
    electionTimeoutUs: us('controller.quorum.election.timeout.ms'),
    fetchTimeoutUs: us('controller.quorum.fetch.timeout.ms'),
    requestTimeoutUs: us('controller.quorum.request.timeout.ms'),
    retryBackoffUs: us('controller.quorum.retry.backoff.ms'),
    electionBackoffMaxUs: us('controller.quorum.election.backoff.max.ms'),
    preVote,
    fetchTellsHighWatermark,
    bootstrap: bootstrapRecords(spec),
    sessionTimeoutUs: us('broker.session.timeout.ms'),
    appendLingerUs: us('controller.quorum.append.linger.ms'),
    snapshots: {
      maxBytes: intConfig(config, 'metadata.log.max.record.bytes.between.snapshots'),
      maxIntervalUs: us('metadata.log.max.snapshot.interval.ms'),
      retentionBytes: intConfig(config, 'metadata.max.retention.bytes'),
      retentionUs: us('metadata.max.retention.ms'),
    },
    maxIdleIntervalUs: us('metadata.max.idle.interval.ms'),
    autoRebalance: boolConfig(config, 'auto.leader.rebalance.enable'),
    imbalanceCheckUs: intConfig(config, 'leader.imbalance.check.interval.seconds') * 1_000_000,
    uncleanElectionUs: us('unclean.leader.election.interval.ms'),
  };
}

export const controller: NodeKind<ControllerNode> = { handle, crash: survived };

function handle(state: ControllerNode, event: NodeEvent, env: Env): ControllerNode {
  const desk = open(state, env);
  react(desk, event);
  poll(desk);
  return close(desk);
}

function react(desk: Desk, event: NodeEvent): void {
  switch (event.kind) {
    case 'start':
      return begin(desk);
    case 'message':
      return message(desk, event.from, event.connection, event.payload as Request | Response);
    case 'timer':
      return timer(desk, event.payload);
    case 'closed':
      desk.parked = desk.parked.filter(({ caller }) => caller.node !== event.peer || caller.connection !== event.connection);
      return quorumBroke(desk, event.peer, event.connection);
    case 'signal':
      if (event.payload.type === 'SIGTERM') terminate(desk);
      return;
    case 'input':
      return;
  }
}

function message(desk: Desk, from: string, connection: string, payload: Request | Response): void {
  if (payload.type.endsWith('Response')) return quorumAnswered(desk, from, payload as Response);
  const request = payload as Request;
  const caller: Caller = { node: from, connection, correlation: request.correlation };
  switch (request.type) {
    case 'FetchRequest':
      return fetched(desk, caller, request);
    case 'FetchSnapshotRequest':
      return handleFetchSnapshot(desk, caller, request);
    case 'VoteRequest':
      return handleVote(desk, caller, request);
    case 'BeginQuorumEpochRequest':
      return handleBeginQuorumEpoch(desk, caller, request);
    case 'EndQuorumEpochRequest':
      return handleEndQuorumEpoch(desk, caller, request);
    default:
      return isActive(desk) ? serve(desk, caller, request) : refuseAs(desk, caller, request.type);
  }
}

/** A fetch is an acknowledgement first: it may commit something, and its answer tells so. */
function fetched(desk: Desk, caller: Caller, request: FetchRequest): void {
  if (refuseFetch(desk, caller, request)) return;
  acknowledge(desk, request.replicaId, request.partitions[0].fetchOffset);
  heardFrom(desk, request.replicaId);
  const hasAdvanced = advanceHighWatermark(desk);
  if (hasAdvanced) maybeClaim(desk);
  tellOrPark(desk, caller, request);
  if (hasAdvanced) completeFetches(desk);
}

function timer(desk: Desk, payload: Payload): void {
  if (payload.type === 'AppendLingerExpired') return drain(desk);
  if (payload.type === 'ExpiredOperationReaper') return expireFetches(desk);
  if ((PERIODIC as readonly string[]).includes(payload.type)) return runPeriodic(desk, payload.type as Periodic);
  quorumTimer(desk, payload);
}

/** Requests to the active controller. */
function serve(desk: Desk, caller: Caller, request: Request): void {
  switch (request.type) {
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
    case 'ElectLeadersRequest':
      return handleElectLeaders(desk, caller, request);
    case 'AlterPartitionReassignmentsRequest':
      return handleAlterReassignments(desk, caller, request);
    case 'ListPartitionReassignmentsRequest':
      return handleListReassignments(desk, caller, request);
    case 'DescribeQuorumRequest':
      return describeQuorum(desk, caller);
    default:
      return closeConnection(desk.env, caller.node, caller.connection);
  }
}
