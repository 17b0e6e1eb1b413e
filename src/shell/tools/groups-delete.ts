/** `kafka-consumer-groups.sh --delete` and `--delete-offsets` (ConsumerGroupCommand.deleteGroups, deleteOffsets). */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Turn } from '#kafka/clients/tool/program.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import { partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import { exceptionOf, messageOf } from '#shell/exception.ts';
import { consumerGroupsOf } from '#shell/tools/groups-listed.ts';
import type { GroupsArgs } from '#shell/tools/groups-program.ts';
import { answer, ask, exitWith, out } from '#shell/turns.ts';

const quoted = (groups: readonly string[]): string => groups.map((group) => `'${group}'`).join(', ');

export function deleteTurn(args: GroupsArgs, results: readonly CallResult[]): Turn {
  if (args.allGroups && results.length === 0) return ask({ call: 'listGroups' });
  const groups = args.allGroups ? consumerGroupsOf(results).map(({ group }) => group) : args.groups;
  const at = args.allGroups ? 1 : 0;
  if (results.length === at) return ask({ call: 'deleteGroups', groups });
  const outcome = answer(results, at, 'deleteGroups').results;
  const deleted = outcome.filter(({ error }) => error === 'NONE').map(({ group }) => group);
  const failed = outcome.filter(({ error }) => error !== 'NONE');
  if (failed.length === 0) return exitWith(0, out(`Deletion of requested consumer groups (${quoted(deleted)}) was successful.`));
  const lines = failed.map(({ group, error }) => `* Group '${group}' could not be deleted due to: ${exceptionOf(error)}: ${refusal(group, error)}`);
  const rest = deleted.length > 0 ? ['', `These consumer groups were deleted successfully: ${quoted(deleted)}`] : [];
  return exitWith(0, out('', 'Error: Deletion of some consumer groups failed:', ...lines, ...rest));
}

const refusal = (_group: string, error: ErrorName): string => messageOf(error, null);

/** describeTopics names the partitions of topics that are given without any; one that is not there is asked for as partition -1. */
export function deleteOffsetsTurn(args: GroupsArgs, results: readonly CallResult[]): Turn {
  const [group] = args.groups;
  const whole = args.topics.filter((topic) => !topic.includes(':'));
  if (results.length === 0) return ask({ call: 'describeTopics', topics: whole });
  const { topics } = answer(results, 0, 'describeTopics');
  const given = args.topics
    .filter((topic) => topic.includes(':'))
    .flatMap((text) =>
      text
        .split(':')[1]
        .split(',')
        .map((p) => tpOf(text.split(':')[0], Number(p))),
    );
  const known = whole.flatMap((name) => topics.find((topic) => topic.name === name && topic.error === 'NONE')?.partitions.map(({ tp }) => tp) ?? []);
  const unknown = whole.filter((name) => !topics.some((topic) => topic.name === name && topic.error === 'NONE'));
  const partitions = [...given, ...known];
  if (results.length === 1) return ask({ call: 'deleteGroupOffsets', group, partitions });
  const outcome = answer(results, 1, 'deleteGroupOffsets');
  const statuses = new Map<Tp, ErrorName>(partitions.map((tp) => [tp, outcome.partitions.find((one) => one.tp === tp)?.error ?? outcome.error]));
  const partial = [...statuses.values()].find((error) => error !== 'NONE');
  return exitWith(0, [...out(...headline(group, outcome.error, partial)), ...out(...table(statuses, unknown))]);
}

function headline(group: string, error: ErrorName, partial: ErrorName | undefined): string[] {
  if (error !== 'NONE') return ['', `Error: ${messageOf(error, null)}`];
  return partial === undefined
    ? [`Request succeeded for deleting offsets from group ${group}.`]
    : ['', 'Error: Encountered some partition-level error, see the follow-up details.'];
}

function table(statuses: ReadonlyMap<Tp, ErrorName>, unknown: readonly string[]): string[] {
  const known = [...statuses].map(([tp, error]) => ({ topic: topicOf(tp), partition: String(partitionOf(tp)), error }));
  const absent = unknown.map((topic) => ({ topic, partition: '-', error: 'UNKNOWN_TOPIC_OR_PARTITION' as const }));
  const rows = [...known, ...absent].sort((a, b) => (a.topic + a.partition < b.topic + b.partition ? -1 : 1));
  const width = Math.max(15, ...rows.map(({ topic }) => topic.length));
  const line = (topic: string, partition: string, status: string): string => `${topic.padEnd(width)} ${partition.padEnd(10)} ${status.padEnd(15)}`;
  const status = (error: ErrorName): string => (error === 'NONE' ? 'Successful' : `Error: ${exceptionOf(error)}: ${messageOf(error, null)}`);
  return ['', line('TOPIC', 'PARTITION', 'STATUS'), ...rows.map(({ topic, partition, error }) => line(topic, partition, status(error)))];
}
