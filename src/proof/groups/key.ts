/** A state of the group search as a text: equal texts mean equal futures. Correlations count by who they belong to, offsets of __consumer_offsets not at all. */
import type { ConsumerGroupData } from '#kafka/coordinator/consumer/group.ts';
import type { Group, Member } from '#kafka/coordinator/group.ts';
import type { PendingWrite } from '#kafka/coordinator/shard.ts';
import type { JoinGroupResponse } from '#kafka/protocol/messages.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { Consumer, State } from '#proof/groups/state.ts';

/** An answer counts only for whoever waits for it. */
const awaited = (state: State, caller: { readonly node: string; readonly correlation: number } | undefined): string =>
  caller === undefined ? '' : state.consumers.some(({ asked, life }) => asked === caller.correlation && life === 'alive') ? `${caller.node}!` : '?';

const toAssignKey = (response: JoinGroupResponse | undefined): string =>
  response === undefined
    ? ''
    : response.members.map(({ memberId, owned, generation, remembered }) => `${memberId}${owned}${generation}${remembered?.generation}`).join('+');

function consumerKey({ life, classic, modern, owned, lost, overtaken, asked, been }: Consumer): string {
  if (life === 'gone') return `gone${been.map(({ memberId, generation }) => memberId + generation)}`;
  const { memberId, generation, isLeader, rejoinNeeded, needsPrepare, toAssign, remembered } = classic.data;
  const old = `${classic.value}${memberId}.${generation}${isLeader ? 'L' : ''}${rejoinNeeded ? 'r' : ''}${needsPrepare ? 'p' : ''}${toAssignKey(toAssign)}${remembered?.generation ?? ''}`;
  const { epoch, target, isReconciled, isFull } = modern.data;
  const fresh = `${modern.value}${epoch}.${target}${isReconciled ? 'R' : ''}${isFull ? 'f' : ''}`;
  return `${old}|${fresh}|${owned}${lost ? 'x' : ''}${overtaken ? 'o' : ''}|${asked > 0 ? '!' : ''}|${been.map(({ memberId: id, generation: g }) => `${id}.${g}`)}`;
}

function memberKey(state: State, member: Member): string {
  const { memberId, protocols, assignment, awaitingJoin, awaitingSync, isNew, pendingSync } = member;
  const told = protocols.map(({ owned, generation, remembered }) => `${owned}${generation}${remembered?.generation}`);
  return `${memberId}${told}=${assignment}${awaited(state, awaitingJoin)}/${awaited(state, awaitingSync)}${isNew ? 'n' : ''}${pendingSync ? 's' : ''}`;
}

function modernKey({ epoch, targetEpoch, members, target, counts }: ConsumerGroupData): string {
  const all = [...members.values()].map(
    ({ memberId, epoch: own, previousEpoch, state, assigned, pendingRevocation, topics }) =>
      `${memberId}${own}.${previousEpoch}${state}${assigned}-${pendingRevocation}${topics}`,
  );
  return `${epoch}.${targetEpoch}${all}${[...target].map(([id, tps]) => `${id}=${tps}`)}${[...counts]}`;
}

function groupKey(state: State, { value, data }: Group): string {
  if (data.consumer !== undefined) return `${value}${modernKey(data.consumer)}`;
  const { generation, leader, pendingMembers, isInitial, newMemberAdded, initialRemainingMs } = data;
  const wait = isInitial ? `i${newMemberAdded ? 'n' : ''}${initialRemainingMs}` : '';
  return `${value}${generation}${leader}${pendingMembers}${wait}${[...data.members.values()].map((member) => memberKey(state, member))}`;
}

function writeKey(state: State, { what }: PendingWrite): string {
  if (what.kind === 'answer' && what.response.type === 'ConsumerGroupHeartbeatResponse')
    return `a${awaited(state, what.caller)}${what.response.memberId}${what.response.memberEpoch}${what.response.assignment}`;
  return what.kind === 'assignment' ? `s${what.generation}${[...what.assignments]}` : what.kind;
}

const recordKey = ({ key, value }: StoredRecord): string => `${key}${value}`;

const texts = new WeakMap<object, string>();

/** A log changes seldom: its text is made once. */
function logKey(log: State['durable']): string {
  const known = texts.get(log);
  if (known !== undefined) return known;
  const text = [...log.values()].map(recordKey).join();
  texts.set(log, text);
  return text;
}

export function keyOf(state: State, countsLog: boolean): string {
  const parts = state.consumers.map(consumerKey);
  const shard = state.coordinator.shards.get(0);
  for (const group of shard?.groups.values() ?? []) parts.push(groupKey(state, group));
  for (const pending of shard?.writes ?? []) parts.push(writeKey(state, pending));
  // What the log holds matters to the next coordinator only.
  if (countsLog) parts.push(logKey(state.durable), state.tail.map(recordKey).join());
  else parts.push(String(state.tail.length > 0));
  for (const [name, timer] of state.timers) parts.push(name + ('epoch' in timer ? timer.epoch : ''));
  for (const { request } of state.network) parts.push(JSON.stringify(request));
  parts.push(`${state.draws}.${state.departures}${state.expiries}${state.failovers}${state.late}${state.stuck ? 'x' : ''}`);
  return parts.join(';');
}
