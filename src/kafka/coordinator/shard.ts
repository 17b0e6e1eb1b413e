/** One partition of __consumer_offsets that this broker coordinates (CoordinatorRuntime, CoordinatorShard): its groups, and writes that are not durable yet. */
import type { Group, Member } from '#kafka/coordinator/group.ts';
import { newGroup } from '#kafka/coordinator/group.ts';
import { coordinatorPartition } from '#kafka/coordinator/hashcode.ts';
import type { Caller, CoordinatorIo, CoordinatorRecord, Producer } from '#kafka/coordinator/io.ts';
import { setting } from '#kafka/coordinator/settings.ts';
import { cancelPartition, schedulePartition } from '#kafka/coordinator/timers.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body, ConsumerGroupHeartbeatResponse, DeleteGroupsResponse, OffsetDeleteResponse } from '#kafka/protocol/messages.ts';
import { CONSUMER_OFFSETS, type Offset, type Tp } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { ShareGroupHeartbeatResponse } from '#kafka/protocol/share.ts';
import { copied } from '#sim/copy.ts';

/** Appended, and waiting for the high watermark: the answer goes out only then. */
export interface PendingWrite {
  readonly lastOffset: Offset;
  readonly deadlineUs: number;
  readonly group: string;
  readonly what:
    | {
        readonly kind: 'offsets';
        readonly caller: Caller;
        readonly memberId: string;
        readonly timestampMs: number;
        readonly offsets: readonly { readonly tp: Tp; readonly offset: Offset; readonly leaderEpoch: number }[];
      }
    | { readonly kind: 'transactional'; readonly caller: Caller; readonly tps: readonly Tp[] }
    | { readonly kind: 'marker'; readonly producerId: number; readonly committed: boolean }
    | { readonly kind: 'assignment'; readonly generation: number; readonly assignments: ReadonlyMap<string, readonly Tp[]> }
    /** A static member that takes the place of `holder`. */
    | { readonly kind: 'replacement'; readonly memberId: string; readonly holder: Member }
    /** Done in memory already; the answer goes out when it is durable. */
    | {
        readonly kind: 'answer';
        readonly caller: Caller;
        readonly response: Body<OffsetDeleteResponse> | Body<DeleteGroupsResponse> | Body<ConsumerGroupHeartbeatResponse> | Body<ShareGroupHeartbeatResponse>;
      }
    | { readonly kind: 'group' };
}

export interface Shard {
  readonly partition: number;
  /** The records still to be replayed; undefined once loaded. */
  readonly loading: readonly StoredRecord[] | undefined;
  readonly groups: ReadonlyMap<string, Group>;
  readonly writes: readonly PendingWrite[];
  /** When this broker took the partition over: expiry is checked in steps from then on. */
  readonly sinceUs: number;
}

export interface CoordinatorState {
  /** By partition of __consumer_offsets, for those that this broker leads. */
  readonly shards: ReadonlyMap<number, Shard>;
}

export const emptyCoordinator: CoordinatorState = { shards: new Map() };

/** One handling: `shards` is replaced, never changed. */
export interface Turn {
  shards: ReadonlyMap<number, Shard>;
  readonly io: CoordinatorIo;
}

export function putShard(turn: Turn, shard: Shard): void {
  turn.shards = copied(turn.shards).set(shard.partition, shard);
}

/** The shard of a group, if this broker is its coordinator and has loaded it. */
export function shardOf(turn: Turn, group: string): Shard | ErrorName {
  const partitions = turn.io.partitionCount(CONSUMER_OFFSETS);
  const shard = partitions > 0 ? turn.shards.get(coordinatorPartition(group, partitions)) : undefined;
  if (shard === undefined) return 'NOT_COORDINATOR';
  return shard.loading === undefined ? shard : 'COORDINATOR_LOAD_IN_PROGRESS';
}

export function putGroup(turn: Turn, partition: number, group: Group): Group {
  const shard = turn.shards.get(partition);
  if (shard)
    putShard(turn, {
      partition,
      loading: shard.loading,
      groups: copied(shard.groups).set(group.data.group, group),
      writes: shard.writes,
      sinceUs: shard.sinceUs,
    });
  if (shard?.groups.size === 0) scheduleExpiry(turn.io, shard);
  return group;
}

/** Every offsets.retention.check.interval.ms from the take-over on; without a group there is nothing to look at. */
export function scheduleExpiry(io: CoordinatorIo, { partition, sinceUs }: Pick<Shard, 'partition' | 'sinceUs'>): void {
  const everyUs = setting(io, 'offsets.retention.check.interval.ms') * 1000;
  schedulePartition(io, 'expiry', partition, everyUs - ((io.env.nowUs - sinceUs) % everyUs));
}

export function dropGroup(turn: Turn, partition: number, name: string): void {
  const shard = turn.shards.get(partition);
  if (shard === undefined) return;
  const groups = new Map(shard.groups);
  groups.delete(name);
  putShard(turn, { partition, loading: shard.loading, groups, writes: shard.writes, sinceUs: shard.sinceUs });
}

export const groupIn = (turn: Turn, partition: number, group: string): Group | undefined => turn.shards.get(partition)?.groups.get(group);

export const groupOrNew = (turn: Turn, partition: number, group: string): Group => groupIn(turn, partition, group) ?? newGroup(group);

/** Appends with acks=all semantics. The answer waits for the high watermark, at most offsets.commit.timeout.ms. */
export function write(
  turn: Turn,
  partition: number,
  group: string,
  records: readonly CoordinatorRecord[],
  what: PendingWrite['what'],
  producer?: Producer,
): ErrorName {
  const { error, lastOffset } = turn.io.append(partition, records, producer);
  if (error !== 'NONE') return coordinatorError(error);
  return expectWrite(turn, partition, group, lastOffset, what);
}

/** Something was appended to the partition; what it means holds when the high watermark has passed it. */
export function expectWrite(turn: Turn, partition: number, group: string, lastOffset: Offset, what: PendingWrite['what']): ErrorName {
  const { io } = turn;
  const shard = turn.shards.get(partition);
  if (shard === undefined) return 'NOT_COORDINATOR';
  const timeoutUs = setting(io, 'offsets.commit.timeout.ms') * 1000;
  if (shard.writes.length === 0) schedulePartition(io, 'write', partition, timeoutUs);
  const pending: PendingWrite = { lastOffset, deadlineUs: io.env.nowUs + timeoutUs, group, what };
  putShard(turn, { partition, loading: shard.loading, groups: shard.groups, writes: [...shard.writes, pending], sinceUs: shard.sinceUs });
  return 'NONE';
}

/** Takes out the writes that match, in order of offset, and keeps the write timer in step with what is left. */
export function takeWrites(turn: Turn, partition: number, matches: (pending: PendingWrite) => boolean): readonly PendingWrite[] {
  const shard = turn.shards.get(partition);
  if (shard === undefined || shard.writes.length === 0) return [];
  const taken = shard.writes.filter(matches);
  if (taken.length === 0) return taken;
  const left = shard.writes.filter((pending) => !matches(pending));
  if (left.length === 0) cancelPartition(turn.io, 'write', partition);
  else schedulePartition(turn.io, 'write', partition, Math.max(0, left[0].deadlineUs - turn.io.env.nowUs));
  putShard(turn, { partition, loading: shard.loading, groups: shard.groups, writes: left, sinceUs: shard.sinceUs });
  return taken;
}

/** What a failed append to __consumer_offsets looks like to a group's member (CoordinatorOperationExceptionHelper). */
export function coordinatorError(error: ErrorName): ErrorName {
  switch (error) {
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'NOT_ENOUGH_REPLICAS':
    case 'NOT_ENOUGH_REPLICAS_AFTER_APPEND':
    case 'REQUEST_TIMED_OUT':
      return 'COORDINATOR_NOT_AVAILABLE';
    case 'NOT_LEADER_OR_FOLLOWER':
    case 'KAFKA_STORAGE_ERROR':
      return 'NOT_COORDINATOR';
    default:
      return error;
  }
}
