/** kafka-preferred-replica-election.sh: PreferredReplicaLeaderElectionCommand, which asked the controller through a znode until kafka-leader-election.sh came (KIP-460, 2.4). */
import type { ZkProgram, ZkTurn } from '#kafka/clients/tool/program.ts';
import { PREFERRED_ELECTION, TOPICS, topicPath } from '#kafka/controller/zookeeper/paths.ts';
import { partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import type { ZkResult } from '#kafka/protocol/zookeeper.ts';
import type { Profile } from '#kafka/spec.ts';
import { contentOf } from '#shell/files.ts';
import { argumentOf, has, type Options } from '#shell/jopt.ts';
import { field, items, readJson } from '#shell/json.ts';
import { FRAMES, helpOf, joptClass, notHere, type Plan, type Refusal, refuse, uncaught } from '#shell/outcome.ts';
import type { PlanContext, Tool } from '#shell/tool.ts';
import { missingRequired } from '#shell/tools/checks.ts';
import { childrenOf, dataOf, read, unreachable, zkAsk, zkExit, zookeeperPlan } from '#shell/tools/zookeeper.ts';
import { out } from '#shell/turns.ts';
import { usage as text010 } from '#shell/usage/0.10/kafka-preferred-replica-election.ts';
import { usage as text21 } from '#shell/usage/2.1/kafka-preferred-replica-election.ts';
import { readUsage, type Usage } from '#shell/usage.ts';

interface Args {
  readonly isOld: boolean;
  /** undefined: all partitions. */
  readonly partitions: readonly Tp[] | undefined;
}

/** `orders-0`, which 0.10 wrote `[orders,0]`. */
const shown = ({ isOld }: Pick<Args, 'isOld'>, tp: Tp): string => (isOld ? `[${topicOf(tp)},${partitionOf(tp)}]` : tp);

export const preferredElectionProgram: ZkProgram = {
  turn(args, answers): ZkTurn {
    if (answers.length === 0) return zkAsk([childrenOf(TOPICS)]);
    const names = [...(answers[0][0].children ?? [])].sort();
    if (answers.length === 1) return zkAsk(names.map((name) => read(topicPath(name))));
    const { partitions } = args as Args;
    const known = existing(names, answers[1]);
    const chosen = (partitions ?? known).filter((tp) => known.includes(tp));
    if (answers.length === 2) return zkAsk([{ op: 'create', path: PREFERRED_ELECTION, data: { kind: 'partitions', partitions: chosen }, mode: 'PERSISTENT' }]);
    return ended(args as Args, chosen, known, answers[2][0]);
  },
  unreachable: unreachable((args) => (args as Args).isOld),
};

const existing = (names: readonly string[], answers: readonly ZkResult[]): Tp[] =>
  names.flatMap((name, n) => (dataOf(answers[n], 'topic')?.partitions ?? []).map((_, partition) => tpOf(name, partition)));

function ended(args: Args, chosen: readonly Tp[], known: readonly Tp[], { error }: ZkResult): ZkTurn {
  const list = chosen.map((tp) => shown(args, tp));
  if (error === 'NODEEXISTS') {
    return zkExit(0, out(...failed('kafka.admin.AdminOperationException', 'Preferred replica leader election currently in progress. Aborting operation')));
  }
  const json = `{"version":1,"partitions":[${chosen.map((tp) => `{"topic":"${topicOf(tp)}","partition":${partitionOf(tp)}}`).join(',')}]}`;
  const skipped = (args.partitions ?? []).filter((tp) => !known.includes(tp));
  return zkExit(
    0,
    out(
      `Created preferred replica election path with ${args.isOld ? json : list.join(',')}`,
      `Successfully started preferred replica election for partitions Set(${list.join(', ')})`,
      ...skipped.map((tp) => `Skipping preferred replica leader election for partition ${shown(args, tp)} since it doesn't exist.`),
    ),
  );
}

/** It tells of every failure on standard output, and exits with 0. */
const failed = (exception: string, message: string): string[] => ['Failed to start preferred replica election', `${exception}: ${message}`, FRAMES, ''];
const refused = (exception: string, message: string): Refusal => refuse([], 0, failed(exception, message));

function partitionsIn(path: string, context: PlanContext, isOld: boolean): readonly Tp[] | Refusal {
  const content = contentOf(context.files, path);
  if (content === undefined) {
    return isOld ? refused('java.io.FileNotFoundException', `${path} (No such file or directory)`) : refused('java.nio.file.NoSuchFileException', path);
  }
  const json = readJson(content);
  const listed = json.ok ? field(json.value, 'partitions') : undefined;
  if (listed === undefined) return refused('kafka.admin.AdminOperationException', 'Preferred replica election data is empty');
  const tps = items(listed).map((one) => tpOf(String(field(one, 'topic') ?? ''), Number(field(one, 'partition') ?? -1)));
  const twice = [...new Set(tps.filter((tp, n) => tps.indexOf(tp) !== n))];
  if (twice.length === 0) return tps;
  const list = twice.map((tp) => shown({ isOld }, tp)).join(',');
  return refused('kafka.admin.AdminOperationException', `Preferred replica election data contains duplicate partitions: ${list}`);
}

function plan(usage: Usage, isOld: boolean, options: Options, context: PlanContext): Plan {
  if (context.args.length === 0 || has(options, 'help')) return helpOf(usage);
  if (!has(options, 'zookeeper')) return missingRequired(usage, 'zookeeper');
  const path = argumentOf(options, 'path-to-json-file');
  const partitions = path === undefined ? undefined : partitionsIn(path, context, isOld);
  if (partitions !== undefined && 'ok' in partitions) return partitions;
  return zookeeperPlan(context, 'kafka-preferred-replica-election', { isOld, partitions } satisfies Args);
}

function editionFor(text: string, isOld: boolean): Tool {
  const usage = readUsage(text);
  return {
    name: 'kafka-preferred-replica-election.sh',
    usage,
    readsInput: false,
    plan: (options, context) => plan(usage, isOld, options, context),
    refuseOption: (problem) => uncaught(joptClass(problem), problem.message),
  };
}

const newer = editionFor(text21, false);
const older = editionFor(text010, true);

/** 2.8 still had it, deprecated, and able to ask a broker. */
const deprecated: Tool = { ...newer, plan: () => notHere('in 2.8 use kafka-leader-election.sh --election-type preferred') };

const EDITIONS: Partial<Record<Profile, Tool>> = { '2.8': deprecated, '2.1': newer, '2.0': newer, '0.11': older, '0.10': older };

export const preferredElection: Tool = { ...newer, edition: ({ profile }) => EDITIONS[profile] };
