/** The range assignor (RangeAssignor): per topic, consecutive partitions to the members in the order of their ids. */
import { type Tp, tpOf } from '#kafka/protocol/names.ts';

export interface Subscriber {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly topics: readonly string[];
}

/** Java's String.compareTo: by UTF-16 code units, static members before dynamic ones. */
export function compareMembers(a: Subscriber, b: Subscriber): number {
  if ((a.instanceId === null) !== (b.instanceId === null)) return a.instanceId === null ? 1 : -1;
  const [x, y] = a.instanceId !== null && b.instanceId !== null ? [a.instanceId, b.instanceId] : [a.memberId, b.memberId];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Partitions by member id. Topics without metadata are skipped; a member that gets nothing has an empty list. */
export function assignRange(subscribers: readonly Subscriber[], partitionCount: (topic: string) => number | undefined): Map<string, Tp[]> {
  const ordered = [...subscribers].sort(compareMembers);
  const assignment = new Map<string, Tp[]>(ordered.map(({ memberId }) => [memberId, []]));
  for (const topic of new Set(ordered.flatMap(({ topics }) => topics))) {
    const count = partitionCount(topic);
    if (count === undefined) continue;
    const members = ordered.filter(({ topics }) => topics.includes(topic));
    const quota = Math.floor(count / members.length);
    const extra = count % members.length;
    let next = 0;
    members.forEach(({ memberId }, i) => {
      const size = quota + (i < extra ? 1 : 0);
      for (let n = 0; n < size; n++) assignment.get(memberId)?.push(tpOf(topic, next++));
    });
  }
  return assignment;
}
