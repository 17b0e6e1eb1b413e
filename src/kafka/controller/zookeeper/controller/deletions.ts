/** Deleting topics (TopicDeletionManager): every replica stops and deletes; only when all have said so do the znodes go. A broker that is down holds it up. */
import { addStopReplica, addUpdateMetadata } from '#kafka/controller/zookeeper/controller/channel.ts';
import {
  guarded,
  isMoved,
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
import { type BrokerId, type Tp, topicOf } from '#kafka/protocol/names.ts';
import type { ZkWrite } from '#kafka/protocol/zookeeper.ts';

export const deletions: Pick<Handlers, 'ReadDeletions' | 'EraseTopic'> = {
  ReadDeletions: {
    begin: () => [{ op: 'getChildren', path: DELETE_TOPICS, watch: true }],
    finish(desk, _, [{ children = [] }]) {
      const unknown = children.filter((name) => !desk.c.topics.has(name));
      if (unknown.length > 0) first(desk, { step: 'ErasePath', paths: unknown.map(deletePath) });
      for (const name of children) if (desk.c.topics.has(name)) begin(desk, name);
    },
  },
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

/** onTopicDeletion: everybody is told that it has no leader any more, then the replicas stop, and delete what they have. */
function begin(desk: Desk, topic: string): void {
  if (!desk.c.deleting.includes(topic)) desk.c.deleting = [...desk.c.deleting, topic];
  const tps = partitionsOf(desk, topic);
  addUpdateMetadata(desk, liveIds(desk), tps);
  for (const tp of tps) {
    movePartition(desk, tp, 'OfflinePartition');
    for (const id of replicasOf(desk, tp)) deleteReplica(desk, tp, id);
  }
  maybeErase(desk, topic);
}

function deleteReplica(desk: Desk, tp: Tp, id: BrokerId): void {
  if (replicaState(desk, tp, id) === 'ReplicaDeletionSuccessful') return;
  moveReplica(desk, tp, id, 'OfflineReplica');
  if (!isLive(desk, id)) {
    moveReplica(desk, tp, id, 'ReplicaDeletionIneligible');
    return;
  }
  if (moveReplica(desk, tp, id, 'ReplicaDeletionStarted')) addStopReplica(desk, id, tp, true);
}

function maybeErase(desk: Desk, topic: string): void {
  const isGone = (tp: Tp): boolean => replicasOf(desk, tp).every((id) => replicaState(desk, tp, id) === 'ReplicaDeletionSuccessful');
  if (partitionsOf(desk, topic).every(isGone)) first(desk, { step: 'EraseTopic', topic });
}

/** A broker has deleted replicas, or could not. */
export function stopReplicaAnswered(desk: Desk, { broker, topics, failed }: Extract<ControllerEvent, { event: 'StopReplicaAnswered' }>): readonly Step[] {
  for (const topic of topics.filter((name) => desk.c.deleting.includes(name))) {
    for (const tp of partitionsOf(desk, topic).filter((one) => replicasOf(desk, one).includes(broker))) {
      moveReplica(desk, tp, broker, failed.includes(tp) ? 'ReplicaDeletionIneligible' : 'ReplicaDeletionSuccessful');
    }
    maybeErase(desk, topic);
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

export function resumeDeletions(desk: Desk, broker: BrokerId): void {
  for (const topic of desk.c.deleting) {
    for (const tp of partitionsOf(desk, topic)) if (replicasOf(desk, tp).includes(broker)) deleteReplica(desk, tp, broker);
  }
}
