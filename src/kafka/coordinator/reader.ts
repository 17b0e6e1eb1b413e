/** Records of __consumer_offsets for who reads the topic from outside, as a monitor does (CoordinatorRecordSerde; OffsetCommitKey, GroupMetadataKey). */
import { type Offset, type Tp, tpOf } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';

export type OffsetsTopicRecord =
  | { readonly kind: 'commit'; readonly group: string; readonly tp: Tp; readonly offset: Offset; readonly commitTimestampMs: number }
  /** A group of the classic protocol with its members. */
  | { readonly kind: 'group'; readonly group: string; readonly members: readonly ReadMember[] }
  | { readonly kind: 'tombstone'; readonly group: string };

export interface ReadMember {
  readonly clientId: string;
  readonly host: string;
  readonly assignment: readonly Tp[];
}

interface Key {
  readonly group?: string;
  readonly topic?: string;
  readonly partition?: number;
}

interface GroupMetadataValue {
  readonly members: readonly { readonly clientId: string; readonly clientHost: string; readonly assignment: readonly Tp[] }[];
}

/** undefined: a record of another kind, or the tombstone of a commit. */
export function readOffsetsTopic({ key, value }: Pick<StoredRecord, 'key' | 'value'>): OffsetsTopicRecord | undefined {
  const { group, topic, partition, ...rest } = JSON.parse(key ?? '{}') as Key;
  if (group === undefined || Object.keys(rest).length > 0) return undefined;
  if (topic !== undefined && partition !== undefined) {
    if (value === null) return undefined;
    const { offset, commitTimestamp } = JSON.parse(value) as { offset: Offset; commitTimestamp: number };
    return { kind: 'commit', group, tp: tpOf(topic, partition), offset, commitTimestampMs: commitTimestamp };
  }
  if (value === null) return { kind: 'tombstone', group };
  const { members } = JSON.parse(value) as GroupMetadataValue;
  return { kind: 'group', group, members: members.map(({ clientId, clientHost, assignment }) => ({ clientId, host: clientHost, assignment })) };
}
