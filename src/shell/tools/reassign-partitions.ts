/** kafka-reassign-partitions.sh: the argument checks of ReassignPartitionsCommand, in its order and words. */
import { type Features, featuresOf } from '#kafka/metadata/features.ts';
import type { Profile } from '#kafka/spec.ts';
import { readBootstrap } from '#shell/bootstrap.ts';
import { contentOf } from '#shell/files.ts';
import { argumentOf, has, type OptionProblem, type Options, readingProblem } from '#shell/jopt.ts';
import { conversionCause, FRAMES, joptClass, notHere, type Plan, type Refusal, refuse, trace, uncaught, withUsage } from '#shell/outcome.ts';
import { helpOrVersion, type PlanContext, type Tool } from '#shell/tool.ts';
import { adminPlan } from '#shell/tools/admin.ts';
import { requiredProblem } from '#shell/tools/checks.ts';
import { DEPRECATED } from '#shell/tools/reassign-between-program.ts';
import { LOG_DIR, namesLogDirs, type Read, readExecution, readGeneration, readMoves } from '#shell/tools/reassign-json.ts';
import { type ReassignArgs, reassignProgram } from '#shell/tools/reassign-program.ts';
import { zkReassign } from '#shell/tools/reassign-zookeeper.ts';
import { zookeeperPlan } from '#shell/tools/zookeeper.ts';
import { usage as text28 } from '#shell/usage/2.8/kafka-reassign-partitions.ts';
import { usage as text39 } from '#shell/usage/3.9/kafka-reassign-partitions.ts';
import { usage as text } from '#shell/usage/kafka-reassign-partitions.ts';
import { readUsage, type Usage } from '#shell/usage.ts';

const usageNow = readUsage(text);

/** Of 3.9: plans are given to brokers only. */
const usage39 = readUsage(text39);

/** The tool of 2.8 takes the address of a broker, that of ZooKeeper, or both. */
const usage28 = readUsage(text28);

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

/** Where 2.8 takes --zookeeper, and what it takes only with --bootstrap-server. */
const BY_ZOOKEEPER: readonly Action[] = ['verify', 'generate', 'execute'];
const BY_BROKERS = ['additional', 'command-config', 'replica-alter-log-dirs-throttle', 'timeout'];

function addressProblem(usage: Usage, options: Options): Refusal | undefined {
  if (usage !== usageNow)
    return has(options, 'bootstrap-server') || has(options, 'zookeeper') ? undefined : withUsage(usage, 'Please specify --bootstrap-server');
  const servers = ['bootstrap-server', 'bootstrap-controller'].filter((name) => has(options, name));
  if (servers.length > 1) return withUsage(usage, "Please don't specify both --bootstrap-server and --bootstrap-controller");
  return servers.length === 0 ? withUsage(usage, 'Please specify either --bootstrap-server or --bootstrap-controller') : undefined;
}

function argumentProblem(usage: Usage, options: Options): Refusal | undefined {
  if (ACTIONS.filter((action) => has(options, action)).length !== 1)
    return withUsage(usage, `Command must include exactly one action: ${ACTIONS.map((action) => `--${action}`).join(', ')}`);
  const action = actionOf(options);
  const missing = addressProblem(usage, options) ?? requiredProblem(usage, options, NEEDS[action]);
  if (missing) return missing;
  const may = [...MAY[action], ...NEEDS[action], action, ...(BY_ZOOKEEPER.includes(action) ? ['zookeeper'] : [])];
  const stray = [...options.values.keys()].find((name) => !may.includes(name));
  if (stray !== undefined) return withUsage(usage, `Option "[${stray}]" can't be used with action "[${action}]"`);
  const early = has(options, 'bootstrap-server') ? undefined : BY_BROKERS.find((name) => has(options, name));
  if (early !== undefined && has(options, 'zookeeper'))
    return uncaught('java.lang.RuntimeException', `You must specify --bootstrap-server when using "[${early}]"`);
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

function plan(usage: Usage, options: Options, context: PlanContext): Plan {
  const problem = helpOrVersion({ usage }, options, context) ?? argumentProblem(usage, options);
  if (problem) return problem;
  const args = argsOf(options, context);
  const isAtZookeeper = has(options, 'zookeeper') && !has(options, 'bootstrap-server');
  if (isAtZookeeper) return 'ok' in args ? { ...args, stdout: [DEPRECATED, ...args.stdout] } : zookeeper(args, options, context);
  if ('ok' in args) return args;
  return adminPlan({
    bootstrap: readBootstrap(argumentOf(options, 'bootstrap-server') ?? '', context.spec),
    program: 'kafka-reassign-partitions',
    args,
    config: { 'client.id': 'reassign-partitions-tool' },
    said: has(options, 'zookeeper') ? [IGNORED] : [],
    cannotCreate: (cause) => thrown('Failed to create new KafkaAdminClient', 'org.apache.kafka.common.KafkaException', cause),
  });
}

const IGNORED =
  'Warning: ignoring deprecated --zookeeper option because --bootstrap-server was specified.  The --zookeeper option will be removed in a future version of Kafka.';

/** A plan for log directories is a matter of the brokers. */
function zookeeper(args: ReassignArgs, options: Options, context: PlanContext): Plan {
  const content = contentOf(context.files, argumentOf(options, 'reassignment-json-file') ?? '') ?? '';
  if (namesLogDirs(content)) {
    const refusal = thrown('bootstrap-server needs to be provided when replica reassignments are present.', args.exceptions.failed);
    return { ...refusal, stdout: [DEPRECATED, ...refusal.stdout] };
  }
  return zookeeperPlan(context, 'kafka-reassign-partitions-between', args satisfies ReassignArgs);
}

export const reassignPartitions: Tool = {
  name: 'kafka-reassign-partitions.sh',
  usage: usageNow,
  readsInput: false,
  program: { name: 'kafka-reassign-partitions', program: reassignProgram },
  plan: (options, context) => plan(usageNow, options, context),
  refuseOption: (problem: OptionProblem) => uncaught(joptClass(problem), problem.message),
  edition: ({ profile }) => zkReassign(profile) ?? EDITIONS[profile] ?? reassignPartitions,
};

const editionWith = (usage: Usage): Tool => ({ ...reassignPartitions, usage, plan: (options, context) => plan(usage, options, context) });

const EDITIONS: Partial<Record<Profile, Tool>> = { '2.8': editionWith(usage28), '3.9': editionWith(usage39) };
