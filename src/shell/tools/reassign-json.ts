/** The JSON of kafka-reassign-partitions.sh, read and written as ReassignPartitionsCommand does. */
import type { Features } from '#kafka/metadata/features.ts';
import { partitionOf, type Tp, topicOf, tpOf } from '#kafka/protocol/names.ts';
import { field, items, type Json, readJson } from '#shell/json.ts';

export interface Move {
  readonly tp: Tp;
  readonly replicas: readonly number[];
}

/** What the tool throws: class without package, and message. */
export interface Thrown {
  readonly exception: 'AdminOperationException' | 'AdminCommandFailedException';
  readonly message: string;
  readonly cause?: string;
}

/** What differs between releases in what is told of a plan. */
export type Words = Pick<Features, 'jackson' | 'toolsInScala'>;

export type Read<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Thrown);

const fail = (message: string, exception: Thrown['exception'] = 'AdminCommandFailedException', cause?: string): Read<never> => ({
  ok: false,
  exception,
  message,
  cause,
});

function read(text: string, { jackson }: Words): Read<Json> {
  const json = readJson(text, jackson);
  if (!json.ok) return fail(json.message, 'AdminOperationException', `com.fasterxml.jackson.core.JsonParseException: ${json.message}`);
  const version = field(json.value, 'version') ?? 1;
  return version === 1 ? { ok: true, value: json.value } : fail(`Not supported version field value ${String(version)}`, 'AdminOperationException');
}

const duplicates = <T>(all: readonly T[]): T[] => [...new Set(all.filter((one, n) => all.indexOf(one) !== n))];

/** parsePartitionReassignmentData */
export function readMoves(text: string, words: Words): Read<readonly Move[]> {
  const json = read(text, words);
  if (!json.ok) return json;
  const moves: Move[] = [];
  for (const one of items(field(json.value, 'partitions'))) {
    const tp = tpOf(String(field(one, 'topic') ?? ''), Number(field(one, 'partition') ?? -1));
    const replicas = items(field(one, 'replicas')).map(Number);
    const dirs = field(one, 'log_dirs');
    if (dirs !== undefined && items(dirs).length !== replicas.length) {
      return fail(`Size of replicas list [${replicas.join(', ')}] is different from size of log dirs list [${items(dirs).join(', ')}] for partition ${tp}`);
    }
    moves.push({ tp, replicas });
  }
  return { ok: true, value: moves };
}

/** Whether a plan that can be read names a log directory. */
export function namesLogDirs(text: string): boolean {
  const json = readJson(text);
  const partitions = json.ok ? items(field(json.value, 'partitions')) : [];
  return partitions.some((one) => items(field(one, 'log_dirs')).some((dir) => dir !== 'any'));
}

/** parseExecuteAssignmentArgs */
export function readExecution(text: string, words: Words): Read<readonly Move[]> {
  const moves = readMoves(text, words);
  if (!moves.ok) return moves;
  if (moves.value.length === 0) return fail('Partition reassignment list cannot be empty');
  if (moves.value.some(({ replicas }) => replicas.length === 0)) return fail('Partition replica list cannot be empty');
  const twice = duplicates(moves.value.map(({ tp }) => tp));
  if (twice.length > 0) return fail(`Partition reassignment contains duplicate topic partitions: ${twice.join(',')}`);
  const repeated = moves.value.filter(({ replicas }) => duplicates(replicas).length > 0);
  if (repeated.length === 0) return moves;
  const told = repeated.map(({ tp, replicas }) => `${tp} contains multiple entries for ${duplicates(replicas).join(',')}`);
  return fail(`Partition replica lists may not contain duplicate entries: ${told.join('. ')}`);
}

/** parseGenerateAssignmentArgs */
export function readGeneration(
  text: string,
  brokerList: string,
  words: Words,
): Read<{ readonly topics: readonly string[]; readonly brokers: readonly number[] }> {
  const listed = (all: readonly unknown[]): string => (words.toolsInScala ? all.join(',') : `[${all.join(', ')}]`);
  const brokers = brokerList.split(',').map(Number);
  const twice = duplicates(brokers);
  if (twice.length > 0) return fail(`Broker list contains duplicate entries: ${listed(twice)}`);
  const json = read(text, words);
  if (!json.ok) return json;
  const topics = items(field(json.value, 'topics')).map((one) => String(field(one, 'topic') ?? ''));
  const again = duplicates(topics);
  if (again.length > 0) return fail(`List of topics to reassign contains duplicate entries: ${listed(again)}`);
  return { ok: true, value: { topics, brokers } };
}

export function byPartition<T extends { readonly tp: Tp }>(moves: readonly T[]): T[] {
  return [...moves].sort((a, b) => {
    const [one, other] = [topicOf(a.tp), topicOf(b.tp)];
    return one === other ? partitionOf(a.tp) - partitionOf(b.tp) : one < other ? -1 : 1;
  });
}

/** log.dirs of every broker, as in Apache Kafka's own image. */
export const LOG_DIR = '/tmp/kraft-combined-logs';

/** formatAsReassignmentJson: one line; `any` leaves log directories to the brokers. */
export function formatMoves(moves: readonly Move[], logDir = 'any'): string {
  const partitions = byPartition(moves).map(({ tp, replicas }) => ({
    topic: topicOf(tp),
    partition: partitionOf(tp),
    replicas,
    log_dirs: replicas.map(() => logDir),
  }));
  return JSON.stringify({ version: 1, partitions });
}
