/**
 * A consumer group as something to search: members come, leave, die, are slow; timers fire whenever they like; requests and answers are late; the
 * coordinator moves. No partition has two owners that count, every one has an owner when the group is at rest, and who has been replaced commits nothing.
 */
import type { Group } from '#kafka/coordinator/group.ts';
import type { Tp } from '#kafka/protocol/names.ts';
import type { Protocol } from '#proof/explore.ts';
import { classicMoves } from '#proof/groups/classic.ts';
import { consumerMoves, consumerRequest } from '#proof/groups/consumer.ts';
import { ask, begin, tend, verdictOnCommit } from '#proof/groups/coordinator.ts';
import { keyOf } from '#proof/groups/key.ts';
import { type Consumer, GROUP, initialState, instanceOf, PARTITIONS, type Scope, type State, started, type Visit, withConsumer } from '#proof/groups/state.ts';

export function groupProtocol(scope: Scope): Protocol<State> {
  return {
    initial: begin(initialState(), scope),
    key: (state) => keyOf(state, state.failovers < scope.failovers),
    successors(state, visit) {
      let moves = 0;
      const counting: Visit = (move, next) => {
        moves++;
        visit(move, next);
      };
      for (const one of state.consumers) if (one.life === 'alive') act(state, scope, one, counting);
      for (const { caller, request } of state.network) {
        const network = state.network.filter((other) => other.caller !== caller);
        counting(`a late ${request.type} of ${caller.node} arrives`, ask({ ...state, network }, scope, caller, request));
      }
      tend(state, scope, counting);
      if (moves === 0 && !state.stuck && !isAtRest(state)) visit('nothing happens any more', { ...state, stuck: true });
    },
    broken: (before, after) => backwards(before, after),
    brokenState: (state) => (state.stuck ? 'L06: somebody waits, and nobody will ever do anything' : (owners(state) ?? rest(state) ?? zombies(state, scope))),
  };
}

function act(state: State, scope: Scope, one: Consumer, visit: Visit): void {
  if (scope.protocol === 'consumer') consumerMoves(state, scope, one, visit);
  else classicMoves(state, scope, one, visit);
  if (state.bounces < (scope.bounces ?? 0) && (one.been.length > 0 || one.asked > 0))
    visit(`${one.name}'s process is restarted`, { ...withConsumer(state, started(one.name, one.been)), bounces: state.bounces + 1 });
  if (state.departures >= scope.departures || one.been.length === 0) return;
  const gone: State = { ...withConsumer(state, { ...one, life: 'gone', asked: 0, owned: [] }), departures: state.departures + 1 };
  visit(`${one.name} dies`, gone);
  // Whoever has a group.instance.id says nothing when it goes.
  if (scope.bounces !== undefined) return;
  const correlation = state.correlation + 1;
  visit(`${one.name} leaves`, ask({ ...gone, correlation }, scope, { node: one.name, connection: 'main', correlation }, leaveOf(one, scope)));
}

function leaveOf(one: Consumer, scope: Scope): Parameters<typeof ask>[3] {
  if (scope.protocol === 'consumer') return consumerRequest(one, -1);
  return { type: 'LeaveGroupRequest', group: GROUP, memberId: one.classic.data.memberId, reason: 'left' };
}

const groupIn = ({ coordinator }: State): Group | undefined => coordinator.shards.get(0)?.groups.get(GROUP);

/** What a member believes to be, if the coordinator knows it by that. What it kept from a membership that it lost does not count. */
function isCurrent(group: Group | undefined, { life, classic, modern, lost }: Consumer): boolean {
  if (group === undefined || life === 'gone' || lost) return false;
  const member = group.data.consumer?.members.get(modern.data.memberId);
  if (group.data.consumer !== undefined) return member !== undefined && modern.data.epoch > 0 && member.epoch === modern.data.epoch;
  const { memberId, generation } = classic.data;
  return group.data.members.has(memberId) && generation === group.data.generation;
}

/** C07: among members of the present generation no two read one partition; nor are two given it, nor one and held back for the other. */
function owners(state: State): string | undefined {
  const group = groupIn(state);
  const [a, b] = state.consumers;
  const both = a.owned.find((tp) => b.owned.includes(tp));
  if (both !== undefined && isCurrent(group, a) && isCurrent(group, b)) return `C07: ${both} belongs to ${a.name} and to ${b.name}`;
  const given = new Set<Tp>();
  for (const tps of shares(group)) {
    for (const tp of tps) {
      if (given.has(tp)) return `C07: ${tp} is given to two members`;
      given.add(tp);
    }
  }
  return undefined;
}

function shares(group: Group | undefined): readonly (readonly Tp[])[] {
  if (group?.data.consumer) return [...group.data.consumer.members.values()].map(({ assigned, pendingRevocation }) => [...assigned, ...pendingRevocation]);
  return [...(group?.data.members.values() ?? [])].map(({ assignment }) => assignment);
}

/** Everybody who lives is stable and has what the coordinator says, and nobody who does not is a member. */
function isAtRest(state: State): boolean {
  const group = groupIn(state);
  const members = group?.data.consumer?.members.size ?? group?.data.members.size ?? 0;
  return (
    members === state.consumers.filter(({ life }) => life === 'alive').length &&
    state.consumers.every(
      (one) => one.life === 'gone' || (isCurrent(group, one) && one.asked === 0 && !(group?.data.consumer === undefined && one.classic.data.rejoinNeeded)),
    )
  );
}

/** C08: a group at rest reads everything. */
function rest(state: State): string | undefined {
  const group = groupIn(state);
  if (group?.value !== 'Stable' || !isAtRest(state) || state.consumers.every(({ life }) => life === 'gone')) return undefined;
  const given = shares(group).flat();
  const missing = PARTITIONS.find((tp) => !given.includes(tp));
  return missing === undefined ? undefined : `C08: the group is stable, and nobody has ${missing}`;
}

/** C09: a commit counts only from who is a member, by the generation that there is. */
function zombies(state: State, scope: Scope): string | undefined {
  const group = groupIn(state);
  for (const { name, been } of state.consumers) {
    const instanceId = instanceOf(scope, name);
    for (const { memberId, generation } of been) {
      if (generation < 0 || isMember(group, memberId, generation)) continue;
      const offsets = [{ tp: PARTITIONS[0], offset: 1, leaderEpoch: 0 }];
      const verdict = verdictOnCommit(state, {
        type: 'OffsetCommitRequest',
        group: GROUP,
        generation,
        memberId,
        ...(instanceId === undefined ? {} : { instanceId }),
        offsets,
      });
      if (verdict === 'NONE') return `C09: a commit of ${name} in ${scope.protocol === 'consumer' ? 'epoch' : 'generation'} ${generation} is accepted`;
    }
  }
  return undefined;
}

function isMember(group: Group | undefined, memberId: string, generation: number): boolean {
  if (group?.data.consumer) return group.data.consumer.members.get(memberId)?.epoch === generation;
  return group?.data.generation === generation && group.data.members.has(memberId);
}

/** C11: generations, and the epochs of members, only grow, as long as one coordinator counts them. */
function backwards(before: State, after: State): string | undefined {
  if (before.failovers !== after.failovers) return undefined;
  const [was, is] = [groupIn(before), groupIn(after)];
  if (was === undefined || is === undefined) return undefined;
  if (is.data.generation < was.data.generation) return `C11: generation ${was.data.generation} is followed by ${is.data.generation}`;
  for (const { memberId, epoch } of was.data.consumer?.members.values() ?? []) {
    const now = is.data.consumer?.members.get(memberId)?.epoch;
    if (now !== undefined && now < epoch) return `C11: epoch ${epoch} of ${memberId} is followed by ${now}`;
  }
  return undefined;
}
