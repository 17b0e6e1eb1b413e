/**
 * A state of the group search as a short flat text: equal texts mean equal futures. Correlations count by who they belong to, offsets of
 * __consumer_offsets not at all. Every value is one unit of the text; whatever is itself a text is numbered in the order of its first sight.
 */

import type { ConsumerGroupData } from '#kafka/coordinator/consumer/group.ts';
import type { Group, Member } from '#kafka/coordinator/group.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { PendingWrite } from '#kafka/coordinator/shard.ts';
import type { JoinGroupResponse } from '#kafka/protocol/messages.ts';
import type { Tp } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { Consumer, Identity, State } from '#proof/groups/state.ts';

type Units = number[];

/** A unit of a JavaScript text has sixteen bits. */
const MOST = 0xffff;

const numbers = new Map<string, number>();

/** A small number for each different text. */
export function numberOf(text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  const number = numbers.size;
  if (number >= MOST) throw new Error('The states of this search hold too many different texts for its keys.');
  numbers.set(text, number);
  return number;
}

/** What there is none of, and epochs of members that leave (-1, -2), are below every other figure. */
const ABSENT = 0;
const figure = (n: number | undefined): number => (n === undefined ? ABSENT : n + 4);

/** With their number first, so that two lists in a row are told apart. */
function list<T>(units: Units, all: ReadonlyMap<string, T> | readonly T[] | undefined, each: (units: Units, one: T, name: string) => void): void {
  if (all === undefined) return void units.push(ABSENT);
  units.push(figure('size' in all ? all.size : all.length));
  if (all instanceof Map) for (const [name, one] of all) each(units, one, name);
  else for (const one of all as readonly T[]) each(units, one, '');
}

const text = (units: Units, one: string): void => void units.push(numberOf(one));
const tps = (units: Units, all: readonly Tp[] | null | undefined): void => list(units, all ?? undefined, text);
const flags = (...all: readonly boolean[]): number => all.reduce((bits, one) => bits * 2 + (one ? 1 : 0), 0);

/** An answer counts only for whoever waits for it. */
function awaited({ consumers }: State, caller: Caller | undefined): number {
  if (caller === undefined) return 0;
  return 2 + consumers.findIndex(({ asked, life }) => asked === caller.correlation && life === 'alive');
}

function identity(units: Units, { memberId, generation }: Identity): void {
  units.push(numberOf(memberId), figure(generation));
}

function toAssign(units: Units, response: JoinGroupResponse | undefined): void {
  units.push(response?.skipAssignment === true ? 1 : 0);
  list(units, response?.members, (_, { memberId, owned, generation, remembered }) => {
    units.push(numberOf(memberId), figure(generation), figure(remembered?.generation));
    tps(units, owned);
  });
}

function consumer(units: Units, { life, classic, modern, owned, lost, overtaken, asked, been }: Consumer): void {
  list(units, been, identity);
  if (life === 'gone') return void units.push(ABSENT);
  const { memberId, generation, isLeader, rejoinNeeded, needsPrepare, remembered } = classic.data;
  const { epoch, target, isReconciled, isFull } = modern.data;
  units.push(
    1 + flags(isLeader, rejoinNeeded, needsPrepare, isReconciled, isFull, lost, overtaken, asked > 0),
    numberOf(classic.value),
    numberOf(memberId),
    figure(generation),
    figure(remembered?.generation),
    numberOf(modern.value),
    figure(epoch),
  );
  toAssign(units, classic.data.toAssign);
  tps(units, target);
  tps(units, owned);
}

function member(units: Units, state: State, { memberId, protocols, assignment, awaitingJoin, awaitingSync, isNew, pendingSync }: Member): void {
  units.push(numberOf(memberId), awaited(state, awaitingJoin), awaited(state, awaitingSync), flags(isNew, pendingSync));
  tps(units, assignment);
  list(units, protocols, (_, { owned, generation, remembered }) => {
    units.push(figure(generation), figure(remembered?.generation));
    tps(units, owned);
  });
}

function modernGroup(units: Units, { epoch, targetEpoch, members, target, counts }: ConsumerGroupData): void {
  units.push(figure(epoch), figure(targetEpoch));
  list(units, members, (_, one) => {
    units.push(numberOf(one.memberId), figure(one.epoch), figure(one.previousEpoch), numberOf(one.state));
    tps(units, one.assigned);
    tps(units, one.pendingRevocation);
    list(units, one.topics, text);
  });
  list(units, target, (_, given, memberId) => {
    text(units, memberId);
    tps(units, given);
  });
  list(units, counts, (_, count, topic) => units.push(numberOf(topic), count));
}

function group(units: Units, state: State, { value, data }: Group): void {
  units.push(numberOf(value));
  if (data.consumer !== undefined) return modernGroup(units, data.consumer);
  const { generation, leader, pendingMembers, isInitial, newMemberAdded, initialRemainingMs, members } = data;
  // How long the first rebalance may still wait is all, nothing, or not asked.
  units.push(figure(generation), numberOf(leader), flags(isInitial, isInitial && newMemberAdded), isInitial ? numberOf(String(initialRemainingMs)) : ABSENT);
  list(units, pendingMembers, text);
  list(units, members, (_, one) => member(units, state, one));
}

function write(units: Units, state: State, { what }: PendingWrite): void {
  units.push(numberOf(what.kind), what.kind === 'replacement' ? numberOf(what.memberId) : ABSENT);
  if (what.kind === 'answer' && what.response.type === 'ConsumerGroupHeartbeatResponse') {
    units.push(awaited(state, what.caller), numberOf(what.response.memberId), figure(what.response.memberEpoch));
    tps(units, what.response.assignment);
  } else if (what.kind === 'assignment') {
    units.push(figure(what.generation));
    list(units, what.assignments, (_, given, memberId) => {
      text(units, memberId);
      tps(units, given);
    });
  }
}

/** The same texts are looked up again and again; one that was just put together would be read from its beginning each time. */
function record(units: Units, { key, value }: StoredRecord): void {
  units.push(numberOf(key ?? ''), value === null ? MOST : numberOf(value));
}

export function keyOf(state: State, countsLog: boolean): string {
  const units: Units = [state.draws, state.departures, state.expiries, state.failovers, state.late, state.bounces, flags(state.stuck, state.tail.length > 0)];
  for (const one of state.consumers) consumer(units, one);
  const shard = state.coordinator.shards.get(0);
  list(units, shard?.groups, (_, one) => group(units, state, one));
  list(units, shard?.writes, (_, pending) => write(units, state, pending));
  // What the log holds matters to the next coordinator only.
  if (countsLog) {
    list(units, state.durable, record);
    list(units, state.tail, record);
  }
  list(units, state.timers, (_, timer, name) => units.push(numberOf(name), 'epoch' in timer ? figure(timer.epoch) : ABSENT));
  list(units, state.network, (_, { number }) => units.push(number));
  return String.fromCharCode(...units);
}
