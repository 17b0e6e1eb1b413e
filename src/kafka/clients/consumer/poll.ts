/** poll() (ClassicKafkaConsumer): group membership, auto commit, positions, then buffered records, then the next fetch. */
import { maybeAutoCommit, tendCommit } from '#kafka/clients/consumer/commit.ts';
import { ensureCoordinator } from '#kafka/clients/consumer/coordinator.ts';
import { FOREVER, type Turn } from '#kafka/clients/consumer/core.ts';
import { collect, type Polled, sendFetches } from '#kafka/clients/consumer/fetcher.ts';
import { armHeartbeat } from '#kafka/clients/consumer/heartbeat.ts';
import { joinIfNeeded, onPrepareCommitted } from '#kafka/clients/consumer/join.ts';
import { armModern, joinModern, tendModern } from '#kafka/clients/consumer/modern-heartbeat.ts';
import { updatePositions } from '#kafka/clients/consumer/positions.ts';
import { reconcileInPoll } from '#kafka/clients/consumer/reconcile.ts';
import { validatePositions } from '#kafka/clients/consumer/validation.ts';
import { tend } from '#kafka/clients/metadata.ts';
import { cancelTimer, setTimer } from '#sim/effect.ts';

export const WAKE_TIMER = 'poll';

type Why = Turn['wakeWhy'];

/** One iteration of the poll loop. Returns records, or none when the application must wait inside poll(), at most until `turn.wakeUs`. */
export function pollOnce(turn: Turn): readonly Polled[] {
  const { core } = turn;
  core.pollDeadlineUs = FOREVER;
  turn.wakeUs = FOREVER;
  if (turn.thrown) return [];
  const isActive = core.subscription === undefined || coordinate(turn);
  if (!isActive && !keepsReading(turn)) return [];
  if (isActive) {
    wakeBy(turn, validatePositions(turn), 'RetryBackoffExpired');
    wakeBy(turn, updatePositions(turn), 'RetryBackoffExpired');
  }
  if (turn.thrown) return [];
  const polled = core.buffer.length > 0 || core.answered.length > 0 ? collect(turn) : [];
  wakeBy(turn, sendFetches(turn), 'RetryBackoffExpired');
  return polled;
}

/** With KIP-848 poll() only reconciles and commits; the heartbeats do the rest. */
function coordinateModern(turn: Turn): boolean {
  const { core } = turn;
  joinModern(turn);
  wakeBy(turn, tendCommit(turn), 'RetryBackoffExpired');
  wakeBy(turn, reconcileInPoll(turn), 'RetryBackoffExpired');
  tendModern(turn);
  const coordinatorUs = ensureCoordinator(turn);
  if (coordinatorUs !== undefined) wakeBy(turn, coordinatorUs, 'RetryBackoffExpired');
  else {
    maybeAutoCommit(turn);
    if (core.partitions.size > 0) wakeBy(turn, core.autoCommitUs, 'AutoCommitDue');
  }
  return true;
}

/** A member that rebalances reads on from partitions that it still has; an eager one stops when it begins to give them back. */
function keepsReading({ core, thrown }: Turn): boolean {
  return thrown === undefined && core.partitions.size > 0 && (core.settings.cooperative || core.commit?.why !== 'prepare');
}

function wakeBy(turn: Turn, atUs: number, why: Why): void {
  if (atUs >= turn.wakeUs) return;
  turn.wakeUs = atUs;
  turn.wakeWhy = why;
}

/** The group's part of poll(). False while the member has no stable place in the group. */
function coordinate(turn: Turn): boolean {
  const { core } = turn;
  if (core.settings.isModern) return coordinateModern(turn);
  wakeBy(turn, tendCommit(turn), 'RetryBackoffExpired');
  if (core.commit?.why === 'prepare') return false;
  if (turn.commitResult !== undefined) onPrepareCommitted(turn);
  const coordinatorUs = ensureCoordinator(turn);
  if (coordinatorUs !== undefined) {
    wakeBy(turn, coordinatorUs, 'RetryBackoffExpired');
    // Without a coordinator a stable member reads on from the positions it has.
    return core.member.value === 'STABLE';
  }
  const joinUs = joinIfNeeded(turn);
  if (joinUs !== undefined) {
    wakeBy(turn, joinUs, 'RetryBackoffExpired');
    wakeBy(turn, tendCommit(turn), 'RetryBackoffExpired');
    return false;
  }
  maybeAutoCommit(turn);
  if (core.partitions.size > 0) wakeBy(turn, core.autoCommitUs, 'AutoCommitDue');
  return true;
}

/** Sets the timers that this consumer needs next. `inPoll`: the application waits for records. */
export function arm(turn: Turn, inPoll: boolean): void {
  const { core, env } = turn;
  // Thrown while the application was busy: its next poll() gets it.
  core.fatal = turn.thrown;
  const tended = tend(core.metadata, core.net, core.metadataArmedUs, core.settings, env);
  core.metadata = tended.metadata;
  core.net = tended.net;
  core.metadataArmedUs = tended.armedUs;
  if (core.subscription !== undefined && core.settings.isModern) armModern(turn);
  else if (core.subscription !== undefined) armHeartbeat(turn);
  const atUs = inPoll ? turn.wakeUs : tendCommit(turn);
  if (atUs === core.wakeArmedUs) return;
  if (atUs === FOREVER) cancelTimer(env, WAKE_TIMER);
  else setTimer(env, WAKE_TIMER, Math.max(0, atUs - env.nowUs), { type: inPoll ? turn.wakeWhy : 'RetryBackoffExpired' });
  core.wakeArmedUs = atUs;
}
