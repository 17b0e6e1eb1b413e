/** Topics on the controller: create, delete, add partitions, with Kafka's own error texts (ReplicationControlManager). */
import { answerWhenCommitted, write } from '#kafka/controller/kraft/journal.ts';
import { place, type UsableBroker } from '#kafka/controller/kraft/placement.ts';
import type { Desk } from '#kafka/controller/kraft/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { boolConfig, intConfig, topicConfigError } from '#kafka/metadata/config.ts';
import { isActive } from '#kafka/metadata/image.ts';
import { collides, topicNameError } from '#kafka/metadata/topicName.ts';
import { ERRORS, type ErrorName } from '#kafka/protocol/errors.ts';
import type { CreatableTopic, CreatePartitionsRequest, CreateTopicsRequest, DeleteTopicsRequest } from '#kafka/protocol/messages.ts';
import type { MetadataRecord, PartitionRecord } from '#kafka/protocol/metadata.ts';
import type { BrokerId } from '#kafka/protocol/names.ts';
import { randomUuid } from '#kafka/protocol/uuid.ts';

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
  const assignments = topic.assignment ? manual(desk, topic.assignment, 0, undefined) : placed(desk, topic);
  if ('error' in assignments) return assignments;
  const topicId = randomUuid(() => desk.env.random('topic-id'));
  const records: MetadataRecord[] = [{ type: 'TopicRecord', name: topic.name, topicId }];
  for (const [name, value] of Object.entries(topic.config))
    records.push({ type: 'ConfigRecord', resourceType: 'topic', resourceName: topic.name, name, value });
  assignments.forEach((replicas, partition) => {
    records.push(partitionRecord(desk, topicId, partition, replicas));
  });
  write(desk, records);
  return undefined;
}

function checkName(desk: Desk, name: string): Refusal | undefined {
  const invalid = topicNameError(name, 'invalid');
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

/** metadata.version 4.3-IV0. */
const mayCordon = ({ image }: Desk): boolean => (image.features.get('metadata.version') ?? 0) >= 29;

function placeOrRefuse(desk: Desk, partitions: number, replicationFactor: number): Assignments | Refusal {
  const placement = place(usableBrokers(desk), partitions, replicationFactor, (bound) => desk.env.random('placement') % bound, mayCordon(desk));
  const why = placement.ok
    ? placement.assignments.every((replicas) => replicas.some((id) => isActive(desk.image, id)))
      ? undefined
      : 'All brokers are currently fenced or in controlled shutdown.'
    : placement.message;
  if (why === undefined && placement.ok) return placement.assignments;
  return refuse('INVALID_REPLICATION_FACTOR', `Unable to replicate the partition ${replicationFactor} time(s): ${why}`);
}

/** Registered brokers count, fenced ones too; only those that are shutting down do not. */
const usableBrokers = (desk: Desk): UsableBroker[] => [...desk.image.brokers.values()].filter(({ inControlledShutdown }) => !inControlledShutdown);

/** Assignments by hand of partitions from `start` on; `replicationFactor` is that of the partitions before them. */
function manual(desk: Desk, assignments: Assignments, start: number, replicationFactor: number | undefined): Assignments | Refusal {
  let factor = replicationFactor;
  for (const [n, replicas] of assignments.entries()) {
    const invalid = manualError(desk, replicas, factor) ?? nobodyActive(desk, start + n, replicas);
    if (invalid !== undefined) return refuse('INVALID_REPLICA_ASSIGNMENT', invalid);
    factor = replicas.length;
  }
  return assignments;
}

/** validateManualPartitionAssignment: looked through by ascending id. */
export function manualError(desk: Pick<Desk, 'image'>, replicas: readonly BrokerId[], replicationFactor: number | undefined): string | undefined {
  if (replicas.length === 0) return 'The manual partition assignment includes an empty replica list.';
  const sorted = [...replicas].sort((a, b) => a - b);
  for (const [n, id] of sorted.entries()) {
    if (!desk.image.brokers.has(id)) return `The manual partition assignment includes broker ${id}, but no such broker is registered.`;
    if (id === sorted[n - 1]) return `The manual partition assignment includes the broker ${id} more than once.`;
  }
  return replicationFactor === undefined || replicas.length === replicationFactor
    ? undefined
    : `The manual partition assignment includes a partition with ${replicas.length} replica(s), but this is not consistent with previous partitions, which have ${replicationFactor} replica(s).`;
}

const nobodyActive = (desk: Desk, partition: number, replicas: readonly BrokerId[]): string | undefined =>
  replicas.some((id) => isActive(desk.image, id))
    ? undefined
    : `All brokers specified in the manual partition assignment for partition ${partition} are fenced or in controlled shutdown.`;

/** Born with every active replica in sync, led by the first of them. */
function partitionRecord(desk: Desk, topicId: string, partition: number, replicas: readonly BrokerId[]): PartitionRecord {
  const isr = replicas.filter((id) => isActive(desk.image, id));
  return { type: 'PartitionRecord', topicId, partition, replicas, isr, leader: isr[0], leaderEpoch: 0, partitionEpoch: 0 };
}

export function handleDeleteTopics(desk: Desk, caller: Caller, request: DeleteTopicsRequest): void {
  const topics = request.topics.map((name) => {
    if (!boolConfig(desk.config, 'delete.topic.enable')) return outcome(name, refuse('TOPIC_DELETION_DISABLED'));
    const topic = desk.image.topics.get(name);
    if (topic) write(desk, [{ type: 'RemoveTopicRecord', topicId: topic.id }]);
    return outcome(name, topic ? undefined : refuse('UNKNOWN_TOPIC_OR_PARTITION'));
  });
  answerWhenCommitted(desk, caller, { type: 'DeleteTopicsResponse', topics });
}

export function handleCreatePartitions(desk: Desk, caller: Caller, request: CreatePartitionsRequest): void {
  const topics = request.topics.map((asked) => outcome(asked.name, addPartitions(desk, asked)));
  answerWhenCommitted(desk, caller, { type: 'CreatePartitionsResponse', topics });
}

/** Only more, never fewer. Existing partitions stay where they are; the replication factor is that of the first. */
function addPartitions(desk: Desk, { name, count, assignments: given }: CreatePartitionsRequest['topics'][number]): Refusal | undefined {
  const topic = desk.image.topics.get(name);
  if (!topic) return refuse('UNKNOWN_TOPIC_OR_PARTITION');
  const existing = topic.partitions.length;
  if (count === existing) return refuse('INVALID_PARTITIONS', `Topic already has ${existing} partition(s).`);
  if (count < existing) return refuse('INVALID_PARTITIONS', `The topic ${name} currently has ${existing} partition(s); ${count} would not be an increase.`);
  const more = count - existing;
  if (given && given.length !== more)
    return refuse('INVALID_REPLICA_ASSIGNMENT', `Attempted to add ${more} additional partition(s), but only ${given.length} assignment(s) were specified.`);
  const factor = topic.partitions[0].replicas.length;
  const assignments = given ? manual(desk, given, existing, factor) : placeOrRefuse(desk, more, factor);
  if ('error' in assignments) return assignments;
  const records = assignments.map((replicas, n) => partitionRecord(desk, topic.id, existing + n, replicas));
  write(desk, [{ ...records[0], note: { partitions: count, count: more } }, ...records.slice(1)]);
  return undefined;
}
