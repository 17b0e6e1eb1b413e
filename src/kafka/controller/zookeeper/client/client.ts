/** A broker's ZooKeeper client (ClientCnxn, kafka.zookeeper.ZooKeeperClient): one server at a time, a session that outlives connections, requests that are sent again. */
import { connected, disconnectedState } from '#kafka/controller/zookeeper/client/states.ts';
import {
  isRead,
  type SessionId,
  type WatchEventType,
  type ZkClientMessage,
  type ZkOp,
  type ZkResult,
  type ZkServerMessage,
  type Zxid,
  zookeeperIdOf,
  zookeeperName,
} from '#kafka/protocol/zookeeper.ts';
import { cancelTimer, type Env, send, setTimer } from '#sim/effect.ts';

/** What the asker wants to be reminded of when the answer is there. */
export interface Reminder {
  readonly of: string;
}

export interface PendingOp {
  readonly xid: number;
  readonly request: ZkOp;
  readonly reminder: Reminder;
  /** On the present connection. */
  readonly sent: boolean;
}

export interface Watches {
  readonly data: readonly string[];
  readonly exist: readonly string[];
  readonly child: readonly string[];
}

export type ClientState = 'CONNECTING' | 'CONNECTED' | 'CLOSED';

export interface ZkClient {
  readonly servers: number;
  /** zookeeper.session.timeout.ms */
  readonly timeoutMs: number;
  readonly state: ClientState;
  readonly server: number;
  /** Counts connections, which are named after it. */
  readonly connections: number;
  readonly sessionId: SessionId;
  readonly negotiatedMs: number;
  readonly lastZxid: Zxid;
  readonly xid: number;
  readonly pending: readonly PendingOp[];
  readonly watches: Watches;
  /** Watches that fired on this connection, and whether those of an earlier one were set again on it. */
  readonly fired: number;
  readonly rewatched: boolean;
  readonly lastHeardUs: number;
  readonly lastSentUs: number;
}

export type ZkDraft = { -readonly [K in keyof ZkClient]: ZkClient[K] };

/** What the owner of the client hears. */
export type ZkEvent =
  | { readonly event: 'SessionEstablished' }
  | { readonly event: 'Reconnected' }
  | { readonly event: 'Disconnected' }
  | { readonly event: 'SessionExpired' }
  | { readonly event: 'Answered'; readonly reminder: Reminder; readonly result: ZkResult }
  | { readonly event: 'Watched'; readonly type: WatchEventType; readonly path: string };

const NO_WATCHES: Watches = { data: [], exist: [], child: [] };
export const TIMER = 'zookeeper';

export const newClient = (servers: number, timeoutMs: number): ZkClient => ({
  servers,
  timeoutMs,
  state: 'CONNECTING',
  server: 0,
  connections: 0,
  sessionId: 0,
  negotiatedMs: timeoutMs,
  lastZxid: 0,
  xid: 0,
  pending: [],
  watches: NO_WATCHES,
  fired: 0,
  rewatched: false,
  lastHeardUs: 0,
  lastSentUs: 0,
});

const connectionName = ({ connections }: ZkClient): string => `zookeeper-${connections}`;

function say(zk: ZkDraft, env: Env, message: ZkClientMessage): void {
  zk.lastSentUs = env.nowUs;
  send(env, zookeeperName(zk.server), message, connectionName(zk));
}

/** Tries the next server. The first is drawn by lot, as the client shuffles its list. */
export function connect(zk: ZkDraft, env: Env): void {
  zk.server = zk.server === 0 ? 1 + (env.random('zookeeper-server') % zk.servers) : 1 + (zk.server % zk.servers);
  zk.connections++;
  zk.fired = 0;
  zk.rewatched = false;
  zk.lastHeardUs = env.nowUs;
  say(zk, env, { type: 'ConnectRequest', sessionId: zk.sessionId, timeoutMs: zk.timeoutMs, lastZxidSeen: zk.lastZxid });
  setTimer(env, TIMER, Math.max(1, Math.floor((zk.negotiatedMs * 1000) / zk.servers)), { type: 'ZkConnectTimeout' });
}

/** Queued while there is no connection; sent again after one was lost (retryRequestsUntilConnected). */
export function ask(zk: ZkDraft, env: Env, request: ZkOp, reminder: Reminder): void {
  const xid = ++zk.xid;
  const isUp = zk.state === 'CONNECTED';
  zk.pending = [...zk.pending, { xid, request, reminder, sent: isUp }];
  if (isUp) say(zk, env, { type: 'ZkRequest', xid, request });
}

export function handleMessage(zk: ZkDraft, env: Env, from: string, connection: string, message: ZkServerMessage): readonly ZkEvent[] {
  if (zookeeperIdOf(from) !== zk.server || connection !== connectionName(zk)) return [];
  zk.lastHeardUs = env.nowUs;
  switch (message.type) {
    case 'ConnectResponse':
      if (zk.state === 'CONNECTED') return [];
      return message.sessionId === 0 ? expire(zk, env) : established(zk, env, message);
    case 'ZkPong':
      return ponged(zk, env, message);
    case 'ZkResponse':
      return answered(zk, env, message);
    case 'WatcherEvent':
      return triggered(zk, env, message);
  }
}

function fired(watches: Watches, path: string, isChild: boolean): Watches {
  const rest = (paths: readonly string[]): readonly string[] => paths.filter((one) => one !== path);
  return isChild ? { ...watches, child: rest(watches.child) } : { data: rest(watches.data), exist: rest(watches.exist), child: watches.child };
}

function established(zk: ZkDraft, env: Env, { sessionId, timeoutMs }: Extract<ZkServerMessage, { type: 'ConnectResponse' }>): readonly ZkEvent[] {
  const isNew = zk.sessionId === 0;
  connected(zk, env);
  zk.sessionId = sessionId;
  zk.negotiatedMs = timeoutMs;
  const { data, exist, child } = zk.watches;
  zk.rewatched = data.length + exist.length + child.length > 0;
  if (zk.rewatched) say(zk, env, { type: 'SetWatches', relativeZxid: zk.lastZxid, data, exist, child });
  for (const { xid, request } of zk.pending) say(zk, env, { type: 'ZkRequest', xid, request });
  zk.pending = zk.pending.map((one) => ({ ...one, sent: true }));
  armPing(zk, env);
  return [{ event: isNew ? 'SessionEstablished' : 'Reconnected' }];
}

/**
 * SendThread.readResponse: replies come in the order of the requests, else the connection is given up ("Xid out of order"), and what was asked fails
 * with CONNECTION_LOSS, which KafkaZkClient asks again. What was answered before is a doubled segment, which TCP would drop.
 */
function answered(zk: ZkDraft, env: Env, response: Extract<ZkServerMessage, { type: 'ZkResponse' }>): readonly ZkEvent[] {
  const { xid, zxid, request, result } = response;
  const [pending, ...later] = zk.pending;
  if (!pending || xid < pending.xid) return [];
  // Also when a watch fired that we have not seen: to have seen a later zxid would mean that we know of it.
  if (xid > pending.xid || isGap(zk, response)) return reconnectLater(zk, env);
  zk.lastZxid = Math.max(zk.lastZxid, zxid);
  zk.pending = later;
  if (isRead(request) && request.watch) zk.watches = watched(zk.watches, request.op, request.path, result.error === 'OK');
  return [{ event: 'Answered', reminder: pending.reminder, result }];
}

/** TCP would have failed a connection on which something was lost; without it, the answer to a ping shows what should have come before. */
function ponged(zk: ZkDraft, env: Env, pong: Extract<ZkServerMessage, { type: 'ZkPong' }>): readonly ZkEvent[] {
  const isUnanswered = zk.pending.length > 0 && zk.pending[0].xid <= pong.xid;
  return isUnanswered || isGap(zk, pong) ? reconnectLater(zk, env) : [];
}

/** Has something been lost on this connection? */
const isGap = (zk: ZkDraft, { fired, rewatched }: { readonly fired: number; readonly rewatched: boolean }): boolean =>
  fired > zk.fired || rewatched !== zk.rewatched;

function triggered(zk: ZkDraft, env: Env, { event, path, number }: Extract<ZkServerMessage, { type: 'WatcherEvent' }>): readonly ZkEvent[] {
  if (number <= zk.fired) return [];
  if (number > zk.fired + 1) return reconnectLater(zk, env);
  zk.fired = number;
  zk.watches = fired(zk.watches, path, event === 'NodeChildrenChanged');
  return [{ event: 'Watched', type: event, path }];
}

const including = (paths: readonly string[], path: string): readonly string[] => (paths.includes(path) ? paths : [...paths, path]);

function watched(watches: Watches, op: 'getData' | 'exists' | 'getChildren', path: string, exists: boolean): Watches {
  if (op === 'getChildren') return { ...watches, child: including(watches.child, path) };
  return exists ? { ...watches, data: including(watches.data, path) } : { ...watches, exist: including(watches.exist, path) };
}

/** The ensemble has ended our session: everything that hung on it is gone, and what was asked is not answered. */
function expire(zk: ZkDraft, env: Env): readonly ZkEvent[] {
  disconnectedState(zk, env);
  zk.sessionId = 0;
  zk.negotiatedMs = zk.timeoutMs;
  zk.watches = NO_WATCHES;
  zk.pending = [];
  connect(zk, env);
  return [{ event: 'SessionExpired' }];
}

/** ClientCnxn waits up to a second before it tries another server. */
function reconnectLater(zk: ZkDraft, env: Env): readonly ZkEvent[] {
  const wasUp = zk.state === 'CONNECTED';
  disconnectedState(zk, env);
  zk.connections++;
  setTimer(env, TIMER, 1000 * (env.random('zookeeper-reconnect') % 1000), { type: 'ZkReconnectDue' });
  return wasUp ? [{ event: 'Disconnected' }] : [];
}

export function handleClosed(zk: ZkDraft, env: Env, peer: string, connection: string): readonly ZkEvent[] {
  if (zookeeperIdOf(peer) !== zk.server || connection !== connectionName(zk) || zk.state === 'CLOSED') return [];
  return reconnectLater(zk, env);
}

/** A ping after a third of the session's timeout without a word; another server after two thirds without an answer. */
function armPing(zk: ZkDraft, env: Env): void {
  const dueUs = Math.min(zk.lastSentUs + Math.floor((zk.negotiatedMs * 1000) / 3), zk.lastHeardUs + Math.floor((zk.negotiatedMs * 2000) / 3));
  setTimer(env, TIMER, Math.max(1, dueUs - env.nowUs), { type: 'ZkPingDue' });
}

export type ZkTimer = { readonly type: 'ZkConnectTimeout' | 'ZkReconnectDue' | 'ZkPingDue' };

export function handleTimer(zk: ZkDraft, env: Env, { type }: ZkTimer): readonly ZkEvent[] {
  if (zk.state === 'CLOSED') return [];
  if (type === 'ZkReconnectDue') {
    connect(zk, env);
    return [];
  }
  if (type === 'ZkConnectTimeout') return zk.state === 'CONNECTED' ? [] : reconnectLater(zk, env);
  if (env.nowUs - zk.lastHeardUs >= Math.floor((zk.negotiatedMs * 2000) / 3)) return reconnectLater(zk, env);
  if (env.nowUs - zk.lastSentUs >= Math.floor((zk.negotiatedMs * 1000) / 3)) say(zk, env, { type: 'ZkPing', xid: zk.xid });
  armPing(zk, env);
  return [];
}

/** A shutdown in good order ends the session at once, and its ephemeral znodes with it. */
export function closeSession(zk: ZkDraft, env: Env): void {
  cancelTimer(env, TIMER);
  if (zk.state === 'CONNECTED') say(zk, env, { type: 'CloseSession' });
  zk.state = 'CLOSED';
  zk.pending = [];
}
