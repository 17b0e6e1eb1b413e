/** The three tables of ShareGroupCommand (4.3). */
import type { Line } from '#kafka/clients/tool/program.ts';
import { partitionOf, topicOf } from '#kafka/protocol/names.ts';
import { addressOf, assignmentText, line } from '#shell/tools/groups-tables.ts';
import { err, type Gives, out } from '#shell/turns.ts';

type Described = Gives<'describeGroups'>['groups'][number];
type Offsets = Gives<'listShareOffsets'>['partitions'];

const widest = (least: number, values: readonly string[]): number => Math.max(least, ...values.map(({ length }) => length));
const known = (value: number): string => (value < 0 ? '-' : String(value));

export function shareOffsetsTable(group: string, partitions: Offsets, verbose: boolean): string[] {
  if (partitions.length === 0) return ['', `Share group '${group}' has no offset information.`];
  const rows = [...partitions]
    .sort((a, b) => (topicOf(a.tp) === topicOf(b.tp) ? partitionOf(a.tp) - partitionOf(b.tp) : topicOf(a.tp) < topicOf(b.tp) ? -1 : 1))
    .map(({ tp, startOffset, leaderEpoch, lag }) => [
      group,
      topicOf(tp),
      String(partitionOf(tp)),
      ...(verbose ? [known(leaderEpoch)] : []),
      known(startOffset),
      known(lag),
    ]);
  const widths = [
    widest(15, [group]),
    widest(
      15,
      rows.map((row) => row[1]),
    ),
    10,
    ...(verbose ? [13] : []),
    13,
    0,
  ];
  const headers = ['GROUP', 'TOPIC', 'PARTITION', ...(verbose ? ['LEADER-EPOCH'] : []), 'START-OFFSET', 'LAG'];
  return ['', ...[headers, ...rows].map((row) => line(row, widths))];
}

/** ShareGroupCommand.maybePrintEmptyGroupState */
const noMembers = ({ group, state }: Described): Line[] => (state === 'Empty' ? err('', `Share group '${group}' has no active members.`) : []);

export function shareMembersTable(described: Described, verbose: boolean): Line[] {
  const { group } = described;
  if (described.members.length === 0) return noMembers(described);
  const rows = [...described.members]
    .sort((a, b) => (a.memberId < b.memberId ? -1 : 1))
    .map(({ memberId, host, clientId, partitions, epoch }) => [
      group,
      memberId,
      addressOf(host),
      clientId,
      String(partitions.length),
      ...(verbose ? [String(epoch ?? '-')] : []),
      partitions.length === 0 ? '' : assignmentText(partitions),
    ]);
  const column = (n: number): number =>
    widest(
      15,
      rows.map((row) => row[n]),
    );
  const widths = [widest(15, [group]), column(1), column(2), column(3), 12, ...(verbose ? [13] : []), 0];
  const headers = ['GROUP', 'CONSUMER-ID', 'HOST', 'CLIENT-ID', '#PARTITIONS', ...(verbose ? ['MEMBER-EPOCH'] : []), 'ASSIGNMENT'];
  return out('', ...[headers, ...rows].map((row) => line(row, widths)));
}

/** `kafka3:9092  (3)`: two blanks, as the tool prints them. */
export function shareStateTable(described: Described, host: string, verbose: boolean): Line[] {
  const { group, state, generation, targetEpoch, members } = described;
  const coordinator = `${host}:9092  (${described.coordinator})`;
  const widths = [widest(15, [group]), widest(25, [coordinator]), 15, ...(verbose ? [12, 17] : []), 0];
  const epochs = verbose ? [String(generation), String(targetEpoch ?? generation)] : [];
  const headers = ['GROUP', 'COORDINATOR (ID)', 'STATE', ...(verbose ? ['GROUP-EPOCH', 'ASSIGNMENT-EPOCH'] : []), '#MEMBERS'];
  return [...noMembers(described), ...out('', line(headers, widths), line([group, coordinator, state, ...epochs, String(members.length)], widths))];
}
