/** Vote, BeginQuorumEpoch, EndQuorumEpoch: asked, answered, counted (KafkaRaftClient, KIP-595, KIP-996). */
import { canGrantVote, isUpToDate, NOBODY } from '#kafka/controller/kraft/election.ts';
import { positionAt } from '#kafka/controller/kraft/metadataLog.ts';
import { ask, othersOf, succeeded, voterName } from '#kafka/controller/kraft/requests.ts';
import { FETCH_TIMEOUT, learn, remember, tally, transition } from '#kafka/controller/kraft/roles.ts';
import { type Desk, fact, reply } from '#kafka/controller/kraft/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type {
  BeginQuorumEpochRequest,
  BeginQuorumEpochResponse,
  EndQuorumEpochRequest,
  EndQuorumEpochResponse,
  VoteRequest,
  VoteResponse,
} from '#kafka/protocol/raft.ts';
import { setTimer } from '#sim/effect.ts';

const answer = (desk: Desk, error: ErrorName) => ({ error, leaderId: desk.quorum.data.leaderId, leaderEpoch: desk.quorum.data.epoch });

/** Votes are asked for as long as the election can still be won, of those who have not answered. */
export function askForVotes(desk: Desk): void {
  const { granted, rejected, backingOff } = desk.raft;
  if (backingOff) return;
  const { epoch, offset } = positionAt(desk.log, desk.logEndOffset);
  const preVote = desk.quorum.value === 'Prospective';
  for (const id of othersOf(desk)) {
    if (granted.includes(id) || rejected.includes(id)) continue;
    ask(desk, id, {
      type: 'VoteRequest',
      candidate: desk.id,
      candidateEpoch: desk.quorum.data.epoch,
      lastOffsetEpoch: epoch,
      lastOffset: offset,
      preVote,
    });
  }
}

export function handleVote(desk: Desk, caller: Caller, request: VoteRequest): void {
  const { candidate, candidateEpoch, lastOffsetEpoch, lastOffset, preVote } = request;
  const refuse = (error: ErrorName): void => reply(desk, caller, { type: 'VoteResponse', voteGranted: false, ...answer(desk, error) });
  if (preVote ? lastOffsetEpoch > candidateEpoch : lastOffsetEpoch >= candidateEpoch) return refuse('INVALID_REQUEST');
  if (candidateEpoch < desk.quorum.data.epoch) return refuse('FENCED_LEADER_EPOCH');
  learn(desk, candidateEpoch, NOBODY);
  const upToDate = isUpToDate({ epoch: lastOffsetEpoch, offset: lastOffset }, positionAt(desk.log, desk.logEndOffset));
  const { leaderId, votedId } = desk.quorum.data;
  const ballot = { state: desk.quorum.value, leaderId, votedId, hasFetchedFromLeader: desk.raft.hasFetchedFromLeader };
  const voteGranted = canGrantVote(ballot, candidate, upToDate, preVote);
  if (voteGranted) {
    if (!preVote && votedId === NOBODY) transition(desk, 'Voted', candidateEpoch, candidate);
    fact(desk, { fact: 'VoteGranted', node: desk.name, candidate: voterName(candidate), epoch: candidateEpoch, preVote });
  }
  reply(desk, caller, { type: 'VoteResponse', voteGranted, ...answer(desk, 'NONE') });
}

/** True when the answer has been dealt with: it is of another epoch, or tells of a leader. */
function isOutdated(desk: Desk, { error, leaderEpoch, leaderId }: VoteResponse | BeginQuorumEpochResponse | EndQuorumEpochResponse): boolean {
  const { epoch } = desk.quorum.data;
  if (leaderEpoch < epoch) return true;
  learn(desk, leaderEpoch, leaderId);
  return leaderEpoch > epoch || error !== 'NONE';
}

export function handleVoteAnswer(desk: Desk, from: number, response: VoteResponse): void {
  succeeded(desk, from);
  const { value, data } = desk.quorum;
  if (isOutdated(desk, response) || desk.quorum.value !== value || desk.quorum.data.epoch !== data.epoch) return;
  if (value !== 'Prospective' && value !== 'Candidate') return;
  const { granted, rejected } = desk.raft;
  remember(desk, response.voteGranted ? { granted: [...granted, from] } : { rejected: [...rejected, from] });
  tally(desk);
}

/** The leader of an epoch tells voters that do not fetch from it; again every half fetch timeout. */
export function beginQuorumEpoch(desk: Desk): void {
  const { leader } = desk;
  if (!leader) return;
  const periodUs = Math.floor(desk.settings.fetchTimeoutUs / 2);
  for (const { id, isVoter, lastFetchUs } of leader.replicas) {
    if (!isVoter || id === desk.id || lastFetchUs > desk.env.nowUs - periodUs) continue;
    ask(desk, id, { type: 'BeginQuorumEpochRequest', leaderId: desk.id, leaderEpoch: desk.quorum.data.epoch });
  }
  setTimer(desk.env, 'begin-quorum-epoch', periodUs, { type: 'BeginQuorumEpochDue' });
}

export function handleBeginQuorumEpoch(desk: Desk, caller: Caller, { leaderId, leaderEpoch }: BeginQuorumEpochRequest): void {
  const isFenced = leaderEpoch < desk.quorum.data.epoch;
  if (!isFenced) learn(desk, leaderEpoch, leaderId);
  reply(desk, caller, { type: 'BeginQuorumEpochResponse', ...answer(desk, isFenced ? 'FENCED_LEADER_EPOCH' : 'NONE') });
}

export function handleBeginQuorumEpochAnswer(desk: Desk, from: number, response: BeginQuorumEpochResponse): void {
  succeeded(desk, from);
  isOutdated(desk, response);
}

/** A resigned leader tells every voter until it has answered. */
export function endQuorumEpoch(desk: Desk): void {
  const { successors, unacknowledged } = desk.raft;
  for (const id of unacknowledged) {
    ask(desk, id, { type: 'EndQuorumEpochRequest', leaderId: desk.id, leaderEpoch: desk.quorum.data.epoch, preferredCandidates: successors });
  }
}

/** Who is named first stands at once, the others a little later, the longer the further down (strictExponentialElectionBackoffMs). */
export function handleEndQuorumEpoch(desk: Desk, caller: Caller, { leaderId, leaderEpoch, preferredCandidates }: EndQuorumEpochRequest): void {
  const isFenced = leaderEpoch < desk.quorum.data.epoch;
  if (!isFenced) learn(desk, leaderEpoch, leaderId);
  const { value, data } = desk.quorum;
  if (!isFenced && value === 'Follower' && data.leaderId === leaderId) {
    setTimer(desk.env, FETCH_TIMEOUT, successionDelayUs(desk, preferredCandidates), { type: 'FetchTimeoutExpired' });
  }
  reply(desk, caller, { type: 'EndQuorumEpochResponse', ...answer(desk, isFenced ? 'FENCED_LEADER_EPOCH' : 'NONE') });
}

function successionDelayUs(desk: Desk, successors: readonly number[]): number {
  const { electionBackoffMaxUs } = desk.settings;
  const place = successors.indexOf(desk.id);
  if (place === 0) return 0;
  if (place < 0) return electionBackoffMaxUs;
  return Math.min(electionBackoffMaxUs, Math.floor(electionBackoffMaxUs / 2 ** (successors.length - 1)) * 2 ** (place - 1));
}

export function handleEndQuorumEpochAnswer(desk: Desk, from: number, response: EndQuorumEpochResponse): void {
  succeeded(desk, from);
  if (isOutdated(desk, response)) return;
  remember(desk, { unacknowledged: desk.raft.unacknowledged.filter((id) => id !== from) });
}
