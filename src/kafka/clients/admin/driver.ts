/**
 * Calls that are made partition by partition: leaders are looked up, those found are asked, and each partition has a result of its own
 * (AdminApiDriver with PartitionLeaderStrategy, DeleteRecordsHandler and ListOffsetsHandler; before them KafkaAdminClient itself, as in 2.8).
 */
import type { AdminCall, CallResult, PartitionFailure } from '#kafka/clients/admin/call.ts';
import { exceptionOf, isInvalidMetadata } from '#kafka/clients/exceptions.ts';
import { type ErrorName, isRetriable } from '#kafka/protocol/errors.ts';
import type { Body, MetadataResponse, Request, Response } from '#kafka/protocol/messages.ts';
import { type BrokerId, NO_LEADER, type Offset, type Tp, topicOf } from '#kafka/protocol/names.ts';

export type PartitionCall = Extract<AdminCall, { call: 'listOffsets' | 'deleteRecords' }>;

export const isPartitionCall = (call: AdminCall): call is PartitionCall => call.call === 'listOffsets' || call.call === 'deleteRecords';

/** Where a request goes: to a leader, or, to look leaders up, to any broker (SINGLE_REQUEST_SCOPE). */
export type Scope = BrokerId;
export const LOOK_UP: Scope = NO_LEADER;

interface RequestState {
  /** Of the request in flight; none when empty. */
  readonly asked: readonly Tp[];
  readonly tries: number;
  readonly nextUs: number;
}

interface Done {
  readonly offset: Offset;
  readonly failure: PartitionFailure | undefined;
}

export interface Driver {
  /** Partitions without a result, each where it will be asked about next. */
  readonly standing: ReadonlyMap<Tp, Scope>;
  readonly requests: ReadonlyMap<Scope, RequestState>;
  readonly done: ReadonlyMap<Tp, Done>;
}

export const newDriver = ({ partitions }: PartitionCall): Driver => ({
  standing: new Map(partitions.map(({ tp }) => [tp, LOOK_UP])),
  requests: new Map(),
  done: new Map(),
});

const NEVER_ASKED: RequestState = { asked: [], tries: 0, nextUs: 0 };
const stateOf = (driver: Driver, scope: Scope): RequestState => driver.requests.get(scope) ?? NEVER_ASKED;

const withState = (driver: Driver, scope: Scope, state: RequestState): Driver => ({
  standing: driver.standing,
  requests: new Map(driver.requests).set(scope, state),
  done: driver.done,
});

export const isInFlight = (driver: Driver, scope: Scope): boolean => stateOf(driver, scope).asked.length > 0;
export const triesOf = (driver: Driver, scope: Scope): number => stateOf(driver, scope).tries;

/** Scopes that have something to ask, one request at a time each; at `atUs` it may be sent. */
export function waiting(driver: Driver): { readonly scope: Scope; readonly tps: readonly Tp[]; readonly atUs: number }[] {
  const scopes = [...new Set(driver.standing.values())].filter((scope) => !isInFlight(driver, scope));
  return scopes.map((scope) => ({
    scope,
    tps: [...driver.standing].filter(([, at]) => at === scope).map(([tp]) => tp),
    atUs: stateOf(driver, scope).nextUs,
  }));
}

export const sent = (driver: Driver, scope: Scope, asked: readonly Tp[]): Driver =>
  withState(driver, scope, { asked, tries: triesOf(driver, scope) + 1, nextUs: 0 });

/** Its node cannot be asked before `untilUs`. */
export const postponed = (driver: Driver, scope: Scope, untilUs: number): Driver =>
  withState(driver, scope, { asked: [], tries: triesOf(driver, scope), nextUs: untilUs });

export function bodyOf(call: PartitionCall, scope: Scope, tps: readonly Tp[], timeoutMs: number): Body<Request> {
  if (scope === LOOK_UP) return { type: 'MetadataRequest', topics: [...new Set(tps.map(topicOf))], allowAutoTopicCreation: false };
  if (call.call === 'deleteRecords') return { type: 'DeleteRecordsRequest', timeoutMs, partitions: call.partitions.filter(({ tp }) => tps.includes(tp)) };
  const partitions = call.partitions.filter(({ tp }) => tps.includes(tp)).map(({ tp, timestamp }) => ({ tp, timestamp, currentLeaderEpoch: -1 }));
  return { type: 'ListOffsetsRequest', partitions };
}

/** How the client names the request that a partition waits for. */
export function requestName({ call, partitionsApart }: PartitionCall, scope: Scope): string {
  if (partitionsApart) return `${call}(api=${scope === LOOK_UP ? 'METADATA' : call === 'deleteRecords' ? 'DELETE_RECORDS' : 'LIST_OFFSETS'})`;
  if (call === 'deleteRecords') return scope === LOOK_UP ? 'topicsMetadata' : call;
  return scope === LOOK_UP ? 'metadata' : `listOffsets on broker ${scope}`;
}

/** What is known of a partition after an answer: its result, where to ask next, or, undefined, that it is to be asked about again. */
type Verdict = Done | Scope | undefined;

/** `nextUs`: when this scope may be asked again. */
export function responded(call: PartitionCall, driver: Driver, scope: Scope, response: Response, nextUs: number): Driver {
  const { asked, tries } = stateOf(driver, scope);
  const judge = scope === LOOK_UP ? lookedUp(call, asked, response as MetadataResponse) : answered(call, response);
  const standing = new Map(driver.standing);
  const done = new Map(driver.done);
  for (const tp of asked) {
    const verdict = judge(tp);
    if (typeof verdict === 'number') standing.set(tp, verdict);
    else if (verdict !== undefined && standing.delete(tp)) done.set(tp, verdict);
  }
  return { standing, requests: new Map(driver.requests).set(scope, { asked: [], tries, nextUs }), done };
}

/** The node went away: leaders are looked up again. In 2.8 the same node is asked again. */
export function lost(call: PartitionCall, driver: Driver, scope: Scope, nextUs: number): Driver {
  const { asked, tries } = stateOf(driver, scope);
  const standing = new Map(driver.standing);
  if (call.partitionsApart) for (const tp of asked) standing.set(tp, LOOK_UP);
  return { standing, requests: new Map(driver.requests).set(scope, { asked: [], tries, nextUs }), done: driver.done };
}

/** Time is up for whatever has no result. */
export function expired(driver: Driver, failureAt: (scope: Scope) => PartitionFailure): Driver {
  const done = new Map(driver.done);
  for (const [tp, scope] of driver.standing) done.set(tp, failed(failureAt(scope)));
  return { standing: new Map(), requests: new Map(), done };
}

export function resultOf(call: PartitionCall, { done }: Driver): CallResult {
  const results = [...new Set(call.partitions.map(({ tp }) => tp))].map((tp) => ({ tp, of: done.get(tp) ?? failedWith('UNKNOWN_SERVER_ERROR') }));
  if (call.call === 'listOffsets') return { call: 'listOffsets', ok: true, offsets: results.map(({ tp, of }) => ({ tp, ...of })) };
  return { call: 'deleteRecords', ok: true, partitions: results.map(({ tp, of }) => ({ tp, lowWatermark: of.offset, failure: of.failure })) };
}

const failed = (failure: PartitionFailure): Done => ({ offset: -1, failure });
const failedWith = (error: ErrorName, message?: string): Done => {
  const exception = exceptionOf(error);
  return failed({ exception: exception.exception, message: message ?? exception.message });
};

function lookedUp(call: PartitionCall, asked: readonly Tp[], { topics }: MetadataResponse): (tp: Tp) => Verdict {
  const leaders = new Map(topics.flatMap(({ partitions }) => partitions.map((one): [Tp, BrokerId] => [one.tp, one.leader])));
  const errorOf = (tp: Tp): ErrorName => topics.find(({ name }) => name === topicOf(tp))?.error ?? 'NONE';
  const found = (tp: Tp): BrokerId | undefined => (errorOf(tp) === 'NONE' ? leaders.get(tp) : undefined);
  if (call.partitionsApart) return (tp) => lookedUpApart(call, tp, errorOf(tp), found(tp));
  // MetadataOperationContext.handleMetadataErrors: a partition that is there and has no leader sends all of them back.
  const isWaiting = call.call === 'listOffsets' && asked.some((tp) => found(tp) === NO_LEADER);
  return (tp) => {
    const error = errorOf(tp);
    if (isWaiting) return undefined;
    if (error !== 'NONE') return failedWith(error);
    return (found(tp) ?? NO_LEADER) === NO_LEADER ? failedWith('LEADER_NOT_AVAILABLE') : found(tp);
  };
}

/** PartitionLeaderStrategy.handleTopicError: an unknown topic may appear yet, but for ListOffsets. */
function lookedUpApart(call: PartitionCall, tp: Tp, error: ErrorName, leader: BrokerId | undefined): Verdict {
  if (error === 'NONE') return leader === NO_LEADER ? undefined : leader;
  const topic = topicOf(tp);
  if (error === 'UNKNOWN_TOPIC_OR_PARTITION' && call.call === 'listOffsets')
    return failedWith(error, `Failed to fetch metadata for partition ${tp} because metadata for topic \`${topic}\` could not be found`);
  if (isRetriable(error)) return undefined;
  const why = error === 'INVALID_TOPIC_EXCEPTION' ? 'invalid topic' : 'unexpected error for topic';
  return failedWith(error, `Failed to fetch metadata for partition ${tp} due to ${why} \`${topic}\``);
}

function answered(call: PartitionCall, response: Response): (tp: Tp) => Verdict {
  const results = new Map<Tp, { readonly offset: Offset; readonly error: ErrorName }>();
  if (response.type === 'DeleteRecordsResponse') for (const one of response.partitions) results.set(one.tp, { offset: one.lowWatermark, error: one.error });
  if (response.type === 'ListOffsetsResponse') for (const one of response.partitions) results.set(one.tp, one);
  return (tp) => {
    const { offset, error } = results.get(tp) ?? { offset: -1, error: 'UNKNOWN_SERVER_ERROR' as const };
    if (error === 'NONE') return { offset, failure: undefined };
    if (looksAgain(call, error)) return LOOK_UP;
    if (call.partitionsApart && isRetriable(error)) return undefined;
    const { exception, message } = exceptionOf(error);
    return failed({ exception, message, answered: error });
  };
}

/** handlePartitionError of each handler. */
function looksAgain({ call, partitionsApart }: PartitionCall, error: ErrorName): boolean {
  if (call === 'deleteRecords') return partitionsApart && isInvalidMetadata(error);
  return partitionsApart ? error === 'NOT_LEADER_OR_FOLLOWER' || error === 'LEADER_NOT_AVAILABLE' : isInvalidMetadata(error);
}
