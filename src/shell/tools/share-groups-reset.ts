/** `kafka-share-groups.sh --reset-offsets`: ShareGroupCommand.resetOffsets, with the OffsetsUtils that the consumer groups' tool has too. */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Turn } from '#kafka/clients/tool/program.ts';
import { exceptionOf, messageOf, qualified } from '#shell/exception.ts';
import { FRAMES, withUsage } from '#shell/outcome.ts';
import { type Found, misreadPartition, newOffset, newOffsetsTable, type Planned, scopeOf, timeOf, topicsOf } from '#shell/tools/groups-reset.ts';
import type { ShareGroupsArgs } from '#shell/tools/share-groups-program.ts';
import { answer, ask, err, exitWith, out } from '#shell/turns.ts';
import { usage as text } from '#shell/usage/kafka-share-groups.ts';
import { readUsage } from '#shell/usage.ts';

const usage = readUsage(text);

/** A KafkaException that reaches the command: its message, and as trace its class with the message. */
const failed = (exception: string, message: string, frames: readonly string[] = []): Turn =>
  exitWith(0, [...out('', `Error: Executing share group command failed due to ${message}`), ...err(`${exception}: ${message}`, ...frames)]);

/** describeGroups, with --all-topics listShareOffsets, describeTopics, listOffsets of what is meant, alterShareOffsets. A group that is not there is made by it. */
export function shareResetTurn(args: ShareGroupsArgs, results: readonly CallResult[], nowMs: number): Turn {
  const [group] = args.groups;
  if (results.length === 0) return ask({ call: 'describeGroups', groups: [group] });
  const [{ error, state }] = answer(results, 0, 'describeGroups').groups;
  if (error !== 'NONE' && error !== 'GROUP_ID_NOT_FOUND') return exitWith(1, err(messageOf(error, null)));
  if (error === 'NONE' && state !== 'Empty' && state !== 'Dead') return exitWith(1, err(`Share group '${group}' is not empty.`));
  if (args.reset.topics.length > 0) return planned(args, [], results.slice(1), nowMs);
  if (results.length === 1) return ask({ call: 'listShareOffsets', group });
  const begun = answer(results, 1, 'listShareOffsets');
  if (begun.error !== 'NONE') {
    const message = begun.error === 'GROUP_ID_NOT_FOUND' ? `Group ${group} not found.` : messageOf(begun.error, null);
    return failed(exceptionOf(begun.error), message);
  }
  return planned(
    args,
    begun.partitions.map(({ tp, startOffset }) => ({ tp, offset: startOffset })),
    results.slice(2),
    nowMs,
  );
}

function planned({ groups: [group], reset, partitionsApart }: ShareGroupsArgs, begun: Found, results: readonly CallResult[], nowMs: number): Turn {
  const misread = misreadPartition(reset.topics);
  if (misread !== undefined) return exitWith(1, err(...withUsage(usage, misread).stderr));
  if (results.length === 0) return ask({ call: 'describeTopics', topics: topicsOf(reset, begun, undefined) });
  const metadata = answer(results, 0, 'describeTopics');
  const unknown = exceptionOf('UNKNOWN_TOPIC_OR_PARTITION');
  if (metadata.topics.some((topic) => topic.error !== 'NONE')) return failed(unknown, messageOf('UNKNOWN_TOPIC_OR_PARTITION', null));
  const scope = scopeOf(reset, begun, metadata, undefined);
  if (typeof scope === 'string') return failed(unknown, scope);
  const at = timeOf(reset, nowMs);
  if (typeof at === 'string') return failed('java.lang.RuntimeException', at, [FRAMES]);
  const stages = ['earliest', 'latest', ...(at === undefined ? [] : [at])] as const;
  const asked = results.length - 1;
  if (asked < stages.length) return ask({ call: 'listOffsets', partitions: scope.map((tp) => ({ tp, timestamp: stages[asked] })), partitionsApart });
  const found = stages.map((_, n) => answer(results, 1 + n, 'listOffsets').offsets);
  const failure = found.flat().find((one) => one.failure !== undefined)?.failure;
  if (failure !== undefined) return failed(qualified(failure.exception), failure.message);
  const known = { committed: [], first: found[0], end: found[1], timed: found[2], plan: [] };
  const offsets = scope.map((tp) => newOffset(reset, tp, known, nowMs)) as Planned[];
  const print = offsets.flatMap(({ warning }) => warning);
  const tell = (warnings: typeof print): Turn =>
    exitWith(0, [...warnings, ...newOffsetsTable(new Map([[group, offsets.map(({ tp, offset }) => ({ tp, offset }))]]))]);
  if (!reset.execute) return tell(print);
  const done = 1 + stages.length;
  if (results.length === done) return ask({ call: 'alterShareOffsets', group, offsets: offsets.map(({ tp, offset }) => ({ tp, startOffset: offset })) }, print);
  const outcome = answer(results, done, 'alterShareOffsets');
  const bad = [outcome, ...outcome.partitions].find(({ error }) => error !== 'NONE');
  return bad === undefined ? tell([]) : failed(exceptionOf(bad.error), messageOf(bad.error, null));
}
