/**
 * What Burrow remembers of one cluster (core/internal/storage/inmemory.go): per partition a ring of polled log end offsets, per group and partition a
 * ring of commits. A ring is a list here, oldest first, of at most `intervals` entries.
 */
import type { BurrowConfig } from '#beside/burrow/config.ts';

/** An offset commit as it was read from __consumer_offsets. */
export interface Commit {
  readonly offset: number;
  /** Offset of the commit's own record. */
  readonly order: number;
  readonly timestampMs: number;
  readonly observedAtMs: number;
  /** Records behind the last polled log end offset when it was read; undefined for one that came out of order. */
  readonly lag: number | undefined;
}

export interface ConsumedPartition {
  /** undefined: never committed. */
  readonly commits: readonly Commit[] | undefined;
  /** Host and client.id of the member that owns it, as far as the group's metadata tells. */
  readonly owner: string;
  readonly clientId: string;
}

export interface ConsumedGroup {
  readonly topics: ReadonlyMap<string, readonly ConsumedPartition[]>;
  readonly lastCommitMs: number;
}

export interface Storage {
  /** By topic, then by partition: log end offsets, oldest first. */
  readonly brokers: ReadonlyMap<string, readonly (readonly number[])[]>;
  readonly groups: ReadonlyMap<string, ConsumedGroup>;
}

export const emptyStorage: Storage = { brokers: new Map(), groups: new Map() };

type Limits = Pick<BurrowConfig, 'intervals' | 'expireGroupS' | 'minDistanceS'>;

const NOTHING: ConsumedPartition = { commits: undefined, owner: '', clientId: '' };

const put = <V>(map: ReadonlyMap<string, V>, key: string, value: V): Map<string, V> => new Map(map).set(key, value);

/** A list of at least `length`, filled up. */
const grown = <V>(list: readonly V[], length: number, filler: V): V[] => [...list, ...Array.from({ length: Math.max(0, length - list.length) }, () => filler)];

const replaced = <V>(list: readonly V[], index: number, value: V): V[] => list.map((one, i) => (i === index ? value : one));

/** A poll of a partition's log end offset. `partitions` is how many the topic has. */
export function withBrokerOffset(storage: Storage, topic: string, partition: number, partitions: number, offset: number, limits: Limits): Storage {
  const rings = grown(storage.brokers.get(topic) ?? [], partitions, []);
  const ring = [...(rings[partition] ?? []), offset].slice(-limits.intervals);
  return { brokers: put(storage.brokers, topic, replaced(rings, partition, ring)), groups: storage.groups };
}

export interface CommitSeen {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly order: number;
  readonly timestampMs: number;
}

/** A commit that was read. Dropped when it is too old, or when nothing is known yet of the partition's log. */
export function withCommit(storage: Storage, seen: CommitSeen, nowMs: number, limits: Limits): Storage {
  const rings = storage.brokers.get(seen.topic) ?? [];
  const brokerOffset = rings[seen.partition]?.at(-1);
  if (seen.timestampMs < nowMs - limits.expireGroupS * 1000 || brokerOffset === undefined) return storage;
  const group = storage.groups.get(seen.group) ?? { topics: new Map(), lastCommitMs: 0 };
  const partitions = grown(group.topics.get(seen.topic) ?? [], rings.length, NOTHING);
  const { commits = [], owner, clientId } = partitions[seen.partition];
  const placed = place(commits, seen, Math.max(0, brokerOffset - seen.offset), nowMs, limits);
  const topics = put(group.topics, seen.topic, replaced(partitions, seen.partition, { commits: placed.commits, owner, clientId }));
  const lastCommitMs = placed.appended ? seen.timestampMs : group.lastCommitMs;
  return { brokers: storage.brokers, groups: put(storage.groups, seen.group, { topics, lastCommitMs }) };
}

interface Placed {
  readonly commits: readonly Commit[];
  readonly appended: boolean;
}

/** findConsumerOffsetDestination: at the end, or, when it comes out of order, where its order puts it. */
function place(commits: readonly Commit[], seen: CommitSeen, lag: number, nowMs: number, limits: Limits): Placed {
  const { offset, order, timestampMs } = seen;
  const last = commits[commits.length - 1];
  if (last === undefined || last.order < order) {
    const commit: Commit = { offset, order, timestampMs, observedAtMs: nowMs, lag };
    const merged = mergedInto(commits, commits.length, commit, limits);
    return { commits: merged ?? [...commits, commit].slice(-limits.intervals), appended: true };
  }
  const isFull = commits.length >= limits.intervals;
  if ((isFull && commits[0].order >= order) || commits.some((one) => one.order === order)) return { commits, appended: false };
  const at = commits.findIndex((one) => one.order > order);
  const commit: Commit = { offset, order, timestampMs, observedAtMs: nowMs, lag: undefined };
  const merged = mergedInto(commits, at, commit, limits);
  // A full ring has no room: next to the oldest the new one takes its place, else all older ones move up.
  const inserted = [...commits.slice(0, at), commit, ...commits.slice(at)].slice(-limits.intervals);
  return { commits: merged ?? inserted, appended: false };
}

/** A commit sooner than min-distance after its predecessor takes that one's place and keeps its time, so that the window does not shrink. */
function mergedInto(commits: readonly Commit[], at: number, commit: Commit, { minDistanceS }: Limits): readonly Commit[] | undefined {
  const before = commits[at - 1];
  if (before === undefined || commit.timestampMs - before.timestampMs >= minDistanceS * 1000) return undefined;
  const { offset, order, observedAtMs, lag } = commit;
  return replaced(commits, at - 1, { offset, order, timestampMs: before.timestampMs, observedAtMs, lag });
}

/** A member owns a partition, says the group's metadata. */
export function withOwner(storage: Storage, group: string, topic: string, partition: number, owner: string, clientId: string): Storage {
  const rings = storage.brokers.get(topic);
  if (rings?.[partition] === undefined || rings[partition].length === 0) return storage;
  const consumed = storage.groups.get(group) ?? { topics: new Map(), lastCommitMs: 0 };
  const partitions = grown(consumed.topics.get(topic) ?? [], rings.length, NOTHING);
  const owned: ConsumedPartition = { commits: partitions[partition].commits ?? [], owner, clientId };
  const topics = put(consumed.topics, topic, replaced(partitions, partition, owned));
  return { brokers: storage.brokers, groups: put(storage.groups, group, { topics, lastCommitMs: consumed.lastCommitMs }) };
}

/** The group has no members left. */
export function withoutOwners(storage: Storage, group: string): Storage {
  const consumed = storage.groups.get(group);
  if (consumed === undefined) return storage;
  const topics = new Map([...consumed.topics].map(([topic, list]) => [topic, list.map(({ commits }) => ({ commits, owner: '', clientId: '' }))] as const));
  return { brokers: storage.brokers, groups: put(storage.groups, group, { topics, lastCommitMs: consumed.lastCommitMs }) };
}

function without<V>(map: ReadonlyMap<string, V>, key: string): Map<string, V> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

/** A topic is gone; its groups stay, without it. */
export function withoutTopic(storage: Storage, topic: string): Storage {
  const groups = new Map([...storage.groups].map(([name, { topics, lastCommitMs }]) => [name, { topics: without(topics, topic), lastCommitMs }] as const));
  return { brokers: without(storage.brokers, topic), groups };
}

/** DELETE …/consumer/:group, of one topic or of all; and the tombstone of a group. */
export function withoutGroup(storage: Storage, group: string, topic?: string): Storage {
  const consumed = storage.groups.get(group);
  if (consumed === undefined) return storage;
  const topics = topic === undefined ? new Map() : without(consumed.topics, topic);
  const groups = topics.size === 0 ? without(storage.groups, group) : put(storage.groups, group, { topics, lastCommitMs: consumed.lastCommitMs });
  return { brokers: storage.brokers, groups };
}

/** Records that a group is behind on a partition now: the newest polled log end offset less the last commit, never below zero. */
export function currentLag(storage: Storage, topic: string, partition: number, { commits }: ConsumedPartition): number {
  const end = storage.brokers.get(topic)?.[partition]?.at(-1);
  const last = commits?.at(-1);
  return end === undefined || last === undefined ? 0 : Math.max(0, end - last.offset);
}
