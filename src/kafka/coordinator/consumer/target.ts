/** The target assignment of a consumer group (TargetAssignmentBuilder, maybeUpdateTargetAssignment): computed by the coordinator, at most once an interval (KIP-1263). */
import type { ConsumerGroupData, ConsumerMember } from '#kafka/coordinator/consumer/group.ts';
import type { CoordinatorIo } from '#kafka/coordinator/io.ts';
import { groupSetting } from '#kafka/coordinator/settings.ts';
import { tell } from '#kafka/facts.ts';
import type { GroupSpec } from '#kafka/groups/uniform/spec.ts';
import { serverAssignors } from '#kafka/groups/uniform/uniform.ts';
import { ownClockMs, partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';

export const DEFAULT_ASSIGNOR = 'uniform';

/** The assignor that most members ask for; without a wish the first of group.consumer.assignors. */
export function preferredAssignor(members: Iterable<Pick<ConsumerMember, 'assignor'>>): string {
  const votes = new Map<string, number>();
  for (const { assignor } of members) if (assignor !== null) votes.set(assignor, (votes.get(assignor) ?? 0) + 1);
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? DEFAULT_ASSIGNOR;
}

/** Brings the target up to the group's epoch, if it is behind and the interval has passed. */
export function updateTarget(group: string, consumer: ConsumerGroupData, io: CoordinatorIo): ConsumerGroupData {
  const nowMs = ownClockMs(io.env);
  const { assignedAtMs } = consumer;
  if (consumer.targetEpoch >= consumer.epoch) return consumer;
  const sinceMs = assignedAtMs === undefined ? Number.POSITIVE_INFINITY : nowMs - assignedAtMs;
  if (sinceMs >= 0 && sinceMs < groupSetting(io, group, 'consumer.assignment.interval.ms')) return consumer;
  const assignor = preferredAssignor(consumer.members.values());
  const target = compute(consumer, assignor, io);
  tell(io.env, {
    fact: 'TargetAssigned',
    group,
    epoch: consumer.epoch,
    assignor,
    members: [...consumer.members.values()].map(({ memberId, host }) => ({ memberId, node: host, partitions: target.get(memberId) ?? [] })),
  });
  return { ...consumer, targetEpoch: consumer.epoch, assignedAtMs: nowMs, target };
}

function compute(consumer: ConsumerGroupData, assignor: string, io: CoordinatorIo): Map<string, readonly Tp[]> {
  const topics = [...new Set([...consumer.members.values()].flatMap((member) => member.topics))].filter((topic) => io.partitionCount(topic) > 0);
  const idOf = new Map(topics.map((topic) => [topic, io.topicId(topic)]));
  const nameOf = new Map([...idOf].map(([name, id]) => [id, name]));
  const spec: GroupSpec = {
    members: [...consumer.members.values()].map(({ memberId, instanceId, topics: own }) => ({
      memberId,
      instanceId,
      topics: own.flatMap((topic) => idOf.get(topic) ?? []),
      target: byTopic(consumer.target.get(memberId) ?? [], idOf),
    })),
    count: (id) => io.partitionCount(nameOf.get(id) ?? ''),
  };
  const result = (serverAssignors[assignor] ?? serverAssignors[DEFAULT_ASSIGNOR])(spec);
  const partitions = (memberId: string): Tp[] =>
    [...(result.get(memberId) ?? [])]
      .map(([id, numbers]) => [nameOf.get(id) ?? '', numbers] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([topic, numbers]) => [...numbers].sort((a, b) => a - b).map((p) => tpOf(topic, p)));
  return new Map([...consumer.members.keys()].map((memberId) => [memberId, partitions(memberId)]));
}

function byTopic(partitions: readonly Tp[], idOf: ReadonlyMap<string, string>): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const tp of partitions) {
    const id = idOf.get(topicOf(tp));
    if (id !== undefined) found.set(id, [...(found.get(id) ?? []), partitionOf(tp)]);
  }
  return found;
}
