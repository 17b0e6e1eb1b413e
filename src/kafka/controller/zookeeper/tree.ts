/** The tree of znodes (DataTree): an immutable value that transactions turn into the next. Sessions are part of it, so every server knows them all. */

import type { NodeName } from '#kafka/protocol/names.ts';
import type {
  CreateMode,
  ForwardedRequest,
  SessionId,
  Stat,
  Txn,
  TxnOp,
  ZkError,
  ZkRead,
  ZkResult,
  ZkWrite,
  ZnodeData,
  Zxid,
} from '#kafka/protocol/zookeeper.ts';

export interface Znode {
  readonly data: ZnodeData;
  readonly version: number;
  /** Zxid that created it: tells one life of an ephemeral znode from the next. */
  readonly czxid: Zxid;
  readonly mzxid: Zxid;
  /** Zxid of the last change of its children. */
  readonly pzxid: Zxid;
  /** Changes of its children so far; numbers sequential znodes. */
  readonly cversion: number;
  /** Session that it dies with; 0 for a persistent one. */
  readonly ephemeralOwner: SessionId;
  readonly children: readonly string[];
}

export interface Session {
  readonly timeoutMs: number;
  readonly client: NodeName;
}

export interface Tree {
  readonly zxid: Zxid;
  readonly nodes: ReadonlyMap<string, Znode>;
  readonly sessions: ReadonlyMap<SessionId, Session>;
}

const EMPTY: ZnodeData = { kind: 'empty' };
const fresh = (data: ZnodeData, zxid: Zxid, ephemeralOwner: SessionId): Znode => ({
  data,
  version: 0,
  czxid: zxid,
  mzxid: zxid,
  pzxid: zxid,
  cversion: 0,
  ephemeralOwner,
  children: [],
});

export const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0)) || '/';
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const childOf = (path: string, name: string): string => (path === '/' ? `/${name}` : `${path}/${name}`);

/** A tree with these persistent znodes, as the first start of a broker makes them (KafkaZkClient.createTopLevelPaths). */
export function plantTree(znodes: readonly (readonly [path: string, data: ZnodeData])[]): Tree {
  const nodes = new Map<string, Znode>([['/', fresh(EMPTY, 0, 0)]]);
  for (const [path, data] of znodes) plant(nodes, path, fresh(data, 0, 0), 0);
  return { zxid: 0, nodes, sessions: new Map() };
}

function plant(nodes: Map<string, Znode>, path: string, znode: Znode, zxid: Zxid): void {
  const parent = nodes.get(parentOf(path));
  if (!parent) throw new Error(`${path} has no parent.`);
  nodes.set(path, znode);
  nodes.set(parentOf(path), { ...parent, children: [...parent.children, nameOf(path)], cversion: parent.cversion + 1, pzxid: zxid });
}

function uproot(nodes: Map<string, Znode>, path: string, zxid: Zxid): void {
  const parent = nodes.get(parentOf(path));
  nodes.delete(path);
  if (parent)
    nodes.set(parentOf(path), { ...parent, children: parent.children.filter((name) => name !== nameOf(path)), cversion: parent.cversion + 1, pzxid: zxid });
}

/** Znodes that end with a session. */
export function ephemeralsOf(tree: Tree, session: SessionId): string[] {
  return [...tree.nodes].filter(([, znode]) => znode.ephemeralOwner === session).map(([path]) => path);
}

export function applyTxn(tree: Tree, txn: Txn): Tree {
  if (txn.ops.length === 0) return { zxid: txn.zxid, nodes: tree.nodes, sessions: tree.sessions };
  const nodes = new Map(tree.nodes);
  const sessions = new Map(tree.sessions);
  for (const op of txn.ops) applyOp(nodes, sessions, op, txn);
  return { zxid: txn.zxid, nodes, sessions };
}

function applyOp(nodes: Map<string, Znode>, sessions: Map<SessionId, Session>, op: TxnOp, { zxid, session }: Txn): void {
  switch (op.txn) {
    case 'create':
      return plant(nodes, op.path, fresh(op.data, zxid, op.owner), zxid);
    case 'delete':
      return uproot(nodes, op.path, zxid);
    case 'setData': {
      const znode = nodes.get(op.path) as Znode;
      nodes.set(op.path, { ...znode, data: op.data, version: znode.version + 1, mzxid: zxid });
      return;
    }
    case 'createSession':
      sessions.set(session, { timeoutMs: op.timeoutMs, client: op.client });
      return;
    case 'closeSession':
      sessions.delete(session);
      return;
  }
}

/** What the leader makes of a request, judged by the newest tree, what is proposed included (PrepRequestProcessor). */
export function prepare(tree: Tree, session: SessionId, request: ForwardedRequest): Pick<Txn, 'error' | 'errorPath' | 'ops'> {
  const fine = (ops: readonly TxnOp[]): Pick<Txn, 'error' | 'errorPath' | 'ops'> => ({ error: 'OK', errorPath: undefined, ops });
  if (request.op === 'createSession') return fine([{ txn: 'createSession', timeoutMs: request.timeoutMs, client: request.client }]);
  // Session 0: a hand from outside.
  if (session !== 0 && !tree.sessions.has(session)) return { error: 'SESSIONEXPIRED', errorPath: undefined, ops: [] };
  if (request.op === 'closeSession') {
    const ephemerals = ephemeralsOf(tree, session).map((path): TxnOp => ({ txn: 'delete', path }));
    return fine([...ephemerals, { txn: 'closeSession', expired: request.expired }]);
  }
  const writes = request.op === 'multi' ? request.ops : [request];
  const ops: TxnOp[] = [];
  let now = tree;
  for (const write of writes) {
    const error = errorOf(now, write);
    if (error !== 'OK') return { error, errorPath: write.path, ops: [] };
    const op = resolved(now, session, write);
    if (!op) continue;
    ops.push(op);
    now = applyTxn(now, { zxid: now.zxid, session, ...fine([op]) });
  }
  return fine(ops);
}

function errorOf({ nodes }: Tree, write: ZkWrite): ZkError {
  const znode = nodes.get(write.path);
  if (write.op === 'create') {
    const parent = nodes.get(parentOf(write.path));
    if (!parent) return 'NONODE';
    if (parent.ephemeralOwner !== 0) return 'NOCHILDRENFOREPHEMERALS';
    return znode && write.mode !== 'PERSISTENT_SEQUENTIAL' ? 'NODEEXISTS' : 'OK';
  }
  if (!znode) return 'NONODE';
  if (write.version !== -1 && write.version !== znode.version) return 'BADVERSION';
  return write.op === 'delete' && znode.children.length > 0 ? 'NOTEMPTY' : 'OK';
}

const ownerOf = (mode: CreateMode, session: SessionId): SessionId => (mode === 'EPHEMERAL' ? session : 0);

function resolved(tree: Tree, session: SessionId, write: ZkWrite): TxnOp | undefined {
  switch (write.op) {
    case 'create': {
      const number = tree.nodes.get(parentOf(write.path))?.cversion ?? 0;
      const path = write.mode === 'PERSISTENT_SEQUENTIAL' ? `${write.path}${String(number).padStart(10, '0')}` : write.path;
      return { txn: 'create', path, data: write.data, owner: ownerOf(write.mode, session) };
    }
    case 'delete':
      return { txn: 'delete', path: write.path };
    case 'setData':
      return { txn: 'setData', path: write.path, data: write.data };
    case 'check':
      return undefined;
  }
}

const statOf = ({ version, czxid, ephemeralOwner }: Znode): Stat => ({ version, czxid, ephemeralOwner });

export const failure = (error: ZkError, path: string | undefined): ZkResult => ({ error, stat: undefined, data: undefined, children: undefined, path });

export function read(tree: Tree, { op, path }: ZkRead): ZkResult {
  const znode = tree.nodes.get(path);
  if (!znode) return failure('NONODE', path);
  const stat = statOf(znode);
  return { error: 'OK', stat, data: op === 'getData' ? znode.data : undefined, children: op === 'getChildren' ? znode.children : undefined, path };
}

/** What the writer hears: the znode as it is after the last of its operations. */
export function resultOf(tree: Tree, txn: Txn): ZkResult {
  if (txn.error !== 'OK') return failure(txn.error, txn.errorPath);
  const last = txn.ops.findLast((op) => op.txn === 'create' || op.txn === 'setData');
  const path = last && 'path' in last ? last.path : undefined;
  const znode = path === undefined ? undefined : tree.nodes.get(path);
  return { error: 'OK', stat: znode && statOf(znode), data: undefined, children: undefined, path };
}
