/** kafka-topics.sh as a program: TopicCommand's flow of admin calls, and the lines it prints (4.3). */
import type { CallResult } from '#kafka/clients/admin/call.ts';
import type { Program, Turn } from '#kafka/clients/tool/program.ts';
import type { Features } from '#kafka/metadata/features.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { TopicMetadata } from '#kafka/protocol/messages.ts';
import { exceptionOf, messageOf, qualified } from '#shell/exception.ts';
import { logLine } from '#shell/log4j.ts';
import { FRAMES } from '#shell/outcome.ts';
import { assignmentOf, creation, unevenAssignment } from '#shell/tools/topics-create.ts';
import { describeLines, type EligibleColumns, type Report } from '#shell/tools/topics-describe.ts';
import { topicFilter } from '#shell/topic-filter.ts';
import { answer, ask, err, exitWith, type Failure, out } from '#shell/turns.ts';

export interface TopicsArgs {
  readonly action: 'list' | 'describe' | 'create' | 'alter' | 'delete';
  readonly topics: readonly string[];
  readonly topicId: string | undefined;
  readonly partitions: readonly string[];
  readonly replicationFactor: readonly string[];
  readonly assignment: string | undefined;
  /** As given: `retention.ms=1000`. */
  readonly configs: readonly string[];
  readonly ifExists: boolean;
  readonly ifNotExists: boolean;
  readonly excludeInternal: boolean;
  readonly report: Report | undefined;
  readonly eligible: EligibleColumns;
  readonly release: Pick<Features, 'toolExceptions' | 'toolsInScala' | 'topicsLogger' | 'unknownTopicIsOptional'>;
}

const LOGGER = ' (org.apache.kafka.tools.TopicCommand)';

export const topicsProgram: Program = {
  turn(args, results, nowMs) {
    const topics = args as TopicsArgs;
    const { print, next } = act(topics, results, nowMs);
    const logger = ` (${topics.release.topicsLogger})`;
    return { print: print.map((line) => (line.text === LOGGER ? { stream: line.stream, text: logger } : line)), next };
  },
};

function act(topics: TopicsArgs, results: readonly CallResult[], nowMs: number): Turn {
  const last = results[results.length - 1];
  if (last && !last.ok) return thrown(failureOf(topics, last, results.length), nowMs);
  if (topics.action === 'create') return create(topics, results, nowMs);
  return results.length === 0 ? ask({ call: 'describeTopics', topics: null }) : withTopics(topics, results, nowMs);
}

/** An exception as TopicCommand prints it: `frames` are the lines below its first. */
interface Thrown {
  readonly exception: string;
  readonly message: string;
  readonly frames: readonly string[];
}

/** The first call of every action but create is the admin client's listTopics. */
function failureOf(args: TopicsArgs, failure: Failure, calls: number): Thrown {
  const message = calls === 1 && args.action !== 'create' ? failure.message.replace('Call: describeTopics', 'Call: listTopics') : failure.message;
  const thrown = `${qualified(failure.exception)}: ${message}`;
  const cause = failure.cause === undefined ? [] : [`Caused by: ${failure.cause}`];
  if (failure.call !== 'listReassignments') return { exception: qualified(failure.exception), message, frames: cause };
  // listAllReassignments gives on what it caught within a RuntimeException.
  const caught = `java.util.concurrent.ExecutionException: ${thrown}`;
  return { exception: 'java.lang.RuntimeException', message: caught, frames: [FRAMES, `Caused by: ${caught}`, FRAMES, `Caused by: ${thrown}`, ...cause] };
}

function thrown({ exception, message, frames }: Thrown, nowMs: number): Turn {
  const first = logLine(nowMs, `ERROR ${exception}: ${message}`);
  return exitWith(1, [...out(`Error while executing topic command : ${message}`), ...err(first, ...frames, LOGGER)]);
}

const refused = (error: ErrorName, message: string | null): Thrown => ({ exception: exceptionOf(error), message: messageOf(error, message), frames: [] });
const illegalArgument = (message: string): Thrown => ({ exception: 'java.lang.IllegalArgumentException', message, frames: [FRAMES] });

function create(args: TopicsArgs, results: readonly CallResult[], nowMs: number): Turn {
  const made = creation(args);
  if (!made.ok)
    return thrown(
      { exception: made.exception, message: made.message, frames: made.exception.startsWith('org.apache.kafka.common.errors.') ? [] : [FRAMES, ...made.cause] },
      nowMs,
    );
  if (results.length === 0) return ask({ call: 'createTopics', topics: [made.topic] }, made.warnings);
  const outcome = answer(results, 0, 'createTopics').topics[0];
  if (outcome.error === 'NONE') return exitWith(0, out(`Created topic ${made.topic.name}.`));
  if (outcome.error === 'TOPIC_ALREADY_EXISTS' && args.ifNotExists) return exitWith(0);
  return thrown(refused(outcome.error, outcome.message), nowMs);
}

/** After listTopics: the topics that the pattern names, or the complaint that there are none. */
function withTopics(args: TopicsArgs, results: readonly CallResult[], nowMs: number): Turn {
  const known = answer(results, 0, 'describeTopics').topics;
  const matches = args.topics.length > 0 ? topicFilter(args.topics[0]) : () => true;
  const byId = args.topicId;
  const found = known.filter((topic) => (byId === undefined ? matches(topic.name) : topic.topicId === byId) && !(args.excludeInternal && topic.internal));
  const names = found.map((topic) => topic.name).sort();
  if (args.action === 'list') return exitWith(0, out(...(names.length > 0 ? names : [''])));
  if (names.length === 0) return noTopics(args, nowMs);
  if (args.action === 'describe') return describeTopics(args, names, results);
  return args.action === 'delete' ? remove(names, results, nowMs) : alter(args, names, results, nowMs);
}

const topicOrOptional = ({ topics, release }: TopicsArgs): string => (release.unknownTopicIsOptional ? `Optional[${topics[0]}]` : topics[0]);

function noTopics(args: TopicsArgs, nowMs: number): Turn {
  if (args.ifExists || (args.topics.length === 0 && args.topicId === undefined)) return exitWith(0);
  const message =
    args.topicId === undefined ? `Topic '${topicOrOptional(args)}' does not exist as expected` : `TopicId '${args.topicId}' does not exist as expected`;
  return thrown(illegalArgument(message), nowMs);
}

function describeTopics(args: TopicsArgs, names: readonly string[], results: readonly CallResult[]): Turn {
  if (results.length === 1) return ask({ call: 'describeTopics', topics: names });
  if (results.length === 2) return ask({ call: 'describeConfigs', resources: names.map((name) => ({ kind: 'topic', name })) });
  const { topics, brokers } = answer(results, 1, 'describeTopics');
  const tps = topics.flatMap(({ partitions }) => partitions.map(({ tp }) => tp));
  if (results.length === 3) return ask({ call: 'listReassignments', partitions: tps });
  const live = brokers.map(({ id }) => id);
  const configs = answer(results, 2, 'describeConfigs').resources;
  const reassignments = answer(results, 3, 'listReassignments').partitions;
  return exitWith(0, out(...describeLines(topics, { configs, reassignments, live, report: args.report, eligible: args.eligible })));
}

function remove(names: readonly string[], results: readonly CallResult[], nowMs: number): Turn {
  if (results.length === 1) return ask({ call: 'deleteTopics', topics: names });
  const failed = answer(results, 1, 'deleteTopics').topics.find(({ error }) => error !== 'NONE');
  return failed ? thrown(refused(failed.error, failed.message), nowMs) : exitWith(0);
}

/** `--replica-assignment` tells of all partitions; those that exist stay where they are (TopicCommand.alterTopic). */
function newAssignments({ assignment }: TopicsArgs, topic: TopicMetadata | undefined): { assignments?: readonly (readonly number[])[] } {
  return assignment === undefined || topic === undefined ? {} : { assignments: assignmentOf(assignment).slice(topic.partitions.length) };
}

function alter(args: TopicsArgs, names: readonly string[], results: readonly CallResult[], nowMs: number): Turn {
  const uneven = unevenAssignment(args.assignment === undefined ? [] : assignmentOf(args.assignment), args.release);
  if (uneven !== undefined) return thrown({ exception: args.release.toolExceptions.operation, message: uneven, frames: [FRAMES] }, nowMs);
  if (results.length === 1) {
    const count = Number(args.partitions[0]);
    const known = answer(results, 0, 'describeTopics').topics;
    return ask({
      call: 'createPartitions',
      topics: names.map((name) => ({
        name,
        count,
        ...newAssignments(
          args,
          known.find((one) => one.name === name),
        ),
      })),
    });
  }
  const failed = answer(results, 1, 'createPartitions').topics.find(({ error }) => error !== 'NONE');
  return failed ? thrown(refused(failed.error, failed.message), nowMs) : exitWith(0);
}
