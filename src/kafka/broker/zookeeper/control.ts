/** What the controller sends (ReplicaManager.becomeLeaderOrFollower, stopReplicas, maybeUpdateMetadataCache): applied if it is from the newest controller and meant for us. */

import { alterFailed } from '#kafka/broker/alter.ts';
import { ALTER_PARTITION, activeController, broken, controllerChanged } from '#kafka/broker/calls.ts';
import { applyRegistration, removeReplica, stopFetching } from '#kafka/broker/publish.ts';
import { fact, reply, type Work } from '#kafka/broker/work.ts';
import { completeAdmin } from '#kafka/broker/zookeeper/admin.ts';
import { zkOf } from '#kafka/broker/zookeeper/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { BrokerRegistration, Image, PartitionRegistration, TopicImage } from '#kafka/metadata/image.ts';
import {
  type ControlRequest,
  LEADER_DURING_DELETE,
  type LeaderAndIsrRequest,
  type PartitionStateEntry,
  type StopReplicaRequest,
  type TopicConfigs,
  type UpdateMetadataRequest,
} from '#kafka/protocol/controller.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { AlterPartitionRequest } from '#kafka/protocol/messages.ts';
import { type BrokerId, NO_LEADER, partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';
import type { Config } from '#kafka/spec.ts';
import { closeConnection } from '#sim/effect.ts';
import { planted } from '#sim/planted.ts';

export function handleControl(work: Work, caller: Caller, request: ControlRequest): void {
  // The socket server serves nobody before the broker is registered (KafkaServer.startup): the controller finds nobody, and tries again.
  if (work.lifecycle.data.brokerEpoch < 0) return closeConnection(work.env, caller.node, caller.connection);
  const error = verdict(work, request);
  if (error !== 'NONE') refuse(work, request, error);
  switch (request.type) {
    case 'LeaderAndIsrRequest': {
      const partitions = error === 'NONE' ? leadAndFollow(work, request) : [];
      return reply(work, caller, { type: 'LeaderAndIsrResponse', error, partitions });
    }
    case 'UpdateMetadataRequest':
      if (error === 'NONE') updateMetadata(work, request);
      return reply(work, caller, { type: 'UpdateMetadataResponse', error });
    case 'StopReplicaRequest': {
      const partitions = error === 'NONE' ? stopReplicas(work, request) : [];
      return reply(work, caller, { type: 'StopReplicaResponse', error, partitions });
    }
  }
}

/** A command for an earlier life of this broker, or from a controller that has been replaced. */
function verdict(work: Work, { brokerEpoch, controllerEpoch }: ControlRequest): ErrorName {
  if (brokerEpoch >= 0 && !planted.M09 && brokerEpoch < work.lifecycle.data.brokerEpoch) return 'STALE_BROKER_EPOCH';
  return controllerEpoch < (work.zk?.controllerEpoch ?? 0) ? 'STALE_CONTROLLER_EPOCH' : 'NONE';
}

function refuse(work: Work, request: ControlRequest, error: ErrorName): void {
  const { controllerId: controller, controllerEpoch, type } = request;
  const known = work.zk?.controllerEpoch ?? 0;
  fact(work, { fact: 'ControlRequestRefused', broker: work.id, controller, request: type.replace('Request', ''), error, controllerEpoch, known });
}

function obey(work: Work, { controllerEpoch }: ControlRequest): void {
  const zk = zkOf(work);
  zk.controllerEpoch = Math.max(zk.controllerEpoch, controllerEpoch);
}

const registrationOf = (
  { replicas, leader, leaderEpoch, isr, zkVersion, recovering }: PartitionStateEntry,
  base: PartitionRegistration,
): PartitionRegistration => ({
  ...base,
  replicas,
  isr,
  leader: leader === LEADER_DURING_DELETE ? NO_LEADER : leader,
  leaderEpoch,
  partitionEpoch: zkVersion,
  leaderRecoveryState: recovering ? 'RECOVERING' : 'RECOVERED',
});

const configOf = (work: Work, topic: string): Config => work.zk?.configs.get(topic) ?? {};

/** Settings that we have not read ourselves: of topics that are new to us, also when we knew another of that name. */
function learnConfigs(work: Work, { configs, partitions }: { readonly configs: TopicConfigs; readonly partitions: readonly PartitionStateEntry[] }): void {
  const isOther = (topic: string): boolean => {
    const known = work.image.topics.get(topic)?.id;
    return known !== undefined && partitions.some(({ tp, topicId }) => topicOf(tp) === topic && topicId !== known);
  };
  const unknown = Object.entries(configs).filter(([topic]) => !work.zk?.configs.has(topic) || isOther(topic));
  if (unknown.length > 0) zkOf(work).configs = new Map([...(work.zk?.configs ?? []), ...unknown]);
}

function forgetConfig(work: Work, topic: string): void {
  const zk = zkOf(work);
  zk.configs = new Map([...zk.configs].filter(([name]) => name !== topic));
}

// ---- LeaderAndIsr ----------------------------------------------------------------------------------------------------------------

function leadAndFollow(work: Work, request: LeaderAndIsrRequest): { tp: Tp; error: ErrorName }[] {
  obey(work, request);
  learnConfigs(work, request);
  const { controllerId: controller, controllerEpoch, brokerEpoch } = request;
  const applied: Tp[] = [];
  const answers = request.partitions.map((entry) => {
    const error = applyEntry(work, entry, request.liveLeaders);
    if (error === 'NONE') applied.push(entry.tp);
    return { tp: entry.tp, error };
  });
  if (applied.length > 0) fact(work, { fact: 'LeaderAndIsrReceived', broker: work.id, controller, controllerEpoch, brokerEpoch, tps: applied });
  return answers;
}

function applyEntry(work: Work, entry: PartitionStateEntry, live: readonly BrokerId[]): ErrorName {
  const { tp, leaderEpoch, replicas } = entry;
  const known = work.partitions[work.index.get(tp) ?? -1];
  if (known && known.meta.role.data.leaderEpoch > leaderEpoch) return 'STALE_CONTROLLER_EPOCH';
  if (!replicas.includes(work.id)) return 'UNKNOWN_TOPIC_OR_PARTITION';
  const topic: TopicImage = { name: topicOf(tp), id: entry.topicId, config: configOf(work, topicOf(tp)), partitions: [] };
  applyRegistration(work, topic, partitionOf(tp), registrationOf(entry, blank));
  if (entry.leader !== work.id && !live.includes(entry.leader)) stopFetching(work, tp);
  return 'NONE';
}

const blank: PartitionRegistration = {
  replicas: [],
  isr: [],
  elr: [],
  lastKnownElr: [],
  removing: [],
  adding: [],
  leader: NO_LEADER,
  leaderEpoch: -1,
  partitionEpoch: -1,
  leaderRecoveryState: 'RECOVERED',
};

// ---- UpdateMetadata --------------------------------------------------------------------------------------------------------------

function updateMetadata(work: Work, request: UpdateMetadataRequest): void {
  obey(work, request);
  learnConfigs(work, request);
  const before = activeController(work);
  zkOf(work).controllerId = request.controllerId;
  // What the old controller was asked, its successor is asked again.
  if (before !== undefined && before !== activeController(work))
    for (const { request: asked } of broken(work, before, ALTER_PARTITION)) alterFailed(work, asked as AlterPartitionRequest);
  controllerChanged(work);
  const brokers = new Map(request.liveBrokers.map(({ id, rack, epoch }): [BrokerId, BrokerRegistration] => [id, alive(id, rack, epoch)]));
  const { topics, names } = withPartitions(work, request.partitions);
  work.image = { ...work.image, offset: work.image.offset + 1, epoch: request.controllerEpoch, brokers, topics, names };
  fact(work, { fact: 'MetadataApplied', broker: work.id, offset: work.image.offset });
  completeAdmin(work);
}

const alive = (id: BrokerId, rack: string | null, epoch: number): BrokerRegistration => ({
  id,
  epoch,
  incarnation: 0,
  rack,
  fenced: false,
  inControlledShutdown: false,
});

function withPartitions(work: Work, entries: readonly PartitionStateEntry[]): Pick<Image, 'topics' | 'names'> {
  const topics = new Map(work.image.topics);
  const names = new Map(work.image.names);
  for (const entry of entries) {
    const name = topicOf(entry.tp);
    if (entry.leader === LEADER_DURING_DELETE) {
      names.delete(topics.get(name)?.id ?? '');
      topics.delete(name);
      forgetConfig(work, name);
      continue;
    }
    const known = topics.get(name);
    const partitions = known?.id === entry.topicId ? known.partitions.slice() : [];
    for (let n = partitions.length; n < partitionOf(entry.tp); n++) partitions.push(blank);
    partitions[partitionOf(entry.tp)] = registrationOf(entry, blank);
    topics.set(name, { name, id: entry.topicId, config: configOf(work, name), partitions });
    names.set(entry.topicId, name);
  }
  return { topics, names };
}

// ---- StopReplica -----------------------------------------------------------------------------------------------------------------

function stopReplicas(work: Work, request: StopReplicaRequest): { tp: Tp; error: ErrorName }[] {
  obey(work, request);
  return request.partitions.map(({ tp, deletePartition }) => {
    if (deletePartition) removeReplica(work, tp);
    else stopFetching(work, tp);
    return { tp, error: 'NONE' as const };
  });
}
