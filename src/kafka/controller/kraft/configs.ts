/** Topic configurations on the controller (ConfigurationControlManager), and blocks of producer ids (ProducerIdControlManager). */
import { answerWhenCommitted, write } from '#kafka/controller/kraft/journal.ts';
import type { Desk } from '#kafka/controller/kraft/state.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { topicConfigError } from '#kafka/metadata/config.ts';
import type { TopicImage } from '#kafka/metadata/image.ts';
import type { AllocateProducerIdsRequest, IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse } from '#kafka/protocol/messages.ts';
import type { MetadataRecord } from '#kafka/protocol/metadata.ts';

type Resource = IncrementalAlterConfigsRequest['resources'][number];
type Outcome = IncrementalAlterConfigsResponse['resources'][number];

export function handleAlterConfigs(desk: Desk, caller: Caller, request: IncrementalAlterConfigsRequest): void {
  const resources = request.resources.map((resource) => alter(desk, resource));
  answerWhenCommitted(desk, caller, { type: 'IncrementalAlterConfigsResponse', resources });
}

function alter(desk: Desk, { name, set, remove }: Resource): Outcome {
  const topic = desk.image.topics.get(name);
  if (!topic) return { name, error: 'UNKNOWN_TOPIC_OR_PARTITION', message: `The topic '${name}' does not exist.` };
  const invalid = topicConfigError({ ...Object.fromEntries(remove.map((key) => [key, topic.config[key] ?? ''])), ...set });
  const unknown = invalid?.startsWith('Unknown') ? invalid : topicConfigError(set);
  if (unknown !== undefined) return { name, error: 'INVALID_CONFIG', message: unknown };
  const records: MetadataRecord[] = [];
  for (const [key, value] of Object.entries(set)) records.push({ type: 'ConfigRecord', topic: name, name: key, value });
  for (const key of remove) records.push({ type: 'ConfigRecord', topic: name, name: key, value: null });
  if (records.some((record) => record.type === 'ConfigRecord' && record.name === 'min.insync.replicas')) records.push(...clearedElr(topic));
  write(desk, records);
  return { name, error: 'NONE', message: null };
}

/** Under another min.insync.replicas nobody can say any more who still has every committed record (KIP-966). */
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
