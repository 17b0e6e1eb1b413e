/** A ZooKeeper server as a kind of node (QuorumPeer): it elects, follows or leads, keeps its log, and serves the brokers that connect to it. */
import {
  followerLeft,
  giveUp,
  handleAck,
  handleCommit,
  handleFollowerInfo,
  handleNewLeader,
  handlePing,
  handleProposal,
  handleUpToDate,
  knock,
  propose,
  takeUpRole,
} from '#kafka/controller/zookeeper/ensemble/broadcast.ts';
import { disconnected, handleClient, handleRevalidation } from '#kafka/controller/zookeeper/ensemble/clients.ts';
import { finalizeElection, handleNotification, lookForLeader, shoutAgain } from '#kafka/controller/zookeeper/ensemble/election.ts';
import { expireSessions, isLive, touch } from '#kafka/controller/zookeeper/ensemble/sessions.ts';
import {
  close,
  type Desk,
  ELECTION,
  lastLoggedZxid,
  leaderConnection,
  open,
  quorum,
  type ServerMemory,
  tellPeer,
  type ZkNode,
} from '#kafka/controller/zookeeper/ensemble/state.ts';
import { imageOf } from '#kafka/controller/zookeeper/image.ts';
import { TOP_LEVEL } from '#kafka/controller/zookeeper/paths.ts';
import { applyTxn, plantTree, type Tree } from '#kafka/controller/zookeeper/tree.ts';
import type { NodeKind } from '#kafka/kind.ts';
import { type Txn, type ZkClientMessage, type ZkPeerMessage, zookeeperIdOf, zookeeperName } from '#kafka/protocol/zookeeper.ts';
import type { ClusterSpec } from '#kafka/spec.ts';
import { type Env, exit, setTimer } from '#sim/effect.ts';
import type { NodeEvent, Payload } from '#sim/event.ts';
import { openedName } from '#sim/network.ts';
import { emptyView, type View, viewSlice } from '#sim/view.ts';

export type { ZkNode } from '#kafka/controller/zookeeper/ensemble/state.ts';

/** As in the images that docker-compose files use: tickTime 2000, initLimit 10, syncLimit 5. */
const ZOO_CFG = { tickUs: 2_000_000, initLimit: 10, syncLimit: 5, minSessionTimeoutMs: 4000, maxSessionTimeoutMs: 40_000 } as const;

export function zookeeperNode(spec: ClusterSpec, n: number): ZkNode {
  const tree = plantTree(TOP_LEVEL);
  const disk = { log: emptyView<Txn>(), acceptedEpoch: 0, currentEpoch: 0, sessionsMade: 0, tree, committed: imageOf(tree) };
  return {
    kind: 'zookeeper',
    name: zookeeperName(n),
    id: n,
    ensemble: spec.controllers,
    config: spec.config,
    settings: ZOO_CFG,
    ...disk,
    ...memory(tree, n, 0),
  };
}

const memory = (head: Tree, id: number, requests: number): ServerMemory => ({
  state: 'LOOKING',
  round: 0,
  vote: { leader: id, zxid: 0, peerEpoch: 0 },
  votes: [],
  settledVotes: [],
  notificationUs: 0,
  serving: false,
  leaderHeardUs: 0,
  learners: [],
  proposals: [],
  head,
  expiry: new Map(),
  touched: [],
  connections: [],
  outstanding: [],
  requests,
});

export const zookeeper: NodeKind<ZkNode> = { handle, crash };

function handle(state: ZkNode, event: NodeEvent, env: Env): ZkNode {
  const desk = open(state, env);
  react(desk, event);
  return close(desk);
}

/** Every transaction is flushed before it is acknowledged: neither a kill nor a power loss takes one back. */
function crash(state: ZkNode): ZkNode {
  return { ...state, ...memory(uncommitted(state.log, state.tree), state.id, state.requests) };
}

function uncommitted(log: View<Txn>, tree: Tree): Tree {
  return viewSlice(log, 0, log.length)
    .filter(({ zxid }) => zxid > tree.zxid)
    .reduce(applyTxn, tree);
}

function react(desk: Desk, event: NodeEvent): void {
  switch (event.kind) {
    case 'start':
      return lookForLeader(desk);
    case 'message':
      if (zookeeperIdOf(event.from) < 0) return handleClient(desk, event.from, event.connection, event.payload as ZkClientMessage);
      return fromPeer(desk, event.connection, event.payload as ZkPeerMessage);
    case 'timer':
      return timer(desk, event.payload);
    case 'closed':
      return closed(desk, event.peer, event.connection);
    case 'signal':
      if (event.payload.type === 'SIGTERM') return exit(desk.env);
      if (event.payload.type === 'DeleteZnode') deleteByHand(desk, (event.payload as DeleteZnode).path);
      return;
    case 'input':
      return;
  }
}

interface DeleteZnode extends Payload {
  readonly path: string;
}

/** For a client that came for this alone; its session is not shown. */
function deleteByHand(desk: Desk, path: string): void {
  const request = { op: 'delete', path, version: -1 } as const;
  if (desk.state === 'LEADING' && desk.serving) propose(desk, 0, request);
  else tellPeer(desk, desk.vote.leader, { type: 'REQUEST', origin: { server: 0, request: 0 }, session: 0, request }, leaderConnection(desk));
}

/** On an earlier connection to a leader nobody listens. */
const isOutdated = (desk: Desk, connection: string): boolean =>
  connection !== ELECTION && openedName(connection) === undefined && connection !== leaderConnection(desk);

function fromPeer(desk: Desk, connection: string, message: ZkPeerMessage): void {
  if (isOutdated(desk, connection)) return;
  switch (message.type) {
    case 'Notification':
      followerLeft(desk, message);
      return withRole(desk, () => handleNotification(desk, message));
    case 'FOLLOWERINFO':
      return handleFollowerInfo(desk, message, connection);
    case 'NEWLEADER':
      return handleNewLeader(desk, message, connection);
    case 'ACK':
      return handleAck(desk, message, connection);
    case 'UPTODATE':
      return handleUpToDate(desk, message);
    case 'PROPOSAL':
      return handleProposal(desk, message, connection);
    case 'COMMIT':
      return handleCommit(desk, message);
    case 'PING':
      return pinged(desk, connection, message);
    case 'PINGED':
      return heard(desk, connection, message);
    case 'REQUEST':
      if (desk.state === 'LEADING' && desk.serving) propose(desk, message.session, message.request, message.origin);
      return;
    case 'REVALIDATE':
      return revalidate(desk, message, connection);
  }
}

/** Something that may end the election. */
function withRole(desk: Desk, election: () => void): void {
  const before = desk.state;
  election();
  if (before === 'LOOKING' && (desk.state as string) !== 'LOOKING') takeUpRole(desk);
}

/** A sign of life from the leader; the answer says which clients we have heard of. */
function pinged(desk: Desk, connection: string, ping: Extract<ZkPeerMessage, { type: 'PING' }>): void {
  // Until it is in step a learner waits for NEWLEADER and UPTODATE, at most initLimit ticks: pings do not prolong that.
  if (desk.state !== 'FOLLOWING' || !desk.serving) return;
  desk.leaderHeardUs = desk.env.nowUs;
  const { currentEpoch: epoch, id: from, touched } = desk;
  tellPeer(desk, desk.vote.leader, { type: 'PINGED', from, touched, logged: lastLoggedZxid(desk), epoch }, connection);
  desk.touched = [];
  handlePing(desk, ping);
}

function heard(desk: Desk, connection: string, { from, touched, logged, epoch }: Extract<ZkPeerMessage, { type: 'PINGED' }>): void {
  if (desk.state !== 'LEADING') return;
  desk.learners = desk.learners.map((one) => (one.id === from ? { ...one, lastHeardUs: desk.env.nowUs } : one));
  for (const session of touched) touch(desk, session);
  if (desk.learners.some(({ id, synced }) => id === from && synced)) handleAck(desk, { from, zxid: logged, epoch }, connection);
}

/** A follower asks about a session, or the leader answers. */
function revalidate(desk: Desk, { session, valid, from }: Extract<ZkPeerMessage, { type: 'REVALIDATE' }>, connection: string): void {
  if (valid !== undefined) return handleRevalidation(desk, session, valid);
  if (desk.state !== 'LEADING' || !desk.serving) return;
  const isGood = isLive(desk, session);
  if (isGood) touch(desk, session);
  tellPeer(desk, from, { type: 'REVALIDATE', from: desk.id, session, valid: isGood }, connection);
}

function timer(desk: Desk, payload: Payload): void {
  switch (payload.type) {
    case 'NotificationTimeout':
      return shoutAgain(desk);
    case 'FinalizeWaitOver':
      return withRole(desk, () => finalizeElection(desk));
    case 'KnockAgain':
      return knock(desk);
    case 'Tick':
      return desk.state === 'LEADING' ? leaderTick(desk) : followerTick(desk);
  }
}

/** Twice a tick: pings, and is a quorum still there? */
function leaderTick(desk: Desk): void {
  const { tickUs, syncLimit, initLimit } = desk.settings;
  const limit = desk.serving ? syncLimit : initLimit;
  desk.learners = desk.learners.filter(({ lastHeardUs }) => desk.env.nowUs - lastHeardUs <= limit * tickUs);
  const isAlone = desk.learners.length + 1 < quorum(desk);
  if (isAlone && (desk.serving || desk.env.nowUs - desk.leaderHeardUs > initLimit * tickUs)) return giveUp(desk);
  const ping = { type: 'PING', logged: lastLoggedZxid(desk), committed: desk.tree.zxid } as const;
  for (const { id, connection } of desk.learners) tellPeer(desk, id, ping, connection);
  if (desk.serving) expireSessions(desk);
  setTimer(desk.env, 'tick', Math.floor(tickUs / 2), { type: 'Tick' });
}

function followerTick(desk: Desk): void {
  const { tickUs, syncLimit } = desk.settings;
  if (desk.env.nowUs - desk.leaderHeardUs > syncLimit * tickUs) return giveUp(desk);
  setTimer(desk.env, 'tick', tickUs, { type: 'Tick' });
}

function closed(desk: Desk, peer: string, connection: string): void {
  const id = zookeeperIdOf(peer);
  if (id < 0) return disconnected(desk, peer, connection);
  if (connection === ELECTION) return;
  if (desk.state === 'FOLLOWING' && id === desk.vote.leader && connection === leaderConnection(desk) && desk.serving) return giveUp(desk);
  if (desk.state === 'LEADING') desk.learners = desk.learners.filter((one) => one.id !== id || one.connection !== connection);
}
