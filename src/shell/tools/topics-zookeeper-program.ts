/** kafka-topics.sh --zookeeper as a program: the TopicCommand of 0.10 to 2.8, which reads and writes znodes itself (AdminUtils, AdminZkClient). */
import type { ZkProgram, ZkTurn } from '#kafka/clients/tool/program.ts';
import { BROKER_IDS, brokerPath, DELETE_TOPICS, statePath, TOPICS, topicConfigPath, topicPath } from '#kafka/controller/zookeeper/paths.ts';
import type { PlacedBroker } from '#kafka/controller/zookeeper/placement.ts';
import { isInternal, tpOf } from '#kafka/protocol/names.ts';
import type { ReplicaAssignment, ZkOp, ZkResult } from '#kafka/protocol/zookeeper.ts';
import type { Config, Profile } from '#kafka/spec.ts';
import { alteration, type Changed, createdTopic, deletion } from '#shell/tools/topics-zookeeper-change.ts';
import { childrenOf, dataOf, read, type Thrown, told, unreachable, zkAsk, zkExit } from '#shell/tools/zookeeper.ts';
import { topicFilter } from '#shell/topic-filter.ts';
import { out } from '#shell/turns.ts';

export interface ZkTopicsArgs {
  readonly profile: Profile;
  readonly action: 'list' | 'describe' | 'create' | 'alter' | 'delete';
  readonly topic: string | undefined;
  readonly partitions: number | undefined;
  readonly replicationFactor: number | undefined;
  readonly assignment: string | undefined;
  /** --disable-rack-aware. */
  readonly ignoresRacks: boolean;
  readonly configs: readonly string[];
  readonly deleteConfigs: readonly string[];
  readonly ifExists: boolean;
  readonly ifNotExists: boolean;
  /** --exclude-internal, since 2.2. */
  readonly excludeInternal: boolean;
  readonly report: 'under-replicated-partitions' | 'unavailable-partitions' | 'topics-with-overrides' | undefined;
  /** As given: --zookeeper's value stands in messages. */
  readonly address: string;
}

/** What the first rounds of questions have told. */
export interface Found {
  readonly topics: readonly string[];
  /** In order of their id. */
  readonly live: readonly PlacedBroker[];
  readonly marked: readonly string[];
}

export interface FoundTopic {
  readonly name: string;
  readonly topicId: string;
  readonly partitions: readonly ReplicaAssignment[];
  readonly config: Config;
}

const LOGGER = 'kafka.admin.TopicCommand$';
const SAID = 'Error while executing topic command : ';

const thrown = (nowMs: number, problem: Thrown, printed: readonly string[] = []): ZkTurn =>
  zkExit(1, [...out(...printed), ...told(nowMs, SAID, LOGGER, problem)]);

export const zkTopicsProgram: ZkProgram = {
  turn(args, answers, nowMs, draw) {
    const topics = args as ZkTopicsArgs;
    if (answers.length === 0) return zkAsk([childrenOf(TOPICS), childrenOf(BROKER_IDS), childrenOf(DELETE_TOPICS)]);
    // Who places replicas reads the racks of the brokers first.
    const ids = topics.action === 'create' || topics.action === 'alter' ? liveIn(answers[0]) : [];
    if (ids.length > 0 && answers.length === 1) return zkAsk(ids.map((id) => read(brokerPath(id))));
    const found = foundIn(answers[0], ids.length > 0 ? answers[1] : []);
    const rest = answers.slice(ids.length > 0 ? 2 : 1);
    if (topics.action === 'create') return create(topics, found, rest, nowMs, draw);
    const isShown = (name: string): boolean => !topics.excludeInternal || !isInternal(name);
    const chosen = [...found.topics]
      .sort()
      .filter(topics.topic === undefined ? () => true : topicFilter(topics.topic))
      .filter(isShown);
    if (topics.action === 'list') return zkExit(0, out(...chosen.map((name) => (found.marked.includes(name) ? `${name} - marked for deletion` : name))));
    if (chosen.length === 0) return none(topics, nowMs);
    if (rest.length === 0) return zkAsk(chosen.flatMap((name) => [read(topicPath(name)), read(topicConfigPath(name))]));
    const known = topicsIn(chosen, rest[0]);
    return topics.action === 'describe' ? describeTopics(topics, found, known, rest[1]) : change(topics, found, known, rest.slice(1), nowMs, draw);
  },
  unreachable: unreachable((args) => (args as ZkTopicsArgs).profile === '0.10'),
};

const liveIn = ([, brokers]: readonly ZkResult[]): readonly number[] => (brokers.children ?? []).map(Number).sort((a, b) => a - b);

function foundIn(first: readonly ZkResult[], znodes: readonly ZkResult[]): Found {
  const [topics, , marked] = first;
  const live = liveIn(first).map((id, n) => ({ id, rack: znodes[n] === undefined ? null : (dataOf(znodes[n], 'broker')?.rack ?? null) }));
  return { topics: topics.children ?? [], live, marked: marked.children ?? [] };
}

function topicsIn(names: readonly string[], answers: readonly ZkResult[]): FoundTopic[] {
  return names.flatMap((name, n): FoundTopic[] => {
    const topic = dataOf(answers[2 * n], 'topic');
    return topic ? [{ name, topicId: topic.topicId, partitions: topic.partitions, config: dataOf(answers[2 * n + 1], 'config')?.config ?? {} }] : [];
  });
}

/** A pattern that fits no topic is a mistake only for what would change one. */
function none({ action, ifExists, topic, address, profile }: ZkTopicsArgs, nowMs: number): ZkTurn {
  if (action === 'describe' && profile !== '2.8') return zkExit(0);
  if (ifExists || topic === undefined) return zkExit(0);
  const message = profile === '2.8' ? `Topic '${topic}' does not exist as expected` : `Topic ${topic} does not exist on ZK path ${address}`;
  return thrown(nowMs, { exception: 'java.lang.IllegalArgumentException', message });
}

type Answers = readonly (readonly ZkResult[])[];
type Draw = (bound: number) => number;

function create(args: ZkTopicsArgs, found: Found, answers: Answers, nowMs: number, draw: Draw): ZkTurn {
  const quoted = args.profile === '2.8' ? args.topic : `"${args.topic}"`;
  if (answers.length === 1) return zkExit(0, out(`Created topic ${quoted}.`));
  const made = createdTopic(args, found, draw);
  if (made.problem === undefined) return zkAsk(made.ops, out(...made.printed));
  if (made.problem.exception.endsWith('.TopicExistsException') && args.ifNotExists) return zkExit(0, out(...made.printed));
  return thrown(nowMs, made.problem, made.printed);
}

/** Topics one after the other, until one cannot be changed. */
function change(args: ZkTopicsArgs, found: Found, topics: readonly FoundTopic[], answers: Answers, nowMs: number, draw: Draw): ZkTurn {
  const changes = topics.map((topic) => (args.action === 'delete' ? deletion(args.profile, topic, found) : alteration(args, topic, found, draw)));
  const at = answers.length;
  const before = at === 0 ? [] : changes[at - 1].after;
  const next: Changed | undefined = changes[at];
  if (next === undefined) return zkExit(0, out(...before));
  if (next.problem) return thrown(nowMs, next.problem, [...before, ...next.printed]);
  return zkAsk(next.ops, out(...before, ...next.printed));
}

// ---- Describing ------------------------------------------------------------------------------------------------------------------

function describeTopics(args: ZkTopicsArgs, found: Found, topics: readonly FoundTopic[], states: readonly ZkResult[] | undefined): ZkTurn {
  const paths = topics.flatMap(({ name, partitions }) => partitions.map((_, n) => statePath(tpOf(name, n))));
  if (states === undefined) return zkAsk(paths.map((path): ZkOp => read(path)));
  let at = 0;
  const lines = topics.flatMap((topic) => {
    const first = at;
    at += topic.partitions.length;
    return topicLines(args, found, topic, states.slice(first, at));
  });
  return zkExit(0, out(...lines));
}

function topicLines({ report, profile }: ZkTopicsArgs, { live, marked }: Found, topic: FoundTopic, states: readonly ZkResult[]): string[] {
  const { name, config, partitions, topicId } = topic;
  const lines: string[] = [];
  const isMarked = marked.includes(name);
  const hasHeader = report === undefined || (report === 'topics-with-overrides' && Object.keys(config).length > 0);
  if (hasHeader) {
    const blank = profile === '2.8' ? ' ' : '';
    const id = profile === '2.8' ? `\tTopicId: ${topicId}` : '';
    const sizes = `PartitionCount:${blank}${partitions.length}\tReplicationFactor:${blank}${partitions[0]?.replicas.length ?? 0}`;
    const set = Object.entries(config)
      .map(([key, value]) => `${key}=${value}`)
      .join(',');
    lines.push(`Topic:${blank}${name}${id}\t${sizes}\tConfigs:${blank}${set}${isMarked ? `\tMarkedForDeletion:${blank}true` : ''}`);
  }
  if (report === 'topics-with-overrides') return lines;
  partitions.forEach(({ replicas }, n) => {
    const state = dataOf(states[n], 'state');
    const isr = state?.isr ?? [];
    const hasLeader = state !== undefined && live.some(({ id }) => id === state.leader);
    if (report === 'under-replicated-partitions' && isr.length >= replicas.length) return;
    if (report === 'unavailable-partitions' && hasLeader) return;
    const leader = state === undefined || state.leader < 0 ? (profile === '2.8' || state === undefined ? 'none' : String(state.leader)) : String(state.leader);
    const mark = isMarked && !hasHeader ? '\tMarkedForDeletion: true' : '';
    lines.push(`\tTopic: ${name}\tPartition: ${n}\tLeader: ${leader}\tReplicas: ${replicas.join(',')}\tIsr: ${isr.join(',')}${mark}`);
  });
  return lines;
}
