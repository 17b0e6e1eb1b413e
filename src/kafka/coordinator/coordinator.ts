/**
 * The group coordinator of a broker (GroupCoordinatorService, CoordinatorRuntime): it lives on the leaders of __consumer_offsets, keeps
 * groups in memory, writes what must survive to the log, and answers when that is replicated. A new leader rebuilds everything from the log.
 */

import type { ConsumerGroupData } from '#kafka/coordinator/consumer/group.ts';
import { consumerHeartbeat, consumerLoaded, consumerTimedOut } from '#kafka/coordinator/consumer/heartbeat.ts';
import { preferredAssignor } from '#kafka/coordinator/consumer/target.ts';
import { deleteGroups, deleteOffsets, expire } from '#kafka/coordinator/deletion.ts';
import { rebalanceTimedOut, syncTimedOut } from '#kafka/coordinator/expiry.ts';
import type { Group } from '#kafka/coordinator/group.ts';
import { coordinatorPartition } from '#kafka/coordinator/hashcode.ts';
import type { Caller, CoordinatorIo } from '#kafka/coordinator/io.ts';
import { replay } from '#kafka/coordinator/log.ts';
import { assignmentFailed, assignmentStored, completeJoin, heartbeat, joinGroup, leaveGroup, removeMember, syncGroup } from '#kafka/coordinator/membership.ts';
import { commitOffsets, fetchOffsets, offsetsStored } from '#kafka/coordinator/offsets.ts';
import {
  type CoordinatorState,
  emptyCoordinator,
  expectWrite,
  type PendingWrite,
  putShard,
  scheduleExpiry,
  shardOf,
  type Turn,
  takeWrites,
} from '#kafka/coordinator/shard.ts';
import { shareAdmin, shareOffsetsDeleted } from '#kafka/coordinator/share/admin.ts';
import type { ShareGroupData } from '#kafka/coordinator/share/group.ts';
import { ASSIGNOR, type AskedPartition, shareHeartbeat, shareLoaded, shareTimedOut } from '#kafka/coordinator/share/heartbeat.ts';
import { shareInitialized } from '#kafka/coordinator/share/initialize.ts';
import { replacementFailed, replacementStored } from '#kafka/coordinator/static.ts';
import {
  type CoordinatorTimer,
  cancel,
  cancelPartition,
  cancelRebalance,
  cancelSession,
  schedulePartition,
  scheduleSession,
} from '#kafka/coordinator/timers.ts';
import { commitTransactionalOffsets, transactionalAnswered, transactionSettled } from '#kafka/coordinator/transactional.ts';
import { tell } from '#kafka/facts.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { DescribedGroup, GroupRequest } from '#kafka/protocol/messages.ts';
import { brokerIdOf, CONSUMER_OFFSETS, type Offset } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { TxnOffsetCommitRequest } from '#kafka/protocol/transactions.ts';
import { planted } from '#sim/planted.ts';

export type { CoordinatorState, CoordinatorTimer };
export { coordinatorPartition, emptyCoordinator };

/** Reading a partition of __consumer_offsets back takes a new coordinator this long. */
const LOAD_US = 10_000;

export function handleGroupRequest(
  state: CoordinatorState,
  io: CoordinatorIo,
  caller: Caller,
  request: GroupRequest | TxnOffsetCommitRequest,
): CoordinatorState {
  const turn: Turn = { shards: state.shards, io };
  route(turn, caller, request);
  return resultOf(state, turn);
}

const resultOf = (state: CoordinatorState, turn: Turn): CoordinatorState => (turn.shards === state.shards ? state : { shards: turn.shards });

function route(turn: Turn, caller: Caller, request: GroupRequest | TxnOffsetCommitRequest): void {
  switch (request.type) {
    case 'JoinGroupRequest':
      return joinGroup(turn, caller, request);
    case 'SyncGroupRequest':
      return syncGroup(turn, caller, request);
    case 'HeartbeatRequest':
      return heartbeat(turn, caller, request);
    case 'LeaveGroupRequest':
      return leaveGroup(turn, caller, request);
    case 'ConsumerGroupHeartbeatRequest':
      return consumerHeartbeat(turn, caller, request);
    case 'ShareGroupHeartbeatRequest':
      return shareHeartbeat(turn, caller, request);
    case 'DescribeShareGroupOffsetsRequest':
    case 'AlterShareGroupOffsetsRequest':
    case 'DeleteShareGroupOffsetsRequest':
      return shareAdmin(turn, caller, request);
    case 'OffsetCommitRequest':
      return commitOffsets(turn, caller, request);
    case 'TxnOffsetCommitRequest':
      return commitTransactionalOffsets(turn, caller, request);
    case 'OffsetFetchRequest':
      return fetchOffsets(turn, caller, request);
    case 'DescribeGroupsRequest':
      return turn.io.reply(caller, { type: 'DescribeGroupsResponse', groups: request.groups.map((group) => describe(turn, group)) });
    case 'DeleteGroupsRequest':
      return deleteGroups(turn, caller, request);
    case 'OffsetDeleteRequest':
      return deleteOffsets(turn, caller, request);
    case 'ListGroupsRequest':
      return listGroups(turn, caller);
  }
}

function describe(turn: Turn, name: string): DescribedGroup {
  const refused = (error: ErrorName): DescribedGroup => ({ group: name, error, state: 'Dead', protocol: '', generation: -1, members: [] });
  const shard = shardOf(turn, name);
  if (typeof shard === 'string') return refused(shard);
  const group = shard.groups.get(name);
  if (group === undefined) return refused('GROUP_ID_NOT_FOUND');
  if (group.data.consumer) return describeConsumer(group, group.data.consumer);
  if (group.data.share) return describeShare(group, group.data.share);
  const members = [...group.data.members.values()].map(({ memberId, instanceId, clientId, host, assignment }) => ({
    memberId,
    ...(instanceId === null ? {} : { instanceId }),
    clientId,
    host: `/${host}`,
    partitions: assignment,
  }));
  return {
    group: name,
    error: 'NONE',
    state: group.value,
    protocol: group.value === 'Stable' ? group.data.protocol : '',
    generation: group.data.generation,
    members,
  };
}

function describeConsumer({ value, data }: Group, consumer: ConsumerGroupData): DescribedGroup {
  const members = [...consumer.members.values()].map(({ memberId, instanceId, clientId, host, assigned, epoch }) => ({
    memberId,
    ...(instanceId === null ? {} : { instanceId }),
    clientId,
    host: `/${host}`,
    partitions: assigned,
    epoch,
    target: consumer.target.get(memberId) ?? [],
  }));
  const protocol = preferredAssignor(consumer.members.values());
  return { group: data.group, error: 'NONE', state: value, protocol, generation: consumer.epoch, targetEpoch: consumer.targetEpoch, members };
}

function describeShare({ value, data }: Group, share: ShareGroupData): DescribedGroup {
  const members = [...share.members.values()].map(({ memberId, clientId, host, assigned, epoch }) => ({
    memberId,
    clientId,
    host: `/${host}`,
    partitions: assigned,
    epoch,
  }));
  const { epoch: generation, targetEpoch } = share;
  return { group: data.group, error: 'NONE', state: value, type: 'share', protocol: ASSIGNOR, generation, targetEpoch, members };
}

function listGroups(turn: Turn, caller: Caller): void {
  const groups: { group: string; state: Group['value']; type?: 'consumer' | 'share' }[] = [];
  let error: ErrorName = 'NONE';
  for (const shard of turn.shards.values()) {
    if (shard.loading !== undefined) error = 'COORDINATOR_LOAD_IN_PROGRESS';
    for (const group of shard.groups.values()) groups.push({ group: group.data.group, state: group.value, ...typeOf(group) });
  }
  turn.io.reply(caller, { type: 'ListGroupsResponse', error, groups });
}

const typeOf = ({ data }: Group): { readonly type?: 'consumer' | 'share' } => (data.consumer ? { type: 'consumer' } : data.share ? { type: 'share' } : {});

/** This broker became leader of a partition of __consumer_offsets: what the log holds is replayed before any group is served. */
export function partitionElected(state: CoordinatorState, io: CoordinatorIo, partition: number, records: readonly StoredRecord[]): CoordinatorState {
  const turn: Turn = { shards: state.shards, io };
  drop(turn, partition);
  putShard(turn, { partition, loading: records.length > 0 ? records : undefined, groups: new Map(), writes: [], sinceUs: io.env.nowUs });
  if (records.length > 0) schedulePartition(io, 'load', partition, LOAD_US);
  return resultOf(state, turn);
}

function loaded(turn: Turn, partition: number): void {
  const { io } = turn;
  const shard = turn.shards.get(partition);
  if (shard?.loading === undefined) return;
  const groups = replay(shard.loading);
  putShard(turn, { partition, loading: undefined, groups, writes: shard.writes, sinceUs: io.env.nowUs });
  if (groups.size > 0) scheduleExpiry(io, { partition, sinceUs: io.env.nowUs });
  for (const group of groups.values()) {
    // Sessions start over in full: members have that long to find their new coordinator.
    if (group.data.consumer) consumerLoaded(io, group.data.group, group.data.consumer);
    if (group.data.share) shareLoaded(io, group.data.group, group.data.share);
    for (const member of group.data.members.values()) scheduleSession(io, group.data.group, member.memberId, member.sessionTimeoutMs);
    tell(io.env, { fact: 'CoordinatorLoaded', group: group.data.group, broker: brokerIdOf(io.env.self) });
  }
}

/** Leadership is gone: the groups are dropped from memory, and everybody who waits is sent elsewhere. */
export function partitionResigned(state: CoordinatorState, io: CoordinatorIo, partition: number): CoordinatorState {
  const turn: Turn = { shards: state.shards, io };
  drop(turn, partition);
  return resultOf(state, turn);
}

function drop(turn: Turn, partition: number): void {
  const shard = turn.shards.get(partition);
  if (shard === undefined) return;
  for (const pending of takeWrites(turn, partition, () => true)) settleFailed(turn, partition, pending, 'NOT_COORDINATOR');
  for (const group of shard.groups.values()) unload(turn, group);
  cancelPartition(turn.io, 'load', partition);
  cancelPartition(turn.io, 'expiry', partition);
  const rest = new Map(turn.shards);
  rest.delete(partition);
  turn.shards = rest;
}

function unload({ io }: Turn, group: Group): void {
  const { group: name, members, pendingMembers } = group.data;
  for (const { memberId, awaitingJoin, awaitingSync } of members.values()) {
    if (awaitingJoin)
      io.reply(awaitingJoin, { type: 'JoinGroupResponse', error: 'NOT_COORDINATOR', generation: -1, protocol: '', leader: '', memberId, members: [] });
    if (awaitingSync) io.reply(awaitingSync, { type: 'SyncGroupResponse', error: 'NOT_COORDINATOR', partitions: [] });
    cancelSession(io, name, memberId);
  }
  for (const memberId of pendingMembers) cancelSession(io, name, memberId);
  for (const memberId of group.data.consumer?.members.keys() ?? []) {
    cancelSession(io, name, memberId);
    cancelRebalance(io, name, memberId);
  }
  for (const memberId of group.data.share?.members.keys() ?? []) cancelSession(io, name, memberId);
  cancel(io, 'join', name);
  cancel(io, 'sync', name);
}

/** Everything below the high watermark is durable: its answers go out now, in order. */
export function highWatermarkAdvanced(state: CoordinatorState, io: CoordinatorIo, partition: number, highWatermark: Offset): CoordinatorState {
  const shard = state.shards.get(partition);
  if (shard === undefined || shard.writes.length === 0 || shard.writes[0].lastOffset >= highWatermark) return state;
  const turn: Turn = { shards: state.shards, io };
  for (const pending of takeWrites(turn, partition, ({ lastOffset }) => lastOffset < highWatermark)) settleStored(turn, partition, pending);
  return resultOf(state, turn);
}

function settleStored(turn: Turn, partition: number, { group, what }: PendingWrite): void {
  if (what.kind === 'offsets') offsetsStored(turn, partition, group, what);
  else if (what.kind === 'answer') turn.io.reply(what.caller, what.response);
  else if (what.kind === 'replacement') replacementStored(turn, partition, group, what);
  else if (what.kind === 'transactional') transactionalAnswered(turn, what.caller, what.tps, 'NONE');
  else if (what.kind === 'marker') transactionSettled(turn, partition, what.producerId, what.committed);
  else if (what.kind === 'assignment') assignmentStored(turn, partition, group, what.generation, what.assignments);
}

function settleFailed(turn: Turn, partition: number, { group, what }: PendingWrite, error: ErrorName): void {
  if (what.kind === 'offsets') turn.io.reply(what.caller, { type: 'OffsetCommitResponse', offsets: what.offsets.map(({ tp }) => ({ tp, error })) });
  else if (what.kind === 'transactional') transactionalAnswered(turn, what.caller, what.tps, error);
  else if (what.kind === 'answer') turn.io.reply(what.caller, withError(what.response, error));
  else if (what.kind === 'replacement' && error !== 'NOT_COORDINATOR') replacementFailed(turn, partition, group, what, error);
  else if (what.kind === 'assignment' && error !== 'NOT_COORDINATOR') assignmentFailed(turn, partition, group, what.generation, error);
}

function withError(response: Extract<PendingWrite['what'], { kind: 'answer' }>['response'], error: ErrorName): typeof response {
  if (response.type === 'ConsumerGroupHeartbeatResponse' || response.type === 'ShareGroupHeartbeatResponse')
    return { type: response.type, error, memberId: response.memberId, memberEpoch: 0, heartbeatIntervalMs: 0, assignment: null };
  if (response.type === 'OffsetDeleteResponse') return { type: response.type, error, partitions: [] };
  return { type: response.type, results: response.results.map((one) => (one.error === 'NONE' ? { group: one.group, error } : one)) };
}

/** A transaction that may have offsets in this partition ended with the marker at `lastOffset`. */
export function transactionEnded(
  state: CoordinatorState,
  io: CoordinatorIo,
  partition: number,
  producerId: number,
  committed: boolean,
  lastOffset: Offset,
): CoordinatorState {
  const turn: Turn = { shards: state.shards, io };
  expectWrite(turn, partition, '', lastOffset, { kind: 'marker', producerId, committed });
  return resultOf(state, turn);
}

export function coordinatorTimer(state: CoordinatorState, io: CoordinatorIo, timer: CoordinatorTimer): CoordinatorState {
  const turn: Turn = { shards: state.shards, io };
  switch (timer.type) {
    case 'CoordinatorLoadCompleted':
      loaded(turn, timer.partition);
      break;
    case 'GroupExpirationDue':
      expire(turn, timer.partition);
      break;
    case 'OffsetsCommitTimeoutExpired':
      // The records stay in the log and may still become durable; only the answer is given up.
      for (const pending of takeWrites(turn, timer.partition, ({ deadlineUs, what }) => deadlineUs <= io.env.nowUs && what.kind !== 'marker'))
        settleFailed(turn, timer.partition, pending, 'COORDINATOR_NOT_AVAILABLE');
      break;
    default:
      groupTimer(turn, timer);
  }
  return resultOf(state, turn);
}

function groupTimer(turn: Turn, timer: Extract<CoordinatorTimer, { group: string }>): void {
  const partition = coordinatorPartition(timer.group, turn.io.partitionCount(CONSUMER_OFFSETS));
  const group = turn.shards.get(partition)?.groups.get(timer.group);
  if (group === undefined) return;
  switch (timer.type) {
    case 'InitialRebalanceDelayExpired':
    case 'RebalanceTimeoutExpired':
      return rebalanceTimedOut(turn, partition, group, completeJoin);
    case 'SyncTimeoutExpired':
      return syncTimedOut(turn, partition, group);
    case 'MemberRebalanceTimeoutExpired':
      return consumerTimedOut(turn, partition, group, timer.memberId, 'rebalance-timeout', timer.epoch);
    case 'SessionTimeoutExpired':
      if (group.data.consumer) return consumerTimedOut(turn, partition, group, timer.memberId, 'session-timeout');
      if (group.data.share) return shareTimedOut(turn, partition, group, group.data.share, timer.memberId);
      return sessionTimedOut(turn, partition, group, timer.memberId);
  }
}

/** What the persister was asked for on behalf of a share group is begun, or was not possible. */
export function sharePartitionsInitialized(
  state: CoordinatorState,
  io: CoordinatorIo,
  group: string,
  asked: readonly AskedPartition[],
  isBegun: boolean,
): CoordinatorState {
  const turn: Turn = { shards: state.shards, io };
  shareInitialized(turn, group, asked, isBegun);
  return resultOf(state, turn);
}

/** The persister has forgotten share-partitions of a group. */
export function shareStateForgotten(state: CoordinatorState, io: CoordinatorIo, group: string, asked: readonly AskedPartition[]): CoordinatorState {
  const turn: Turn = { shards: state.shards, io };
  shareOffsetsDeleted(turn, group, asked);
  return resultOf(state, turn);
}

/** A member that waits for an answer of the coordinator is alive, unless it is new. */
function sessionTimedOut(turn: Turn, partition: number, group: Group, memberId: string): void {
  const member = group.data.members.get(memberId);
  if (member !== undefined && (planted.M35 || !member.isNew) && (member.awaitingJoin || member.awaitingSync)) return;
  if (member === undefined && !group.data.pendingMembers.includes(memberId)) return;
  removeMember(turn, partition, group, memberId, 'session-timeout');
}
