/** ZooKeeper on the wire: what clients ask of an ensemble, and what its servers tell each other (ZooDefs, jute records, QuorumPacket). */
import type { BrokerId, LeaderEpoch, NodeName } from '#kafka/protocol/names.ts';

/** epoch * 2^32 + counter: the total order of all writes. */
export type Zxid = number;
export type SessionId = number;

/** org.apache.zookeeper.KeeperException.Code */
export type ZkError = 'OK' | 'NONODE' | 'NODEEXISTS' | 'BADVERSION' | 'NOTEMPTY' | 'NOCHILDRENFOREPHEMERALS' | 'SESSIONEXPIRED';

/** Replicas of a partition, and the ones that a reassignment adds and removes (ReplicaAssignment). */
export interface ReplicaAssignment {
  readonly replicas: readonly BrokerId[];
  readonly adding: readonly BrokerId[];
  readonly removing: readonly BrokerId[];
}

/** Why a leader or an ISR was written, for people; not in Kafka's JSON. */
export interface StateNote {
  readonly how: 'isr' | 'unclean' | 'preferred' | 'reassignment' | 'kept' | 'created' | 'none';
  readonly by: 'leader' | 'controller';
  readonly candidates: readonly BrokerId[];
  /** A leader's change that its controller wrote for it (AlterPartition, KIP-497). */
  readonly through?: 'controller';
}

/** TopicPartitionStateZNode */
export interface PartitionStateData {
  readonly kind: 'state';
  readonly leader: BrokerId;
  readonly leaderEpoch: LeaderEpoch;
  readonly isr: readonly BrokerId[];
  readonly controllerEpoch: number;
  readonly recovering: boolean;
  readonly note: StateNote;
}

/** What Kafka keeps in znodes, parsed (kafka.zk.ZkData). */
export type ZnodeData =
  | { readonly kind: 'empty' }
  | { readonly kind: 'controller'; readonly brokerid: BrokerId }
  | { readonly kind: 'controller_epoch'; readonly epoch: number }
  | { readonly kind: 'broker'; readonly rack: string | null; readonly incarnation: number }
  | { readonly kind: 'topic'; readonly topicId: string; readonly partitions: readonly ReplicaAssignment[] }
  | PartitionStateData
  | { readonly kind: 'config'; readonly config: Readonly<Record<string, string>> }
  | { readonly kind: 'partitions'; readonly partitions: readonly string[] }
  | { readonly kind: 'reassign'; readonly partitions: readonly { readonly tp: string; readonly replicas: readonly BrokerId[] }[] }
  /** `topics/<name>`, `brokers/<id>` or `brokers/<default>`. */
  | { readonly kind: 'config_change'; readonly entity: string }
  | { readonly kind: 'producer_ids'; readonly broker: BrokerId; readonly next: number };

export type CreateMode = 'PERSISTENT' | 'EPHEMERAL' | 'PERSISTENT_SEQUENTIAL';

/** -1 as a version matches any. */
export type ZkWrite =
  | { readonly op: 'create'; readonly path: string; readonly data: ZnodeData; readonly mode: CreateMode }
  | { readonly op: 'delete'; readonly path: string; readonly version: number }
  | { readonly op: 'setData'; readonly path: string; readonly data: ZnodeData; readonly version: number }
  | { readonly op: 'check'; readonly path: string; readonly version: number };

export type ZkRead = { readonly op: 'getData' | 'exists' | 'getChildren'; readonly path: string; readonly watch: boolean };

export type ZkOp = ZkRead | ZkWrite | { readonly op: 'multi'; readonly ops: readonly ZkWrite[] };

export const isRead = (op: ZkOp): op is ZkRead => op.op === 'getData' || op.op === 'exists' || op.op === 'getChildren';

/** org.apache.zookeeper.data.Stat, as far as Kafka looks at it. */
export interface Stat {
  readonly version: number;
  readonly czxid: Zxid;
  readonly ephemeralOwner: SessionId;
}

export interface ZkResult {
  readonly error: ZkError;
  readonly stat: Stat | undefined;
  readonly data: ZnodeData | undefined;
  readonly children: readonly string[] | undefined;
  /** Full path of what was created or read; after an error, where it failed. */
  readonly path: string | undefined;
}

export type WatchEventType = 'NodeCreated' | 'NodeDeleted' | 'NodeDataChanged' | 'NodeChildrenChanged';

/** Between a client and the server that it is connected to. Session 0 asks for a new one; as an answer it says that the session is over. */
export type ZkClientMessage =
  | { readonly type: 'ConnectRequest'; readonly sessionId: SessionId; readonly timeoutMs: number; readonly lastZxidSeen: Zxid }
  | { readonly type: 'ZkRequest'; readonly xid: number; readonly request: ZkOp }
  /** With the last request before it: the wire has a reserved xid here and leaves it to TCP that nothing is missing. */
  | { readonly type: 'ZkPing'; readonly xid: number }
  | { readonly type: 'CloseSession' }
  | {
      readonly type: 'SetWatches';
      readonly relativeZxid: Zxid;
      readonly data: readonly string[];
      readonly exist: readonly string[];
      readonly child: readonly string[];
    };

/** What must have come before on the same connection: so many watches that fired, and whether they were set again on it. TCP promises that. */
interface Heard {
  readonly fired: number;
  readonly rewatched: boolean;
}

export type ZkServerMessage =
  | { readonly type: 'ConnectResponse'; readonly sessionId: SessionId; readonly timeoutMs: number }
  | (Heard & { readonly type: 'ZkResponse'; readonly xid: number; readonly zxid: Zxid; readonly request: ZkOp; readonly result: ZkResult })
  /** Comes after all that was asked before its ping. */
  | (Heard & { readonly type: 'ZkPong'; readonly xid: number })
  | { readonly type: 'WatcherEvent'; readonly event: WatchEventType; readonly path: string; readonly number: number };

/** A vote of FastLeaderElection: the larger epoch, then zxid, then id wins. */
export interface Vote {
  readonly leader: number;
  readonly zxid: Zxid;
  readonly peerEpoch: number;
}

export type ServerState = 'LOOKING' | 'FOLLOWING' | 'LEADING';

/** One write in the transaction log, resolved by the leader: what it does is the same everywhere. */
export type TxnOp =
  | { readonly txn: 'create'; readonly path: string; readonly data: ZnodeData; readonly owner: SessionId }
  | { readonly txn: 'delete'; readonly path: string }
  | { readonly txn: 'setData'; readonly path: string; readonly data: ZnodeData }
  | { readonly txn: 'createSession'; readonly timeoutMs: number; readonly client: NodeName }
  | { readonly txn: 'closeSession'; readonly expired: boolean };

export interface Txn {
  readonly zxid: Zxid;
  readonly session: SessionId;
  readonly error: ZkError;
  /** Where it failed, if it did. */
  readonly errorPath: string | undefined;
  readonly ops: readonly TxnOp[];
}

/** Whose request a transaction answers: the server that it came to, and its number there. */
export interface Origin {
  readonly server: number;
  readonly request: number;
}

/** Between servers of the ensemble. */
export type ZkPeerMessage =
  | { readonly type: 'Notification'; readonly from: number; readonly vote: Vote; readonly round: number; readonly state: ServerState }
  | { readonly type: 'FOLLOWERINFO'; readonly from: number; readonly acceptedEpoch: number; readonly lastZxid: Zxid }
  | { readonly type: 'NEWLEADER'; readonly epoch: number; readonly truncateTo: Zxid; readonly txns: readonly Txn[] }
  | { readonly type: 'ACK'; readonly from: number; readonly zxid: Zxid; readonly epoch: number }
  | { readonly type: 'UPTODATE'; readonly committed: Zxid }
  | { readonly type: 'PROPOSAL'; readonly txn: Txn; readonly origin: Origin }
  | { readonly type: 'COMMIT'; readonly zxid: Zxid }
  /** What the leader has logged and committed, and what the follower has logged: a packet that was lost shows. */
  | { readonly type: 'PING'; readonly logged: Zxid; readonly committed: Zxid }
  | { readonly type: 'PINGED'; readonly from: number; readonly touched: readonly SessionId[]; readonly logged: Zxid; readonly epoch: number }
  | { readonly type: 'REQUEST'; readonly origin: Origin; readonly session: SessionId; readonly request: ForwardedRequest }
  | { readonly type: 'REVALIDATE'; readonly from: number; readonly session: SessionId; readonly valid?: boolean };

export type ForwardedRequest =
  | Exclude<ZkOp, ZkRead>
  | { readonly op: 'createSession'; readonly timeoutMs: number; readonly client: NodeName }
  | { readonly op: 'closeSession'; readonly expired: boolean };

export type ZkMessage = ZkClientMessage | ZkServerMessage | ZkPeerMessage;

export const zookeeperName = (n: number): NodeName => `zookeeper${n}`;
export const zookeeperIdOf = (name: NodeName): number => (name.startsWith('zookeeper') ? Number(name.slice(9)) : -1);

/** Brokers reach the ensemble under one name for each opening of the connection, so that an old one cannot answer for a new one. */
export const isZookeeper = (name: NodeName): boolean => name.startsWith('zookeeper');
