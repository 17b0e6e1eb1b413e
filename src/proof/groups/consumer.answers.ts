/** How the answer to a ConsumerGroupHeartbeat moves a member, as modern-heartbeat.ts does it for a whole consumer. */
import { changeModern, withModern } from '#kafka/clients/consumer/modern.ts';
import type { Body, Response } from '#kafka/protocol/messages.ts';
import { type Consumer, known } from '#proof/groups/state.ts';

export function consumerAnswered(waiting: Consumer, response: Body<Response>): Consumer {
  if (response.type !== 'ConsumerGroupHeartbeatResponse' || response.memberEpoch < 0) return waiting;
  const one: Consumer = { ...waiting, modern: withModern(waiting.modern, { inFlight: false }) };
  if (response.error !== 'NONE') return failed(one, response.error);
  const { memberEpoch, assignment, memberId } = response;
  const told = withModern(one.modern, { epoch: memberEpoch });
  const target = told.data.target;
  const isNews = assignment !== null && (target === undefined || target.length !== assignment.length || !assignment.every((tp) => target.includes(tp)));
  const modern = assignment === null ? told : changeModern(told, isNews ? { type: 'ASSIGNED', target: assignment } : { type: 'CONFIRMED' });
  return known({ ...one, modern, overtaken: false }, { memberId, generation: memberEpoch });
}

function failed(one: Consumer, error: string): Consumer {
  const full = withModern(one.modern, { isFull: true });
  if (error !== 'UNKNOWN_MEMBER_ID' && error !== 'FENCED_MEMBER_EPOCH') return { ...one, modern: full };
  // What it had is lost; it joins again at once.
  return { ...one, owned: [], lost: false, overtaken: false, modern: changeModern(changeModern(full, { type: 'FENCED' }), { type: 'JOIN' }) };
}

/** No answer came: the next heartbeat says everything again. */
export const consumerLost = (one: Consumer): Consumer => ({ ...one, asked: 0, modern: withModern(one.modern, { inFlight: false, isFull: true }) });
