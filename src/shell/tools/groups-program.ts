/** kafka-consumer-groups.sh as a program: ConsumerGroupCommand's flow of admin calls (4.3). Whatever goes wrong is told, and the exit code is 0. */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Program, Turn } from '#kafka/clients/tool/program.ts';
import { qualified } from '#shell/exception.ts';
import { deleteOffsetsTurn, deleteTurn } from '#shell/tools/groups-delete.ts';
import { describeTurn } from '#shell/tools/groups-describe.ts';
import { commandFailed, offsetsFailed } from '#shell/tools/groups-failure.ts';
import { consumerGroupsOf } from '#shell/tools/groups-listed.ts';
import { type ResetArgs, resetTurn } from '#shell/tools/groups-reset.ts';
import { ask, exitWith, out } from '#shell/turns.ts';

export interface GroupsArgs {
  readonly action: 'list' | 'describe' | 'delete' | 'reset-offsets' | 'delete-offsets' | 'validate-regex';
  readonly groups: readonly string[];
  readonly allGroups: boolean;
  readonly view: 'offsets' | 'members' | 'state';
  readonly verbose: boolean;
  /** `--list --state`, with the states asked for. */
  readonly state: boolean;
  readonly states: readonly string[];
  /** `--list --type`, with the types asked for. */
  readonly type: boolean;
  readonly types: readonly string[];
  readonly reset: ResetArgs;
  /** Of --delete-offsets. */
  readonly topics: readonly string[];
  /** How this release's admin client lists offsets (`Features.partitionsApart`). */
  readonly partitionsApart: boolean;
  /** `Features.groupColumn`; absent: it is there. */
  readonly groupColumn?: boolean;
  /** `Features.groupsLookForLeaders` */
  readonly looksForLeaders: boolean;
}

export const groupsProgram: Program = {
  turn(args, results, nowMs) {
    const groups = args as GroupsArgs;
    const last = results[results.length - 1];
    if (last && !last.ok) return commandFailed(`${qualified(last.exception)}: ${last.message}`);
    const failure = last?.call === 'listOffsets' ? last.offsets.find((one) => one.failure !== undefined)?.failure : undefined;
    if (failure) return offsetsFailed(`${qualified(failure.exception)}: ${failure.message}`);
    if (groups.action === 'list') return list(groups, results);
    if (groups.action === 'describe') return describeGroups(groups, results);
    if (groups.action === 'delete') return deleteTurn(groups, results);
    if (groups.action === 'delete-offsets') return deleteOffsetsTurn(groups, results);
    return resetTurn(groups, results, nowMs);
  },
};

function list(args: GroupsArgs, results: readonly CallResult[]): Turn {
  if (results.length === 0) return ask({ call: 'listGroups' });
  const all = consumerGroupsOf(results).sort((a, b) => (a.group < b.group ? -1 : 1));
  const isWanted = (wanted: readonly string[], one: string): boolean => wanted.length === 0 || wanted.includes(one);
  const groups = all.filter(({ state, type }) => isWanted(args.states, state) && isWanted(args.types, type === 'consumer' ? 'consumer' : 'classic'));
  if (!args.state && !args.type) return exitWith(0, out(...groups.map(({ group }) => group)));
  const width = Math.max(15, ...groups.map(({ group }) => group.length)) + 10;
  const row = (group: string, type: string, state: string): string =>
    [group.padEnd(width), ...(args.type ? [type.padEnd(20)] : []), ...(args.state ? [state.padEnd(20)] : [])].join(' ');
  return exitWith(
    0,
    out(row('GROUP', 'TYPE', 'STATE'), ...groups.map(({ group, state, type }) => row(group, type === 'consumer' ? 'Consumer' : 'Classic', state))),
  );
}

/** With --all-groups the first call is listGroups; the rest is the same for each group in turn. */
function describeGroups(args: GroupsArgs, results: readonly CallResult[]): Turn {
  if (!args.allGroups) return describeTurn(args, args.groups, results);
  if (results.length === 0) return ask({ call: 'listGroups' });
  const groups = consumerGroupsOf(results)
    .map(({ group }) => group)
    .sort();
  return groups.length === 0 ? exitWith(0) : describeTurn(args, groups, results.slice(1));
}
