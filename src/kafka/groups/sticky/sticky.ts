/** The sticky assignors (AbstractStickyAssignor; KIP-54, KIP-429): balanced first, and as many partitions as possible stay where they were. */
import { hashCode, javaOrder } from '#kafka/groups/javaorder.ts';
import { partitionsOf, rackInfo } from '#kafka/groups/racks.ts';
import { assignEqual } from '#kafka/groups/sticky/constrained.ts';
import { assignGeneral } from '#kafka/groups/sticky/general.ts';
import { inMapOrder, knownTopics, type Remembered, type Subscriber, type Topics } from '#kafka/groups/subscriber.ts';
import { type Tp, topicOf } from '#kafka/protocol/names.ts';
import { planted } from '#sim/planted.ts';

/** Generation of a member that has none (DEFAULT_GENERATION). */
export const NO_GENERATION = -1;

/** What a member held, and as of which generation (AbstractStickyAssignor.MemberData). */
export interface MemberData {
  readonly partitions: readonly Tp[];
  readonly generation: number | undefined;
}

/** What both algorithms start from. */
export interface Problem {
  /** In the order of the leader's map. */
  readonly subscribers: readonly Subscriber[];
  readonly topics: readonly string[];
  readonly partitionsOf: ReadonlyMap<string, readonly Tp[]>;
  readonly total: number;
  readonly racks: ReturnType<typeof rackInfo>;
  readonly memberData: ReadonlyMap<string, MemberData>;
  readonly maxGeneration: number;
  readonly owned: ReadonlyMap<string, readonly Tp[]>;
  /** Claimed by two members of one generation: nobody keeps it. */
  readonly contested: ReadonlySet<Tp>;
}

/** `sticky` is eager: it goes by what it remembers, for everything was given back before the members joined. */
export function assignSticky(subscribers: readonly Subscriber[], topics: Topics): Map<string, Tp[]> {
  return solve(subscribers, topics, ({ remembered }) => fromMemory(remembered)).assignment;
}

/** Written down topic by topic, so that is how it comes back. */
function fromMemory(remembered: Remembered | undefined): MemberData {
  if (remembered === undefined) return { partitions: [], generation: undefined };
  const topics = javaOrder([...new Set(remembered.partitions.map(topicOf))], hashCode);
  return { partitions: topics.flatMap((topic) => remembered.partitions.filter((tp) => topicOf(tp) === topic)), generation: remembered.generation };
}

/** `cooperative-sticky` goes by what members hold, and withholds what must first be revoked elsewhere: it is assigned in the next rebalance. */
export function assignCooperativeSticky(subscribers: readonly Subscriber[], topics: Topics): Map<string, Tp[]> {
  const { assignment, transferring } = solve(subscribers, topics, fromSubscription);
  const withheld = transferring ?? moving(subscribers, assignment);
  for (const [tp, memberId] of withheld) {
    const own = assignment.get(memberId);
    if (own) own.splice(own.indexOf(tp), 1);
  }
  return assignment;
}

const fromSubscription = ({ owned = [], generation = NO_GENERATION, remembered }: Subscriber): MemberData => ({
  partitions: owned,
  generation: generation >= 0 ? generation : remembered?.generation,
});

/** computePartitionsTransferringOwnership: added here, and revoked there. */
function moving(subscribers: readonly Subscriber[], assignment: ReadonlyMap<string, readonly Tp[]>): Map<Tp, string> {
  const added = new Map<Tp, string>();
  const revoked = new Set<Tp>();
  for (const { memberId, owned = [] } of subscribers) {
    const assigned = assignment.get(memberId) ?? [];
    for (const tp of assigned) if (!owned.includes(tp)) added.set(tp, memberId);
    for (const tp of owned) if (!assigned.includes(tp)) revoked.add(tp);
  }
  return new Map([...added].filter(([tp]) => revoked.has(tp)));
}

interface Solution {
  readonly assignment: Map<string, Tp[]>;
  /** Undefined after the general algorithm, which does not keep count. */
  readonly transferring: ReadonlyMap<Tp, string> | undefined;
}

function solve(all: readonly Subscriber[], topics: Topics, dataOf: (subscriber: Subscriber) => MemberData): Solution {
  const subscribers = inMapOrder(all);
  const known = knownTopics(all, topics);
  const partitions = new Map(known.map((topic) => [topic, partitionsOf(topic, topics)]));
  const everything = [...partitions.values()].flat();
  const memberData = new Map(subscribers.map((one) => [one.memberId, dataOf(one)]));
  const { owned, contested } = claims(subscribers, memberData, new Set(known));
  const problem: Problem = {
    subscribers,
    topics: known,
    partitionsOf: partitions,
    total: everything.length,
    racks: rackInfo(subscribers, everything, topics),
    memberData,
    maxGeneration: Math.max(NO_GENERATION, ...[...memberData.values()].map(({ generation }) => generation ?? NO_GENERATION)),
    owned,
    contested,
  };
  return areEqual(subscribers) ? assignEqual(problem) : { assignment: assignGeneral(problem), transferring: undefined };
}

function areEqual(subscribers: readonly Subscriber[]): boolean {
  let first: ReadonlySet<string> = new Set();
  for (const { topics } of subscribers) {
    const isFirst = first.size === 0;
    if (isFirst) first = new Set(topics);
    else if (topics.length !== first.size || !topics.every((topic) => first.has(topic))) return false;
  }
  return true;
}

/** Who keeps what (allSubscriptionsEqual): of two claims the one of the newer generation counts, and two of the same generation cancel each other. */
function claims(
  subscribers: readonly Subscriber[],
  memberData: ReadonlyMap<string, MemberData>,
  known: ReadonlySet<string>,
): Pick<Problem, 'owned' | 'contested'> {
  const owned = new Map<string, Tp[]>();
  const owners = new Map<Tp, Subscriber>();
  const contested = new Set<Tp>();
  const take = (from: Subscriber, tp: Tp): void =>
    void owned.set(
      from.memberId,
      (owned.get(from.memberId) ?? []).filter((one) => one !== tp),
    );
  for (const subscriber of subscribers) {
    const { memberId } = subscriber;
    const data = memberData.get(memberId) as MemberData;
    owned.set(memberId, []);
    for (const tp of data.partitions) {
      if (!known.has(topicOf(tp))) continue;
      const other = owners.get(tp);
      const own = data.generation ?? NO_GENERATION;
      const theirs = other === undefined ? undefined : generationOf(other);
      if (other === undefined) owned.get(memberId)?.push(tp);
      else if (own === theirs && planted.M34) {
        owned.get(memberId)?.push(tp);
        continue;
      } else if (own === theirs) contested.add(tp);
      else if (own > (theirs as number)) owned.get(memberId)?.push(tp);
      else continue;
      if (other !== undefined) take(other, tp);
      owners.set(tp, subscriber);
    }
  }
  return { owned, contested };
}

const generationOf = ({ generation = NO_GENERATION }: Subscriber): number => Math.max(generation, NO_GENERATION);
