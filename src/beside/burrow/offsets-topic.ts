/** What a record of __consumer_offsets tells Burrow (processConsumerOffsetsMessage): a commit, who owns what, or that a group is gone. */
import type { BurrowConfig } from '#beside/burrow/config.ts';
import { type Storage, withCommit, withOwner, withoutGroup, withoutOwners } from '#beside/burrow/storage.ts';
import { readOffsetsTopic } from '#kafka/coordinator/reader.ts';
import { partitionOf, topicOf } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';

/** Tombstones of commits say nothing to Burrow; the tombstone of a group removes it. */
export function readOffsetsRecord(storage: Storage, record: StoredRecord, nowMs: number, config: BurrowConfig): Storage {
  const read = readOffsetsTopic(record);
  if (read === undefined) return storage;
  if (read.kind === 'commit') {
    const { group, tp, offset, commitTimestampMs } = read;
    const seen = { group, topic: topicOf(tp), partition: partitionOf(tp), offset, order: record.offset, timestampMs: commitTimestampMs };
    return withCommit(storage, seen, nowMs, config);
  }
  if (read.kind === 'tombstone') return withoutGroup(storage, read.group);
  if (read.members.length === 0) return withoutOwners(storage, read.group);
  let known = storage;
  for (const { host, clientId, assignment } of read.members) {
    for (const tp of assignment) known = withOwner(known, read.group, topicOf(tp), partitionOf(tp), host, clientId);
  }
  return known;
}
