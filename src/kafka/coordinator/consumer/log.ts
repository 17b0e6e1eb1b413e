/** Records of consumer groups in __consumer_offsets (GroupCoordinatorRecordHelpers, KIP-848): what changed between two states of a group, and its replay. */
import { type ConsumerGroupData, type ConsumerMember, emptyConsumerGroup } from '#kafka/coordinator/consumer/group.ts';
import type { CoordinatorRecord } from '#kafka/coordinator/io.ts';
import type { Tp } from '#kafka/protocol/names.ts';

/** Kafka's names of the record types, without `ConsumerGroup` in front. */
type RecordType = 'Metadata' | 'MemberMetadata' | 'TargetAssignmentMetadata' | 'TargetAssignmentMember' | 'CurrentMemberAssignment';

export interface ConsumerKey {
  readonly group: string;
  readonly record: RecordType;
  readonly memberId?: string;
}

const record = (group: string, type: RecordType, memberId: string | undefined, value: unknown): CoordinatorRecord => ({
  key: JSON.stringify({ group, record: type, ...(memberId === undefined ? {} : { memberId }) }),
  value: value === null ? null : JSON.stringify(value),
});

const metadataOf = ({ instanceId, clientId, host, rebalanceTimeoutMs, topics, assignor }: ConsumerMember) => ({
  instanceId,
  clientId,
  clientHost: host,
  rebalanceTimeoutMs,
  subscribedTopicNames: topics,
  serverAssignor: assignor,
});

const currentOf = ({ epoch, previousEpoch, state, assigned, pendingRevocation }: ConsumerMember) => ({
  memberEpoch: epoch,
  previousMemberEpoch: previousEpoch,
  state,
  assigned,
  pendingRevocation,
});

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What brings a log that stands at `before` to `after`. */
export function recordsBetween(group: string, before: ConsumerGroupData, after: ConsumerGroupData): CoordinatorRecord[] {
  const records: CoordinatorRecord[] = [];
  for (const memberId of before.members.keys()) {
    if (after.members.has(memberId)) continue;
    for (const type of ['CurrentMemberAssignment', 'TargetAssignmentMember', 'MemberMetadata'] as const) records.push(record(group, type, memberId, null));
  }
  for (const member of after.members.values()) {
    const known = before.members.get(member.memberId);
    if (!known || !isSame(metadataOf(known), metadataOf(member))) records.push(record(group, 'MemberMetadata', member.memberId, metadataOf(member)));
  }
  if (after.epoch !== before.epoch) records.push(record(group, 'Metadata', undefined, { epoch: after.epoch, counts: [...after.counts] }));
  for (const [memberId, partitions] of after.target)
    if (!isSame(before.target.get(memberId), partitions)) records.push(record(group, 'TargetAssignmentMember', memberId, { partitions }));
  if (after.targetEpoch !== before.targetEpoch)
    records.push(record(group, 'TargetAssignmentMetadata', undefined, { assignmentEpoch: after.targetEpoch, assignmentTimestamp: after.assignedAtMs }));
  for (const member of after.members.values()) {
    const known = before.members.get(member.memberId);
    if (!known || !isSame(currentOf(known), currentOf(member))) records.push(record(group, 'CurrentMemberAssignment', member.memberId, currentOf(member)));
  }
  return records;
}

/** All that a group leaves behind when it is deleted. */
export function consumerTombstones(group: string): CoordinatorRecord[] {
  return [record(group, 'TargetAssignmentMetadata', undefined, null), record(group, 'Metadata', undefined, null)];
}

export function replayConsumer(consumer: ConsumerGroupData | undefined, key: ConsumerKey, text: string | null): ConsumerGroupData | undefined {
  const known = consumer ?? emptyConsumerGroup;
  const memberId = key.memberId ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: each record type has a shape of its own.
  const value = text === null ? null : (JSON.parse(text) as any);
  switch (key.record) {
    case 'Metadata':
      return value === null ? undefined : { ...known, epoch: value.epoch, counts: new Map(value.counts) };
    case 'TargetAssignmentMetadata':
      return value === null ? known : { ...known, targetEpoch: value.assignmentEpoch, assignedAtMs: value.assignmentTimestamp };
    case 'TargetAssignmentMember':
      return { ...known, target: changed(known.target, memberId, value?.partitions as readonly Tp[] | undefined) };
    case 'MemberMetadata': {
      const { instanceId, clientId, clientHost, rebalanceTimeoutMs, subscribedTopicNames, serverAssignor } = value ?? {};
      const member = { ...(known.members.get(memberId) ?? newMember(memberId)), instanceId, clientId, host: clientHost, rebalanceTimeoutMs };
      return {
        ...known,
        members: changed(known.members, memberId, value === null ? undefined : { ...member, topics: subscribedTopicNames, assignor: serverAssignor }),
      };
    }
    case 'CurrentMemberAssignment': {
      const member = known.members.get(memberId) ?? newMember(memberId);
      if (value === null) return known;
      const { memberEpoch, previousMemberEpoch, state, assigned, pendingRevocation } = value;
      return {
        ...known,
        members: changed(known.members, memberId, { ...member, epoch: memberEpoch, previousEpoch: previousMemberEpoch, state, assigned, pendingRevocation }),
      };
    }
  }
}

function changed<T>(map: ReadonlyMap<string, T>, key: string, value: T | undefined): ReadonlyMap<string, T> {
  const copy = new Map(map);
  if (value === undefined) copy.delete(key);
  else copy.set(key, value);
  return copy;
}

export const newMember = (memberId: string): ConsumerMember => ({
  memberId,
  instanceId: null,
  clientId: '',
  host: '',
  rebalanceTimeoutMs: 0,
  topics: [],
  assignor: null,
  epoch: 0,
  previousEpoch: 0,
  state: 'STABLE',
  assigned: [],
  pendingRevocation: [],
});
