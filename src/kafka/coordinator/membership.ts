/** JoinGroup, SyncGroup, Heartbeat and LeaveGroup of the classic protocol (GroupMetadataManager). Checks come in Kafka's order. */
import { type Group, type Member, transition, withGroup, withMember } from '#kafka/coordinator/group.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { groupMetadataRecord } from '#kafka/coordinator/log.ts';
import { allJoined, candidateProtocols, joinAnswer, rebalanceTimeoutMs } from '#kafka/coordinator/rebalance.ts';
import { setting } from '#kafka/coordinator/settings.ts';
import { groupIn, groupOrNew, putGroup, shardOf, type Turn, write } from '#kafka/coordinator/shard.ts';
import { joinStatic, memberError, staticMember } from '#kafka/coordinator/static.ts';
import { cancel, cancelSession, schedule, scheduleSession } from '#kafka/coordinator/timers.ts';
import { uuid } from '#kafka/coordinator/uuid.ts';
import { tell } from '#kafka/facts.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { HeartbeatRequest, JoinGroupRequest, LeaveGroupRequest, SyncGroupRequest } from '#kafka/protocol/messages.ts';
import { ownClockMs, type Tp } from '#kafka/protocol/names.ts';

/** A new member waits at most this long for its first join phase. */
const NEW_MEMBER_JOIN_TIMEOUT_MS = 300_000;

export function joinGroup(turn: Turn, caller: Caller, request: JoinGroupRequest): void {
  const { io } = turn;
  const refuse = (error: ErrorName, memberId = request.memberId): void =>
    io.reply(caller, { type: 'JoinGroupResponse', error, generation: -1, protocol: '', leader: '', memberId, members: [] });
  if (request.group === '') return refuse('INVALID_GROUP_ID');
  const shard = shardOf(turn, request.group);
  if (typeof shard === 'string') return refuse(shard);
  if (request.sessionTimeoutMs < setting(io, 'group.min.session.timeout.ms') || request.sessionTimeoutMs > setting(io, 'group.max.session.timeout.ms'))
    return refuse('INVALID_SESSION_TIMEOUT');
  const known = asClassic(groupIn(turn, shard.partition, request.group));
  if (known?.data.consumer || known?.data.share) return refuse('INCONSISTENT_GROUP_PROTOCOL');
  if (known === undefined && request.memberId !== '') return refuse('UNKNOWN_MEMBER_ID');
  const group = known ?? groupOrNew(turn, shard.partition, request.group);
  const error = joinError(turn, group, request);
  if (error !== 'NONE') return refuse(error);
  if (request.memberId === '' && request.instanceId !== null) return joinStatic(turn, shard.partition, group, caller, request);
  if (request.memberId === '') {
    const memberId = `${request.clientId}-${uuid(io.env, `member-id:${caller.node}`)}`;
    scheduleSession(io, request.group, memberId, request.sessionTimeoutMs);
    putGroup(turn, shard.partition, withGroup(group, { pendingMembers: [...group.data.pendingMembers, memberId] }));
    return refuse('MEMBER_ID_REQUIRED', memberId);
  }
  if (group.data.pendingMembers.includes(request.memberId)) return addMember(turn, shard.partition, group, caller, request);
  rejoin(turn, shard.partition, group, caller, request);
}

/** A consumer group (KIP-848) that is empty may be used by the classic protocol again. */
const asClassic = (group: Group | undefined): Group | undefined =>
  group?.data.consumer?.members.size === 0 ? withGroup(group, { consumer: undefined, generation: 0 }) : group;

function joinError(turn: Turn, group: Group, request: JoinGroupRequest): ErrorName {
  const { members, pendingMembers } = group.data;
  if (request.memberId !== '' && !pendingMembers.includes(request.memberId)) {
    const error = memberError(group, request.memberId, request.instanceId);
    if (error !== 'NONE') return error;
  }
  if (!members.has(request.memberId) && members.size >= setting(turn.io, 'group.max.size')) return 'GROUP_MAX_SIZE_REACHED';
  if (request.protocols.length === 0) return 'INCONSISTENT_GROUP_PROTOCOL';
  const replaced = staticMember(group, request.instanceId)?.memberId;
  const others = [...members.values()].filter(({ memberId }) => memberId !== request.memberId && memberId !== replaced);
  return candidateProtocols([...others, request]).length === 0 ? 'INCONSISTENT_GROUP_PROTOCOL' : 'NONE';
}

export function addMember(turn: Turn, partition: number, group: Group, caller: Caller, request: JoinGroupRequest): void {
  const { io } = turn;
  const member: Member = {
    memberId: request.memberId,
    instanceId: request.instanceId,
    clientId: request.clientId,
    host: caller.node,
    sessionTimeoutMs: request.sessionTimeoutMs,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs,
    protocols: request.protocols,
    assignment: [],
    awaitingJoin: caller,
    awaitingSync: undefined,
    isNew: true,
    pendingSync: false,
  };
  const { data } = group;
  const added = withGroup(withMember(group, member), {
    pendingMembers: data.pendingMembers.filter((id) => id !== member.memberId),
    leader: data.leader === '' ? member.memberId : data.leader,
    newMemberAdded: data.isInitial || data.newMemberAdded,
    isSimple: false,
  });
  scheduleSession(io, data.group, member.memberId, NEW_MEMBER_JOIN_TIMEOUT_MS);
  tell(io.env, { fact: 'MemberJoined', group: data.group, memberId: member.memberId, node: caller.node });
  rebalance(turn, partition, added, `Adding new member ${member.memberId}`);
}

function rejoin(turn: Turn, partition: number, group: Group, caller: Caller, request: JoinGroupRequest): void {
  const member = group.data.members.get(request.memberId) as Member;
  const isSame = sameProtocols(member.protocols, request.protocols);
  const isLeader = group.data.leader === member.memberId;
  if (isSame && (group.value === 'CompletingRebalance' || (group.value === 'Stable' && !isLeader))) {
    turn.io.reply(caller, joinAnswer(group.data, member.memberId));
    return;
  }
  const waiting: Member = {
    ...member,
    protocols: request.protocols,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs,
    sessionTimeoutMs: request.sessionTimeoutMs,
    awaitingJoin: caller,
  };
  const reason =
    isLeader && group.value === 'Stable'
      ? `Leader ${member.memberId} re-joining group during Stable`
      : `Updating metadata for member ${member.memberId} during ${group.value}`;
  rebalance(turn, partition, withMember(group, waiting), reason);
}

/** Kafka compares the bytes of the subscriptions. */
const sameProtocols = (a: JoinGroupRequest['protocols'], b: JoinGroupRequest['protocols']): boolean => JSON.stringify(a) === JSON.stringify(b);

/** maybePrepareRebalanceOrCompleteJoin: starts a rebalance where one can start, and ends its join phase if everybody is there. */
export function rebalance(turn: Turn, partition: number, group: Group, reason: string): void {
  const prepared =
    group.value === 'PreparingRebalance' ? group : transition(group, { type: 'PREPARE_REBALANCE', io: turn.io, from: group.value }, turn.io, reason);
  if (prepared.value === 'PreparingRebalance' && !prepared.data.isInitial && allJoined(prepared.data)) completeJoin(turn, partition, prepared, reason);
  else putGroup(turn, partition, prepared);
}

/** Ends the join phase: members that did not join are out, the others get the next generation. */
export function completeJoin(turn: Turn, partition: number, group: Group, reason: string): void {
  const { io } = turn;
  const stayed = new Map<string, Member>();
  for (const [id, member] of group.data.members) {
    if (member.awaitingJoin || member.instanceId !== null) stayed.set(id, member);
    else {
      cancelSession(io, group.data.group, id);
      tell(io.env, { fact: 'MemberLeft', group: group.data.group, memberId: id, node: member.host, reason: 'rebalance-timeout' });
    }
  }
  if (stayed.size > 0 && ![...stayed.values()].some(({ awaitingJoin }) => awaitingJoin)) {
    // Only static members that have not come back are left: their sessions decide.
    const waiting = withGroup(group, { members: stayed, isInitial: false });
    schedule(io, 'join', group.data.group, rebalanceTimeoutMs(waiting.data), 'RebalanceTimeoutExpired');
    putGroup(turn, partition, waiting);
    return;
  }
  const completed = transition(withGroup(group, { members: stayed }), { type: 'JOIN_COMPLETED', io }, io, reason);
  putGroup(turn, partition, completed);
  if (completed.value === 'Empty')
    write(turn, partition, group.data.group, [groupMetadataRecord(completed.data, new Map(), ownClockMs(io.env))], { kind: 'group' });
}

export function syncGroup(turn: Turn, caller: Caller, request: SyncGroupRequest): void {
  const { io } = turn;
  const answer = (error: ErrorName, partitions: readonly Tp[] = []): void => io.reply(caller, { type: 'SyncGroupResponse', error, partitions });
  const shard = shardOf(turn, request.group);
  // A loading coordinator cannot tell, and the member must join again (GroupCoordinatorService.syncGroup).
  if (typeof shard === 'string') return answer(shard === 'COORDINATOR_LOAD_IN_PROGRESS' ? 'REBALANCE_IN_PROGRESS' : shard);
  const group = groupIn(turn, shard.partition, request.group);
  const fenced = memberError(group, request.memberId, request.instanceId);
  const member = group?.data.members.get(request.memberId);
  if (fenced !== 'NONE') return answer(fenced);
  if (group === undefined || member === undefined || group.value === 'Empty') return answer('UNKNOWN_MEMBER_ID');
  if (group.data.generation !== request.generation) return answer('ILLEGAL_GENERATION');
  if (group.value === 'PreparingRebalance') return answer('REBALANCE_IN_PROGRESS');
  if (group.value === 'Stable') {
    answer('NONE', member.assignment);
    scheduleSession(io, request.group, request.memberId, member.sessionTimeoutMs);
    settleSync(turn, shard.partition, withMember(group, { ...member, pendingSync: false }));
    return;
  }
  settleSync(turn, shard.partition, withMember(group, { ...member, awaitingSync: caller, pendingSync: false }));
  if (group.data.leader === request.memberId) storeAssignment(turn, shard.partition, request);
}

/** The sync timer is off once every member of the generation has asked. */
function settleSync(turn: Turn, partition: number, group: Group): void {
  putGroup(turn, partition, group);
  for (const member of group.data.members.values()) if (member.pendingSync) return;
  cancel(turn.io, 'sync', group.data.group);
}

function storeAssignment(turn: Turn, partition: number, request: SyncGroupRequest): void {
  const group = groupIn(turn, partition, request.group) as Group;
  const assignments = new Map<string, readonly Tp[]>();
  for (const memberId of group.data.members.keys()) assignments.set(memberId, request.assignments.find((one) => one.memberId === memberId)?.partitions ?? []);
  const record = groupMetadataRecord(group.data, assignments, ownClockMs(turn.io.env));
  const error = write(turn, partition, request.group, [record], { kind: 'assignment', generation: request.generation, assignments });
  if (error !== 'NONE') assignmentFailed(turn, partition, request.group, request.generation, error);
}

/** Durable: every parked SyncGroup gets its part. Another join may have begun meanwhile; then nothing happens. */
export function assignmentStored(turn: Turn, partition: number, name: string, generation: number, assignments: ReadonlyMap<string, readonly Tp[]>): void {
  const { io } = turn;
  const group = groupIn(turn, partition, name);
  if (group?.value !== 'CompletingRebalance' || group.data.generation !== generation) return;
  const members = new Map<string, Member>();
  for (const [id, member] of group.data.members) {
    const assignment = assignments.get(id) ?? [];
    if (member.awaitingSync) {
      io.reply(member.awaitingSync, { type: 'SyncGroupResponse', error: 'NONE', partitions: assignment });
      scheduleSession(io, name, id, member.sessionTimeoutMs);
    }
    members.set(id, { ...member, assignment, awaitingSync: undefined });
  }
  putGroup(turn, partition, transition(withGroup(group, { members }), { type: 'ASSIGNMENT_STORED' }, io, 'Assignment received from leader'));
}

/** The assignment could not be stored: parked SyncGroups get the error, and the group starts over. */
export function assignmentFailed(turn: Turn, partition: number, name: string, generation: number, error: ErrorName): void {
  const group = groupIn(turn, partition, name);
  if (group?.value !== 'CompletingRebalance' || group.data.generation !== generation) return;
  const members = new Map<string, Member>();
  for (const [id, member] of group.data.members) {
    if (member.awaitingSync) turn.io.reply(member.awaitingSync, { type: 'SyncGroupResponse', error, partitions: [] });
    members.set(id, { ...member, awaitingSync: undefined });
  }
  rebalance(turn, partition, withGroup(group, { members }), `Error ${error} when storing group assignment`);
}

export function heartbeat(turn: Turn, caller: Caller, request: HeartbeatRequest): void {
  const { io } = turn;
  const answer = (error: ErrorName): void => io.reply(caller, { type: 'HeartbeatResponse', error });
  const shard = shardOf(turn, request.group);
  // While the group is loading a heartbeat is simply answered.
  if (typeof shard === 'string') return answer(shard === 'COORDINATOR_LOAD_IN_PROGRESS' ? 'NONE' : shard);
  const group = groupIn(turn, shard.partition, request.group);
  const fenced = memberError(group, request.memberId, request.instanceId);
  const member = group?.data.members.get(request.memberId);
  if (fenced !== 'NONE') return answer(fenced);
  if (group === undefined || member === undefined || group.value === 'Empty') return answer('UNKNOWN_MEMBER_ID');
  if (group.data.generation !== request.generation) return answer('ILLEGAL_GENERATION');
  scheduleSession(io, request.group, request.memberId, member.sessionTimeoutMs);
  answer(group.value === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE');
}

export function leaveGroup(turn: Turn, caller: Caller, request: LeaveGroupRequest): void {
  const answer = (error: ErrorName): void => turn.io.reply(caller, { type: 'LeaveGroupResponse', error });
  const shard = shardOf(turn, request.group);
  if (typeof shard === 'string') return answer(shard);
  const group = groupIn(turn, shard.partition, request.group);
  // An admin tool names a static member by its instance id alone.
  const memberId = request.memberId === '' ? (staticMember(group, request.instanceId)?.memberId ?? '') : request.memberId;
  const isPending = group?.data.pendingMembers.includes(memberId) === true;
  const error = isPending ? 'NONE' : memberError(group, memberId, request.instanceId);
  if (group === undefined || error !== 'NONE') return answer(error);
  removeMember(turn, shard.partition, group, memberId, request.reason === 'poll-timeout' ? 'poll-timeout' : 'left');
  answer('NONE');
}

/** A member leaves, or its session ends: the others rebalance. A pending member id is just forgotten. */
export function removeMember(
  turn: Turn,
  partition: number,
  group: Group,
  memberId: string,
  why: 'left' | 'poll-timeout' | 'session-timeout' | 'rebalance-timeout',
): void {
  const { io } = turn;
  const name = group.data.group;
  cancelSession(io, name, memberId);
  const member = group.data.members.get(memberId);
  if (member === undefined) {
    const kept = withGroup(group, { pendingMembers: group.data.pendingMembers.filter((id) => id !== memberId) });
    if (kept.value === 'PreparingRebalance') return rebalance(turn, partition, kept, `Removing pending member ${memberId}`);
    putGroup(turn, partition, kept);
    return;
  }
  answerGone(turn, member);
  const members = new Map(group.data.members);
  members.delete(memberId);
  const leader = group.data.leader === memberId ? (members.keys().next().value ?? '') : group.data.leader;
  tell(io.env, { fact: 'MemberLeft', group: name, memberId, node: member.host, reason: why });
  rebalance(
    turn,
    partition,
    withGroup(group, { members, leader }),
    why === 'session-timeout'
      ? `Removing member ${memberId} on heartbeat expiration`
      : `Removing member ${memberId} on ${why === 'rebalance-timeout' ? 'pending sync request expiration' : 'LeaveGroup'}`,
  );
}

function answerGone(turn: Turn, member: Member): void {
  if (member.awaitingJoin)
    turn.io.reply(member.awaitingJoin, {
      type: 'JoinGroupResponse',
      error: 'UNKNOWN_MEMBER_ID',
      generation: -1,
      protocol: '',
      leader: '',
      memberId: member.memberId,
      members: [],
    });
  if (member.awaitingSync) turn.io.reply(member.awaitingSync, { type: 'SyncGroupResponse', error: 'UNKNOWN_MEMBER_ID', partitions: [] });
}
