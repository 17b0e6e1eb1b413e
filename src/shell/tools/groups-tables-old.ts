/** The three tables of kafka-consumer-groups.sh before it could show several groups (2.4): without the group's name, as 2.1 prints them (kafka.admin.ConsumerGroupCommand). */
import type { DescribedGroup } from '#kafka/protocol/messages.ts';
import { type BrokerId, partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';
import { addressOf, line, MISSING, type OffsetRow, text, widest } from '#shell/tools/groups-tables.ts';

export function oldOffsetsTable(rows: readonly OffsetRow[]): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map(({ tp, committed, end, member }) => [
    topicOf(tp),
    String(partitionOf(tp)),
    text(committed),
    text(end),
    text(committed === undefined || end === undefined ? undefined : end - committed),
    member?.memberId ?? MISSING,
    member ? addressOf(member.host) : MISSING,
    member?.clientId ?? MISSING,
  ]);
  const column = (n: number): string[] => cells.map((row) => row[n]);
  const widths = [widest(15, column(0)), 10, 15, 15, 15, widest(15, column(5)), widest(15, column(6)), 0];
  const headers = ['TOPIC', 'PARTITION', 'CURRENT-OFFSET', 'LOG-END-OFFSET', 'LAG', 'CONSUMER-ID', 'HOST', 'CLIENT-ID'];
  return ['', ...[headers, ...cells].map((row) => line(row, widths))];
}

/** `orders(0,1), payments(2)`. */
function assignmentText(partitions: readonly Tp[]): string {
  const numbers = (topic: string): number[] => partitions.filter((tp) => topicOf(tp) === topic).map(partitionOf);
  const topics = [...new Set(partitions.map(topicOf))].sort();
  return topics.length === 0
    ? MISSING
    : topics
        .map(
          (topic) =>
            `${topic}(${numbers(topic)
              .sort((a, b) => a - b)
              .join(',')})`,
        )
        .join(', ');
}

/** A group without members has no table at all. */
export function oldMembersTable({ members }: DescribedGroup, verbose: boolean): string[] {
  if (members.length === 0) return [];
  const cells = [...members]
    .sort((a, b) => b.partitions.length - a.partitions.length)
    .map(({ memberId, host, clientId, partitions }) => [
      memberId,
      addressOf(host),
      clientId,
      String(partitions.length),
      ...(verbose ? [assignmentText(partitions)] : []),
    ]);
  const column = (n: number): string[] => cells.map((row) => row[n]);
  const widths = [widest(15, column(0)), widest(15, column(1)), widest(15, column(2)), 15, 0];
  const headers = ['CONSUMER-ID', 'HOST', 'CLIENT-ID', '#PARTITIONS', ...(verbose ? ['ASSIGNMENT'] : [])];
  return ['', ...[headers, ...cells].map((row) => `${line(row, widths)}${verbose ? '' : ' '}`)];
}

export function oldStateTable({ members, state, protocol, coordinator }: DescribedGroup & { readonly coordinator: BrokerId }, host: string): string[] {
  const at = `${host}:9092 (${coordinator})`;
  const widths = [widest(25, [at]), 25, 20, 0];
  return ['', line(['COORDINATOR (ID)', 'ASSIGNMENT-STRATEGY', 'STATE', '#MEMBERS'], widths), line([at, protocol, state, String(members.length)], widths)];
}
