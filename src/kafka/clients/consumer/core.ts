/** State of one KafkaConsumer (classic protocol) in one immutable value: subscription, positions, membership, buffers. Handlers work on a private draft. */
import type { ConsumerSettings } from '#kafka/clients/consumer/config.ts';
import type { Answered, Ends } from '#kafka/clients/consumer/fetchMetrics.ts';
import { type Membership, newMembership } from '#kafka/clients/consumer/membership.ts';
import { type ModernMembership, newModern } from '#kafka/clients/consumer/modern.ts';
import type { PartitionState } from '#kafka/clients/consumer/position.ts';
import { emptyMetadata, type Metadata } from '#kafka/clients/metadata.ts';
import { ALWAYS, emptyNetwork, type Network } from '#kafka/clients/network.ts';
import type { OutletTurn } from '#kafka/clients/outlet.ts';
import type { Draft } from '#kafka/clients/producer/core.ts';
import { noSamples, type Sampled } from '#kafka/clients/sampled.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { BrokerId, NodeName, Offset, Tp } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { Env } from '#sim/effect.ts';

/** Records of one partition that were fetched and not handed out yet (CompletedFetch). */
export interface CompletedFetch extends Ends {
  readonly tp: Tp;
  readonly node: NodeName;
  readonly records: readonly StoredRecord[];
  /** Index of the next record to hand out. */
  readonly next: number;
  /** The position from which it goes on: that of the next record, or of a hole before it. */
  readonly position: Offset;
  /** The position after its last record, where records behind it were cleaned away. */
  readonly endOffset: Offset | undefined;
}

/** A commit that the application's thread waits for. */
export interface BlockingCommit {
  /** commitSync(), the commit before a rebalance, or the one in close(). */
  readonly why: 'sync' | 'prepare' | 'close';
  readonly offsets: readonly CommitOffset[];
  readonly deadlineUs: number;
  readonly attempts: number;
  readonly retryAtUs: number;
  readonly inFlight: boolean;
}

export interface CommitOffset {
  readonly tp: Tp;
  readonly offset: Offset;
  readonly leaderEpoch: number;
}

export interface ConsumerCore {
  readonly settings: ConsumerSettings;
  readonly group: string;
  readonly clientId: string;
  /** Topics of subscribe(); undefined after assign(). */
  readonly subscription: readonly string[] | undefined;
  readonly net: Network;
  readonly metadata: Metadata;
  readonly metadataArmedUs: number;
  /** Broker id of the coordinator; -1 while unknown. */
  readonly coordinator: BrokerId;
  readonly findingCoordinator: boolean;
  readonly coordinatorRetryUs: number;
  readonly coordinatorAttempts: number;
  readonly member: Membership;
  /** groupMetadata(): who it was when it was last given an assignment. It outlives a lost generation, so that a zombie's transaction is refused (KIP-447). */
  readonly groupMetadata: { readonly generation: number; readonly memberId: string };
  /** With group.protocol=consumer; `member` then mirrors its id and epoch. */
  readonly modern: ModernMembership;
  /** Assigned partitions in order of assignment. */
  readonly partitions: ReadonlyMap<Tp, PartitionState>;
  readonly buffer: readonly CompletedFetch[];
  /** What came without records since the last poll(), for the metrics. */
  readonly answered: readonly Answered[];
  readonly recordsLag: Sampled;
  readonly recordsLead: Sampled;
  readonly fetchingOffsets: boolean;
  readonly offsetsRetryUs: number;
  readonly commit: BlockingCommit | undefined;
  /** When the next auto commit is due; Infinity without auto commit. */
  readonly autoCommitUs: number;
  readonly heartbeatDueUs: number;
  readonly heartbeatArmedUs: number;
  readonly sessionDeadlineUs: number;
  /** When the application must have called poll() again; Infinity while it is in it. */
  readonly pollDeadlineUs: number;
  readonly wakeArmedUs: number;
  /** An exception that the next poll() throws. */
  readonly fatal: Thrown | undefined;
}

/** A Java exception: class name without package, and message. */
export interface Thrown {
  readonly exception: string;
  readonly message: string;
}

/** One handling of one event. */
export interface Turn {
  readonly core: Draft<ConsumerCore>;
  readonly env: Env;
  /** The producer of an application that writes on. */
  readonly outlet: OutletTurn | undefined;
  /** Result of the commit that the application waited for. */
  commitResult: ErrorName | undefined;
  /** What commitSync() throws, when it failed. */
  commitThrown: Thrown | undefined;
  /** What poll() throws. */
  thrown: Thrown | undefined;
  readonly warnings: string[];
  /** While the application is in poll(): when it must act by itself, and why. */
  wakeUs: number;
  wakeWhy: 'RetryBackoffExpired' | 'AutoCommitDue';
}

export const FOREVER = Number.POSITIVE_INFINITY;

export function newConsumer(
  settings: ConsumerSettings,
  group: string,
  clientId: string,
  topics: readonly string[],
  bootstrap: readonly NodeName[],
  subscribes: boolean,
): ConsumerCore {
  return {
    settings,
    group,
    clientId,
    subscription: subscribes ? topics : undefined,
    net: emptyNetwork,
    metadata: { ...emptyMetadata(bootstrap, topics), updateRequested: true },
    metadataArmedUs: FOREVER,
    coordinator: -1,
    findingCoordinator: false,
    coordinatorRetryUs: ALWAYS,
    coordinatorAttempts: 0,
    member: newMembership,
    groupMetadata: { generation: -1, memberId: '' },
    modern: newModern,
    partitions: new Map(),
    buffer: [],
    answered: [],
    recordsLag: noSamples,
    recordsLead: noSamples,
    fetchingOffsets: false,
    offsetsRetryUs: ALWAYS,
    commit: undefined,
    autoCommitUs: FOREVER,
    heartbeatDueUs: FOREVER,
    heartbeatArmedUs: FOREVER,
    sessionDeadlineUs: FOREVER,
    pollDeadlineUs: FOREVER,
    wakeArmedUs: FOREVER,
    fatal: undefined,
  };
}

export function draftOf(core: ConsumerCore): Draft<ConsumerCore> {
  return {
    settings: core.settings,
    group: core.group,
    clientId: core.clientId,
    subscription: core.subscription,
    net: core.net,
    metadata: core.metadata,
    metadataArmedUs: core.metadataArmedUs,
    coordinator: core.coordinator,
    findingCoordinator: core.findingCoordinator,
    coordinatorRetryUs: core.coordinatorRetryUs,
    coordinatorAttempts: core.coordinatorAttempts,
    member: core.member,
    groupMetadata: core.groupMetadata,
    modern: core.modern,
    partitions: core.partitions,
    buffer: core.buffer,
    answered: core.answered,
    recordsLag: core.recordsLag,
    recordsLead: core.recordsLead,
    fetchingOffsets: core.fetchingOffsets,
    offsetsRetryUs: core.offsetsRetryUs,
    commit: core.commit,
    autoCommitUs: core.autoCommitUs,
    heartbeatDueUs: core.heartbeatDueUs,
    heartbeatArmedUs: core.heartbeatArmedUs,
    sessionDeadlineUs: core.sessionDeadlineUs,
    pollDeadlineUs: core.pollDeadlineUs,
    wakeArmedUs: core.wakeArmedUs,
    fatal: core.fatal,
  };
}

export const newTurn = (core: ConsumerCore, env: Env, outlet?: OutletTurn): Turn => ({
  core: draftOf(core),
  env,
  outlet,
  commitResult: undefined,
  commitThrown: undefined,
  thrown: core.fatal,
  warnings: [],
  wakeUs: FOREVER,
  wakeWhy: 'RetryBackoffExpired',
});
