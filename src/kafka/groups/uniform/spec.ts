/** What a server-side assignor is given and returns (GroupSpec, GroupAssignment; KIP-848). Topics go by their ids here. */
import { hashCode, javaOrder, uuidHash } from '#kafka/groups/javaorder.ts';

export interface MemberSpec {
  readonly memberId: string;
  readonly instanceId: string | null;
  /** Ids of the subscribed topics that exist. */
  readonly topics: readonly string[];
  /** Its target until now: partition numbers by topic id. */
  readonly target: ReadonlyMap<string, readonly number[]>;
}

export interface GroupSpec {
  readonly members: readonly MemberSpec[];
  /** Partitions of a topic, by id. */
  count(topic: string): number;
}

/** Partition numbers by topic id, by member id. */
export type Target = Map<string, Map<string, Set<number>>>;

/** SubscriptionType.HOMOGENEOUS: all members subscribe to the same topics. */
export function isHomogeneous({ members }: GroupSpec): boolean {
  const first = new Set(members[0]?.topics);
  return members.every(({ topics }) => topics.length === first.size && topics.every((topic) => first.has(topic)));
}

/** Members as the map of their specifications yields them. */
export const membersOf = ({ members }: GroupSpec): MemberSpec[] => javaOrder(members, ({ memberId }) => hashCode(memberId));

/** Partitions of a set as it yields them. */
export const partitionsOf = (partitions: readonly number[]): number[] => javaOrder(partitions, (p) => p, 'copied');

/** A target as a map yields it, topic by topic. */
export const topicsOf = (target: ReadonlyMap<string, readonly number[]>): string[] => javaOrder([...target.keys()], uuidHash);

/** What stays of a target: partitions of topics that the member still subscribes to. */
export function keptTarget({ topics, target }: MemberSpec): Map<string, Set<number>> {
  const kept = new Map<string, Set<number>>();
  for (const topic of topicsOf(target)) if (topics.includes(topic)) kept.set(topic, new Set(partitionsOf(target.get(topic) ?? [])));
  return kept;
}

export function addTo(own: Map<string, Set<number>>, topic: string, partition: number): void {
  const partitions = own.get(topic);
  if (partitions) partitions.add(partition);
  else own.set(topic, new Set([partition]));
}
