/** `uniform` for members with equal subscriptions (UniformHomogeneousAssignmentBuilder): even shares, and what a member has stays as far as it fits. */
import { javaOrder, uuidHash } from '#kafka/groups/javaorder.ts';
import { addTo, type GroupSpec, keptTarget, type MemberSpec, membersOf, partitionsOf, type Target, topicsOf } from '#kafka/groups/uniform/spec.ts';

interface Free {
  readonly topic: string;
  readonly partition: number;
}

export function assignHomogeneous(spec: GroupSpec): Target {
  const members = membersOf(spec);
  const topics = javaOrder([...new Set(members[0].topics)], uuidHash, 'copied');
  if (topics.length === 0) return new Map();
  const free = unassigned(spec, topics);
  const total = topics.reduce((sum, topic) => sum + spec.count(topic), 0);
  const target: Target = new Map();
  const unfilled: { own: Map<string, Set<number>>; room: number }[] = [];
  const minimum = Math.floor(total / members.length);
  let extra = total % members.length;
  members.forEach((member, at) => {
    const own = keptTarget(member);
    target.set(member.memberId, own);
    let room = revoke(member, topics, own, minimum + (extra > 0 ? 1 : 0), free);
    let hasExtra = extra > 0;
    // The extra share is left to others, unless as many members are to come as there are extra shares.
    if (room > 0 && hasExtra && members.length - at > extra) {
      room--;
      hasExtra = false;
    }
    if (room > 0) unfilled.push({ own, room });
    if (hasExtra) extra--;
  });
  let next = 0;
  for (const { own, room } of unfilled) {
    for (const { topic, partition } of free.slice(next, next + room)) addTo(own, topic, partition);
    next += room;
  }
  return target;
}

function unassigned({ members, count }: GroupSpec, topics: readonly string[]): Free[] {
  const taken = new Map(topics.map((topic) => [topic, new Set(members.flatMap(({ target }) => target.get(topic) ?? []))]));
  return topics.flatMap((topic) =>
    Array.from({ length: count(topic) }, (_, partition) => ({ topic, partition })).filter((one) => !taken.get(topic)?.has(one.partition)),
  );
}

/** Takes away what exceeds the share. Returns how much room is left. */
function revoke(member: MemberSpec, topics: readonly string[], own: Map<string, Set<number>>, quota: number, free: Free[]): number {
  let room = quota;
  for (const topic of topicsOf(member.target)) {
    const partitions = member.target.get(topic) ?? [];
    if (!topics.includes(topic)) continue;
    if (partitions.length <= room) {
      room -= partitions.length;
      continue;
    }
    for (const partition of partitionsOf(partitions)) {
      if (room > 0) {
        room--;
        continue;
      }
      own.get(topic)?.delete(partition);
      if (own.get(topic)?.size === 0) own.delete(topic);
      free.push({ topic, partition });
    }
  }
  return room;
}
