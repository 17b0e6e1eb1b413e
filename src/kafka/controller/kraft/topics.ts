/** Topics on the controller: create, delete, add partitions, with Kafka's own error texts (ReplicationControlManager). */
import { answerWhenCommitted, write } from '#kafka/controller/kraft/journal.ts';
import { place, type UsableBroker } from '#kafka/controller/kraft/placement.ts';
import type { Desk } from '#kafka/controller/kraft/state.ts';
import { randomTopicId } from '#kafka/controller/kraft/topicId.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { intConfig, topicConfigError } from '#kafka/metadata/config.ts';
import { isActive } from '#kafka/metadata/image.ts';
import { collides, topicNameError } from '#kafka/metadata/topicName.ts';
import { ERRORS, type ErrorName } from '#kafka/protocol/errors.ts';
import type { CreatableTopic, CreatePartitionsRequest, CreateTopicsRequest, DeleteTopicsRequest } from '#kafka/protocol/messages.ts';
import type { MetadataRecord } from '#kafka/protocol/metadata.ts';
import type { BrokerId } from '#kafka/protocol/names.ts';

interface Refusal {
  readonly error: ErrorName;
  readonly message: string;
}

const refuse = (error: ErrorName, message: string = ERRORS[error].message): Refusal => ({ error, message });
const outcome = (name: string, refused: Refusal | undefined) => ({ name, error: refused?.error ?? ('NONE' as const), message: refused?.message ?? null });

export function handleCreateTopics(desk: Desk, caller: Caller, request: CreateTopicsRequest): void {
  const topics = request.topics.map((topic) => outcome(topic.name, createTopic(desk, topic)));
  answerWhenCommitted(desk, caller, { type: 'CreateTopicsResponse', topics });
}

function createTopic(desk: Desk, topic: CreatableTopic): Refusal | undefined {
  const refused = checkName(desk, topic.name) ?? checkConfig(topic);
  if (refused) return refused;
  const assignments = topic.assignment ? manual(desk, topic.assignment) : placed(desk, topic);
  if ('error' in assignments) return assignments;
  const topicId = randomTopicId(() => desk.env.random('topic-id'));
  const records: MetadataRecord[] = [{ type: 'TopicRecord', name: topic.name, topicId }];
  for (const [name, value] of Object.entries(topic.config)) records.push({ type: 'ConfigRecord', topic: topic.name, name, value });
  assignments.forEach((replicas, partition) => {
    records.push(partitionRecord(desk, topicId, partition, replicas));
  });
  write(desk, records);
  return undefined;
}

function checkName(desk: Desk, name: string): Refusal | undefined {
  const invalid = topicNameError(name);
  if (invalid !== undefined) return refuse('INVALID_TOPIC_EXCEPTION', invalid);
  if (desk.image.topics.has(name)) return refuse('TOPIC_ALREADY_EXISTS', `Topic '${name}' already exists.`);
  const other = [...desk.image.topics.keys()].find((known) => collides(known, name));
  return other === undefined ? undefined : refuse('INVALID_TOPIC_EXCEPTION', `Topic '${name}' collides with existing topic: ${other}`);
}

function checkConfig(topic: CreatableTopic): Refusal | undefined {
  const invalid = topicConfigError(topic.config);
  return invalid === undefined ? undefined : refuse('INVALID_CONFIG', invalid);
}

type Assignments = readonly (readonly BrokerId[])[];

function placed(desk: Desk, topic: CreatableTopic): Assignments | Refusal {
  if (topic.replicationFactor === 0 || topic.replicationFactor < -1)
    return refuse('INVALID_REPLICATION_FACTOR', 'Replication factor must be larger than 0, or -1 to use the default value.');
  if (topic.partitions === 0 || topic.partitions < -1) return refuse('INVALID_PARTITIONS', 'Number of partitions was set to an invalid non-positive value.');
  const partitions = topic.partitions === -1 ? intConfig(desk.config, 'num.partitions') : topic.partitions;
  const replicationFactor = topic.replicationFactor === -1 ? intConfig(desk.config, 'default.replication.factor') : topic.replicationFactor;
  return placeOrRefuse(desk, partitions, replicationFactor);
}

function placeOrRefuse(desk: Desk, partitions: number, replicationFactor: number): Assignments | Refusal {
  const placement = place(usableBrokers(desk), partitions, replicationFactor, (bound) => desk.env.random('placement') % bound);
  return placement.ok
    ? placement.assignments
    : refuse('INVALID_REPLICATION_FACTOR', `Unable to replicate the partition ${replicationFactor} time(s): ${placement.message}`);
}

/** Registered brokers count, fenced ones too; only those that are shutting down do not. */
const usableBrokers = (desk: Desk): UsableBroker[] => [...desk.image.brokers.values()].filter(({ inControlledShutdown }) => !inControlledShutdown);

function manual(desk: Desk, assignments: Assignments): Assignments | Refusal {
  const first = assignments[0]?.length ?? 0;
  for (const [partition, replicas] of assignments.entries()) {
    const invalid = manualError(desk, partition, replicas, first);
    if (invalid !== undefined) return refuse('INVALID_REPLICA_ASSIGNMENT', invalid);
  }
  return assignments;
}

function manualError(desk: Desk, partition: number, replicas: readonly BrokerId[], first: number): string | undefined {
  if (replicas.length === 0) return 'The manual partition assignment includes an empty replica list.';
  const stranger = replicas.find((id) => !desk.image.brokers.has(id));
  if (stranger !== undefined) return `The manual partition assignment includes broker ${stranger}, but no such broker is registered.`;
  const twice = replicas.find((id, n) => replicas.indexOf(id) !== n);
  if (twice !== undefined) return `The manual partition assignment includes the broker ${twice} more than once.`;
  if (replicas.length !== first) {
    return `The manual partition assignment includes a partition with ${replicas.length} replica(s), but this is not consistent with previous partitions, which have ${first} replica(s).`;
  }
  if (!replicas.some((id) => isActive(desk.image, id)))
    return `All brokers specified in the manual partition assignment for partition ${partition} are fenced or in controlled shutdown.`;
  return undefined;
}

/** Born with every active replica in sync, led by the first of them. */
function partitionRecord(desk: Desk, topicId: string, partition: number, replicas: readonly BrokerId[]): MetadataRecord {
  const isr = replicas.filter((id) => isActive(desk.image, id));
  return { type: 'PartitionRecord', topicId, partition, replicas, isr, leader: isr[0], leaderEpoch: 0, partitionEpoch: 0 };
}

export function handleDeleteTopics(desk: Desk, caller: Caller, request: DeleteTopicsRequest): void {
  const topics = request.topics.map((name) => {
    const topic = desk.image.topics.get(name);
    if (topic) write(desk, [{ type: 'RemoveTopicRecord', topicId: topic.id }]);
    return outcome(name, topic ? undefined : refuse('UNKNOWN_TOPIC_OR_PARTITION'));
  });
  answerWhenCommitted(desk, caller, { type: 'DeleteTopicsResponse', topics });
}

export function handleCreatePartitions(desk: Desk, caller: Caller, request: CreatePartitionsRequest): void {
  const topics = request.topics.map(({ name, count }) => outcome(name, addPartitions(desk, name, count)));
  answerWhenCommitted(desk, caller, { type: 'CreatePartitionsResponse', topics });
}

/** Only more, never fewer. Existing partitions stay where they are; the replication factor is that of the first. */
function addPartitions(desk: Desk, name: string, count: number): Refusal | undefined {
  const topic = desk.image.topics.get(name);
  if (!topic) return refuse('UNKNOWN_TOPIC_OR_PARTITION');
  const existing = topic.partitions.length;
  if (count === existing) return refuse('INVALID_PARTITIONS', `Topic already has ${existing} partition(s).`);
  if (count < existing) return refuse('INVALID_PARTITIONS', `The topic ${name} currently has ${existing} partition(s); ${count} would not be an increase.`);
  const assignments = placeOrRefuse(desk, count - existing, topic.partitions[0].replicas.length);
  if ('error' in assignments) return assignments;
  write(
    desk,
    assignments.map((replicas, n) => partitionRecord(desk, topic.id, existing + n, replicas)),
  );
  return undefined;
}
