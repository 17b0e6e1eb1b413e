/** A consumer group of KIP-848 (ConsumerGroup, ConsumerGroupMember): epochs, targets, and what each member holds. Its state follows from them. */
import { setup } from 'xstate';
import type { Group, GroupData } from '#kafka/coordinator/group.ts';
import { withGroup } from '#kafka/coordinator/group.ts';
import type { CoordinatorIo } from '#kafka/coordinator/io.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeName, Tp } from '#kafka/protocol/names.ts';
import { ownClockMs } from '#kafka/protocol/names.ts';
import { type Box, perform } from '#sim/machine.ts';

export const MEMBER_STATES = ['STABLE', 'UNREVOKED_PARTITIONS', 'UNRELEASED_PARTITIONS'] as const;

/** Epoch of a static member that is away and will be back. */
export const STATIC_LEAVE_EPOCH = -2;
export const LEAVE_EPOCH = -1;

export interface ConsumerMember {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly host: NodeName;
  readonly rebalanceTimeoutMs: number;
  readonly topics: readonly string[];
  /** group.remote.assignor; null: any. */
  readonly assignor: string | null;
  readonly epoch: number;
  readonly previousEpoch: number;
  readonly state: (typeof MEMBER_STATES)[number];
  /** What it may read, and what it must give up before it goes on; nobody else gets either. */
  readonly assigned: readonly Tp[];
  readonly pendingRevocation: readonly Tp[];
}

export interface ConsumerGroupData {
  readonly epoch: number;
  /** Epoch of the group for which the target was computed. */
  readonly targetEpoch: number;
  /** When that was, in ms of the coordinator's clock; undefined after a reload that found none. */
  readonly assignedAtMs: number | undefined;
  readonly members: ReadonlyMap<string, ConsumerMember>;
  readonly target: ReadonlyMap<string, readonly Tp[]>;
  /** Partition counts of the subscribed topics as of the epoch: when they change, so does the epoch. */
  readonly counts: ReadonlyMap<string, number>;
}

/** ModernGroup begins at epoch 1, so that the first join makes 2. */
export const emptyConsumerGroup: ConsumerGroupData = {
  epoch: 1,
  targetEpoch: 0,
  assignedAtMs: undefined,
  members: new Map(),
  target: new Map(),
  counts: new Map(),
};

type ConsumerGroupState = 'Empty' | 'Assigning' | 'Reconciling' | 'Stable' | 'Dead';
type Event = { readonly type: 'EMPTY' | 'ASSIGNING' | 'RECONCILING' | 'STABLE' };

const EVENTS: Readonly<Record<Exclude<ConsumerGroupState, 'Dead'>, Event['type']>> = {
  Empty: 'EMPTY',
  Assigning: 'ASSIGNING',
  Reconciling: 'RECONCILING',
  Stable: 'STABLE',
};

export const machine = setup({ types: {} as { context: Box<GroupData>; events: Event } }).createMachine({
  id: 'ConsumerGroup',
  initial: 'Empty',
  context: { data: undefined as unknown as GroupData },
  on: { EMPTY: '.Empty', ASSIGNING: '.Assigning', RECONCILING: '.Reconciling', STABLE: '.Stable' },
  states: { Empty: {}, Assigning: {}, Reconciling: {}, Stable: {} },
});

/** ModernGroup.maybeUpdateGroupState. */
function stateOf({ members, epoch, targetEpoch }: ConsumerGroupData): Exclude<ConsumerGroupState, 'Dead'> {
  if (members.size === 0) return 'Empty';
  if (epoch > targetEpoch) return 'Assigning';
  return [...members.values()].every((member) => isReconciledTo(member, targetEpoch)) ? 'Stable' : 'Reconciling';
}

export const isReconciledTo = ({ state, epoch }: ConsumerMember, targetEpoch: number): boolean => state === 'STABLE' && epoch === targetEpoch;

/** Takes the change, and tells of the state that follows from it. */
export function withConsumer(group: Group, consumer: ConsumerGroupData, io: CoordinatorIo, reason: string): Group {
  const changed = withGroup(group, { consumer, generation: consumer.epoch, isSimple: false });
  const to = stateOf(consumer);
  if (group.value === to) return changed;
  const next = perform(machine, changed as never, { type: EVENTS[to] }) as Group;
  tell(io.env, {
    fact: 'GroupStateChanged',
    group: group.data.group,
    from: group.value,
    to,
    generation: consumer.epoch,
    members: consumer.members.size,
    reason,
  });
  return withGroup(next, { stateTimestampMs: ownClockMs(io.env) });
}

/** As replayed from the log: nothing is told of it. */
export const withReplayed = (group: Group, consumer: ConsumerGroupData): Group => ({
  value: stateOf(consumer),
  data: { ...group.data, consumer, generation: consumer.epoch, isSimple: false },
});

export const withConsumerMember = (consumer: ConsumerGroupData, member: ConsumerMember): ConsumerGroupData => ({
  ...consumer,
  members: new Map(consumer.members).set(member.memberId, member),
});

/** Whether somebody holds the partition, or has still to give it up (currentPartitionEpoch). */
export function isHeld({ members }: ConsumerGroupData, tp: Tp): boolean {
  for (const { assigned, pendingRevocation } of members.values()) if (assigned.includes(tp) || pendingRevocation.includes(tp)) return true;
  return false;
}
