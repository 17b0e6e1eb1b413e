/**
 * The share coordinator of a broker (ShareCoordinatorService, ShareCoordinatorShard): it lives on the leaders of __share_group_state and keeps there what the
 * leaders of partitions must not lose of share groups. An answer goes out when the record is replicated; a new leader of the partition reads all back.
 */
import { coordinatorPartition } from '#kafka/coordinator/hashcode.ts';
import type { Caller, CoordinatorRecord } from '#kafka/coordinator/io.ts';
import {
  keyText,
  replayShareState,
  type ShareGroupOffset,
  type ShareStates,
  snapshotRecord,
  tombstone,
  updated,
  updateRecord,
} from '#kafka/coordinator/persister/log.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body } from '#kafka/protocol/messages.ts';
import type { Offset } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import {
  type InitializeShareGroupStateRequest,
  type PersisterRequest,
  type PersisterResponse,
  type ReadShareGroupStateRequest,
  type ReadShareGroupStateResponse,
  type ShareKey,
  UNINITIALIZED_START_OFFSET,
  type WriteShareGroupStateRequest,
} from '#kafka/protocol/share.ts';
import { copied } from '#sim/copy.ts';
import { cancelTimer, type Env, setTimer } from '#sim/effect.ts';

/** What the share coordinator needs of the broker it lives in. */
export interface PersisterIo {
  readonly env: Env;
  readonly config: Readonly<Record<string, string>>;
  reply(caller: Caller, response: Body<PersisterResponse>): void;
  append(partition: number, records: readonly CoordinatorRecord[]): { readonly error: ErrorName; readonly lastOffset: Offset };
  /** Partitions of __share_group_state. */
  partitionCount(): number;
  /** There is such a partition of a topic with this id. */
  exists(key: ShareKey): boolean;
}

interface Waiting {
  readonly lastOffset: Offset;
  readonly deadlineUs: number;
  readonly caller: Caller;
  readonly response: Body<PersisterResponse>;
}

interface PersisterShard {
  /** The records still to be replayed; undefined once loaded. */
  readonly loading: readonly StoredRecord[] | undefined;
  readonly states: ShareStates;
  readonly waiting: readonly Waiting[];
}

/** By partition of __share_group_state, for those that this broker leads. */
export type PersisterState = ReadonlyMap<number, PersisterShard>;

export const emptyPersister: PersisterState = new Map();

export type PersisterTimer = { readonly type: 'ShareStateLoadCompleted' | 'ShareStateWriteTimeoutExpired'; readonly partition: number };

/** Reading a partition of __share_group_state back takes a new coordinator this long. */
const LOAD_US = 10_000;

export const sharePartition = (key: ShareKey, partitions: number): number => coordinatorPartition(keyText(key), partitions);

const putShard = (state: PersisterState, partition: number, shard: PersisterShard): PersisterState => copied(state).set(partition, shard);

export function handlePersisterRequest(state: PersisterState, io: PersisterIo, caller: Caller, request: PersisterRequest): PersisterState {
  const partitions = io.partitionCount();
  const partition = partitions === 0 ? -1 : sharePartition(request.key, partitions);
  const shard = state.get(partition);
  const error = shard === undefined ? 'NOT_COORDINATOR' : shard.loading === undefined ? errorOf(io, shard.states, request) : 'COORDINATOR_LOAD_IN_PROGRESS';
  if (shard === undefined || error !== 'NONE') {
    io.reply(caller, refusal(request, error));
    return state;
  }
  const { record, after, response } = carriedOut(shard.states.get(keyText(request.key)), request, io);
  if (record === undefined) {
    io.reply(caller, response);
    return state;
  }
  const { error: failure, lastOffset } = io.append(partition, [record]);
  if (failure !== 'NONE') {
    io.reply(caller, refusal(request, failure === 'NOT_LEADER_OR_FOLLOWER' ? 'NOT_COORDINATOR' : 'COORDINATOR_NOT_AVAILABLE'));
    return state;
  }
  const states = copied(shard.states);
  if (after === undefined) states.delete(keyText(request.key));
  else states.set(keyText(request.key), after);
  const timeoutUs = Number(io.config['share.coordinator.write.timeout.ms'] ?? 5000) * 1000;
  if (shard.waiting.length === 0) scheduleTimeout(io, partition, timeoutUs);
  const waiting = [...shard.waiting, { lastOffset, deadlineUs: io.env.nowUs + timeoutUs, caller, response }];
  return putShard(state, partition, { loading: undefined, states, waiting });
}

function scheduleTimeout(io: PersisterIo, partition: number, delayUs: number): void {
  const payload: PersisterTimer = { type: 'ShareStateWriteTimeoutExpired', partition };
  setTimer(io.env, `share-state:write:${partition}`, delayUs, payload);
}

/** maybeGetReadStateError, maybeGetWriteStateError and their kin, in Kafka's order. */
function errorOf(io: PersisterIo, states: ShareStates, request: PersisterRequest): ErrorName {
  const known = states.get(keyText(request.key));
  const isOfKnown = request.type === 'ReadShareGroupStateRequest' || request.type === 'WriteShareGroupStateRequest';
  if (isOfKnown && known === undefined) return 'INVALID_REQUEST';
  if (isOfKnown && known !== undefined && request.leaderEpoch < known.leaderEpoch) return 'FENCED_LEADER_EPOCH';
  const hasEpoch = request.type === 'WriteShareGroupStateRequest' || request.type === 'InitializeShareGroupStateRequest';
  if (hasEpoch && known !== undefined && request.stateEpoch < known.stateEpoch) return 'FENCED_STATE_EPOCH';
  return request.type === 'DeleteShareGroupStateRequest' || io.exists(request.key) ? 'NONE' : 'UNKNOWN_TOPIC_OR_PARTITION';
}

/** What is to be written and remembered; without a record the answer goes out at once. */
interface CarriedOut {
  readonly record: CoordinatorRecord | undefined;
  readonly after: ShareGroupOffset | undefined;
  readonly response: Body<PersisterResponse>;
}

function carriedOut(known: ShareGroupOffset | undefined, request: PersisterRequest, io: PersisterIo): CarriedOut {
  switch (request.type) {
    case 'InitializeShareGroupStateRequest':
      return initialized(known, request);
    case 'ReadShareGroupStateRequest':
      return read(known as ShareGroupOffset, request);
    case 'WriteShareGroupStateRequest':
      return wrote(known as ShareGroupOffset, request, Number(io.config['share.coordinator.snapshot.update.records.per.snapshot'] ?? 500));
    case 'DeleteShareGroupStateRequest':
      return { record: known && tombstone(request.key), after: undefined, response: { type: 'DeleteShareGroupStateResponse', error: 'NONE' } };
    case 'ReadShareGroupStateSummaryRequest':
      return { record: undefined, after: known, response: summary(known) };
  }
}

const summary = (known: ShareGroupOffset | undefined): Body<PersisterResponse> => ({
  type: 'ReadShareGroupStateSummaryResponse',
  error: 'NONE',
  startOffset: known?.startOffset ?? UNINITIALIZED_START_OFFSET,
  deliveryCompleteCount: known?.deliveryCompleteCount ?? -1,
  leaderEpoch: known?.leaderEpoch ?? -1,
});

function initialized(known: ShareGroupOffset | undefined, { key, stateEpoch, startOffset }: InitializeShareGroupStateRequest): CarriedOut {
  const after: ShareGroupOffset = {
    snapshotEpoch: known === undefined ? 0 : known.snapshotEpoch + 1,
    stateEpoch,
    leaderEpoch: known?.leaderEpoch ?? 0,
    startOffset,
    deliveryCompleteCount: startOffset === UNINITIALIZED_START_OFFSET ? -1 : 0,
    stateBatches: [],
    updates: 0,
  };
  return { record: snapshotRecord(key, after), after, response: { type: 'InitializeShareGroupStateResponse', error: 'NONE' } };
}

/** A leader of a newer epoch is remembered before it is answered: whoever led before can write no more. */
function read(known: ShareGroupOffset, { key, leaderEpoch }: ReadShareGroupStateRequest): CarriedOut {
  const { stateEpoch, startOffset, stateBatches } = known;
  const response: Body<ReadShareGroupStateResponse> = { type: 'ReadShareGroupStateResponse', error: 'NONE', stateEpoch, startOffset, stateBatches };
  if (leaderEpoch === known.leaderEpoch) return { record: undefined, after: known, response };
  const update = { leaderEpoch, startOffset, deliveryCompleteCount: known.deliveryCompleteCount, stateBatches: [] };
  return { record: updateRecord(key, known.snapshotEpoch, update), after: updated(known, update), response };
}

function wrote(known: ShareGroupOffset, request: WriteShareGroupStateRequest, updatesPerSnapshot: number): CarriedOut {
  const response = { type: 'WriteShareGroupStateResponse', error: 'NONE' } as const;
  const { key, startOffset, deliveryCompleteCount, stateBatches } = request;
  const update = { leaderEpoch: known.leaderEpoch, startOffset, deliveryCompleteCount, stateBatches };
  const after = updated(known, update);
  if (known.updates < updatesPerSnapshot) return { record: updateRecord(key, known.snapshotEpoch, update), after, response };
  const snapshot = { ...after, snapshotEpoch: known.snapshotEpoch + 1, updates: 0 };
  return { record: snapshotRecord(key, snapshot), after: snapshot, response };
}

function refusal(request: Pick<PersisterRequest, 'type'>, error: ErrorName): Body<PersisterResponse> {
  switch (request.type) {
    case 'ReadShareGroupStateRequest':
      return { type: 'ReadShareGroupStateResponse', error, stateEpoch: -1, startOffset: UNINITIALIZED_START_OFFSET, stateBatches: [] };
    case 'ReadShareGroupStateSummaryRequest':
      return { type: 'ReadShareGroupStateSummaryResponse', error, startOffset: UNINITIALIZED_START_OFFSET, deliveryCompleteCount: -1, leaderEpoch: -1 };
    case 'InitializeShareGroupStateRequest':
      return { type: 'InitializeShareGroupStateResponse', error };
    case 'WriteShareGroupStateRequest':
      return { type: 'WriteShareGroupStateResponse', error };
    case 'DeleteShareGroupStateRequest':
      return { type: 'DeleteShareGroupStateResponse', error };
  }
}

const failed = ({ response }: Waiting, error: ErrorName): Body<PersisterResponse> =>
  refusal({ type: response.type.replace('Response', 'Request') as PersisterRequest['type'] }, error);

/** Everything below the high watermark is durable: its answers go out now, in order. */
export function shareStateAdvanced(state: PersisterState, io: PersisterIo, partition: number, highWatermark: Offset): PersisterState {
  const shard = state.get(partition);
  if (shard === undefined || shard.waiting.length === 0 || shard.waiting[0].lastOffset >= highWatermark) return state;
  const left = shard.waiting.filter(({ lastOffset }) => lastOffset >= highWatermark);
  for (const { caller, response } of shard.waiting.slice(0, shard.waiting.length - left.length)) io.reply(caller, response);
  if (left.length === 0) cancelTimer(io.env, `share-state:write:${partition}`);
  else scheduleTimeout(io, partition, Math.max(0, left[0].deadlineUs - io.env.nowUs));
  return putShard(state, partition, { loading: shard.loading, states: shard.states, waiting: left });
}

export function shareStateElected(state: PersisterState, io: PersisterIo, partition: number, records: readonly StoredRecord[]): PersisterState {
  const rest = shareStateResigned(state, io, partition);
  const payload: PersisterTimer = { type: 'ShareStateLoadCompleted', partition };
  if (records.length > 0) setTimer(io.env, `share-state:load:${partition}`, LOAD_US, payload);
  return putShard(rest, partition, { loading: records.length > 0 ? records : undefined, states: new Map(), waiting: [] });
}

export function shareStateResigned(state: PersisterState, io: PersisterIo, partition: number): PersisterState {
  const shard = state.get(partition);
  if (shard === undefined) return state;
  for (const waiting of shard.waiting) io.reply(waiting.caller, failed(waiting, 'NOT_COORDINATOR'));
  cancelTimer(io.env, `share-state:load:${partition}`);
  cancelTimer(io.env, `share-state:write:${partition}`);
  const rest = new Map(state);
  rest.delete(partition);
  return rest;
}

export function persisterTimer(state: PersisterState, io: PersisterIo, { type, partition }: PersisterTimer): PersisterState {
  const shard = state.get(partition);
  if (shard === undefined) return state;
  if (type === 'ShareStateLoadCompleted')
    return shard.loading === undefined
      ? state
      : putShard(state, partition, { loading: undefined, states: replayShareState(shard.loading), waiting: shard.waiting });
  const left = shard.waiting.filter(({ deadlineUs }) => deadlineUs > io.env.nowUs);
  for (const waiting of shard.waiting) if (waiting.deadlineUs <= io.env.nowUs) io.reply(waiting.caller, failed(waiting, 'COORDINATOR_NOT_AVAILABLE'));
  if (left.length > 0) scheduleTimeout(io, partition, left[0].deadlineUs - io.env.nowUs);
  return putShard(state, partition, { loading: shard.loading, states: shard.states, waiting: left });
}
