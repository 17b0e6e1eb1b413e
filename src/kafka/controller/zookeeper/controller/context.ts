/** Looking things up in the controller's context, and moving partitions and replicas from state to state (ControllerContext). */
import { type PartitionState, partitionTo, type ReplicaState, replicaTo } from '#kafka/controller/zookeeper/controller/machines.ts';
import { type Desk, fact, type Leadership, replicaKey } from '#kafka/controller/zookeeper/controller/state.ts';
import { CONTROLLER_EPOCH, statePath } from '#kafka/controller/zookeeper/paths.ts';
import { type BrokerId, partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import type { PartitionStateData, ReplicaAssignment, ZkOp, ZkResult, ZkWrite } from '#kafka/protocol/zookeeper.ts';
import { planted } from '#sim/planted.ts';

export const assignmentOf = ({ c }: Desk, tp: Tp): ReplicaAssignment | undefined => c.topics.get(topicOf(tp))?.partitions[partitionOf(tp)];
export const replicasOf = (desk: Desk, tp: Tp): readonly BrokerId[] => assignmentOf(desk, tp)?.replicas ?? [];
export const targetOf = (desk: Desk, tp: Tp): readonly BrokerId[] => {
  const assignment = assignmentOf(desk, tp);
  return assignment ? assignment.replicas.filter((id) => !assignment.removing.includes(id)) : [];
};

export function allPartitions({ c }: Desk): Tp[] {
  return [...c.topics].flatMap(([name, { partitions }]) => partitions.map((_, n) => tpOf(name, n)));
}

export const partitionsOf = ({ c }: Desk, topic: string): Tp[] => (c.topics.get(topic)?.partitions ?? []).map((_, n) => tpOf(topic, n));
export const partitionsOn = (desk: Desk, broker: BrokerId): Tp[] => allPartitions(desk).filter((tp) => replicasOf(desk, tp).includes(broker));
export const isDeleting = ({ c }: Desk, tp: Tp): boolean => c.deleting.includes(topicOf(tp));

/** Replicas come or go: while that lasts its topic is not deleted. */
export const isMoving = (desk: Desk, tp: Tp): boolean => {
  const now = assignmentOf(desk, tp);
  return now !== undefined && now.adding.length + now.removing.length > 0;
};
export const partitionState = ({ c }: Desk, tp: Tp): PartitionState => c.partitionStates.get(tp) ?? 'NonExistentPartition';
export const replicaState = ({ c }: Desk, tp: Tp, broker: BrokerId): ReplicaState => c.replicaStates.get(replicaKey(tp, broker)) ?? 'NonExistentReplica';

/** False when the change is illegal, and nothing has moved. */
export function movePartition(desk: Desk, tp: Tp, target: PartitionState): boolean {
  const from = partitionState(desk, tp);
  const to = partitionTo(from, desk.io.env, target);
  if (to !== target) return false;
  desk.c.partitionStates.set(tp, to);
  if (from !== to) fact(desk, { fact: 'PartitionStateChanged', tp, from, to });
  return true;
}

export function moveReplica(desk: Desk, tp: Tp, broker: BrokerId, target: ReplicaState): boolean {
  const from = replicaState(desk, tp, broker);
  const to = replicaTo(from, desk.io.env, target);
  if (to !== target) return false;
  desk.c.replicaStates.set(replicaKey(tp, broker), to);
  if (from !== to) fact(desk, { fact: 'ReplicaStateChanged', tp, broker, from, to });
  return true;
}

export const readState = (tp: Tp): ZkOp => ({ op: 'getData', path: statePath(tp), watch: false });

/** A write that only the controller of this epoch may make (KAFKA-6082, 2.2); older releases write without asking. */
export function guarded({ c, io }: Desk, ...ops: readonly ZkWrite[]): ZkOp {
  const check: ZkWrite = { op: 'check', path: CONTROLLER_EPOCH, version: c.epochVersion };
  return { op: 'multi', ops: io.features.controllerWritesFenced && !planted.M10 ? [check, ...ops] : ops };
}

/** Somebody else has been elected since: our epoch's version is not the newest. */
export const isMoved = (result: ZkResult): boolean => result.error === 'BADVERSION' && result.path === CONTROLLER_EPOCH;

/** What was read, as the cache keeps it. */
export function remember({ c }: Desk, tp: Tp, result: ZkResult): Leadership | undefined {
  if (result.error !== 'OK' || result.data?.kind !== 'state') return undefined;
  const leadership: Leadership = { ...result.data, zkVersion: result.stat?.version ?? 0 };
  c.leadership.set(tp, leadership);
  return leadership;
}

export const written = ({ c }: Desk, tp: Tp, data: PartitionStateData, zkVersion: number): void => {
  c.leadership.set(tp, { ...data, zkVersion });
};

export const versionOf = ({ c }: Desk, tp: Tp): number => c.leadership.get(tp)?.zkVersion ?? -1;
