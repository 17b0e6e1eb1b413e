/** Heartbeats of a share consumer (ShareHeartbeatRequestManager, ShareMembershipManager): they join, take the assignment, keep the session and leave. */
import { askCoordinator, ensureCoordinator, markCoordinatorUnknown } from '#kafka/clients/consumer/coordinator.ts';
import { changeModern, withModern } from '#kafka/clients/consumer/modern.ts';
import { exceptionOf } from '#kafka/clients/exceptions.ts';
import { FOREVER, type ShareTurn } from '#kafka/clients/share/core.ts';
import { tell } from '#kafka/facts.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Tp } from '#kafka/protocol/names.ts';
import type { ShareGroupHeartbeatResponse } from '#kafka/protocol/share.ts';
import { randomUuid } from '#kafka/protocol/uuid.ts';
import { setTimer } from '#sim/effect.ts';

const LEAVE_EPOCH = -1;
export const HEARTBEAT_TIMER = 'heartbeat';

const isOut = ({ core }: ShareTurn): boolean => ['UNSUBSCRIBED', 'STALE', 'FATAL', 'LEAVING'].includes(core.member.value);

/** The first poll() after subscribe(), or after poll() came too late. */
export function joinShareGroup({ core, env }: ShareTurn): void {
  if (core.member.value !== 'UNSUBSCRIBED' && core.member.value !== 'STALE') return;
  const memberId = core.member.data.memberId || randomUuid(() => env.random('member-id'));
  core.member = withModern(changeModern(core.member, { type: 'JOIN' }), { memberId, dueUs: env.nowUs });
}

/** Sends the heartbeat that is due. Called in poll(), when an answer comes, and by its timer. */
export function tendMembership(turn: ShareTurn): void {
  const { core, env } = turn;
  if (isOut(turn)) return;
  if (env.nowUs >= core.pollDeadlineUs) return pollExpired(turn);
  const { value, data } = core.member;
  const isUrgent = value === 'ACKNOWLEDGING' && !data.isFull;
  if (data.inFlight || (env.nowUs < data.dueUs && !isUrgent)) return;
  if (ensureCoordinator(turn) !== undefined) {
    core.member = withModern(core.member, { dueUs: env.nowUs + core.settings.retryBackoffMs * 1000, isFull: true });
    return;
  }
  const isJoining = value === 'JOINING' || data.epoch === 0;
  askCoordinator(turn, {
    type: 'ShareGroupHeartbeatRequest',
    group: core.group,
    memberId: data.memberId,
    memberEpoch: data.epoch,
    clientId: core.clientId,
    topics: isJoining || data.isFull ? core.topics : null,
  });
  const sent = { inFlight: true, isFull: false, dueUs: env.nowUs + data.heartbeatIntervalMs * 1000 };
  core.member = withModern(changeModern(core.member, { type: 'ACKNOWLEDGED' }), sent);
}

/** poll() came too late: the member leaves, and joins again with its next poll(). */
function pollExpired(turn: ShareTurn): void {
  sendLeave(turn);
  turn.core.member = changeModern(turn.core.member, { type: 'POLL_EXPIRED' });
  assign(turn, []);
}

/** False when there is nobody to tell. */
export function sendLeave(turn: ShareTurn): boolean {
  const { core } = turn;
  const { memberId, epoch } = core.member.data;
  if (core.coordinator < 0 || memberId === '' || epoch <= 0) return false;
  askCoordinator(turn, { type: 'ShareGroupHeartbeatRequest', group: core.group, memberId, memberEpoch: LEAVE_EPOCH, clientId: core.clientId, topics: null });
  return true;
}

export function onShareHeartbeat(turn: ShareTurn, response: ShareGroupHeartbeatResponse): void {
  const { core } = turn;
  if (response.memberEpoch < 0 || core.member.value === 'LEAVING' || core.member.value === 'STALE') return;
  core.member = withModern(core.member, { inFlight: false });
  if (response.error !== 'NONE') return shareHeartbeatFailed(turn, response.error);
  const { memberEpoch, heartbeatIntervalMs, assignment } = response;
  const isFirst = core.member.data.epoch === 0;
  core.member = withModern(core.member, { epoch: memberEpoch, heartbeatIntervalMs });
  if (isFirst) core.member = withModern(core.member, { dueUs: turn.env.nowUs + heartbeatIntervalMs * 1000 });
  if (assignment === null) return;
  const isNews = assignment.length !== core.assignment.length || assignment.some((tp) => !core.assignment.includes(tp));
  if (!isNews && core.member.value !== 'JOINING') return;
  if (!isNews) {
    core.member = changeModern(core.member, { type: 'CONFIRMED' });
    return;
  }
  // Nothing has to be given up first: the assignment is taken at once, and acknowledged with the next heartbeat.
  core.member = changeModern(core.member, { type: 'ASSIGNED', target: assignment });
  core.member = changeModern(core.member, { type: 'RECONCILED' });
  assign(turn, assignment);
}

function assign({ core, env }: ShareTurn, partitions: readonly Tp[]): void {
  if (partitions.length === 0 && core.assignment.length === 0) return;
  core.assignment = partitions;
  tell(env, { fact: 'ShareAssigned', group: core.group, node: env.self, epoch: core.member.data.epoch, partitions });
}

export function shareHeartbeatFailed(turn: ShareTurn, error: ErrorName): void {
  const { core, env } = turn;
  core.member = withModern(core.member, { inFlight: false, isFull: true });
  switch (error) {
    case 'NOT_COORDINATOR':
    case 'COORDINATOR_NOT_AVAILABLE':
      markCoordinatorUnknown(turn);
      core.member = withModern(core.member, { dueUs: env.nowUs });
      return;
    case 'COORDINATOR_LOAD_IN_PROGRESS':
    case 'NETWORK_EXCEPTION':
    case 'REQUEST_TIMED_OUT':
      core.member = withModern(core.member, { dueUs: env.nowUs + core.settings.retryBackoffMs * 1000 });
      return;
    case 'UNKNOWN_MEMBER_ID':
    case 'FENCED_MEMBER_EPOCH':
      core.member = changeModern(core.member, { type: 'FENCED' });
      assign(turn, []);
      core.member = withModern(changeModern(core.member, { type: 'JOIN' }), { dueUs: env.nowUs });
      return;
    default:
      core.member = changeModern(core.member, { type: 'FAILED' });
      core.fatal = exceptionOf(error);
  }
}

export function armMembership({ core, env }: ShareTurn): void {
  if (['UNSUBSCRIBED', 'STALE', 'FATAL', 'LEAVING'].includes(core.member.value)) return;
  const { data, value } = core.member;
  const dueUs = value === 'ACKNOWLEDGING' && !data.isFull ? env.nowUs : data.dueUs;
  const nextUs = Math.min(data.inFlight ? FOREVER : dueUs, core.pollDeadlineUs);
  if (nextUs === FOREVER || nextUs === core.heartbeatArmedUs) return;
  setTimer(env, HEARTBEAT_TIMER, Math.max(0, nextUs - env.nowUs), { type: 'HeartbeatDue' });
  core.heartbeatArmedUs = nextUs;
}
