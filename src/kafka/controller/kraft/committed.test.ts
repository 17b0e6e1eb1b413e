import { expect, test } from 'vitest';
import { noteCommitted } from '#kafka/controller/kraft/committed.ts';
import type { Desk } from '#kafka/controller/kraft/state.ts';
import { applyRecord, emptyImage } from '#kafka/metadata/image.ts';
import type { MetadataEntry, MetadataRecord } from '#kafka/protocol/metadata.ts';
import { appended, emptyView, type View } from '#sim/view.ts';

const topic: MetadataRecord = { type: 'TopicRecord', name: 'orders', topicId: 'o1' };
const partition: MetadataRecord = {
  type: 'PartitionRecord',
  topicId: 'o1',
  partition: 0,
  replicas: [1, 2],
  isr: [1, 2],
  leader: 1,
  leaderEpoch: 0,
  partitionEpoch: 0,
};

test('a topic is told with its partitions, though the image ends between their records, as after a lost leadership', () => {
  const entries: readonly MetadataEntry[] = [topic, partition].map((record, offset) => ({ offset, epoch: 1, record }));
  const facts: unknown[] = [];
  const desk = {
    env: { facts },
    image: applyRecord(emptyImage, topic),
    log: entries.reduce((log, entry) => appended(log, entry), emptyView() as View<MetadataEntry>),
  } as unknown as Desk;
  noteCommitted(desk, emptyImage, entries.slice(0, 1), 0);
  expect(facts).toEqual([{ fact: 'TopicCreated', topic: 'orders', partitions: 1, replicationFactor: 2 }]);
});
