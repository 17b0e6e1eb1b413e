/** Membership of a consumer in its group (AbstractCoordinator.MemberState, Generation). */
import { setup } from 'xstate';
import { ALWAYS } from '#kafka/clients/network.ts';
import type { JoinGroupResponse } from '#kafka/protocol/messages.ts';
import type { Tp } from '#kafka/protocol/names.ts';
import { act, type Box, type Plain, perform } from '#sim/machine.ts';

export type MemberState = 'UNJOINED' | 'PREPARING_REBALANCE' | 'COMPLETING_REBALANCE' | 'STABLE';

export interface MemberData {
  /** Empty until the coordinator has given one. */
  readonly memberId: string;
  /** -1: none. */
  readonly generation: number;
  readonly protocol: string;
  readonly isLeader: boolean;
  readonly rejoinNeeded: boolean;
  /** onJoinPrepare must still run before the next JoinGroup: commit, then give the partitions back. */
  readonly needsPrepare: boolean;
  /** JoinGroup or SyncGroup is in flight, or the leader waits for metadata. */
  readonly joining: boolean;
  readonly retryAtUs: number;
  readonly attempts: number;
  /** What the leader must assign once it knows all topics. */
  readonly toAssign: JoinGroupResponse | undefined;
  /** Partition counts that the leader's assignment was made from, by topic. */
  readonly assignedFrom: ReadonlyMap<string, number> | undefined;
  /** What the assignors remember of the last assignment (onAssignment); it outlives a lost generation. */
  readonly remembered: { readonly partitions: readonly Tp[]; readonly generation: number } | undefined;
}

export type Membership = Plain<MemberData, MemberState>;

export type MemberEvent =
  | { readonly type: 'JOIN_SENT' }
  | { readonly type: 'JOINED'; readonly response: JoinGroupResponse }
  | { readonly type: 'SYNCED' }
  /** The attempt failed; id and generation stay. */
  | { readonly type: 'JOIN_FAILED' }
  /** Generation lost; the member id is kept only after ILLEGAL_GENERATION. */
  | { readonly type: 'RESET'; readonly keepId: boolean };

type Of<T extends MemberEvent['type']> = Extract<MemberEvent, { type: T }>;

const onJoinSent = (data: MemberData): MemberData => ({ ...data, joining: true });
const onJoined = (data: MemberData, { response }: Of<'JOINED'>): MemberData => ({
  ...data,
  memberId: response.memberId,
  generation: response.generation,
  protocol: response.protocol,
  isLeader: response.leader === response.memberId,
});
const onSynced = (data: MemberData): MemberData => ({
  ...data,
  joining: false,
  rejoinNeeded: false,
  needsPrepare: true,
  attempts: 0,
  retryAtUs: ALWAYS,
  toAssign: undefined,
});
const onJoinFailed = (data: MemberData): MemberData => ({ ...data, joining: false, rejoinNeeded: true, toAssign: undefined });
const onReset = (data: MemberData, { keepId }: Of<'RESET'>): MemberData => ({
  ...data,
  memberId: keepId ? data.memberId : '',
  generation: -1,
  protocol: '',
  isLeader: false,
  joining: false,
  rejoinNeeded: true,
  toAssign: undefined,
  assignedFrom: undefined,
});

const failed = { target: 'UNJOINED', actions: act(onJoinFailed) } as const;
const lost = { target: 'UNJOINED', actions: act(onReset) } as const;
const sent = { target: 'PREPARING_REBALANCE', actions: act(onJoinSent) } as const;

export const machine = setup({ types: {} as { context: Box<MemberData>; events: MemberEvent } }).createMachine({
  id: 'MemberState',
  initial: 'UNJOINED',
  context: { data: undefined as unknown as MemberData },
  states: {
    UNJOINED: { on: { JOIN_SENT: sent, RESET: lost, JOIN_FAILED: failed } },
    PREPARING_REBALANCE: { on: { JOINED: { target: 'COMPLETING_REBALANCE', actions: act(onJoined) }, JOIN_FAILED: failed, RESET: lost } },
    COMPLETING_REBALANCE: { on: { SYNCED: { target: 'STABLE', actions: act(onSynced) }, JOIN_FAILED: failed, RESET: lost } },
    STABLE: { on: { JOIN_SENT: sent, RESET: lost } },
  },
});

export const newMembership: Membership = {
  value: 'UNJOINED',
  data: {
    memberId: '',
    generation: -1,
    protocol: '',
    isLeader: false,
    rejoinNeeded: true,
    needsPrepare: true,
    joining: false,
    retryAtUs: ALWAYS,
    attempts: 0,
    toAssign: undefined,
    assignedFrom: undefined,
    remembered: undefined,
  },
};

export const changeMember = (member: Membership, event: MemberEvent): Membership => perform(machine, member, event);

export const withMember = (member: Membership, change: Partial<MemberData>): Membership => ({ value: member.value, data: { ...member.data, ...change } });

/** The generation may be used for commits and heartbeats (generationIfStable). */
export const isStable = (member: Membership): boolean => member.value === 'STABLE';
