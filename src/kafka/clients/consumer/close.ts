/** close() (ConsumerCoordinator.close, AbstractCoordinator.maybeLeaveGroup): a last auto commit, then LeaveGroup, then the end. */
import { startCommit, tendCommit } from '#kafka/clients/consumer/commit.ts';
import { askCoordinator } from '#kafka/clients/consumer/coordinator.ts';
import type { ConsumerCore, Turn } from '#kafka/clients/consumer/core.ts';
import { isStable, withMember } from '#kafka/clients/consumer/membership.ts';
import { changeModern } from '#kafka/clients/consumer/modern.ts';
import { sendLeave } from '#kafka/clients/consumer/modern-heartbeat.ts';

/** Starts or goes on with closing; called again whenever something arrived. The commit looks for a coordinator that is not known, the leaving does not. */
export function close(turn: Turn, first: boolean): void {
  const { core } = turn;
  if (first) {
    core.commit = undefined;
    if (core.settings.autoCommit && core.subscription !== undefined && isStable(core.member)) startCommit(turn, 'close', core.settings.requestTimeoutMs);
  } else if (core.commit) tendCommit(turn);
  if (core.commit !== undefined || isLeaving(core)) return;
  if (core.settings.isModern) {
    sendLeave(turn);
    core.modern = changeModern(core.modern, { type: 'LEAVE' });
    core.member = withMember(core.member, { memberId: '' });
    return;
  }
  if (core.coordinator >= 0 && core.member.data.memberId !== '') {
    // A static member stays in the group until its session ends.
    if (core.settings.instanceId === undefined)
      askCoordinator(turn, { type: 'LeaveGroupRequest', group: core.group, memberId: core.member.data.memberId, reason: 'left' });
    core.member = withMember(core.member, { memberId: '' });
  }
}

const isLeaving = (core: ConsumerCore): boolean =>
  core.net.inFlight.some(
    ({ request }) => request.type === 'LeaveGroupRequest' || (request.type === 'ConsumerGroupHeartbeatRequest' && request.memberEpoch < 0),
  );

export const isClosed = (core: ConsumerCore): boolean =>
  core.commit === undefined && !isLeaving(core) && (core.member.data.memberId === '' || core.coordinator < 0);
