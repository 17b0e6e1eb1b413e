/** Committing (ConsumerCoordinator): positions, by timer, before a rebalance, in close(), or by commitSync(). */
import { backoffMs } from '#kafka/clients/backoff.ts';
import { askCoordinator, ensureCoordinator, instanceOf, markCoordinatorUnknown } from '#kafka/clients/consumer/coordinator.ts';
import { type BlockingCommit, type CommitOffset, type ConsumerCore, FOREVER, type Turn } from '#kafka/clients/consumer/core.ts';
import { changeMember, isStable, withMember } from '#kafka/clients/consumer/membership.ts';
import { commitException, exceptionOf, KICKED_OUT, UNDERGOING } from '#kafka/clients/exceptions.ts';
import { ALWAYS } from '#kafka/clients/network.ts';
import { tell } from '#kafka/facts.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { OffsetCommitRequest } from '#kafka/protocol/messages.ts';
import type { Offset, Tp } from '#kafka/protocol/names.ts';
import { planted } from '#sim/planted.ts';

/** How a commit came about, remembered with its request. */
const AUTO = 0;
const BLOCKING = 1;
const ASYNC = 2;

/** All positions of assigned partitions (SubscriptionState.allConsumed): everything that poll() has handed out, processed or not. */
export function allConsumed(core: ConsumerCore): CommitOffset[] {
  const offsets: CommitOffset[] = [];
  for (const { value, data } of core.partitions.values()) {
    if (value === 'FETCHING')
      offsets.push({ tp: data.tp, offset: planted.M31 ? fetchedUpTo(core, data.tp, data.position) : data.position, leaderEpoch: data.leaderEpoch });
  }
  return offsets;
}

/** M31, KAFKA-2942: what lies in the buffer counts as consumed. */
const fetchedUpTo = (core: ConsumerCore, tp: Tp, position: Offset): Offset =>
  core.buffer.reduce((end, one) => (one.tp === tp ? Math.max(end, (one.records[one.records.length - 1]?.offset ?? -1) + 1) : end), position);

/** Inside poll: commits positions if auto.commit.interval.ms has passed, without waiting for the answer. */
export function maybeAutoCommit(turn: Turn): void {
  const { core, env } = turn;
  if (env.nowUs < core.autoCommitUs) return;
  core.autoCommitUs = env.nowUs + core.settings.autoCommitIntervalMs * 1000;
  const offsets = allConsumed(core);
  if (offsets.length > 0 && isStable(core.member)) sendCommit(turn, offsets, AUTO);
}

/** commitAsync(): sent at once and never again; the application hears of a failure in its callback alone. */
export function commitAsync(turn: Turn): void {
  const offsets = allConsumed(turn.core);
  if (offsets.length > 0 && isStable(turn.core.member) && ensureCoordinator(turn) === undefined) sendCommit(turn, offsets, ASYNC);
}

function sendCommit(turn: Turn, offsets: readonly CommitOffset[], context: number): void {
  const { generation, memberId } = turn.core.member.data;
  askCoordinator(
    turn,
    { type: 'OffsetCommitRequest', group: turn.core.group, generation, memberId, ...instanceOf(turn.core), offsets },
    turn.core.settings.requestTimeoutMs,
    context,
  );
}

/** The auto commit that a rebalance begins with. True when there is something to wait for. */
export function startPrepareCommit(turn: Turn): boolean {
  const { core } = turn;
  if (!core.settings.autoCommit || !isStable(core.member) || allConsumed(core).length === 0) return false;
  startCommit(turn, 'prepare', core.settings.maxPollIntervalMs);
  return core.commit !== undefined;
}

/** commitSync() of all positions, or the commit in close(): the caller waits, and retriable errors are retried until the timeout. */
export function startCommit(turn: Turn, why: BlockingCommit['why'], timeoutMs: number): void {
  const { core, env } = turn;
  const offsets = allConsumed(core);
  if (offsets.length === 0) {
    turn.commitResult = 'NONE';
    return;
  }
  core.commit = { why, offsets, deadlineUs: env.nowUs + timeoutMs * 1000, attempts: 0, retryAtUs: ALWAYS, inFlight: false };
  tendCommit(turn);
}

/** Sends the awaited commit when its time has come. Returns when to look again. */
export function tendCommit(turn: Turn): number {
  const { core, env } = turn;
  const { commit } = core;
  if (commit === undefined || commit.inFlight) return FOREVER;
  if (env.nowUs >= commit.deadlineUs) {
    finish(turn, 'REQUEST_TIMED_OUT');
    return FOREVER;
  }
  if (!isStable(core.member)) {
    const isJoining = core.member.data.joining;
    finish(turn, isJoining ? 'REBALANCE_IN_PROGRESS' : 'UNKNOWN_MEMBER_ID', isJoining ? UNDERGOING : KICKED_OUT);
    return FOREVER;
  }
  if (commit.retryAtUs > env.nowUs) return Math.min(commit.retryAtUs, commit.deadlineUs);
  const waitUs = ensureCoordinator(turn);
  if (waitUs !== undefined) return Math.min(waitUs, commit.deadlineUs);
  core.commit = { ...commit, inFlight: true };
  sendCommit(turn, commit.offsets, BLOCKING);
  return FOREVER;
}

function finish(turn: Turn, result: ErrorName, thrown = commitException(result)): void {
  const { core, env } = turn;
  if (result !== 'NONE') tell(env, { fact: 'CommitFailed', group: core.group, node: env.self, error: result });
  core.commit = undefined;
  turn.commitThrown = result === 'NONE' ? undefined : thrown;
  turn.commitResult = result;
}

export function onCommitted(turn: Turn, request: OffsetCommitRequest, context: number, error: ErrorName): void {
  const isOwn = request.generation === turn.core.member.data.generation && request.memberId === turn.core.member.data.memberId;
  if (error !== 'NONE' && isOwn) react(turn, error);
  // An epoch that went up while the commit was on its way: it is tried again with the new one (CommitRequestManager).
  else if (error === 'STALE_MEMBER_EPOCH' && context === BLOCKING) return onBlockingCommit(turn, 'REQUEST_TIMED_OUT');
  if (context === BLOCKING) return onBlockingCommit(turn, error);
  if (error === 'NONE') return;
  const { core, env } = turn;
  tell(env, { fact: 'CommitFailed', group: core.group, node: env.self, error });
  if (context === AUTO && isTransient(error)) core.autoCommitUs = Math.min(core.autoCommitUs, env.nowUs + core.settings.retryBackoffMs * 1000);
}

/** What the error says about the coordinator and the membership. */
function react(turn: Turn, error: ErrorName): void {
  const { core } = turn;
  switch (error) {
    case 'NOT_COORDINATOR':
    case 'COORDINATOR_NOT_AVAILABLE':
    case 'REQUEST_TIMED_OUT':
      return markCoordinatorUnknown(turn);
    case 'REBALANCE_IN_PROGRESS':
      core.member = withMember(core.member, { rejoinNeeded: true });
      return;
    case 'UNKNOWN_MEMBER_ID':
    case 'ILLEGAL_GENERATION':
      // With KIP-848 the heartbeats learn of it by themselves.
      if (core.settings.isModern) return;
      core.member = changeMember(core.member, { type: 'RESET', keepId: error === 'ILLEGAL_GENERATION' });
      return;
    case 'FENCED_INSTANCE_ID':
      turn.thrown = exceptionOf(error);
      return;
    default:
      return;
  }
}

const TRANSIENT: ReadonlySet<ErrorName> = new Set<ErrorName>([
  'NOT_COORDINATOR',
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'REQUEST_TIMED_OUT',
  'NETWORK_EXCEPTION',
]);

const isTransient = (error: ErrorName): boolean => TRANSIENT.has(error);

function onBlockingCommit(turn: Turn, error: ErrorName): void {
  const { core, env } = turn;
  const { commit } = core;
  if (commit === undefined) return;
  if (!isTransient(error)) return finish(turn, error);
  const retryAtUs = env.nowUs + backoffMs(core.settings.retryBackoffMs, core.settings.retryBackoffMaxMs, commit.attempts) * 1000;
  core.commit = { why: commit.why, offsets: commit.offsets, deadlineUs: commit.deadlineUs, attempts: commit.attempts + 1, retryAtUs, inFlight: false };
}
