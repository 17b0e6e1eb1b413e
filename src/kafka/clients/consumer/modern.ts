/** Membership of a consumer in a consumer group of KIP-848 (ConsumerMembershipManager, MemberState): who it is, what it was given, what it has still to do about it. */
import { setup } from 'xstate';
import type { Tp } from '#kafka/protocol/names.ts';
import { act, type Box, type Plain, perform } from '#sim/machine.ts';

export const MODERN_STATES = ['UNSUBSCRIBED', 'JOINING', 'RECONCILING', 'ACKNOWLEDGING', 'STABLE', 'FENCED', 'LEAVING', 'STALE', 'FATAL'] as const;
export type ModernState = (typeof MODERN_STATES)[number];

export interface ModernData {
  /** The client draws it, once for its life. */
  readonly memberId: string;
  readonly epoch: number;
  /** What the coordinator said last; undefined before it said anything. */
  readonly target: readonly Tp[] | undefined;
  /** Reconciled to the target already. */
  readonly isReconciled: boolean;
  readonly heartbeatIntervalMs: number;
  /** The next heartbeat says everything again: the last one may not have arrived. */
  readonly isFull: boolean;
  readonly inFlight: boolean;
  readonly dueUs: number;
}

export type ModernMembership = Plain<ModernData, ModernState>;

export type ModernEvent =
  | { readonly type: 'JOIN' }
  | { readonly type: 'ASSIGNED'; readonly target: readonly Tp[] }
  /** A heartbeat named what is already there. */
  | { readonly type: 'CONFIRMED' }
  | { readonly type: 'RECONCILED' }
  /** The heartbeat that acknowledges is on its way. */
  | { readonly type: 'ACKNOWLEDGED' }
  | { readonly type: 'FENCED' }
  | { readonly type: 'POLL_EXPIRED' }
  | { readonly type: 'LEAVE' }
  | { readonly type: 'FAILED' };

type Of<T extends ModernEvent['type']> = Extract<ModernEvent, { type: T }>;

const onJoin = (data: ModernData): ModernData => ({ ...data, epoch: 0, target: undefined, isReconciled: false, isFull: true });
const onAssigned = (data: ModernData, { target }: Of<'ASSIGNED'>): ModernData => ({ ...data, target, isReconciled: false });
const onReconciled = (data: ModernData): ModernData => ({ ...data, isReconciled: true });
const onOut = (data: ModernData): ModernData => ({ ...data, epoch: 0, target: undefined, isReconciled: false, isFull: true });

const joining = { target: 'JOINING', actions: act(onJoin) } as const;
const assigned = { target: 'RECONCILING', actions: act(onAssigned) } as const;
const fenced = { target: 'FENCED', actions: act(onOut) } as const;
const stale = { target: 'STALE', actions: act(onOut) } as const;
const isReconciled = ({ context }: { context: Box<ModernData> }): boolean => context.data.isReconciled;

export const machine = setup({ types: {} as { context: Box<ModernData>; events: ModernEvent }, guards: { isReconciled } }).createMachine({
  id: 'MemberState848',
  initial: 'UNSUBSCRIBED',
  context: { data: undefined as unknown as ModernData },
  on: { LEAVE: '.LEAVING', FAILED: '.FATAL' },
  states: {
    UNSUBSCRIBED: { on: { JOIN: joining } },
    JOINING: { on: { ASSIGNED: assigned, CONFIRMED: 'STABLE', FENCED: fenced, POLL_EXPIRED: stale } },
    RECONCILING: {
      on: { ASSIGNED: assigned, CONFIRMED: 'STABLE', RECONCILED: { target: 'ACKNOWLEDGING', actions: act(onReconciled) }, FENCED: fenced, POLL_EXPIRED: stale },
    },
    ACKNOWLEDGING: {
      on: { ACKNOWLEDGED: [{ guard: 'isReconciled', target: 'STABLE' }, { target: 'RECONCILING' }], ASSIGNED: assigned, FENCED: fenced, POLL_EXPIRED: stale },
    },
    STABLE: { on: { ASSIGNED: assigned, FENCED: fenced, POLL_EXPIRED: stale } },
    FENCED: { on: { JOIN: joining } },
    STALE: { on: { JOIN: joining } },
    LEAVING: {},
    FATAL: {},
  },
});

export const newModern: ModernMembership = {
  value: 'UNSUBSCRIBED',
  data: { memberId: '', epoch: 0, target: undefined, isReconciled: false, heartbeatIntervalMs: 5000, isFull: true, inFlight: false, dueUs: 0 },
};

export const changeModern = (member: ModernMembership, event: ModernEvent): ModernMembership => perform(machine, member, event);

export const withModern = (member: ModernMembership, change: Partial<ModernData>): ModernMembership => ({
  value: member.value,
  data: { ...member.data, ...change },
});
