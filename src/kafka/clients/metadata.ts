/** The client's picture of the cluster (Metadata, MetadataCache): who leads what as far as it has been told, and when to ask again. */
import { backoffMs } from '#kafka/clients/backoff.ts';
import { ALWAYS, earliestRetryUs, leastLoaded, type Network, request } from '#kafka/clients/network.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { LeaderIdAndEpoch, MetadataResponse } from '#kafka/protocol/messages.ts';
import { type BrokerId, brokerName, NO_LEADER, type NodeName, type Tp } from '#kafka/protocol/names.ts';
import { type Env, setTimer } from '#sim/effect.ts';

export interface KnownPartition {
  readonly leader: BrokerId;
  readonly leaderEpoch: number;
}

export interface Metadata {
  readonly bootstrap: readonly NodeName[];
  /** Empty until the first answer: then the bootstrap servers are asked. */
  readonly nodes: readonly NodeName[];
  /** Topics this client wants to know, in order of first use. null: all topics. */
  readonly topics: readonly string[] | null;
  readonly partitions: ReadonlyMap<Tp, KnownPartition>;
  readonly counts: ReadonlyMap<string, number>;
  readonly errors: ReadonlyMap<string, ErrorName>;
  /** Id of each topic (KIP-516); empty before brokers tell them. */
  readonly topicIds: ReadonlyMap<string, string>;
  /** Racks of each partition's replicas; absent where no broker has one. */
  readonly racks?: ReadonlyMap<Tp, readonly string[]>;
  /** Their replicas, those of brokers that are down too; absent where no broker has a rack. */
  readonly replicas?: ReadonlyMap<Tp, readonly NodeName[]>;
  readonly updateRequested: boolean;
  readonly inFlight: boolean;
  /** A topic was added: the spacing of refreshes does not hold this one back. */
  readonly urgent: boolean;
  readonly lastRefreshUs: number;
  readonly lastSuccessUs: number;
  readonly attempts: number;
  readonly equivalentResponses: number;
}

export interface MetadataConfig {
  readonly metadataMaxAgeMs: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly requestTimeoutMs: number;
  readonly allowAutoTopicCreation: boolean;
}

export function emptyMetadata(bootstrap: readonly NodeName[], topics: readonly string[] | null): Metadata {
  return {
    bootstrap,
    nodes: [],
    topics,
    partitions: new Map(),
    counts: new Map(),
    errors: new Map(),
    topicIds: new Map(),
    updateRequested: false,
    inFlight: false,
    urgent: false,
    lastRefreshUs: Number.NEGATIVE_INFINITY,
    lastSuccessUs: Number.NEGATIVE_INFINITY,
    attempts: 0,
    equivalentResponses: 0,
  };
}

export const requestUpdate = (metadata: Metadata): Metadata => (metadata.updateRequested ? metadata : { ...metadata, updateRequested: true });

/** Brokers that may be asked anything: the known ones, or the bootstrap servers when none is known or none can be reached (KIP-899). */
export function askable(metadata: Metadata, net: Network, nowUs: number): readonly NodeName[] {
  if (metadata.nodes.length === 0) return metadata.bootstrap;
  return leastLoaded(net, metadata.nodes, nowUs) === undefined ? metadata.bootstrap : metadata.nodes;
}

/** When the next refresh is due by request, by age or by spacing; Infinity when there is nothing to ask. */
export function refreshDueUs(metadata: Metadata, config: MetadataConfig): number {
  if (metadata.inFlight || metadata.topics?.length === 0) return Number.POSITIVE_INFINITY;
  const expiresUs = metadata.updateRequested ? ALWAYS : metadata.lastSuccessUs + config.metadataMaxAgeMs * 1000;
  if (metadata.urgent) return ALWAYS;
  const failures = Math.max(metadata.attempts - 1, metadata.equivalentResponses - 1, 0);
  return Math.max(expiresUs, metadata.lastRefreshUs + backoffMs(config.retryBackoffMs, config.retryBackoffMaxMs, failures) * 1000);
}

/** Sends a MetadataRequest if one is due and a node can be asked. */
export function refresh(metadata: Metadata, net: Network, config: MetadataConfig, env: Env): { metadata: Metadata; net: Network } {
  if (refreshDueUs(metadata, config) > env.nowUs) return { metadata, net };
  const to = leastLoaded(net, askable(metadata, net, env.nowUs), env.nowUs);
  if (to === undefined) return { metadata: metadata.updateRequested ? metadata : { ...metadata, updateRequested: true }, net };
  const sent = request(
    net,
    env,
    to,
    { type: 'MetadataRequest', topics: metadata.topics, allowAutoTopicCreation: config.allowAutoTopicCreation },
    config.requestTimeoutMs,
  );
  return { metadata: { ...metadata, inFlight: true, urgent: false, updateRequested: true, lastRefreshUs: env.nowUs }, net: sent };
}

/** When `refresh` should be tried next, reconnect backoffs included. */
export function nextRefreshUs(metadata: Metadata, net: Network, config: MetadataConfig, nowUs: number): number {
  const dueUs = refreshDueUs(metadata, config);
  if (dueUs > nowUs) return dueUs;
  return Math.max(
    nowUs,
    Math.min(earliestRetryUs(net, metadata.nodes.length === 0 ? metadata.bootstrap : metadata.nodes), earliestRetryUs(net, metadata.bootstrap)),
  );
}

export const refreshFailed = (metadata: Metadata): Metadata => ({ ...metadata, inFlight: false, updateRequested: true, attempts: metadata.attempts + 1 });

/**
 * Takes an answer. Of one topic, a partition's leader is replaced only by one with the same or a newer leader epoch; of another with the same name, always:
 * its epochs count anew (Metadata.updateLatestMetadata, KAFKA-12257). Where brokers tell no ids, clients did not compare epochs either.
 */
export function refreshed(metadata: Metadata, response: MetadataResponse, nowUs: number): Metadata {
  const partitions = new Map<Tp, KnownPartition>();
  const counts = new Map<string, number>();
  const errors = new Map<string, ErrorName>();
  const topicIds = new Map<string, string>();
  let changed = false;
  let unusable = false;
  for (const topic of response.topics) {
    if (topic.error !== 'NONE') {
      errors.set(topic.name, topic.error);
      unusable = true;
      continue;
    }
    counts.set(topic.name, topic.partitions.length);
    if (topic.topicId !== '') topicIds.set(topic.name, topic.topicId);
    const isSame = topic.topicId !== '' && metadata.topicIds.get(topic.name) === topic.topicId;
    for (const one of topic.partitions) {
      const known = metadata.partitions.get(one.tp);
      const newer = isSame && known !== undefined && known.leaderEpoch > one.leaderEpoch ? known : { leader: one.leader, leaderEpoch: one.leaderEpoch };
      if (known === undefined || newer.leader !== known.leader || newer.leaderEpoch !== known.leaderEpoch) changed = true;
      if (one.error !== 'NONE') unusable = true;
      partitions.set(one.tp, newer);
    }
  }
  return {
    bootstrap: metadata.bootstrap,
    nodes: response.brokers.map(({ name }) => name),
    topics: metadata.topics,
    partitions,
    counts,
    errors,
    topicIds,
    ...racksIn(response),
    // A topic or leader that is still missing is asked for again, with backoff (Metadata.update, InvalidMetadataException).
    updateRequested: unusable || metadata.urgent,
    inFlight: false,
    urgent: metadata.urgent,
    lastRefreshUs: metadata.lastRefreshUs,
    lastSuccessUs: nowUs,
    attempts: 0,
    equivalentResponses: changed ? 0 : metadata.equivalentResponses + 1,
  };
}

function racksIn({ brokers, topics }: MetadataResponse): Pick<Metadata, 'racks' | 'replicas'> {
  const rackOf = new Map(brokers.flatMap(({ id, rack }) => (rack === null ? [] : [[id, rack] as const])));
  if (rackOf.size === 0) return {};
  const partitions = topics.flatMap((topic) => topic.partitions);
  return {
    racks: new Map(partitions.map(({ tp, replicas }) => [tp, replicas.flatMap((id) => rackOf.get(id) ?? [])])),
    replicas: new Map(partitions.map(({ tp, replicas }) => [tp, replicas.map(brokerName)])),
  };
}

export const replicasOf = ({ replicas }: Metadata, tp: Tp): readonly NodeName[] => replicas?.get(tp) ?? [];

/** Adds a topic that is used for the first time; its metadata is asked for at once (requestUpdateForNewTopics). */
export function wantTopic(metadata: Metadata, topic: string): Metadata {
  if (metadata.topics === null || metadata.topics.includes(topic)) return metadata;
  return { ...metadata, topics: [...metadata.topics, topic], updateRequested: true, urgent: true };
}

/** KIP-951: an error response named the new leader. */
export function patched(metadata: Metadata, tp: Tp, hint: LeaderIdAndEpoch | undefined): Metadata {
  const known = metadata.partitions.get(tp);
  if (hint === undefined || hint.leader < 0 || known === undefined || hint.leaderEpoch <= known.leaderEpoch) return metadata;
  return { ...metadata, partitions: new Map(metadata.partitions).set(tp, { leader: hint.leader, leaderEpoch: hint.leaderEpoch }) };
}

/** Name of the believed leader's process, or undefined when there is none. */
export function leaderOf(metadata: Metadata, tp: Tp): NodeName | undefined {
  const known = metadata.partitions.get(tp);
  return known === undefined || known.leader === NO_LEADER ? undefined : brokerName(known.leader);
}

export const METADATA_TIMER = 'metadata';

/** Asks now if it is time, and sets the metadata timer for the next time. `armedUs` is what that timer stands at. */
export function tend(
  metadata: Metadata,
  net: Network,
  armedUs: number,
  config: MetadataConfig,
  env: Env,
): { metadata: Metadata; net: Network; armedUs: number } {
  const asked = refresh(metadata, net, config, env);
  const nextUs = nextRefreshUs(asked.metadata, asked.net, config, env.nowUs);
  if (nextUs === armedUs || nextUs === Number.POSITIVE_INFINITY) return { metadata: asked.metadata, net: asked.net, armedUs };
  setTimer(env, METADATA_TIMER, Math.max(0, nextUs - env.nowUs), { type: 'MetadataRefreshDue' });
  return { metadata: asked.metadata, net: asked.net, armedUs: nextUs };
}
