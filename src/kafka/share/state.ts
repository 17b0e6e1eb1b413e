/**
 * The state of a record that a share group has in flight (KIP-932: RecordState, InFlightState). An acknowledgement takes effect at once and is
 * written to the persister afterwards; until that write is done its transition is open, nobody may move the record, and a failed write takes it back.
 */
import { setup } from 'xstate';
import { act, type Box, type Plain, perform } from '#sim/machine.ts';

export type RecordState = 'AVAILABLE' | 'ACQUIRED' | 'ACKNOWLEDGED' | 'ARCHIVED';

export const NO_MEMBER = '';
/** A record without a timer of its acquisition lock. */
export const UNLOCKED = -1;

/** What an open transition goes back to if its write fails. Transitions are begun from ACQUIRED only, so that state need not be kept. */
export interface Opened {
  readonly write: number;
  readonly memberId: string;
}

export interface InFlightData {
  readonly deliveryCount: number;
  readonly memberId: string;
  /** When the acquisition lock times out; it is kept through an open transition. */
  readonly lockedUntilUs: number;
  readonly open: Opened | undefined;
  /** Archived because the log begins after it: a failed write does not bring it back. */
  readonly isGone: boolean;
}

export type InFlightState = Plain<InFlightData, RecordState>;

/** `write` is the write that the transition waits for; undefined: it is made at once (a lock that timed out). */
interface Moved {
  readonly write: number | undefined;
  readonly limit: number;
}

type Event =
  | { readonly type: 'acquire'; readonly memberId: string; readonly untilUs: number }
  | ({ readonly type: 'accept' | 'release' | 'reject' } & Moved)
  | { readonly type: 'renew'; readonly untilUs: number }
  | { readonly type: 'archive' }
  | { readonly type: 'commit' }
  | { readonly type: 'rollback'; readonly nowUs: number; readonly limit: number };

type Of<T extends Event['type']> = Extract<Event, { readonly type: T }>;

const acquired = act((data: InFlightData, { memberId, untilUs }: Of<'acquire'>) => ({
  deliveryCount: data.deliveryCount + 1,
  memberId,
  lockedUntilUs: untilUs,
  open: undefined,
  isGone: false,
}));

const moved = act(({ deliveryCount, memberId, lockedUntilUs, isGone }: InFlightData, { write }: Moved & { type: 'accept' }) => ({
  deliveryCount,
  memberId: NO_MEMBER,
  lockedUntilUs: write === undefined ? UNLOCKED : lockedUntilUs,
  open: write === undefined ? undefined : { write, memberId },
  isGone,
}));

const renewed = act((data: InFlightData, { untilUs }: Of<'renew'>) => ({ ...data, lockedUntilUs: untilUs }));

const gone = act(({ deliveryCount, open }: InFlightData) => ({ deliveryCount, memberId: NO_MEMBER, lockedUntilUs: UNLOCKED, open, isGone: true }));

const closed = act(({ deliveryCount, memberId, isGone }: InFlightData) => ({
  deliveryCount,
  memberId,
  lockedUntilUs: UNLOCKED,
  open: undefined,
  isGone,
}));

const takenBack = act((data: InFlightData) => ({ ...data, memberId: data.open?.memberId ?? NO_MEMBER, open: undefined }));

interface Guarded<E> {
  readonly context: Box<InFlightData>;
  readonly event: E;
}
const isUsedUp = ({ context: { data }, event }: Guarded<Moved>): boolean => data.deliveryCount >= event.limit;
const isFree = ({ context: { data } }: Guarded<Event>): boolean => data.open === undefined;
const isGone = ({ context: { data } }: Guarded<Event>): boolean => data.isGone;
const isLapsed = ({ context: { data }, event }: Guarded<Of<'rollback'>>): boolean => data.lockedUntilUs <= event.nowUs;
const isLapsedAndUsedUp = (given: Guarded<Of<'rollback'>>): boolean => isLapsed(given) && given.context.data.deliveryCount >= given.event.limit;

/** completeStateTransition(false): the lock may have timed out while the write was on its way. */
const rollback = [
  { guard: isGone, actions: closed },
  { guard: isLapsedAndUsedUp, target: 'ARCHIVED', actions: closed },
  { guard: isLapsed, target: 'AVAILABLE', actions: closed },
  { target: 'ACQUIRED', actions: takenBack },
] as never;

const settled = { commit: { actions: closed }, rollback } as const;

/** RecordState.validateTransition: AVAILABLE becomes ACQUIRED, ACQUIRED anything else, and of the other two nothing more. */
const machine = setup({ types: {} as { context: Box<InFlightData>; events: Event } }).createMachine({
  id: 'RecordState',
  initial: 'AVAILABLE',
  context: { data: undefined as unknown as InFlightData },
  states: {
    AVAILABLE: {
      on: { acquire: { guard: isFree as never, target: 'ACQUIRED', actions: acquired }, archive: { target: 'ARCHIVED', actions: gone }, ...settled },
    },
    ACQUIRED: {
      on: {
        accept: { target: 'ACKNOWLEDGED', actions: moved },
        release: [
          { guard: isUsedUp as never, target: 'ARCHIVED', actions: moved },
          { target: 'AVAILABLE', actions: moved },
        ],
        reject: { target: 'ARCHIVED', actions: moved },
        renew: { actions: renewed },
        archive: { target: 'ARCHIVED', actions: gone },
      },
    },
    ACKNOWLEDGED: { on: settled },
    ARCHIVED: { on: settled },
  },
});

/** One event of a record's life; what is not allowed leaves the very same object. */
export const move = (state: InFlightState, event: Event): InFlightState => perform(machine, state, event as never) as InFlightState;

/** As an acquisition makes it, or the persister remembers it. */
export const inFlight = (value: RecordState, deliveryCount: number, memberId = NO_MEMBER, lockedUntilUs = UNLOCKED): InFlightState => ({
  value,
  data: { deliveryCount, memberId, lockedUntilUs, open: undefined, isGone: false },
});

export const isTerminal = ({ value }: InFlightState): boolean => value === 'ACKNOWLEDGED' || value === 'ARCHIVED';
export const isOpen = ({ data }: InFlightState): boolean => data.open !== undefined;
/** Somebody may acquire it now. */
export const isAvailable = (state: InFlightState): boolean => state.value === 'AVAILABLE' && !isOpen(state);
