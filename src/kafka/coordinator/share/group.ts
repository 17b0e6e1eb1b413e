/** A share group (ShareGroup, ShareGroupMember, KIP-932): epochs, targets, members, and which of its share-partitions the persister knows. */
import type { Group } from '#kafka/coordinator/group.ts';
import { withGroup } from '#kafka/coordinator/group.ts';
import type { CoordinatorIo } from '#kafka/coordinator/io.ts';
import { tell } from '#kafka/facts.ts';
import { type NodeName, ownClockMs, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';

export interface ShareMember {
  readonly memberId: string;
  readonly clientId: string;
  readonly host: NodeName;
  readonly topics: readonly string[];
  readonly epoch: number;
  readonly previousEpoch: number;
  readonly assigned: readonly Tp[];
}

/** Partitions of a topic (InitMapValue). */
export interface KnownPartitions {
  readonly topicId: string;
  readonly partitions: readonly number[];
  /** Since when, in ms of the coordinator's clock. */
  readonly sinceMs: number;
}

/** ShareGroupStatePartitionMetadata, by topic: what the persister was asked to begin, and what it has begun. */
export interface StatePartitions {
  readonly initializing: ReadonlyMap<string, KnownPartitions>;
  readonly initialized: ReadonlyMap<string, KnownPartitions>;
}

export interface ShareGroupData extends StatePartitions {
  readonly epoch: number;
  readonly targetEpoch: number;
  /** When the target was computed, in ms of the coordinator's clock; undefined after a reload that found none. */
  readonly assignedAtMs: number | undefined;
  readonly members: ReadonlyMap<string, ShareMember>;
  readonly target: ReadonlyMap<string, readonly Tp[]>;
  /** Partition counts of the subscribed topics as of the epoch: when they change, so does the epoch. */
  readonly counts: ReadonlyMap<string, number>;
}

/** As ModernGroup is made: the first member bumps its epoch to 2. */
export const emptyShareGroup: ShareGroupData = {
  epoch: 1,
  targetEpoch: 0,
  assignedAtMs: undefined,
  members: new Map(),
  target: new Map(),
  counts: new Map(),
  initializing: new Map(),
  initialized: new Map(),
};

export const newShareMember = (memberId: string): ShareMember => ({
  memberId,
  clientId: '',
  host: '',
  topics: [],
  epoch: 0,
  previousEpoch: 0,
  assigned: [],
});

/** ShareGroup.maybeUpdateGroupState. */
const stateOf = ({ members }: ShareGroupData): 'Empty' | 'Stable' => (members.size === 0 ? 'Empty' : 'Stable');

/** Takes the change, and tells of the state that follows from it. */
export function withShare(group: Group, share: ShareGroupData, io: CoordinatorIo, reason: string): Group {
  const to = stateOf(share);
  const changed: Group = { value: to, data: { ...group.data, share, generation: share.epoch, isSimple: false } };
  if (group.value === to) return changed;
  const { group: name } = group.data;
  tell(io.env, { fact: 'GroupStateChanged', group: name, from: group.value, to, generation: share.epoch, members: share.members.size, reason });
  return withGroup(changed, { stateTimestampMs: ownClockMs(io.env) });
}

/** As replayed from the log: nothing is told of it. */
export const withReplayedShare = (group: Group, share: ShareGroupData): Group => ({
  value: stateOf(share),
  data: { ...group.data, share, generation: share.epoch, isSimple: false },
});

export const withShareMember = (share: ShareGroupData, member: ShareMember): ShareGroupData => ({
  ...share,
  members: new Map(share.members).set(member.memberId, member),
});

/** What may be assigned of a topic: the persister has begun it. */
export const assignable = ({ initialized }: ShareGroupData, topic: string): Tp[] => (initialized.get(topic)?.partitions ?? []).map((p) => tpOf(topic, p));

/** Only what is still subscribed to and there. */
export const assignedTo = (share: ShareGroupData, { memberId, topics }: ShareMember): readonly Tp[] =>
  (share.target.get(memberId) ?? []).filter((tp) => topics.includes(topicOf(tp)));

export const topicsOf = ({ members }: ShareGroupData): readonly string[] => [...new Set([...members.values()].flatMap(({ topics }) => topics))].sort();

/** initializedAssignmentPending: the persister has begun partitions of subscribed topics that nobody has been given. */
export function hasUnassigned(share: ShareGroupData): boolean {
  if (share.members.size === 0) return false;
  const given = new Set([...share.target.values()].flat());
  return topicsOf(share).some((topic) => assignable(share, topic).some((tp) => !given.has(tp)));
}

/** Moves partitions of topics from one map to another, or out of it. */
export function withPartitions(known: ReadonlyMap<string, KnownPartitions>, topic: string, topicId: string, partitions: readonly number[], sinceMs: number) {
  const before = known.get(topic);
  const all = before?.topicId === topicId ? [...new Set([...before.partitions, ...partitions])] : [...partitions];
  return new Map(known).set(topic, { topicId, partitions: all.sort((a, b) => a - b), sinceMs });
}

export function withoutPartitions(
  known: ReadonlyMap<string, KnownPartitions>,
  topic: string,
  partitions: readonly number[],
): ReadonlyMap<string, KnownPartitions> {
  const before = known.get(topic);
  if (before === undefined) return known;
  const left = before.partitions.filter((p) => !partitions.includes(p));
  const copy = new Map(known);
  if (left.length === 0) copy.delete(topic);
  else copy.set(topic, { ...before, partitions: left });
  return copy;
}
