/** What committed records mean, told as facts: this is the moment from which the metadata log is the truth. */
import { noteChange } from '#kafka/controller/kraft/changed.ts';
import { type Desk, fact } from '#kafka/controller/kraft/state.ts';
import { applyRecord, type Image } from '#kafka/metadata/image.ts';
import type { MetadataEntry, MetadataRecord, PartitionRecord } from '#kafka/protocol/metadata.ts';
import { NO_LEADER, type Offset, tpOf } from '#kafka/protocol/names.ts';
import { viewAt } from '#sim/view.ts';

/** Entries before `told` have been news before. */
export function noteCommitted(desk: Desk, from: Image, entries: readonly MetadataEntry[], told: Offset): void {
  let image = from;
  for (const { offset, record } of entries) {
    const next = applyRecord(image, record);
    if (offset >= told) note(desk, offset, record, image, next);
    image = next;
  }
}

/** What follows the record of a topic. An image that is replayed as far as is committed may end between the two. */
function partitionsOf(desk: Desk, offset: Offset, topicId: string): readonly PartitionRecord[] {
  const found: PartitionRecord[] = [];
  for (let n = offset + 1; n < desk.log.length; n++) {
    const { record } = viewAt(desk.log, n);
    if (record.type !== 'PartitionRecord' || record.topicId !== topicId) break;
    found.push(record);
  }
  return found;
}

function note(desk: Desk, offset: Offset, record: MetadataRecord, before: Image, after: Image): void {
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
      const partitions = desk.image.topics.has(record.name) ? partitionsOf(desk, offset, record.topicId) : [];
      if (partitions.length > 0)
        fact(desk, { fact: 'TopicCreated', topic: record.name, partitions: partitions.length, replicationFactor: partitions[0].replicas.length });
      return;
    }
    case 'RemoveTopicRecord':
      fact(desk, { fact: 'TopicDeleted', topic: before.names.get(record.topicId) ?? '' });
      return;
    case 'PartitionRecord': {
      const tp = tpOf(after.names.get(record.topicId) ?? '', record.partition);
      const { leader, leaderEpoch, isr } = record;
      if (record.note) fact(desk, { fact: 'PartitionsAdded', topic: after.names.get(record.topicId) ?? '', ...record.note });
      fact(desk, { fact: 'LeaderElected', tp, leader, previousLeader: NO_LEADER, leaderEpoch, isr, candidates: isr, how: 'created' });
      return;
    }
    case 'PartitionChangeRecord':
      return noteChange(desk, record, before, after);
    case 'ConfigRecord': {
      const { resourceType: kind, resourceName: name, name: key, value } = record;
      return fact(desk, { fact: 'ConfigChanged', kind, name, key, value });
    }
  }
}
