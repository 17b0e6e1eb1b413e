/** A classic consumer group (ClassicGroup, ClassicGroupState): its states as a machine, its members, generation and committed offsets. */
import { setup } from 'xstate';
import type { ConsumerGroupData } from '#kafka/coordinator/consumer/group.ts';
import type { Caller, CoordinatorIo } from '#kafka/coordinator/io.ts';
import { onJoinCompleted, onPrepareRebalance } from '#kafka/coordinator/rebalance.ts';
import type { ShareGroupData } from '#kafka/coordinator/share/group.ts';
import { tell } from '#kafka/facts.ts';
import type { ClassicGroupState, GroupStateName, JoinGroupRequest } from '#kafka/protocol/messages.ts';
import { type NodeName, type Offset, ownClockMs, type Tp } from '#kafka/protocol/names.ts';
import { act, type Box, type Plain, perform } from '#sim/machine.ts';

export interface Member {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly host: NodeName;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocols: JoinGroupRequest['protocols'];
  readonly assignment: readonly Tp[];
  /** The parked JoinGroup or SyncGroup of this member. A member that waits counts as alive, unless it is new. */
  readonly awaitingJoin: Caller | undefined;
  readonly awaitingSync: Caller | undefined;
  readonly isNew: boolean;
  /** Has the JoinGroup answer of this generation, and has not sent SyncGroup yet. */
  readonly pendingSync: boolean;
}

export interface GroupData {
  readonly group: string;
  readonly generation: number;
  /** Chosen assignor; empty while there is none. */
  readonly protocol: string;
  readonly leader: string;
  /** In order of joining. */
  readonly members: ReadonlyMap<string, Member>;
  /** Ids handed out with MEMBER_ID_REQUIRED that have not come back (KIP-394). */
  readonly pendingMembers: readonly string[];
  /** While the first rebalance of an empty group waits (KIP-134): what is left of the longest wait. */
  readonly initialRemainingMs: number;
  readonly isInitial: boolean;
  readonly newMemberAdded: boolean;
  /** Of a group that uses the consumer protocol (KIP-848); the fields of the classic protocol are then at rest. */
  readonly consumer?: ConsumerGroupData;
  /** Of a share group (KIP-932); the fields of the classic protocol are then at rest. */
  readonly share?: ShareGroupData;
  /** Nobody ever joined: only commits were made (assign(), tools). */
  readonly isSimple: boolean;
  /** Wall clock of the last change of state, in ms; undefined before the first. */
  readonly stateTimestampMs: number | undefined;
  /** Durable commits only: the high watermark has passed them. */
  readonly offsets: ReadonlyMap<Tp, CommittedOffset>;
  /** Offsets of transactions that are not over, by producer id (pendingTransactionalOffsets). */
  readonly pendingOffsets: ReadonlyMap<number, ReadonlyMap<Tp, CommittedOffset>>;
}

export interface CommittedOffset {
  readonly offset: Offset;
  readonly leaderEpoch: number;
  readonly commitTimestampMs: number;
}

export type Group = Plain<GroupData, GroupStateName>;

export type GroupEvent =
  | { readonly type: 'PREPARE_REBALANCE'; readonly io: CoordinatorIo; readonly from: GroupStateName }
  | { readonly type: 'JOIN_COMPLETED'; readonly io: CoordinatorIo }
  | { readonly type: 'ASSIGNMENT_STORED' }
  /** Deleted, or expired with its last offset. */
  | { readonly type: 'DELETED' };

const hasMembers = ({ context }: { context: Box<GroupData> }): boolean => context.data.members.size > 0;

export const machine = setup({ types: {} as { context: Box<GroupData>; events: GroupEvent }, guards: { hasMembers } }).createMachine({
  id: 'ClassicGroup',
  initial: 'Empty',
  context: { data: undefined as unknown as GroupData },
  on: { DELETED: '.Dead' },
  states: {
    Empty: { on: { PREPARE_REBALANCE: { target: 'PreparingRebalance', actions: act(onPrepareRebalance) } } },
    PreparingRebalance: {
      on: {
        JOIN_COMPLETED: [
          { guard: 'hasMembers', target: 'CompletingRebalance', actions: act(onJoinCompleted) },
          { target: 'Empty', actions: act(onJoinCompleted) },
        ],
      },
    },
    CompletingRebalance: {
      on: {
        PREPARE_REBALANCE: { target: 'PreparingRebalance', actions: act(onPrepareRebalance) },
        ASSIGNMENT_STORED: 'Stable',
      },
    },
    Stable: { on: { PREPARE_REBALANCE: { target: 'PreparingRebalance', actions: act(onPrepareRebalance) } } },
    Dead: {},
  },
});

/** Performs a transition and tells of it. */
export function transition(group: Group, event: GroupEvent, io: CoordinatorIo, reason: string): Group {
  const next = perform(machine, group as Plain<GroupData, ClassicGroupState>, event) as Group;
  if (next.value !== group.value) {
    const { generation, members } = next.data;
    tell(io.env, { fact: 'GroupStateChanged', group: group.data.group, from: group.value, to: next.value, generation, members: members.size, reason });
    return withGroup(next, { stateTimestampMs: ownClockMs(io.env) });
  }
  return next;
}

export const newGroup = (group: string): Group => ({
  value: 'Empty',
  data: {
    group,
    generation: 0,
    protocol: '',
    leader: '',
    members: new Map(),
    pendingMembers: [],
    initialRemainingMs: 0,
    isInitial: false,
    newMemberAdded: false,
    isSimple: true,
    stateTimestampMs: undefined,
    offsets: new Map(),
    pendingOffsets: new Map(),
  },
});

export const withGroup = (group: Group, change: Partial<GroupData>): Group => ({ value: group.value, data: { ...group.data, ...change } });

export const withMember = (group: Group, member: Member): Group => withGroup(group, { members: new Map(group.data.members).set(member.memberId, member) });

export const groupHas = (group: Group, memberId: string): boolean => group.data.members.has(memberId);
