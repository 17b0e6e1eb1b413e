/** The transaction coordinator of the search: the engine's own, with a desk that turns what it wants done into moves that may be made later. */
import type { Caller } from '#kafka/coordinator/io.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body, Response } from '#kafka/protocol/messages.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import {
  emptyTransactionCoordinator,
  handleMarkersAnswer,
  handleTransactionRequest,
  highWatermarkAdvanced,
  markersConnectionLost,
  partitionElected,
  partitionResigned,
  type TransactionCoordinatorState,
  transactionTimer,
} from '#kafka/transactions/coordinator.ts';
import type { TransactionIo } from '#kafka/transactions/io.ts';
import { producerAnswered } from '#proof/transactions/answers.ts';
import { type Asked, type Message, PARTITIONS, type Scope, type State, silent, type Visit, versionOf } from '#proof/transactions/state.ts';
import type { Env } from '#sim/effect.ts';

/** Where partition p is led. */
export const leaderName = (p: number): string => `kafka${p + 2}`;

interface Desk {
  readonly replies: { readonly caller: Caller; readonly response: Body<Response> }[];
  readonly written: StoredRecord[];
  readonly sent: Message[];
  correlation: number;
}

const HEADER: StoredRecord['batch'] = {
  baseOffset: 0,
  lastOffset: 0,
  leaderEpoch: 0,
  producer: 'kafka1',
  producerId: -1,
  producerEpoch: -1,
  baseSequence: -1,
  sizeBytes: 0,
  maxTimestampMs: 0,
};

const PRODUCER_ID = 7;

function ioOf(state: State, scope: Scope, env: Env, desk: Desk): TransactionIo {
  return {
    ...silent,
    env,
    version: versionOf(scope),
    reply: (caller, response) => desk.replies.push({ caller, response }),
    append: (_, records) => {
      for (const { key, value } of records) desk.written.push({ id: '', key, value, timestampMs: 0, offset: state.end + desk.written.length, batch: HEADER });
      return { error: 'NONE', lastOffset: state.end + desk.written.length - 1 };
    },
    leaderOf: (tp) => leaderName(PARTITIONS.indexOf(tp as (typeof PARTITIONS)[number])),
    sendMarkers: (to, request) => {
      const correlation = ++desk.correlation;
      desk.sent.push({ kind: 'markers', p: to === leaderName(0) ? 0 : 1, correlation, request });
      return correlation;
    },
    nextProducerId: () => PRODUCER_ID,
  };
}

type Step = (coordinator: TransactionCoordinatorState, io: TransactionIo) => TransactionCoordinatorState;

/** The coordinator handles something; records, markers and answers come out of it. */
export function coordinate(state: State, scope: Scope, step: Step, nowUs = 0): State {
  const env: Env = { self: 'kafka1', nowUs, effects: [], facts: [], random: () => 0 };
  const desk: Desk = { replies: [], written: [], sent: [], correlation: state.correlation };
  const coordinator = step(state.coordinator, ioOf(state, scope, env, desk));
  let next: State = {
    ...state,
    coordinator,
    tail: desk.written.length > 0 ? [...state.tail, ...desk.written] : state.tail,
    end: state.end + desk.written.length,
    network: desk.sent.length > 0 ? [...state.network, ...desk.sent] : state.network,
    correlation: desk.correlation,
  };
  for (const { caller, response } of desk.replies) next = answered(next, caller, response);
  return next;
}

function answered(state: State, caller: Caller, response: Body<Response>): State {
  if (caller.connection === 'main') {
    const isGrant = response.type === 'InitProducerIdResponse' && response.error === 'NONE';
    return producerAnswered(isGrant ? { ...state, granted: response.producerEpoch } : state, caller, response);
  }
  if (response.type !== 'AddPartitionsToTxnResponse') return state;
  const p = caller.node === leaderName(0) ? 0 : 1;
  return { ...state, network: [...state.network, { kind: 'verified', p, correlation: caller.correlation, error: response.results[0].error }] };
}

export const askCoordinator = (state: State, scope: Scope, caller: Caller, request: Asked): State =>
  coordinate(state, scope, (coordinator, io) => handleTransactionRequest(coordinator, io, caller, { ...request, correlation: caller.correlation }, 1));

/** Moves of the coordinator itself: its log is replicated, a transaction has been open for too long, another broker takes over. */
export function tend(state: State, scope: Scope, visit: Visit): void {
  if (state.tail.length > 0) {
    const replicated: State = { ...state, durable: state.tail.slice(-1), tail: [] };
    visit(
      '__transaction_state is replicated',
      coordinate(replicated, scope, (coordinator, io) => highWatermarkAdvanced(coordinator, io, 0, state.end)),
    );
  }
  if (state.timeouts < scope.timeouts) {
    const abort: Step = (coordinator, io) => transactionTimer(coordinator, io, { type: 'TransactionAbortDue' });
    const late = coordinate({ ...state, timeouts: state.timeouts + 1 }, scope, abort, LONG_AFTER_US);
    if (late.tail.length > state.tail.length) visit('the transaction times out', late);
  }
  if (state.failovers >= scope.failovers) return;
  visit('another broker coordinates', failover(state, scope, state.tail.length > 0 ? state.tail : state.durable));
  if (state.tail.length > 0) visit('another broker coordinates, and never had the last record', failover(state, scope, state.durable));
}

const LONG_AFTER_US = 3_600_000_000;

/** `kept`: what the new leader's log holds, all of which it will serve. */
function failover(state: State, scope: Scope, kept: readonly StoredRecord[]): State {
  const resigned = coordinate(state, scope, (coordinator, io) => partitionResigned(coordinator, io, 0));
  const coordinatorEpoch = state.coordinatorEpoch + 1;
  const moved: State = { ...resigned, coordinatorEpoch, failovers: state.failovers + 1, durable: kept.slice(-1), tail: [] };
  return coordinate(moved, scope, (_, io) => {
    const elected = partitionElected(emptyTransactionCoordinator, io, 0, coordinatorEpoch, kept);
    return transactionTimer(elected, io, { type: 'TransactionsLoadCompleted', partition: 0 });
  });
}

type Markers = Extract<Message, { kind: 'markers' }>;

/** What a leader says of its markers. */
export const markersAnswered = (state: State, scope: Scope, { p, correlation, request }: Markers, error: ErrorName): State => {
  const markers = request.markers.map(({ producerId, partitions }) => ({ producerId, partitions: partitions.map((tp) => ({ tp, error })) }));
  const response = { type: 'WriteTxnMarkersResponse' as const, markers, correlation };
  return coordinate(state, scope, (coordinator, io) => handleMarkersAnswer(coordinator, io, leaderName(p), response));
};

/** No answer came in time: all of it is sent again. */
export const markersGivenUp = (state: State, scope: Scope, { p }: Markers): State =>
  coordinate(state, scope, (coordinator, io) => transactionTimer(markersConnectionLost(coordinator, io, leaderName(p)), io, { type: 'TransactionMarkersDue' }));
