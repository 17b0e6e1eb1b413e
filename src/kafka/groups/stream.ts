/**
 * Tasks of a Kafka Streams application among its members (StreamsPartitionAssignor, HighAvailabilityTaskAssignor): stateful ones evenly, as far as they can where
 * they were, then stateless ones to whoever has least. A task is a partition here, for each of its sub-topologies reads one topic.
 */
import { compareTexts, type Subscriber, type Topics } from '#kafka/groups/subscriber.ts';
import { type Tp, tpOf } from '#kafka/protocol/names.ts';

/** Of the topics that an application makes for itself to group by another key: what reads them has a store. */
export const REPARTITION_SUFFIX = '-repartition';

export function assignStream(subscribers: readonly Subscriber[], topics: Topics): Map<string, Tp[]> {
  const members = [...subscribers].sort((a, b) => compareTexts(a.memberId, b.memberId));
  const names = [...new Set(members.flatMap((one) => one.topics))].sort(compareTexts);
  const partitionsOf = (topic: string): Tp[] => Array.from({ length: topics.count(topic) ?? 0 }, (_, p) => tpOf(topic, p));
  const owners = new Map(members.flatMap(({ memberId, owned = [] }) => owned.map((tp) => [tp, memberId] as const)));
  const assignment = new Map(members.map(({ memberId }): [string, Tp[]] => [memberId, []]));
  const isStateful = (topic: string): boolean => topic.endsWith(REPARTITION_SUFFIX);
  stateful(assignment, owners, names.filter(isStateful).flatMap(partitionsOf));
  for (const tp of names.filter((topic) => !isStateful(topic)).flatMap(partitionsOf)) least(assignment, owners.get(tp)).push(tp);
  return withheld(assignment, owners);
}

/** Everybody gets as many as anybody else, or one more; who has a task already keeps it within that. */
function stateful(assignment: ReadonlyMap<string, Tp[]>, owners: ReadonlyMap<Tp, string>, tasks: readonly Tp[]): void {
  const even = Math.floor(tasks.length / Math.max(1, assignment.size));
  let extra = tasks.length - even * assignment.size;
  const moving = tasks.filter((tp) => {
    const own = assignment.get(owners.get(tp) ?? '');
    if (own === undefined || own.length > even || (own.length === even && extra === 0)) return true;
    if (own.length === even) extra--;
    own.push(tp);
    return false;
  });
  for (const tp of moving) least(assignment, undefined).push(tp);
}

/** The list of the member with fewest tasks; among equals its owner's, then the first one's. */
function least(assignment: ReadonlyMap<string, Tp[]>, owner: string | undefined): Tp[] {
  const fewest = Math.min(...[...assignment.values()].map(({ length }) => length));
  const own = owner === undefined ? undefined : assignment.get(owner);
  if (own?.length === fewest) return own;
  return [...assignment.values()].find(({ length }) => length === fewest) ?? [];
}

/** What another member still holds is assigned in the rebalance after it gave it back (KIP-429). */
function withheld(assignment: ReadonlyMap<string, readonly Tp[]>, owners: ReadonlyMap<Tp, string>): Map<string, Tp[]> {
  return new Map([...assignment].map(([memberId, tps]) => [memberId, tps.filter((tp) => (owners.get(tp) ?? memberId) === memberId)]));
}
