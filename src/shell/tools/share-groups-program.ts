/** kafka-share-groups.sh as a program: ShareGroupCommand's flow of admin calls (4.3). */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Program, Turn } from '#kafka/clients/tool/program.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import { exceptionOf, messageOf, qualified } from '#shell/exception.ts';
import { FRAMES } from '#shell/outcome.ts';
import { shareGroupsOf } from '#shell/tools/groups-listed.ts';
import type { ResetArgs } from '#shell/tools/groups-reset.ts';
import { shareResetTurn } from '#shell/tools/share-groups-reset.ts';
import { shareMembersTable, shareOffsetsTable, shareStateTable } from '#shell/tools/share-groups-tables.ts';
import { answer, ask, err, exitWith, type Failure, type Gives, out } from '#shell/turns.ts';

export interface ShareGroupsArgs {
  readonly action: 'list' | 'describe' | 'delete' | 'reset-offsets' | 'delete-offsets';
  readonly groups: readonly string[];
  readonly allGroups: boolean;
  readonly view: 'offsets' | 'members' | 'state';
  readonly verbose: boolean;
  /** `--list --state`, with the states asked for. */
  readonly state: boolean;
  readonly states: readonly string[];
  /** Of --delete-offsets. */
  readonly topics: readonly string[];
  readonly reset: ResetArgs;
  /** How this release's admin client lists offsets (`Features.partitionsApart`). */
  readonly partitionsApart: boolean;
}

export const shareGroupsProgram: Program = {
  turn(args, results, nowMs) {
    const groups = args as ShareGroupsArgs;
    const last = results[results.length - 1];
    if (last && !last.ok) return callFailed(groups, last);
    switch (groups.action) {
      case 'list':
        return list(groups, results);
      case 'describe':
        return describe(groups, results);
      case 'delete':
        return deleteGroups(groups, results);
      case 'delete-offsets':
        return deleteOffsets(groups, results);
      case 'reset-offsets':
        return shareResetTurn(groups, results, nowMs);
    }
  },
};

/** ShareGroupCommand.printError: the reason on standard output, the trace on standard error, and exit code 0. */
const told = (reason: string, trace: readonly string[]): Turn =>
  exitWith(0, [...out('', `Error: Executing share group command failed due to ${reason}`), ...err(...trace)]);

const EXECUTION = 'java.util.concurrent.ExecutionException: ';

/** A call that ends with an exception: some parts of the command throw the future's own exception, others wrap it once more. */
function callFailed({ action }: ShareGroupsArgs, { call, exception, message }: Failure): Turn {
  const cause = `${qualified(exception)}: ${message}`;
  if (action === 'reset-offsets') return call === 'describeGroups' ? exitWith(1, err(message)) : told(message, [cause]);
  if (call === 'describeGroups' || call === 'describeTopics') return told(cause, [EXECUTION + cause, FRAMES, `Caused by: ${cause}`]);
  return told(EXECUTION + cause, [
    `java.lang.RuntimeException: ${EXECUTION}${cause}`,
    FRAMES,
    `Caused by: ${EXECUTION}${cause}`,
    FRAMES,
    `Caused by: ${cause}`,
  ]);
}

function list({ state, states }: ShareGroupsArgs, results: readonly CallResult[]): Turn {
  if (results.length === 0) return ask({ call: 'listGroups' });
  const groups = shareGroupsOf(results).filter((one) => states.length === 0 || states.includes(one.state));
  if (!state) return exitWith(0, out(...groups.map(({ group }) => group)));
  const width = Math.max(15, ...groups.map(({ group }) => group.length));
  return exitWith(0, out(`${'GROUP'.padEnd(width)} STATE`, ...groups.map((one) => `${one.group.padEnd(width)} ${one.state}`)));
}

/** With --all-groups the first call is listGroups; describeGroups for all; then the offsets group by group, or the brokers that coordinate. */
function describe(args: ShareGroupsArgs, results: readonly CallResult[]): Turn {
  if (args.allGroups && results.length === 0) return ask({ call: 'listGroups' });
  const names = args.allGroups ? shareGroupsOf(results).map(({ group }) => group) : [...new Set(args.groups)].sort();
  if (names.length === 0) return exitWith(0);
  const own = args.allGroups ? results.slice(1) : results;
  if (own.length === 0) return ask({ call: 'describeGroups', groups: names });
  const described = answer(own, 0, 'describeGroups').groups;
  for (const { group, error, state, type } of described) {
    const problem = describeProblem(group, error, state, type);
    if (problem !== undefined) return told(problem, [EXECUTION + problem, FRAMES, `Caused by: ${problem}`]);
  }
  if (args.view === 'members')
    return exitWith(
      0,
      described.flatMap((group) => shareMembersTable(group, args.verbose)),
    );
  if (args.view === 'state') {
    if (own.length === 1) return ask({ call: 'describeTopics', topics: [] });
    const { brokers } = answer(own, 1, 'describeTopics');
    const host = (id: number): string => brokers.find((broker) => broker.id === id)?.name ?? '';
    return exitWith(
      0,
      described.flatMap((group) => shareStateTable(group, host(group.coordinator), args.verbose)),
    );
  }
  return offsets(args, described, own.slice(1));
}

function describeProblem(group: string, error: ErrorName, state: string, type: string | undefined): string | undefined {
  if (error === 'GROUP_ID_NOT_FOUND' || state === 'Dead') return `${exceptionOf('GROUP_ID_NOT_FOUND')}: Group ${group} not found.`;
  if (error !== 'NONE') return `${exceptionOf(error)}: ${messageOf(error, null)}`;
  return type === 'share' ? undefined : `${exceptionOf('GROUP_ID_NOT_FOUND')}: Group ${group} is not a share group.`;
}

function offsets({ verbose }: ShareGroupsArgs, described: Gives<'describeGroups'>['groups'], results: readonly CallResult[]): Turn {
  if (results.length < described.length) return ask({ call: 'listShareOffsets', group: described[results.length].group });
  const found = described.map(({ group }, n) => ({ group, ...answer(results, n, 'listShareOffsets') }));
  const bad = found.find(({ error }) => error !== 'NONE');
  if (bad !== undefined) {
    const cause = `${exceptionOf(bad.error)}: ${bad.error === 'GROUP_ID_NOT_FOUND' ? `Group ${bad.group} not found.` : messageOf(bad.error, null)}`;
    return told(EXECUTION + cause, [
      `java.lang.RuntimeException: ${EXECUTION}${cause}`,
      FRAMES,
      `Caused by: ${EXECUTION}${cause}`,
      FRAMES,
      `Caused by: ${cause}`,
    ]);
  }
  return exitWith(0, out(...found.flatMap(({ group, partitions }) => shareOffsetsTable(group, partitions, verbose))));
}

const quoted = (groups: readonly string[]): string => groups.map((group) => `'${group}'`).join(', ');

/** listGroups first: what is no share group, or has members, is not even asked for. */
function deleteGroups({ groups, allGroups }: ShareGroupsArgs, results: readonly CallResult[]): Turn {
  if (results.length === 0) return ask({ call: 'listGroups' });
  const known = shareGroupsOf(results);
  const wanted = allGroups ? known.map(({ group }) => group) : [...new Set(groups)];
  const refused = new Map<string, string>();
  for (const group of wanted) {
    const state = known.find((one) => one.group === group)?.state;
    if (state === undefined) refused.set(group, `java.lang.IllegalArgumentException: Group '${group}' is not a share group.`);
    else if (state !== 'Empty') refused.set(group, `${exceptionOf('NON_EMPTY_GROUP')}: Share group '${group}' is not EMPTY.`);
  }
  const asked = wanted.filter((group) => !refused.has(group));
  if (asked.length > 0 && results.length === 1) return ask({ call: 'deleteGroups', groups: asked });
  const outcome = asked.length === 0 ? [] : answer(results, 1, 'deleteGroups').results;
  for (const { group, error } of outcome) if (error !== 'NONE') refused.set(group, `${exceptionOf(error)}: ${messageOf(error, null)}`);
  const deleted = outcome.filter(({ error }) => error === 'NONE').map(({ group }) => group);
  if (refused.size === 0) return exitWith(0, out(`Deletion of requested share groups (${quoted(deleted)}) was successful.`));
  const lines = [...refused].map(([group, why]) => `* Group '${group}' could not be deleted due to: ${why}`);
  const rest = deleted.length > 0 ? ['', `These share groups were deleted successfully: ${quoted(deleted)}`] : [];
  return exitWith(0, out('', 'Error: Deletion of some share groups failed:', ...lines, ...rest));
}

/** Errors of the whole request that are told above the table; those of topics are told in it. */
const OF_THE_GROUP: readonly ErrorName[] = ['INVALID_GROUP_ID', 'GROUP_ID_NOT_FOUND', 'NON_EMPTY_GROUP'];

function deleteOffsets({ groups: [group], topics }: ShareGroupsArgs, results: readonly CallResult[]): Turn {
  const names = [...new Set(topics)].sort();
  if (results.length === 0) return ask({ call: 'deleteShareOffsets', group, topics: names });
  const outcome = answer(results, 0, 'deleteShareOffsets');
  const words = (error: ErrorName): string => (error === 'GROUP_ID_NOT_FOUND' ? `Group ${group} not found.` : messageOf(error, null));
  const { error } = outcome;
  const width = Math.max(15, ...names.map(({ length }) => length));
  const status = (topic: string): string => {
    const own = outcome.topics.find((one) => one.topic === topic)?.error ?? error;
    return own === 'NONE' ? 'Successful' : `Error: ${words(own)}`;
  };
  const above =
    error === 'NONE' || error === 'UNKNOWN_TOPIC_OR_PARTITION'
      ? []
      : ['', `Error: ${OF_THE_GROUP.includes(error) ? words(error) : `Encounter some unknown error: ${exceptionOf(error)}: ${words(error)}`}`];
  return exitWith(0, out(...above, '', `${'TOPIC'.padEnd(width)} STATUS`, ...names.map((topic) => `${topic.padEnd(width)} ${status(topic)}`)));
}
