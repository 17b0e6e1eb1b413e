/** What a member of a classic group does next (ConsumerCoordinator): prepare, join, sync, heartbeat; eager or cooperative. */
import { changeMember, withMember } from '#kafka/clients/consumer/membership.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { assignors } from '#kafka/groups/assignors.ts';
import type { Body, GroupRequest, MemberProtocol } from '#kafka/protocol/messages.ts';
import { classicLost } from '#proof/groups/classic.answers.ts';
import { ask, isHeld } from '#proof/groups/coordinator.ts';
import { numberOf } from '#proof/groups/key.ts';
import { type Consumer, GROUP, instanceOf, PARTITIONS, type Scope, type State, TOPIC, type Visit, withConsumer } from '#proof/groups/state.ts';

const ASSIGNOR = { eager: 'range', cooperative: 'cooperative-sticky', consumer: '' } as const;

export function classicMoves(state: State, scope: Scope, one: Consumer, visit: Visit): void {
  const { name, classic, asked } = one;
  if (asked > 0) {
    if (!isHeld(state, asked)) visit(`${name}'s request times out`, withConsumer(state, classicLost(one)));
    else if (state.late < scope.late) visit(`${name} hears nothing`, { ...withConsumer(state, classicLost(one)), late: state.late + 1 });
    return;
  }
  if (classic.value === 'COMPLETING_REBALANCE') return send(state, scope, synchronizing(one), syncOf(one, scope), 'syncs', visit);
  if (!classic.data.rejoinNeeded) return heartbeat(state, scope, one, visit);
  const prepared = prepare(one, scope);
  send(state, scope, { ...prepared, classic: changeMember(prepared.classic, { type: 'JOIN_SENT' }) }, joinOf(prepared, scope), 'joins', visit);
}

/** onJoinPrepare: an eager member gives everything back, and so does whoever lost its generation. */
function prepare(one: Consumer, scope: Scope): Consumer {
  const { needsPrepare, generation, memberId } = one.classic.data;
  if (!needsPrepare) return one;
  const isLost = generation < 0 || memberId === '';
  const gives = isLost || scope.protocol === 'eager';
  return { ...one, owned: gives ? [] : one.owned, lost: one.lost && !gives, classic: withMember(one.classic, { needsPrepare: false }) };
}

function joinOf({ name, classic, owned }: Consumer, scope: Scope): Body<GroupRequest> {
  const { memberId, generation, remembered } = classic.data;
  const userData = scope.protocol === 'cooperative' && remembered ? { remembered: { partitions: [], generation: remembered.generation } } : {};
  const protocol: MemberProtocol = {
    name: ASSIGNOR[scope.protocol],
    topics: [TOPIC],
    owned,
    ...(generation >= 0 ? { generation } : {}),
    ...userData,
  };
  const timeouts = { sessionTimeoutMs: 45_000, rebalanceTimeoutMs: 300_000 };
  return {
    type: 'JoinGroupRequest',
    group: GROUP,
    memberId,
    instanceId: instanceOf(scope, name) ?? null,
    clientId: name,
    ...timeouts,
    protocolType: 'consumer',
    protocols: [protocol],
  };
}

function identified(scope: Scope, name: string): { readonly instanceId?: string } {
  const instanceId = instanceOf(scope, name);
  return instanceId === undefined ? {} : { instanceId };
}

const synchronizing = (one: Consumer): Consumer => ({ ...one, classic: withMember(one.classic, { toAssign: undefined }) });

function syncOf({ name, classic }: Consumer, scope: Scope): Body<GroupRequest> {
  const { generation, memberId, toAssign } = classic.data;
  // A static leader that came back finds the assignment made (KIP-814).
  const assignment =
    toAssign === undefined || toAssign.skipAssignment ? [] : assignors[ASSIGNOR[scope.protocol]](toAssign.members, { count: () => PARTITIONS.length });
  const assignments = [...assignment].map(([id, partitions]) => ({ memberId: id, partitions }));
  return { type: 'SyncGroupRequest', group: GROUP, generation, memberId, ...identified(scope, name), assignments };
}

/** The request arrives at once, or is given up and may arrive at any time. */
function send(state: State, scope: Scope, one: Consumer, request: Body<GroupRequest>, what: string, visit: Visit): void {
  const correlation = state.correlation + 1;
  const caller: Caller = { node: one.name, connection: 'main', correlation };
  visit(`${one.name} ${what}`, ask({ ...withConsumer(state, { ...one, asked: correlation }), correlation }, scope, caller, request));
  if (state.late >= scope.late) return;
  const network = [...state.network, { caller, request, number: numberOf(JSON.stringify(request)) }];
  visit(`${one.name} ${what}, late`, { ...withConsumer(state, classicLost(one)), correlation, late: state.late + 1, network });
}

/** Only one that brings news is worth a move. */
function heartbeat(state: State, scope: Scope, one: Consumer, visit: Visit): void {
  const { generation, memberId } = one.classic.data;
  const correlation = state.correlation + 1;
  const caller: Caller = { node: one.name, connection: 'main', correlation };
  const request: Body<GroupRequest> = { type: 'HeartbeatRequest', group: GROUP, generation, memberId, ...identified(scope, one.name) };
  const next = ask(withConsumer(state, { ...one, asked: correlation }), scope, caller, request);
  const after = next.consumers.find(({ name }) => name === one.name);
  if (after?.classic !== one.classic) visit(`${one.name}'s heartbeat is answered`, { ...next, correlation });
}
