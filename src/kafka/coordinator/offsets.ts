/** OffsetCommit and OffsetFetch (OffsetMetadataManager): fencing, the write to __consumer_offsets, and what is durable. */
import { consumerCommitError } from '#kafka/coordinator/consumer/heartbeat.ts';
import { type CommittedOffset, type Group, withGroup } from '#kafka/coordinator/group.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { offsetCommitRecord } from '#kafka/coordinator/log.ts';
import { groupIn, groupOrNew, type PendingWrite, putGroup, shardOf, type Turn, write } from '#kafka/coordinator/shard.ts';
import { memberError } from '#kafka/coordinator/static.ts';
import { scheduleSession } from '#kafka/coordinator/timers.ts';
import { isUnstable } from '#kafka/coordinator/transactional.ts';
import { tell } from '#kafka/facts.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { OffsetCommitRequest, OffsetFetchRequest } from '#kafka/protocol/messages.ts';
import { ownClockMs } from '#kafka/protocol/names.ts';
import { copied } from '#sim/copy.ts';
import { planted } from '#sim/planted.ts';

export function commitOffsets(turn: Turn, caller: Caller, request: OffsetCommitRequest): void {
  const { io } = turn;
  const refuse = (error: ErrorName): void => io.reply(caller, { type: 'OffsetCommitResponse', offsets: request.offsets.map(({ tp }) => ({ tp, error })) });
  const shard = shardOf(turn, request.group);
  if (typeof shard === 'string') return refuse(shard);
  const known = groupIn(turn, shard.partition, request.group);
  const error = commitError(known, request);
  if (error !== 'NONE') return refuse(error);
  const group = known ?? putGroup(turn, shard.partition, groupOrNew(turn, shard.partition, request.group));
  const member = group.data.members.get(request.memberId);
  // A commit while the group rebalances, or is stable, counts as a heartbeat.
  // Members of consumer groups keep their sessions by heartbeats alone.
  if (member) scheduleSession(io, request.group, member.memberId, member.sessionTimeoutMs);
  const timestampMs = ownClockMs(io.env);
  const records = request.offsets.map(({ tp, offset, leaderEpoch }) => offsetCommitRecord(request.group, tp, offset, leaderEpoch, timestampMs));
  if (records.length === 0) return refuse('NONE');
  const failed = write(turn, shard.partition, request.group, records, {
    kind: 'offsets',
    caller,
    memberId: request.memberId,
    timestampMs,
    offsets: request.offsets,
  });
  if (failed !== 'NONE') refuse(failed);
}

/** ClassicGroup.validateOffsetCommit. While the group prepares a rebalance the old generation may still commit. */
function commitError(group: Group | undefined, request: OffsetCommitRequest): ErrorName {
  if (group?.data.share) return 'GROUP_ID_NOT_FOUND';
  if (group?.data.consumer) return consumerCommitError(group.data.consumer, request.memberId, request.generation);
  if (group === undefined) return request.generation < 0 ? 'NONE' : 'ILLEGAL_GENERATION';
  if (request.generation < 0 && group.value === 'Empty') return 'NONE';
  const fenced = memberError(group, request.memberId, request.instanceId);
  if (fenced !== 'NONE' && !planted.M46) return fenced;
  if (request.generation !== group.data.generation && !planted.M46) return 'ILLEGAL_GENERATION';
  return group.value === 'CompletingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
}

/** The high watermark has passed the commit: from now on it survives, is read back, and is acknowledged. */
export function offsetsStored(turn: Turn, partition: number, name: string, what: Extract<PendingWrite['what'], { kind: 'offsets' }>): void {
  const { io } = turn;
  const group = groupOrNew(turn, partition, name);
  const offsets = copied(group.data.offsets);
  for (const { tp, offset, leaderEpoch } of what.offsets) {
    const previous = offsets.get(tp)?.offset ?? -1;
    const committed: CommittedOffset = { offset, leaderEpoch, commitTimestampMs: what.timestampMs };
    offsets.set(tp, committed);
    tell(io.env, { fact: 'OffsetCommitted', group: name, tp, offset, previous, memberId: what.memberId });
  }
  putGroup(turn, partition, withGroup(group, { offsets }));
  io.reply(what.caller, { type: 'OffsetCommitResponse', offsets: what.offsets.map(({ tp }) => ({ tp, error: 'NONE' as const })) });
}

/** Of a partition for which nothing was committed. */
const NOTHING = { offset: -1, leaderEpoch: -1 } as const;

export function fetchOffsets(turn: Turn, caller: Caller, request: OffsetFetchRequest): void {
  const shard = shardOf(turn, request.group);
  if (typeof shard === 'string') return turn.io.reply(caller, { type: 'OffsetFetchResponse', error: shard, offsets: [] });
  const group = groupIn(turn, shard.partition, request.group);
  const offsets = group?.data.offsets;
  // Consumers ask for the offsets they are to read from, and those must be stable (KIP-447); tools look at all of a group.
  const needsStable = request.partitions !== null && (group?.data.pendingOffsets.size ?? 0) > 0;
  const wanted = request.partitions ?? [...(offsets?.keys() ?? [])];
  turn.io.reply(caller, {
    type: 'OffsetFetchResponse',
    error: 'NONE',
    offsets: wanted.map((tp) => {
      if (needsStable && isUnstable(group, tp)) return { tp, offset: -1, leaderEpoch: -1, error: 'UNSTABLE_OFFSET_COMMIT' as const };
      const { offset, leaderEpoch } = offsets?.get(tp) ?? NOTHING;
      return { tp, offset, leaderEpoch };
    }),
  });
}
