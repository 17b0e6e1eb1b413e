/** poll() and close() of a KafkaShareConsumer, for whoever has one: an application, or the console tool. */
import { ensureCoordinator } from '#kafka/clients/consumer/coordinator.ts';
import { changeModern, withModern } from '#kafka/clients/consumer/modern.ts';
import { isAcknowledging, queueAcknowledgements } from '#kafka/clients/share/acknowledge.ts';
import { type Delivered, FOREVER, type Outcome, type ShareTurn } from '#kafka/clients/share/core.ts';
import { collectDelivered, sendShareFetches } from '#kafka/clients/share/fetch.ts';
import { joinShareGroup, sendLeave, tendMembership } from '#kafka/clients/share/heartbeat.ts';

/** poll() (ShareConsumerImpl): acknowledgements go with the next fetch, or by themselves when there are records to hand out. */
export function pollShare(turn: ShareTurn, outcomes: readonly Outcome[]): readonly Delivered[] {
  const { core } = turn;
  core.pollDeadlineUs = FOREVER;
  joinShareGroup(turn);
  tendMembership(turn);
  const coordinatorUs = ensureCoordinator(turn);
  if (coordinatorUs !== undefined) turn.wakeUs = Math.min(turn.wakeUs, coordinatorUs);
  const delivered = collectDelivered(turn);
  if (delivered.length > 0) {
    if (outcomes.length > 0) queueAcknowledgements(turn, outcomes, 'async');
    return delivered;
  }
  core.withFetch = [...core.withFetch, ...outcomes];
  core.wantsMore = true;
  turn.wakeUs = Math.min(turn.wakeUs, sendShareFetches(turn));
  return delivered;
}

const isLeaving = ({ core }: ShareTurn): boolean =>
  core.net.inFlight.some(({ request }) => request.type === 'ShareGroupHeartbeatRequest' && request.memberEpoch < 0);

/** After `closeSessions`: once its acknowledgements are answered the member leaves; true when there is nothing more to wait for. */
export function leaveShare(turn: ShareTurn): boolean {
  const { core } = turn;
  if (isAcknowledging(turn) || isLeaving(turn)) return false;
  if (core.member.value === 'LEAVING') return true;
  const isTold = sendLeave(turn);
  core.member = withModern(changeModern(core.member, { type: 'LEAVE' }), { dueUs: FOREVER });
  return !isTold;
}
