/** The general algorithm, for members with different subscriptions (AbstractStickyAssignor.GeneralAssignmentBuilder). */
import { racksMismatch } from '#kafka/groups/racks.ts';
import { reassign } from '#kafka/groups/sticky/reassign.ts';
import { NO_GENERATION, type Problem } from '#kafka/groups/sticky/sticky.ts';
import { compareTexts } from '#kafka/groups/subscriber.ts';
import { type Tp, topicOf } from '#kafka/protocol/names.ts';

export interface General {
  readonly problem: Problem;
  /** Members by topic, and known topics by member. */
  readonly candidates: ReadonlyMap<string, readonly string[]>;
  readonly topicsOf: ReadonlyMap<string, readonly string[]>;
  current: Map<string, Tp[]>;
  owner: Map<Tp, string>;
  /** Members that still take part in the balancing. */
  readonly active: Set<string>;
}

export function assignGeneral(problem: Problem): Map<string, Tp[]> {
  const { subscribers, partitionsOf } = problem;
  const topicsOf = new Map(subscribers.map(({ memberId, topics }) => [memberId, topics.filter((topic) => partitionsOf.has(topic))]));
  const membersOf = (topic: string): string[] => subscribers.filter(({ topics }) => topics.includes(topic)).map(({ memberId }) => memberId);
  const general: General = {
    problem,
    candidates: new Map([...partitionsOf.keys()].map((topic) => [topic, membersOf(topic)])),
    topicsOf,
    current: new Map(),
    owner: new Map(),
    active: new Set(subscribers.map(({ memberId }) => memberId)),
  };
  const { kept, revoked } = keepOwned(general);
  const everything = sortedPartitions(general);
  const previous = previousOwners(problem);
  balance(general, { previous, everything, unassigned: everything.filter((tp) => !kept.has(tp)), revoked });
  return general.current;
}

/** Topics with the fewest members first. */
function sortedPartitions({ problem, candidates }: General): Tp[] {
  const sizeOf = (topic: string): number => candidates.get(topic)?.length ?? 0;
  const sorted = [...problem.partitionsOf.keys()].sort((a, b) => sizeOf(a) - sizeOf(b) || compareTexts(a, b));
  return sorted.flatMap((topic) => problem.partitionsOf.get(topic) ?? []);
}

/** What stays, and whether something had to be taken from a member that does not subscribe to it any more, or is in another rack. */
function keepOwned(general: General): { kept: Set<Tp>; revoked: boolean } {
  const { problem } = general;
  const kept = new Set<Tp>();
  let revoked = false;
  for (const { memberId, topics } of problem.subscribers) {
    const own: Tp[] = [];
    for (const tp of problem.owned.get(memberId) ?? []) {
      general.owner.set(tp, memberId);
      if (!topics.includes(topicOf(tp)) || racksMismatch(problem.racks, memberId, tp)) revoked = true;
      else {
        own.push(tp);
        kept.add(tp);
      }
    }
    general.current.set(memberId, own);
  }
  return { kept, revoked };
}

/** Owners as of an older generation than the newest, by partition (prevAssignment). */
function previousOwners({ subscribers, memberData, maxGeneration }: Problem): Map<Tp, string> {
  const previous = new Map<Tp, { memberId: string; generation: number }>();
  for (const { memberId } of subscribers) {
    const { partitions, generation } = memberData.get(memberId) ?? { partitions: [], generation: undefined };
    if ((generation ?? NO_GENERATION) >= maxGeneration) continue;
    const own = generation ?? NO_GENERATION;
    for (const tp of partitions) if (own > (previous.get(tp)?.generation ?? Number.NEGATIVE_INFINITY)) previous.set(tp, { memberId, generation: own });
  }
  return new Map([...previous].map(([tp, { memberId }]) => [tp, memberId]));
}

export const sizeOf = ({ current }: General, memberId: string): number => current.get(memberId)?.length ?? 0;

/** The members that take part, the least loaded first (sortedCurrentSubscriptions). */
export const byLoad = (general: General): string[] => [...general.active].sort((a, b) => sizeOf(general, a) - sizeOf(general, b) || compareTexts(a, b));

/** Most partitions that a member could have. */
export const mostOf = ({ problem, topicsOf }: General, memberId: string): number =>
  (topicsOf.get(memberId) ?? []).reduce((sum, topic) => sum + (problem.partitionsOf.get(topic)?.length ?? 0), 0);

interface Work {
  readonly previous: ReadonlyMap<Tp, string>;
  readonly everything: readonly Tp[];
  readonly unassigned: readonly Tp[];
  readonly revoked: boolean;
}

function balance(general: General, { previous, everything, unassigned, revoked }: Work): void {
  const { problem } = general;
  const isFresh = [...general.current.values()].every(({ length }) => length === 0);
  const left = problem.racks.members.size === 0 ? unassigned : unassigned.filter((tp) => !assignOne(general, tp, true));
  for (const tp of left) assignOne(general, tp, false);
  const canMove = (topic: string): boolean => (general.candidates.get(topic)?.length ?? 0) >= 2;
  const movable = (partitions: readonly Tp[]): Tp[] => partitions.filter((tp) => canMove(topicOf(tp)));
  const fixed = [...general.active].filter((memberId) => isFixed(general, memberId, canMove));
  const aside = fixed.map((memberId) => [memberId, general.current.get(memberId) ?? []] as const);
  for (const memberId of fixed) {
    general.active.delete(memberId);
    general.current.delete(memberId);
  }
  const before = new Map([...general.current].map(([memberId, own]) => [memberId, [...own]]));
  const movements = new Map();
  if (!revoked) reassign(general, movements, movable(unassigned), previous);
  const moved = reassign(general, movements, movable(everything), previous);
  if (!isFresh && moved && score(general.current) >= score(before)) general.current = before;
  for (const [memberId, own] of aside) general.current.set(memberId, own);
}

/** To the least loaded member that may have it; with racks, to one in a rack of the partition. */
function assignOne(general: General, tp: Tp, inRack: boolean): boolean {
  const topic = topicOf(tp);
  const memberId = byLoad(general).find((one) => general.topicsOf.get(one)?.includes(topic) && (!inRack || !racksMismatch(general.problem.racks, one, tp)));
  if (memberId === undefined) return false;
  general.current.get(memberId)?.push(tp);
  general.owner.set(tp, memberId);
  return true;
}

/** Has all that it can have, and nothing of it could be with anybody else. */
function isFixed(general: General, memberId: string, canMove: (topic: string) => boolean): boolean {
  if (sizeOf(general, memberId) < mostOf(general, memberId)) return false;
  return !(general.current.get(memberId) ?? []).some((tp) => canMove(topicOf(tp)));
}

/** Sum of the differences between all pairs: 0 is perfect. */
function score(assignment: ReadonlyMap<string, readonly Tp[]>): number {
  const sizes = [...assignment.values()].map(({ length }) => length);
  let sum = 0;
  for (let i = 0; i < sizes.length; i++) for (let j = i + 1; j < sizes.length; j++) sum += Math.abs(sizes[i] - sizes[j]);
  return sum;
}
