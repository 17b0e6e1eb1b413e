/** Moving partitions to other brokers (KafkaController.onPartitionReassignment): add the new replicas, wait until all are in sync, then drop the old. */
import { addLeaderAndIsr, addStopReplica } from '#kafka/controller/zookeeper/controller/channel.ts';
import {
  allPartitions,
  assignmentOf,
  guarded,
  isDeleting,
  isMoved,
  isMoving,
  moveReplica,
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
import type { PartitionStateData, ReplicaAssignment, ZkOp } from '#kafka/protocol/zookeeper.ts';

/** Leaders write their ISR themselves before 2.7: PartitionReassignmentIsrChangeHandler looks at the znode, and need not wait for their notes. */
const readMoving = ({ io }: Desk, tp: Tp): ZkOp => ({ op: 'getData', path: statePath(tp), watch: !io.features.alterPartition });

export const reassignments: Pick<
  Handlers,
  'ReadReassignments' | 'WriteAssignment' | 'Reassign' | 'EpochBump' | 'ForgetReassigned' | 'WritePlan' | 'AdvanceReassignments'
> = {
  ReadReassignments: {
    begin: () => [{ op: 'getData', path: REASSIGN_PARTITIONS, watch: true }],
    finish(desk, { resume }, [{ data }]) {
      const asked = data?.kind === 'reassign' ? data.partitions : [];
      const unfinished = resume ? moving(desk).filter((tp) => !asked.some((one) => one.tp === tp)) : [];
      // A topic that is to be deleted is not reassigned any more.
      const begun = asked.flatMap(({ tp, replicas }) => (isDeleting(desk, tp) ? undefined : startOne(desk, tp, replicas)) ?? [forget(tp)]);
      first(desk, ...begun, ...resumed(unfinished), { step: 'AdvanceReassignments' });
    },
  },
  WriteAssignment: {
    begin: (desk, { tp, assignment }) => {
      const topicId = desk.c.topics.get(topicOf(tp))?.topicId ?? '';
      const data = { kind: 'topic', topicId, partitions: withAssignment(desk, tp, assignment) } as const;
      return [guarded(desk, { op: 'setData', path: topicPath(topicOf(tp)), data, version: -1 })];
    },
    finish(desk, { tp, assignment }, [result]) {
      if (isMoved(result)) return moved(desk);
      if (result.error === 'OK') assign(desk, tp, assignment);
    },
  },
  /** What is in sync already is complete at once; otherwise old and new replicas go together, with the new ones catching up. */
  Reassign: {
    begin: (desk, { tp }) => [readMoving(desk, tp)],
    finish(desk, { tp }, [result]) {
      const state = remember(desk, tp, result);
      if (!state) return;
      if (!isMoving(desk, tp) || isCaughtUp(desk, tp, state)) return first(desk, ...complete(desk, tp, state));
      for (const id of assignmentOf(desk, tp)?.adding ?? []) moveReplica(desk, tp, id, 'NewReplica');
      first(desk, { step: 'EpochBump', tps: [tp] });
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
  /** What is done, or cannot be, leaves the plan; the plan goes with its last partition (removePartitionsFromReassignedPartitions). */
  ForgetReassigned: {
    begin: () => [{ op: 'getData', path: REASSIGN_PARTITIONS, watch: false }],
    finish(desk, { tp }, [{ data }]) {
      if (data?.kind === 'reassign') first(desk, { step: 'WritePlan', partitions: data.partitions.filter((one) => one.tp !== tp) });
    },
  },
  /** The write spends our watch: whoever deletes the plan, or makes another, must be heard again. */
  WritePlan: {
    begin: (_, { partitions }) =>
      partitions.length === 0
        ? [{ op: 'delete', path: REASSIGN_PARTITIONS, version: -1 }]
        : [
            { op: 'setData', path: REASSIGN_PARTITIONS, data: { kind: 'reassign', partitions }, version: -1 },
            { op: 'getData', path: REASSIGN_PARTITIONS, watch: true },
          ],
  },
  AdvanceReassignments: {
    begin: (desk) => moving(desk).map((tp) => readMoving(desk, tp)),
    finish(desk, _, results) {
      const steps = moving(desk).flatMap((tp, n) => {
        const state = remember(desk, tp, results[n]);
        return state && isCaughtUp(desk, tp, state) ? complete(desk, tp, state) : [];
      });
      first(desk, ...steps);
    },
  },
};

const moving = (desk: Desk): Tp[] => allPartitions(desk).filter((tp) => isMoving(desk, tp) && desk.c.leadership.has(tp));

/** maybeResumeReassignments: as if they had just been asked for. */
const resumed = (tps: readonly Tp[]): Step[] => tps.map((tp): Step => ({ step: 'Reassign', tp }));

/** Brokers are back that somebody waits for. */
export const resumeReassignments = (desk: Desk, brokers: readonly BrokerId[]): Step[] =>
  resumed(moving(desk).filter((tp) => targetOf(desk, tp).some((id) => brokers.includes(id))));

function bumped(desk: Desk, tp: Tp): { tp: Tp; data: PartitionStateData } | undefined {
  const now = desk.c.leadership.get(tp);
  if (!now) return undefined;
  const { leader, leaderEpoch, isr, recovering } = now;
  const data = { kind: 'state', leader, leaderEpoch: leaderEpoch + 1, isr, controllerEpoch: desk.c.epoch, recovering } as const;
  return { tp, data: { ...data, note: { how: 'kept', by: 'controller', candidates: isr } } };
}

const isCaughtUp = (desk: Desk, tp: Tp, { isr }: PartitionStateData): boolean => targetOf(desk, tp).every((id) => isr.includes(id));

const withAssignment = ({ c }: Desk, tp: Tp, assignment: ReplicaAssignment): ReplicaAssignment[] =>
  (c.topics.get(topicOf(tp))?.partitions ?? []).map((one, n) => (n === partitionOf(tp) ? assignment : one));

function assign(desk: Desk, tp: Tp, assignment: ReplicaAssignment): void {
  const known = desk.c.topics.get(topicOf(tp));
  if (known) desk.c.topics.set(topicOf(tp), { topicId: known.topicId, partitions: withAssignment(desk, tp, assignment), config: known.config });
}

const origin = ({ replicas, adding }: ReplicaAssignment): BrokerId[] => replicas.filter((id) => !adding.includes(id));

/** ReplicaAssignment.reassignTo: the target first, in its order, then what leaves. Its origin as target cancels. */
function reassignTo(now: ReplicaAssignment, target: readonly BrokerId[]): ReplicaAssignment {
  const old = origin(now);
  const removing = old.filter((id) => !target.includes(id));
  return { replicas: [...target, ...removing], adding: target.filter((id) => !old.includes(id)), removing };
}

const isSame = (a: readonly BrokerId[], b: readonly BrokerId[]): boolean => a.length === b.length && a.every((id, n) => id === b[n]);

/** A new target may supplant one that is on its way: what was being added and is not wanted any more goes at once (updateCurrentReassignment). */
function startOne(desk: Desk, tp: Tp, target: readonly BrokerId[]): Step[] | undefined {
  const now = assignmentOf(desk, tp);
  if (!now) return undefined;
  const next = reassignTo(now, target);
  const isKnown = isSame(now.replicas, next.replicas) && isSame(now.adding, next.adding) && isSame(now.removing, next.removing);
  const unneeded = now.replicas.filter((id) => !next.replicas.includes(id));
  return [...(isKnown ? [] : [write(tp, next)]), ...stopped(tp, unneeded), { step: 'Reassign', tp }];
}

const forget = (tp: Tp): Step => ({ step: 'ForgetReassigned', tp });
const write = (tp: Tp, assignment: ReplicaAssignment): Step => ({ step: 'WriteAssignment', tp, assignment });

/** They leave the ISR, one leader epoch each, and delete what they have. */
const stopped = (tp: Tp, brokers: readonly BrokerId[]): Step[] => [
  ...brokers.map((broker): Step => ({ step: 'ReplicasOffline', broker, tps: [tp], stop: true })),
  { step: 'DropReplicas', tp, brokers },
];

/** The second phase (B1 to B7): every target is in sync. Here the assignment changes first, in ZooKeeper last: a successor finds it unfinished. */
function complete(desk: Desk, tp: Tp, state: PartitionStateData): Step[] {
  const { adding, removing } = assignmentOf(desk, tp) as ReplicaAssignment;
  const target = targetOf(desk, tp);
  const done: ReplicaAssignment = { replicas: target, adding: [], removing: [] };
  for (const id of adding) moveReplica(desk, tp, id, 'OnlineReplica');
  assign(desk, tp, done);
  const keepsLeader = target.includes(state.leader) && isLive(desk, state.leader);
  const led: Step = keepsLeader ? { step: 'EpochBump', tps: [tp] } : { step: 'Online', tps: [tp], strategy: 'reassignment' };
  return [led, ...stopped(tp, removing), write(tp, done), forget(tp), { step: 'ResumeDeletion', topic: topicOf(tp) }];
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
  // A topic that is queued for deletion is gone for whoever asks (maybeTriggerPartitionReassignment).
  if (!assignmentOf(desk, tp) || isDeleting(desk, tp)) return no('UNKNOWN_TOPIC_OR_PARTITION', 'The partition does not exist.');
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
    ...wanted.flatMap(({ tp, replicas }, n) => {
      const now = assignmentOf(desk, tp);
      return now && partitions[n].error === 'NONE' ? (startOne(desk, tp, replicas ?? origin(now)) ?? []) : [];
    }),
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
