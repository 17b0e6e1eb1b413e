/** Records of share groups in __consumer_offsets (GroupCoordinatorRecordHelpers, KIP-932): what changed between two states of a group, and its replay. */
import type { CoordinatorRecord } from '#kafka/coordinator/io.ts';
import { emptyShareGroup, type KnownPartitions, newShareMember, type ShareGroupData, type ShareMember } from '#kafka/coordinator/share/group.ts';
import type { Tp } from '#kafka/protocol/names.ts';

type RecordType =
  | 'ShareGroupMetadata'
  | 'ShareGroupMemberMetadata'
  | 'ShareGroupTargetAssignmentMetadata'
  | 'ShareGroupTargetAssignmentMember'
  | 'ShareGroupCurrentMemberAssignment'
  | 'ShareGroupStatePartitionMetadata';

export interface ShareGroupKey {
  readonly group: string;
  readonly record: RecordType;
  readonly memberId?: string;
}

export const isShareKey = ({ record }: { readonly record: string }): boolean => record.startsWith('ShareGroup');

const record = (group: string, type: RecordType, memberId: string | undefined, value: unknown): CoordinatorRecord => ({
  key: JSON.stringify({ group, record: type, ...(memberId === undefined ? {} : { memberId }) }),
  value: value === null ? null : JSON.stringify(value),
});

const metadataOf = ({ clientId, host, topics }: ShareMember) => ({ clientId, clientHost: host, subscribedTopicNames: topics });
const currentOf = ({ epoch, previousEpoch, assigned }: ShareMember) => ({ memberEpoch: epoch, previousMemberEpoch: previousEpoch, state: 'STABLE', assigned });
const partitionsOf = ({ initializing, initialized }: ShareGroupData) => ({ initializingTopics: [...initializing], initializedTopics: [...initialized] });
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What brings a log that stands at `before` to `after`. */
export function shareRecordsBetween(group: string, before: ShareGroupData, after: ShareGroupData): CoordinatorRecord[] {
  const records: CoordinatorRecord[] = [];
  for (const memberId of before.members.keys()) {
    if (after.members.has(memberId)) continue;
    const gone = ['ShareGroupCurrentMemberAssignment', 'ShareGroupTargetAssignmentMember', 'ShareGroupMemberMetadata'] as const;
    for (const type of gone) records.push(record(group, type, memberId, null));
  }
  for (const member of after.members.values()) {
    const known = before.members.get(member.memberId);
    if (!known || !isSame(metadataOf(known), metadataOf(member))) records.push(record(group, 'ShareGroupMemberMetadata', member.memberId, metadataOf(member)));
  }
  if (after.epoch !== before.epoch) records.push(record(group, 'ShareGroupMetadata', undefined, { epoch: after.epoch, counts: [...after.counts] }));
  for (const [memberId, partitions] of after.target)
    if (!isSame(before.target.get(memberId), partitions)) records.push(record(group, 'ShareGroupTargetAssignmentMember', memberId, { partitions }));
  if (after.targetEpoch !== before.targetEpoch) {
    const value = { assignmentEpoch: after.targetEpoch, assignmentTimestamp: after.assignedAtMs };
    records.push(record(group, 'ShareGroupTargetAssignmentMetadata', undefined, value));
  }
  for (const member of after.members.values()) {
    const known = before.members.get(member.memberId);
    if (!known || !isSame(currentOf(known), currentOf(member)))
      records.push(record(group, 'ShareGroupCurrentMemberAssignment', member.memberId, currentOf(member)));
  }
  if (!isSame(partitionsOf(before), partitionsOf(after))) records.push(record(group, 'ShareGroupStatePartitionMetadata', undefined, partitionsOf(after)));
  return records;
}

/** All that a group leaves behind when it is deleted. */
export const shareTombstones = (group: string): CoordinatorRecord[] =>
  (['ShareGroupStatePartitionMetadata', 'ShareGroupTargetAssignmentMetadata', 'ShareGroupMetadata'] as const).map((type) =>
    record(group, type, undefined, null),
  );

export function replayShareGroup(share: ShareGroupData | undefined, key: ShareGroupKey, text: string | null): ShareGroupData | undefined {
  const known = share ?? emptyShareGroup;
  const memberId = key.memberId ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: each record type has a shape of its own.
  const value = text === null ? null : (JSON.parse(text) as any);
  switch (key.record) {
    case 'ShareGroupMetadata':
      return value === null ? undefined : { ...known, epoch: value.epoch, counts: new Map(value.counts) };
    case 'ShareGroupTargetAssignmentMetadata':
      return value === null ? known : { ...known, targetEpoch: value.assignmentEpoch, assignedAtMs: value.assignmentTimestamp };
    case 'ShareGroupTargetAssignmentMember':
      return { ...known, target: changed(known.target, memberId, value?.partitions as readonly Tp[] | undefined) };
    case 'ShareGroupStatePartitionMetadata': {
      const { initializingTopics = [], initializedTopics = [] } = value ?? {};
      return { ...known, initializing: new Map<string, KnownPartitions>(initializingTopics), initialized: new Map<string, KnownPartitions>(initializedTopics) };
    }
    case 'ShareGroupMemberMetadata': {
      if (value === null) return { ...known, members: changed(known.members, memberId, undefined) };
      const { clientId, clientHost, subscribedTopicNames } = value;
      const member = { ...(known.members.get(memberId) ?? newShareMember(memberId)), clientId, host: clientHost, topics: subscribedTopicNames };
      return { ...known, members: changed(known.members, memberId, member) };
    }
    case 'ShareGroupCurrentMemberAssignment': {
      if (value === null) return known;
      const { memberEpoch, previousMemberEpoch, assigned } = value;
      const member = { ...(known.members.get(memberId) ?? newShareMember(memberId)), epoch: memberEpoch, previousEpoch: previousMemberEpoch, assigned };
      return { ...known, members: changed(known.members, memberId, member) };
    }
  }
}

function changed<T>(map: ReadonlyMap<string, T>, key: string, value: T | undefined): ReadonlyMap<string, T> {
  const copy = new Map(map);
  if (value === undefined) copy.delete(key);
  else copy.set(key, value);
  return copy;
}
