/** What goes: groups and offsets that an admin deletes (DeleteGroups, OffsetDelete), and those that expire (KIP-211, cleanupExpiredOffsets). */
import { consumerTombstones } from '#kafka/coordinator/consumer/log.ts';
import { type Group, transition, withGroup } from '#kafka/coordinator/group.ts';
import { coordinatorPartition } from '#kafka/coordinator/hashcode.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { groupTombstone, offsetTombstone } from '#kafka/coordinator/log.ts';
import { setting } from '#kafka/coordinator/settings.ts';
import { dropGroup, groupIn, putGroup, type Shard, scheduleExpiry, shardOf, type Turn, write } from '#kafka/coordinator/shard.ts';
import { begunPartitions } from '#kafka/coordinator/share/admin.ts';
import type { ShareGroupData } from '#kafka/coordinator/share/group.ts';
import { shareTombstones } from '#kafka/coordinator/share/log.ts';
import { tell } from '#kafka/facts.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body, DeleteGroupsRequest, DeleteGroupsResponse, OffsetDeleteRequest, OffsetDeleteResponse } from '#kafka/protocol/messages.ts';
import { CONSUMER_OFFSETS, ownClockMs, partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';
import { copied } from '#sim/copy.ts';
import { planted } from '#sim/planted.ts';

/** Groups of one coordinator partition share an append; the answer waits for the last. */
export function deleteGroups(turn: Turn, caller: Caller, request: DeleteGroupsRequest): void {
  const results = request.groups.map((group) => ({ group, error: deleteError(turn, group) }));
  const response: Body<DeleteGroupsResponse> = { type: 'DeleteGroupsResponse', results };
  const doomed = results.filter(({ error }) => error === 'NONE').map(({ group }) => group);
  const last = doomed[doomed.length - 1];
  if (last === undefined) return turn.io.reply(caller, response);
  for (const name of doomed) {
    const partition = coordinatorPartition(name, turn.io.partitionCount(CONSUMER_OFFSETS));
    const group = groupIn(turn, partition, name) as Group;
    const records = [...[...group.data.offsets.keys()].map((tp) => offsetTombstone(name, tp)), ...groupTombstones(group)];
    const error = write(turn, partition, name, records, name === last ? { kind: 'answer', caller, response } : { kind: 'group' });
    if (error === 'NONE' && group.data.share) forgetShare(turn, name, group.data.share);
    if (error === 'NONE') remove(turn, partition, group, `Group ${name} was deleted`);
    else if (name === last)
      turn.io.reply(caller, { type: 'DeleteGroupsResponse', results: results.map((one) => (one.group === name ? { group: name, error } : one)) });
  }
}

/** What the persister keeps of a share group goes, too; nobody waits for that. */
function forgetShare({ io }: Turn, name: string, share: ShareGroupData): void {
  const begun = begunPartitions(share);
  if (begun.length > 0) io.deleteShare?.(name, begun, [], undefined);
}

function deleteError(turn: Turn, name: string): ErrorName {
  const shard = shardOf(turn, name);
  if (typeof shard === 'string') return shard;
  const group = shard.groups.get(name);
  if (group === undefined) return 'GROUP_ID_NOT_FOUND';
  return group.value === 'Empty' ? 'NONE' : 'NON_EMPTY_GROUP';
}

function groupTombstones({ data }: Group) {
  if (data.share) return shareTombstones(data.group);
  return data.consumer ? consumerTombstones(data.group) : [groupTombstone(data.group)];
}

function remove(turn: Turn, partition: number, group: Group, reason: string): void {
  transition(group, { type: 'DELETED' }, turn.io, reason);
  dropGroup(turn, partition, group.data.group);
}

/** Offsets of a topic that the group reads cannot be deleted. */
export function deleteOffsets(turn: Turn, caller: Caller, request: OffsetDeleteRequest): void {
  const answer = (error: ErrorName, partitions: OffsetDeleteResponse['partitions'] = []): void =>
    turn.io.reply(caller, { type: 'OffsetDeleteResponse', error, partitions });
  const shard = shardOf(turn, request.group);
  if (typeof shard === 'string') return answer(shard);
  const group = shard.groups.get(request.group);
  if (group === undefined) return answer('GROUP_ID_NOT_FOUND');
  const subscribed = subscribedTopics(group);
  // The broker looks whether a partition exists before the coordinator is asked (handleOffsetDeleteRequest).
  const isKnown = (tp: Tp): boolean => partitionOf(tp) < turn.io.partitionCount(topicOf(tp));
  const partitions = request.partitions.map((tp): OffsetDeleteResponse['partitions'][number] => ({
    tp,
    error: !isKnown(tp) ? 'UNKNOWN_TOPIC_OR_PARTITION' : subscribed.has(topicOf(tp)) ? 'GROUP_SUBSCRIBED_TO_TOPIC' : 'NONE',
  }));
  const gone = partitions.filter(({ tp, error }) => error === 'NONE' && group.data.offsets.has(tp)).map(({ tp }) => tp);
  if (gone.length === 0) return answer('NONE', partitions);
  const records = gone.map((tp) => offsetTombstone(request.group, tp));
  const error = write(turn, shard.partition, request.group, records, {
    kind: 'answer',
    caller,
    response: { type: 'OffsetDeleteResponse', error: 'NONE', partitions },
  });
  if (error !== 'NONE') return answer(error);
  forget(turn, shard.partition, group, gone, 'deleted');
}

function forget(turn: Turn, partition: number, group: Group, gone: readonly Tp[], why: 'deleted' | 'expired'): Group {
  const offsets = copied(group.data.offsets);
  for (const tp of gone) {
    const offset = offsets.get(tp)?.offset ?? -1;
    offsets.delete(tp);
    const { value, data } = group;
    tell(turn.io.env, {
      fact: 'OffsetRemoved',
      group: data.group,
      tp,
      offset,
      why,
      state: value,
      retentionMs: setting(turn.io, 'offsets.retention.minutes') * 60_000,
    });
  }
  return putGroup(turn, partition, withGroup(group, { offsets }));
}

/** Topics that some member subscribes to. */
export function subscribedTopics({ data }: Group): ReadonlySet<string> {
  if (data.consumer) return new Set([...data.consumer.members.values()].flatMap(({ topics }) => topics));
  return new Set([...data.members.values()].flatMap(({ protocols }) => protocols.flatMap(({ topics }) => topics)));
}

/** The shard looks through its groups; what it finds too old gets tombstones. */
export function expire(turn: Turn, partition: number): void {
  const shard = turn.shards.get(partition);
  if (shard === undefined || shard.loading !== undefined) return;
  for (const group of shard.groups.values()) expireGroup(turn, shard, group);
  if ((turn.shards.get(partition)?.groups.size ?? 0) > 0) scheduleExpiry(turn.io, shard);
}

/** ClassicGroup.offsetExpirationCondition: since when an offset counts as unused; undefined where none may go. */
export function unusedSince({ value, data }: Group): ((commitTimestampMs: number) => number) | undefined {
  // A share group goes when somebody deletes it (ShareGroup.isSubscribedToTopic, offsetExpirationCondition).
  if (data.share) return undefined;
  if (planted.M32 || data.isSimple || data.consumer) return (commitTimestampMs) => commitTimestampMs;
  if (value === 'Empty') return (commitTimestampMs) => data.stateTimestampMs ?? commitTimestampMs;
  return value === 'Stable' ? (commitTimestampMs) => commitTimestampMs : undefined;
}

function expireGroup(turn: Turn, { partition }: Shard, group: Group): void {
  const since = unusedSince(group);
  const { group: name, offsets, members } = group.data;
  if (since === undefined) return;
  const nowMs = ownClockMs(turn.io.env);
  const retentionMs = setting(turn.io, 'offsets.retention.minutes') * 60_000;
  const subscribed = subscribedTopics(group);
  const gone = [...offsets]
    .filter(([tp, { commitTimestampMs }]) => !subscribed.has(topicOf(tp)) && nowMs - since(commitTimestampMs) >= retentionMs)
    .map(([tp]) => tp);
  const isOver = gone.length === offsets.size && members.size === 0 && group.value === 'Empty';
  const records = [...gone.map((tp) => offsetTombstone(name, tp)), ...(isOver ? groupTombstones(group) : [])];
  if (records.length === 0 || write(turn, partition, name, records, { kind: 'group' }) !== 'NONE') return;
  const left = forget(turn, partition, group, gone, 'expired');
  if (isOver) remove(turn, partition, left, `Group ${name} has no offsets left`);
}
