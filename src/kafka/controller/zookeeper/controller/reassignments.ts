/** Moving partitions to other brokers (KafkaController.onPartitionReassignment): add the new replicas, wait until all are in sync, then drop the old. */
import { addLeaderAndIsr, addStopReplica } from '#kafka/controller/zookeeper/controller/channel.ts';
import {
  allPartitions,
  assignmentOf,
  guarded,
  isMoved,
  moveReplica,
  readState,
  remember,
  replicasOf,
  targetOf,
  versionOf,
  written,
} from '#kafka/controller/zookeeper/controller/context.ts';
import type { Handlers } from '#kafka/controller/zookeeper/controller/engine.ts';
import { moved } from '#kafka/controller/zookeeper/controller/failover.ts';
import {
  type ControllerEvent,
  type ControllerState,
  type Desk,
  first,
  isLive,
  liveIds,
  replicaKey,
  type Step,
} from '#kafka/controller/zookeeper/controller/state.ts';
import { REASSIGN_PARTITIONS, statePath, topicPath } from '#kafka/controller/zookeeper/paths.ts';
import type { PartitionOutcome } from '#kafka/protocol/admin.ts';
import { ERRORS, type ErrorName } from '#kafka/protocol/errors.ts';
import { type BrokerId, partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import type { PartitionStateData, ReplicaAssignment } from '#kafka/protocol/zookeeper.ts';

const isMoving = (desk: Desk, tp: Tp): boolean => {
  const now = assignmentOf(desk, tp);
  return now !== undefined && now.adding.length + now.removing.length > 0;
};

export const reassignments: Pick<Handlers, 'ReadReassignments' | 'WriteAssignment' | 'EpochBump' | 'AdvanceReassignments'> = {
  ReadReassignments: {
    begin: () => [{ op: 'getData', path: REASSIGN_PARTITIONS, watch: true }],
    finish(desk, _, [{ data }]) {
      if (data?.kind !== 'reassign') return;
      first(desk, ...data.partitions.flatMap(({ tp, replicas }) => startOne(desk, tp, replicas)), { step: 'AdvanceReassignments' });
    },
  },
  WriteAssignment: {
    begin: (desk, { topic, partitions }) => {
      const topicId = desk.c.topics.get(topic)?.topicId ?? '';
      return [guarded(desk, { op: 'setData', path: topicPath(topic), data: { kind: 'topic', topicId, partitions }, version: -1 })];
    },
    finish(desk, { topic, partitions }, [result]) {
      if (isMoved(result)) return moved(desk);
      const known = desk.c.topics.get(topic);
      if (known && result.error === 'OK') desk.c.topics.set(topic, { topicId: known.topicId, partitions, config: known.config });
    },
  },
  /** updateLeaderEpochAndSendRequest: same leader, new epoch, so that everybody takes over the new replica list. */
  EpochBump: {
    begin: (desk, { tps }) =>
      tps
        .flatMap((tp) => bumped(desk, tp) ?? [])
        .map(({ tp, data }) => guarded(desk, { op: 'setData', path: statePath(tp), data, version: versionOf(desk, tp) })),
    finish(desk, { tps }, results) {
      if (results.some(isMoved)) return moved(desk);
      const again: Tp[] = [];
      for (const [n, { tp, data }] of tps.flatMap((one) => bumped(desk, one) ?? []).entries()) {
        if (results[n].error !== 'OK') {
          again.push(tp);
          continue;
        }
        written(desk, tp, data, versionOf(desk, tp) + 1);
        addLeaderAndIsr(desk, replicasOf(desk, tp), tp);
      }
      if (again.length > 0) first(desk, { step: 'LoadStates', tps: again }, { step: 'EpochBump', tps: again });
    },
  },
  AdvanceReassignments: {
    begin: (desk) => moving(desk).map(readState),
    finish(desk, _, results) {
      const steps = moving(desk).flatMap((tp, n) => {
        const state = remember(desk, tp, results[n]);
        return state && targetOf(desk, tp).every((id) => state.isr.includes(id)) ? complete(desk, tp, state) : [];
      });
      first(desk, ...steps);
    },
  },
};

const moving = (desk: Desk): Tp[] => allPartitions(desk).filter((tp) => isMoving(desk, tp) && desk.c.leadership.has(tp));

function bumped(desk: Desk, tp: Tp): { tp: Tp; data: PartitionStateData } | undefined {
  const now = desk.c.leadership.get(tp);
  if (!now) return undefined;
  const { leader, leaderEpoch, isr, recovering } = now;
  const data = { kind: 'state', leader, leaderEpoch: leaderEpoch + 1, isr, controllerEpoch: desk.c.epoch, recovering } as const;
  return { tp, data: { ...data, note: { how: 'kept', by: 'controller', candidates: isr } } };
}

function withAssignment(desk: Desk, tp: Tp, assignment: ReplicaAssignment): Step {
  const topic = topicOf(tp);
  const partitions = (desk.c.topics.get(topic)?.partitions ?? []).map((one, n) => (n === partitionOf(tp) ? assignment : one));
  return { step: 'WriteAssignment', topic, partitions };
}

/** The first phase: old and new replicas together, with the new ones catching up. */
function startOne(desk: Desk, tp: Tp, target: readonly BrokerId[]): Step[] {
  const now = assignmentOf(desk, tp);
  if (!now || isMoving(desk, tp)) return [];
  const adding = target.filter((id) => !now.replicas.includes(id));
  const removing = now.replicas.filter((id) => !target.includes(id));
  if (adding.length + removing.length === 0 && target.every((id, n) => id === now.replicas[n])) return [];
  for (const id of adding) moveReplica(desk, tp, id, 'NewReplica');
  return [withAssignment(desk, tp, { replicas: [...target, ...removing], adding, removing }), { step: 'EpochBump', tps: [tp] }];
}

/** Back to what it was: the replicas that were being added go. */
function cancelOne(desk: Desk, tp: Tp): Step[] {
  const now = assignmentOf(desk, tp);
  if (!now || !isMoving(desk, tp)) return [];
  const replicas = now.replicas.filter((id) => !now.adding.includes(id));
  const offline = now.adding.map((broker): Step => ({ step: 'ReplicasOffline', broker, tps: [tp], stop: true }));
  return [
    ...offline,
    { step: 'DropReplicas', tp, brokers: now.adding },
    withAssignment(desk, tp, { replicas, adding: [], removing: [] }),
    { step: 'EpochBump', tps: [tp] },
  ];
}

/** The second phase: every target is in sync. The old ones leave. */
function complete(desk: Desk, tp: Tp, state: PartitionStateData): Step[] {
  const now = assignmentOf(desk, tp) as ReplicaAssignment;
  const target = targetOf(desk, tp);
  for (const id of now.adding) moveReplica(desk, tp, id, 'OnlineReplica');
  const steps: Step[] = [];
  const keepsLeader = target.includes(state.leader) && isLive(desk, state.leader);
  if (!keepsLeader) steps.push({ step: 'Online', tps: [tp], strategy: 'reassignment' });
  for (const broker of now.removing) {
    steps.push({ step: 'ReplicasOffline', broker, tps: [tp], stop: true });
  }
  steps.push({ step: 'DropReplicas', tp, brokers: now.removing }, withAssignment(desk, tp, { replicas: target, adding: [], removing: [] }), {
    step: 'EpochBump',
    tps: [tp],
  });
  return [...steps, { step: 'ErasePath', paths: [REASSIGN_PARTITIONS] }];
}

export const dropReplicas: Pick<Handlers, 'DropReplicas'> = {
  DropReplicas: {
    finish(desk, { tp, brokers }) {
      for (const id of brokers) {
        moveReplica(desk, tp, id, 'ReplicaDeletionStarted');
        addStopReplica(desk, id, tp, true);
        desk.c.replicaStates.delete(replicaKey(tp, id));
      }
    },
  },
};

function outcomeOf(desk: Desk, tp: Tp, target: readonly BrokerId[] | null): PartitionOutcome {
  const no = (error: ErrorName, message: string = ERRORS[error].message): PartitionOutcome => ({ tp, error, message });
  if (!assignmentOf(desk, tp)) return no('UNKNOWN_TOPIC_OR_PARTITION');
  if (target === null) return isMoving(desk, tp) ? { tp, error: 'NONE', message: null } : no('NO_REASSIGNMENT_IN_PROGRESS');
  const stranger = target.find((id) => !isLive(desk, id));
  if (stranger !== undefined)
    return no(
      'INVALID_REPLICA_ASSIGNMENT',
      `Replica assignment has brokers that are not alive. Replica list: List(${target.join(', ')}), live broker list: ${liveText(desk)}`,
    );
  return { tp, error: 'NONE', message: null };
}

const liveText = (desk: Desk): string => `Set(${liveIds(desk).join(', ')})`;

/** AlterPartitionReassignments (KIP-455, 2.4). */
export function startReassignments(desk: Desk, { reassignments: wanted, caller }: Extract<ControllerEvent, { event: 'Reassign' }>): readonly Step[] {
  const partitions = wanted.map(({ tp, replicas }) => outcomeOf(desk, tp, replicas));
  desk.io.reply(caller, { type: 'AlterPartitionReassignmentsResponse', error: 'NONE', partitions });
  return [
    ...wanted.flatMap(({ tp, replicas }) =>
      replicas?.every((id) => isLive(desk, id)) ? startOne(desk, tp, replicas) : replicas === null ? cancelOne(desk, tp) : [],
    ),
    { step: 'AdvanceReassignments' },
  ];
}

/** ListPartitionReassignments: what is on its way. */
export function ongoing(
  c: ControllerState | undefined,
  tps: readonly Tp[] | null,
): { tp: Tp; replicas: readonly BrokerId[]; adding: readonly BrokerId[]; removing: readonly BrokerId[] }[] {
  const all = [...(c?.topics ?? [])].flatMap(([name, { partitions }]) => partitions.map((one, n) => ({ tp: tpOf(name, n), ...one })));
  return all.filter(({ tp, adding, removing }) => adding.length + removing.length > 0 && (tps === null || tps.includes(tp)));
}
