/** What fencing, unfencing and shutting down do to partitions, and the periodic elections (ReplicationControlManager). */
import { write } from '#kafka/controller/kraft/journal.ts';
import { type Change, type Election, partitionChange } from '#kafka/controller/kraft/partitionChange.ts';
import type { Desk } from '#kafka/controller/kraft/state.ts';
import { topicBool, topicInt } from '#kafka/metadata/config.ts';
import { type Image, isActive, type PartitionRegistration, type TopicImage } from '#kafka/metadata/image.ts';
import type { MetadataRecord, PartitionChangeRecord } from '#kafka/protocol/metadata.ts';
import { type BrokerId, NO_LEADER } from '#kafka/protocol/names.ts';
import type { Config } from '#kafka/spec.ts';

export const effectiveMinIsr = (topic: TopicImage, config: Config, replicas: number): number =>
  Math.min(topicInt(topic.config, config, 'min.insync.replicas'), replicas);

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
  desk: Pick<Desk, 'image' | 'config'>,
  concerns: (partition: PartitionRegistration) => boolean,
  { remove, add, unclean }: Update,
  election?: Election,
): PartitionChangeRecord[] {
  const { image, config } = desk;
  const isAcceptable = (id: BrokerId): boolean => id !== remove && id !== unclean && (id === add || isActive(image, id));
  return allPartitions(image).flatMap(({ topic, number, registration }) => {
    if (!concerns(registration)) return [];
    const change: Change = {
      topicId: topic.id,
      partition: number,
      registration,
      targetIsr: registration.isr.filter((id) => id !== remove && id !== unclean),
      election: election ?? (topicBool(topic.config, config, 'unclean.leader.election.enable') ? 'UNCLEAN' : 'ONLINE'),
      isAcceptable,
      minIsr: effectiveMinIsr(topic, config, registration.replicas.length),
      uncleanShutdown: unclean === undefined ? [] : [unclean],
      by: 'controller',
    };
    return partitionChange(change) ?? [];
  });
}

function allPartitions(image: Image): { topic: TopicImage; number: number; registration: PartitionRegistration }[] {
  return [...image.topics.values()].flatMap((topic) => topic.partitions.map((registration, number) => ({ topic, number, registration })));
}

const inIsr =
  (broker: BrokerId) =>
  (partition: PartitionRegistration): boolean =>
    partition.isr.includes(broker);

export const hasLeaderships = (image: Image, broker: BrokerId): boolean => allPartitions(image).some(({ registration }) => registration.leader === broker);

/** Fenced: out of every ISR, and new leaders where it led, in one batch with the fencing itself. */
export function fencedRecords(desk: Desk, broker: BrokerId, note: 'session-timeout' | 'shutdown'): MetadataRecord[] {
  const brokerEpoch = desk.image.brokers.get(broker)?.epoch ?? -1;
  return [...leaderAndIsrUpdates(desk, inIsr(broker), { remove: broker }), { type: 'BrokerRegistrationChangeRecord', broker, brokerEpoch, fenced: true, note }];
}

/** Unfenced: it may now lead what has no leader. It comes back into ISRs only through their leaders. */
export function unfencedRecords(desk: Desk, broker: BrokerId, brokerEpoch: number): MetadataRecord[] {
  const isLeaderless = (partition: PartitionRegistration): boolean => partition.leader === NO_LEADER;
  return [{ type: 'BrokerRegistrationChangeRecord', broker, brokerEpoch, fenced: false }, ...leaderAndIsrUpdates(desk, isLeaderless, { add: broker })];
}

export function controlledShutdownRecords(desk: Desk, broker: BrokerId, brokerEpoch: number): MetadataRecord[] {
  return [
    { type: 'BrokerRegistrationChangeRecord', broker, brokerEpoch, inControlledShutdown: true },
    ...leaderAndIsrUpdates(desk, inIsr(broker), { remove: broker }),
  ];
}

/** A new life of a broker: the old one leaves all ISRs; after an unclean shutdown also what it was eligible for. */
export function shutdownRecords(desk: Desk, broker: BrokerId, isClean: boolean): MetadataRecord[] {
  if (isClean) return leaderAndIsrUpdates(desk, inIsr(broker), { remove: broker });
  const concerns = (partition: PartitionRegistration): boolean => partition.isr.includes(broker) || partition.elr.includes(broker);
  return leaderAndIsrUpdates(desk, concerns, { unclean: broker });
}

/** Every leader.imbalance.check.interval.seconds: leadership goes back to the first replica wherever it can, without any threshold. */
export function balanceLeaders(desk: Desk): void {
  write(
    desk,
    leaderAndIsrUpdates(desk, ({ leader, replicas }) => leader !== replicas[0], {}, 'PREFERRED'),
  );
}

/** Every unclean.leader.election.interval.ms: leaderless partitions of topics that allow it. */
export function electUnclean(desk: Desk): void {
  const { image, config } = desk;
  const allowed = new Set([...image.topics.values()].filter((topic) => topicBool(topic.config, config, 'unclean.leader.election.enable')).map(({ id }) => id));
  const records = leaderAndIsrUpdates(desk, ({ leader }) => leader === NO_LEADER, {}).filter(({ topicId }) => allowed.has(topicId));
  write(desk, records);
}
