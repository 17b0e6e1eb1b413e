/** Calls of Kafka's Admin API, as data, with their results: what a command-line tool may ask of the admin client. */

import type { ElectionType, OngoingReassignment, PartitionOutcome } from '#kafka/protocol/admin.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type {
  CreatableTopic,
  DescribeConfigsRequest,
  DescribeConfigsResponse,
  DescribedGroup,
  IncrementalAlterConfigsRequest,
  MetadataResponse,
} from '#kafka/protocol/messages.ts';
import type { Offset, Tp } from '#kafka/protocol/names.ts';
import type { DescribeQuorumResponse } from '#kafka/protocol/raft.ts';
import type { DescribedTransaction, DescribeProducersResponse, ListTransactionsResponse } from '#kafka/protocol/transactions.ts';

export interface AdminCalls {
  /** topics null: all, internal ones too. */
  describeTopics: { asks: { topics: readonly string[] | null }; gives: Pick<MetadataResponse, 'brokers' | 'controller' | 'topics'> };
  createTopics: { asks: { topics: readonly CreatableTopic[] }; gives: { topics: readonly TopicOutcome[] } };
  deleteTopics: { asks: { topics: readonly string[] }; gives: { topics: readonly TopicOutcome[] } };
  createPartitions: {
    asks: { topics: readonly { name: string; count: number; assignments?: readonly (readonly number[])[] }[] };
    gives: { topics: readonly TopicOutcome[] };
  };
  /** partitions null: all; those that need no election are left out then. */
  electLeaders: { asks: { electionType: ElectionType; partitions: readonly Tp[] | null }; gives: { partitions: readonly PartitionOutcome[] } };
  /** replicas null: cancel. */
  alterReassignments: {
    asks: { partitions: readonly { tp: Tp; replicas: readonly number[] | null }[]; allowReplicationFactorChange: boolean };
    gives: { partitions: readonly PartitionOutcome[] };
  };
  listReassignments: { asks: { partitions: readonly Tp[] | null }; gives: { partitions: readonly OngoingReassignment[] } };
  describeConfigs: { asks: { resources: DescribeConfigsRequest['resources'] }; gives: Pick<DescribeConfigsResponse, 'resources'> };
  /** Groups with settings of their own. */
  listConfigResources: { asks: object; gives: { names: readonly string[] } };
  alterConfigs: { asks: { resources: IncrementalAlterConfigsRequest['resources'] }; gives: { resources: readonly TopicOutcome[] } };
  listGroups: { asks: object; gives: { groups: readonly { group: string; state: string; type?: 'consumer' | 'share' }[] } };
  describeGroups: { asks: { groups: readonly string[] }; gives: { groups: readonly (DescribedGroup & { coordinator: number })[] } };
  listGroupOffsets: { asks: { group: string }; gives: { offsets: readonly { tp: Tp; offset: Offset; leaderEpoch: number }[] } };
  alterGroupOffsets: { asks: { group: string; offsets: readonly { tp: Tp; offset: Offset }[] }; gives: { offsets: readonly { tp: Tp; error: ErrorName }[] } };
  deleteGroups: { asks: { groups: readonly string[] }; gives: { results: readonly { group: string; error: ErrorName }[] } };
  deleteGroupOffsets: {
    asks: { group: string; partitions: readonly Tp[] };
    gives: { error: ErrorName; partitions: readonly { tp: Tp; error: ErrorName }[] };
  };
  /** Of share groups (KIP-932); lag -1: not known. */
  listShareOffsets: {
    asks: { group: string };
    gives: { error: ErrorName; partitions: readonly { tp: Tp; startOffset: Offset; leaderEpoch: number; lag: number }[] };
  };
  alterShareOffsets: {
    asks: { group: string; offsets: readonly { tp: Tp; startOffset: Offset }[] };
    gives: { error: ErrorName; partitions: readonly { tp: Tp; error: ErrorName }[] };
  };
  deleteShareOffsets: {
    asks: { group: string; topics: readonly string[] };
    gives: { error: ErrorName; topics: readonly { topic: string; error: ErrorName }[] };
  };
  /** Of every broker that coordinates some. */
  listTransactions: { asks: object; gives: { transactions: readonly (ListedTransaction & { coordinator: number })[] } };
  /** An id that its coordinator does not know is told with TRANSACTIONAL_ID_NOT_FOUND. */
  describeTransactions: { asks: { transactionalIds: readonly string[] }; gives: { transactions: readonly (DescribedTransaction & { coordinator: number })[] } };
  /** broker undefined: the leaders. */
  describeProducers: { asks: { partitions: readonly Tp[]; broker: number | undefined }; gives: Pick<DescribeProducersResponse, 'partitions'> };
  /** Writes the ABORT marker of a transaction that hangs. */
  abortTransaction: { asks: { tp: Tp; producerId: number; producerEpoch: number; coordinatorEpoch: number }; gives: object };
  /** What the leader of the KRaft quorum knows of its voters and observers. */
  describeQuorum: { asks: object; gives: Pick<DescribeQuorumResponse, 'leaderId' | 'leaderEpoch' | 'highWatermark' | 'voters' | 'observers'> };
  /** Offset -1 is the high watermark. */
  deleteRecords: {
    asks: { partitions: readonly { tp: Tp; offset: Offset }[] } & ByPartition;
    gives: { partitions: readonly { tp: Tp; lowWatermark: Offset; failure: PartitionFailure | undefined }[] };
  };
  /** An offset is -1 where there is none, or where `failure` says why it could not be told. */
  listOffsets: {
    asks: { partitions: readonly { tp: Tp; timestamp: 'earliest' | 'latest' | number }[] } & ByPartition;
    gives: { offsets: readonly { tp: Tp; offset: Offset; failure: PartitionFailure | undefined }[] };
  };
}

/** How the client of a release makes such a call: see `Features.partitionsApart`. */
interface ByPartition {
  readonly partitionsApart: boolean;
}

/** The exception with which one partition's future ends; `answered` is the error with which its leader has refused. */
export interface PartitionFailure {
  readonly exception: string;
  readonly message: string;
  readonly answered?: ErrorName;
}

type ListedTransaction = ListTransactionsResponse['transactions'][number];

export interface TopicOutcome {
  readonly name: string;
  readonly error: ErrorName;
  readonly message: string | null;
}

export type CallName = keyof AdminCalls;
export type AdminCall = { [N in CallName]: { readonly call: N } & AdminCalls[N]['asks'] }[CallName];

/** A call ends with its answer, or with the exception that Kafka's Admin client would throw (class name without package, and message). `cause` is its cause, as a stack trace names it. */
export type CallResult =
  | { [N in CallName]: { readonly call: N; readonly ok: true } & AdminCalls[N]['gives'] }[CallName]
  | { readonly call: CallName; readonly ok: false; readonly exception: string; readonly message: string; readonly cause?: string };
