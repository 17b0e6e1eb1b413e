/** Joining a group (AbstractCoordinator.joinGroupIfNeeded, ConsumerCoordinator): prepare, JoinGroup, SyncGroup, and what errors do. */
import { backoffMs } from '#kafka/clients/backoff.ts';
import { startPrepareCommit } from '#kafka/clients/consumer/commit.ts';
import { askCoordinator, instanceOf, markCoordinatorUnknown } from '#kafka/clients/consumer/coordinator.ts';
import { type ConsumerCore, FOREVER, type Turn } from '#kafka/clients/consumer/core.ts';
import { changeMember, withMember } from '#kafka/clients/consumer/membership.ts';
import { newPosition } from '#kafka/clients/consumer/position.ts';
import { exceptionOf } from '#kafka/clients/exceptions.ts';
import { wantTopic } from '#kafka/clients/metadata.ts';
import { tell } from '#kafka/facts.ts';
import { assignors } from '#kafka/groups/assignors.ts';
import { IllegalState } from '#kafka/groups/illegal.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { JoinGroupResponse, MemberProtocol, SyncGroupResponse } from '#kafka/protocol/messages.ts';
import { type Tp, tpOf } from '#kafka/protocol/names.ts';

/** Kafka waits this much longer for the answer to JoinGroup than the coordinator may take. */
const JOIN_GROUP_TIMEOUT_LAPSE_MS = 5000;

/** One step towards a stable membership. Returns undefined when stable, else when to go on (Infinity: when an answer comes). The coordinator is known. */
export function joinIfNeeded(turn: Turn): number | undefined {
  const { core, env } = turn;
  if (leaderSawChange(turn)) core.member = withMember(core.member, { rejoinNeeded: true });
  const { rejoinNeeded, joining, retryAtUs, needsPrepare } = core.member.data;
  if (joining) {
    if (core.member.data.toAssign) assign(turn);
    return FOREVER;
  }
  if (!rejoinNeeded) return undefined;
  if (retryAtUs > env.nowUs) return retryAtUs;
  if (needsPrepare && !prepare(turn)) return FOREVER;
  sendJoinGroup(turn);
  return FOREVER;
}

/** The group's leader watches the partition counts that its assignment was made from. */
function leaderSawChange({ core }: Turn): boolean {
  const { assignedFrom, isLeader, joining } = core.member.data;
  if (!isLeader || joining || assignedFrom === undefined) return false;
  for (const [topic, count] of assignedFrom) if ((core.metadata.counts.get(topic) ?? count) !== count) return true;
  return false;
}

/** onJoinPrepare: auto commit first; then an eager member gives everything back, and a cooperative one nothing. A lost generation loses all without commit. False while it waits. */
function prepare(turn: Turn): boolean {
  const { core } = turn;
  if (core.commit?.why === 'prepare') return false;
  if (core.member.data.generation >= 0 && startPrepareCommit(turn)) return false;
  onPrepareCommitted(turn);
  return true;
}

/** The commit before the rebalance has its result, good or bad, or there was none to make. */
export function onPrepareCommitted(turn: Turn): void {
  const { core } = turn;
  turn.commitResult = undefined;
  if (!core.member.data.rejoinNeeded || !core.member.data.needsPrepare) return;
  const isLost = core.member.data.generation < 0 || core.member.data.memberId === '';
  if (isLost || !core.settings.cooperative) giveBack(turn, isLost);
  core.member = withMember(core.member, { needsPrepare: false });
}

function giveBack({ core, env }: Turn, lost: boolean): void {
  const partitions = [...core.partitions.keys()];
  core.partitions = new Map();
  core.buffer = [];
  if (partitions.length > 0) tell(env, { fact: 'PartitionsRevoked', group: core.group, node: env.self, partitions, lost });
}

function sendJoinGroup(turn: Turn): void {
  const { core } = turn;
  const topics = core.subscription ?? [];
  const { settings } = core;
  askCoordinator(
    turn,
    {
      type: 'JoinGroupRequest',
      group: core.group,
      memberId: core.member.data.memberId,
      instanceId: settings.instanceId ?? null,
      clientId: core.clientId,
      sessionTimeoutMs: settings.sessionTimeoutMs,
      rebalanceTimeoutMs: settings.maxPollIntervalMs,
      protocolType: 'consumer',
      protocols: settings.assignors.map((name) => protocolOf(core, name, topics)),
    },
    Math.max(settings.requestTimeoutMs, settings.maxPollIntervalMs + JOIN_GROUP_TIMEOUT_LAPSE_MS),
  );
  core.member = changeMember(core.member, { type: 'JOIN_SENT' });
  core.heartbeatDueUs = FOREVER;
}

/** The subscription as an assignor is told of it (ConsumerCoordinator.metadata). */
function protocolOf(core: ConsumerCore, name: string, topics: readonly string[]): MemberProtocol {
  const { generation, remembered } = core.member.data;
  const { rack } = core.settings;
  const userData =
    name === 'sticky' ? remembered : name === 'cooperative-sticky' && remembered ? { partitions: [], generation: remembered.generation } : undefined;
  return {
    name,
    topics,
    owned: [...core.partitions.keys()],
    ...(generation >= 0 ? { generation } : {}),
    ...(rack === '' ? {} : { rack }),
    ...(userData === undefined ? {} : { remembered: userData }),
  };
}

export function onJoinGroup(turn: Turn, response: JoinGroupResponse): void {
  const { core } = turn;
  if (core.member.value !== 'PREPARING_REBALANCE') return;
  if (response.error !== 'NONE') return joinFailed(turn, response.error, response.memberId);
  core.member = changeMember(core.member, { type: 'JOINED', response });
  startHeartbeats(turn);
  if (core.member.data.isLeader) {
    for (const { topics } of response.members) for (const topic of topics) core.metadata = wantTopic(core.metadata, topic);
    core.member = withMember(core.member, { toAssign: response });
    return assign(turn);
  }
  sendSyncGroup(turn, []);
}

/** The leader assigns once it knows the partitions of every topic of the group, or knows that a topic is not there. */
function assign(turn: Turn): void {
  const { core } = turn;
  const response = core.member.data.toAssign;
  if (response === undefined) return;
  const topics = [...new Set(response.members.flatMap((member) => member.topics))];
  if (!topics.every((topic) => core.metadata.counts.has(topic) || core.metadata.errors.has(topic))) return;
  const assignedFrom = new Map(topics.map((topic) => [topic, core.metadata.counts.get(topic) ?? 0]));
  core.member = withMember(core.member, { toAssign: undefined, assignedFrom });
  // A static leader that came back finds the assignment made (KIP-814).
  if (response.skipAssignment) return sendSyncGroup(turn, []);
  const assignment = assigned(turn, response);
  if (assignment !== undefined)
    sendSyncGroup(
      turn,
      [...assignment].map(([memberId, partitions]) => ({ memberId, partitions })),
    );
}

/** What its assignor throws comes out of the leader's poll() (AbstractCoordinator.joinGroupIfNeeded). */
function assigned(turn: Turn, { protocol, members }: JoinGroupResponse): ReadonlyMap<string, readonly Tp[]> | undefined {
  const { core } = turn;
  try {
    return (assignors[protocol] ?? assignors.range)(members, {
      count: (topic) => core.metadata.counts.get(topic),
      racks: (topic, p) => core.metadata.racks?.get(tpOf(topic, p)) ?? [],
    });
  } catch (failure) {
    if (!(failure instanceof IllegalState)) throw failure;
    core.member = changeMember(core.member, { type: 'JOIN_FAILED' });
    turn.thrown = { exception: 'IllegalStateException', message: failure.message };
    return undefined;
  }
}

function sendSyncGroup(turn: Turn, assignments: readonly { memberId: string; partitions: readonly Tp[] }[]): void {
  const { core } = turn;
  if (core.coordinator < 0) {
    core.member = changeMember(core.member, { type: 'JOIN_FAILED' });
    return;
  }
  const { generation, memberId } = core.member.data;
  const timeoutMs = Math.max(core.settings.requestTimeoutMs, core.settings.maxPollIntervalMs + JOIN_GROUP_TIMEOUT_LAPSE_MS);
  askCoordinator(turn, { type: 'SyncGroupRequest', group: core.group, generation, memberId, ...instanceOf(core), assignments }, timeoutMs);
}

export function onSyncGroup(turn: Turn, response: SyncGroupResponse): void {
  const { core, env } = turn;
  if (core.member.value !== 'COMPLETING_REBALANCE') return;
  if (response.error !== 'NONE') return joinFailed(turn, response.error, core.member.data.memberId);
  core.member = changeMember(core.member, { type: 'SYNCED' });
  const { generation } = core.member.data;
  core.member = withMember(core.member, { remembered: { partitions: response.partitions, generation } });
  core.groupMetadata = { generation, memberId: core.member.data.memberId };
  if (core.settings.cooperative) adopt(turn, response.partitions);
  else {
    core.partitions = new Map(response.partitions.map((tp) => [tp, newPosition(tp)]));
    core.buffer = [];
    tell(env, { fact: 'PartitionsAssigned', group: core.group, node: env.self, generation, partitions: response.partitions });
  }
  if (core.settings.autoCommit) core.autoCommitUs = env.nowUs + core.settings.autoCommitIntervalMs * 1000;
}

/** Cooperative: what was not given again is revoked, and the member joins once more so that others can have it; the rest was never interrupted. */
function adopt({ core, env }: Turn, assigned: readonly Tp[]): void {
  const revoked = [...core.partitions.keys()].filter((tp) => !assigned.includes(tp));
  const added = assigned.filter((tp) => !core.partitions.has(tp));
  if (revoked.length > 0) {
    tell(env, { fact: 'PartitionsRevoked', group: core.group, node: env.self, partitions: revoked, lost: false });
    core.member = withMember(core.member, { rejoinNeeded: true });
  }
  core.partitions = new Map(assigned.map((tp) => [tp, core.partitions.get(tp) ?? newPosition(tp)]));
  tell(env, { fact: 'PartitionsAssigned', group: core.group, node: env.self, generation: core.member.data.generation, partitions: assigned, added });
}

/** What an error in JoinGroup or SyncGroup does (reference: the client's table of reactions). */
export function joinFailed(turn: Turn, error: ErrorName, memberId: string): void {
  const { core } = turn;
  switch (error) {
    case 'MEMBER_ID_REQUIRED':
      core.member = withMember(changeMember(core.member, { type: 'JOIN_FAILED' }), { memberId });
      return;
    case 'REBALANCE_IN_PROGRESS':
      core.member = changeMember(core.member, { type: 'JOIN_FAILED' });
      return;
    case 'UNKNOWN_MEMBER_ID':
    case 'ILLEGAL_GENERATION':
      core.member = changeMember(core.member, { type: 'RESET', keepId: error === 'ILLEGAL_GENERATION' });
      return;
    case 'NOT_COORDINATOR':
    case 'COORDINATOR_NOT_AVAILABLE':
      markCoordinatorUnknown(turn);
      return joinLater(turn);
    case 'COORDINATOR_LOAD_IN_PROGRESS':
    case 'NETWORK_EXCEPTION':
    case 'REQUEST_TIMED_OUT':
      return joinLater(turn);
    default:
      core.member = changeMember(core.member, { type: 'JOIN_FAILED' });
      turn.thrown = exceptionOf(error);
  }
}

function joinLater({ core, env }: Turn): void {
  const { attempts } = core.member.data;
  const retryAtUs = env.nowUs + backoffMs(core.settings.retryBackoffMs, core.settings.retryBackoffMaxMs, attempts) * 1000;
  core.member = withMember(changeMember(core.member, { type: 'JOIN_FAILED' }), { retryAtUs, attempts: attempts + 1 });
}

/** The heartbeat thread is on from the JoinGroup answer; both its timers start now. */
function startHeartbeats({ core, env }: Turn): void {
  core.heartbeatDueUs = env.nowUs + core.settings.heartbeatIntervalMs * 1000;
  core.sessionDeadlineUs = env.nowUs + core.settings.sessionTimeoutMs * 1000;
}
