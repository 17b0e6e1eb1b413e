/** Heartbeats of KIP-848 (ConsumerHeartbeatRequestManager): they join, acknowledge, keep the session and leave. They run beside the application. */
import { askCoordinator, ensureCoordinator, instanceOf, markCoordinatorUnknown } from '#kafka/clients/consumer/coordinator.ts';
import { FOREVER, type Turn } from '#kafka/clients/consumer/core.ts';
import { HEARTBEAT_TIMER } from '#kafka/clients/consumer/heartbeat.ts';
import { withMember } from '#kafka/clients/consumer/membership.ts';
import { changeModern, withModern } from '#kafka/clients/consumer/modern.ts';
import { reconcileInBackground, releaseLost } from '#kafka/clients/consumer/reconcile.ts';
import { exceptionOf } from '#kafka/clients/exceptions.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { ConsumerGroupHeartbeatResponse } from '#kafka/protocol/messages.ts';
import { randomUuid } from '#kafka/protocol/uuid.ts';
import { setTimer } from '#sim/effect.ts';

const LEAVE_EPOCH = -1;
const STATIC_LEAVE_EPOCH = -2;

/** The first poll() after subscribe(), or after poll() came too late: the member joins. */
export function joinModern(turn: Turn): void {
  const { core, env } = turn;
  if (core.modern.value !== 'UNSUBSCRIBED' && core.modern.value !== 'STALE') return;
  const memberId = core.modern.data.memberId || randomUuid(() => env.random('member-id'));
  core.modern = withModern(changeModern(core.modern, { type: 'JOIN' }), { memberId, dueUs: env.nowUs });
}

/** Sends the heartbeat that is due. Called in poll(), when an answer comes, and by its timer. */
export function tendModern(turn: Turn): void {
  const { core, env } = turn;
  const { value, data } = core.modern;
  if (value === 'UNSUBSCRIBED' || value === 'STALE' || value === 'FATAL' || value === 'LEAVING') return;
  if (env.nowUs >= core.pollDeadlineUs) return pollExpired(turn);
  if (value === 'RECONCILING') reconcileInBackground(turn);
  const isUrgent = core.modern.value === 'JOINING' || core.modern.value === 'ACKNOWLEDGING';
  if (data.inFlight || (env.nowUs < core.modern.data.dueUs && !(isUrgent && data.dueUs !== FOREVER && !isBackingOff(turn)))) return;
  if (ensureCoordinator(turn) !== undefined) {
    core.modern = withModern(core.modern, { dueUs: env.nowUs + core.settings.retryBackoffMs * 1000, isFull: true });
    return;
  }
  send(turn);
}

/** After a failure urgent heartbeats wait too. */
const isBackingOff = ({ core, env }: Turn): boolean => core.modern.data.isFull && core.modern.data.epoch > 0 && env.nowUs < core.modern.data.dueUs;

function send(turn: Turn): void {
  const { core, env } = turn;
  const { settings } = core;
  const { memberId, epoch, isFull, heartbeatIntervalMs } = core.modern.data;
  const isAck = core.modern.value === 'ACKNOWLEDGING';
  const isWhole = isFull || epoch === 0;
  askCoordinator(turn, {
    type: 'ConsumerGroupHeartbeatRequest',
    group: core.group,
    memberId,
    memberEpoch: epoch,
    ...instanceOf(core),
    clientId: core.clientId,
    rebalanceTimeoutMs: isWhole ? settings.maxPollIntervalMs : -1,
    topics: isWhole ? (core.subscription ?? []) : null,
    assignor: isWhole ? (settings.remoteAssignor ?? null) : null,
    owned: isWhole || isAck ? [...core.partitions.keys()] : null,
  });
  core.modern = withModern(changeModern(core.modern, { type: 'ACKNOWLEDGED' }), {
    inFlight: true,
    isFull: false,
    dueUs: env.nowUs + heartbeatIntervalMs * 1000,
  });
}

/** poll() came too late: the member leaves, loses what it had, and joins again with its next poll(). */
function pollExpired(turn: Turn): void {
  turn.warnings.push(
    'Consumer poll timeout has expired. This means the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, which typically implies that the poll loop is spending too much time processing messages. You can address this either by increasing max.poll.interval.ms or by reducing the maximum size of batches returned in poll() with max.poll.records.',
  );
  sendLeave(turn);
  const { core } = turn;
  core.modern = changeModern(core.modern, { type: 'POLL_EXPIRED' });
  mirror(turn);
  releaseLost(turn);
}

/** The leave heartbeat: a static member says that it will be back. */
export function sendLeave(turn: Turn): boolean {
  const { core } = turn;
  if (core.coordinator < 0 || core.modern.data.memberId === '' || core.modern.data.epoch <= 0) return false;
  const memberEpoch = core.settings.instanceId === undefined ? LEAVE_EPOCH : STATIC_LEAVE_EPOCH;
  const { memberId } = core.modern.data;
  askCoordinator(turn, {
    type: 'ConsumerGroupHeartbeatRequest',
    group: core.group,
    memberId,
    memberEpoch,
    ...instanceOf(core),
    clientId: core.clientId,
    rebalanceTimeoutMs: -1,
    topics: null,
    assignor: null,
    owned: null,
  });
  return true;
}

/** The rest of the consumer knows the member by id and epoch, as it knows that of a classic group by id and generation. */
export function mirror({ core }: Turn): void {
  const { memberId, epoch } = core.modern.data;
  const isIn = epoch > 0;
  if (isIn) core.groupMetadata = { generation: epoch, memberId };
  core.member = withMember({ value: isIn ? 'STABLE' : 'UNJOINED', data: core.member.data }, { memberId, generation: isIn ? epoch : -1, rejoinNeeded: false });
}

export function onModernHeartbeat(turn: Turn, response: ConsumerGroupHeartbeatResponse): void {
  const { core, env } = turn;
  if (response.memberEpoch < 0 || core.modern.value === 'LEAVING' || core.modern.value === 'STALE') return;
  core.modern = withModern(core.modern, { inFlight: false });
  if (response.error !== 'NONE') return heartbeatFailed(turn, response.error);
  if (core.modern.value === 'FENCED' || core.modern.value === 'FATAL') return;
  const { memberEpoch, heartbeatIntervalMs, assignment } = response;
  core.modern = withModern(core.modern, { epoch: memberEpoch, heartbeatIntervalMs });
  mirror(turn);
  if (assignment !== null) core.modern = changeModern(core.modern, isNews(turn, assignment) ? { type: 'ASSIGNED', target: assignment } : { type: 'CONFIRMED' });
  if (core.modern.value === 'ACKNOWLEDGING') core.modern = withModern(core.modern, { dueUs: env.nowUs });
}

const isNews = ({ core }: Turn, assignment: readonly string[]): boolean => {
  const { target } = core.modern.data;
  return target === undefined || target.length !== assignment.length || !assignment.every((tp) => target.includes(tp));
};

export function heartbeatFailed(turn: Turn, error: ErrorName): void {
  const { core, env } = turn;
  core.modern = withModern(core.modern, { inFlight: false, isFull: true });
  switch (error) {
    case 'NOT_COORDINATOR':
    case 'COORDINATOR_NOT_AVAILABLE':
      markCoordinatorUnknown(turn);
      core.modern = withModern(core.modern, { dueUs: env.nowUs });
      return;
    case 'COORDINATOR_LOAD_IN_PROGRESS':
    case 'NETWORK_EXCEPTION':
    case 'REQUEST_TIMED_OUT':
      core.modern = withModern(core.modern, { dueUs: env.nowUs + core.settings.retryBackoffMs * 1000 });
      return;
    case 'UNKNOWN_MEMBER_ID':
    case 'FENCED_MEMBER_EPOCH':
      return fenced(turn);
    default:
      core.modern = changeModern(core.modern, { type: 'FAILED' });
      turn.thrown = exceptionOf(error);
  }
}

/** What it had is lost; it joins again at once. */
function fenced(turn: Turn): void {
  const { core, env } = turn;
  core.modern = changeModern(core.modern, { type: 'FENCED' });
  mirror(turn);
  releaseLost(turn);
  core.modern = withModern(changeModern(core.modern, { type: 'JOIN' }), { dueUs: env.nowUs });
}

/** Sets the timer for the next heartbeat, or for the end of the poll interval. */
export function armModern({ core, env }: Turn): void {
  const { value, data } = core.modern;
  if (value === 'UNSUBSCRIBED' || value === 'STALE' || value === 'FATAL' || value === 'LEAVING') return;
  const nextUs = Math.min(data.inFlight ? FOREVER : data.dueUs, core.pollDeadlineUs);
  if (nextUs === FOREVER || nextUs === core.heartbeatArmedUs) return;
  setTimer(env, HEARTBEAT_TIMER, Math.max(0, nextUs - env.nowUs), { type: 'HeartbeatDue' });
  core.heartbeatArmedUs = nextUs;
}
