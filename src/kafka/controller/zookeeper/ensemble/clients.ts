/** A server and its clients (NIOServerCnxn, CommitProcessor, FinalRequestProcessor): reads are answered here, writes travel to the leader, watches fire once. */
import { propose } from '#kafka/controller/zookeeper/ensemble/broadcast.ts';
import { isLive, touch } from '#kafka/controller/zookeeper/ensemble/sessions.ts';
import { type ClientConnection, type Desk, leaderConnection, type Outstanding, tellClient, tellPeer } from '#kafka/controller/zookeeper/ensemble/state.ts';
import { parentOf, read, resultOf } from '#kafka/controller/zookeeper/tree.ts';
import type { NodeName } from '#kafka/protocol/names.ts';
import { type ForwardedRequest, isRead, type SessionId, type Txn, type WatchEventType, type ZkClientMessage, type ZkOp } from '#kafka/protocol/zookeeper.ts';
import { closeConnection } from '#sim/effect.ts';

const connectionOf = (desk: Desk, client: NodeName, connection: string): ClientConnection | undefined =>
  desk.connections.find((one) => one.client === client && one.connection === connection);

function put(desk: Desk, next: ClientConnection): void {
  desk.connections = [...desk.connections.filter((one) => one.client !== next.client || one.connection !== next.connection), next];
}

export function disconnected(desk: Desk, client: NodeName, connection: string): void {
  desk.connections = desk.connections.filter((one) => one.client !== client || one.connection !== connection);
}

/** Without a leader nobody is served: every client has to look for another server. */
export function dropClients(desk: Desk): void {
  for (const { client, connection } of desk.connections) closeConnection(desk.env, client, connection);
  desk.connections = [];
}

function hangUp(desk: Desk, client: NodeName, connection: string): void {
  closeConnection(desk.env, client, connection);
  disconnected(desk, client, connection);
}

export function handleClient(desk: Desk, client: NodeName, connection: string, message: ZkClientMessage): void {
  if (!desk.serving) return hangUp(desk, client, connection);
  if (message.type === 'ConnectRequest') return connect(desk, client, connection, message);
  const known = connectionOf(desk, client, connection);
  if (!known || known.session === 0) return hangUp(desk, client, connection);
  touch(desk, known.session);
  switch (message.type) {
    case 'ZkPing':
      return known.writing > 0 ? put(desk, { ...known, waiting: [...known.waiting, { xid: message.xid, request: 'ping' }] }) : pong(desk, known, message.xid);
    case 'SetWatches':
      return setWatches(desk, known, message);
    case 'CloseSession':
      forward(desk, known.session, { op: 'closeSession', expired: false }, { client, connection, xid: -2, op: undefined });
      return;
    case 'ZkRequest':
      if (message.xid <= known.lastXid) return;
      return request(desk, { ...known, lastXid: message.xid }, message.xid, message.request);
  }
}

// ---- Connecting ------------------------------------------------------------------------------------------------------------------

type Connect = Extract<ZkClientMessage, { type: 'ConnectRequest' }>;

const newConnection = (client: NodeName, connection: string, session: SessionId): ClientConnection => ({
  client,
  connection,
  session,
  dataWatches: [],
  childWatches: [],
  writing: 0,
  waiting: [],
  lastXid: 0,
  fired: 0,
  rewatched: false,
});

function connect(desk: Desk, client: NodeName, connection: string, { sessionId, timeoutMs, lastZxidSeen }: Connect): void {
  // It has seen more than we have: with us it would go back in time.
  if (lastZxidSeen > desk.tree.zxid) return hangUp(desk, client, connection);
  if (connectionOf(desk, client, connection)) return;
  put(desk, newConnection(client, connection, 0));
  if (sessionId === 0) {
    desk.sessionsMade++;
    const session = desk.id * 1_000_000 + desk.sessionsMade;
    const negotiatedMs = Math.max(desk.settings.minSessionTimeoutMs, Math.min(timeoutMs, desk.settings.maxSessionTimeoutMs));
    forward(desk, session, { op: 'createSession', timeoutMs: negotiatedMs, client }, { client, connection, xid: -1, op: undefined });
  } else if (desk.state === 'LEADING') revalidated(desk, sessionId, isLive(desk, sessionId), client, connection);
  else {
    put(desk, { ...newConnection(client, connection, 0), waiting: [{ xid: sessionId, request: { op: 'exists', path: '/', watch: false } }] });
    tellPeer(desk, desk.vote.leader, { type: 'REVALIDATE', from: desk.id, session: sessionId }, leaderConnection(desk));
  }
}

/** The leader has said whether the session that a client brought along is still good. */
export function handleRevalidation(desk: Desk, session: SessionId, valid: boolean): void {
  for (const { client, connection, waiting } of desk.connections.filter((one) => one.session === 0 && one.waiting[0]?.xid === session)) {
    if (waiting.length > 0) revalidated(desk, session, valid, client, connection);
  }
}

function revalidated(desk: Desk, session: SessionId, valid: boolean, client: NodeName, connection: string): void {
  const timeoutMs = desk.head.sessions.get(session)?.timeoutMs ?? 0;
  if (!valid) {
    tellClient(desk, client, connection, { type: 'ConnectResponse', sessionId: 0, timeoutMs: 0 });
    return disconnected(desk, client, connection);
  }
  put(desk, newConnection(client, connection, session));
  touch(desk, session);
  tellClient(desk, client, connection, { type: 'ConnectResponse', sessionId: session, timeoutMs });
}

// ---- Requests --------------------------------------------------------------------------------------------------------------------

function request(desk: Desk, known: ClientConnection, xid: number, op: ZkOp): void {
  if (known.writing > 0 && (isRead(op) || known.waiting.length > 0)) return put(desk, { ...known, waiting: [...known.waiting, { xid, request: op }] });
  perform(desk, known, xid, op);
}

const isWrite = (request: ZkOp | 'ping'): boolean => request !== 'ping' && !isRead(request);

const pong = (desk: Desk, { client, connection, fired, rewatched }: ClientConnection, xid: number): void =>
  tellClient(desk, client, connection, { type: 'ZkPong', xid, fired, rewatched });

function perform(desk: Desk, known: ClientConnection, xid: number, op: ZkOp): void {
  const { client, connection, fired, rewatched } = known;
  if (!isRead(op)) {
    put(desk, { ...known, writing: known.writing + 1 });
    return forward(desk, known.session, op, { client, connection, xid, op });
  }
  const result = read(desk.tree, op);
  put(desk, op.watch ? watching(known, op) : known);
  tellClient(desk, client, connection, { type: 'ZkResponse', xid, zxid: desk.tree.zxid, request: op, result, fired, rewatched });
}

const including = (paths: readonly string[], path: string): readonly string[] => (paths.includes(path) ? paths : [...paths, path]);

function watching(known: ClientConnection, { op, path }: Extract<ZkOp, { watch: boolean }>): ClientConnection {
  return op === 'getChildren' ? { ...known, childWatches: including(known.childWatches, path) } : { ...known, dataWatches: including(known.dataWatches, path) };
}

function forward(desk: Desk, session: SessionId, op: ForwardedRequest, asked: Omit<Outstanding, 'request'>): void {
  const number = ++desk.requests;
  desk.outstanding = [...desk.outstanding, { request: number, ...asked }];
  const origin = { server: desk.id, request: number };
  if (desk.state === 'LEADING') propose(desk, session, op, origin);
  else tellPeer(desk, desk.vote.leader, { type: 'REQUEST', origin, session, request: op }, leaderConnection(desk));
}

/** Our client's write is committed: it is answered, and goes on with what it asked next. */
export function answerOutstanding(desk: Desk, number: number, txn: Txn): void {
  const asked = desk.outstanding.find((one) => one.request === number);
  if (!asked) return;
  desk.outstanding = desk.outstanding.filter((one) => one !== asked);
  const { client, connection, xid, op } = asked;
  const known = connectionOf(desk, client, connection);
  if (!known) return;
  if (xid === -1) {
    put(desk, { ...known, session: txn.session });
    const timeoutMs = desk.tree.sessions.get(txn.session)?.timeoutMs ?? 0;
    return tellClient(desk, client, connection, { type: 'ConnectResponse', sessionId: txn.session, timeoutMs });
  }
  if (op === undefined) return hangUp(desk, client, connection);
  const { fired, rewatched } = known;
  tellClient(desk, client, connection, { type: 'ZkResponse', xid, zxid: txn.zxid, request: op, result: resultOf(desk.tree, txn), fired, rewatched });
  goOn(desk, { ...known, writing: known.writing - 1 });
}

function goOn(desk: Desk, known: ClientConnection): void {
  let next: ClientConnection | undefined = known;
  put(desk, known);
  while (next && next.waiting.length > 0 && (next.writing === 0 || isWrite(next.waiting[0].request))) {
    const [{ xid, request: op }, ...waiting] = next.waiting;
    const rest: ClientConnection = { ...next, waiting };
    put(desk, rest);
    if (op === 'ping') pong(desk, rest, xid);
    else perform(desk, rest, xid, op);
    next = connectionOf(desk, known.client, known.connection);
  }
}

// ---- Watches ---------------------------------------------------------------------------------------------------------------------

function fire(desk: Desk, kind: 'dataWatches' | 'childWatches', path: string, event: WatchEventType): void {
  for (const known of desk.connections) {
    if (!known[kind].includes(path)) continue;
    const number = known.fired + 1;
    put(desk, { ...known, [kind]: known[kind].filter((one) => one !== path), fired: number });
    tellClient(desk, known.client, known.connection, { type: 'WatcherEvent', event, path, number });
  }
}

/** What a transaction did, for whoever watches; also the end of a session, for its client. */
export function fireWatches(desk: Desk, txn: Txn): void {
  for (const op of txn.ops) {
    if (op.txn === 'setData') fire(desk, 'dataWatches', op.path, 'NodeDataChanged');
    else if (op.txn === 'create') {
      fire(desk, 'dataWatches', op.path, 'NodeCreated');
      fire(desk, 'childWatches', parentOf(op.path), 'NodeChildrenChanged');
    } else if (op.txn === 'delete') {
      fire(desk, 'dataWatches', op.path, 'NodeDeleted');
      fire(desk, 'childWatches', op.path, 'NodeDeleted');
      fire(desk, 'childWatches', parentOf(op.path), 'NodeChildrenChanged');
    } else if (op.txn === 'closeSession' && op.expired) {
      for (const { client, connection } of desk.connections.filter(({ session }) => session === txn.session)) hangUp(desk, client, connection);
    }
  }
}

/** After a change of server a client sets its watches again; what happened meanwhile fires at once. */
function setWatches(desk: Desk, known: ClientConnection, { relativeZxid, data, exist, child }: Extract<ZkClientMessage, { type: 'SetWatches' }>): void {
  if (known.rewatched) return;
  const { nodes } = desk.tree;
  const missed: [WatchEventType, string][] = [];
  const keptData: string[] = [];
  const keptChild: string[] = [];
  for (const path of data) {
    const znode = nodes.get(path);
    if (!znode) missed.push(['NodeDeleted', path]);
    else if (znode.mzxid > relativeZxid) missed.push(['NodeDataChanged', path]);
    else keptData.push(path);
  }
  for (const path of exist) {
    if (nodes.has(path)) missed.push(['NodeCreated', path]);
    else keptData.push(path);
  }
  for (const path of child) {
    const znode = nodes.get(path);
    if (!znode) missed.push(['NodeDeleted', path]);
    else if (znode.pzxid > relativeZxid) missed.push(['NodeChildrenChanged', path]);
    else keptChild.push(path);
  }
  const { client, connection, fired } = known;
  put(desk, { ...known, dataWatches: keptData, childWatches: keptChild, fired: fired + missed.length, rewatched: true });
  for (const [i, [event, path]] of missed.entries()) tellClient(desk, client, connection, { type: 'WatcherEvent', event, path, number: fired + i + 1 });
}
