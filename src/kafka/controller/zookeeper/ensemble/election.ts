/** Electing a leader of the ensemble (FastLeaderElection): votes travel until a quorum agrees on the server with the newest log. */
import { become } from '#kafka/controller/zookeeper/ensemble/lifecycle.ts';
import { type Ballot, type Desk, ELECTION, others, quorum, tellPeer } from '#kafka/controller/zookeeper/ensemble/state.ts';
import type { Vote, ZkPeerMessage } from '#kafka/protocol/zookeeper.ts';
import { cancelTimer, setTimer } from '#sim/effect.ts';

type Notification = Extract<ZkPeerMessage, { type: 'Notification' }>;

/** FastLeaderElection.finalizeWait: how long a server that a quorum agrees with waits for something better. */
const FINALIZE_WAIT_US = 200_000;
const MIN_NOTIFICATION_US = 200_000;
const MAX_NOTIFICATION_US = 6_400_000;

export const lastLogged = (desk: Pick<Desk, 'head'>): number => desk.head.zxid;

const ownVote = (desk: Desk): Vote => ({ leader: desk.id, zxid: lastLogged(desk), peerEpoch: desk.currentEpoch });

/** totalOrderPredicate */
const isBetter = (a: Vote, b: Vote): boolean =>
  a.peerEpoch !== b.peerEpoch ? a.peerEpoch > b.peerEpoch : a.zxid !== b.zxid ? a.zxid > b.zxid : a.leader > b.leader;

const isSame = (a: Vote, b: Vote): boolean => a.leader === b.leader;

const cast = (ballots: readonly Ballot[], ballot: Ballot): readonly Ballot[] => [...ballots.filter(({ from }) => from !== ballot.from), ballot];

export function lookForLeader(desk: Desk): void {
  desk.round++;
  desk.vote = ownVote(desk);
  desk.settledVotes = [];
  desk.votes = [{ from: desk.id, vote: desk.vote }];
  desk.notificationUs = MIN_NOTIFICATION_US;
  shout(desk);
  maybeFinalize(desk);
}

const notification = (desk: Desk): Notification => ({ type: 'Notification', from: desk.id, vote: desk.vote, round: desk.round, state: desk.state });

function shout(desk: Desk): void {
  for (const id of others(desk)) tellPeer(desk, id, notification(desk), ELECTION);
  setTimer(desk.env, 'notification', desk.notificationUs, { type: 'NotificationTimeout' });
}

/** Nobody was convinced: say it again, twice as rarely each time. */
export function shoutAgain(desk: Desk): void {
  if (desk.state !== 'LOOKING') return;
  desk.notificationUs = Math.min(desk.notificationUs * 2, MAX_NOTIFICATION_US);
  shout(desk);
}

export function handleNotification(desk: Desk, heard: Notification): void {
  if (desk.state !== 'LOOKING') {
    if (heard.state === 'LOOKING') tellPeer(desk, heard.from, notification(desk), ELECTION);
    return;
  }
  if (heard.state === 'LOOKING') fromLooking(desk, heard);
  else fromSettled(desk, heard);
}

function fromLooking(desk: Desk, { from, vote, round }: Notification): void {
  if (round < desk.round) return tellPeer(desk, from, notification(desk), ELECTION);
  if (round > desk.round) {
    desk.round = round;
    desk.votes = [];
    const own = ownVote(desk);
    adopt(desk, isBetter(vote, own) ? vote : own);
  } else if (isBetter(vote, desk.vote)) adopt(desk, vote);
  desk.votes = cast(desk.votes, { from, vote });
  maybeFinalize(desk);
}

function adopt(desk: Desk, vote: Vote): void {
  desk.vote = vote;
  desk.votes = cast(desk.votes, { from: desk.id, vote });
  shout(desk);
}

/** Who has already decided: in our own round its vote counts like any other; else join a quorum that is at work, if its leader itself says that it leads. */
function fromSettled(desk: Desk, { from, vote, state, round }: Notification): void {
  desk.settledVotes = cast(desk.settledVotes, { from, vote });
  const leaderSpoke =
    vote.leader === desk.id || desk.settledVotes.some((ballot) => ballot.from === vote.leader) || (state === 'LEADING' && from === vote.leader);
  if (round === desk.round) desk.votes = cast(desk.votes, { from, vote });
  const agreed = (ballots: readonly Ballot[]): boolean => ballots.filter((ballot) => isSame(ballot.vote, vote)).length >= quorum(desk);
  const isJoined = (round === desk.round && agreed(desk.votes) && leaderSpoke) || (vote.leader !== desk.id && leaderSpoke && agreed(desk.settledVotes));
  if (!isJoined) return;
  desk.vote = vote;
  decide(desk);
}

function maybeFinalize(desk: Desk): void {
  const agreed = desk.votes.filter(({ vote }) => isSame(vote, desk.vote)).length;
  if (agreed >= quorum(desk))
    setTimer(desk.env, 'finalize', desk.ensemble === 1 ? 0 : FINALIZE_WAIT_US, { type: 'FinalizeWaitOver', leader: desk.vote.leader } as never);
  else cancelTimer(desk.env, 'finalize');
}

export function finalizeElection(desk: Desk): void {
  if (desk.state === 'LOOKING') decide(desk);
}

function decide(desk: Desk): void {
  cancelTimer(desk.env, 'notification');
  cancelTimer(desk.env, 'finalize');
  become(desk, desk.vote.leader === desk.id ? 'Elected' : 'LeaderFound');
}
