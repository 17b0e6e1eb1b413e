/** Records of __consumer_offsets (GroupCoordinatorRecordHelpers): offset commits and group metadata, as JSON texts, and their replay. */
import { withReplayed } from '#kafka/coordinator/consumer/group.ts';
import { type ConsumerKey, replayConsumer } from '#kafka/coordinator/consumer/log.ts';
import { type CommittedOffset, type Group, type GroupData, type Member, newGroup } from '#kafka/coordinator/group.ts';
import type { CoordinatorRecord } from '#kafka/coordinator/io.ts';
import { withReplayedShare } from '#kafka/coordinator/share/group.ts';
import { isShareKey, replayShareGroup, type ShareGroupKey } from '#kafka/coordinator/share/log.ts';
import type { ClassicGroupState, MemberProtocol } from '#kafka/protocol/messages.ts';
import { type Offset, partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import { planted } from '#sim/planted.ts';

interface OffsetKey {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

export interface GroupValue {
  readonly protocolType: string;
  readonly generation: number;
  readonly protocol: string;
  readonly leader: string;
  readonly currentStateTimestamp: number;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly clientId: string;
    readonly clientHost: string;
    readonly rebalanceTimeout: number;
    readonly sessionTimeout: number;
    readonly subscription: readonly string[];
    /** What else the subscription holds. */
    readonly subscribed?: Omit<MemberProtocol, 'name' | 'topics'>;
    readonly assignment: readonly Tp[];
  }[];
}

export function offsetCommitRecord(group: string, tp: Tp, offset: Offset, leaderEpoch: number, commitTimestamp: number): CoordinatorRecord {
  const key: OffsetKey = { group, topic: topicOf(tp), partition: partitionOf(tp) };
  return { key: JSON.stringify(key), value: JSON.stringify({ offset, leaderEpoch, metadata: '', commitTimestamp }) };
}

/** Tombstones: a null value takes the key away. */
export const offsetTombstone = (group: string, tp: Tp): CoordinatorRecord => ({
  key: JSON.stringify({ group, topic: topicOf(tp), partition: partitionOf(tp) }),
  value: null,
});
export const groupTombstone = (group: string): CoordinatorRecord => ({ key: JSON.stringify({ group }), value: null });

export function groupMetadataRecord(data: GroupData, assignments: ReadonlyMap<string, readonly Tp[]>, nowMs: number): CoordinatorRecord {
  const value: GroupValue = {
    protocolType: 'consumer',
    generation: data.generation,
    protocol: data.protocol,
    leader: data.leader,
    currentStateTimestamp: nowMs,
    members: [...data.members.values()].map((member): GroupValue['members'][number] => ({
      memberId: member.memberId,
      groupInstanceId: member.instanceId,
      clientId: member.clientId,
      clientHost: member.host,
      rebalanceTimeout: member.rebalanceTimeoutMs,
      sessionTimeout: member.sessionTimeoutMs,
      ...subscriptionOf(member, data.protocol),
      assignment: assignments.get(member.memberId) ?? [],
    })),
  };
  return { key: JSON.stringify({ group: data.group }), value: JSON.stringify(value) };
}

function subscriptionOf({ protocols }: Member, protocol: string): Pick<GroupValue['members'][number], 'subscription' | 'subscribed'> {
  const { name: _, topics, ...rest } = protocols.find(({ name }) => name === protocol) ?? { name: protocol, topics: [], owned: [] };
  const isPlain = rest.owned.length === 0 && rest.generation === undefined && rest.rack === undefined && rest.remembered === undefined;
  return isPlain ? { subscription: topics } : { subscription: topics, subscribed: rest };
}

/** Rebuilds the groups of a partition from its log. A group with members comes back Stable, one without comes back Empty. */
export function replay(records: readonly StoredRecord[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const record of records) {
    const { key, value, batch } = record;
    if (batch.control !== undefined) {
      for (const [name, group] of groups) groups.set(name, replayMarker(group, batch.producerId, batch.control === 'COMMIT'));
      continue;
    }
    if (key === null) continue;
    const parsed = JSON.parse(key) as { group: string } | OffsetKey | ConsumerKey | ShareGroupKey;
    const group = groups.get(parsed.group) ?? newGroup(parsed.group);
    if ('topic' in parsed && batch.transactional) groups.set(parsed.group, replayPending(group, tpOf(parsed.topic, parsed.partition), value, batch.producerId));
    else if ('topic' in parsed) groups.set(parsed.group, replayOffset(group, tpOf(parsed.topic, parsed.partition), value));
    else if ('record' in parsed) {
      if (isShareKey(parsed)) {
        const share = replayShareGroup(group.data.share, parsed as ShareGroupKey, value);
        if (share === undefined) groups.delete(parsed.group);
        else groups.set(parsed.group, withReplayedShare(group, share));
        continue;
      }
      const consumer = replayConsumer(group.data.consumer, parsed as ConsumerKey, value);
      if (consumer === undefined) groups.delete(parsed.group);
      else groups.set(parsed.group, withReplayed(group, consumer));
    } else if (value === null) groups.delete(parsed.group);
    else groups.set(parsed.group, replayGroup(group, JSON.parse(value) as GroupValue));
  }
  return groups;
}

/** An offset in a transaction counts when its marker says so. */
function replayPending(group: Group, tp: Tp, value: string | null, producerId: number): Group {
  const { offsets } = replayOffset(
    { value: group.value, data: { ...group.data, offsets: group.data.pendingOffsets.get(producerId) ?? new Map() } },
    tp,
    value,
  ).data;
  return { value: group.value, data: { ...group.data, pendingOffsets: new Map(group.data.pendingOffsets).set(producerId, offsets) } };
}

function replayMarker(group: Group, producerId: number, committed: boolean): Group {
  const pending = group.data.pendingOffsets.get(producerId);
  if (pending === undefined) return group;
  const pendingOffsets = new Map(group.data.pendingOffsets);
  pendingOffsets.delete(producerId);
  const offsets = committed ? new Map([...group.data.offsets, ...pending]) : group.data.offsets;
  return { value: group.value, data: { ...group.data, offsets, pendingOffsets } };
}

function replayOffset(group: Group, tp: Tp, value: string | null): Group {
  const offsets = new Map(group.data.offsets);
  if (value === null) offsets.delete(tp);
  else {
    const { offset, leaderEpoch, commitTimestamp } = JSON.parse(value) as { offset: Offset; leaderEpoch: number; commitTimestamp: number };
    const committed: CommittedOffset = { offset, leaderEpoch, commitTimestampMs: commitTimestamp };
    offsets.set(tp, committed);
  }
  return { value: group.value, data: { ...group.data, offsets } };
}

function replayGroup(group: Group, value: GroupValue): Group {
  const members = new Map<string, Member>();
  for (const one of value.members) {
    members.set(one.memberId, {
      memberId: one.memberId,
      instanceId: one.groupInstanceId,
      clientId: one.clientId,
      host: one.clientHost,
      sessionTimeoutMs: one.sessionTimeout,
      rebalanceTimeoutMs: one.rebalanceTimeout,
      protocols: [{ name: value.protocol, topics: one.subscription, ...(one.subscribed ?? { owned: [] }) }],
      assignment: one.assignment,
      awaitingJoin: undefined,
      awaitingSync: undefined,
      isNew: false,
      pendingSync: false,
    });
  }
  const state: ClassicGroupState = members.size > 0 ? 'Stable' : 'Empty';
  return {
    value: state,
    data: {
      ...group.data,
      generation: value.generation,
      protocol: value.protocol,
      leader: value.leader,
      members,
      isSimple: false,
      stateTimestampMs: planted.M33 ? undefined : value.currentStateTimestamp,
    },
  };
}

/** What kafka-dump-log.sh --offsets-decoder makes of a record here: the fields of OffsetCommitKey and OffsetCommitValue, or of the group's metadata. */
export type CoordinatorEntry =
  | { readonly of: 'offset'; readonly group: string; readonly topic: string; readonly partition: number; readonly value: OffsetValue | null }
  | { readonly of: 'group'; readonly group: string; readonly value: GroupValue | null };

export interface OffsetValue {
  readonly offset: Offset;
  readonly leaderEpoch: number;
  readonly metadata: string;
  readonly commitTimestamp: number;
}

export function readCoordinatorRecord({ key, value }: Pick<StoredRecord, 'key' | 'value'>): CoordinatorEntry | undefined {
  if (key === null || !key.startsWith('{')) return undefined;
  const parsed = JSON.parse(key) as { group: string } | OffsetKey;
  if (typeof parsed.group !== 'string') return undefined;
  if (!('topic' in parsed)) return { of: 'group', group: parsed.group, value: value === null ? null : (JSON.parse(value) as GroupValue) };
  return { of: 'offset', ...parsed, value: value === null ? null : (JSON.parse(value) as OffsetValue) };
}

/** A commit, and not what takes one away. */
export function isOffsetCommit(record: Pick<StoredRecord, 'key' | 'value'>): boolean {
  const entry = readCoordinatorRecord(record);
  return entry?.of === 'offset' && entry.value !== null;
}
