/** `uniform` for members with different subscriptions (UniformHeterogeneousAssignmentBuilder): topic by topic, from the most to the least loaded subscriber. */
import { compareUuids } from '#kafka/groups/javaorder.ts';
import { type Balancer, excludeMostLoaded, imbalance, isBalanced, newBalancer, nextLeastLoaded, nextMostLoaded } from '#kafka/groups/uniform/balancer.ts';
import { addTo, type GroupSpec, keptTarget, type MemberSpec, membersOf, type Target } from '#kafka/groups/uniform/spec.ts';

const MAX_ITERATIONS = 16;

/** Members go by their place in the group's map. */
interface Builder {
  readonly spec: GroupSpec;
  readonly members: readonly MemberSpec[];
  readonly subscribers: ReadonlyMap<string, readonly number[]>;
  readonly sizes: number[];
  /** By topic and partition; -1: nobody. */
  readonly owners: ReadonlyMap<string, number[]>;
  readonly target: Target;
}

export function assignHeterogeneous(spec: GroupSpec): Target {
  const members = membersOf(spec);
  const subscribers = new Map<string, number[]>();
  members.forEach(({ topics }, i) => {
    for (const topic of topics) subscribers.set(topic, [...(subscribers.get(topic) ?? []), i]);
  });
  if (subscribers.size === 0) return new Map();
  const owners = new Map([...subscribers.keys()].map((topic) => [topic, Array.from({ length: spec.count(topic) }, () => -1)]));
  const builder: Builder = { spec, members, subscribers, sizes: members.map(() => 0), owners, target: new Map() };
  keepSubscribed(builder);
  const sorted = sortedTopics(builder);
  for (const topic of sorted) assignRest(builder, topic);
  balanceTopics(
    builder,
    sorted.filter((topic) => (subscribers.get(topic)?.length ?? 0) >= 2),
  );
  return builder.target;
}

function keepSubscribed({ members, sizes, owners, target }: Builder): void {
  members.forEach((member, i) => {
    const own = keptTarget(member);
    target.set(member.memberId, own);
    for (const [topic, partitions] of own) {
      sizes[i] += partitions.size;
      for (const partition of partitions) (owners.get(topic) as number[])[partition] = i;
    }
  });
}

/** Most partitions a subscriber first, then the fewest subscribers, then by id. */
function sortedTopics({ spec, subscribers }: Builder): string[] {
  const sizeOf = (topic: string): number => subscribers.get(topic)?.length ?? 1;
  return [...subscribers.keys()].sort((a, b) => spec.count(b) / sizeOf(b) - spec.count(a) / sizeOf(a) || sizeOf(a) - sizeOf(b) || compareUuids(a, b));
}

function assignRest(builder: Builder, topic: string): void {
  const owners = builder.owners.get(topic) as number[];
  const free = owners.flatMap((owner, partition) => (owner < 0 ? [partition] : []));
  if (free.length === 0) return;
  const balancer = newBalancer(builder.sizes, builder.subscribers.get(topic) as number[]);
  for (const partition of free) give(builder, topic, partition, nextLeastLoaded(balancer));
}

function give(builder: Builder, topic: string, partition: number, to: number): void {
  const owners = builder.owners.get(topic) as number[];
  const from = owners[partition];
  if (from >= 0) {
    const own = builder.target.get(builder.members[from].memberId) as Map<string, Set<number>>;
    own.get(topic)?.delete(partition);
    if (own.get(topic)?.size === 0) own.delete(topic);
    builder.sizes[from]--;
  }
  addTo(builder.target.get(builder.members[to].memberId) as Map<string, Set<number>>, topic, partition);
  owners[partition] = to;
  builder.sizes[to]++;
}

/** Round and round, until a whole round has moved nothing. */
function balanceTopics(builder: Builder, topics: readonly string[]): void {
  let last = -1;
  for (let i = 0; i < MAX_ITERATIONS; i++) {
    for (let at = 0; at < topics.length; at++) {
      if (at === last) return;
      if (balanceTopic(builder, topics[at]) > 0 || last === -1) last = at;
    }
  }
}

/** Returns how many partitions moved. */
function balanceTopic(builder: Builder, topic: string): number {
  const balancer = newBalancer(builder.sizes, builder.subscribers.get(topic) as number[]);
  if (imbalance(balancer) <= 1) return 0;
  const held = new Map<number, number[]>();
  (builder.owners.get(topic) as number[]).forEach((owner, partition) => {
    const own = held.get(owner);
    if (own) own.push(partition);
    else held.set(owner, [partition]);
  });
  let moved = 0;
  while (!isBalanced(balancer)) {
    const from = giver(balancer, held);
    if (from < 0) break;
    const partition = held.get(from)?.pop() as number;
    const to = nextLeastLoaded(balancer);
    if (isBalanced(balancer)) break;
    give(builder, topic, partition, to);
    moved++;
  }
  return moved;
}

/** The most loaded member that has a partition of the topic to give; -1: none. */
function giver(balancer: Balancer, held: ReadonlyMap<number, readonly number[]>): number {
  for (;;) {
    const from = nextMostLoaded(balancer);
    if (from < 0 || (held.get(from)?.length ?? 0) > 0) return from;
    excludeMostLoaded(balancer);
  }
}
