/** Rebalance arithmetic of a classic group: who leads, which assignor wins, timers, answers to parked requests. */
import type { GroupData, GroupEvent, Member } from '#kafka/coordinator/group.ts';
import type { CoordinatorIo } from '#kafka/coordinator/io.ts';
import { setting } from '#kafka/coordinator/settings.ts';
import { cancel, schedule, scheduleSession } from '#kafka/coordinator/timers.ts';
import type { JoinedMember, JoinGroupResponse } from '#kafka/protocol/messages.ts';

type Of<T extends GroupEvent['type']> = Extract<GroupEvent, { type: T }>;

/** The join phase waits for the slowest member: the maximum of the members' max.poll.interval.ms. */
export const rebalanceTimeoutMs = (data: GroupData): number => {
  let max = 0;
  for (const member of data.members.values()) max = Math.max(max, member.rebalanceTimeoutMs);
  return max;
};

/** Parked SyncGroups are told to join again; then the group waits for its members, or for the first ones of an empty group. */
export function onPrepareRebalance(data: GroupData, event: Of<'PREPARE_REBALANCE'>): GroupData {
  const { io } = event;
  const isInitial = event.from === 'Empty';
  cancel(io, 'sync', data.group);
  const members = event.from === 'CompletingRebalance' ? rejectSyncs(data, io) : data.members;
  const delayMs = setting(io, 'group.initial.rebalance.delay.ms');
  const timeoutMs = rebalanceTimeoutMs(data);
  schedule(io, 'join', data.group, isInitial ? delayMs : timeoutMs, isInitial ? 'InitialRebalanceDelayExpired' : 'RebalanceTimeoutExpired');
  return { ...data, members, isInitial, newMemberAdded: false, initialRemainingMs: isInitial ? Math.max(timeoutMs - delayMs, 0) : 0 };
}

function rejectSyncs(data: GroupData, io: CoordinatorIo): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  for (const [id, member] of data.members) {
    if (member.awaitingSync) {
      io.reply(member.awaitingSync, { type: 'SyncGroupResponse', error: 'REBALANCE_IN_PROGRESS', partitions: [] });
      scheduleSession(io, data.group, id, member.sessionTimeoutMs);
    }
    members.set(id, { ...member, assignment: [], awaitingSync: undefined, pendingSync: false });
  }
  return members;
}

/** The next generation: a protocol that all support, a leader that has joined, and an answer to every parked JoinGroup. */
export function onJoinCompleted(data: GroupData, event: Of<'JOIN_COMPLETED'>): GroupData {
  const { io } = event;
  cancel(io, 'join', data.group);
  const generation = data.generation + 1;
  if (data.members.size === 0) return { ...data, generation, protocol: '', leader: '', isInitial: false, newMemberAdded: false };
  const leader = data.members.get(data.leader)?.awaitingJoin ? data.leader : firstJoined(data);
  const next: GroupData = { ...data, generation, leader, protocol: selectProtocol(data), isInitial: false, newMemberAdded: false };
  const members = new Map<string, Member>();
  for (const [id, member] of data.members) {
    if (member.awaitingJoin) io.reply(member.awaitingJoin, joinAnswer(next, id));
    scheduleSession(io, data.group, id, member.sessionTimeoutMs);
    members.set(id, { ...member, awaitingJoin: undefined, isNew: false, pendingSync: true });
  }
  schedule(io, 'sync', data.group, rebalanceTimeoutMs(data), 'SyncTimeoutExpired');
  return { ...next, members };
}

function firstJoined(data: GroupData): string {
  for (const member of data.members.values()) if (member.awaitingJoin) return member.memberId;
  return data.leader;
}

/** Only the leader's answer lists the members: it is the one that computes the assignment. */
export function joinAnswer(data: GroupData, memberId: string): Omit<JoinGroupResponse, 'correlation'> {
  const members = memberId === data.leader ? [...data.members.values()].map((member) => describeForLeader(member, data.protocol)) : [];
  return { type: 'JoinGroupResponse', error: 'NONE', generation: data.generation, protocol: data.protocol, leader: data.leader, memberId, members };
}

function describeForLeader({ memberId, instanceId, protocols }: Member, protocol: string): JoinedMember {
  const { name: _, ...metadata } = protocols.find(({ name }) => name === protocol) ?? { name: protocol, topics: [], owned: [] };
  return { memberId, instanceId, ...metadata };
}

/** Assignors that every member supports, in the order of the first member's list. */
export function candidateProtocols(members: Iterable<Pick<Member, 'protocols'>>): readonly string[] {
  let candidates: readonly string[] | undefined;
  for (const { protocols } of members) {
    const names = protocols.map(({ name }) => name);
    candidates = candidates === undefined ? names : candidates.filter((name) => names.includes(name));
  }
  return candidates ?? [];
}

/** Each member votes for the first candidate of its list; most votes win, ties go to the earlier candidate. */
export function selectProtocol(data: GroupData): string {
  const candidates = candidateProtocols(data.members.values());
  let best = '';
  let bestVotes = 0;
  for (const candidate of candidates) {
    let votes = 0;
    for (const { protocols } of data.members.values()) if (protocols.find(({ name }) => candidates.includes(name))?.name === candidate) votes++;
    if (votes > bestVotes) {
      best = candidate;
      bestVotes = votes;
    }
  }
  return best;
}

/** Everybody has joined, and nobody who was given a member id is still to come. */
export function allJoined(data: GroupData): boolean {
  if (data.pendingMembers.length > 0) return false;
  for (const member of data.members.values()) if (!member.awaitingJoin) return false;
  return true;
}
