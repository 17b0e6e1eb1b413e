/** Position of an assigned partition (SubscriptionState.TopicPartitionState, FetchStates): where from, and whether it may be fetched. */
import { setup } from 'xstate';
import { ALWAYS } from '#kafka/clients/network.ts';
import type { LeaderEpoch, NodeName, Offset, Tp } from '#kafka/protocol/names.ts';
import { act, type Box, type Plain, perform } from '#sim/machine.ts';

export const FETCH_STATES = ['INITIALIZING', 'AWAIT_RESET', 'AWAIT_VALIDATION', 'FETCHING'] as const;
export type FetchState = (typeof FETCH_STATES)[number];

/** Where a position is looked up: at an end of the log, or at the first record that is not older than a duration (KIP-1106). */
export type ResetTo = 'earliest' | 'latest' | 'by_duration';

export interface PositionData {
  readonly tp: Tp;
  /** Offset of the next record to hand out; -1 without a position. */
  readonly position: Offset;
  /** Leader epoch of the last record before the position, or -1. */
  readonly leaderEpoch: number;
  /** Epoch of the leader under which the position is good, or is being validated (FetchPosition.currentLeader); -1: unknown. */
  readonly seenEpoch: LeaderEpoch;
  readonly resetTo: ResetTo;
  /** The application asked for that (seekToBeginning, seekToEnd), not auto.offset.reset. */
  readonly sought: boolean;
  /** A ListOffsets or OffsetsForLeaderEpoch request is on its way. */
  readonly asking: boolean;
  readonly retryAtUs: number;
  /** From the last fetch response, and who gave it; -1 before. */
  readonly highWatermark: Offset;
  readonly logStart: Offset;
  readonly fetchedFrom: NodeName | undefined;
  /** `records-lag`: how far it was from the end when poll() last looked at what was fetched; undefined before. */
  readonly lag: number | undefined;
  /** Where the leader sent us to read (KIP-392); undefined: from the leader itself. */
  readonly readReplica: ReadReplica | undefined;
  /** pause(): nothing is fetched for it, and poll() gives nothing of it. */
  readonly paused: boolean;
}

/** TopicPartitionState.preferredReadReplica: good until a time, and under the leader that named it. */
export interface ReadReplica {
  readonly node: NodeName;
  readonly untilUs: number;
  readonly leader: NodeName;
  readonly leaderEpoch: LeaderEpoch;
}

export type PartitionState = Plain<PositionData, FetchState>;

type PositionEvent =
  | { readonly type: 'POSITIONED'; readonly offset: Offset; readonly leaderEpoch: number; readonly seenEpoch: number }
  | { readonly type: 'RESET_REQUESTED'; readonly to: ResetTo; readonly sought: boolean }
  /** The partition has a new leader, which must know what was read. */
  | { readonly type: 'VALIDATE' }
  | { readonly type: 'VALIDATED' };

type Of<T extends PositionEvent['type']> = Extract<PositionEvent, { type: T }>;

const onPositioned = (data: PositionData, event: Of<'POSITIONED'>): PositionData => ({
  ...data,
  position: event.offset,
  leaderEpoch: event.leaderEpoch,
  seenEpoch: event.seenEpoch,
  asking: false,
  retryAtUs: ALWAYS,
});
const onResetRequested = (data: PositionData, event: Of<'RESET_REQUESTED'>): PositionData => ({
  ...data,
  position: -1,
  resetTo: event.to,
  sought: event.sought,
  asking: false,
  retryAtUs: ALWAYS,
});

const onValidate = (data: PositionData): PositionData => ({ ...data, asking: false, retryAtUs: ALWAYS, readReplica: undefined });
const onValidated = (data: PositionData): PositionData => ({ ...data, asking: false, retryAtUs: ALWAYS });

const positioned = { target: 'FETCHING', actions: act(onPositioned) } as const;
const validate = { target: 'AWAIT_VALIDATION', actions: act(onValidate) } as const;
const validated = { target: 'FETCHING', actions: act(onValidated) } as const;
const reset = { target: 'AWAIT_RESET', actions: act(onResetRequested) } as const;

const machine = setup({ types: {} as { context: Box<PositionData>; events: PositionEvent } }).createMachine({
  id: 'FetchState',
  initial: 'INITIALIZING',
  context: { data: undefined as unknown as PositionData },
  states: {
    INITIALIZING: { on: { POSITIONED: positioned, RESET_REQUESTED: reset } },
    AWAIT_RESET: { on: { POSITIONED: positioned, RESET_REQUESTED: reset } },
    // A newer leader may come while the last one is asked.
    AWAIT_VALIDATION: { on: { POSITIONED: positioned, RESET_REQUESTED: reset, VALIDATE: validate, VALIDATED: validated } },
    FETCHING: { on: { POSITIONED: positioned, RESET_REQUESTED: reset, VALIDATE: validate } },
  },
});

export const newPosition = (tp: Tp, paused = false): PartitionState => ({
  value: 'INITIALIZING',
  data: {
    tp,
    position: -1,
    leaderEpoch: -1,
    seenEpoch: -1,
    resetTo: 'latest',
    sought: false,
    asking: false,
    retryAtUs: ALWAYS,
    highWatermark: -1,
    logStart: -1,
    fetchedFrom: undefined,
    lag: undefined,
    readReplica: undefined,
    paused,
  },
});

export const move = (state: PartitionState, event: PositionEvent): PartitionState => perform(machine, state, event);

/** Reading on: the position moves, the state stays. */
export const advanced = (state: PartitionState, position: Offset, leaderEpoch: number, lag: number | undefined): PartitionState => ({
  value: state.value,
  data: {
    tp: state.data.tp,
    position,
    leaderEpoch,
    seenEpoch: state.data.seenEpoch,
    resetTo: state.data.resetTo,
    sought: state.data.sought,
    asking: state.data.asking,
    retryAtUs: state.data.retryAtUs,
    highWatermark: state.data.highWatermark,
    logStart: state.data.logStart,
    fetchedFrom: state.data.fetchedFrom,
    lag: lag ?? state.data.lag,
    readReplica: state.data.readReplica,
    paused: state.data.paused,
  },
});

export const withPosition = (state: PartitionState, change: Partial<PositionData>): PartitionState => ({
  value: state.value,
  data: { ...state.data, ...change },
});
