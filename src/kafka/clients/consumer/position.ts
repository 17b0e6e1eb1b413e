/** Position of an assigned partition (SubscriptionState.TopicPartitionState, FetchStates): where from, and whether it may be fetched. */
import { setup } from 'xstate';
import { ALWAYS } from '#kafka/clients/network.ts';
import type { LeaderEpoch, NodeName, Offset, Tp } from '#kafka/protocol/names.ts';
import { act, type Box, type Plain, perform } from '#sim/machine.ts';

export const FETCH_STATES = ['INITIALIZING', 'AWAIT_RESET', 'FETCHING'] as const;
export type FetchState = (typeof FETCH_STATES)[number];

export interface PositionData {
  readonly tp: Tp;
  /** Offset of the next record to hand out; -1 without a position. */
  readonly position: Offset;
  /** Leader epoch of the last record handed out, or -1. */
  readonly leaderEpoch: number;
  readonly resetTo: 'earliest' | 'latest';
  /** A ListOffsets request is on its way. */
  readonly resetting: boolean;
  readonly retryAtUs: number;
  /** From the last fetch response; -1 before. */
  readonly highWatermark: Offset;
  /** Where the leader sent us to read (KIP-392); undefined: from the leader itself. */
  readonly readReplica: ReadReplica | undefined;
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
  | { readonly type: 'POSITIONED'; readonly offset: Offset; readonly leaderEpoch: number }
  | { readonly type: 'RESET_REQUESTED'; readonly to: 'earliest' | 'latest' };

type Of<T extends PositionEvent['type']> = Extract<PositionEvent, { type: T }>;

const onPositioned = (data: PositionData, event: Of<'POSITIONED'>): PositionData => ({
  ...data,
  position: event.offset,
  leaderEpoch: event.leaderEpoch,
  resetting: false,
  retryAtUs: ALWAYS,
});
const onResetRequested = (data: PositionData, event: Of<'RESET_REQUESTED'>): PositionData => ({
  ...data,
  position: -1,
  resetTo: event.to,
  resetting: false,
  retryAtUs: ALWAYS,
});

const positioned = { target: 'FETCHING', actions: act(onPositioned) } as const;
const reset = { target: 'AWAIT_RESET', actions: act(onResetRequested) } as const;

const machine = setup({ types: {} as { context: Box<PositionData>; events: PositionEvent } }).createMachine({
  id: 'FetchState',
  initial: 'INITIALIZING',
  context: { data: undefined as unknown as PositionData },
  states: {
    INITIALIZING: { on: { POSITIONED: positioned, RESET_REQUESTED: reset } },
    AWAIT_RESET: { on: { POSITIONED: positioned, RESET_REQUESTED: reset } },
    FETCHING: { on: { POSITIONED: positioned, RESET_REQUESTED: reset } },
  },
});

export const newPosition = (tp: Tp): PartitionState => ({
  value: 'INITIALIZING',
  data: { tp, position: -1, leaderEpoch: -1, resetTo: 'latest', resetting: false, retryAtUs: ALWAYS, highWatermark: -1, readReplica: undefined },
});

export const move = (state: PartitionState, event: PositionEvent): PartitionState => perform(machine, state, event);

/** Reading on: the position moves, the state stays. */
export const advanced = (state: PartitionState, position: Offset, leaderEpoch: number): PartitionState => ({
  value: state.value,
  data: {
    tp: state.data.tp,
    position,
    leaderEpoch,
    resetTo: state.data.resetTo,
    resetting: state.data.resetting,
    retryAtUs: state.data.retryAtUs,
    highWatermark: state.data.highWatermark,
    readReplica: state.data.readReplica,
  },
});

export const withPosition = (state: PartitionState, change: Partial<PositionData>): PartitionState => ({
  value: state.value,
  data: { ...state.data, ...change },
});
