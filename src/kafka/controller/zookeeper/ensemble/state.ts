/** All that a ZooKeeper server holds, as plain data, and the desk on which one event is worked. */
import type { Tree } from '#kafka/controller/zookeeper/tree.ts';
import type { KafkaFact } from '#kafka/facts.ts';
import type { Image } from '#kafka/metadata/image.ts';
import type { NodeName } from '#kafka/protocol/names.ts';
import {
  type Origin,
  type ServerState,
  type SessionId,
  type Txn,
  type Vote,
  type ZkMessage,
  type ZkOp,
  type Zxid,
  zookeeperName,
} from '#kafka/protocol/zookeeper.ts';
import type { Config } from '#kafka/spec.ts';
import { type Env, send } from '#sim/effect.ts';
import { type View, viewAt } from '#sim/view.ts';

/** zoo.cfg */
export interface ServerSettings {
  readonly tickUs: number;
  readonly initLimit: number;
  readonly syncLimit: number;
  readonly minSessionTimeoutMs: number;
  readonly maxSessionTimeoutMs: number;
}

/** A client's connection to this server, with its one-shot watches. */
export interface ClientConnection {
  readonly client: NodeName;
  readonly connection: string;
  /** 0 until its session is known to be good. */
  readonly session: SessionId;
  readonly dataWatches: readonly string[];
  readonly childWatches: readonly string[];
  /** Writes that are not answered yet; what comes after them waits, so that a client reads its own writes. */
  readonly writing: number;
  readonly waiting: readonly { readonly xid: number; readonly request: ZkOp | 'ping' }[];
  /** Of the newest request: what comes again is a doubled segment, which TCP would drop. */
  readonly lastXid: number;
  readonly fired: number;
  readonly rewatched: boolean;
}

/** A request that went to the leader: what to answer when it is committed. */
export interface Outstanding {
  readonly request: number;
  readonly client: NodeName;
  readonly connection: string;
  /** -1: the answer is a ConnectResponse. */
  readonly xid: number;
  readonly op: ZkOp | undefined;
}

/** The leader's view of a follower (LearnerHandler). */
export interface Learner {
  readonly id: number;
  readonly connection: string;
  readonly acceptedEpoch: number;
  readonly lastZxid: Zxid;
  /** NEWLEADER has been sent: proposals follow it. */
  readonly syncing: boolean;
  /** It has acknowledged NEWLEADER. */
  readonly synced: boolean;
  /** Everything up to here is on its disk. */
  readonly ackedZxid: Zxid;
  readonly lastHeardUs: number;
}

export interface Proposal {
  readonly txn: Txn;
  readonly origin: Origin;
}

export interface Ballot {
  readonly from: number;
  readonly vote: Vote;
}

/** What a server does besides its log; all of it is forgotten when the process ends. */
export interface ServerMemory {
  readonly state: ServerState;
  /** Logical clock of the election. */
  readonly round: number;
  readonly vote: Vote;
  readonly votes: readonly Ballot[];
  /** Votes of servers that are not looking any more. */
  readonly settledVotes: readonly Ballot[];
  readonly notificationUs: number;
  /** Clients are served: in sync with a leader, or leading with a quorum. */
  readonly serving: boolean;
  readonly leaderHeardUs: number;
  readonly learners: readonly Learner[];
  /** Leader: proposals that no quorum has yet; follower: those not committed yet. */
  readonly proposals: readonly Proposal[];
  /** The tree with all proposals in it, against which the leader judges the next. */
  readonly head: Tree;
  /** Leader: when each session ends unless it is heard of (SessionTrackerImpl). */
  readonly expiry: ReadonlyMap<SessionId, number>;
  /** Follower: sessions heard of since the leader's last ping. */
  readonly touched: readonly SessionId[];
  readonly connections: readonly ClientConnection[];
  readonly outstanding: readonly Outstanding[];
  readonly requests: number;
}

export interface ZkNode extends ServerMemory {
  readonly kind: 'zookeeper';
  readonly name: NodeName;
  readonly id: number;
  /** Servers of the ensemble, this one included. */
  readonly ensemble: number;
  /** The brokers' common configuration, for the defaults that the image is read with. */
  readonly config: Config;
  readonly settings: ServerSettings;

  // On disk
  readonly log: View<Txn>;
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;
  readonly sessionsMade: number;
  /** Everything up to its zxid is committed as far as this server knows. */
  readonly tree: Tree;
  /** What the tree says about the Kafka cluster. */
  readonly committed: Image;
}

type Open<T> = { -readonly [K in keyof T]: T[K] };

export interface Desk extends Open<ZkNode> {
  readonly env: Env;
}

export const open = (node: ZkNode, env: Env): Desk => ({ ...node, env });

export function close(desk: Desk): ZkNode {
  const { env: _, ...node } = desk;
  return node;
}

export const quorum = ({ ensemble }: { readonly ensemble: number }): number => Math.floor(ensemble / 2) + 1;

export const fact = (desk: Desk, what: KafkaFact): void => {
  desk.env.facts.push(what);
};

/** Each time that a server follows, it connects to its leader anew. */
export const leaderConnection = ({ round }: { readonly round: number }): string => `quorum-${round}`;
export const ELECTION = 'election';

/** To another server, over our own connection to it, or as an answer over one that it opened. */
export function tellPeer(desk: Desk, id: number, message: ZkMessage, connection: string): void {
  send(desk.env, zookeeperName(id), message, connection);
}

export function tellClient(desk: Desk, client: NodeName, connection: string, message: ZkMessage): void {
  send(desk.env, client, message, connection);
}

export const others = ({ id, ensemble }: { readonly id: number; readonly ensemble: number }): number[] =>
  Array.from({ length: ensemble }, (_, n) => n + 1).filter((one) => one !== id);

export const lastLoggedZxid = ({ log }: { readonly log: View<Txn> }): Zxid => (log.length === 0 ? 0 : viewAt(log, log.length - 1).zxid);

const COUNTER = 2 ** 32;
export const zxidOf = (epoch: number, counter: number): Zxid => epoch * COUNTER + counter;
export const epochOfZxid = (zxid: Zxid): number => Math.floor(zxid / COUNTER);
