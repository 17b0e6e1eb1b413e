/** The metadata image: what the metadata log says up to an offset (MetadataImage, ClusterImage, TopicsImage). The same log gives the same image everywhere. */
import type { ConfigRecord, LeaderRecoveryState, MetadataEntry, MetadataRecord, PartitionChangeRecord, PartitionRecord } from '#kafka/protocol/metadata.ts';
import { type BrokerId, type LeaderEpoch, NO_LEADER, type Offset, partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';
import type { Config } from '#kafka/spec.ts';

export interface BrokerRegistration {
  readonly id: BrokerId;
  /** Offset of its registration: tells one life of the broker from the next. */
  readonly epoch: number;
  readonly incarnation: number;
  readonly rack: string | null;
  readonly fenced: boolean;
  readonly inControlledShutdown: boolean;
}

export interface PartitionRegistration {
  readonly replicas: readonly BrokerId[];
  /** Reassignment in progress (KIP-455): both are among the replicas. */
  readonly removing: readonly BrokerId[];
  readonly adding: readonly BrokerId[];
  readonly isr: readonly BrokerId[];
  /** Eligible leader replicas (KIP-966): left the ISR when it was already below min.insync.replicas, so they still hold every committed record. */
  readonly elr: readonly BrokerId[];
  readonly lastKnownElr: readonly BrokerId[];
  readonly leader: BrokerId;
  readonly leaderEpoch: LeaderEpoch;
  readonly partitionEpoch: number;
  readonly leaderRecoveryState: LeaderRecoveryState;
}

export interface TopicImage {
  readonly name: string;
  readonly id: string;
  readonly config: Config;
  readonly partitions: readonly PartitionRegistration[];
}

export interface Image {
  /** Offset of the last record that went into this image; -1 for none. */
  readonly offset: Offset;
  readonly epoch: number;
  readonly brokers: ReadonlyMap<BrokerId, BrokerRegistration>;
  readonly topics: ReadonlyMap<string, TopicImage>;
  /** Topic names by topic id. */
  readonly names: ReadonlyMap<string, string>;
  readonly features: ReadonlyMap<string, number>;
  /** Dynamic settings by broker id; '' holds the default of all brokers. */
  readonly brokerConfigs: ReadonlyMap<string, Config>;
  /** Settings of groups, by name (GroupConfig). */
  readonly groupConfigs: ReadonlyMap<string, Config>;
  readonly nextProducerId: number;
}

export const emptyImage: Image = {
  offset: -1,
  epoch: 0,
  brokers: new Map(),
  topics: new Map(),
  names: new Map(),
  features: new Map(),
  brokerConfigs: new Map(),
  groupConfigs: new Map(),
  nextProducerId: 0,
};

/** Registered, unfenced and not about to shut down: may lead and may join ISRs. */
export const isActive = (image: Image, id: BrokerId): boolean => {
  const broker = image.brokers.get(id);
  return broker !== undefined && !broker.fenced && !broker.inControlledShutdown;
};

export const isFenced = (image: Image, id: BrokerId): boolean => image.brokers.get(id)?.fenced ?? true;

export function registrationOf(image: Image, tp: Tp): PartitionRegistration | undefined {
  return image.topics.get(topicOf(tp))?.partitions[partitionOf(tp)];
}

export const replay = (image: Image, entries: readonly MetadataEntry[]): Image => entries.reduce(replayEntry, image);

export function replayEntry(image: Image, entry: MetadataEntry): Image {
  const next = applyRecord(image, entry.record);
  return { ...next, offset: entry.offset, epoch: entry.epoch };
}

const put = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> => new Map(map).set(key, value);

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

/** What one record changes. */
export function applyRecord(image: Image, record: MetadataRecord): Image {
  switch (record.type) {
    case 'RegisterBrokerRecord': {
      const { broker: id, incarnation, rack, fenced, brokerEpoch } = record;
      return { ...image, brokers: put(image.brokers, id, { id, epoch: brokerEpoch, incarnation, rack, fenced, inControlledShutdown: false }) };
    }
    case 'BrokerRegistrationChangeRecord': {
      const broker = image.brokers.get(record.broker);
      if (!broker) return image;
      const changed = { ...broker, fenced: record.fenced ?? broker.fenced, inControlledShutdown: record.inControlledShutdown ?? broker.inControlledShutdown };
      return { ...image, brokers: put(image.brokers, record.broker, changed) };
    }
    case 'TopicRecord':
      return {
        ...image,
        topics: put(image.topics, record.name, { name: record.name, id: record.topicId, config: {}, partitions: [] }),
        names: put(image.names, record.topicId, record.name),
      };
    case 'PartitionRecord':
      return withPartition(image, record.topicId, record.partition, () => registered(record));
    case 'PartitionChangeRecord':
      return withPartition(image, record.topicId, record.partition, (partition) => changed(partition, record));
    case 'RemoveTopicRecord': {
      const name = image.names.get(record.topicId);
      return name === undefined ? image : { ...image, topics: without(image.topics, name), names: without(image.names, record.topicId) };
    }
    case 'ConfigRecord':
      return configured(image, record);
    case 'FeatureLevelRecord':
      return { ...image, features: put(image.features, record.name, record.featureLevel) };
    case 'ProducerIdsRecord':
      return { ...image, nextProducerId: record.nextProducerId };
    case 'NoOpRecord':
    case 'LeaderChangeMessage':
      return image;
  }
}

function withPartition(image: Image, topicId: string, partition: number, change: (partition: PartitionRegistration) => PartitionRegistration): Image {
  const topic = image.topics.get(image.names.get(topicId) ?? '');
  if (!topic) return image;
  const partitions = topic.partitions.slice();
  partitions[partition] = change(partitions[partition]);
  return { ...image, topics: put(image.topics, topic.name, { ...topic, partitions }) };
}

function registered(record: PartitionRecord): PartitionRegistration {
  const { replicas, isr, leader, leaderEpoch, partitionEpoch } = record;
  return { replicas, removing: [], adding: [], isr, elr: [], lastKnownElr: [], leader, leaderEpoch, partitionEpoch, leaderRecoveryState: 'RECOVERED' };
}

/** PartitionRegistration.merge: a set leader means a new leader epoch (also when it is set to none), any change a new partition epoch. */
function changed(partition: PartitionRegistration, record: PartitionChangeRecord): PartitionRegistration {
  return {
    replicas: record.replicas ?? partition.replicas,
    removing: record.removing ?? partition.removing,
    adding: record.adding ?? partition.adding,
    isr: record.isr ?? partition.isr,
    elr: record.elr ?? partition.elr,
    lastKnownElr: record.lastKnownElr ?? partition.lastKnownElr,
    leader: record.leader ?? partition.leader,
    leaderEpoch: record.leader === undefined ? partition.leaderEpoch : partition.leaderEpoch + 1,
    partitionEpoch: partition.partitionEpoch + 1,
    leaderRecoveryState: record.leaderRecoveryState ?? partition.leaderRecoveryState,
  };
}

function changedConfig(config: Config, { name, value }: ConfigRecord): Config {
  const { [name]: _, ...rest } = config;
  return value === null ? rest : { ...rest, [name]: value };
}

function withConfig(image: Image, record: ConfigRecord): Image {
  const topic = image.topics.get(record.resourceName);
  return topic ? { ...image, topics: put(image.topics, topic.name, { ...topic, config: changedConfig(topic.config, record) }) } : image;
}

/** A broker or a group without any settings left is not there. */
function withSetting(configs: ReadonlyMap<string, Config>, record: ConfigRecord): ReadonlyMap<string, Config> {
  const config = changedConfig(configs.get(record.resourceName) ?? {}, record);
  return Object.keys(config).length === 0 ? without(configs, record.resourceName) : put(configs, record.resourceName, config);
}

function configured(image: Image, record: ConfigRecord): Image {
  if (record.resourceType === 'topic') return withConfig(image, record);
  return record.resourceType === 'group'
    ? { ...image, groupConfigs: withSetting(image.groupConfigs, record) }
    : { ...image, brokerConfigs: withSetting(image.brokerConfigs, record) };
}

/** By the dynamic settings and the file: they change rarely and are asked for often. */
const inForce = new WeakMap<Image['brokerConfigs'], WeakMap<Config, Map<number, Config>>>();

/** Settings in force on a node: its own dynamic ones, then the dynamic default of all brokers, then what is in its file (DynamicBrokerConfig, KIP-226). */
export function configInForce({ brokerConfigs }: Image, node: number, file: Config): Config {
  if (brokerConfigs.size === 0) return file;
  const byFile = inForce.get(brokerConfigs) ?? new WeakMap<Config, Map<number, Config>>();
  const byNode = byFile.get(file) ?? new Map<number, Config>();
  const known = byNode.get(node);
  if (known) return known;
  const config = { ...file, ...brokerConfigs.get(''), ...brokerConfigs.get(String(node)) };
  inForce.set(brokerConfigs, byFile.set(file, byNode.set(node, config)));
  return config;
}

/** Who may lead now: the leader of the image if it is alive to clients. */
export function aliveLeader(image: Image, partition: PartitionRegistration): BrokerId {
  return partition.leader !== NO_LEADER && !isFenced(image, partition.leader) ? partition.leader : NO_LEADER;
}
