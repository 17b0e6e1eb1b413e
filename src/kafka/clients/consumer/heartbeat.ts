/** The heartbeat thread (AbstractCoordinator.HeartbeatThread, KIP-62): it runs beside the application, in COMPLETING_REBALANCE and STABLE. */
import { askCoordinator, ensureCoordinator, instanceOf, markCoordinatorUnknown } from '#kafka/clients/consumer/coordinator.ts';
import { FOREVER, type Turn } from '#kafka/clients/consumer/core.ts';
import { changeMember, withMember } from '#kafka/clients/consumer/membership.ts';
import { exceptionOf } from '#kafka/clients/exceptions.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import { setTimer } from '#sim/effect.ts';

export const HEARTBEAT_TIMER = 'heartbeat';

const isActive = ({ core }: Turn): boolean => core.member.value === 'COMPLETING_REBALANCE' || core.member.value === 'STABLE';

/** Looks at the three clocks: session, poll interval, heartbeat. Called when its timer fires. */
export function runHeartbeat(turn: Turn): void {
  const { core, env } = turn;
  if (!isActive(turn)) return;
  const { settings } = core;
  if (env.nowUs >= core.pollDeadlineUs) return pollTimedOut(turn);
  if (env.nowUs >= core.sessionDeadlineUs) {
    markCoordinatorUnknown(turn);
    core.sessionDeadlineUs = env.nowUs + settings.sessionTimeoutMs * 1000;
  }
  if (env.nowUs < core.heartbeatDueUs) return;
  if (ensureCoordinator(turn) !== undefined) {
    core.heartbeatDueUs = env.nowUs + settings.retryBackoffMs * 1000;
    return;
  }
  const { generation, memberId } = core.member.data;
  askCoordinator(turn, { type: 'HeartbeatRequest', group: core.group, generation, memberId, ...instanceOf(core) });
  core.heartbeatDueUs = env.nowUs + settings.heartbeatIntervalMs * 1000;
}

/** poll() came too late: the member leaves by itself. Its partitions count as lost, which it learns at its next poll. */
function pollTimedOut(turn: Turn): void {
  const { core } = turn;
  turn.warnings.push(
    'consumer poll timeout has expired. This means the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, which typically implies that the poll loop is spending too much time processing messages. You can address this either by increasing max.poll.interval.ms or by reducing the maximum size of batches returned in poll() with max.poll.records.',
  );
  if (core.coordinator >= 0 && core.settings.instanceId === undefined)
    askCoordinator(turn, { type: 'LeaveGroupRequest', group: core.group, memberId: core.member.data.memberId, reason: 'poll-timeout' });
  core.member = changeMember(core.member, { type: 'RESET', keepId: false });
  core.heartbeatDueUs = FOREVER;
}

export function onHeartbeat(turn: Turn, error: ErrorName): void {
  const { core, env } = turn;
  if (!isActive(turn)) return;
  switch (error) {
    case 'NONE':
      core.sessionDeadlineUs = env.nowUs + core.settings.sessionTimeoutMs * 1000;
      return;
    case 'REBALANCE_IN_PROGRESS':
      core.sessionDeadlineUs = env.nowUs + core.settings.sessionTimeoutMs * 1000;
      if (core.member.value === 'STABLE') core.member = withMember(core.member, { rejoinNeeded: true });
      return;
    case 'NOT_COORDINATOR':
    case 'COORDINATOR_NOT_AVAILABLE':
      markCoordinatorUnknown(turn);
      return heartbeatFailed(turn);
    case 'ILLEGAL_GENERATION':
    case 'UNKNOWN_MEMBER_ID':
      core.member = changeMember(core.member, { type: 'RESET', keepId: error === 'ILLEGAL_GENERATION' });
      core.heartbeatDueUs = FOREVER;
      return;
    case 'NETWORK_EXCEPTION':
    case 'REQUEST_TIMED_OUT':
    case 'COORDINATOR_LOAD_IN_PROGRESS':
      return heartbeatFailed(turn);
    case 'FENCED_INSTANCE_ID':
      core.member = changeMember(core.member, { type: 'RESET', keepId: false });
      core.heartbeatDueUs = FOREVER;
      turn.thrown = exceptionOf(error);
      return;
    default:
      turn.thrown = exceptionOf(error);
  }
}

function heartbeatFailed({ core, env }: Turn): void {
  core.heartbeatDueUs = env.nowUs + core.settings.retryBackoffMs * 1000;
}

/** Sets the thread's timer for the earliest of its clocks, if that changed. */
export function armHeartbeat(turn: Turn): void {
  const { core, env } = turn;
  if (!isActive(turn)) return;
  const nextUs = Math.min(core.heartbeatDueUs, core.pollDeadlineUs, core.sessionDeadlineUs);
  if (nextUs === core.heartbeatArmedUs || nextUs === FOREVER) return;
  // A heartbeat that is still to come looks at the poll interval too: an earlier setting is good enough.
  if (core.heartbeatArmedUs !== FOREVER && core.heartbeatArmedUs < nextUs && core.heartbeatArmedUs >= env.nowUs) return;
  setTimer(env, HEARTBEAT_TIMER, Math.max(0, nextUs - env.nowUs), { type: 'HeartbeatDue' });
  core.heartbeatArmedUs = nextUs;
}
