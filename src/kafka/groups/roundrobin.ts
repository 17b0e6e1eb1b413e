/** The round robin assignor (RoundRobinAssignor): all partitions in order of topic and number, dealt out to the members in turn. */
import { compareMembers, knownTopics, type Subscriber, type Topics } from '#kafka/groups/subscriber.ts';
import { type Tp, tpOf } from '#kafka/protocol/names.ts';

/** A member that does not subscribe to a partition's topic is passed over, which can leave the shares uneven. */
export function assignRoundRobin(subscribers: readonly Subscriber[], topics: Topics): Map<string, Tp[]> {
  const ordered = [...subscribers].sort(compareMembers);
  const assignment = new Map<string, Tp[]>(ordered.map(({ memberId }) => [memberId, []]));
  let turn = 0;
  for (const topic of knownTopics(subscribers, topics).sort()) {
    const count = topics.count(topic) ?? 0;
    for (let p = 0; p < count; p++) {
      while (!ordered[turn % ordered.length].topics.includes(topic)) turn++;
      assignment.get(ordered[turn % ordered.length].memberId)?.push(tpOf(topic, p));
      turn++;
    }
  }
  return assignment;
}
