/** Applying the metadata log: each new registration makes a replica lead, follow, or go (BrokerMetadataPublisher, ReplicaManager.applyDelta). */
import { advanceHighWatermark, markDirty } from '#kafka/broker/advance.ts';
import { elected, resigned } from '#kafka/broker/coordinate.ts';
import { scheduleDeletion } from '#kafka/broker/deletion.ts';
import { unfollow } from '#kafka/broker/fetchers.ts';
import { isSameLogConfig, logConfigOf } from '#kafka/broker/logConfig.ts';
import { isSameThrottle, throttledOf } from '#kafka/broker/throttle.ts';
import { beginFollowing } from '#kafka/broker/truncation.ts';
import { fact, once, partitionAt, putPartition, type Work } from '#kafka/broker/work.ts';
import { topicInt, topicValue } from '#kafka/metadata/config.ts';
import { configInForce, type Image, type PartitionRegistration, replay, type TopicImage } from '#kafka/metadata/image.ts';
import type { MetadataEntry, MetadataRecord } from '#kafka/protocol/metadata.ts';
import { isInternal, tpOf } from '#kafka/protocol/names.ts';
import { become } from '#kafka/replication/become.ts';
import { leaderEpochOf, newPartition, type Partition, withMeta } from '#kafka/replication/partition.ts';

/** New entries of the metadata log. Before the broker has caught up for the first time they only go into its image. */
export function applyEntries(work: Work, entries: readonly MetadataEntry[]): void {
  const before = work.image;
  work.image = replay(before, entries);
  if (entries.some(({ record }) => record.type !== 'NoOpRecord')) fact(work, { fact: 'MetadataApplied', broker: work.id, offset: work.image.offset });
  if (!work.lifecycle.data.readyToUnfence) return;
  for (const topicId of removedTopics(entries)) removeTopic(work, before.names.get(topicId) ?? '', topicId);
  for (const { topic, partition } of touched(work, entries)) applyPartition(work, topic, partition);
}

/** A snapshot instead of entries (MetadataLoader.handleLoadSnapshot): what differs from our image is applied, whichever entries made it so. */
export function loadSnapshot(work: Work, image: Image): void {
  work.image = image;
  fact(work, { fact: 'MetadataApplied', broker: work.id, offset: image.offset });
  if (work.lifecycle.data.readyToUnfence) publishAll(work);
}

function removedTopics(entries: readonly MetadataEntry[]): string[] {
  return entries.flatMap(({ record }) => (record.type === 'RemoveTopicRecord' ? [record.topicId] : []));
}

const isForThisBroker = (work: Work, record: MetadataRecord): boolean =>
  record.type === 'ConfigRecord' && record.resourceType === 'broker' && (record.resourceName === '' || record.resourceName === String(work.id));

/** Each partition once, whose registration or configuration the entries change: a dynamic setting of the broker concerns all. */
function touched(work: Work, entries: readonly MetadataEntry[]): { topic: TopicImage; partition: number }[] {
  const seen = new Map<string, { topic: TopicImage; partition: number }>();
  if (entries.some(({ record }) => isForThisBroker(work, record))) {
    for (const topic of work.image.topics.values())
      for (const partition of topic.partitions.keys()) seen.set(tpOf(topic.name, partition), { topic, partition });
  }
  for (const { record } of entries) {
    const topic = work.image.topics.get(topicNameOf(work, record) ?? '');
    if (!topic) continue;
    const partitions = record.type === 'PartitionRecord' || record.type === 'PartitionChangeRecord' ? [record.partition] : topic.partitions.keys();
    for (const partition of partitions) seen.set(tpOf(topic.name, partition), { topic, partition });
  }
  return [...seen.values()];
}

function topicNameOf(work: Work, record: MetadataRecord): string | undefined {
  if (record.type === 'PartitionRecord' || record.type === 'PartitionChangeRecord') return work.image.names.get(record.topicId);
  return record.type === 'ConfigRecord' && record.resourceType === 'topic' ? record.resourceName : undefined;
}

/** The first publication after a start: everything at once, and logs of topics that are gone are deleted as strays. */
export function publishAll(work: Work): void {
  work.partitions.forEach((partition, i) => {
    if (partition && work.image.topics.get(partition.meta.topic)?.id !== partition.meta.topicId) remove(work, i, partition);
  });
  for (const topic of work.image.topics.values()) for (const partition of topic.partitions.keys()) applyPartition(work, topic, partition);
}

function removeTopic(work: Work, name: string, topicId: string): void {
  work.partitions.forEach((partition, i) => {
    if (partition?.meta.topic === name && partition.meta.topicId === topicId) remove(work, i, partition);
  });
}

function remove(work: Work, i: number, partition: Partition): void {
  unfollow(work, i);
  if (partition.meta.role.value === 'leader' || isInternal(partition.meta.topic)) resigned(work, partition);
  markDirty(work, partition, i);
  putPartition(work, i, undefined);
  const index = new Map(work.index);
  index.delete(partition.tp);
  work.index = index;
  once(work.appendedTo, i);
  work.removed.push(partition.tp);
  scheduleDeletion(work, partition);
}

const applyPartition = (work: Work, topic: TopicImage, number: number): void => applyRegistration(work, topic, number, topic.partitions[number]);

/** Leads, follows or goes, as a registration says: from the metadata log, or from a controller's LeaderAndIsr. */
export function applyRegistration(work: Work, topic: Pick<TopicImage, 'name' | 'id' | 'config'>, number: number, registration: PartitionRegistration): void {
  const tp = tpOf(topic.name, number);
  const i = work.index.get(tp);
  if (!registration.replicas.includes(work.id)) {
    if (i !== undefined) remove(work, i, partitionAt(work, i));
    return;
  }
  const at = i ?? create(work, tp, topic);
  const isConfigured = configure(work, at, topic, registration);
  transition(work, at, registration);
  // Roles come before settings (BrokerMetadataPublisher): who has just been deposed does not move on under a smaller min.insync.replicas.
  if (isConfigured && partitionAt(work, at).meta.role.value === 'leader') advanceHighWatermark(work, at);
}

function create(work: Work, tp: string, topic: Pick<TopicImage, 'name' | 'id'>): number {
  const i = work.partitions.length;
  putPartition(work, i, newPartition(tp, topic.name, topic.id));
  work.index = new Map(work.index).set(tp, i);
  return i;
}

/** Topic settings that the data plane needs, in force from now on. Returns whether there are new ones. */
function configure(work: Work, i: number, topic: Pick<TopicImage, 'config'>, registration: Pick<PartitionRegistration, 'replicas'>): boolean {
  const partition = partitionAt(work, i);
  const config = configInForce(work.image, work.id, work.config);
  const most = work.zk?.features.minIsrCappedByReplicas === false ? Number.MAX_SAFE_INTEGER : registration.replicas.length;
  const minInsyncReplicas = Math.min(topicInt(topic.config, config, 'min.insync.replicas'), most);
  const maxMessageBytes = topicInt(topic.config, config, 'max.message.bytes');
  const compacted = topicValue(topic.config, config, 'cleanup.policy').includes('compact');
  const { meta } = partition;
  const read = logConfigOf(topic.config, config);
  const logConfig = isSameLogConfig(meta.logConfig, read) ? meta.logConfig : read;
  const throttled = throttledOf(topic.config, partition.tp, work.id);
  const isSame = meta.minInsyncReplicas === minInsyncReplicas && meta.maxMessageBytes === maxMessageBytes && meta.compacted === compacted;
  if (isSame && meta.logConfig === logConfig && isSameThrottle(meta.throttled, throttled)) return false;
  putPartition(work, i, withMeta(partition, { ...meta, minInsyncReplicas, maxMessageBytes, compacted, logConfig, throttled }));
  return true;
}

function transition(work: Work, i: number, registration: PartitionRegistration): void {
  const before = partitionAt(work, i);
  const after = become(before, work.env, work.id, registration);
  if (after === before) return;
  putPartition(work, i, after);
  const isNewEpoch = leaderEpochOf(after) !== leaderEpochOf(before);
  if (after.meta.role.value === 'leader') {
    unfollow(work, i);
    if (isNewEpoch) becameLeader(work, after);
    advanceHighWatermark(work, i);
    if (isNewEpoch) elected(work, i);
  } else {
    if (before.meta.role.value === 'leader') resigned(work, after);
    if (isNewEpoch) becameFollower(work, i, after, registration, before.meta.role.value !== 'follower' || before.meta.role.data.leader !== registration.leader);
  }
  once(work.advanced, i);
  if (isNewEpoch) once(work.appendedTo, i);
  markDirty(work, partitionAt(work, i), i);
}

function becameLeader(work: Work, { tp, log, meta }: Partition): void {
  fact(work, { fact: 'BecameLeader', tp, broker: work.id, leaderEpoch: meta.role.data.leaderEpoch, logEndOffset: log.logEnd });
}

function becameFollower(work: Work, i: number, { tp, meta }: Partition, registration: PartitionRegistration, isOtherLeader: boolean): void {
  const { leader, leaderEpoch } = meta.role.data;
  fact(work, { fact: 'BecameFollower', tp, broker: work.id, leader, leaderEpoch });
  // A broker on its way out does not begin to follow what it is no longer in sync with.
  const isLeaving = work.lifecycle.value === 'PENDING_CONTROLLED_SHUTDOWN' && !registration.isr.includes(work.id);
  if (isLeaving) unfollow(work, i);
  else beginFollowing(work, i, leader, isOtherLeader);
}

/** StopReplica: the log stays, and nobody fetches for it any more. */
export function stopFetching(work: Work, tp: string): void {
  const i = work.index.get(tp);
  if (i !== undefined) unfollow(work, i);
}

/** StopReplica with delete: the replica goes. */
export function removeReplica(work: Work, tp: string): void {
  const i = work.index.get(tp);
  if (i !== undefined) remove(work, i, partitionAt(work, i));
}

/** Dynamic settings of this broker or of all, outside the metadata log: they concern every topic. */
export function reconfigureBroker(work: Work, broker: string, config: TopicImage['config']): void {
  work.image = { ...work.image, brokerConfigs: new Map(work.image.brokerConfigs).set(broker, config) };
  work.partitions.forEach((partition, i) => {
    if (partition)
      configure(work, i, { config: work.image.topics.get(partition.meta.topic)?.config ?? work.zk?.configs.get(partition.meta.topic) ?? {} }, partition.meta);
  });
}

/** Other settings for a topic, outside the metadata log. */
export function reconfigureTopic(work: Work, name: string, config: TopicImage['config']): void {
  const topic = work.image.topics.get(name);
  if (topic) work.image = { ...work.image, topics: new Map(work.image.topics).set(name, { ...topic, config }) };
  work.partitions.forEach((partition, i) => {
    if (partition?.meta.topic === name) configure(work, i, { config }, partition.meta);
  });
}
