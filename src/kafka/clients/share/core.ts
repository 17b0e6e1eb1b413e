/** State of one KafkaShareConsumer in one immutable value: membership, sessions with leaders, what was fetched, and acknowledgements on their way. */
import { type ModernMembership, newModern } from '#kafka/clients/consumer/modern.ts';
import { emptyMetadata, type Metadata } from '#kafka/clients/metadata.ts';
import { ALWAYS, emptyNetwork, type Network } from '#kafka/clients/network.ts';
import type { Draft } from '#kafka/clients/producer/core.ts';
import type { ShareConsumerSettings } from '#kafka/clients/share/config.ts';
import type { BrokerId, NodeName, Tp } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { Acknowledged, AcknowledgeType } from '#kafka/protocol/share.ts';
import type { Env } from '#sim/effect.ts';

/** A record that poll() returns: where it came from, and the how many-eth delivery it is. */
export interface Delivered {
  readonly tp: Tp;
  /** The leader that it was acquired from, and to which its acknowledgement goes. */
  readonly node: NodeName;
  readonly record: StoredRecord;
  readonly deliveryCount: number;
}

/** What became of an offset. */
export interface Outcome {
  readonly tp: Tp;
  readonly node: NodeName;
  readonly offset: number;
  readonly type: AcknowledgeType;
}

/** A session with a leader (ShareSessionHandler): the epoch of the next request, and what it was told. */
export interface NodeSession {
  readonly epoch: number;
  readonly tps: readonly Tp[];
}

/** Acknowledgements of one node, in a request of their own, when the node is free. */
export interface ToAcknowledge {
  readonly node: NodeName;
  readonly acknowledgements: readonly Acknowledged[];
  /** commitSync() or close() waits for it; close() ends the session. */
  readonly why: 'async' | 'sync' | 'close';
}

export interface ShareCore {
  readonly settings: ShareConsumerSettings;
  readonly group: string;
  readonly clientId: string;
  readonly topics: readonly string[];
  readonly net: Network;
  readonly metadata: Metadata;
  readonly metadataArmedUs: number;
  readonly coordinator: BrokerId;
  readonly findingCoordinator: boolean;
  readonly coordinatorRetryUs: number;
  readonly coordinatorAttempts: number;
  readonly member: ModernMembership;
  readonly assignment: readonly Tp[];
  readonly sessions: ReadonlyMap<NodeName, NodeSession>;
  /** Fetched and not handed out yet, one list a partition and fetch. */
  readonly buffer: readonly (readonly Delivered[])[];
  /** poll() has asked for records, and none have come since. */
  readonly wantsMore: boolean;
  /** To go with the next ShareFetch. */
  readonly withFetch: readonly Outcome[];
  readonly toAcknowledge: readonly ToAcknowledge[];
  readonly heartbeatArmedUs: number;
  readonly pollDeadlineUs: number;
  readonly wakeArmedUs: number;
  /** Kafka's exception that ends the application. */
  readonly fatal: { readonly exception: string; readonly message: string } | undefined;
}

export const FOREVER = Number.POSITIVE_INFINITY;

export function newShareCore(
  settings: ShareConsumerSettings,
  group: string,
  clientId: string,
  topics: readonly string[],
  bootstrap: readonly NodeName[],
): ShareCore {
  return {
    settings,
    group,
    clientId,
    topics,
    net: emptyNetwork,
    metadata: { ...emptyMetadata(bootstrap, topics), updateRequested: true },
    metadataArmedUs: FOREVER,
    coordinator: -1,
    findingCoordinator: false,
    coordinatorRetryUs: ALWAYS,
    coordinatorAttempts: 0,
    member: newModern,
    assignment: [],
    sessions: new Map(),
    buffer: [],
    wantsMore: false,
    withFetch: [],
    toAcknowledge: [],
    heartbeatArmedUs: FOREVER,
    pollDeadlineUs: FOREVER,
    wakeArmedUs: FOREVER,
    fatal: undefined,
  };
}

/** One handling of one event. */
export interface ShareTurn {
  readonly core: Draft<ShareCore>;
  readonly env: Env;
  readonly warnings: string[];
  /** When the consumer must act by itself. */
  wakeUs: number;
}

export const newShareTurn = (core: ShareCore, env: Env): ShareTurn => ({
  core: {
    settings: core.settings,
    group: core.group,
    clientId: core.clientId,
    topics: core.topics,
    net: core.net,
    metadata: core.metadata,
    metadataArmedUs: core.metadataArmedUs,
    coordinator: core.coordinator,
    findingCoordinator: core.findingCoordinator,
    coordinatorRetryUs: core.coordinatorRetryUs,
    coordinatorAttempts: core.coordinatorAttempts,
    member: core.member,
    assignment: core.assignment,
    sessions: core.sessions,
    buffer: core.buffer,
    wantsMore: core.wantsMore,
    withFetch: core.withFetch,
    toAcknowledge: core.toAcknowledge,
    heartbeatArmedUs: core.heartbeatArmedUs,
    pollDeadlineUs: core.pollDeadlineUs,
    wakeArmedUs: core.wakeArmedUs,
    fatal: core.fatal,
  },
  env,
  warnings: [],
  wakeUs: FOREVER,
});
