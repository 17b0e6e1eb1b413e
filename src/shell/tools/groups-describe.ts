/** `kafka-consumer-groups.sh --describe`: the calls for each group, then one table per group (printOffsets, printMembers, printStates). */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Line, Turn } from '#kafka/clients/tool/program.ts';
import { NO_LEADER, type Offset, partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';
import { exceptionOf, messageOf } from '#shell/exception.ts';
import { failedWith, offsetsFailed } from '#shell/tools/groups-failure.ts';
import type { GroupsArgs } from '#shell/tools/groups-program.ts';
import { membersTable, type OffsetRow, offsetsTable, stateTable } from '#shell/tools/groups-tables.ts';
import { oldMembersTable, oldOffsetsTable, oldStateTable } from '#shell/tools/groups-tables-old.ts';
import { answer, ask, err, exitWith, type Gives, out } from '#shell/turns.ts';

type Described = Gives<'describeGroups'>['groups'][number];

const hasColumn = ({ groupColumn = true }: GroupsArgs): boolean => groupColumn;

/** One describeGroups for all, then, for offsets, listGroupOffsets, describeTopics (who has a leader) and listOffsets group by group. */
export function describeTurn(args: GroupsArgs, groups: readonly string[], results: readonly CallResult[]): Turn {
  if (results.length === 0) return ask({ call: 'describeGroups', groups });
  const described = answer(results, 0, 'describeGroups').groups;
  const failed = described.find(({ error }) => error !== 'NONE');
  if (failed) return failedWith(failed.error, failed.error === 'GROUP_ID_NOT_FOUND' ? `Group ${failed.group} not found.` : null);
  const dead = described.find(({ state }) => state === 'Dead');
  if (dead) return failedWith('GROUP_ID_NOT_FOUND', `Group ${dead.group} not found.`);
  const shared = described.find(({ type }) => type === 'share');
  if (shared) return failedWith('GROUP_ID_NOT_FOUND', `Group ${shared.group} is not a consumer group.`);
  if (args.view === 'state') return withBrokers(args, described, results);
  if (args.view === 'members')
    return exitWith(
      0,
      described.flatMap((group) => printed(args, group, hasColumn(args) ? membersTable(group, args.verbose) : oldMembersTable(group, args.verbose))),
    );
  return offsets(args, described, results);
}

/** The state table names the coordinator by host and port, which describeGroups does not tell here. */
function withBrokers(args: GroupsArgs, described: readonly Described[], results: readonly CallResult[]): Turn {
  if (results.length === 1) return ask({ call: 'describeTopics', topics: [] });
  const { brokers } = answer(results, 1, 'describeTopics');
  return exitWith(
    0,
    described.flatMap((group) => {
      const host = brokers.find(({ id }) => id === group.coordinator)?.name ?? '';
      return printed(args, group, hasColumn(args) ? stateTable(group, host, args.verbose) : oldStateTable(group, host));
    }),
  );
}

function offsets(args: GroupsArgs, described: readonly Described[], results: readonly CallResult[]): Turn {
  const calls = args.looksForLeaders ? 3 : 2;
  const done = Math.floor((results.length - 1) / calls);
  const first = (n: number): number => 1 + n * calls;
  if (done < described.length) return asked(args, described[done], results.slice(first(done)));
  return exitWith(
    0,
    described.flatMap((group, n) => {
      const ends = answer(results, first(n) + calls - 1, 'listOffsets');
      const rows = rowsOf(group, answer(results, first(n), 'listGroupOffsets'), ends);
      return printed(args, group, hasColumn(args) ? offsetsTable(rows, args.verbose) : oldOffsetsTable(rows));
    }),
  );
}

/** What is asked next about a group, after these answers. */
function asked({ looksForLeaders, partitionsApart }: GroupsArgs, group: Described, results: readonly CallResult[]): Turn {
  if (results.length === 0) return ask({ call: 'listGroupOffsets', group: group.group });
  const tps = partitionsOf(group, answer(results, 0, 'listGroupOffsets').offsets);
  if (looksForLeaders && results.length === 1) return ask({ call: 'describeTopics', topics: [...new Set(tps.map(topicOf))].sort() });
  const topics = looksForLeaders ? answer(results, 1, 'describeTopics').topics : [];
  const unknown = topics.find(({ error }) => error !== 'NONE');
  if (unknown) return offsetsFailed(`${exceptionOf(unknown.error)}: ${messageOf(unknown.error, null)}`);
  const leaderless = leaderlessIn(topics);
  const partitions = tps.filter((tp) => !leaderless.includes(tp)).map((tp) => ({ tp, timestamp: 'latest' as const }));
  return ask({ call: 'listOffsets', partitions, partitionsApart });
}

/** Nobody can tell their ends: the table has a dash there. */
export const leaderlessIn = (topics: Gives<'describeTopics'>['topics']): Tp[] =>
  topics.flatMap(({ partitions }) => partitions.filter(({ leader }) => leader === NO_LEADER).map(({ tp }) => tp));

function partitionsOf(group: Described, committed: readonly { readonly tp: Tp }[]): Tp[] {
  return [...new Set([...group.members.flatMap(({ partitions }) => partitions), ...committed.map(({ tp }) => tp)])];
}

const byTopicAndPartition = (a: Tp, b: Tp): number => (topicOf(a) === topicOf(b) ? partitionOf(a) - partitionOf(b) : topicOf(a) < topicOf(b) ? -1 : 1);

/** Members with most partitions first, each with its partitions in order; then what is committed and owned by nobody. */
function rowsOf(group: Described, committed: Gives<'listGroupOffsets'>, ends: Gives<'listOffsets'>): OffsetRow[] {
  const offsetOf = new Map(committed.offsets.map((one) => [one.tp, one]));
  const endOf = new Map<Tp, Offset>(ends.offsets.map(({ tp, offset }) => [tp, offset]));
  const row = (tp: Tp, member: Described['members'][number] | undefined): OffsetRow => ({
    group: group.group,
    tp,
    committed: known(offsetOf.get(tp)?.offset),
    leaderEpoch: known(offsetOf.get(tp)?.leaderEpoch),
    end: known(endOf.get(tp)),
    member,
  });
  const owners = [...group.members].filter(({ partitions }) => partitions.length > 0).sort((a, b) => b.partitions.length - a.partitions.length);
  const owned = owners.flatMap((member) => [...member.partitions].sort(byTopicAndPartition).map((tp) => row(tp, member)));
  const taken = new Set(owned.map(({ tp }) => tp));
  return [
    ...owned,
    ...[...offsetOf.keys()]
      .filter((tp) => !taken.has(tp))
      .sort(byTopicAndPartition)
      .map((tp) => row(tp, undefined)),
  ];
}

const known = (offset: Offset | undefined): Offset | undefined => (offset === undefined || offset < 0 ? undefined : offset);

const REBALANCING: readonly Described['state'][] = ['PreparingRebalance', 'CompletingRebalance', 'Assigning', 'Reconciling'];

/** What is said about a group's state goes to standard error, before its table. */
function printed(args: GroupsArgs, group: Described, table: readonly string[]): Line[] {
  const before = hasColumn(args) ? [''] : [];
  if (group.state === 'Empty') return [...err(...before, `Consumer group '${group.group}' has no active members.`), ...out(...table)];
  return [...(REBALANCING.includes(group.state) ? err(...before, `Warning: Consumer group '${group.group}' is rebalancing.`) : []), ...out(...table)];
}
