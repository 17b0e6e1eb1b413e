/** One step of a member towards its target (CurrentAssignmentBuilder): first it gives up, then it gets, and it gets only what nobody holds any more. */
import { type ConsumerGroupData, type ConsumerMember, isHeld, isReconciledTo } from '#kafka/coordinator/consumer/group.ts';
import { type Tp, topicOf } from '#kafka/protocol/names.ts';
import { planted } from '#sim/planted.ts';

/** `owned`: what the member says that it holds; null when it does not say. */
export function reconcile(consumer: ConsumerGroupData, member: ConsumerMember, owned: readonly Tp[] | null, subscriptionChanged: boolean): ConsumerMember {
  if (!subscriptionChanged && isReconciledTo(member, consumer.targetEpoch)) return member;
  switch (member.state) {
    case 'STABLE':
      if (member.epoch !== consumer.targetEpoch) return next(consumer, member, owned);
      return subscriptionChanged ? unsubscribed(member, owned) : member;
    case 'UNREVOKED_PARTITIONS':
      if (holds(owned, member.pendingRevocation)) return subscriptionChanged ? unsubscribed(member, owned) : member;
      return next(consumer, member, owned);
    case 'UNRELEASED_PARTITIONS':
      return next(consumer, member, owned);
  }
}

const holds = (owned: readonly Tp[] | null, revoked: readonly Tp[]): boolean => owned === null || owned.some((tp) => revoked.includes(tp));

/** Topics that it does not subscribe to any more go at once. */
function unsubscribed(member: ConsumerMember, owned: readonly Tp[] | null): ConsumerMember {
  const gone = member.assigned.filter((tp) => !member.topics.includes(topicOf(tp)));
  if (gone.length === 0) return member;
  const assigned = member.assigned.filter((tp) => !gone.includes(tp));
  const pendingRevocation = [...member.pendingRevocation, ...gone];
  return holds(owned, pendingRevocation)
    ? { ...member, state: 'UNREVOKED_PARTITIONS', previousEpoch: member.epoch, assigned, pendingRevocation }
    : { ...member, previousEpoch: member.epoch, assigned };
}

/** computeNextAssignment. A member that must revoke keeps its epoch until it has. */
function next(consumer: ConsumerGroupData, member: ConsumerMember, owned: readonly Tp[] | null): ConsumerMember {
  const target = (consumer.target.get(member.memberId) ?? []).filter((tp) => member.topics.includes(topicOf(tp)));
  const kept = member.assigned.filter((tp) => target.includes(tp));
  const revoked = member.assigned.filter((tp) => !target.includes(tp));
  if (revoked.length > 0 && holds(owned, revoked))
    return { ...member, state: 'UNREVOKED_PARTITIONS', previousEpoch: member.epoch, assigned: kept, pendingRevocation: revoked };
  const wanted = target.filter((tp) => !kept.includes(tp));
  const free = planted.M47 ? wanted : wanted.filter((tp) => member.pendingRevocation.includes(tp) || !isHeld(consumer, tp));
  return {
    ...member,
    state: free.length < wanted.length ? 'UNRELEASED_PARTITIONS' : 'STABLE',
    previousEpoch: member.epoch,
    epoch: consumer.targetEpoch,
    assigned: [...kept, ...free],
    pendingRevocation: [],
  };
}
