/** The group coordinator of the search: the engine's own, with a desk that keeps its timers and its log. */
import {
  type CoordinatorState,
  type CoordinatorTimer,
  coordinatorTimer,
  emptyCoordinator,
  handleGroupRequest,
  highWatermarkAdvanced,
  partitionElected,
  partitionResigned,
} from '#kafka/coordinator/coordinator.ts';
import type { GroupData } from '#kafka/coordinator/group.ts';
import type { Caller, CoordinatorIo } from '#kafka/coordinator/io.ts';
import type { Body, GroupRequest, Response } from '#kafka/protocol/messages.ts';
import { CONSUMER_OFFSETS } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import { classicAnswered } from '#proof/groups/classic.answers.ts';
import { consumerAnswered } from '#proof/groups/consumer.answers.ts';
import { type Consumer, GROUP, PARTITIONS, type Scope, type State, type Visit, withConsumer, withState } from '#proof/groups/state.ts';
import type { Effect, Env } from '#sim/effect.ts';

interface Desk {
  readonly replies: { readonly caller: Caller; readonly response: Body<Response> }[];
  readonly written: StoredRecord[];
  readonly effects: Effect[];
}

const CONFIG = { 'group.consumer.assignment.interval.ms': '0' };

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

function ioOf(state: State, desk: Desk): CoordinatorIo {
  let drawn = state.draws;
  const env: Env = { self: 'kafka1', nowUs: 0, effects: desk.effects, facts: [], random: () => ++drawn };
  return {
    env,
    config: CONFIG,
    reply: (caller, response) => desk.replies.push({ caller, response }),
    append: (_, records) => {
      for (const { key, value } of records) desk.written.push({ id: '', key, value, timestampMs: 0, offset: state.end + desk.written.length, batch: HEADER });
      return { error: 'NONE', lastOffset: state.end + desk.written.length - 1 };
    },
    partitionCount: (topic) => (topic === CONSUMER_OFFSETS ? 1 : PARTITIONS.length),
    topicId: (topic) => `id of ${topic}`,
  };
}

/** Commits are judged where they are made, and groups do not grow old here. */
const KEPT = /^group:(?:join|sync|session|rebalance):/;

function timersAfter(timers: State['timers'], effects: readonly Effect[]): State['timers'] {
  let next: Map<string, CoordinatorTimer> | undefined;
  for (const one of effects) {
    if (one.effect !== 'setTimer' && one.effect !== 'cancelTimer') continue;
    if (!KEPT.test(one.timer)) continue;
    next ??= new Map(timers);
    if (one.effect === 'setTimer') next.set(one.timer, one.payload as CoordinatorTimer);
    else next.delete(one.timer);
  }
  return next ?? timers;
}

type Step = (coordinator: CoordinatorState, io: CoordinatorIo) => CoordinatorState;

export function coordinate(state: State, scope: Scope, step: Step): State {
  const desk: Desk = { replies: [], written: [], effects: [] };
  const coordinator = step(state.coordinator, ioOf(state, desk));
  let next = withState(state, state.consumers, coordinator, timersAfter(state.timers, desk.effects));
  if (desk.written.length > 0) next = { ...next, tail: [...state.tail, ...desk.written], end: state.end + desk.written.length };
  for (const { caller, response } of desk.replies) next = answered(next, scope, caller, response);
  return next;
}

/** An answer comes to whoever still waits for it. */
function answered(state: State, scope: Scope, caller: Caller, response: Body<Response>): State {
  const one = state.consumers.find(({ name }) => name === caller.node);
  if (one === undefined || one.asked !== caller.correlation || one.life === 'gone') return state;
  const free: Consumer = { ...one, asked: 0 };
  return withConsumer(state, scope.protocol === 'consumer' ? consumerAnswered(free, response) : classicAnswered(free, scope, response));
}

export function ask(state: State, scope: Scope, caller: Caller, request: Body<GroupRequest>): State {
  // A new member is given an id that nobody had before.
  const isNew = request.type === 'JoinGroupRequest' && request.memberId === '';
  const asked = coordinate(state, scope, (coordinator, io) => handleGroupRequest(coordinator, io, caller, { ...request, correlation: caller.correlation }));
  return isNew ? { ...asked, draws: asked.draws + 4 } : asked;
}

/** Whether somebody will answer: a request that a later one of the same member replaced is never answered. */
export function isHeld({ coordinator }: State, correlation: number): boolean {
  const shard = coordinator.shards.get(0);
  if (shard?.writes.some(({ what }) => 'caller' in what && what.caller.correlation === correlation)) return true;
  for (const { awaitingJoin, awaitingSync } of shard?.groups.get(GROUP)?.data.members.values() ?? [])
    if (awaitingJoin?.correlation === correlation || awaitingSync?.correlation === correlation) return true;
  return false;
}

/** What a commit of this request would be told, or nothing while it waits to be durable: then it was accepted. */
export function verdictOnCommit(state: State, request: Body<GroupRequest>): string {
  const desk: Desk = { replies: [], written: [], effects: [] };
  const caller: Caller = { node: '?', connection: 'main', correlation: -1 };
  handleGroupRequest(state.coordinator, ioOf(state, desk), caller, { ...request, correlation: -1 });
  const response = desk.replies[0]?.response;
  return response?.type === 'OffsetCommitResponse' ? response.offsets[0].error : 'NONE';
}

/** Moves of the coordinator itself: its log is replicated, a timer fires, another broker takes over. */
export function tend(state: State, scope: Scope, visit: Visit): void {
  if (state.tail.length > 0) {
    const durable = new Map(state.durable);
    for (const record of state.tail) keep(durable, record);
    const replicated: State = { ...state, durable, tail: [] };
    visit(
      '__consumer_offsets is replicated',
      coordinate(replicated, scope, (coordinator, io) => highWatermarkAdvanced(coordinator, io, 0, state.end)),
    );
  }
  for (const [name, timer] of state.timers) fire(state, scope, name, timer, visit);
  if (state.failovers >= scope.failovers) return;
  visit('another broker coordinates', failover(state, scope, state.tail));
  if (state.tail.length > 0) visit('another broker coordinates, and never had the last records', failover(state, scope, []));
}

function keep(records: Map<string, StoredRecord>, record: StoredRecord): void {
  const key = record.key ?? '';
  records.delete(key);
  if (record.value !== null) records.set(key, record);
}

/** A timer that puts out somebody who lives and is in its place was too short for it: that happens so often at most. */
function fire(state: State, scope: Scope, name: string, timer: CoordinatorTimer, visit: Visit): void {
  if (timer.type === 'SessionTimeoutExpired' && isStoring(state, timer.memberId)) return;
  const timers = new Map(state.timers);
  timers.delete(name);
  const fired = coordinate({ ...state, timers }, scope, (coordinator, io) => coordinatorTimer(coordinator, io, timer));
  const isTooShort = state.consumers.some(
    (one, n) => one.life === 'alive' && isPlaced(state, one) && (!isPlaced(fired, fired.consumers[n]) || isPassedBy(state, fired, one)),
  );
  if (isTooShort && state.expiries >= scope.expiries) return;
  const what = timer.type === 'SessionTimeoutExpired' ? `the session of ${timer.memberId} ends` : timer.type;
  visit(what, isTooShort ? { ...fired, expiries: state.expiries + 1 } : fired);
}

/** No session is as short as a write may last (group.min.session.timeout.ms, offsets.commit.timeout.ms): the new id of a static member is stored before it ends. */
const isStoring = ({ coordinator }: State, memberId: string): boolean =>
  coordinator.shards.get(0)?.writes.some(({ what }) => what.kind === 'replacement' && what.memberId === memberId) === true;

/** A static member that is late for a rebalance keeps its place, and its generation is over all the same. */
function isPassedBy(before: State, after: State, { classic }: Consumer): boolean {
  const [was, is] = [before, after].map(({ coordinator }) => coordinator.shards.get(0)?.groups.get(GROUP)?.data);
  const member = was?.members.get(classic.data.memberId);
  return member !== undefined && member.instanceId !== null && member.awaitingJoin === undefined && was?.generation !== is?.generation;
}

function isPlaced({ coordinator }: State, { classic, modern, asked }: Consumer): boolean {
  const data = coordinator.shards.get(0)?.groups.get(GROUP)?.data;
  if (data === undefined) return false;
  const { memberId } = classic.data;
  if (memberId === '' && asked > 0) return isAwaited(data.members, asked) || data.consumer?.members.has(modern.data.memberId) === true;
  return data.consumer?.members.has(modern.data.memberId) || data.members.has(memberId) || data.pendingMembers.includes(memberId);
}

/** A static member has a place before it has been told by which id. */
function isAwaited(members: GroupData['members'], asked: number): boolean {
  for (const { awaitingJoin } of members.values()) if (awaitingJoin?.correlation === asked) return true;
  return false;
}

/** `kept`: records that were not replicated everywhere, and survive all the same. */
function failover(state: State, scope: Scope, kept: readonly StoredRecord[]): State {
  const resigned = coordinate(state, scope, (coordinator, io) => partitionResigned(coordinator, io, 0));
  const durable = new Map(state.durable);
  for (const record of kept) keep(durable, record);
  const moved: State = { ...resigned, failovers: state.failovers + 1, durable, tail: [], timers: new Map() };
  return coordinate(moved, scope, (_, io) => {
    const elected = partitionElected(emptyCoordinator, io, 0, [...durable.values()]);
    return durable.size === 0 ? elected : coordinatorTimer(elected, io, { type: 'CoordinatorLoadCompleted', partition: 0 });
  });
}

export const begin = (state: State, scope: Scope): State => coordinate(state, scope, (coordinator, io) => partitionElected(coordinator, io, 0, []));
