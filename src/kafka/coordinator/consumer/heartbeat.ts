/** ConsumerGroupHeartbeat (GroupMetadataManager.consumerGroupHeartbeat): join, leave, acknowledge and stay, all in one request. Checks come in Kafka's order. */
import {
  type ConsumerGroupData,
  type ConsumerMember,
  emptyConsumerGroup,
  LEAVE_EPOCH,
  STATIC_LEAVE_EPOCH,
  withConsumer,
  withConsumerMember,
} from '#kafka/coordinator/consumer/group.ts';
import { newMember, recordsBetween } from '#kafka/coordinator/consumer/log.ts';
import { reconcile } from '#kafka/coordinator/consumer/reconcile.ts';
import { updateTarget } from '#kafka/coordinator/consumer/target.ts';
import type { Group } from '#kafka/coordinator/group.ts';
import type { Caller, CoordinatorIo } from '#kafka/coordinator/io.ts';
import { groupSetting, setting } from '#kafka/coordinator/settings.ts';
import { groupIn, groupOrNew, putGroup, shardOf, type Turn, write } from '#kafka/coordinator/shard.ts';
import { cancelRebalance, cancelSession, scheduleRebalance, scheduleSession } from '#kafka/coordinator/timers.ts';
import { tell } from '#kafka/facts.ts';
import { serverAssignors } from '#kafka/groups/uniform/uniform.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body, ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse } from '#kafka/protocol/messages.ts';
import { type Tp, topicOf } from '#kafka/protocol/names.ts';

type Answer = Body<ConsumerGroupHeartbeatResponse>;
const refusal = (request: ConsumerGroupHeartbeatRequest, error: ErrorName): Answer => ({
  type: 'ConsumerGroupHeartbeatResponse',
  error,
  memberId: request.memberId,
  memberEpoch: 0,
  heartbeatIntervalMs: 0,
  assignment: null,
});

export function consumerHeartbeat(turn: Turn, caller: Caller, request: ConsumerGroupHeartbeatRequest): void {
  const shard = shardOf(turn, request.group);
  if (typeof shard === 'string') return turn.io.reply(caller, refusal(request, shard));
  const known = groupIn(turn, shard.partition, request.group);
  const error = groupError(turn, known, request);
  if (error !== 'NONE') return turn.io.reply(caller, refusal(request, error));
  const group = known ?? groupOrNew(turn, shard.partition, request.group);
  const consumer = group.data.consumer ?? emptyConsumerGroup;
  if (request.memberEpoch < 0) return leave(turn, shard.partition, group, consumer, caller, request);
  const found = memberFor(consumer, request);
  if (typeof found === 'string') return turn.io.reply(caller, refusal(request, found));
  stay(turn, shard.partition, group, found, caller, request);
}

/** A classic group that is in use is no consumer group; an empty one becomes one (its offsets stay). */
function groupError({ io }: Turn, group: Group | undefined, request: ConsumerGroupHeartbeatRequest): ErrorName {
  if (request.group === '') return 'INVALID_REQUEST';
  if (request.assignor !== null && !(request.assignor in serverAssignors)) return 'UNSUPPORTED_ASSIGNOR';
  const isOther = group !== undefined && group.data.consumer === undefined && (group.value !== 'Empty' || group.data.share !== undefined);
  if (isOther || (request.memberEpoch !== 0 && group?.data.consumer === undefined)) return 'GROUP_ID_NOT_FOUND';
  const members = group?.data.consumer?.members;
  const isFull = members !== undefined && !members.has(request.memberId) && members.size >= setting(io, 'group.consumer.max.size');
  return isFull && request.memberEpoch === 0 ? 'GROUP_MAX_SIZE_REACHED' : 'NONE';
}

export function staticHolder({ members }: ConsumerGroupData, instanceId: string | undefined): ConsumerMember | undefined {
  if (instanceId === undefined) return undefined;
  for (const member of members.values()) if (member.instanceId === instanceId) return member;
  return undefined;
}

/** The member that speaks, and the group in which it has its place: new, known, or in the place of a static member that is away. */
interface Found {
  readonly member: ConsumerMember;
  readonly consumer: ConsumerGroupData;
  readonly before: ConsumerGroupData;
  readonly replaced: ConsumerMember | undefined;
}

function memberFor(consumer: ConsumerGroupData, request: ConsumerGroupHeartbeatRequest): Found | ErrorName {
  const { memberId, memberEpoch, instanceId } = request;
  const found = (member: ConsumerMember): Found => ({ member, consumer, before: consumer, replaced: undefined });
  const holder = staticHolder(consumer, instanceId);
  if (instanceId !== undefined && memberEpoch !== 0) {
    if (holder === undefined) return 'UNKNOWN_MEMBER_ID';
    if (holder.memberId !== memberId) return 'FENCED_INSTANCE_ID';
  }
  if (holder !== undefined && memberEpoch === 0) {
    if (holder.epoch !== STATIC_LEAVE_EPOCH) return 'UNRELEASED_INSTANCE_ID';
    return inPlaceOf(consumer, holder, memberId);
  }
  const known = consumer.members.get(memberId);
  if (known === undefined) return memberEpoch === 0 ? found(newMember(memberId)) : 'UNKNOWN_MEMBER_ID';
  return isEpochFenced(known, request) ? 'FENCED_MEMBER_EPOCH' : found(known);
}

function inPlaceOf(consumer: ConsumerGroupData, holder: ConsumerMember, memberId: string): Found {
  const member: ConsumerMember = { ...holder, memberId, epoch: 0, previousEpoch: 0 };
  const members = new Map(consumer.members);
  const target = new Map(consumer.target);
  members.delete(holder.memberId);
  target.delete(holder.memberId);
  target.set(memberId, consumer.target.get(holder.memberId) ?? []);
  members.set(memberId, member);
  return { member, consumer: { ...consumer, members, target }, before: consumer, replaced: holder };
}

/** throwIfConsumerGroupMemberEpochIsInvalid: one epoch behind is forgiven when the last answer may have been lost. */
function isEpochFenced(member: ConsumerMember, { memberEpoch, owned }: ConsumerGroupHeartbeatRequest): boolean {
  if (memberEpoch === 0 || memberEpoch === member.epoch) return false;
  if (memberEpoch > member.epoch) return true;
  return memberEpoch !== member.previousEpoch || owned === null || !owned.every((tp) => member.assigned.includes(tp));
}

function stay(
  turn: Turn,
  partition: number,
  group: Group,
  { member, consumer, before, replaced }: Found,
  caller: Caller,
  request: ConsumerGroupHeartbeatRequest,
): void {
  const { io } = turn;
  const updated: ConsumerMember = {
    ...member,
    instanceId: request.instanceId ?? member.instanceId,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs < 0 ? member.rebalanceTimeoutMs : request.rebalanceTimeoutMs,
    assignor: request.assignor ?? member.assignor,
    topics: request.topics ?? member.topics,
    clientId: request.clientId,
    host: caller.node,
  };
  const subscriptionChanged = updated.topics.join() !== member.topics.join();
  const joined = withConsumerMember(consumer, updated);
  const counts = countsOf(joined, io);
  const isBumped = subscriptionChanged || !isSame(counts, consumer.counts);
  const bumped = isBumped ? { ...joined, epoch: joined.epoch + 1, counts } : joined;
  const assigned = updateTarget(group.data.group, bumped, io);
  const reconciled = reconcile(assigned, updated, request.owned, subscriptionChanged);
  const after = withConsumerMember(assigned, reconciled);
  const response: Answer = {
    type: 'ConsumerGroupHeartbeatResponse',
    error: 'NONE',
    memberId: request.memberId,
    memberEpoch: reconciled.epoch,
    heartbeatIntervalMs: groupSetting(io, group.data.group, 'consumer.heartbeat.interval.ms'),
    assignment: tellsAssignment(request, member, reconciled) ? reconciled.assigned : null,
  };
  if (!store(turn, partition, group, before, after, { caller, response, request }, isBumped ? `epoch ${after.epoch}` : 'heartbeat')) return;
  if (replaced) {
    cancelSession(io, group.data.group, replaced.memberId);
    tell(io.env, {
      fact: 'StaticMemberReplaced',
      group: group.data.group,
      instanceId: updated.instanceId ?? '',
      memberId: updated.memberId,
      replaced: replaced.memberId,
      node: caller.node,
    });
  } else if (!before.members.has(request.memberId))
    tell(io.env, { fact: 'MemberJoined', group: group.data.group, memberId: request.memberId, node: caller.node });
  scheduleSession(io, group.data.group, request.memberId, groupSetting(io, group.data.group, 'consumer.session.timeout.ms'));
  if (reconciled !== updated) tend(io, group.data.group, reconciled);
}

/** A member that must give partitions up has max.poll.interval.ms for that. */
function tend(io: CoordinatorIo, group: string, { memberId, state, rebalanceTimeoutMs, epoch }: ConsumerMember): void {
  if (state === 'UNREVOKED_PARTITIONS') scheduleRebalance(io, group, memberId, epoch, rebalanceTimeoutMs);
  else cancelRebalance(io, group, memberId);
}

function tellsAssignment(request: ConsumerGroupHeartbeatRequest, before: ConsumerMember, after: ConsumerMember): boolean {
  const isFull = request.rebalanceTimeoutMs >= 0 && request.topics !== null && request.owned !== null;
  return request.memberEpoch === 0 || isFull || before.assigned.join() !== after.assigned.join();
}

function countsOf({ members }: ConsumerGroupData, io: CoordinatorIo): Map<string, number> {
  const topics = [...new Set([...members.values()].flatMap((member) => member.topics))].sort();
  return new Map(topics.map((topic) => [topic, io.partitionCount(topic)] as const).filter(([, count]) => count > 0));
}

const isSame = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean =>
  a.size === b.size && [...a].every(([topic, count]) => b.get(topic) === count);

interface Reply {
  readonly caller: Caller;
  readonly response: Answer;
  readonly request: ConsumerGroupHeartbeatRequest;
}

/** Writes what changed; the answer waits until it is durable. False when it could not be written: then nothing has changed. */
function store(
  turn: Turn,
  partition: number,
  group: Group,
  before: ConsumerGroupData,
  after: ConsumerGroupData,
  reply: Reply | undefined,
  reason: string,
): boolean {
  const name = group.data.group;
  putGroup(turn, partition, group);
  const records = recordsBetween(name, before, after);
  if (records.length > 0) {
    const error = write(turn, partition, name, records, reply ? { kind: 'answer', caller: reply.caller, response: reply.response } : { kind: 'group' });
    if (error !== 'NONE') {
      if (reply) turn.io.reply(reply.caller, refusal(reply.request, error));
      return false;
    }
  } else if (reply) turn.io.reply(reply.caller, reply.response);
  putGroup(turn, partition, withConsumer(group, after, turn.io, reason));
  return true;
}

function leave(turn: Turn, partition: number, group: Group, consumer: ConsumerGroupData, caller: Caller, request: ConsumerGroupHeartbeatRequest): void {
  const holder = staticHolder(consumer, request.instanceId);
  const member = request.instanceId === undefined ? consumer.members.get(request.memberId) : holder;
  if (member === undefined) return turn.io.reply(caller, refusal(request, 'UNKNOWN_MEMBER_ID'));
  if (member.memberId !== request.memberId) return turn.io.reply(caller, refusal(request, 'FENCED_INSTANCE_ID'));
  const { memberId, memberEpoch } = request;
  const response: Answer = { type: 'ConsumerGroupHeartbeatResponse', error: 'NONE', memberId, memberEpoch, heartbeatIntervalMs: 0, assignment: null };
  if (memberEpoch === STATIC_LEAVE_EPOCH && request.instanceId !== undefined) {
    const away: ConsumerMember = { ...member, epoch: STATIC_LEAVE_EPOCH, previousEpoch: member.epoch, pendingRevocation: [] };
    store(turn, partition, group, consumer, withConsumerMember(consumer, away), { caller, response, request }, `static member ${memberId} is away`);
    return;
  }
  remove(turn, partition, group, consumer, member, 'left', { caller, response, request });
}

/** consumerGroupFenceMember: out at once, and the group has a new epoch; the others learn of their new target at their next heartbeat. */
function remove(
  turn: Turn,
  partition: number,
  group: Group,
  consumer: ConsumerGroupData,
  member: ConsumerMember,
  why: 'left' | 'session-timeout' | 'rebalance-timeout',
  reply?: Reply,
): void {
  const { io } = turn;
  const members = new Map(consumer.members);
  const target = new Map(consumer.target);
  members.delete(member.memberId);
  target.delete(member.memberId);
  const left: ConsumerGroupData = { ...consumer, epoch: consumer.epoch + 1, members, target };
  if (!store(turn, partition, group, consumer, { ...left, counts: countsOf(left, io) }, reply, `member ${member.memberId} ${why}`)) return;
  cancelSession(io, group.data.group, member.memberId);
  cancelRebalance(io, group.data.group, member.memberId);
  tell(io.env, { fact: 'MemberLeft', group: group.data.group, memberId: member.memberId, node: member.host, reason: why });
}

export function consumerTimedOut(
  turn: Turn,
  partition: number,
  group: Group,
  memberId: string,
  why: 'session-timeout' | 'rebalance-timeout',
  epoch?: number,
): void {
  const member = group.data.consumer?.members.get(memberId);
  if (group.data.consumer === undefined || member === undefined) return;
  // It went on in time.
  if (why === 'rebalance-timeout' && member.epoch !== epoch) return;
  remove(turn, partition, group, group.data.consumer, member, why);
}

/** ConsumerGroup.validateOffsetCommit: the epoch of the last heartbeat; an older one only for partitions that it held then already. */
export function consumerCommitError(consumer: ConsumerGroupData, memberId: string, epoch: number): ErrorName {
  if (epoch < 0 && consumer.members.size === 0) return 'NONE';
  const member = consumer.members.get(memberId);
  if (member === undefined) return 'UNKNOWN_MEMBER_ID';
  return epoch === member.epoch ? 'NONE' : 'STALE_MEMBER_EPOCH';
}

/** After a reload sessions start over, and so do the waits for revocations. */
export function consumerLoaded(io: CoordinatorIo, group: string, consumer: ConsumerGroupData): void {
  for (const member of consumer.members.values()) {
    scheduleSession(io, group, member.memberId, groupSetting(io, group, 'consumer.session.timeout.ms'));
    tend(io, group, member);
  }
}

export const isLeaving = (epoch: number): boolean => epoch === LEAVE_EPOCH || epoch === STATIC_LEAVE_EPOCH;
export const subscribedBy = (consumer: ConsumerGroupData): ReadonlySet<string> => new Set([...consumer.members.values()].flatMap(({ topics }) => topics));
export const topicsIn = (partitions: readonly Tp[]): string[] => [...new Set(partitions.map(topicOf))];
