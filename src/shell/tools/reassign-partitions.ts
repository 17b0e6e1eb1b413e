/** kafka-reassign-partitions.sh: the argument checks of ReassignPartitionsCommand, in its order and words. */
import { type Features, featuresOf } from '#kafka/metadata/features.ts';
import { readBootstrap } from '#shell/bootstrap.ts';
import { contentOf } from '#shell/files.ts';
import { argumentOf, has, type OptionProblem, type Options, readingProblem } from '#shell/jopt.ts';
import { conversionCause, FRAMES, joptClass, notHere, type Plan, type Refusal, refuse, trace, uncaught, withUsage } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { adminPlan } from '#shell/tools/admin.ts';
import { requiredProblem } from '#shell/tools/checks.ts';
import { LOG_DIR, type Read, readExecution, readGeneration, readMoves } from '#shell/tools/reassign-json.ts';
import { type ReassignArgs, reassignProgram } from '#shell/tools/reassign-program.ts';
import { zkReassign } from '#shell/tools/reassign-zookeeper.ts';
import { usage as text } from '#shell/usage/kafka-reassign-partitions.ts';
import { readUsage } from '#shell/usage.ts';

const usage = readUsage(text);

const ACTIONS = ['generate', 'execute', 'verify', 'cancel', 'list'] as const;
type Action = (typeof ACTIONS)[number];

const NEEDS: Readonly<Record<Action, readonly string[]>> = {
  verify: ['reassignment-json-file'],
  generate: ['topics-to-move-json-file', 'broker-list'],
  execute: ['reassignment-json-file'],
  cancel: ['reassignment-json-file'],
  list: [],
};

const MAY: Readonly<Record<Action, readonly string[]>> = {
  verify: ['bootstrap-server', 'command-config', 'preserve-throttles'],
  generate: ['bootstrap-server', 'command-config', 'disable-rack-aware'],
  execute: ['additional', 'bootstrap-server', 'command-config', 'throttle', 'replica-alter-log-dirs-throttle', 'timeout', 'disallow-replication-factor-change'],
  cancel: ['bootstrap-server', 'bootstrap-controller', 'command-config', 'preserve-throttles', 'timeout'],
  list: ['bootstrap-server', 'bootstrap-controller', 'command-config'],
};

const actionOf = (options: Options): Action => ACTIONS.find((action) => has(options, action)) ?? 'list';

function argumentProblem(options: Options): Refusal | undefined {
  if (ACTIONS.filter((action) => has(options, action)).length !== 1)
    return withUsage(usage, `Command must include exactly one action: ${ACTIONS.map((action) => `--${action}`).join(', ')}`);
  const servers = ['bootstrap-server', 'bootstrap-controller'].filter((name) => has(options, name));
  if (servers.length > 1) return withUsage(usage, "Please don't specify both --bootstrap-server and --bootstrap-controller");
  if (servers.length === 0) return withUsage(usage, 'Please specify either --bootstrap-server or --bootstrap-controller');
  const action = actionOf(options);
  const missing = requiredProblem(usage, options, NEEDS[action]);
  if (missing) return missing;
  const stray = [...options.values.keys()].find((name) => name !== action && !NEEDS[action].includes(name) && !MAY[action].includes(name));
  if (stray !== undefined) return withUsage(usage, `Option "[${stray}]" can't be used with action "[${action}]"`);
  const unreadable = readingProblem(usage.options, options, [...NEEDS[action], 'throttle', 'timeout']);
  if (unreadable) return thrown(unreadable.message, joptClass(unreadable), conversionCause(unreadable));
  return has(options, 'bootstrap-controller') || has(options, 'replica-alter-log-dirs-throttle')
    ? notHere('brokers have one log directory here, and tools talk to brokers')
    : undefined;
}

/** Errors go to standard output, with their stack trace. */
const thrown = (message: string, className: string, cause: readonly string[] = []): Refusal =>
  refuse(
    [],
    1,
    [`Error: ${message}`, ...trace(className, message, cause), ''].flatMap((line) => line.split('\n')),
  );

function unreadable(path: string): Refusal {
  return thrown(`Unable to read file ${path}`, 'java.io.IOException', [`Caused by: java.nio.file.NoSuchFileException: ${path}`, FRAMES]);
}

function refusedBy<T>(read: Extract<Read<T>, { ok: false }>, exceptions: Features['toolExceptions']): Refusal {
  const exception = read.exception === 'AdminOperationException' ? exceptions.operation : exceptions.failed;
  return thrown(read.message, exception, read.cause === undefined ? [] : [`Caused by: ${read.cause}`, FRAMES]);
}

function argsOf(options: Options, context: PlanContext): ReassignArgs | Refusal {
  const action = actionOf(options);
  const words = featuresOf(context.spec.profile);
  const { toolExceptions: exceptions, toolsInScala: inScala, wayBackNamesLogDirs } = words;
  const logDir = wayBackNamesLogDirs ? LOG_DIR : 'any';
  if (action === 'list') return { exceptions, inScala, action };
  const path = argumentOf(options, action === 'generate' ? 'topics-to-move-json-file' : 'reassignment-json-file') ?? '';
  const content = contentOf(context.files, path);
  if (content === undefined) return unreadable(path);
  if (action === 'generate') {
    const read = readGeneration(content, argumentOf(options, 'broker-list') ?? '', words);
    return read.ok ? { exceptions, inScala, action, ...read.value, rackAware: !has(options, 'disable-rack-aware'), logDir } : refusedBy(read, exceptions);
  }
  const read = action === 'execute' ? readExecution(content, words) : readMoves(content, words);
  if (!read.ok) return refusedBy(read, exceptions);
  if (action !== 'execute') return { exceptions, inScala, action, moves: read.value, preserveThrottles: has(options, 'preserve-throttles') };
  return {
    exceptions,
    inScala,
    action,
    moves: read.value,
    additional: has(options, 'additional'),
    throttle: Number(argumentOf(options, 'throttle') ?? -1),
    mayResize: !has(options, 'disallow-replication-factor-change'),
    logDir,
  };
}

function plan(options: Options, context: PlanContext): Plan {
  const problem = helpOrVersion({ usage }, options, context) ?? argumentProblem(options);
  if (problem) return problem;
  const args = argsOf(options, context);
  if ('ok' in args) return args;
  return adminPlan({
    bootstrap: readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec),
    program: 'kafka-reassign-partitions',
    args,
    config: { 'client.id': 'reassign-partitions-tool' },
    cannotCreate: (cause) => thrown('Failed to create new KafkaAdminClient', 'org.apache.kafka.common.KafkaException', cause),
  });
}

export const reassignPartitions: Tool = {
  name: 'kafka-reassign-partitions.sh',
  usage,
  readsInput: false,
  program: { name: 'kafka-reassign-partitions', program: reassignProgram },
  plan,
  refuseOption: (problem: OptionProblem) => uncaught(joptClass(problem), problem.message),
  edition: ({ profile }) => zkReassign(profile) ?? reassignPartitions,
};
