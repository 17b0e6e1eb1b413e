/**
 * The election and replication of a KRaft quorum as something to search: its rules are those the controllers run on (election.ts, quorum.ts,
 * metadataLog.ts). Timeouts come at any time, requests for votes as late as they like, answers may be lost, voters may start anew from their disks.
 */
import { canGrantVote, isUpToDate, nextHighWatermark, outcomeOf } from '#kafka/controller/kraft/election.ts';
import { divergence, epochBefore, positionAt, truncationOffset } from '#kafka/controller/kraft/metadataLog.ts';
import { initialize, move, type QuorumMove, type QuorumState } from '#kafka/controller/kraft/quorum.ts';
import { epochsOf, initialState, keyOf, type Scope, type State, type Vote, type Voter, withEntry } from '#proof/election/state.ts';
import type { Protocol } from '#proof/explore.ts';
import type { Env } from '#sim/effect.ts';
import { planted } from '#sim/planted.ts';
import { truncated, viewAt } from '#sim/view.ts';

/** Three voters, two elections, logs of three entries, restarts at any time: 405,827 states. */
export const QUORUM_SCOPE: Scope = { voters: 3, epochs: 2, entries: 3, restarts: true, forgets: false };

/** With logs of two entries: 68,043 states, exhausted in seconds. */
export const SMALL_QUORUM: Scope = { ...QUORUM_SCOPE, entries: 2 };

type Visit = (name: string, next: State) => void;

const env: Env = { self: '', nowUs: 0, effects: [], facts: [], random: () => 0 };

const moved = (quorum: QuorumState, self: number, type: QuorumMove, epoch?: number, id?: number): QuorumState =>
  move(quorum, { env, self, preVote: false }, type, epoch, id);

function put({ voters, asked, votes, elected, committed, committedIn }: State, n: number, voter: Voter): State {
  const next = voters.slice();
  next[n] = voter;
  return { voters: next, asked, votes, elected, committed, committedIn };
}

/** In another role or epoch nothing is left of votes counted and fetches seen. */
const turned = (voter: Voter, quorum: QuorumState): Voter => ({ ...voter, quorum, granted: [], epochStart: 0, ends: [] });

export function quorumProtocol(scope: Scope = QUORUM_SCOPE): Protocol<State> {
  return {
    initial: initialState(scope),
    key: keyOf,
    successors(state, visit) {
      for (let n = 0; n < scope.voters; n++) {
        stand(state, scope, n, visit);
        vote(state, n, visit);
        count(state, n, visit);
        learn(state, n, visit);
        append(state, scope, n, visit);
        fetch(state, n, visit);
        fall(state, scope, n, visit);
      }
    },
    broken: (before, after) => elections(before, after) ?? truncations(before, after),
    brokenState: (state) => votes(state) ?? committed(state) ?? logs(state),
  };
}

/** Any timeout of one that does not lead: a candidate of the next epoch, its own vote cast. Pre-votes only make this rarer. */
function stand(state: State, scope: Scope, n: number, visit: Visit): void {
  const voter = state.voters[n];
  const { value, data } = voter.quorum;
  if (value === 'Leader' || data.epoch >= scope.epochs || voter.log.length >= scope.entries) return;
  const quorum = moved(voter.quorum, n, value === 'Follower' ? 'FetchTimeoutExpired' : 'ElectionTimeoutExpired');
  const { epoch } = quorum.data;
  const asked = state.asked.map((row, at) => (at === epoch ? withAt(row, n, voter.log.length) : row));
  const candidate = { ...turned(voter, quorum), granted: [n] };
  visit(`${n} stands in epoch ${epoch}`, { ...put(state, n, candidate), asked, votes: cast(state.votes, { voter: n, candidate: n, epoch }) });
}

function withAt(row: readonly (number | undefined)[], n: number, value: number): readonly (number | undefined)[] {
  const next = row.slice();
  next[n] = value;
  return next;
}

const same = (a: Vote, b: Vote): boolean => a.voter === b.voter && a.candidate === b.candidate && a.epoch === b.epoch;
const cast = (all: readonly Vote[], one: Vote): readonly Vote[] => (all.some((known) => same(known, one)) ? all : [...all, one]);

/** A request for a vote arrives, perhaps long after it was sent: it says where the candidate's log ended then. */
function vote(state: State, n: number, visit: Visit): void {
  for (let epoch = state.voters[n].quorum.data.epoch; epoch < state.asked.length; epoch++) {
    state.asked[epoch].forEach((end, candidate) => {
      if (end === undefined || candidate === n || epoch === 0) return;
      const voter = informed(state.voters[n], n, epoch);
      const { value, data } = voter.quorum;
      const position = { epoch: askedEpoch(state, candidate, end), offset: end };
      const ballot = { state: value, leaderId: data.leaderId, votedId: data.votedId, hasFetchedFromLeader: false };
      if (!canGrantVote(ballot, candidate, isUpToDate(position, positionAt(voter.log, voter.log.length)), false) || data.votedId === candidate) return;
      const quorum = moved(voter.quorum, n, 'Voted', epoch, candidate);
      visit(`${n} votes for ${candidate} in epoch ${epoch}`, {
        ...put(state, n, { ...voter, quorum }),
        votes: cast(state.votes, { voter: n, candidate, epoch }),
      });
    });
  }
}

/** Entries below a candidate's end are those that it had when it asked, or it would not be where its request is still of use. */
const askedEpoch = (state: State, candidate: number, end: number): number =>
  epochBefore(state.voters[candidate].log, Math.min(end, state.voters[candidate].log.length));

const informed = (voter: Voter, n: number, epoch: number): Voter =>
  epoch > voter.quorum.data.epoch ? turned(voter, moved(voter.quorum, n, 'EpochLearned', epoch, -1)) : voter;

/** An answer arrives: one vote more, and with a majority the candidate leads, an entry of its epoch in its log. */
function count(state: State, n: number, visit: Visit): void {
  const voter = state.voters[n];
  const { value, data } = voter.quorum;
  if (value !== 'Candidate') return;
  for (const { voter: from, candidate, epoch } of state.votes) {
    if (candidate !== n || epoch !== data.epoch || voter.granted.includes(from)) continue;
    const granted = [...voter.granted, from];
    const isWon = outcomeOf(state.voters.length, granted.length, 0) === 'won';
    const next = isWon ? leading(voter, n, state.voters.length) : { ...voter, granted };
    const elected = state.elected.slice();
    if (isWon) elected[epoch] = n;
    visit(isWon ? `${n} is elected in epoch ${epoch}` : `${n} counts the vote of ${from}`, { ...put(state, n, next), elected });
  }
}

function leading(voter: Voter, n: number, voters: number): Voter {
  const quorum = moved(voter.quorum, n, 'VotesGranted');
  const log = withEntry(voter.log, quorum.data.epoch);
  const ends = Array.from({ length: voters }, (_, i) => (i === n ? log.length : -1));
  return { quorum, log, highWatermark: voter.highWatermark, granted: [], epochStart: voter.log.length, ends };
}

/** Somebody tells that an epoch has begun, or who leads it: BeginQuorumEpoch, or any answer. */
function learn(state: State, n: number, visit: Visit): void {
  const voter = state.voters[n];
  const { epoch: own, leaderId } = voter.quorum.data;
  state.elected.forEach((leader, epoch) => {
    if (leader === undefined || leader === n || epoch < own || (epoch === own && leaderId >= 0)) return;
    const quorum = moved(voter.quorum, n, epoch > own ? 'EpochLearned' : 'LeaderLearned', epoch, leader);
    if (quorum !== voter.quorum) visit(`${n} hears that ${leader} leads epoch ${epoch}`, put(state, n, turned(voter, quorum)));
  });
  const highest = Math.max(...state.voters.map(({ quorum }) => quorum.data.epoch));
  if (highest > own) visit(`${n} hears of epoch ${highest}`, put(state, n, informed(voter, n, highest)));
}

function append(state: State, scope: Scope, n: number, visit: Visit): void {
  const voter = state.voters[n];
  if (voter.quorum.value !== 'Leader' || voter.log.length >= scope.entries) return;
  const log = withEntry(voter.log, voter.quorum.data.epoch);
  const ends = voter.ends.map((end, i) => (i === n ? log.length : end));
  visit(`${n} appends at ${voter.log.length}`, put(state, n, { ...voter, log, ends }));
}

/** A follower fetches from the leader of its epoch; the answer comes, or is lost. */
function fetch(state: State, n: number, visit: Visit): void {
  const follower = state.voters[n];
  const { value, data } = follower.quorum;
  const leader = state.voters[data.leaderId];
  if (value !== 'Follower' || leader.quorum.value !== 'Leader' || leader.quorum.data.epoch !== data.epoch) return;
  const parts = divergence(leader.log, leader.log.length, positionAt(follower.log, follower.log.length));
  if (parts) {
    const to = truncationOffset(follower.log, follower.log.length, parts);
    if (parts.offset < follower.highWatermark && !planted.M13) return;
    return visit(
      `${n} cuts its log to ${to}`,
      put(state, n, { ...follower, log: truncated(follower.log, to), highWatermark: Math.min(follower.highWatermark, to) }),
    );
  }
  const acked = acknowledged(leader, n, follower.log.length);
  const told = commits(put(state, data.leaderId, acked), data.leaderId);
  if (acked.ends[n] !== leader.ends[n]) visit(`${n} fetches, and the answer is lost`, told);
  const highWatermark = Math.max(follower.highWatermark, Math.min(acked.highWatermark, leader.log.length));
  if (follower.log.length === leader.log.length && highWatermark === follower.highWatermark && acked.ends[n] === leader.ends[n]) return;
  visit(`${n} fetches from ${data.leaderId}`, put(told, n, { ...follower, log: leader.log, highWatermark }));
}

function acknowledged(leader: Voter, n: number, end: number): Voter {
  const ends = leader.ends.map((known, i) => (i === n ? end : known));
  const known = leader.highWatermark > leader.epochStart ? leader.highWatermark : -1;
  const highWatermark = Math.max(leader.highWatermark, nextHighWatermark(ends, leader.epochStart, known));
  return { ...leader, ends, highWatermark };
}

/** What the leader commits is remembered; where it was committed differently before, `committed` tells. */
function commits(state: State, n: number): State {
  const { log, highWatermark } = state.voters[n];
  if (highWatermark <= state.committed.length) return state;
  const more = epochsOf(log).slice(state.committed.length, highWatermark);
  const { epoch } = state.voters[n].quorum.data;
  return { ...state, committed: [...state.committed, ...more], committedIn: [...state.committedIn, ...more.map(() => epoch)] };
}

/** A leader resigns; anybody starts anew, from what stands on its disk. */
function fall(state: State, scope: Scope, n: number, visit: Visit): void {
  const voter = state.voters[n];
  if (voter.quorum.value === 'Leader') visit(`${n} resigns`, put(state, n, turned(voter, moved(voter.quorum, n, 'Resign'))));
  if (!scope.restarts || voter.quorum.value === 'Resigned') return;
  const file = scope.forgets ? { epoch: voter.quorum.data.epoch, leaderId: -1, votedId: -1 } : voter.quorum.data;
  const quorum = initialize(file, epochBefore(voter.log, voter.log.length), n);
  const log = planted.M12 ? truncated(voter.log, voter.highWatermark) : voter.log;
  const reborn: Voter = { ...turned(voter, quorum), log, highWatermark: 0, granted: quorum.value === 'Candidate' ? [n] : [] };
  visit(`${n} restarts`, put(state, n, reborn));
}

function elections(before: State, after: State): string | undefined {
  for (let epoch = 0; epoch < after.elected.length; epoch++) {
    const [was, is] = [before.elected[epoch], after.elected[epoch]];
    if (was !== undefined && is !== was) return `S18: ${was} and ${is} were both elected in epoch ${epoch}`;
    if (was !== undefined || is === undefined) continue;
    const log = epochsOf(after.voters[is].log);
    // A late vote may still elect somebody in an epoch that is over: he leads nobody.
    const missing = after.committed.findIndex((entry, offset) => after.committedIn[offset] < epoch && log[offset] !== entry);
    if (missing >= 0) return `R02: ${is} was elected in epoch ${epoch} without what is committed at ${missing}`;
  }
  return undefined;
}

function votes({ votes: all }: State): string | undefined {
  const twice = all.find((one) => all.some((other) => other.voter === one.voter && other.epoch === one.epoch && other.candidate !== one.candidate));
  return twice && `R01: ${twice.voter} voted twice in epoch ${twice.epoch}`;
}

/** What anybody knows to be committed is what was committed. */
function committed(state: State): string | undefined {
  for (const [n, { log, highWatermark }] of state.voters.entries()) {
    for (let offset = 0; offset < highWatermark; offset++) {
      const epoch = offset < log.length ? viewAt(log, offset).epoch : undefined;
      if (epoch !== state.committed[offset]) return `S19: ${n} takes epoch ${epoch} at ${offset} for committed, where ${state.committed[offset]} was`;
    }
  }
  return undefined;
}

function logs({ voters }: State): string | undefined {
  for (let a = 0; a < voters.length; a++) {
    for (let b = a + 1; b < voters.length; b++) {
      const [one, other] = [epochsOf(voters[a].log), epochsOf(voters[b].log)];
      let match = Math.min(one.length, other.length) - 1;
      while (match >= 0 && one[match] !== other[match]) match--;
      for (let offset = 0; offset < match; offset++)
        if (one[offset] !== other[offset]) return `R04: the logs of ${a} and ${b} agree at ${match} and differ at ${offset}`;
    }
  }
  return undefined;
}

/** Nobody cuts what he knows to be committed. */
function truncations(before: State, after: State): string | undefined {
  const n = after.voters.findIndex(({ log }, i) => log.length < before.voters[i].highWatermark);
  return n < 0 ? undefined : `S19: ${n} cut its log to ${after.voters[n].log.length}, below its high watermark`;
}
