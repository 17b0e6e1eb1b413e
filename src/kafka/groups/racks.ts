/** Racks of members and partitions, where an assignor may use them (KIP-881; AbstractPartitionAssignor.useRackAwareAssignment). */
import type { Subscriber, Topics } from '#kafka/groups/subscriber.ts';
import { partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';

/** Only when a member's rack has replicas at all, and not every rack has every partition. */
export function usesRacks(memberRacks: ReadonlySet<string>, partitionRacks: readonly ReadonlySet<string>[]): boolean {
  const all = new Set(partitionRacks.flatMap((racks) => [...racks]));
  if (![...memberRacks].some((rack) => all.has(rack))) return false;
  return partitionRacks.some((racks) => racks.size !== all.size);
}

export const racksOf = (topics: Topics, tp: Tp): ReadonlySet<string> => new Set(topics.racks?.(topicOf(tp), partitionOf(tp)) ?? []);

export const partitionsOf = (topic: string, topics: Topics): Tp[] => Array.from({ length: topics.count(topic) ?? 0 }, (_, p) => tpOf(topic, p));

/** AbstractStickyAssignor.RackInfo. */
export interface RackInfo {
  /** Rack by member; empty when racks are not used. */
  readonly members: ReadonlyMap<string, string>;
  /** Racks by partition; empty when racks are not used. */
  readonly partitions: ReadonlyMap<Tp, ReadonlySet<string>>;
  /** Members in a rack of the partition, whether racks are used or not; empty when no member has one. */
  readonly candidates: ReadonlyMap<Tp, number>;
}

export function rackInfo(subscribers: readonly Subscriber[], partitions: readonly Tp[], topics: Topics): RackInfo {
  const members = new Map(subscribers.flatMap(({ memberId, rack }) => (rack ? [[memberId, rack] as const] : [])));
  if (members.size === 0) return { members, partitions: new Map(), candidates: new Map() };
  const byPartition = new Map(partitions.map((tp) => [tp, racksOf(topics, tp)]));
  const inRack = (rack: string): number => [...members.values()].filter((one) => one === rack).length;
  const candidates = new Map([...byPartition].map(([tp, racks]) => [tp, [...racks].reduce((sum, rack) => sum + inRack(rack), 0)]));
  const used = usesRacks(new Set(members.values()), [...byPartition.values()]);
  return used ? { members, partitions: byPartition, candidates } : { members: new Map(), partitions: new Map(), candidates };
}

export function racksMismatch(racks: RackInfo, memberId: string, tp: Tp): boolean {
  const rack = racks.members.get(memberId);
  return rack !== undefined && !racks.partitions.get(tp)?.has(rack);
}

/** Index of the next member in a rack of the partition, from `first` on, in a circle; -1: none. */
export function nextInRack(racks: RackInfo, tp: Tp, members: readonly string[], first: number): number {
  const own = racks.partitions.get(tp);
  if (own === undefined || own.size === 0) return -1;
  for (let i = 0; i < members.length; i++) {
    const at = (first + i) % members.length;
    const rack = racks.members.get(members[at]);
    if (rack !== undefined && own.has(rack)) return at;
  }
  return -1;
}

/** Partitions with the fewest candidates first. */
export const byCandidates = (racks: RackInfo, partitions: readonly Tp[]): Tp[] =>
  racks.candidates.size === 0 ? [...partitions] : [...partitions].sort((a, b) => (racks.candidates.get(a) ?? 0) - (racks.candidates.get(b) ?? 0));
