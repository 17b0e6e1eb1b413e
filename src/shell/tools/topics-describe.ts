/** The lines of `kafka-topics.sh --describe` (TopicDescription and PartitionDescription, 4.3). */
import type { DescribeConfigsResponse, PartitionMetadata, TopicMetadata } from '#kafka/protocol/messages.ts';
import { type BrokerId, NO_LEADER, partitionOf } from '#kafka/protocol/names.ts';

export type Report = 'under-replicated-partitions' | 'under-min-isr-partitions' | 'at-min-isr-partitions' | 'unavailable-partitions' | 'topics-with-overrides';

type Entries = DescribeConfigsResponse['resources'][number]['entries'];

export function describeLines(
  topics: readonly TopicMetadata[],
  configs: DescribeConfigsResponse['resources'],
  live: readonly BrokerId[],
  report: Report | undefined,
): string[] {
  const byName = [...topics].sort((a, b) => (a.name < b.name ? -1 : 1));
  return byName.flatMap((topic) => {
    const entries = configs.find(({ name }) => name === topic.name)?.entries ?? [];
    const partitions = [...topic.partitions].sort((a, b) => partitionOf(a.tp) - partitionOf(b.tp));
    return topicLines(topic, partitions, entries, live, report);
  });
}

function topicLines(
  topic: TopicMetadata,
  partitions: readonly PartitionMetadata[],
  entries: Entries,
  live: readonly BrokerId[],
  report: Report | undefined,
): string[] {
  // With eligible leader replicas (KIP-966) min.insync.replicas is a dynamic default of all brokers, and so never a plain default.
  const overrides = entries.filter(({ key, source }) => source !== 'DEFAULT_CONFIG' || key === 'min.insync.replicas');
  const row = (partition: PartitionMetadata): string => partitionLine(topic.name, partition);
  if (report === 'topics-with-overrides') return overrides.length > 0 ? [headLine(topic, partitions, overrides)] : [];
  if (report === undefined) return [headLine(topic, partitions, overrides), ...partitions.map(row)];
  const minIsr = Number(entries.find(({ key }) => key === 'min.insync.replicas')?.value ?? 1);
  return partitions.filter((partition) => isReported(partition, report, minIsr, live)).map(row);
}

function isReported(partition: PartitionMetadata, report: Report, minIsr: number, live: readonly BrokerId[]): boolean {
  switch (report) {
    case 'under-replicated-partitions':
      return partition.isr.length < partition.replicas.length;
    case 'under-min-isr-partitions':
      return partition.isr.length < minIsr;
    case 'at-min-isr-partitions':
      return partition.isr.length === minIsr;
    default:
      return partition.leader === NO_LEADER || !live.includes(partition.leader);
  }
}

function headLine(topic: TopicMetadata, partitions: readonly PartitionMetadata[], overrides: Entries): string {
  const configs = overrides.map(({ key, value }) => `${key}=${value}`).join(',');
  const factor = partitions[0]?.replicas.length ?? 0;
  return `Topic: ${topic.name}\tTopicId: ${topic.topicId}\tPartitionCount: ${partitions.length}\tReplicationFactor: ${factor}\tConfigs: ${configs}`;
}

function partitionLine(topic: string, partition: PartitionMetadata): string {
  const leader = partition.leader === NO_LEADER ? 'none' : String(partition.leader);
  const sets = `Replicas: ${partition.replicas.join(',')}\tIsr: ${partition.isr.join(',')}\tElr: ${partition.elr.join(',')}\tLastKnownElr: ${partition.lastKnownElr.join(',')}`;
  return `\tTopic: ${topic}\tPartition: ${partitionOf(partition.tp)}\tLeader: ${leader}\t${sets}`;
}
