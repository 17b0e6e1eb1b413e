/** Metadata, coordinator look-up and configurations, answered from this broker's own image; topics made on demand (MetadataCache, AutoTopicCreationManager). */
import { forward } from '#kafka/broker/calls.ts';
import { reply, type Work } from '#kafka/broker/work.ts';
import { createTopics } from '#kafka/broker/zookeeper/admin.ts';
import { coordinatorPartition } from '#kafka/coordinator/coordinator.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { type Image, isFenced, type PartitionRegistration, type TopicImage } from '#kafka/metadata/image.ts';
import { topicNameError } from '#kafka/metadata/topicName.ts';
import type { CreatableTopic, FindCoordinatorRequest, MetadataRequest, MetadataResponse, PartitionMetadata, TopicMetadata } from '#kafka/protocol/messages.ts';
import { brokerName, CONSUMER_OFFSETS, isInternal, NO_LEADER, SHARE_GROUP_STATE, TRANSACTION_STATE, tpOf } from '#kafka/protocol/names.ts';

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function handleMetadataRequest(work: Work, caller: Caller, request: MetadataRequest): void {
  const { image } = work;
  const alive = [...image.brokers.values()].filter(({ fenced }) => !fenced).sort((a, b) => a.id - b.id);
  const names = request.topics ?? [...image.topics.keys()].sort(byName);
  const told = names.map((name) => topicMetadata(work, name, request.allowAutoTopicCreation));
  const topics = work.zk?.features.topicIds === false ? told.map(withoutId) : told;
  // Clients are told a random live broker: in KRaft the controllers themselves are not for them (KafkaApis.handleTopicMetadataRequest).
  if (work.zk)
    return reply(work, caller, {
      type: 'MetadataResponse',
      brokers: alive.map(({ id, rack }) => ({ id, name: brokerName(id), rack })),
      controller: work.zk.controllerId,
      topics,
    });
  const controller = alive.length === 0 ? NO_LEADER : alive[work.env.random('metadata-controller') % alive.length].id;
  reply(work, caller, { type: 'MetadataResponse', brokers: alive.map(({ id, rack }) => ({ id, name: brokerName(id), rack })), controller, topics });
}

/** Before KIP-516 topics had names alone; the ids of this model's own books are not told. */
const withoutId = ({ name, error, internal, partitions }: TopicMetadata): TopicMetadata => ({ name, error, topicId: '', internal, partitions });

/** What an answer about all topics says of this image, but for the controller that it names. */
export function metadataAnswer(image: Image): Pick<MetadataResponse, 'brokers' | 'topics'> {
  const alive = [...image.brokers.values()].filter(({ fenced }) => !fenced).sort((a, b) => a.id - b.id);
  const topics = [...image.topics.values()].map((topic) => describe(image, topic));
  return { brokers: alive.map(({ id, rack }) => ({ id, name: brokerName(id), rack })), topics };
}

function topicMetadata(work: Work, name: string, mayCreate: boolean): TopicMetadata {
  const topic = work.image.topics.get(name);
  if (topic) return describe(work.image, topic);
  const unknown = { name, topicId: '', internal: false, partitions: [] };
  if (topicNameError(name, 'invalid') !== undefined) return { ...unknown, error: 'INVALID_TOPIC_EXCEPTION' };
  if (mayCreate && work.settings.autoCreateTopics) createOnDemand(work, name);
  return { ...unknown, error: 'UNKNOWN_TOPIC_OR_PARTITION' };
}

function describe(image: Image, { name, id, partitions }: TopicImage): TopicMetadata {
  const internal = isInternal(name);
  return { name, error: 'NONE', topicId: id, internal, partitions: partitions.map((partition, n) => partitionMetadata(image, tpOf(name, n), partition)) };
}

function partitionMetadata(image: Image, tp: string, partition: PartitionRegistration): PartitionMetadata {
  const { leaderEpoch, replicas, isr, elr, lastKnownElr } = partition;
  const isLed = partition.leader !== NO_LEADER && !isFenced(image, partition.leader);
  const offlineReplicas = replicas.filter((id) => isFenced(image, id));
  const leader = isLed ? partition.leader : NO_LEADER;
  return { tp, error: isLed ? 'NONE' : 'LEADER_NOT_AVAILABLE', leader, leaderEpoch, replicas, isr, offlineReplicas, elr, lastKnownElr };
}

const defaultTopic = (work: Work, name: string): CreatableTopic => ({
  name,
  partitions: work.settings.numPartitions,
  replicationFactor: work.settings.defaultReplicationFactor,
  config: {},
});

/** GroupCoordinator.groupMetadataTopicConfigs */
const offsetsTopic = (work: Work): CreatableTopic => ({
  name: CONSUMER_OFFSETS,
  partitions: work.settings.offsetsPartitions,
  replicationFactor: work.settings.offsetsReplicationFactor,
  config: { 'cleanup.policy': 'compact', 'compression.type': 'producer', 'segment.bytes': work.settings.offsetsSegmentBytes },
});

/** TransactionStateManager.transactionTopicConfigs */
const transactionsTopic = (work: Work): CreatableTopic => ({
  name: TRANSACTION_STATE,
  partitions: work.settings.transactionsPartitions,
  replicationFactor: work.settings.transactionsReplicationFactor,
  config: {
    'cleanup.policy': 'compact',
    'compression.type': 'uncompressed',
    'min.insync.replicas': String(work.settings.transactionsMinIsr),
    'segment.bytes': work.settings.transactionsSegmentBytes,
    'unclean.leader.election.enable': 'false',
  },
});

/** ShareCoordinatorService.shareGroupStateTopicConfigs */
const shareStateTopic = ({ settings: { shareState } }: Work): CreatableTopic => ({
  name: SHARE_GROUP_STATE,
  partitions: shareState.partitions,
  replicationFactor: shareState.replicationFactor,
  config: {
    'cleanup.policy': 'delete',
    'compression.type': 'producer',
    'min.insync.replicas': String(shareState.minIsr),
    'retention.ms': '-1',
    'segment.bytes': shareState.segmentBytes,
  },
});

function topicNamed(work: Work, name: string): CreatableTopic {
  if (name === CONSUMER_OFFSETS) return offsetsTopic(work);
  if (name === SHARE_GROUP_STATE) return shareStateTopic(work);
  return name === TRANSACTION_STATE ? transactionsTopic(work) : defaultTopic(work, name);
}

/** At most one request in flight for each topic. */
export function createOnDemand(work: Work, name: string): void {
  const topic = topicNamed(work, name);
  if (work.creating.includes(topic.name)) return;
  work.creating = [...work.creating, topic.name];
  if (work.zk) return createTopics(work, undefined, [topic], 30_000);
  forward(work, undefined, { type: 'CreateTopicsRequest', timeoutMs: 30_000, topics: [topic] });
}

export function handleFindCoordinator(work: Work, caller: Caller, { group, keyType }: FindCoordinatorRequest): void {
  const name = keyType === 'transaction' ? TRANSACTION_STATE : CONSUMER_OFFSETS;
  const topic = work.image.topics.get(name);
  if (!topic) createOnDemand(work, name);
  const leader = topic ? (topic.partitions[coordinatorPartition(group, topic.partitions.length)]?.leader ?? NO_LEADER) : NO_LEADER;
  const isUp = leader !== NO_LEADER && !isFenced(work.image, leader);
  reply(work, caller, { type: 'FindCoordinatorResponse', error: isUp ? 'NONE' : 'COORDINATOR_NOT_AVAILABLE', coordinator: isUp ? leader : NO_LEADER });
}
