/** How kafka-dump-log.sh --offsets-decoder shows what group coordinators write (OffsetsMessageParser, GroupCoordinatorRecordSerde): JSON, and the sizes of the binary form. */

import { utf8Length } from '#kafka/clients/producer/partitioner.ts';
import type { Decode, Decoded } from '#kafka/clients/tool/dump.ts';
import { type CoordinatorEntry, readCoordinatorRecord } from '#kafka/coordinator/log.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';

/** OffsetCommitValue has the topic's id since version 4 (4.1). */
export interface OffsetsFormat {
  readonly topicId: ((topic: string) => string) | undefined;
}

const json = (kind: 'type' | 'version', version: number, data: unknown): string => JSON.stringify({ [kind]: String(version), data });

export const offsetsDecoder =
  (format: OffsetsFormat): Decode =>
  (record: StoredRecord): Decoded => {
    if (record.key === null) return { missingKey: 'offset' };
    const entry = readCoordinatorRecord(record);
    if (entry === undefined) return { key: `Error at offset ${record.offset}, skipping. Could not read version from key's buffer.`, payload: undefined };
    return entry.of === 'offset' ? offsetEntry(entry, format) : groupEntry(entry);
  };

type OffsetEntry = Extract<CoordinatorEntry, { of: 'offset' }>;

/** A string of the old protocol carries its length in two bytes; compact ones here in one. */
const text = (value: string): number => 2 + utf8Length(value);

function offsetEntry({ group, topic, partition, value }: OffsetEntry, { topicId }: OffsetsFormat): Decoded {
  const keySize = 2 + text(group) + text(topic) + 4;
  const key = json('type', 1, { group, topic, partition });
  if (value === null) return { key, payload: '<DELETE>', keySize, valueSize: -1 };
  const { offset, leaderEpoch, metadata, commitTimestamp } = value;
  const data = { offset, leaderEpoch, metadata, commitTimestamp };
  if (topicId === undefined) return { key, payload: json('version', 3, data), keySize, valueSize: 2 + 8 + 4 + text(metadata) + 8 };
  return { key, payload: json('version', 4, { ...data, topicId: topicId(topic) }), keySize, valueSize: 2 + 8 + 4 + 1 + utf8Length(metadata) + 8 + 3 + 16 };
}

function groupEntry({ group, value }: Extract<CoordinatorEntry, { of: 'group' }>): Decoded {
  const key = json('type', 2, { group });
  const keySize = 2 + text(group);
  if (value === null) return { key, payload: '<DELETE>', keySize, valueSize: -1 };
  const { members, ...head } = value;
  return { key, payload: json('version', 3, { ...head, members }), keySize };
}
