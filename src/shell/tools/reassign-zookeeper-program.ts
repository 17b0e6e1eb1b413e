/**
 * kafka-reassign-partitions.sh --zookeeper as a program: ReassignPartitionsCommand before 2.4 (KIP-455), which writes a plan to /admin/reassign_partitions and
 * leaves it to the controller. It tells of every failure on standard output, and exits with 0.
 */
import type { Line, ZkProgram, ZkTurn } from '#kafka/clients/tool/program.ts';
import { BROKER_IDS, brokerConfigPath, brokerPath, REASSIGN_PARTITIONS, topicConfigPath, topicPath } from '#kafka/controller/zookeeper/paths.ts';
import { assignReplicas } from '#kafka/controller/zookeeper/placement.ts';
import { partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import type { ZkOp, ZkResult } from '#kafka/protocol/zookeeper.ts';
import type { Config } from '#kafka/spec.ts';
import { brokerConfigOps } from '#shell/tools/configs-zookeeper-brokers.ts';
import { byPartition, type Move } from '#shell/tools/reassign-json.ts';
import { configOps } from '#shell/tools/topics-zookeeper-change.ts';
import { childrenOf, dataOf, read, type Thrown, traceOf, unreachable, zkAsk, zkExit } from '#shell/tools/zookeeper.ts';
import { out } from '#shell/turns.ts';

export type ZkReassignArgs = { readonly isOld: boolean } & (
  | { readonly action: 'generate'; readonly topics: readonly string[]; readonly brokers: readonly number[]; readonly rackAware: boolean }
  /** `throttle` in B/s; negative: none. */
  | { readonly action: 'execute'; readonly moves: readonly Move[]; readonly throttle: number }
  | { readonly action: 'verify'; readonly moves: readonly Move[] }
);

type Args<A extends ZkReassignArgs['action']> = Extract<ZkReassignArgs, { action: A }>;
type Answers = readonly (readonly ZkResult[])[];
type Draw = (bound: number) => number;

const COMMAND_FAILED = 'kafka.common.AdminCommandFailedException';

export const failed = (thrown: Thrown): Line[] => out(`Partitions reassignment failed due to ${thrown.message}`, ...traceOf(thrown), '');

/** `orders-0`, which 0.10 wrote `[orders,0]`. */
export const shown = (isOld: boolean, tp: Tp): string => (isOld ? `[${topicOf(tp)},${partitionOf(tp)}]` : tp);

export const STATUS = 'Status of partition reassignment: ';

export const zkReassignProgram: ZkProgram = {
  turn(args, answers, _nowMs, draw) {
    const reassign = args as ZkReassignArgs;
    if (answers.length === 0) return zkAsk(questions(topicsOf(reassign)));
    const found = foundIn(topicsOf(reassign), answers[0]);
    switch (reassign.action) {
      case 'generate':
        return generate(reassign, found, answers, draw);
      case 'execute':
        return execute(reassign, found, answers);
      case 'verify':
        return verify(reassign, found, answers);
    }
  },
  unreachable: unreachable((args) => (args as ZkReassignArgs).isOld),
};

const topicsOf = (args: ZkReassignArgs): string[] => (args.action === 'generate' ? [...args.topics] : [...new Set(args.moves.map(({ tp }) => topicOf(tp)))]);

/** What is read first. */
export const questions = (topics: readonly string[]): readonly ZkOp[] => [
  childrenOf(BROKER_IDS),
  read(REASSIGN_PARTITIONS),
  ...topics.map((name) => read(topicPath(name))),
];

/** What stands in ZooKeeper. */
export interface Found {
  readonly live: readonly number[];
  /** Partitions of the plan that is being worked on; undefined: none is. */
  readonly ongoing: readonly Tp[] | undefined;
  /** Every partition of the topics in question. */
  readonly now: readonly Move[];
}

export function foundIn(names: readonly string[], [brokers, plan, ...topics]: readonly ZkResult[]): Found {
  const now = names.flatMap((name, n) => (dataOf(topics[n], 'topic')?.partitions ?? []).map(({ replicas }, p): Move => ({ tp: tpOf(name, p), replicas })));
  const live = (brokers.children ?? []).map(Number).sort((a, b) => a - b);
  return { live, ongoing: plan.error === 'OK' ? (dataOf(plan, 'reassign')?.partitions ?? []).map(({ tp }) => tp) : undefined, now };
}

/** One line; `any` leaves log directories to the brokers, of which 0.10 knew nothing. */
function json(isOld: boolean, moves: readonly Move[]): string {
  const partitions = byPartition(moves).map(({ tp, replicas }) => ({
    topic: topicOf(tp),
    partition: partitionOf(tp),
    replicas,
    ...(isOld ? {} : { log_dirs: replicas.map(() => 'any') }),
  }));
  return JSON.stringify({ version: 1, partitions });
}

// ---- --generate -----------------------------------------------------------------------------------------------------------------

function generate(args: Args<'generate'>, { live, now }: Found, answers: Answers, draw: Draw): ZkTurn {
  const ids = args.brokers.filter((id) => live.includes(id));
  if (answers.length === 1 && ids.length > 0) return zkAsk(ids.map((id) => read(brokerPath(id))));
  const brokers = ids.map((id, n) => ({ id, rack: args.rackAware ? (dataOf(answers[1][n], 'broker')?.rack ?? null) : null }));
  const proposed: Move[] = [];
  for (const topic of args.topics) {
    const own = now.filter(({ tp }) => topicOf(tp) === topic);
    const factor = own[0]?.replicas.length ?? 0;
    if (factor > brokers.length) return zkExit(0, failed(tooFew(args.isOld, factor, brokers.length)));
    if (own.length === 0) continue;
    const placed = assignReplicas(brokers, own.length, factor, draw);
    proposed.push(...own.map(({ tp }, n) => ({ tp, replicas: placed[n] })));
  }
  const { isOld } = args;
  return zkExit(0, out('Current partition replica assignment', json(isOld, now), '', 'Proposed partition reassignment configuration', json(isOld, proposed)));
}

const tooFew = (isOld: boolean, factor: number, brokers: number): Thrown => ({
  exception: 'org.apache.kafka.common.errors.InvalidReplicationFactorException',
  message: `${isOld ? 'r' : 'R'}eplication factor: ${factor} larger than available brokers: ${brokers}${isOld ? '' : '.'}`,
});

// ---- --execute ------------------------------------------------------------------------------------------------------------------

const WARNING =
  'Warning: You must run Verify periodically, until the reassignment completes, to ensure the throttle is removed. You can also alter the throttle by rerunning the Execute command passing a new value.';

function execute(args: Args<'execute'>, found: Found, answers: Answers): ZkTurn {
  const { moves, isOld, throttle } = args;
  const thrown = refusal(args, found);
  if (thrown) return zkExit(0, failed(thrown));
  const brokers = concerned(moves, found);
  const topics = topicsOf(args);
  if (answers.length === 1) return zkAsk([...topics.map((name) => read(topicConfigPath(name))), ...brokers.map((id) => read(brokerConfigPath(String(id))))]);
  const limits = throttle < 0 ? [] : rateOps(brokers, answers[1].slice(topics.length), throttle);
  const told = throttle < 0 ? [] : out(`The ${isOld ? '' : 'inter-broker '}throttle limit was set to ${throttle} B/s`);
  if (found.ongoing) {
    if (answers.length === 2) return zkAsk(limits, out('There is an existing assignment running.'));
    return zkExit(0, isOld ? told : []);
  }
  if (answers.length === 2) {
    const throttled =
      throttle < 0 ? [] : topics.flatMap((name, n) => configOps(name, { ...configIn(answers[1][n]), ...throttledReplicas(name, moves, found) }));
    const begin: ZkOp = { op: 'create', path: REASSIGN_PARTITIONS, data: { kind: 'reassign', partitions: moves }, mode: 'PERSISTENT' };
    return zkAsk([...throttled, ...limits, begin], wayBack(args, found));
  }
  if (answers[2][answers[2].length - 1].error === 'OK') return zkExit(0, [...told, ...out('Successfully started reassignment of partitions.')]);
  const message = 'Partition reassignment currently in progress for Map(). Aborting operation';
  return zkExit(0, [...told, ...failed({ exception: COMMAND_FAILED, message })]);
}

const configIn = (result: ZkResult): Config => dataOf(result, 'config')?.config ?? {};

function refusal({ moves, isOld }: Args<'execute'>, { now, live }: Found): Thrown | undefined {
  const missing = moves.filter(({ tp }) => !now.some((one) => one.tp === tp)).map(({ tp }) => shown(isOld, tp));
  const list = isOld ? 'List' : 'ListBuffer';
  if (missing.length > 0)
    return { exception: COMMAND_FAILED, message: `The proposed assignment contains non-existent partitions: ${list}(${missing.join(', ')})` };
  const strangers = [...new Set(moves.flatMap(({ replicas }) => replicas.filter((id) => !live.includes(id))))];
  // 0.10 does not ask.
  if (isOld || strangers.length === 0) return undefined;
  return { exception: COMMAND_FAILED, message: `The proposed assignment contains non-existent brokerIDs: ${strangers.join(',')}` };
}

function wayBack({ isOld, throttle }: Args<'execute'>, { now }: Found): Line[] {
  return out(
    'Current partition replica assignment',
    '',
    json(isOld, now),
    '',
    'Save this to use as the --reassignment-json-file option during rollback',
    ...(throttle < 0 ? [] : [WARNING]),
  );
}

const concerned = (moves: readonly Move[], { now }: Found): number[] => [...new Set([...now, ...moves].flatMap(({ replicas }) => replicas))];

const RATES = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate'];
const REPLICAS = ['leader.replication.throttled.replicas', 'follower.replication.throttled.replicas'];
const ALL_RATES = [...RATES, 'replica.alter.log.dirs.io.max.bytes.per.second'];

function rateOps(brokers: readonly number[], configs: readonly ZkResult[], rate: number): readonly ZkOp[] {
  const limits = Object.fromEntries(RATES.map((key) => [key, String(rate)]));
  return brokers.flatMap((id, n) => brokerConfigOps(String(id), { ...configIn(configs[n]), ...limits }, configs[n].error === 'OK'));
}

/** Every replica that is there may be asked for data, and those that come new ask for it. */
function throttledReplicas(topic: string, moves: readonly Move[], { now }: Found): Config {
  const own = moves.filter(({ tp }) => topicOf(tp) === topic);
  const before = (tp: Tp): readonly number[] => now.find((one) => one.tp === tp)?.replicas ?? [];
  const added = (move: Move): readonly number[] => move.replicas.filter((id) => !before(move.tp).includes(id));
  const list = (of: (move: Move) => readonly number[]): string => own.flatMap((move) => of(move).map((id) => `${partitionOf(move.tp)}:${id}`)).join(',');
  return { [REPLICAS[0]]: list((move) => (added(move).length > 0 ? before(move.tp) : [])), [REPLICAS[1]]: list(added) };
}

// ---- --verify -------------------------------------------------------------------------------------------------------------------

function verify(args: Args<'verify'>, found: Found, answers: Answers): ZkTurn {
  const topics = topicsOf(args);
  if (answers.length === 1 && args.moves.every((move) => statusOf(move, found) === 'completed successfully')) {
    const configs = [...topics.map((name) => topicConfigPath(name)), ...found.live.map((id) => brokerConfigPath(String(id)))];
    return zkAsk(configs.map(read), status(args, found));
  }
  if (answers.length === 1) return zkExit(0, status(args, found));
  if (answers.length > 2) return zkExit(0, out('Throttle was removed.'));
  const clearing = clearOps(topics, found.live, answers[1]);
  return clearing.length > 0 ? zkAsk(clearing) : zkExit(0);
}

const current = ({ now }: Found, tp: Tp): readonly number[] | undefined => now.find((one) => one.tp === tp)?.replicas;

function statusOf({ tp, replicas }: Move, found: Found): 'is still in progress' | 'completed successfully' | 'failed' {
  if (found.ongoing?.includes(tp)) return 'is still in progress';
  return current(found, tp)?.join(',') === replicas.join(',') ? 'completed successfully' : 'failed';
}

/** 0.10 says why, before it says what. */
function status({ isOld, moves }: Args<'verify'>, found: Found): Line[] {
  const wrong = isOld ? moves.filter((move) => statusOf(move, found) === 'failed') : [];
  const why = ({ tp, replicas }: Move): string =>
    `ERROR: Assigned replicas (${(current(found, tp) ?? []).join(',')}) don't match the list of replicas for reassignment (${replicas.join(',')}) for partition ${shown(isOld, tp)}`;
  return out(STATUS, ...wrong.map(why), ...moves.map((move) => `Reassignment of partition ${shown(isOld, move.tp)} ${statusOf(move, found)}`));
}

/** Nobody remembers which brokers took part: limits are taken from all. */
function clearOps(topics: readonly string[], live: readonly number[], configs: readonly ZkResult[]): readonly ZkOp[] {
  const without = (result: ZkResult, keys: readonly string[]): Config | undefined => {
    const config = configIn(result);
    return keys.some((key) => key in config) ? Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key))) : undefined;
  };
  const brokers = live.flatMap((id, n) => {
    const config = without(configs[topics.length + n], ALL_RATES);
    return config ? brokerConfigOps(String(id), config, true) : [];
  });
  const throttled = topics.flatMap((name, n) => {
    const config = without(configs[n], REPLICAS);
    return config ? configOps(name, config) : [];
  });
  return [...brokers, ...throttled];
}
