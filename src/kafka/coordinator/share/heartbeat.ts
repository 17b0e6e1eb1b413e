/** ShareGroupHeartbeat (GroupMetadataManager.shareGroupHeartbeat): join, leave and stay. Nothing is revoked in turns, for a partition may have several readers. */
import { type Group, newGroup } from '#kafka/coordinator/group.ts';
import type { Caller, CoordinatorIo } from '#kafka/coordinator/io.ts';
import { groupSetting, setting } from '#kafka/coordinator/settings.ts';
import { groupIn, putGroup, shardOf, type Turn, write } from '#kafka/coordinator/shard.ts';
import {
  assignable,
  assignedTo,
  emptyShareGroup,
  hasUnassigned,
  newShareMember,
  type ShareGroupData,
  type ShareMember,
  topicsOf,
  withPartitions,
  withShare,
  withShareMember,
} from '#kafka/coordinator/share/group.ts';
import { shareRecordsBetween } from '#kafka/coordinator/share/log.ts';
import { cancelSession, scheduleSession } from '#kafka/coordinator/timers.ts';
import { tell } from '#kafka/facts.ts';
import { simple } from '#kafka/groups/simple.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body } from '#kafka/protocol/messages.ts';
import { ownClockMs } from '#kafka/protocol/names.ts';
import { type ShareGroupHeartbeatRequest, type ShareGroupHeartbeatResponse, UNINITIALIZED_START_OFFSET } from '#kafka/protocol/share.ts';

const LEAVE_EPOCH = -1;
export const ASSIGNOR = 'simple';

type Answer = Body<ShareGroupHeartbeatResponse>;

const refusal = ({ memberId }: ShareGroupHeartbeatRequest, error: ErrorName): Answer => ({
  type: 'ShareGroupHeartbeatResponse',
  error,
  memberId,
  memberEpoch: 0,
  heartbeatIntervalMs: 0,
  assignment: null,
});

export function shareHeartbeat(turn: Turn, caller: Caller, request: ShareGroupHeartbeatRequest): void {
  const shard = shardOf(turn, request.group);
  if (typeof shard === 'string') return turn.io.reply(caller, refusal(request, shard));
  const known = groupIn(turn, shard.partition, request.group);
  const error = groupError(turn, known, request);
  if (error !== 'NONE') return turn.io.reply(caller, refusal(request, error));
  const group = known ?? newGroup(request.group);
  const share = group.data.share ?? emptyShareGroup;
  if (request.memberEpoch === LEAVE_EPOCH) return leave(turn, shard.partition, group, share, caller, request);
  const member = memberFor(share, request);
  if (typeof member === 'string') return turn.io.reply(caller, refusal(request, member));
  stay(turn, shard.partition, group, share, member, caller, request);
}

/** getOrMaybeCreateShareGroup: a group of another type is none, even without members. */
function groupError({ io }: Turn, group: Group | undefined, { group: name, memberId, memberEpoch }: ShareGroupHeartbeatRequest): ErrorName {
  if (name === '') return 'INVALID_REQUEST';
  if (group !== undefined && group.data.share === undefined) return 'GROUP_ID_NOT_FOUND';
  if (group === undefined && memberEpoch !== 0) return 'GROUP_ID_NOT_FOUND';
  const members = group?.data.share?.members;
  const isFull = members !== undefined && members.size >= setting(io, 'group.share.max.size') && !members.has(memberId);
  return isFull ? 'GROUP_MAX_SIZE_REACHED' : 'NONE';
}

/** throwIfShareGroupMemberEpochIsInvalid: one epoch behind is forgiven, for the last answer may have been lost. */
function memberFor({ members }: ShareGroupData, { memberId, memberEpoch }: ShareGroupHeartbeatRequest): ShareMember | ErrorName {
  const known = members.get(memberId);
  if (known === undefined) return memberEpoch === 0 ? newShareMember(memberId) : 'UNKNOWN_MEMBER_ID';
  if (memberEpoch === 0 || memberEpoch === known.epoch || memberEpoch === known.previousEpoch) return known;
  return 'FENCED_MEMBER_EPOCH';
}

function stay(
  turn: Turn,
  partition: number,
  group: Group,
  before: ShareGroupData,
  member: ShareMember,
  caller: Caller,
  request: ShareGroupHeartbeatRequest,
): void {
  const { io } = turn;
  const updated: ShareMember = { ...member, topics: request.topics ?? member.topics, clientId: request.clientId, host: caller.node };
  const joined = withShareMember(before, updated);
  const counts = countsOf(joined, io);
  const isPending = before.targetEpoch >= before.epoch && hasUnassigned(before);
  const isBumped = updated.topics.join() !== member.topics.join() || isPending || !isSame(counts, before.counts);
  const target = updateTarget(group.data.group, isBumped ? { ...joined, epoch: joined.epoch + 1, counts } : joined, io);
  const reconciled = reconcile(target, updated, isBumped);
  const { after, asked } = withInitializing(withShareMember(target, reconciled), io);
  const isTold = request.memberEpoch === 0 || request.topics !== null || reconciled.assigned.join() !== member.assigned.join();
  const response: Answer = {
    type: 'ShareGroupHeartbeatResponse',
    error: 'NONE',
    memberId: request.memberId,
    memberEpoch: reconciled.epoch,
    heartbeatIntervalMs: groupSetting(io, group.data.group, 'share.heartbeat.interval.ms'),
    assignment: isTold ? reconciled.assigned : null,
  };
  const answer = { caller, response, request };
  if (!storeShare(turn, partition, group, before, after, answer, isBumped ? `epoch ${after.epoch}` : 'heartbeat')) return;
  if (!before.members.has(request.memberId)) tell(io.env, { fact: 'MemberJoined', group: group.data.group, memberId: request.memberId, node: caller.node });
  scheduleSession(io, group.data.group, request.memberId, groupSetting(io, group.data.group, 'share.session.timeout.ms'));
  if (asked.length > 0) io.initializeShare?.(group.data.group, after.epoch, asked);
}

/** ShareGroupAssignmentBuilder: the member takes its target at once. */
function reconcile(share: ShareGroupData, member: ShareMember, isBumped: boolean): ShareMember {
  if (member.epoch === share.targetEpoch && !isBumped) return member;
  const assigned = assignedTo(share, member);
  return member.epoch === share.targetEpoch ? { ...member, assigned } : { ...member, previousEpoch: member.epoch, epoch: share.targetEpoch, assigned };
}

/** maybeUpdateTargetAssignment: at most once in group.share.assignment.interval.ms (KIP-1263). */
function updateTarget(group: string, share: ShareGroupData, io: CoordinatorIo): ShareGroupData {
  const nowMs = ownClockMs(io.env);
  const sinceMs = share.assignedAtMs === undefined ? Number.POSITIVE_INFINITY : nowMs - share.assignedAtMs;
  if (share.targetEpoch >= share.epoch || sinceMs < groupSetting(io, group, 'share.assignment.interval.ms')) return share;
  const members = [...share.members.values()].map(({ memberId, topics }) => ({ memberId, topics, target: share.target.get(memberId) ?? [] }));
  const target = simple(members, (topic) => assignable(share, topic));
  tell(io.env, {
    fact: 'ShareTargetAssigned',
    group,
    epoch: share.epoch,
    members: [...share.members.values()].map(({ memberId, host }) => ({ memberId, node: host, partitions: target.get(memberId) ?? [] })),
  });
  return { ...share, targetEpoch: share.epoch, assignedAtMs: nowMs, target };
}

function countsOf(share: ShareGroupData, io: CoordinatorIo): Map<string, number> {
  return new Map(
    topicsOf(share)
      .map((topic) => [topic, io.partitionCount(topic)] as const)
      .filter(([, count]) => count > 0),
  );
}

const isSame = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean =>
  a.size === b.size && [...a].every(([topic, count]) => b.get(topic) === count);

/** A share-partition that the persister is asked to begin. */
export interface AskedPartition {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  readonly startOffset: number;
}

/** subscribedTopicsChangeMap: partitions of subscribed topics that the persister does not know, or did not answer about for a while. */
function withInitializing(share: ShareGroupData, io: CoordinatorIo): { readonly after: ShareGroupData; readonly asked: readonly AskedPartition[] } {
  const nowMs = ownClockMs(io.env);
  const retryMs = setting(io, 'group.share.initialize.retry.interval.ms');
  const asked: AskedPartition[] = [];
  let { initializing } = share;
  for (const topic of topicsOf(share)) {
    const topicId = io.topicId(topic);
    const fresh = initializing.get(topic);
    const known = [share.initialized.get(topic), fresh && nowMs - fresh.sinceMs < retryMs ? fresh : undefined];
    const begun = new Set(known.flatMap((one) => (one?.topicId === topicId ? one.partitions : [])));
    const missing = Array.from({ length: io.partitionCount(topic) }, (_, p) => p).filter((p) => !begun.has(p));
    if (missing.length === 0) continue;
    initializing = withPartitions(initializing, topic, topicId, missing, nowMs);
    asked.push(...missing.map((partition) => ({ topic, topicId, partition, startOffset: UNINITIALIZED_START_OFFSET })));
  }
  return { after: asked.length === 0 ? share : { ...share, initializing }, asked };
}

interface Reply {
  readonly caller: Caller;
  readonly response: Answer;
  readonly request: ShareGroupHeartbeatRequest;
}

/** Writes what changed; the answer waits until it is durable. False when it could not be written: then nothing has changed. */
export function storeShare(
  turn: Turn,
  partition: number,
  group: Group,
  before: ShareGroupData,
  after: ShareGroupData,
  reply: Reply | undefined,
  reason: string,
): boolean {
  const name = group.data.group;
  putGroup(turn, partition, group);
  const records = shareRecordsBetween(name, before, after);
  if (records.length > 0) {
    const error = write(turn, partition, name, records, reply ? { kind: 'answer', caller: reply.caller, response: reply.response } : { kind: 'group' });
    if (error !== 'NONE') {
      if (reply) turn.io.reply(reply.caller, refusal(reply.request, error));
      return false;
    }
  } else if (reply) turn.io.reply(reply.caller, reply.response);
  putGroup(turn, partition, withShare(group, after, turn.io, reason));
  return true;
}

function leave(turn: Turn, partition: number, group: Group, share: ShareGroupData, caller: Caller, request: ShareGroupHeartbeatRequest): void {
  const member = share.members.get(request.memberId);
  if (member === undefined) return turn.io.reply(caller, refusal(request, 'UNKNOWN_MEMBER_ID'));
  const { memberId, memberEpoch } = request;
  const response: Answer = { type: 'ShareGroupHeartbeatResponse', error: 'NONE', memberId, memberEpoch, heartbeatIntervalMs: 0, assignment: null };
  remove(turn, partition, group, share, member, 'left', { caller, response, request });
}

/** shareGroupFenceMember: its partitions are somebody else's with the next target. */
function remove(turn: Turn, partition: number, group: Group, share: ShareGroupData, member: ShareMember, why: 'left' | 'session-timeout', reply?: Reply): void {
  const { io } = turn;
  const members = new Map(share.members);
  const target = new Map(share.target);
  members.delete(member.memberId);
  target.delete(member.memberId);
  const left: ShareGroupData = { ...share, epoch: share.epoch + 1, members, target };
  if (!storeShare(turn, partition, group, share, { ...left, counts: countsOf(left, io) }, reply, `member ${member.memberId} ${why}`)) return;
  cancelSession(io, group.data.group, member.memberId);
  tell(io.env, { fact: 'MemberLeft', group: group.data.group, memberId: member.memberId, node: member.host, reason: why });
}

export function shareTimedOut(turn: Turn, partition: number, group: Group, share: ShareGroupData, memberId: string): void {
  const member = share.members.get(memberId);
  if (member !== undefined) remove(turn, partition, group, share, member, 'session-timeout');
}

/** After a reload sessions start over. */
export function shareLoaded(io: CoordinatorIo, group: string, share: ShareGroupData): void {
  for (const memberId of share.members.keys()) scheduleSession(io, group, memberId, groupSetting(io, group, 'share.session.timeout.ms'));
}
