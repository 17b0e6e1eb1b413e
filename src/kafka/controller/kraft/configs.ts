/** Dynamic settings of topics, brokers and groups on the controller (ConfigurationControlManager), and blocks of producer ids (ProducerIdControlManager). */
import { answerWhenCommitted, write } from '#kafka/controller/kraft/journal.ts';
import { isElrEnabled } from '#kafka/controller/kraft/replicationControl.ts';
import type { Desk } from '#kafka/controller/kraft/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { topicConfigError } from '#kafka/metadata/config.ts';
import { groupConfigError } from '#kafka/metadata/groupConfig.ts';
import type { TopicImage } from '#kafka/metadata/image.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { AllocateProducerIdsRequest, IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse } from '#kafka/protocol/messages.ts';
import type { ConfigRecord, MetadataRecord } from '#kafka/protocol/metadata.ts';
import type { Config } from '#kafka/spec.ts';

type Resource = IncrementalAlterConfigsRequest['resources'][number];
type Outcome = IncrementalAlterConfigsResponse['resources'][number];

interface Refusal {
  readonly error: ErrorName;
  readonly message: string;
}

const MIN_ISR = 'min.insync.replicas';

export function handleAlterConfigs(desk: Desk, caller: Caller, request: IncrementalAlterConfigsRequest): void {
  const resources = request.resources.map((resource) => alter(desk, resource));
  answerWhenCommitted(desk, caller, { type: 'IncrementalAlterConfigsResponse', resources });
}

function alter(desk: Desk, resource: Resource): Outcome {
  const { name } = resource;
  const now = setNow(desk, resource);
  const records = changes(resource, now);
  const refused = minIsrRefusal(desk, resource) ?? refusal(desk, resource, now, records);
  if (refused) return { name, ...refused };
  write(desk, [...records, ...clearedElrs(desk, records)]);
  return { name, error: 'NONE', message: null };
}

function setNow({ image }: Desk, { kind, name }: Resource): Config {
  if (kind === 'topic') return image.topics.get(name)?.config ?? {};
  return (kind === 'group' ? image.groupConfigs : image.brokerConfigs).get(name) ?? {};
}

function refusal(desk: Desk, resource: Resource, now: Config, records: readonly ConfigRecord[]): Refusal | undefined {
  if (resource.kind === 'broker') return brokerRefusal(desk, resource);
  const after = afterwards(now, records);
  return resource.kind === 'topic' ? topicRefusal(desk, resource, after) : groupRefusal(desk, resource, after);
}

/** A topic's setting that stays as it is needs no record; a broker's gets one, so that the broker looks again (KAFKA-14136). */
function changes({ kind, name: resourceName, set, remove }: Resource, now: Config): ConfigRecord[] {
  const all: (readonly [string, string | null])[] = [...Object.entries(set), ...remove.map((key) => [key, null] as const)];
  return all
    .filter(([key, value]) => kind === 'broker' || (now[key] ?? null) !== value)
    .map(([name, value]) => ({ type: 'ConfigRecord', resourceType: kind, resourceName, name, value }));
}

function afterwards(now: Config, records: readonly ConfigRecord[]): Config {
  const removed = records.filter(({ value }) => value === null).map((record) => record.name);
  const added = records.flatMap((record) => (record.value === null ? [] : [[record.name, record.value] as const]));
  return Object.fromEntries([...Object.entries(now).filter(([key]) => !removed.includes(key)), ...added]);
}

function topicRefusal(desk: Desk, { name }: Resource, after: Config): Refusal | undefined {
  const invalid = topicConfigError(after);
  if (invalid !== undefined) return { error: 'INVALID_CONFIG', message: invalid };
  return desk.image.topics.has(name) ? undefined : { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: `The topic '${name}' does not exist.` };
}

/** ControllerConfigurationValidator: a group need not exist to have settings. */
function groupRefusal({ config }: Desk, { name }: Resource, after: Config): Refusal | undefined {
  if (name === '') return { error: 'INVALID_REQUEST', message: 'Default group resources are not allowed.' };
  const invalid = groupConfigError(after, config);
  return invalid === undefined ? undefined : { error: 'INVALID_CONFIG', message: invalid };
}

/** Names and values have been checked by the broker that was asked (ConfigAdminManager.preprocess). */
function brokerRefusal(desk: Desk, { name }: Resource): Refusal | undefined {
  if (name === '') return undefined;
  if (!/^-?\d+$/.test(name)) return { error: 'INVALID_REQUEST', message: 'Unable to parse broker name as a base 10 number.' };
  return desk.image.brokers.has(Number(name)) ? undefined : { error: 'BROKER_ID_NOT_REGISTERED', message: `No broker with id ${name} found.` };
}

/** With eligible leader replicas one value holds for the whole cluster, and there must be one (KIP-966). */
function minIsrRefusal(desk: Desk, { kind, name, set, remove }: Resource): Refusal | undefined {
  if (kind !== 'broker' || !isElrEnabled(desk.image) || !(MIN_ISR in set || remove.includes(MIN_ISR))) return undefined;
  if (name !== '') return { error: 'INVALID_CONFIG', message: `Broker-level ${MIN_ISR} cannot be altered while ELR is enabled.` };
  return remove.includes(MIN_ISR) ? { error: 'INVALID_CONFIG', message: `Cluster-level ${MIN_ISR} cannot be removed while ELR is enabled.` } : undefined;
}

/** Under another min.insync.replicas nobody can say any more who still has every committed record (KIP-966). */
function clearedElrs(desk: Desk, records: readonly ConfigRecord[]): MetadataRecord[] {
  const changed = records.filter(({ name }) => name === MIN_ISR);
  if (changed.length === 0 || !isElrEnabled(desk.image)) return [];
  const all = changed.some(({ resourceType }) => resourceType === 'broker');
  const topics = [...desk.image.topics.values()].filter(({ name }) => all || changed.some(({ resourceName }) => resourceName === name));
  return topics.flatMap(clearedElr);
}

function clearedElr(topic: TopicImage): MetadataRecord[] {
  return topic.partitions.flatMap(({ elr, lastKnownElr }, partition): MetadataRecord[] =>
    elr.length + lastKnownElr.length === 0 ? [] : [{ type: 'PartitionChangeRecord', topicId: topic.id, partition, elr: [], lastKnownElr: [] }],
  );
}

/** ProducerIdsBlock.PRODUCER_ID_BLOCK_SIZE */
const BLOCK = 1000;

export function handleAllocateProducerIds(desk: Desk, caller: Caller, { broker }: AllocateProducerIdsRequest): void {
  const first = desk.image.nextProducerId;
  write(desk, [{ type: 'ProducerIdsRecord', broker, nextProducerId: first + BLOCK }]);
  answerWhenCommitted(desk, caller, { type: 'AllocateProducerIdsResponse', error: 'NONE', first, length: BLOCK });
}
