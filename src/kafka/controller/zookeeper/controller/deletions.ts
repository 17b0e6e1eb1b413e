/** Deleting topics (TopicDeletionManager): every replica stops and deletes; only when all have said so do the znodes go. A broker that is down holds it up. */
import { addStopReplica, addUpdateMetadata } from '#kafka/controller/zookeeper/controller/channel.ts';
import {
  guarded,
  isMoved,
  isMoving,
  movePartition,
  moveReplica,
  partitionsOf,
  partitionsOn,
  replicaState,
  replicasOf,
} from '#kafka/controller/zookeeper/controller/context.ts';
import type { Handlers } from '#kafka/controller/zookeeper/controller/engine.ts';
import { moved } from '#kafka/controller/zookeeper/controller/failover.ts';
import { type ControllerEvent, type Desk, first, isLive, liveIds, type Step } from '#kafka/controller/zookeeper/controller/state.ts';
import { forget } from '#kafka/controller/zookeeper/controller/topics.ts';
import { DELETE_TOPICS, deletePath, partitionPath, partitionsPath, statePath, topicConfigPath, topicPath } from '#kafka/controller/zookeeper/paths.ts';
import { boolConfig } from '#kafka/metadata/config.ts';
import { type BrokerId, type Tp, topicOf } from '#kafka/protocol/names.ts';
import type { ZkWrite } from '#kafka/protocol/zookeeper.ts';

export const deletions: Pick<Handlers, 'ReadDeletions' | 'DeleteReplicas' | 'EraseTopic' | 'ResumeDeletion'> = {
  ReadDeletions: {
    begin: () => [{ op: 'getChildren', path: DELETE_TOPICS, watch: true }],
    finish(desk, _, [{ children = [] }]) {
      // Where deletion is not allowed, what was asked is forgotten at once.
      const unknown = boolConfig(desk.io.config, 'delete.topic.enable') ? children.filter((name) => !desk.c.topics.has(name)) : children;
      if (unknown.length > 0) first(desk, { step: 'ErasePath', paths: unknown.map(deletePath) });
      first(desk, ...children.filter((name) => !unknown.includes(name)).flatMap((name) => begin(desk, name)));
    },
  },
  DeleteReplicas: {
    finish(desk, { broker, tps }) {
      for (const tp of tps) if (moveReplica(desk, tp, broker, 'ReplicaDeletionStarted')) addStopReplica(desk, broker, tp, true);
    },
  },
  /** resumeDeletionForTopics: what held the deletion up is over. */
  ResumeDeletion: { finish: (desk, { topic }) => first(desk, ...(desk.c.deleting.includes(topic) ? begin(desk, topic) : [])) },
  EraseTopic: {
    begin(desk, { topic }) {
      const tps = partitionsOf(desk, topic).filter((tp) => desk.c.leadership.has(tp));
      const paths = [...tps.flatMap((tp) => [statePath(tp), partitionPath(tp)]), ...(tps.length > 0 ? [partitionsPath(topic)] : []), topicPath(topic)];
      const erase = (path: string): ZkWrite => ({ op: 'delete', path, version: -1 });
      return [guarded(desk, ...paths.map(erase)), guarded(desk, erase(topicConfigPath(topic))), guarded(desk, erase(deletePath(topic)))];
    },
    finish(desk, { topic }, results) {
      if (results.some(isMoved)) return moved(desk);
      for (const tp of partitionsOf(desk, topic)) movePartition(desk, tp, 'NonExistentPartition');
      forget(desk, topic);
    },
  },
};

/** onTopicDeletion, unless a reassignment is in progress, which has to end first: everybody is told that it has no leader any more, then the replicas stop, and delete what they have. */
function begin(desk: Desk, topic: string): readonly Step[] {
  if (!desk.c.deleting.includes(topic)) desk.c.deleting = [...desk.c.deleting, topic];
  const tps = partitionsOf(desk, topic);
  if (tps.some((tp) => isMoving(desk, tp))) return [];
  if (isDeleted(desk, topic)) return [{ step: 'EraseTopic', topic }];
  addUpdateMetadata(desk, liveIds(desk), tps);
  for (const tp of tps) {
    movePartition(desk, tp, 'OfflinePartition');
    for (const id of replicasOf(desk, tp)) if (!isLive(desk, id)) moveReplica(desk, tp, id, 'ReplicaDeletionIneligible');
  }
  return deleteOn(desk, liveIds(desk), tps);
}

/** onPartitionDeletion: live replicas go offline broker by broker, a leader epoch each, and only then delete. */
function deleteOn(desk: Desk, brokers: readonly BrokerId[], tps: readonly Tp[]): Step[] {
  const isLeft = (tp: Tp, id: BrokerId): boolean =>
    replicasOf(desk, tp).includes(id) && !['ReplicaDeletionStarted', 'ReplicaDeletionSuccessful'].includes(replicaState(desk, tp, id));
  const left = brokers.map((broker) => ({ broker, tps: tps.filter((tp) => isLeft(tp, broker)) })).filter((one) => one.tps.length > 0);
  return [
    ...left.map((one): Step => ({ step: 'ReplicasOffline', broker: one.broker, tps: one.tps, stop: true })),
    ...left.map((one): Step => ({ step: 'DeleteReplicas', broker: one.broker, tps: one.tps })),
  ];
}

function isDeleted(desk: Desk, topic: string): boolean {
  const isGone = (tp: Tp): boolean => replicasOf(desk, tp).every((id) => replicaState(desk, tp, id) === 'ReplicaDeletionSuccessful');
  return partitionsOf(desk, topic).every(isGone);
}

/** A broker has deleted replicas, or could not. */
export function stopReplicaAnswered(desk: Desk, { broker, topics, failed }: Extract<ControllerEvent, { event: 'StopReplicaAnswered' }>): readonly Step[] {
  for (const topic of topics.filter((name) => desk.c.deleting.includes(name))) {
    for (const tp of partitionsOf(desk, topic).filter((one) => replicasOf(desk, one).includes(broker))) {
      moveReplica(desk, tp, broker, failed.includes(tp) ? 'ReplicaDeletionIneligible' : 'ReplicaDeletionSuccessful');
    }
    if (isDeleted(desk, topic)) first(desk, { step: 'EraseTopic', topic });
  }
  return desk.c.steps;
}

/** What a dead broker was deleting has to wait for it. */
export function failDeletions(desk: Desk, broker: BrokerId): void {
  for (const tp of partitionsOn(desk, broker)) {
    if (desk.c.deleting.includes(topicOf(tp)) && replicaState(desk, tp, broker) !== 'ReplicaDeletionSuccessful')
      moveReplica(desk, tp, broker, 'ReplicaDeletionIneligible');
  }
}

/** A broker that is back deletes what waited for it. */
export const resumeDeletions = (desk: Desk, brokers: readonly BrokerId[]): Step[] =>
  desk.c.deleting.flatMap((topic) => {
    const tps = partitionsOf(desk, topic);
    return tps.some((tp) => isMoving(desk, tp)) ? [] : deleteOn(desk, brokers, tps);
  });
