/** What happens when a phase of a rebalance takes too long (tryCompleteInitialRebalanceElseSchedule, expirePendingSync). */
import { type Group, type Member, withGroup } from '#kafka/coordinator/group.ts';
import { type completeJoin, rebalance } from '#kafka/coordinator/membership.ts';
import { setting } from '#kafka/coordinator/settings.ts';
import { putGroup, type Turn } from '#kafka/coordinator/shard.ts';
import { cancelSession, schedule } from '#kafka/coordinator/timers.ts';
import { tell } from '#kafka/facts.ts';
import { planted } from '#sim/planted.ts';

/** The first rebalance of an empty group waits again while new members keep coming; any other one ends with those who are there. */
export function rebalanceTimedOut(turn: Turn, partition: number, group: Group, complete: typeof completeJoin): void {
  if (group.value !== 'PreparingRebalance') return;
  const { isInitial, newMemberAdded, initialRemainingMs } = group.data;
  if (!isInitial || !newMemberAdded || initialRemainingMs === 0)
    return complete(turn, partition, group, isInitial ? 'Initial rebalance delay has passed' : 'Rebalance timeout has passed');
  const delayMs = Math.min(setting(turn.io, 'group.initial.rebalance.delay.ms'), initialRemainingMs);
  schedule(turn.io, 'join', group.data.group, delayMs, 'InitialRebalanceDelayExpired');
  putGroup(turn, partition, withGroup(group, { newMemberAdded: false, initialRemainingMs: Math.max(initialRemainingMs - delayMs, 0) }));
}

/** Members that got the new generation but never sent SyncGroup are out (KAFKA-12890). */
export function syncTimedOut(turn: Turn, partition: number, group: Group): void {
  if (group.value !== 'CompletingRebalance' && group.value !== 'Stable') return;
  const late = [...group.data.members.values()].filter(({ pendingSync }) => pendingSync);
  if (late.length === 0 || planted.M36) return;
  const members = new Map<string, Member>(group.data.members);
  for (const { memberId, host } of late) {
    members.delete(memberId);
    cancelSession(turn.io, group.data.group, memberId);
    tell(turn.io.env, { fact: 'MemberLeft', group: group.data.group, memberId, node: host, reason: 'rebalance-timeout' });
  }
  const leader = members.has(group.data.leader) ? group.data.leader : (members.keys().next().value ?? '');
  rebalance(
    turn,
    partition,
    withGroup(group, { members, leader }),
    `Removing ${late.map(({ memberId }) => memberId).join(', ')} on pending sync request expiration`,
  );
}
