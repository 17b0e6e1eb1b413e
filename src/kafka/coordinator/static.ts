/** Static members (KIP-345): a process that comes back under its group.instance.id takes the place that it had, and fences whoever still holds it. */
import { type Group, type Member, withGroup } from '#kafka/coordinator/group.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { groupMetadataRecord } from '#kafka/coordinator/log.ts';
import { addMember, rebalance } from '#kafka/coordinator/membership.ts';
import { joinAnswer, selectProtocol } from '#kafka/coordinator/rebalance.ts';
import { groupIn, type PendingWrite, putGroup, type Turn, write } from '#kafka/coordinator/shard.ts';
import { cancelSession, scheduleSession } from '#kafka/coordinator/timers.ts';
import { uuid } from '#kafka/coordinator/uuid.ts';
import { tell } from '#kafka/facts.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { JoinGroupRequest } from '#kafka/protocol/messages.ts';
import { ownClockMs } from '#kafka/protocol/names.ts';

export function staticMember(group: Group | undefined, instanceId: string | null | undefined): Member | undefined {
  if (instanceId === null || instanceId === undefined) return undefined;
  for (const member of group?.data.members.values() ?? []) if (member.instanceId === instanceId) return member;
  return undefined;
}

/** ClassicGroup.validateMember: whoever names an instance id must be the one that holds it. */
export function memberError(group: Group | undefined, memberId: string, instanceId: string | null | undefined): ErrorName {
  if (group === undefined) return 'UNKNOWN_MEMBER_ID';
  if (instanceId !== null && instanceId !== undefined) {
    const holder = staticMember(group, instanceId);
    if (holder === undefined) return 'UNKNOWN_MEMBER_ID';
    if (holder.memberId !== memberId) return 'FENCED_INSTANCE_ID';
  }
  return group.data.members.has(memberId) ? 'NONE' : 'UNKNOWN_MEMBER_ID';
}

/** A static member without member id joins: it is new, or it replaces the holder of its instance id. */
export function joinStatic(turn: Turn, partition: number, group: Group, caller: Caller, request: JoinGroupRequest): void {
  const memberId = `${request.instanceId}-${uuid(turn.io.env, `member-id:${caller.node}`)}`;
  const holder = staticMember(group, request.instanceId);
  if (holder === undefined) return addMember(turn, partition, group, caller, { ...request, memberId });
  replace(turn, partition, replaced(turn, group, holder, memberId, caller, request), holder, memberId);
}

/** The old member id is out at once: what it has pending is answered FENCED_INSTANCE_ID. */
function replaced(turn: Turn, group: Group, holder: Member, memberId: string, caller: Caller, request: JoinGroupRequest): Group {
  const { io } = turn;
  const { data } = group;
  if (holder.awaitingJoin)
    io.reply(holder.awaitingJoin, {
      type: 'JoinGroupResponse',
      error: 'FENCED_INSTANCE_ID',
      generation: -1,
      protocol: '',
      leader: '',
      memberId: holder.memberId,
      members: [],
    });
  if (holder.awaitingSync) io.reply(holder.awaitingSync, { type: 'SyncGroupResponse', error: 'FENCED_INSTANCE_ID', partitions: [] });
  cancelSession(io, data.group, holder.memberId);
  const { sessionTimeoutMs, rebalanceTimeoutMs, protocols } = request;
  const member: Member = {
    ...holder,
    memberId,
    host: caller.node,
    clientId: request.clientId,
    sessionTimeoutMs,
    rebalanceTimeoutMs,
    protocols,
    awaitingJoin: caller,
    awaitingSync: undefined,
  };
  const members = new Map(data.members);
  members.delete(holder.memberId);
  members.set(memberId, member);
  scheduleSession(io, data.group, memberId, sessionTimeoutMs);
  tell(io.env, {
    fact: 'StaticMemberReplaced',
    group: data.group,
    instanceId: request.instanceId ?? '',
    memberId,
    replaced: holder.memberId,
    node: caller.node,
  });
  return withGroup(group, { members, leader: data.leader === holder.memberId ? memberId : data.leader });
}

/** In Stable nobody else notices, unless another assignor would win now: the new member id is stored, and the place is handed over. */
function replace(turn: Turn, partition: number, group: Group, holder: Member, memberId: string): void {
  const { data } = group;
  if (group.value !== 'Stable')
    return rebalance(turn, partition, group, `Updating metadata for static member ${memberId} with instance id ${holder.instanceId}`);
  if (selectProtocol(data) !== data.protocol)
    return rebalance(
      turn,
      partition,
      group,
      `Group's selectedProtocol will change because static member ${memberId} with instance id ${holder.instanceId} joined with change of protocol`,
    );
  putGroup(turn, partition, group);
  const assignments = new Map([...data.members.values()].map((member) => [member.memberId, member.assignment]));
  const error = write(turn, partition, data.group, [groupMetadataRecord(data, assignments, ownClockMs(turn.io.env))], {
    kind: 'replacement',
    memberId,
    holder,
  });
  if (error !== 'NONE') replacementFailed(turn, partition, data.group, { kind: 'replacement', memberId, holder }, error);
}

type Replacement = Extract<PendingWrite['what'], { kind: 'replacement' }>;

export function replacementStored(turn: Turn, partition: number, name: string, { memberId }: Replacement): void {
  const group = groupIn(turn, partition, name);
  const member = group?.data.members.get(memberId);
  if (group?.value !== 'Stable' || member?.awaitingJoin === undefined) return;
  turn.io.reply(member.awaitingJoin, { ...joinAnswer(group.data, memberId), skipAssignment: group.data.leader === memberId });
  putGroup(turn, partition, withGroup(group, { members: new Map(group.data.members).set(memberId, { ...member, awaitingJoin: undefined }) }));
}

/** The new member id could not be stored: the old one holds the place again. */
export function replacementFailed(turn: Turn, partition: number, name: string, { memberId, holder }: Replacement, error: ErrorName): void {
  const { io } = turn;
  const group = groupIn(turn, partition, name);
  const member = group?.data.members.get(memberId);
  if (group?.value !== 'Stable' || member?.awaitingJoin === undefined) return;
  io.reply(member.awaitingJoin, {
    type: 'JoinGroupResponse',
    error,
    generation: group.data.generation,
    protocol: group.data.protocol,
    leader: group.data.leader,
    memberId: '',
    members: [],
  });
  cancelSession(io, name, memberId);
  const members = new Map(group.data.members);
  members.delete(memberId);
  members.set(holder.memberId, { ...holder, awaitingJoin: undefined, awaitingSync: undefined });
  scheduleSession(io, name, holder.memberId, holder.sessionTimeoutMs);
  putGroup(turn, partition, withGroup(group, { members, leader: group.data.leader === memberId ? holder.memberId : group.data.leader }));
}
