/** What the network must know of Kafka's messages when a fault lies over it: how large one is, and how an answer sounds that tells old news. */
import { sizeOf } from '#kafka/log/size.ts';
import type { FetchResponse, MetadataResponse, ProduceRequest } from '#kafka/protocol/messages.ts';
import type { NewRecord } from '#kafka/protocol/record.ts';
import type { Payload } from '#sim/event.ts';
import type { Wire } from '#sim/overlay.ts';

/** Headers and fields of a message that carries no records, more or less. */
const MESSAGE_BYTES = 100;

const batchSize = (records: readonly NewRecord[]): number => (records.length === 0 ? 0 : sizeOf(records));

function size(payload: Payload): number {
  if (payload.type === 'ProduceRequest') return (payload as ProduceRequest).batches.reduce((sum, { batch }) => sum + batchSize(batch.records), MESSAGE_BYTES);
  if (payload.type === 'FetchResponse') return (payload as FetchResponse).partitions.reduce((sum, { records }) => sum + batchSize(records), MESSAGE_BYTES);
  return MESSAGE_BYTES;
}

/** What an answer would have said of the same topics then. A topic that is newer than that is as it is. */
function repeat(now: Payload, earlier: Payload): Payload {
  if (now.type !== 'MetadataResponse' || earlier.type !== 'MetadataResponse') return now;
  const [answer, then] = [now as MetadataResponse, earlier as MetadataResponse];
  const topics = answer.topics.map((topic) => then.topics.find(({ name }) => name === topic.name) ?? topic);
  const repeated: MetadataResponse = { ...answer, brokers: then.brokers, topics };
  return repeated;
}

export const wire: Required<Wire> = { size, repeat };
