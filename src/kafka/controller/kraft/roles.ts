/** Moving from role to role in the quorum, with all that goes with it: timers, votes of our own, the start and end of leadership (KafkaRaftClient, QuorumState). */
import { maybeClaim, type Resignation, renounce } from '#kafka/controller/kraft/activation.ts';
import { majorityOf, NOBODY, outcomeOf } from '#kafka/controller/kraft/election.ts';
import { failFetches } from '#kafka/controller/kraft/fetches.ts';
import { writeControl } from '#kafka/controller/kraft/journal.ts';
import { newLeaderState, successorsOf } from '#kafka/controller/kraft/leaderState.ts';
import { move, type QuorumMove, type QuorumState } from '#kafka/controller/kraft/quorum.ts';
import { othersOf, resetConnections } from '#kafka/controller/kraft/requests.ts';
import { type Desk, fact, isOnlyVoter, type RaftMemory } from '#kafka/controller/kraft/state.ts';
import { cancelTimer, exit, setTimer } from '#sim/effect.ts';
import { between } from '#sim/random.ts';

export const ELECTION = 'election';
export const FETCH_TIMEOUT = 'fetch-timeout';
export const CHECK_QUORUM = 'check-quorum';
export const BEGIN_QUORUM_EPOCH = 'begin-quorum-epoch';

export function transition(desk: Desk, type: QuorumMove, epoch?: number, id?: number, why: Resignation = 'deposed'): void {
  const from = desk.quorum;
  const to = move(from, { env: desk.env, self: desk.id, preVote: desk.settings.preVote }, type, epoch, id);
  if (to === from) return;
  desk.quorum = to;
  if (from.value === 'Leader') leave(desk, why, from.data.epoch);
  if (from.value !== to.value && !isOnlyVoter(desk)) {
    fact(desk, { fact: 'QuorumStateChanged', node: desk.name, from: from.value, to: to.value, epoch: to.data.epoch });
  }
  if (type === 'Voted') {
    remember(desk, { granted: [desk.id], rejected: [] });
    return electionTimer(desk, randomElectionTimeoutUs(desk));
  }
  enter(desk, from);
}

function leave(desk: Desk, why: Resignation, epoch: number): void {
  const { leader } = desk;
  if (leader) remember(desk, { successors: successorsOf(leader, desk.id), unacknowledged: othersOf(desk) });
  cancelTimer(desk.env, CHECK_QUORUM);
  cancelTimer(desk.env, BEGIN_QUORUM_EPOCH);
  renounce(desk, why, epoch);
}

export function remember(desk: Desk, what: Partial<RaftMemory>): void {
  desk.raft = { ...desk.raft, ...what };
}

/** In a new state, or in the same one in a new epoch. */
function enter(desk: Desk, from: QuorumState): void {
  resetConnections(desk);
  cancelTimer(desk.env, FETCH_TIMEOUT);
  switch (desk.quorum.value) {
    case 'Unattached':
      if (from.value === 'Leader' || from.value === 'Follower') electionTimer(desk, randomElectionTimeoutUs(desk));
      break;
    case 'Follower':
      cancelTimer(desk.env, ELECTION);
      remember(desk, { hasFetchedFromLeader: false, fetchingSnapshot: undefined });
      failFetches(desk);
      setTimer(desk.env, FETCH_TIMEOUT, desk.settings.fetchTimeoutUs, { type: 'FetchTimeoutExpired' });
      break;
    case 'Prospective':
    case 'Candidate':
      stand(desk, from);
      break;
    case 'Leader':
      lead(desk);
      break;
    case 'Resigned':
      electionTimer(desk, randomElectionTimeoutUs(desk));
      break;
  }
  if (desk.raft.stopping && hasRemoteLeader(desk)) exit(desk.env);
}

export const hasRemoteLeader = (desk: Desk): boolean => desk.quorum.data.leaderId !== NOBODY && desk.quorum.data.leaderId !== desk.id;

export function electionTimer(desk: Desk, delayUs: number): void {
  setTimer(desk.env, ELECTION, delayUs, { type: 'ElectionTimeoutExpired' });
}

/** controller.quorum.election.timeout.ms, and up to as much again. */
export function randomElectionTimeoutUs(desk: Desk): number {
  const { electionTimeoutUs } = desk.settings;
  return electionTimeoutUs + between(desk.env.random('election-timeout'), 0, Math.max(0, electionTimeoutUs / 1000 - 1)) * 1000;
}

/** A new election, with our own vote in it. */
export function stand(desk: Desk, from?: QuorumState): void {
  const retries = from?.value === 'Candidate' ? desk.raft.retries + 1 : 1;
  remember(desk, { granted: [desk.id], rejected: [], retries, backingOff: false });
  if (!isOnlyVoter(desk)) electionTimer(desk, randomElectionTimeoutUs(desk));
  tally(desk);
}

/** Counts the votes: won, lost, or still open. */
export function tally(desk: Desk): void {
  const outcome = outcomeOf(desk.voters.length, desk.raft.granted.length, desk.raft.rejected.length);
  if (outcome === 'open') return;
  if (desk.quorum.value === 'Prospective') {
    if (outcome === 'lost') electionTimer(desk, randomElectionTimeoutUs(desk));
    transition(desk, outcome === 'won' ? 'PreVotesGranted' : 'PreVotesRejected');
  } else if (outcome === 'won') transition(desk, 'VotesGranted');
  else if (!desk.settings.preVote && !desk.raft.backingOff) backOffElection(desk);
}

const RETRY_BACKOFF_BASE_US = 100_000;

/** Before 4.0 a lost election is followed by a random pause that grows with every loss (binaryExponentialElectionBackoffMs). */
export function backOffElection(desk: Desk): void {
  remember(desk, { backingOff: true });
  const steps = 2 ** Math.min(20, desk.raft.retries) - 1;
  const pauseUs = RETRY_BACKOFF_BASE_US * between(desk.env.random('election-backoff'), 0, steps);
  electionTimer(desk, Math.min(pauseUs, desk.settings.electionBackoffMaxUs));
}

/** Elected: the first entry of the epoch goes into the log at once, for nothing older counts as committed before it does. */
function lead(desk: Desk): void {
  cancelTimer(desk.env, ELECTION);
  const { epoch } = desk.quorum.data;
  fact(desk, { fact: 'ControllerElected', node: desk.name, epoch });
  desk.leader = newLeaderState(desk.voters, desk.logEndOffset);
  writeControl(desk, { type: 'LeaderChangeMessage', leader: desk.id });
  maybeClaim(desk);
  if (isOnlyVoter(desk)) return;
  resetCheckQuorum(desk);
  setTimer(desk.env, BEGIN_QUORUM_EPOCH, 0, { type: 'BeginQuorumEpochDue' });
}

/** LeaderState.CHECK_QUORUM_TIMEOUT_FACTOR */
const CHECK_QUORUM_FACTOR = 1.5;

function resetCheckQuorum(desk: Desk): void {
  setTimer(desk.env, CHECK_QUORUM, Math.floor(desk.settings.fetchTimeoutUs * CHECK_QUORUM_FACTOR), { type: 'CheckQuorumExpired' });
}

/** A voter has fetched: with a majority of them the leader still leads somebody. */
export function heardFrom(desk: Desk, id: number): void {
  const { leader } = desk;
  if (!leader || !desk.voters.includes(id)) return;
  const fetched = leader.fetched.includes(id) ? leader.fetched : [...leader.fetched, id];
  const isEnough = fetched.length >= majorityOf(desk.voters.length) - 1;
  desk.leader = { ...leader, fetched: isEnough ? [] : fetched };
  if (isEnough) resetCheckQuorum(desk);
}

/** Somebody says who leads in which epoch (maybeTransition). */
export function learn(desk: Desk, epoch: number, leaderId: number): void {
  const known = desk.quorum.data;
  // Only a voter that has lost its disk can be told that it leads an epoch it does not know.
  const id = leaderId === desk.id ? NOBODY : leaderId;
  if (epoch > known.epoch) transition(desk, 'EpochLearned', epoch, id);
  else if (epoch === known.epoch && id !== NOBODY && known.leaderId === NOBODY) transition(desk, 'LeaderLearned', epoch, id);
}
