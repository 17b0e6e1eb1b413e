/** Zab: the leader of an epoch proposes, servers write to their logs, a quorum's writes are committed in order (Leader, Follower, LearnerHandler). */
import { announce } from '#kafka/controller/zookeeper/ensemble/announce.ts';
import { answerOutstanding, dropClients, fireWatches } from '#kafka/controller/zookeeper/ensemble/clients.ts';
import { lookForLeader } from '#kafka/controller/zookeeper/ensemble/election.ts';
import { become } from '#kafka/controller/zookeeper/ensemble/lifecycle.ts';
import { trackNew, trackSessions } from '#kafka/controller/zookeeper/ensemble/sessions.ts';
import {
  type Desk,
  epochOfZxid,
  fact,
  type Learner,
  lastLoggedZxid,
  leaderConnection,
  type Proposal,
  quorum,
  tellPeer,
  zxidOf,
} from '#kafka/controller/zookeeper/ensemble/state.ts';
import { imageAfter } from '#kafka/controller/zookeeper/image.ts';
import { applyTxn, prepare, type Tree } from '#kafka/controller/zookeeper/tree.ts';
import type { Image } from '#kafka/metadata/image.ts';
import { type ForwardedRequest, type Origin, type SessionId, type Txn, type ZkPeerMessage, type Zxid, zookeeperName } from '#kafka/protocol/zookeeper.ts';
import { cancelTimer, closeConnection, setTimer } from '#sim/effect.ts';
import { openedName } from '#sim/network.ts';
import { appended, truncated, viewAt, viewSlice } from '#sim/view.ts';

const NOBODY: Origin = { server: 0, request: 0 };

/** How often a follower knocks at a leader that is not ready (leaderConnectDelayDuringRetryMs). */
const KNOCK_US = 100_000;

// ---- Changing roles ------------------------------------------------------------------------------------------------------------

/** After an election: lead when a quorum has come, or follow. */
export function takeUpRole(desk: Desk): void {
  desk.learners = [];
  desk.proposals = [];
  desk.leaderHeardUs = desk.env.nowUs;
  if (desk.state === 'LEADING') {
    setTimer(desk.env, 'tick', Math.floor(desk.settings.tickUs / 2), { type: 'Tick' });
    maybeEstablish(desk);
  } else knock(desk);
}

/** FOLLOWERINFO, until the leader answers or initLimit ticks are over. */
export function knock(desk: Desk): void {
  if (desk.state !== 'FOLLOWING' || desk.serving) return;
  if (desk.env.nowUs - desk.leaderHeardUs > desk.settings.initLimit * desk.settings.tickUs) return giveUp(desk);
  const { acceptedEpoch } = desk;
  tellPeer(desk, desk.vote.leader, { type: 'FOLLOWERINFO', from: desk.id, acceptedEpoch, lastZxid: desk.head.zxid }, leaderConnection(desk));
  setTimer(desk.env, 'knock', KNOCK_US, { type: 'KnockAgain' });
}

/** No leader, or no quorum: clients are let go, and the election begins again. What was logged stays. */
export function giveUp(desk: Desk): void {
  hangUpFollowers(desk);
  become(desk, desk.state === 'LEADING' ? 'QuorumLost' : 'LeaderLost');
  for (const timer of ['tick', 'knock']) cancelTimer(desk.env, timer);
  dropClients(desk);
  desk.serving = false;
  desk.learners = [];
  desk.outstanding = [];
  desk.touched = [];
  desk.expiry = new Map();
  lookForLeader(desk);
}

/** Followers notice at once that their leader has stepped down (LearnerHandler.shutdown). */
function hangUpFollowers(desk: Desk): void {
  for (const { id, connection } of desk.learners) closeConnection(desk.env, zookeeperName(id), connection);
}

/** Who looks for a leader again has closed its connection to us (Learner.shutdown): what is heard of it stands for the end of that. */
export function followerLeft(desk: Desk, { from, state, round }: From<'Notification'>): void {
  if (desk.state !== 'LEADING' || state !== 'LOOKING') return;
  const isLater = (connection: string): boolean => Number((openedName(connection) ?? '').slice('quorum-'.length)) < round;
  desk.learners = desk.learners.filter(({ id, connection }) => id !== from || !isLater(connection));
}

// ---- Leader: establishing an epoch -----------------------------------------------------------------------------------------------

type From<T extends ZkPeerMessage['type']> = Extract<ZkPeerMessage, { type: T }>;

const putLearner = (desk: Desk, learner: Learner): void => {
  desk.learners = [...desk.learners.filter(({ id }) => id !== learner.id), learner];
};

export function handleFollowerInfo(desk: Desk, { from, acceptedEpoch, lastZxid }: From<'FOLLOWERINFO'>, connection: string): void {
  if (desk.state !== 'LEADING') return;
  const known = desk.learners.find(({ id }) => id === from);
  if (known?.syncing && known.connection === connection && known.lastZxid === lastZxid) return;
  const learner: Learner = { id: from, connection, acceptedEpoch, lastZxid, syncing: false, synced: false, ackedZxid: -1, lastHeardUs: desk.env.nowUs };
  putLearner(desk, learner);
  if (desk.serving || desk.learners.some(({ syncing }) => syncing)) syncWith(desk, learner);
  else maybeEstablish(desk);
}

/** A quorum is here: a new epoch, larger than any that one of them has accepted. */
function maybeEstablish(desk: Desk): void {
  if (desk.learners.length + 1 < quorum(desk)) return;
  const epoch = Math.max(desk.acceptedEpoch, ...desk.learners.map(({ acceptedEpoch }) => acceptedEpoch)) + 1;
  desk.acceptedEpoch = epoch;
  desk.currentEpoch = epoch;
  for (const learner of desk.learners) syncWith(desk, learner);
  maybeServe(desk);
}

/** The follower's log becomes ours: what we do not have is cut off, what it lacks is sent (DIFF, TRUNC). */
function syncWith(desk: Desk, learner: Learner): void {
  const truncateTo = lastCommonZxid(desk, learner.lastZxid);
  const txns = logAfter(desk, truncateTo);
  tellPeer(desk, learner.id, { type: 'NEWLEADER', epoch: desk.currentEpoch, truncateTo, txns }, learner.connection);
  putLearner(desk, { ...learner, syncing: true });
}

function lastCommonZxid(desk: Desk, zxid: Zxid): Zxid {
  for (let i = desk.log.length - 1; i >= 0; i--) {
    const logged = viewAt(desk.log, i).zxid;
    if (logged <= zxid) return logged;
  }
  return 0;
}

function logAfter(desk: Desk, zxid: Zxid): Txn[] {
  let first = desk.log.length;
  while (first > 0 && viewAt(desk.log, first - 1).zxid > zxid) first--;
  return viewSlice(desk.log, first, desk.log.length);
}

/** A quorum has our log: everything in it is committed, and clients are served. */
function maybeServe(desk: Desk): void {
  if (desk.serving || desk.learners.filter(({ synced }) => synced).length + 1 < quorum(desk)) return;
  desk.serving = true;
  fact(desk, { fact: 'EnsembleLeaderElected', node: desk.name, epoch: desk.currentEpoch });
  commitTo(desk, desk.head.zxid, true);
  desk.head = { ...desk.tree, zxid: zxidOf(desk.currentEpoch, 0) };
  desk.tree = desk.head;
  trackSessions(desk);
  for (const { id, synced, connection } of desk.learners) {
    if (synced) tellPeer(desk, id, { type: 'UPTODATE', committed: desk.tree.zxid }, connection);
  }
}

export function handleAck(desk: Desk, { from, zxid, epoch }: Omit<From<'ACK'>, 'type'>, connection: string): void {
  const learner = desk.learners.find(({ id }) => id === from);
  if (desk.state !== 'LEADING' || learner?.connection !== connection || epoch !== desk.currentEpoch) return;
  const isFirst = !learner.synced;
  putLearner(desk, { ...learner, synced: true, ackedZxid: Math.max(zxid, learner.ackedZxid), lastHeardUs: desk.env.nowUs });
  if (!desk.serving) return maybeServe(desk);
  if (isFirst) tellPeer(desk, from, { type: 'UPTODATE', committed: desk.tree.zxid }, learner.connection);
  commitQuorum(desk);
}

// ---- Follower: into the leader's epoch -------------------------------------------------------------------------------------------

export function handleNewLeader(desk: Desk, { epoch, truncateTo, txns }: From<'NEWLEADER'>, connection: string): void {
  if (desk.state !== 'FOLLOWING' || desk.serving || epoch < desk.acceptedEpoch) return;
  desk.leaderHeardUs = desk.env.nowUs;
  desk.acceptedEpoch = epoch;
  desk.currentEpoch = epoch;
  truncateLog(desk, truncateTo);
  for (const txn of txns) logTxn(desk, txn);
  desk.proposals = [];
  tellPeer(desk, desk.vote.leader, { type: 'ACK', from: desk.id, zxid: desk.head.zxid, epoch }, connection);
}

/** Takes back what the leader does not have. The tree never holds what was not committed, so only the log is cut. */
function truncateLog(desk: Desk, zxid: Zxid): void {
  let length = desk.log.length;
  while (length > 0 && viewAt(desk.log, length - 1).zxid > zxid) length--;
  if (length === desk.log.length) return;
  desk.log = truncated(desk.log, length);
  desk.head = logAfter(desk, desk.tree.zxid).reduce(applyTxn, desk.tree);
}

export function handleUpToDate(desk: Desk, { committed }: From<'UPTODATE'>): void {
  if (desk.state !== 'FOLLOWING' || desk.serving) return;
  desk.leaderHeardUs = desk.env.nowUs;
  commitTo(desk, committed, false);
  desk.serving = true;
  cancelTimer(desk.env, 'knock');
  setTimer(desk.env, 'tick', desk.settings.tickUs, { type: 'Tick' });
}

// ---- Broadcast -----------------------------------------------------------------------------------------------------------------

function logTxn(desk: Desk, txn: Txn): void {
  desk.log = appended(desk.log, txn);
  desk.head = applyTxn(desk.head, txn);
}

/** Leader: a request becomes a transaction, judged by all that came before it. */
export function propose(desk: Desk, session: SessionId, request: ForwardedRequest, origin: Origin = NOBODY): void {
  const txn: Txn = { zxid: desk.head.zxid + 1, session, ...prepare(desk.head, session, request) };
  logTxn(desk, txn);
  const proposal: Proposal = { txn, origin };
  desk.proposals = [...desk.proposals, proposal];
  for (const { id, syncing, connection } of desk.learners) if (syncing) tellPeer(desk, id, { type: 'PROPOSAL', txn, origin }, connection);
  commitQuorum(desk);
}

/** Everything that a quorum has logged is committed, in order. */
function commitQuorum(desk: Desk): void {
  const acked = [desk.head.zxid, ...desk.learners.filter(({ synced }) => synced).map(({ ackedZxid }) => ackedZxid)].sort((a, b) => b - a);
  const zxid = acked[quorum(desk) - 1] ?? -1;
  if (zxid <= desk.tree.zxid) return;
  commitTo(desk, zxid, true);
  for (const { id, syncing, connection } of desk.learners) if (syncing) tellPeer(desk, id, { type: 'COMMIT', zxid }, connection);
}

/** Zab's channels lose nothing: with a gap before it, a proposal shows that the connection to the leader is broken, and its log has to be read again. */
function isNext({ currentEpoch, head }: Desk, zxid: Zxid): boolean {
  if (epochOfZxid(zxid) !== currentEpoch) return false;
  return zxid === (epochOfZxid(head.zxid) === currentEpoch ? head.zxid + 1 : zxidOf(currentEpoch, 1));
}

/** A ping comes after all that was proposed and committed before it. */
export function handlePing(desk: Desk, { logged, committed }: From<'PING'>): void {
  if (lastLoggedZxid(desk) < logged) return giveUp(desk);
  commitTo(desk, committed, false);
}

export function handleProposal(desk: Desk, { txn, origin }: From<'PROPOSAL'>, connection: string): void {
  if (desk.state !== 'FOLLOWING' || txn.zxid <= desk.head.zxid) return;
  desk.leaderHeardUs = desk.env.nowUs;
  if (!isNext(desk, txn.zxid)) return giveUp(desk);
  logTxn(desk, txn);
  desk.proposals = [...desk.proposals, { txn, origin }];
  tellPeer(desk, desk.vote.leader, { type: 'ACK', from: desk.id, zxid: txn.zxid, epoch: desk.currentEpoch }, connection);
}

export function handleCommit(desk: Desk, { zxid }: From<'COMMIT'>): void {
  if (desk.state !== 'FOLLOWING') return;
  desk.leaderHeardUs = desk.env.nowUs;
  if (desk.serving) commitTo(desk, zxid, false);
}

/** Into the tree, with everything that follows: watches fire, and whoever asked is answered. */
function commitTo(desk: Desk, zxid: Zxid, tells: boolean): void {
  for (const txn of logAfter(desk, desk.tree.zxid)) {
    if (txn.zxid > zxid) break;
    const before = desk.committed;
    const was = desk.tree;
    desk.tree = applyTxn(desk.tree, txn);
    desk.committed = imageAfter(before, desk.tree, txn);
    if (tells) {
      announceOnce(desk, txn, was, before);
      trackNew(desk, txn);
    }
    fireWatches(desk, txn);
    const proposal = desk.proposals.find((one) => one.txn.zxid === txn.zxid);
    desk.proposals = desk.proposals.filter((one) => one.txn.zxid > txn.zxid);
    if (proposal?.origin.server === desk.id) answerOutstanding(desk, proposal.origin.request, txn);
  }
}

const TOLD = 'zookeeper log';

/** What is committed is news only once, also if its leader died after telling and its successor commits it again. */
function announceOnce(desk: Desk, txn: Txn, was: Tree, before: Image): void {
  const { ghosts } = desk.env;
  if (txn.zxid <= (ghosts?.get(TOLD) ?? 0)) return;
  ghosts?.set(TOLD, txn.zxid);
  announce(desk, txn, was, before);
}
