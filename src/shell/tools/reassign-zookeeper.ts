/** kafka-reassign-partitions.sh --zookeeper: the argument checks and files of ReassignPartitionsCommand of 0.10 and 2.1, in its order and words. */
import { type Tp, tpOf } from '#kafka/protocol/names.ts';
import type { Profile } from '#kafka/spec.ts';
import { contentOf } from '#shell/files.ts';
import { argumentOf, has, type Options } from '#shell/jopt.ts';
import { field, items, type Json, readJson } from '#shell/json.ts';
import { helpOf, joptClass, type Plan, type Refusal, refuse, uncaught, withUsage } from '#shell/outcome.ts';
import type { PlanContext, Tool } from '#shell/tool.ts';
import { missingRequired } from '#shell/tools/checks.ts';
import type { Move } from '#shell/tools/reassign-json.ts';
import { failed, STATUS, shown, type ZkReassignArgs } from '#shell/tools/reassign-zookeeper-program.ts';
import { type Thrown, zookeeperPlan } from '#shell/tools/zookeeper.ts';
import { usage as text010 } from '#shell/usage/0.10/kafka-reassign-partitions.ts';
import { usage as text21 } from '#shell/usage/2.1/kafka-reassign-partitions.ts';
import { readUsage, type Usage } from '#shell/usage.ts';

const ACTIONS = ['generate', 'execute', 'verify'] as const;
type Action = (typeof ACTIONS)[number];

const NEEDS: Readonly<Record<Action, readonly string[]>> = {
  generate: ['topics-to-move-json-file', 'broker-list'],
  execute: ['reassignment-json-file'],
  verify: ['reassignment-json-file'],
};

const NEEDED: Readonly<Record<Action, string>> = {
  generate: 'If --generate option is used, command must include both --topics-to-move-json-file and --broker-list options',
  execute: 'If --execute option is used, command must include --reassignment-json-file that was output during the --generate option',
  verify: 'If --verify option is used, command must include --reassignment-json-file that was used during the --execute option',
};

const CLASHES: Readonly<Record<Action, readonly string[]>> = {
  generate: ['throttle', 'reassignment-json-file'],
  execute: ['topics-to-move-json-file', 'disable-rack-aware', 'broker-list'],
  verify: ['throttle', 'disable-rack-aware', 'topics-to-move-json-file', 'broker-list'],
};

function argumentProblem(usage: Usage, options: Options): Refusal | undefined {
  const given = ACTIONS.filter((action) => has(options, action));
  if (given.length !== 1) return withUsage(usage, 'Command must include exactly one action: --generate, --execute or --verify');
  if (!has(options, 'zookeeper')) return missingRequired(usage, 'zookeeper');
  const [action] = given;
  if (NEEDS[action].some((name) => !has(options, name))) return withUsage(usage, NEEDED[action]);
  const clash = CLASHES[action].find((name) => has(options, name));
  return clash === undefined ? undefined : withUsage(usage, `Option "[${action}]" can't be used with option"[${clash}]"`);
}

const COMMAND_FAILED = 'kafka.common.AdminCommandFailedException';
const OPERATION_FAILED = 'kafka.admin.AdminOperationException';

/** A value, or what is thrown. */
type Read<T> = { readonly value: T } | { readonly thrown: Thrown };

const thrown = (message: string, exception = COMMAND_FAILED): { readonly thrown: Thrown } => ({ thrown: { exception, message } });

/** 0.10 takes what it cannot read for an empty plan. */
function jsonOf(path: string, { files }: PlanContext, isOld: boolean): Read<Json> {
  const content = contentOf(files, path);
  if (content === undefined)
    return isOld ? thrown(`${path} (No such file or directory)`, 'java.io.FileNotFoundException') : thrown(path, 'java.nio.file.NoSuchFileException');
  const json = readJson(content);
  if (!json.ok) return isOld ? { value: {} } : thrown('The input string is not a valid JSON', OPERATION_FAILED);
  const version = field(json.value, 'version') ?? 1;
  return isOld || version === 1 ? { value: json.value } : thrown(`Not supported version field value ${String(version)}`, OPERATION_FAILED);
}

const duplicates = <T>(all: readonly T[]): T[] => [...new Set(all.filter((one, n) => all.indexOf(one) !== n))];

function movesIn(json: Json): Move[] {
  return items(field(json, 'partitions')).map((one) => ({
    tp: tpOf(String(field(one, 'topic') ?? ''), Number(field(one, 'partition') ?? -1)),
    replicas: items(field(one, 'replicas')).map(Number),
  }));
}

/** parseAndValidate, as far as ZooKeeper is not asked. */
function problemOf(moves: readonly Move[], isOld: boolean): Thrown | undefined {
  const told = (message: string): Thrown => ({ exception: COMMAND_FAILED, message });
  const name = (tp: Tp): string => shown(isOld, tp);
  if (moves.length === 0) return told('Partition reassignment data file is empty');
  if (!isOld && moves.some(({ replicas }) => replicas.length === 0)) return told('Partition replica list cannot be empty');
  const twice = duplicates(moves.map(({ tp }) => tp));
  if (twice.length > 0) return told(`Partition reassignment contains duplicate topic partitions: ${twice.map(name).join(',')}`);
  const repeated = moves.filter(({ replicas }) => duplicates(replicas).length > 0);
  const list = repeated.map(({ tp, replicas }) => `${name(tp)} contains multiple entries for ${duplicates(replicas).join(',')}`);
  return list.length === 0 ? undefined : told(`Partition replica lists may not contain duplicate entries: ${list.join('. ')}`);
}

function argsOf(action: Action, options: Options, context: PlanContext, isOld: boolean): Read<ZkReassignArgs> {
  if (action === 'generate') return generation(options, context, isOld);
  const json = jsonOf(argumentOf(options, 'reassignment-json-file') ?? '', context, isOld);
  if ('thrown' in json) return json;
  const moves = movesIn(json.value);
  if (action === 'verify') return { value: { isOld, action, moves } };
  const problem = problemOf(moves, isOld);
  return problem ? { thrown: problem } : { value: { isOld, action, moves, throttle: Number(argumentOf(options, 'throttle') ?? -1) } };
}

function generation(options: Options, context: PlanContext, isOld: boolean): Read<ZkReassignArgs> {
  const brokers = (argumentOf(options, 'broker-list') ?? '').split(',').map(Number);
  const twice = duplicates(brokers);
  if (twice.length > 0) return thrown(`Broker list contains duplicate entries: ${twice.join(',')}`);
  const json = jsonOf(argumentOf(options, 'topics-to-move-json-file') ?? '', context, isOld);
  if ('thrown' in json) return json;
  const topics = items(field(json.value, 'topics')).map((one) => String(field(one, 'topic') ?? ''));
  const again = duplicates(topics);
  if (again.length > 0) return thrown(`List of topics to reassign contains duplicate entries: ${again.join(',')}`);
  return { value: { isOld, action: 'generate', topics, brokers, rackAware: !has(options, 'disable-rack-aware') } };
}

function plan(usage: Usage, isOld: boolean, options: Options, context: PlanContext): Plan {
  if (context.args.length === 0 || has(options, 'help')) return helpOf(usage);
  const problem = argumentProblem(usage, options);
  if (problem) return problem;
  const action = ACTIONS.find((one) => has(options, one)) ?? 'verify';
  const args = argsOf(action, options, context, isOld);
  if ('value' in args) return zookeeperPlan(context, 'kafka-reassign-partitions-zookeeper', args.value);
  const lines = failed(args.thrown).map(({ text }) => text);
  return refuse([], 0, action === 'verify' && !args.thrown.exception.startsWith('java.') ? [STATUS, ...lines] : lines);
}

function editionFor(text: string, isOld: boolean): Tool {
  const usage = readUsage(text);
  return {
    name: 'kafka-reassign-partitions.sh',
    usage,
    readsInput: false,
    plan: (options, context) => plan(usage, isOld, options, context),
    refuseOption: (problem) => uncaught(joptClass(problem), problem.message),
  };
}

const newer = editionFor(text21, false);
const older = editionFor(text010, true);

const EDITIONS: Partial<Record<Profile, Tool>> = { '2.1': newer, '2.0': newer, '0.11': older, '0.10': older };

export const zkReassign = (profile: Profile): Tool | undefined => EDITIONS[profile];
