/** The life of a voter (KafkaRaftClient): how it starts from its disk, what it asks for in each role, its timers, and what a crash leaves. */
import { NOBODY } from '#kafka/controller/kraft/election.ts';
import { fetchFromAny, fetchFromBest, handleFetched, handleFetchedSnapshot } from '#kafka/controller/kraft/following.ts';
import { epochBefore } from '#kafka/controller/kraft/metadataLog.ts';
import { initialize, unattached } from '#kafka/controller/kraft/quorum.ts';
import { backOff, becameReady, broke, isAwaited, othersOf, QUORUM, type QuorumRequestDue, voterName } from '#kafka/controller/kraft/requests.ts';
import {
  backOffElection,
  electionTimer,
  FETCH_TIMEOUT,
  hasRemoteLeader,
  randomElectionTimeoutUs,
  remember,
  stand,
  transition,
} from '#kafka/controller/kraft/roles.ts';
import { cleanSnapshots, cutTo, latestOf, loadedFrom, watchForCleaning } from '#kafka/controller/kraft/snapshots.ts';
import { type ControllerNode, type Desk, isOnlyVoter, type RaftMemory } from '#kafka/controller/kraft/state.ts';
import {
  askForVotes,
  beginQuorumEpoch,
  endQuorumEpoch,
  handleBeginQuorumEpochAnswer,
  handleEndQuorumEpochAnswer,
  handleVoteAnswer,
} from '#kafka/controller/kraft/votes.ts';
import type { Response } from '#kafka/protocol/messages.ts';
import { exit, setTimer } from '#sim/effect.ts';
import type { Payload } from '#sim/event.ts';
import { truncated } from '#sim/view.ts';

const noRaftMemory: RaftMemory = {
  correlation: 0,
  connections: [],
  granted: [],
  rejected: [],
  hasFetchedFromLeader: false,
  fetchingSnapshot: undefined,
  knowsHighWatermark: false,
  retries: 0,
  backingOff: false,
  successors: [],
  unacknowledged: [],
  stopping: false,
};

/** What a process knows when it begins. */
export const noMemory = {
  raft: noRaftMemory,
  watch: { bytes: 0, sinceUs: 0, startedUs: 0 },
  leader: undefined,
  claimEpoch: -1,
  lingering: false,
  deferred: [],
  parked: [],
  heartbeats: [],
  alarmUs: undefined,
} as const;

/** A kill leaves what was written, a power failure what was flushed; voters flush all that counts, so what is committed survives both. */
export function survived(state: ControllerNode, how: 'kill' | 'power-loss' | 'exit'): ControllerNode {
  const end = how === 'power-loss' ? state.flushed : state.logEndOffset;
  // Correlation numbers go on, so that an answer to an earlier life is never taken for one to this.
  const raft = { ...noRaftMemory, correlation: state.raft.correlation };
  const quorum = { value: 'Unattached', data: state.quorum.data } as const;
  const snapshot = latestOf(state.snapshots);
  // A log that ends before the latest snapshot does begins anew behind it.
  if (snapshot && end < snapshot.endOffset) return { ...state, ...noMemory, raft, quorum, ...loadedFrom(snapshot) };
  const log = truncated(state.log, end);
  const { highWatermark, committed } = end >= state.highWatermark ? state : cutTo(state, end);
  return { ...state, ...noMemory, raft, quorum, log, logEndOffset: end, flushed: end, highWatermark, committed, image: committed };
}

/** What is left of a voter, once it is down, when its disk is lost but for the beginning of its log: not even whom it voted for (fault F18). */
export function withoutDisk(state: ControllerNode, keep: number): ControllerNode {
  return { ...state, quorum: unattached(0), ...cutTo(state, Math.min(keep, state.logEndOffset)) };
}

/** The process starts in the state that its quorum-state file and its log tell (QuorumState.initialize). */
export function begin(desk: Desk): void {
  desk.watch = { bytes: 0, sinceUs: desk.env.nowUs, startedUs: desk.env.nowUs };
  watchForCleaning(desk);
  desk.quorum = initialize(desk.quorum.data, epochBefore(desk.log, desk.logEndOffset), desk.id);
  if (isOnlyVoter(desk)) return transition(desk, 'OnlyVoterStarted');
  switch (desk.quorum.value) {
    case 'Follower':
      return setTimer(desk.env, FETCH_TIMEOUT, desk.settings.fetchTimeoutUs, { type: 'FetchTimeoutExpired' });
    case 'Candidate':
      return stand(desk);
    case 'Resigned':
      remember(desk, { unacknowledged: othersOf(desk) });
      return electionTimer(desk, randomElectionTimeoutUs(desk));
    default:
      return electionTimer(desk, randomElectionTimeoutUs(desk));
  }
}

/** What the role that we are in now wants to know from the others. */
export function poll(desk: Desk): void {
  if (isOnlyVoter(desk)) return;
  switch (desk.quorum.value) {
    case 'Follower':
      return fetchFromBest(desk);
    case 'Unattached':
      return fetchFromAny(desk);
    case 'Prospective':
    case 'Candidate':
      return askForVotes(desk);
    case 'Resigned':
      return endQuorumEpoch(desk);
    case 'Leader':
      return;
  }
}

const voterOf = (desk: Desk, node: string): number => desk.voters.find((id) => voterName(id) === node) ?? NOBODY;

export function quorumAnswered(desk: Desk, node: string, response: Response): void {
  const from = voterOf(desk, node);
  if (!isAwaited(desk, from, response.correlation)) return;
  switch (response.type) {
    case 'FetchResponse':
      return handleFetched(desk, from, response.partitions[0]);
    case 'FetchSnapshotResponse':
      return handleFetchedSnapshot(desk, from, response);
    case 'VoteResponse':
      return handleVoteAnswer(desk, from, response);
    case 'BeginQuorumEpochResponse':
      return handleBeginQuorumEpochAnswer(desk, from, response);
    case 'EndQuorumEpochResponse':
      return handleEndQuorumEpochAnswer(desk, from, response);
    default:
      return backOff(desk, from);
  }
}

/** A connection of ours to another voter is gone. */
export function quorumBroke(desk: Desk, node: string, connection: string): void {
  if (connection === QUORUM) broke(desk, voterOf(desk, node));
}

export function quorumTimer(desk: Desk, payload: Payload): void {
  switch (payload.type) {
    case 'ElectionTimeoutExpired':
      return electionTimedOut(desk);
    case 'FetchTimeoutExpired':
      return transition(desk, 'FetchTimeoutExpired');
    case 'CheckQuorumExpired':
      return transition(desk, 'Resign', undefined, undefined, 'check-quorum');
    case 'BeginQuorumEpochDue':
      return beginQuorumEpoch(desk);
    case 'SnapshotCleanDue':
      return cleanSnapshots(desk);
    case 'ShutdownTimedOut':
      return exit(desk.env);
    case 'QuorumRetryDue':
    case 'QuorumRequestTimedOut':
      return requestDue(desk, payload as QuorumRequestDue);
  }
}

/** A leader that does not answer a fetch in time may not be one any more: another voter is asked. */
function requestDue(desk: Desk, { to }: QuorumRequestDue): void {
  const unanswered = becameReady(desk, to);
  if ((unanswered === 'FetchRequest' || unanswered === 'FetchSnapshotRequest') && desk.quorum.value === 'Follower') fetchFromAny(desk);
}

function electionTimedOut(desk: Desk): void {
  const { value } = desk.quorum;
  const isNominee = value === 'Prospective' || value === 'Candidate';
  // On its way out a voter stands for nothing new.
  if (desk.raft.stopping && !isNominee) return;
  if (value === 'Candidate' && !desk.settings.preVote && !desk.raft.backingOff) return backOffElection(desk);
  transition(desk, 'ElectionTimeoutExpired');
  if (desk.quorum.value === 'Unattached') electionTimer(desk, 0);
}

/** KafkaRaftManager.shutdown waits this long for another leader. */
const SHUTDOWN_US = 5_000_000;

/** SIGTERM: a leader resigns and waits until another is elected; a follower just goes. With one voter nobody takes over. */
export function terminate(desk: Desk): void {
  remember(desk, { stopping: true });
  if (desk.quorum.value === 'Leader') transition(desk, 'Resign', undefined, undefined, 'shutdown');
  if (isOnlyVoter(desk) || hasRemoteLeader(desk)) return exit(desk.env);
  setTimer(desk.env, 'shutdown', SHUTDOWN_US, { type: 'ShutdownTimedOut' });
}
