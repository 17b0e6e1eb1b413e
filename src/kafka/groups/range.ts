/** The range assignor (RangeAssignor): per topic, consecutive partitions to the members in order; with racks first those at hand (KIP-881). */
import { partitionsOf, racksOf, usesRacks } from '#kafka/groups/racks.ts';
import { compareMembers, compareTexts, knownTopics, type Subscriber, type Topics } from '#kafka/groups/subscriber.ts';
import { partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';

/** One topic while its partitions are dealt out. */
interface TopicState {
  readonly topic: string;
  readonly members: readonly Subscriber[];
  readonly count: number;
  readonly racks: ReadonlyMap<Tp, ReadonlySet<string>>;
  readonly needsRacks: boolean;
  unassigned: readonly Tp[];
  readonly assigned: Map<string, number>;
  readonly quota: number;
  extra: number;
}

type Assignment = Map<string, Tp[]>;

/** Partitions by member id. Topics without metadata are skipped; a member that gets nothing has an empty list. */
export function assignRange(subscribers: readonly Subscriber[], topics: Topics): Assignment {
  const states = knownTopics(subscribers, topics).map((topic) => topicState(topic, subscribers, topics));
  const assignment: Assignment = new Map(subscribers.map(({ memberId }) => [memberId, []]));
  const usesAny = states.some(({ needsRacks }) => needsRacks);
  if (usesAny) assignInRacks(states, assignment);
  for (const state of states) assignRanges(state, () => true, assignment);
  if (usesAny) for (const partitions of assignment.values()) partitions.sort(comparePartitions);
  return assignment;
}

export const comparePartitions = (a: Tp, b: Tp): number => compareTexts(topicOf(a), topicOf(b)) || partitionOf(a) - partitionOf(b);

function topicState(topic: string, subscribers: readonly Subscriber[], topics: Topics): TopicState {
  const members = subscribers.filter((one) => one.topics.includes(topic)).sort(compareMembers);
  const partitions = partitionsOf(topic, topics);
  const memberRacks = new Set(members.flatMap(({ rack }) => (rack ? [rack] : [])));
  const racks = new Map(memberRacks.size === 0 ? [] : partitions.map((tp) => [tp, racksOf(topics, tp)] as const));
  return {
    topic,
    members,
    count: partitions.length,
    racks,
    needsRacks: memberRacks.size > 0 && usesRacks(memberRacks, [...racks.values()]),
    unassigned: partitions,
    assigned: new Map(),
    quota: Math.floor(partitions.length / members.length),
    extra: partitions.length % members.length,
  };
}

const mayTake = (state: TopicState, memberId: string): number => Math.max(0, state.quota + (state.extra > 0 ? 1 : 0) - (state.assigned.get(memberId) ?? 0));

const racksMatch = ({ racks }: TopicState, { rack }: Subscriber, tp: Tp): boolean => !rack || racks.get(tp)?.has(rack) === true;

function assignRanges(state: TopicState, may: (member: Subscriber, tp: Tp) => boolean, assignment: Assignment): void {
  for (const member of state.members) {
    const taken = state.unassigned.filter((tp) => may(member, tp)).slice(0, mayTake(state, member.memberId));
    if (taken.length > 0) give(state, member.memberId, taken, assignment);
  }
}

function give(state: TopicState, memberId: string, partitions: readonly Tp[], assignment: Assignment): void {
  assignment.get(memberId)?.push(...partitions);
  const total = (state.assigned.get(memberId) ?? 0) + partitions.length;
  state.assigned.set(memberId, total);
  if (total > state.quota) state.extra--;
  state.unassigned = state.unassigned.filter((tp) => !partitions.includes(tp));
}

/** Topics with the same members and the same number of partitions stay co-partitioned. */
function assignInRacks(states: readonly TopicState[], assignment: Assignment): void {
  const groups = new Map<string, TopicState[]>();
  for (const state of states) {
    const key = JSON.stringify([state.members.map(({ memberId }) => memberId), state.racks.size]);
    groups.set(key, [...(groups.get(key) ?? []), state]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (group.length > 1) assignTogether(group, assignment);
    else if (first.needsRacks) assignRanges(first, (member, tp) => racksMatch(first, member, tp), assignment);
  }
}

function assignTogether(states: readonly TopicState[], assignment: Assignment): void {
  let remaining = states[0].members;
  for (let p = 0; p < states[0].racks.size; p++) {
    const member = remaining.find((one) => states.every((state) => racksMatch(state, one, tpOf(state.topic, p)) && mayTake(state, one.memberId) > 0));
    if (member === undefined) continue;
    for (const state of states) give(state, member.memberId, [tpOf(state.topic, p)], assignment);
    if (states.every((state) => mayTake(state, member.memberId) === 0)) remaining = remaining.filter((one) => one !== member);
    if (remaining.length === 0) return;
  }
}
