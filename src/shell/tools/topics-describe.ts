/** The lines of `kafka-topics.sh --describe` (TopicDescription and PartitionDescription, 4.3). */
import type { OngoingReassignment } from '#kafka/protocol/admin.ts';
import type { DescribeConfigsResponse, PartitionMetadata, TopicMetadata } from '#kafka/protocol/messages.ts';
import { type BrokerId, NO_LEADER, partitionOf } from '#kafka/protocol/names.ts';

export type Report = 'under-replicated-partitions' | 'under-min-isr-partitions' | 'at-min-isr-partitions' | 'unavailable-partitions' | 'topics-with-overrides';

type Entries = DescribeConfigsResponse['resources'][number]['entries'];

/** What the tool has asked for besides the topics themselves. */
export interface Described {
  readonly configs: DescribeConfigsResponse['resources'];
  readonly reassignments: readonly OngoingReassignment[];
  readonly live: readonly BrokerId[];
  readonly report: Report | undefined;
  readonly eligible: EligibleColumns;
}

/** Eligible leader replicas: what brokers know, `N/A` where they cannot say (ZooKeeper), or no such columns (before 3.8). */
export type EligibleColumns = 'known' | 'N/A' | 'none';

/** A partition, and what happens to it. */
interface Row {
  readonly partition: PartitionMetadata;
  readonly reassignment: OngoingReassignment | undefined;
}

export function describeLines(topics: readonly TopicMetadata[], described: Described): string[] {
  const byName = [...topics].sort((a, b) => (a.name < b.name ? -1 : 1));
  return byName.flatMap((topic) => {
    const partitions = [...topic.partitions].sort((a, b) => partitionOf(a.tp) - partitionOf(b.tp));
    const rows = partitions.map((partition) => ({ partition, reassignment: described.reassignments.find(({ tp }) => tp === partition.tp) }));
    return topicLines(topic, rows, described);
  });
}

function topicLines(topic: TopicMetadata, rows: readonly Row[], { configs, live, report, eligible }: Described): string[] {
  const entries = configs.find(({ name }) => name === topic.name)?.entries ?? [];
  const overrides = entries.filter(({ source }) => source !== 'DEFAULT_CONFIG');
  const line = (row: Row): string => partitionLine(topic.name, row, eligible);
  if (report === 'topics-with-overrides') return overrides.length > 0 ? [headLine(topic, rows, overrides)] : [];
  if (report === undefined) return [headLine(topic, rows, overrides), ...rows.map(line)];
  const minIsr = Number(entries.find(({ key }) => key === 'min.insync.replicas')?.value ?? 1);
  return rows.filter((row) => isReported(row, report, minIsr, live)).map(line);
}

/** Replicas that are being added do not count yet. */
const factorOf = ({ partition, reassignment }: Row): number => partition.replicas.length - (reassignment?.adding.length ?? 0);

function isReported(row: Row, report: Report, minIsr: number, live: readonly BrokerId[]): boolean {
  const { partition } = row;
  switch (report) {
    case 'under-replicated-partitions':
      return partition.isr.length < factorOf(row);
    case 'under-min-isr-partitions':
      return partition.leader === NO_LEADER || partition.isr.length < minIsr;
    case 'at-min-isr-partitions':
      return partition.isr.length === minIsr;
    default:
      return partition.leader === NO_LEADER || !live.includes(partition.leader);
  }
}

function headLine(topic: TopicMetadata, rows: readonly Row[], overrides: Entries): string {
  const configs = overrides.map(({ key, value }) => `${key}=${value}`).join(',');
  const factor = rows.length > 0 ? factorOf(rows[0]) : 0;
  return `Topic: ${topic.name}\tTopicId: ${topic.topicId}\tPartitionCount: ${rows.length}\tReplicationFactor: ${factor}\tConfigs: ${configs}`;
}

function partitionLine(topic: string, { partition, reassignment }: Row, columns: EligibleColumns): string {
  const leader = partition.leader === NO_LEADER ? 'none' : String(partition.leader);
  const moving = reassignment ? `\tAdding Replicas: ${reassignment.adding.join(',')}\tRemoving Replicas: ${reassignment.removing.join(',')}` : '';
  const known = (ids: readonly BrokerId[]): string => (columns === 'known' ? ids.join(',') : columns);
  const eligible = columns === 'none' ? '' : `\tElr: ${known(partition.elr)}\tLastKnownElr: ${known(partition.lastKnownElr)}`;
  const sets = `Replicas: ${partition.replicas.join(',')}\tIsr: ${partition.isr.join(',')}${moving}${eligible}`;
  return `\tTopic: ${topic}\tPartition: ${partitionOf(partition.tp)}\tLeader: ${leader}\t${sets}`;
}
