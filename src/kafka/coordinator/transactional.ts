/** Offsets in transactions (OffsetMetadataManager, KIP-447): written at once, pending until the marker, read by nobody who wants stable offsets meanwhile. */
import { type CommittedOffset, type Group, withGroup } from '#kafka/coordinator/group.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { offsetCommitRecord } from '#kafka/coordinator/log.ts';
import { groupIn, groupOrNew, putGroup, shardOf, type Turn, write } from '#kafka/coordinator/shard.ts';
import { tell } from '#kafka/facts.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import { ownClockMs, type Tp } from '#kafka/protocol/names.ts';
import type { TxnOffsetCommitRequest } from '#kafka/protocol/transactions.ts';
import { copied } from '#sim/copy.ts';
import { planted } from '#sim/planted.ts';

export const transactionalAnswered = (turn: Turn, caller: Caller, tps: readonly Tp[], error: ErrorName): void =>
  turn.io.reply(caller, { type: 'TxnOffsetCommitResponse', offsets: tps.map((tp) => ({ tp, error })) });

export function commitTransactionalOffsets(turn: Turn, caller: Caller, request: TxnOffsetCommitRequest): void {
  const tps = request.offsets.map(({ tp }) => tp);
  const shard = shardOf(turn, request.group);
  if (typeof shard === 'string') return transactionalAnswered(turn, caller, tps, shard);
  const known = groupIn(turn, shard.partition, request.group);
  const error = fencingError(known, request);
  if (error !== 'NONE' || tps.length === 0) return transactionalAnswered(turn, caller, tps, error);
  const group = known ?? groupOrNew(turn, shard.partition, request.group);
  const nowMs = ownClockMs(turn.io.env);
  const records = request.offsets.map(({ tp, offset, leaderEpoch }) => offsetCommitRecord(request.group, tp, offset, leaderEpoch, nowMs));
  const failed = write(turn, shard.partition, request.group, records, { kind: 'transactional', caller, tps }, request);
  if (failed !== 'NONE') return transactionalAnswered(turn, caller, tps, failed);
  const pending = new Map(group.data.pendingOffsets.get(request.producerId));
  for (const { tp, offset, leaderEpoch } of request.offsets) pending.set(tp, { offset, leaderEpoch, commitTimestampMs: nowMs });
  putGroup(turn, shard.partition, withGroup(group, { pendingOffsets: copied(group.data.pendingOffsets).set(request.producerId, pending) }));
}

/** ClassicGroup.validateOffsetCommit for transactions: a producer that names no member is believed, unless it names a generation (before KIP-447). */
function fencingError(group: Group | undefined, { generation, memberId }: TxnOffsetCommitRequest): ErrorName {
  if (group === undefined) return generation < 0 ? 'NONE' : 'ILLEGAL_GENERATION';
  if ((generation < 0 && memberId === '') || planted.M30) return 'NONE';
  if (!group.data.members.has(memberId)) return 'UNKNOWN_MEMBER_ID';
  return generation === group.data.generation ? 'NONE' : 'ILLEGAL_GENERATION';
}

/** The marker is durable: pending offsets of this producer count, in every group of the partition, or are forgotten. */
export function transactionSettled(turn: Turn, partition: number, producerId: number, committed: boolean): void {
  for (const group of turn.shards.get(partition)?.groups.values() ?? []) {
    const pending = group.data.pendingOffsets.get(producerId);
    if (pending === undefined) continue;
    const offsets = copied(group.data.offsets);
    if (committed) for (const [tp, one] of pending) count(turn, group, offsets, tp, one);
    putGroup(turn, partition, withGroup(group, { offsets, pendingOffsets: without(group, producerId) }));
  }
}

function count(turn: Turn, group: Group, offsets: Map<Tp, CommittedOffset>, tp: Tp, committed: CommittedOffset): void {
  const previous = offsets.get(tp)?.offset ?? -1;
  offsets.set(tp, committed);
  tell(turn.io.env, { fact: 'OffsetCommitted', group: group.data.group, tp, offset: committed.offset, previous, memberId: '' });
}

export function without({ data }: Group, producerId: number): Group['data']['pendingOffsets'] {
  const rest = new Map(data.pendingOffsets);
  rest.delete(producerId);
  return rest;
}

/** A transaction that is not over has an offset for this partition. */
export const isUnstable = (group: Group | undefined, tp: Tp): boolean => [...(group?.data.pendingOffsets.values() ?? [])].some((pending) => pending.has(tp));
