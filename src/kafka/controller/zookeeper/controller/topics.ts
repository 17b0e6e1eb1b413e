/** Topics appear, grow and vanish (KafkaController.processTopicChange, processPartitionModifications): what the assignment znodes say is done. */
import { allPartitions, movePartition, moveReplica, partitionState, partitionsOf, replicasOf } from '#kafka/controller/zookeeper/controller/context.ts';
import type { Handlers } from '#kafka/controller/zookeeper/controller/engine.ts';
import { readTopic, rememberTopic } from '#kafka/controller/zookeeper/controller/failover.ts';
import { type Desk, first } from '#kafka/controller/zookeeper/controller/state.ts';
import { TOPICS } from '#kafka/controller/zookeeper/paths.ts';
import { type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import type { ZkResult } from '#kafka/protocol/zookeeper.ts';

export const topics: Pick<Handlers, 'ReadTopics' | 'LoadTopics'> = {
  ReadTopics: {
    begin: () => [{ op: 'getChildren', path: TOPICS, watch: true }],
    finish(desk, _, [{ children = [] }]) {
      for (const name of [...desk.c.topics.keys()]) if (!children.includes(name)) forget(desk, name);
      const fresh = children.filter((name) => !desk.c.topics.has(name));
      if (fresh.length > 0) first(desk, { step: 'LoadTopics', topics: fresh });
    },
  },
  LoadTopics: {
    begin: (_, step) => step.topics.flatMap(readTopic),
    finish(desk, step, results) {
      step.topics.forEach((name, n) => {
        if (desk.c.deleting.includes(name)) restore(desk, name, results[2 * n]);
        else rememberTopic(desk, name, results[2 * n], results[2 * n + 1]);
      });
      const fresh = step.topics.flatMap((name) => partitionsOf(desk, name)).filter((tp) => partitionState(desk, tp) === 'NonExistentPartition');
      if (fresh.length > 0) onNewPartitions(desk, fresh);
    },
  },
};

/** A topic that is being deleted does not grow: what somebody has added meanwhile is taken back (restorePartitionReplicaAssignment). */
function restore(desk: Desk, name: string, { data }: ZkResult): void {
  const known = desk.c.topics.get(name)?.partitions ?? [];
  if (data?.kind === 'topic' && data.partitions.length > known.length) first(desk, { step: 'WriteAssignment', tp: tpOf(name, 0), assignment: known[0] });
}

/** onNewPartitionCreation: partitions and replicas are new, then they get their first leaders. */
function onNewPartitions(desk: Desk, tps: readonly Tp[]): void {
  for (const tp of tps) {
    movePartition(desk, tp, 'NewPartition');
    for (const id of replicasOf(desk, tp)) {
      moveReplica(desk, tp, id, 'NewReplica');
      moveReplica(desk, tp, id, 'OnlineReplica');
    }
  }
  first(desk, { step: 'Online', tps, strategy: 'offline' });
}

/** Nothing is left of a topic. */
export function forget(desk: Desk, name: string): void {
  const { c } = desk;
  for (const tp of [...c.partitionStates.keys()]) if (topicOf(tp) === name) c.partitionStates.delete(tp);
  for (const tp of allPartitions(desk)) if (topicOf(tp) === name) c.leadership.delete(tp);
  for (const key of [...c.replicaStates.keys()]) if (topicOf(key.slice(0, key.lastIndexOf('/'))) === name) c.replicaStates.delete(key);
  c.topics.delete(name);
  c.deleting = c.deleting.filter((one) => one !== name);
}
