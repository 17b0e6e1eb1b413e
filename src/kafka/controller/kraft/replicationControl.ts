/** What fencing, unfencing and shutting down do to partitions, and the periodic elections (ReplicationControlManager). */
import { write } from '#kafka/controller/kraft/journal.ts';
import { type Change, type Election, partitionChange } from '#kafka/controller/kraft/partitionChange.ts';
import type { Desk } from '#kafka/controller/kraft/state.ts';
import { topicBool, topicInt } from '#kafka/metadata/config.ts';
import { configInForce, type Image, isActive, type PartitionRegistration, type TopicImage } from '#kafka/metadata/image.ts';
import type { MetadataRecord, PartitionChangeRecord } from '#kafka/protocol/metadata.ts';
import { type BrokerId, NO_LEADER } from '#kafka/protocol/names.ts';
import type { Config } from '#kafka/spec.ts';

/** What these rules read of a controller. */
export type Control = Pick<Desk, 'image' | 'config' | 'id'>;

export const ELR_FEATURE = 'eligible.leader.replicas.version';
export const isElrEnabled = (image: Image): boolean => (image.features.get(ELR_FEATURE) ?? 0) >= 1;

/** Feature level of metadata.version 3.6-IV0, from which an ISR shrink begins no leader epoch. */
const IBP_3_6_IV0 = 12;
const bumpsEpochOnShrink = (image: Image): boolean => (image.features.get('metadata.version') ?? IBP_3_6_IV0) < IBP_3_6_IV0;

/** Settings in force on this controller: for topics they are the defaults. */
export const controllerConfig = ({ image, config, id }: Control): Config => configInForce(image, id, config);

/** getTopicEffectiveMinIsr: at most the replication factor of the topic's first partition. */
export const effectiveMinIsr = (control: Control, topic: TopicImage): number =>
  Math.min(topicInt(topic.config, controllerConfig(control), 'min.insync.replicas'), topic.partitions[0].replicas.length);

export const allowsUnclean = (control: Control, topic: TopicImage): boolean =>
  topicBool(topic.config, controllerConfig(control), 'unclean.leader.election.enable');

export const plainElection = (control: Control, topic: TopicImage): Election => (allowsUnclean(control, topic) ? 'UNCLEAN' : 'ONLINE');

/** What every change of a partition is built from, before anything is asked for. */
export function changeOf(control: Control, topic: TopicImage, partition: number, election: Election): Change {
  const { image } = control;
  return {
    topicId: topic.id,
    partition,
    registration: topic.partitions[partition],
    election,
    isAcceptable: (id) => isActive(image, id),
    minIsr: effectiveMinIsr(control, topic),
    uncleanShutdown: [],
    by: 'controller',
    elr: isElrEnabled(image),
    epochBumpOnShrink: bumpsEpochOnShrink(image),
  };
}

interface Update {
  /** Leaves every ISR; may not lead. */
  readonly remove?: BrokerId;
  /** Counts as acceptable although the log still says that it is fenced. */
  readonly add?: BrokerId;
  /** Came back after an unclean shutdown: leaves every ISR and ELR. */
  readonly unclean?: BrokerId;
}

/** Walks all partitions that a condition concerns and builds their changes (generateLeaderAndIsrUpdates). */
export function leaderAndIsrUpdates(
  control: Control,
  concerns: (partition: PartitionRegistration) => boolean,
  { remove, add, unclean }: Update,
): PartitionChangeRecord[] {
  const isAcceptable = (id: BrokerId): boolean => id !== remove && id !== unclean && (id === add || isActive(control.image, id));
  return changesWhere(control, concerns, (topic, number) => ({
    ...changeOf(control, topic, number, plainElection(control, topic)),
    targetIsr: topic.partitions[number].isr.filter((id) => id !== remove && id !== unclean),
    isAcceptable,
    uncleanShutdown: unclean === undefined ? [] : [unclean],
  }));
}

function changesWhere(
  { image }: Control,
  concerns: (partition: PartitionRegistration) => boolean,
  change: (topic: TopicImage, partition: number) => Change,
): PartitionChangeRecord[] {
  const records: PartitionChangeRecord[] = [];
  for (const topic of image.topics.values()) {
    topic.partitions.forEach((registration, number) => {
      const record = concerns(registration) ? partitionChange(change(topic, number)) : undefined;
      if (record) records.push(record);
    });
  }
  return records;
}

const inIsr =
  (broker: BrokerId) =>
  (partition: PartitionRegistration): boolean =>
    partition.isr.includes(broker);

export const hasLeaderships = (image: Image, broker: BrokerId): boolean =>
  [...image.topics.values()].some(({ partitions }) => partitions.some(({ leader }) => leader === broker));

/** Fenced: out of every ISR, and new leaders where it led, in one batch with the fencing itself. */
export function fencedRecords(desk: Control, broker: BrokerId, note: 'session-timeout' | 'shutdown'): MetadataRecord[] {
  const brokerEpoch = desk.image.brokers.get(broker)?.epoch ?? -1;
  return [...leaderAndIsrUpdates(desk, inIsr(broker), { remove: broker }), { type: 'BrokerRegistrationChangeRecord', broker, brokerEpoch, fenced: true, note }];
}

/** Unfenced: it may now lead what has no leader. It comes back into ISRs only through their leaders. */
export function unfencedRecords(desk: Control, broker: BrokerId, brokerEpoch: number): MetadataRecord[] {
  const isLeaderless = (partition: PartitionRegistration): boolean => partition.leader === NO_LEADER;
  return [{ type: 'BrokerRegistrationChangeRecord', broker, brokerEpoch, fenced: false }, ...leaderAndIsrUpdates(desk, isLeaderless, { add: broker })];
}

export function controlledShutdownRecords(desk: Control, broker: BrokerId, brokerEpoch: number): MetadataRecord[] {
  return [
    { type: 'BrokerRegistrationChangeRecord', broker, brokerEpoch, inControlledShutdown: true },
    ...leaderAndIsrUpdates(desk, inIsr(broker), { remove: broker }),
  ];
}

/** A new life of a broker: the old one leaves all ISRs; after an unclean shutdown also what it was eligible for. */
export function shutdownRecords(desk: Control, broker: BrokerId, isClean: boolean): MetadataRecord[] {
  if (isClean || !isElrEnabled(desk.image)) return leaderAndIsrUpdates(desk, inIsr(broker), { remove: broker });
  const concerns = (partition: PartitionRegistration): boolean => partition.isr.includes(broker) || partition.elr.includes(broker);
  return leaderAndIsrUpdates(desk, concerns, { unclean: broker });
}

/** ReplicationControlManager.MAX_ELECTIONS_PER_IMBALANCE: so many at a time, the rest soon after. */
const MAX_ELECTIONS = 1000;

/** Every leader.imbalance.check.interval.seconds: leadership goes back to the first replica wherever it can, without any threshold. True: there may be more. */
export function balanceLeaders(desk: Desk): boolean {
  const records = changesWhere(
    desk,
    ({ leader, replicas }) => leader !== replicas[0],
    (topic, number) => changeOf(desk, topic, number, 'PREFERRED'),
  );
  write(desk, records.slice(0, MAX_ELECTIONS));
  return records.length >= MAX_ELECTIONS;
}

/** Every unclean.leader.election.interval.ms: leaderless partitions of topics that allow it. */
export function electUnclean(desk: Desk): boolean {
  const records: MetadataRecord[] = [];
  for (const topic of desk.image.topics.values()) {
    if (!allowsUnclean(desk, topic)) continue;
    topic.partitions.forEach(({ leader }, number) => {
      const record = leader === NO_LEADER ? partitionChange(changeOf(desk, topic, number, 'UNCLEAN')) : undefined;
      if (record) records.push(record);
    });
  }
  write(desk, records.slice(0, MAX_ELECTIONS));
  return records.length >= MAX_ELECTIONS;
}
