/** What an administrator asks of a share group's offsets (GroupCoordinatorService): describe, alter and delete them; the persister is asked each time. */
import { newGroup } from '#kafka/coordinator/group.ts';
import { coordinatorPartition } from '#kafka/coordinator/hashcode.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { groupIn, shardOf, type Turn } from '#kafka/coordinator/shard.ts';
import { emptyShareGroup, type ShareGroupData, withoutPartitions, withPartitions } from '#kafka/coordinator/share/group.ts';
import { type AskedPartition, storeShare } from '#kafka/coordinator/share/heartbeat.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body } from '#kafka/protocol/messages.ts';
import { CONSUMER_OFFSETS, ownClockMs, partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import {
  type AlterShareGroupOffsetsRequest,
  type AlterShareGroupOffsetsResponse,
  type DeleteShareGroupOffsetsRequest,
  type DescribeShareGroupOffsetsRequest,
  type ShareAdminRequest,
  UNINITIALIZED_START_OFFSET,
} from '#kafka/protocol/share.ts';

export function shareAdmin(turn: Turn, caller: Caller, request: ShareAdminRequest): void {
  switch (request.type) {
    case 'DescribeShareGroupOffsetsRequest':
      return describe(turn, caller, request);
    case 'AlterShareGroupOffsetsRequest':
      return alter(turn, caller, request);
    case 'DeleteShareGroupOffsetsRequest':
      return deleteOffsets(turn, caller, request);
  }
}

/** Share-partitions that the persister has begun, of one topic or of all. */
export function begunPartitions({ initialized }: ShareGroupData, topics?: readonly string[]): AskedPartition[] {
  return [...initialized].flatMap(([topic, { topicId, partitions }]) =>
    topics === undefined || topics.includes(topic)
      ? partitions.map((partition) => ({ topic, topicId, partition, startOffset: UNINITIALIZED_START_OFFSET }))
      : [],
  );
}

/** The share group, or why there is none here. */
function shareOf(turn: Turn, name: string): ShareGroupData | ErrorName {
  const shard = shardOf(turn, name);
  if (typeof shard === 'string') return shard;
  return shard.groups.get(name)?.data.share ?? 'GROUP_ID_NOT_FOUND';
}

function describe({ io, ...turn }: Turn, caller: Caller, { group, partitions }: DescribeShareGroupOffsetsRequest): void {
  const share = shareOf({ io, ...turn }, group);
  const answer = (error: ErrorName): void => io.reply(caller, { type: 'DescribeShareGroupOffsetsResponse', error, partitions: [] });
  if (typeof share === 'string') return answer(share);
  const wanted = begunPartitions(share).filter(({ topic, partition }) => partitions === null || partitions.includes(tpOf(topic, partition)));
  if (wanted.length === 0 || io.describeShare === undefined) return answer('NONE');
  io.describeShare(group, wanted, caller);
}

/** alterShareGroupOffsets: a group that is not there is made, one with members is left alone. */
function alter(turn: Turn, caller: Caller, { group: name, offsets }: AlterShareGroupOffsetsRequest): void {
  const { io } = turn;
  const answer = (error: ErrorName): void => io.reply(caller, { type: 'AlterShareGroupOffsetsResponse', error, partitions: [] });
  const shard = shardOf(turn, name);
  if (typeof shard === 'string') return answer(shard);
  const known = shard.groups.get(name);
  if (known !== undefined && known.data.share === undefined) return answer('GROUP_ID_NOT_FOUND');
  const group = known ?? newGroup(name);
  const share = group.data.share ?? emptyShareGroup;
  if (share.members.size > 0) return answer('NON_EMPTY_GROUP');
  const isThere = (tp: Tp): boolean => partitionOf(tp) < io.partitionCount(topicOf(tp));
  const partitions = offsets.map(({ tp }) => ({ tp, error: isThere(tp) ? ('NONE' as const) : ('UNKNOWN_TOPIC_OR_PARTITION' as const) }));
  const asked = offsets
    .filter(({ tp }) => isThere(tp))
    .map(({ tp, startOffset }) => ({ topic: topicOf(tp), topicId: io.topicId(topicOf(tp)), partition: partitionOf(tp), startOffset }));
  let { initializing } = share;
  for (const { topic, topicId, partition } of asked) initializing = withPartitions(initializing, topic, topicId, [partition], ownClockMs(io.env));
  if (!storeShare(turn, shard.partition, group, share, { ...share, initializing }, undefined, 'offsets altered')) return answer('COORDINATOR_NOT_AVAILABLE');
  const response: Body<AlterShareGroupOffsetsResponse> = { type: 'AlterShareGroupOffsetsResponse', error: 'NONE', partitions };
  if (asked.length === 0 || io.initializeShare === undefined) return io.reply(caller, response);
  io.initializeShare(name, share.epoch, asked, { caller, response });
}

function deleteOffsets(turn: Turn, caller: Caller, { group, topics }: DeleteShareGroupOffsetsRequest): void {
  const { io } = turn;
  const answer = (error: ErrorName, each: ErrorName): void =>
    io.reply(caller, { type: 'DeleteShareGroupOffsetsResponse', error, topics: topics.map((topic) => ({ topic, error: topicError(turn, topic, each) })) });
  const share = shareOf(turn, group);
  if (typeof share === 'string') return answer(share, share);
  if (share.members.size > 0) return answer('NON_EMPTY_GROUP', 'NON_EMPTY_GROUP');
  const asked = begunPartitions(share, topics);
  if (asked.length === 0 || io.deleteShare === undefined) return answer('NONE', 'NONE');
  io.deleteShare(group, asked, topics, caller);
}

export const topicError = ({ io }: Turn, topic: string, otherwise: ErrorName): ErrorName =>
  otherwise === 'NONE' && io.partitionCount(topic) === 0 ? 'UNKNOWN_TOPIC_OR_PARTITION' : otherwise;

/** The persister has forgotten them: so does the group. */
export function shareOffsetsDeleted(turn: Turn, name: string, asked: readonly AskedPartition[]): void {
  const partition = coordinatorPartition(name, turn.io.partitionCount(CONSUMER_OFFSETS));
  const group = groupIn(turn, partition, name);
  const share = group?.data.share;
  if (group === undefined || share === undefined) return;
  let { initialized } = share;
  for (const one of asked) initialized = withoutPartitions(initialized, one.topic, [one.partition]);
  storeShare(turn, partition, group, share, { ...share, initialized }, undefined, 'offsets deleted');
}
