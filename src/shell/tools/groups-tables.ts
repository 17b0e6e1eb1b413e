/** The three tables of ConsumerGroupCommand (4.3): columns left-aligned, one blank apart, `-` for what is missing. */
import type { DescribedGroup } from '#kafka/protocol/messages.ts';
import { type BrokerId, type Offset, partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';
import { hashString } from '#sim/hash.ts';

export interface OffsetRow {
  readonly group: string;
  readonly tp: Tp;
  readonly committed: Offset | undefined;
  /** Of the last record before the committed offset, as the consumer knew it. */
  readonly leaderEpoch: number | undefined;
  readonly end: Offset | undefined;
  readonly member: DescribedGroup['members'][number] | undefined;
}

export const MISSING = '-';

/** The broker knows a member's address, not its name: an address in the compose network that depends on the name alone. */
export function addressOf(host: string): string {
  if (!/^\/[a-z]/i.test(host)) return host;
  const hash = hashString(host) >>> 0;
  return `/172.18.${1 + (hash % 99)}.${2 + (Math.floor(hash / 99) % 250)}`;
}

export const text = (value: number | undefined): string => (value === undefined ? MISSING : String(value));
export const widest = (least: number, values: readonly string[]): number => Math.max(least, ...values.map((value) => value.length));

/** Cells padded to their column's width; a width of 0 leaves the last cell as it is. */
export function line(cells: readonly string[], widths: readonly number[]): string {
  return cells.map((cell, column) => cell.padEnd(widths[column])).join(' ');
}

/** No rows, no table: not even the empty line that begins each. */
export function offsetsTable(rows: readonly OffsetRow[], verbose: boolean): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map(({ group, tp, committed, leaderEpoch, end, member }) => {
    const lag = committed === undefined || end === undefined ? undefined : end - committed;
    const epoch = verbose ? [text(leaderEpoch)] : [];
    return [
      group,
      topicOf(tp),
      String(partitionOf(tp)),
      ...epoch,
      text(committed),
      text(end),
      text(lag),
      member?.memberId ?? MISSING,
      member ? addressOf(member.host) : MISSING,
      member?.clientId ?? MISSING,
    ];
  });
  const last = cells[0].length - 1;
  const column = (n: number): string[] => cells.map((row) => row[n]);
  const numbers = verbose ? [10, 15, 15, 15, 15] : [10, 15, 15, 15];
  const widths = [widest(15, column(0)), widest(15, column(1)), ...numbers, widest(15, column(last - 2)), widest(15, column(last - 1)), 0];
  const headers = [
    'GROUP',
    'TOPIC',
    'PARTITION',
    ...(verbose ? ['LEADER-EPOCH'] : []),
    'CURRENT-OFFSET',
    'LOG-END-OFFSET',
    'LAG',
    'CONSUMER-ID',
    'HOST',
    'CLIENT-ID',
  ];
  return ['', line(headers, widths), ...cells.map((row) => line(row, widths))];
}

/** `orders:0,1;payments:2`. */
export function assignmentText(partitions: readonly Tp[]): string {
  const topics = [...new Set(partitions.map(topicOf))].sort();
  const of = (topic: string): number[] =>
    partitions
      .filter((tp) => topicOf(tp) === topic)
      .map(partitionOf)
      .sort((a, b) => a - b);
  return topics.length === 0 ? MISSING : topics.map((topic) => `${topic}:${of(topic).join(',')}`).join(';');
}

export function membersTable(group: DescribedGroup, verbose: boolean): string[] {
  const members = [...group.members].sort((a, b) => b.partitions.length - a.partitions.length);
  // The column is there when a member is static (KIP-345).
  const isStatic = members.some(({ instanceId }) => instanceId !== undefined);
  const cells = members.map(({ memberId, instanceId = '', host, clientId, partitions, epoch, target = [] }) => {
    const assignments = verbose
      ? [text(epoch), assignmentText(partitions), text(epoch === undefined ? undefined : group.targetEpoch), assignmentText(target)]
      : [];
    const ids = isStatic ? [memberId, instanceId] : [memberId];
    return [group.group, ...ids, addressOf(host), clientId, String(partitions.length), ...assignments];
  });
  const column = (n: number): string[] => cells.map((row) => row[n]);
  const instance = isStatic ? [widest(17, column(2))] : [];
  const host = 2 + instance.length;
  const verboseWidths = verbose ? [15, widest(20, column(host + 4)), 15, widest(20, column(host + 6))] : [];
  const widths = [widest(15, [group.group]), widest(15, column(1)), ...instance, widest(15, column(host)), widest(15, column(host + 1)), 15, ...verboseWidths];
  const headers = [
    'GROUP',
    'CONSUMER-ID',
    ...(isStatic ? ['GROUP-INSTANCE-ID'] : []),
    'HOST',
    'CLIENT-ID',
    '#PARTITIONS',
    ...(verbose ? ['CURRENT-EPOCH', 'CURRENT-ASSIGNMENT', 'TARGET-EPOCH', 'TARGET-ASSIGNMENT'] : []),
  ];
  return ['', ...[headers, ...cells].map((row) => `${line(row, widths)}${verbose ? '' : ' '}`)];
}

const epochsOf = ({ targetEpoch, generation }: DescribedGroup): [string, string] =>
  targetEpoch === undefined ? [MISSING, MISSING] : [String(generation), String(targetEpoch)];

/** `kafka3:9092  (3)`: two blanks, as the tool prints them. */
export function stateTable(group: DescribedGroup & { readonly coordinator: BrokerId }, host: string, verbose: boolean): string[] {
  const coordinator = `${host}:9092  (${group.coordinator})`;
  const strategy = group.protocol === '' ? MISSING : group.protocol;
  const epochs = (a: string, b: string): string[] => (verbose ? [a, b] : []);
  const widths = [widest(15, [group.group]), widest(25, [coordinator]), 20, 20, ...(verbose ? [15, 25] : []), 0];
  const headers = ['GROUP', 'COORDINATOR (ID)', 'ASSIGNMENT-STRATEGY', 'STATE', ...epochs('GROUP-EPOCH', 'TARGET-ASSIGNMENT-EPOCH'), '#MEMBERS'];
  return [
    '',
    line(headers, widths),
    line([group.group, coordinator, strategy, group.state, ...epochs(...epochsOf(group)), String(group.members.length)], widths),
  ];
}
