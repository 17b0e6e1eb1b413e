/** All that a broker has to do with share groups (SharePartitionManager, PersisterStateManager, ShareCoordinatorService); in memory. */
import type { Caller } from '#kafka/coordinator/io.ts';
import { emptyPersister, type PersisterState } from '#kafka/coordinator/persister/persister.ts';
import type { AskedPartition } from '#kafka/coordinator/share/heartbeat.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Body } from '#kafka/protocol/messages.ts';
import type { LeaderEpoch, NodeName, Offset, Tp } from '#kafka/protocol/names.ts';
import type { AlterShareGroupOffsetsResponse, PersisterRequest, ShareFetchedPartition, ShareFetchRequest, ShareKey } from '#kafka/protocol/share.ts';
import type { SharePartition } from '#kafka/share/partition.ts';

/** Of one member with this broker (ShareSession): it ends with the connection. */
export interface ShareSession {
  readonly group: string;
  readonly memberId: string;
  /** That the next request must carry. */
  readonly epoch: number;
  readonly node: NodeName;
  readonly connection: string;
  readonly tps: readonly Tp[];
}

/** A share-partition of a partition that this broker leads. */
export interface LedShare {
  readonly group: string;
  readonly tp: Tp;
  readonly key: ShareKey;
  readonly leaderEpoch: LeaderEpoch;
  /** undefined while it is read from the persister (INITIALIZING). */
  readonly partition: SharePartition | undefined;
  /** For when the timer of its locks is set. */
  readonly armedUs: number | undefined;
}

/** The part of a request that waits for records (DelayedShareFetch). */
export interface WaitingFetch {
  readonly request: ShareFetchRequest;
  /** In the order in which they are tried. */
  readonly tps: readonly Tp[];
  readonly deadlineUs: number;
  /** Partitions that cannot be fetched from. */
  readonly failures: readonly ShareFetchedPartition[];
}

/** A ShareFetch or ShareAcknowledge that is not answered yet: records are missing, or the persister's word about acknowledgements. */
export interface ShareOperation {
  readonly id: number;
  readonly caller: Caller;
  readonly group: string;
  readonly memberId: string;
  readonly isFetch: boolean;
  /** The session ends with the answer. */
  readonly isFinal: boolean;
  readonly fetch: WaitingFetch | undefined;
  readonly fetched: readonly ShareFetchedPartition[];
  /** Of each partition that was acknowledged; undefined while it is written. */
  readonly acknowledged: ReadonlyMap<Tp, ErrorName | undefined>;
}

/** What goes on when a share coordinator has answered. */
export type PersisterGoal =
  | { readonly kind: 'read'; readonly group: string; readonly tp: Tp; readonly leaderEpoch: LeaderEpoch }
  | {
      readonly kind: 'write';
      readonly group: string;
      readonly tp: Tp;
      readonly leaderEpoch: LeaderEpoch;
      /** The transitions that wait for it; undefined: of locks that timed out. */
      readonly write: number | undefined;
      /** The operation that waits for it. */
      readonly operation: number | undefined;
    }
  | { readonly kind: 'initialize'; readonly gathering: number; readonly tp: Tp }
  | { readonly kind: 'summary'; readonly gathering: number; readonly tp: Tp }
  | { readonly kind: 'delete'; readonly gathering: number; readonly tp: Tp };

/** A request to a share coordinator, on its way or waiting to be sent again. */
export interface PersisterCall {
  /** undefined while it waits. */
  readonly sent: { readonly to: NodeName; readonly correlation: number } | undefined;
  readonly id: number;
  readonly deadlineUs: number;
  readonly attempts: number;
  readonly body: Body<PersisterRequest>;
  readonly goal: PersisterGoal;
}

/** What the persister said of one share-partition. */
export interface Gathered {
  readonly error: ErrorName;
  readonly startOffset: Offset;
  readonly deliveryCompleteCount: number;
  readonly leaderEpoch: number;
  /** The end of the log; undefined before its leader has said so. */
  readonly logEnd: Offset | undefined;
}

/** Many answers that are wanted together: for a group that begins, or for an administrator. */
export interface Gathering {
  readonly id: number;
  readonly group: string;
  readonly answers: ReadonlyMap<Tp, Gathered | undefined>;
  readonly why:
    | {
        readonly kind: 'initialize';
        readonly asked: readonly AskedPartition[];
        readonly reply: { readonly caller: Caller; readonly response: Body<AlterShareGroupOffsetsResponse> } | undefined;
      }
    /** `ends`: how far the logs go, asked of their leaders when the persister has answered. */
    | { readonly kind: 'describe'; readonly caller: Caller; readonly ends: readonly { readonly to: NodeName; readonly correlation: number }[] }
    | { readonly kind: 'delete'; readonly caller: Caller | undefined; readonly asked: readonly AskedPartition[]; readonly topics: readonly string[] };
}

/** A connection on which a member had a session, ended or not: when it closes, Kafka looks whether anybody is left. */
export interface ShareConnection {
  readonly node: NodeName;
  readonly connection: string;
  readonly group: string;
}

export interface BrokerShare {
  readonly connections: readonly ShareConnection[];
  readonly sessions: readonly ShareSession[];
  readonly led: ReadonlyMap<string, LedShare>;
  readonly operations: readonly ShareOperation[];
  readonly calls: readonly PersisterCall[];
  readonly gatherings: readonly Gathering[];
  /** For operations, calls and gatherings. */
  readonly nextId: number;
  readonly coordinator: PersisterState;
}

export const noShare: BrokerShare = {
  connections: [],
  sessions: [],
  led: new Map(),
  operations: [],
  calls: [],
  gatherings: [],
  nextId: 1,
  coordinator: emptyPersister,
};

export const ledKey = (group: string, tp: Tp): string => `${group} ${tp}`;
