/**
 * kafka-reassign-partitions.sh --zookeeper of 2.8 as a program: ReassignPartitionsCommand between KIP-455 (2.4) and the end of the option (3.0). It speaks as with
 * --bootstrap-server, and still writes its plan to /admin/reassign_partitions.
 */
import type { ZkProgram, ZkTurn } from '#kafka/clients/tool/program.ts';
import { brokerConfigPath, brokerPath, REASSIGN_PARTITIONS, topicConfigPath } from '#kafka/controller/zookeeper/paths.ts';
import { topicOf } from '#kafka/protocol/names.ts';
import type { ZkOp, ZkResult } from '#kafka/protocol/zookeeper.ts';
import { brokerConfigOps } from '#shell/tools/configs-zookeeper-brokers.ts';
import { byPartition, formatMoves, type Move } from '#shell/tools/reassign-json.ts';
import { EXISTING, propose, type ReassignArgs, started, wayBack } from '#shell/tools/reassign-program.ts';
import { clearing, type Resources, throttles } from '#shell/tools/reassign-throttles.ts';
import { type Found, foundIn, questions } from '#shell/tools/reassign-zookeeper-program.ts';
import { configOps } from '#shell/tools/topics-zookeeper-change.ts';
import { dataOf, NO_ANSWER, read, type Thrown, traceOf, zkAsk, zkExit } from '#shell/tools/zookeeper.ts';
import { out } from '#shell/turns.ts';

type Args<A extends ReassignArgs['action']> = Extract<ReassignArgs, { action: A }>;
type Check = Extract<ReassignArgs, { preserveThrottles: boolean }>;
type Answers = readonly (readonly ZkResult[])[];

export const DEPRECATED = 'Warning: --zookeeper is deprecated, and will be removed in a future version of Kafka.';
const INCOMPLETE =
  'Warning: because you are using the deprecated --zookeeper option, the results may be incomplete.  Use --bootstrap-server instead for more accurate results.';

/** Everything goes to standard output, the stack trace too. */
export const failure = (thrown: Thrown): string[] => [`Error: ${thrown.message}`, ...traceOf(thrown), ''];

export const reassignBetweenProgram: ZkProgram = {
  turn(args, answers, nowMs) {
    const reassign = args as Exclude<ReassignArgs, { action: 'list' }>;
    const about = reassign.action === 'generate' ? reassign.topics : topicsIn(reassign.moves);
    if (answers.length === 0) return zkAsk(questions(about), out(DEPRECATED, ...(reassign.action === 'verify' ? [INCOMPLETE] : [])));
    const found = foundIn(about, answers[0]);
    if (reassign.action === 'generate') return generate(reassign, found, answers, nowMs);
    return reassign.action === 'execute' ? execute(reassign, found, answers) : verify(reassign, found, answers);
  },
  unreachable: () => ({ print: out(DEPRECATED, ...failure(NO_ANSWER)), exit: 1 }),
};

const topicsIn = (moves: readonly Move[]): string[] => [...new Set(moves.map(({ tp }) => topicOf(tp)))].sort();

function generate(args: Args<'generate'>, { live, now }: Found, answers: Answers, nowMs: number): ZkTurn {
  const ids = args.brokers.filter((id) => live.includes(id)).sort((a, b) => a - b);
  if (answers.length === 1 && ids.length > 0) return zkAsk(ids.map((id) => read(brokerPath(id))));
  const brokers = ids.map((id, n) => ({ id, rack: args.rackAware ? (dataOf(answers[1][n], 'broker')?.rack ?? null) : null }));
  const proposed = propose(now, brokers, false, nowMs);
  if (typeof proposed === 'string')
    return zkExit(1, out(...failure({ exception: 'org.apache.kafka.common.errors.InvalidReplicationFactorException', message: proposed })));
  return zkExit(0, out('Current partition replica assignment', formatMoves(now), '', 'Proposed partition reassignment configuration', formatMoves(proposed)));
}

/** Settings that are there, changed: topics and brokers in one go, and a note of each. */
function changeOps(resources: Resources, found: readonly ZkResult[]): ZkOp[] {
  return resources.flatMap(({ kind, name, set, remove }, n) => {
    const now = dataOf(found[n], 'config')?.config ?? {};
    if (Object.keys(set).length === 0 && !remove.some((key) => key in now)) return [];
    const config = Object.fromEntries(Object.entries({ ...now, ...set }).filter(([key]) => !remove.includes(key)));
    return kind === 'topic' ? configOps(name, config) : brokerConfigOps(name, config, found[n].error === 'OK');
  });
}

const pathOf = ({ kind, name }: Resources[number]): string => (kind === 'topic' ? topicConfigPath(name) : brokerConfigPath(name));

function execute({ moves, throttle }: Args<'execute'>, found: Found, answers: Answers): ZkTurn {
  const thrown = refusal(moves, found);
  if (thrown) return zkExit(1, out(...failure(thrown)));
  if (found.ongoing) return zkExit(1, out(EXISTING));
  const limits = throttle < 0 ? [] : throttles([], moves, found.now, throttle).flat();
  if (answers.length === 1)
    return zkAsk(
      limits.map((one) => read(pathOf(one))),
      wayBack(moves, found.now, 'any', throttle >= 0),
    );
  if (answers.length === 2) {
    const begin: ZkOp = { op: 'create', path: REASSIGN_PARTITIONS, data: { kind: 'reassign', partitions: byPartition(moves) }, mode: 'PERSISTENT' };
    return zkAsk([...changeOps(limits, answers[1]), begin], throttle < 0 ? [] : out(`The inter-broker throttle limit was set to ${throttle} B/s`));
  }
  if (answers[2][answers[2].length - 1].error === 'OK') return zkExit(0, out(started(moves)));
  const message = `KeeperErrorCode = NodeExists for ${REASSIGN_PARTITIONS}`;
  return zkExit(1, out(...failure({ exception: 'org.apache.zookeeper.KeeperException$NodeExistsException', message })));
}

/** verifyReplicasAndBrokersInAssignment */
function refusal(moves: readonly Move[], { now, live }: Found): Thrown | undefined {
  const told = (message: string): Thrown => ({ exception: 'kafka.common.AdminCommandFailedException', message: `The proposed assignment contains ${message}` });
  const missing = moves.filter(({ tp }) => !now.some((one) => one.tp === tp)).map(({ tp }) => tp);
  if (missing.length > 0) return told(`non-existent partitions: List(${missing.join(', ')})`);
  const strangers = [...new Set(moves.flatMap(({ replicas }) => replicas.filter((id) => !live.includes(id))))];
  return strangers.length === 0 ? undefined : told(`non-existent brokerIDs: ${strangers.join(',')}`);
}

function verify({ moves, preserveThrottles }: Check, found: Found, answers: Answers): ZkTurn {
  const brokers = [...new Set([...found.live, ...moves.flatMap(({ replicas }) => replicas)])].sort((a, b) => a - b);
  const topics = topicsIn(moves);
  const limits = [...clearing.brokers(brokers), ...clearing.topics(topics)];
  if (answers.length === 2) return zkAsk(changeOps(limits, answers[1]));
  if (answers.length === 3) return zkExit(0);
  const status = out('Status of partition reassignment:', ...byPartition(moves).map((move) => statusLine(move, found)));
  if (found.ongoing !== undefined || preserveThrottles) return zkExit(0, status);
  const cleared = out(
    `Clearing broker-level throttles on broker${brokers.length === 1 ? '' : 's'} ${brokers.join(',')}`,
    `Clearing topic-level throttles on topic${topics.length === 1 ? '' : 's'} ${topics.join(',')}`,
  );
  return zkAsk(
    limits.map((one) => read(pathOf(one))),
    [...status, ...cleared],
  );
}

function statusLine({ tp, replicas }: Move, { ongoing, now }: Found): string {
  if (ongoing?.includes(tp)) return `Reassignment of partition ${tp} is still in progress.`;
  const current = now.find((one) => one.tp === tp)?.replicas ?? [];
  return current.join(',') === replicas.join(',')
    ? `Reassignment of partition ${tp} is complete.`
    : `There is no active reassignment of partition ${tp}, but replica set is ${current.join(',')} rather than ${replicas.join(',')}.`;
}
