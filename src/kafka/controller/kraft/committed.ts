/** What committed records mean, told as facts: this is the moment from which the metadata log is the truth. */
import { type Desk, fact } from '#kafka/controller/kraft/state.ts';
import { topicInt } from '#kafka/metadata/config.ts';
import { applyRecord, type Image, type PartitionRegistration, type TopicImage } from '#kafka/metadata/image.ts';
import type { MetadataEntry, MetadataRecord, PartitionChangeRecord } from '#kafka/protocol/metadata.ts';
import { NO_LEADER, tpOf } from '#kafka/protocol/names.ts';

export function noteCommitted(desk: Desk, from: Image, entries: readonly MetadataEntry[]): void {
  let image = from;
  for (const { record } of entries) {
    const next = applyRecord(image, record);
    note(desk, record, image, next);
    image = next;
  }
}

function note(desk: Desk, record: MetadataRecord, before: Image, after: Image): void {
  switch (record.type) {
    case 'RegisterBrokerRecord':
      fact(desk, { fact: 'BrokerRegistered', broker: record.broker, brokerEpoch: record.brokerEpoch });
      if (before.brokers.get(record.broker)?.fenced === false) fact(desk, { fact: 'BrokerFenced', broker: record.broker, reason: 'registration' });
      return;
    case 'BrokerRegistrationChangeRecord':
      if (record.fenced === true) fact(desk, { fact: 'BrokerFenced', broker: record.broker, reason: record.note ?? 'session-timeout' });
      if (record.fenced === false) fact(desk, { fact: 'BrokerUnfenced', broker: record.broker });
      return;
    case 'TopicRecord': {
      const partitions = desk.image.topics.get(record.name)?.partitions;
      if (partitions) fact(desk, { fact: 'TopicCreated', topic: record.name, partitions: partitions.length, replicationFactor: partitions[0].replicas.length });
      return;
    }
    case 'RemoveTopicRecord':
      fact(desk, { fact: 'TopicDeleted', topic: before.names.get(record.topicId) ?? '' });
      return;
    case 'PartitionRecord': {
      const tp = tpOf(after.names.get(record.topicId) ?? '', record.partition);
      const { leader, leaderEpoch, isr } = record;
      fact(desk, { fact: 'LeaderElected', tp, leader, previousLeader: NO_LEADER, leaderEpoch, isr, candidates: isr, how: 'created' });
      return;
    }
    case 'PartitionChangeRecord':
      return noteChange(desk, record, before, after);
  }
}

function noteChange(desk: Desk, record: PartitionChangeRecord, before: Image, after: Image): void {
  const topic = after.topics.get(after.names.get(record.topicId) ?? '');
  if (!topic) return;
  const tp = tpOf(topic.name, record.partition);
  const now = topic.partitions[record.partition];
  const was = before.topics.get(topic.name)?.partitions[record.partition] as PartitionRegistration;
  const removed = was.isr.filter((id) => !now.isr.includes(id));
  const added = now.isr.filter((id) => !was.isr.includes(id));
  if (removed.length > 0) fact(desk, { fact: 'IsrShrunk', tp, isr: now.isr, removed, by: record.note?.by ?? 'controller' });
  if (added.length > 0) fact(desk, { fact: 'IsrExpanded', tp, isr: now.isr, added });
  if (record.leader !== undefined) {
    const { leader, leaderEpoch, isr } = now;
    const { how = 'isr', candidates = isr } = record.note ?? {};
    fact(desk, { fact: 'LeaderElected', tp, leader, previousLeader: was.leader, leaderEpoch, isr, candidates, how });
  }
  noteBelowMinIsr(desk, topic, tp, was, now);
}

function noteBelowMinIsr(desk: Desk, topic: TopicImage, tp: string, was: PartitionRegistration, now: PartitionRegistration): void {
  const minInsyncReplicas = Math.min(topicInt(topic.config, desk.config, 'min.insync.replicas'), now.replicas.length);
  if (was.isr.length >= minInsyncReplicas && now.isr.length < minInsyncReplicas) fact(desk, { fact: 'BelowMinIsr', tp, isr: now.isr, minInsyncReplicas });
}
