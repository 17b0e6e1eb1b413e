/** Topics, written to ZooKeeper by the broker that is asked (ZkAdminManager, AdminZkClient); the answer waits until the metadata shows it. */

import { reply, type Work } from '#kafka/broker/work.ts';
import { askZk } from '#kafka/broker/zookeeper/host.ts';
import { type BrokerReminder, type PendingAdmin, type TopicOutcome, zkOf } from '#kafka/broker/zookeeper/state.ts';
import { deletePath, topicConfigPath, topicPath } from '#kafka/controller/zookeeper/paths.ts';
import { assignReplicas } from '#kafka/controller/zookeeper/placement.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { boolConfig, intConfig, topicConfigError } from '#kafka/metadata/config.ts';
import { aliveLeader } from '#kafka/metadata/image.ts';
import { collides, topicNameError } from '#kafka/metadata/topicName.ts';
import { ERRORS, type ErrorName } from '#kafka/protocol/errors.ts';
import type { CreatableTopic, CreatePartitionsRequest, CreateTopicsRequest, DeleteTopicsRequest } from '#kafka/protocol/messages.ts';
import { type BrokerId, NO_LEADER } from '#kafka/protocol/names.ts';
import { randomUuid } from '#kafka/protocol/uuid.ts';
import type { ReplicaAssignment, ZkResult, ZkWrite } from '#kafka/protocol/zookeeper.ts';
import { setTimer } from '#sim/effect.ts';

export interface Refusal {
  readonly error: ErrorName;
  readonly message: string;
}

export const refused = (error: ErrorName, message: string = ERRORS[error].message): Refusal => ({ error, message });
export const settled = (name: string, no: Refusal | undefined): TopicOutcome => ({
  name,
  error: no?.error ?? 'NONE',
  message: no?.message ?? null,
  partitions: 0,
});
export const pending = (name: string, partitions: number): TopicOutcome => ({ name, error: undefined, message: null, partitions });

/** Only the controller changes topics, so that clients learn of the change from it. */
const isController = (work: Work): boolean => work.zk?.controller.active === true;

// ---- Requests that wait ----------------------------------------------------------------------------------------------------------

/** A request that is answered when all that it asks for is done, or its time is over. */
export function hold(work: Work, caller: Caller | undefined, type: PendingAdmin['type'], timeoutMs: number): number {
  const zk = zkOf(work);
  const id = ++zk.adminIds;
  zk.admin = [...zk.admin, { id, type, caller, deadlineUs: work.env.nowUs + timeoutMs * 1000, topics: [] }];
  setTimer(work.env, `admin:${id}`, timeoutMs * 1000, { type: 'AdminRequestTimedOut', id } as never);
  return id;
}

export function note(work: Work, id: number, outcome: TopicOutcome): void {
  const zk = zkOf(work);
  zk.admin = zk.admin.map((one) => (one.id === id ? { ...one, topics: [...one.topics.filter(({ name }) => name !== outcome.name), outcome] } : one));
}

/** Answers what is complete: nothing goes on any more, and the metadata of this broker shows it. */
export function completeAdmin(work: Work): void {
  for (const request of work.zk?.admin ?? []) {
    if (request.topics.every((topic) => topic.error !== undefined && isVisible(work, request.type, topic))) answer(work, request);
  }
}

function isVisible(work: Work, type: PendingAdmin['type'], { name, error, partitions }: TopicOutcome): boolean {
  if (error !== 'NONE' || type === 'IncrementalAlterConfigsResponse') return true;
  const topic = work.image.topics.get(name);
  if (type === 'DeleteTopicsResponse') return topic === undefined;
  const led = topic?.partitions.filter((partition) => aliveLeader(work.image, partition) !== NO_LEADER).length ?? 0;
  return led >= partitions;
}

function answer(work: Work, request: PendingAdmin): void {
  const zk = zkOf(work);
  zk.admin = zk.admin.filter(({ id }) => id !== request.id);
  const names = request.topics.map(({ name }) => name);
  work.creating = work.creating.filter((name) => !names.includes(name));
  const topics = request.topics.map(({ name, error = 'REQUEST_TIMED_OUT' as const, message }) => ({ name, error, message }));
  if (!request.caller) return;
  if (request.type === 'IncrementalAlterConfigsResponse') return reply(work, request.caller, { type: request.type, resources: topics });
  return reply(work, request.caller, { type: request.type, topics });
}

export function adminTimedOut(work: Work, id: number): void {
  const request = work.zk?.admin.find((one) => one.id === id);
  if (!request) return;
  const late = (topic: TopicOutcome): TopicOutcome =>
    topic.error !== undefined && isVisible(work, request.type, topic)
      ? topic
      : { ...topic, error: 'REQUEST_TIMED_OUT', message: ERRORS.REQUEST_TIMED_OUT.message };
  answer(work, { ...request, topics: request.topics.map(late) });
}

/** Our session has ended, and with it what we had asked. */
export function unansweredAdmin(work: Work): void {
  for (const { id } of work.zk?.admin ?? []) adminTimedOut(work, id);
}

/** ZooKeeper has taken, or refused, what an admin request wrote. */
export function adminAnswered(work: Work, { admin, topic, last }: Extract<BrokerReminder, { of: 'topic' }>, result: ZkResult): void {
  const outcome = work.zk?.admin.find(({ id }) => id === admin)?.topics.find(({ name }) => name === topic);
  if (!outcome || (result.error === 'OK' && !last)) return;
  if (result.error === 'OK') note(work, admin, { ...outcome, error: 'NONE' });
  else if (result.error === 'NODEEXISTS' && last) note(work, admin, { ...outcome, error: 'TOPIC_ALREADY_EXISTS', message: `Topic '${topic}' already exists.` });
  completeAdmin(work);
}

// ---- Creating --------------------------------------------------------------------------------------------------------------------

export function handleCreateTopics(work: Work, caller: Caller, request: CreateTopicsRequest): void {
  if (!isController(work)) {
    const topics = request.topics.map(({ name }) => ({ name, error: 'NOT_CONTROLLER' as const, message: ERRORS.NOT_CONTROLLER.message }));
    return reply(work, caller, { type: 'CreateTopicsResponse', topics });
  }
  createTopics(work, caller, request.topics, request.timeoutMs);
}

export function createTopics(work: Work, caller: Caller | undefined, topics: readonly CreatableTopic[], timeoutMs: number): void {
  const id = hold(work, caller, 'CreateTopicsResponse', timeoutMs);
  for (const topic of topics) {
    const partitions = planned(work, topic);
    if ('error' in partitions) note(work, id, settled(topic.name, partitions));
    else create(work, id, topic, partitions);
  }
  completeAdmin(work);
}

const assignment = (replicas: readonly BrokerId[]): ReplicaAssignment => ({ replicas, adding: [], removing: [] });

function planned(work: Work, topic: CreatableTopic): readonly ReplicaAssignment[] | Refusal {
  const no = checkName(work, topic.name) ?? checkConfig(topic);
  if (no) return no;
  if (topic.assignment) return manual(topic.assignment);
  const { partitions: asked, replicationFactor: factor } = topic;
  const partitions = asked === -1 ? intConfig(work.config, 'num.partitions') : asked;
  const replicationFactor = factor === -1 ? intConfig(work.config, 'default.replication.factor') : factor;
  return placed(work, partitions, replicationFactor);
}

function checkName({ image, zk }: Work, name: string): Refusal | undefined {
  const invalid = topicNameError(name, zk?.features.topicNameWords ?? 'invalid');
  if (invalid !== undefined) return refused('INVALID_TOPIC_EXCEPTION', invalid);
  if (image.topics.has(name)) return refused('TOPIC_ALREADY_EXISTS', `Topic '${name}' already exists.`);
  const other = [...image.topics.keys()].find((known) => collides(known, name));
  return other === undefined ? undefined : refused('INVALID_TOPIC_EXCEPTION', `Topic '${name}' collides with existing topics: ${other}`);
}

function checkConfig(topic: CreatableTopic): Refusal | undefined {
  const invalid = topicConfigError(topic.config);
  return invalid === undefined ? undefined : refused('INVALID_CONFIG', invalid);
}

const live = ({ image }: Work): { id: BrokerId; rack: string | null }[] => [...image.brokers.values()].map(({ id, rack }) => ({ id, rack }));

/** AdminUtils' own words. Only live brokers count, unlike in KRaft. */
function placed(
  work: Work,
  partitions: number,
  replicationFactor: number,
  start?: { index: number | undefined; partition: number },
): ReplicaAssignment[] | Refusal {
  const brokers = live(work);
  if (partitions <= 0) return refused('INVALID_PARTITIONS', 'Number of partitions must be larger than 0.');
  if (replicationFactor <= 0) return refused('INVALID_REPLICATION_FACTOR', 'Replication factor must be larger than 0.');
  if (replicationFactor > brokers.length) {
    return refused('INVALID_REPLICATION_FACTOR', `Replication factor: ${replicationFactor} larger than available brokers: ${brokers.length}.`);
  }
  return assignReplicas(brokers, partitions, replicationFactor, (bound) => work.env.random('placement') % bound, start).map(assignment);
}

/** AdminZkClient.validateTopicCreate does not ask whether the brokers are there: the first ISR holds those that are. */
function manual(lists: readonly (readonly BrokerId[])[]): ReplicaAssignment[] | Refusal {
  for (const replicas of lists) {
    if (replicas.length !== lists[0].length) return refused('INVALID_REPLICA_ASSIGNMENT', 'All partitions should have the same number of replicas');
    if (new Set(replicas).size !== replicas.length) return refused('INVALID_REPLICA_ASSIGNMENT', `Duplicate replica assignment found: ${replicas.join(',')}`);
  }
  return lists.map(assignment);
}

/** Our metadata may not show a topic that is there, because it is being deleted: ZooKeeper is asked first. */
function create(work: Work, id: number, topic: CreatableTopic, partitions: readonly ReplicaAssignment[]): void {
  note(work, id, pending(topic.name, partitions.length));
  askZk(work, { op: 'exists', path: topicPath(topic.name), watch: false }, { of: 'topic-check', admin: id, topic, partitions });
}

export function topicChecked(work: Work, { admin, topic, partitions }: Extract<BrokerReminder, { of: 'topic-check' }>, { error }: ZkResult): void {
  if (!work.zk?.admin.some(({ id }) => id === admin)) return;
  if (error === 'NONODE') return write(work, admin, topic, partitions);
  note(work, admin, settled(topic.name, refused('TOPIC_ALREADY_EXISTS', `Topic '${topic.name}' already exists.`)));
  completeAdmin(work);
}

/** The settings first, so that they are there when the controller finds the topic; those of a topic of that name may be left (setOrCreateEntityConfigs). */
function write(work: Work, admin: number, topic: CreatableTopic, partitions: readonly ReplicaAssignment[]): void {
  const data = { kind: 'config', config: topic.config } as const;
  const path = topicConfigPath(topic.name);
  const ask = (op: ZkWrite, last: boolean): void => askZk(work, op, { of: 'topic', admin, topic: topic.name, last });
  ask({ op: 'setData', path, data, version: -1 }, false);
  ask({ op: 'create', path, data, mode: 'PERSISTENT' }, false);
  const topicId = randomUuid(() => work.env.random('topic-id'));
  ask({ op: 'create', path: topicPath(topic.name), data: { kind: 'topic', topicId, partitions }, mode: 'PERSISTENT' }, true);
}

// ---- Deleting, growing -------------------------------------------------------------------------------------------------------------

export function handleDeleteTopics(work: Work, caller: Caller, request: DeleteTopicsRequest): void {
  const id = hold(work, caller, 'DeleteTopicsResponse', 30_000);
  for (const name of request.topics) {
    const no = !isController(work)
      ? refused('NOT_CONTROLLER')
      : !boolConfig(work.config, 'delete.topic.enable')
        ? refused('TOPIC_DELETION_DISABLED')
        : work.image.topics.has(name)
          ? undefined
          : refused('UNKNOWN_TOPIC_OR_PARTITION');
    note(work, id, no ? settled(name, no) : pending(name, 0));
    if (!no)
      askZk(work, { op: 'create', path: deletePath(name), data: { kind: 'empty' }, mode: 'PERSISTENT' }, { of: 'topic', admin: id, topic: name, last: true });
  }
  completeAdmin(work);
}

export function handleCreatePartitions(work: Work, caller: Caller, request: CreatePartitionsRequest): void {
  const id = hold(work, caller, 'CreatePartitionsResponse', 30_000);
  for (const { name, count, assignments } of request.topics) {
    const partitions = isController(work) ? grown(work, name, count, assignments) : refused('NOT_CONTROLLER');
    if ('error' in partitions) {
      note(work, id, settled(name, partitions));
      continue;
    }
    note(work, id, pending(name, count));
    const topicId = work.image.topics.get(name)?.id ?? '';
    askZk(
      work,
      { op: 'setData', path: topicPath(name), data: { kind: 'topic', topicId, partitions }, version: -1 },
      { of: 'topic', admin: id, topic: name, last: true },
    );
  }
  completeAdmin(work);
}

function grown(work: Work, name: string, count: number, assignments?: readonly (readonly BrokerId[])[]): readonly ReplicaAssignment[] | Refusal {
  const topic = work.image.topics.get(name);
  if (!topic) return refused('UNKNOWN_TOPIC_OR_PARTITION', `The topic '${name}' does not exist.`);
  const existing = topic.partitions.length;
  if (count === existing) return refused('INVALID_PARTITIONS', `Topic already has ${existing} partitions.`);
  if (count < existing) return refused('INVALID_PARTITIONS', `Topic currently has ${existing} partitions, which is higher than the requested ${count}.`);
  const first = topic.partitions[0].replicas;
  const ids = live(work)
    .map(({ id }) => id)
    .sort((a, b) => a - b);
  const index = Math.max(
    0,
    ids.findIndex((id) => id >= first[0]),
  );
  const added = assignments ? assigned(ids, count - existing, assignments) : placed(work, count - existing, first.length, { index, partition: existing });
  return 'error' in added ? added : [...topic.partitions.map(({ replicas }) => assignment(replicas)), ...added];
}

/** Partitions that are added may only go to live brokers, unlike the first ones (ZkAdminManager.createPartitions). */
function assigned(ids: readonly BrokerId[], added: number, lists: readonly (readonly BrokerId[])[]): ReplicaAssignment[] | Refusal {
  const unknown = [...new Set(lists.flat())].filter((id) => !ids.includes(id));
  if (unknown.length > 0) return refused('INVALID_REPLICA_ASSIGNMENT', `Unknown broker(s) in replica assignment: ${unknown.join(', ')}.`);
  if (lists.length === added) return manual(lists);
  return refused('INVALID_REPLICA_ASSIGNMENT', `Increasing the number of partitions by ${added} but ${lists.length} assignments provided.`);
}
