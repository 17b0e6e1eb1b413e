/** What a member of a consumer group does next (KIP-848): reconcile with its target, and tell the coordinator in its heartbeats. */
import { changeModern, withModern } from '#kafka/clients/consumer/modern.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { Body, GroupRequest } from '#kafka/protocol/messages.ts';
import { consumerLost } from '#proof/groups/consumer.answers.ts';
import { ask } from '#proof/groups/coordinator.ts';
import { numberOf } from '#proof/groups/key.ts';
import { type Consumer, GROUP, type Scope, type State, TOPIC, type Visit, withConsumer } from '#proof/groups/state.ts';

export function consumerMoves(state: State, scope: Scope, one: Consumer, visit: Visit): void {
  const { name, modern, asked } = one;
  if (modern.value === 'RECONCILING') visit(`${name} reconciles`, withConsumer(state, reconciled(one, scope)));
  if (asked > 0) {
    if (state.late < scope.late) visit(`${name} hears nothing`, { ...withConsumer(state, consumerLost(one)), late: state.late + 1 });
    return;
  }
  heartbeat(state, scope, modern.value === 'UNSUBSCRIBED' ? { ...one, modern: changeModern(modern, { type: 'JOIN' }) } : one, visit);
}

/** Gives up what it must, and begins with what is new. */
function reconciled(one: Consumer, scope: Scope): Consumer {
  const lost = one.overtaken && !scope.judgesLost;
  return { ...one, lost, owned: one.modern.data.target ?? [], modern: changeModern(one.modern, { type: 'RECONCILED' }) };
}

export const consumerRequest = ({ name, modern, owned }: Consumer, memberEpoch = modern.data.epoch): Body<GroupRequest> => {
  const isWhole = memberEpoch >= 0 && (modern.data.isFull || memberEpoch === 0);
  return {
    type: 'ConsumerGroupHeartbeatRequest',
    group: GROUP,
    memberId: modern.data.memberId,
    memberEpoch,
    clientId: name,
    rebalanceTimeoutMs: isWhole ? 300_000 : -1,
    topics: isWhole ? [TOPIC] : null,
    assignor: null,
    owned: memberEpoch >= 0 && (isWhole || modern.value === 'ACKNOWLEDGING') ? owned : null,
  };
};

/** Arrives at once, or is given up and may arrive at any time. One that changes nothing is not worth a move. */
function heartbeat(state: State, scope: Scope, one: Consumer, visit: Visit): void {
  const correlation = state.correlation + 1;
  const caller: Caller = { node: one.name, connection: 'main', correlation };
  const request = consumerRequest(one);
  const overtaken = one.overtaken || (one.modern.value === 'RECONCILING' && 'owned' in request && request.owned !== null);
  const sent: Consumer = {
    ...one,
    asked: correlation,
    overtaken,
    modern: withModern(changeModern(one.modern, { type: 'ACKNOWLEDGED' }), { inFlight: true, isFull: false }),
  };
  const next = ask({ ...withConsumer(state, sent), correlation }, scope, caller, request);
  visit(`${one.name}'s heartbeat arrives`, next);
  if (state.late >= scope.late) return;
  const network = [...state.network, { caller, request, number: numberOf(JSON.stringify(request)) }];
  visit(`${one.name}'s heartbeat is late`, { ...withConsumer(state, consumerLost(sent)), correlation, late: state.late + 1, network });
}
