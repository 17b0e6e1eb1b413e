/**
 * How kafka-dump-log.sh --transaction-log-decoder shows what transaction coordinators write (TransactionLogMessageParser): JSON in 4.x, with the tagged
 * fields that differ from their defaults; a line of text before (TransactionLog.formatRecordKeyAndValue).
 */

import { utf8Length } from '#kafka/clients/producer/partitioner.ts';
import type { Decode, Decoded } from '#kafka/clients/tool/dump.ts';
import { partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import { TRANSACTION_STATES } from '#kafka/protocol/transactions.ts';
import { readTransactionRecord, type TransactionEntry } from '#kafka/transactions/log.ts';

type Value = NonNullable<TransactionEntry['value']>;

/** `isNew`: the tool of 4.x. `isFlexible`: TransactionLogValue in its version 1, which clusters of transaction.version 1 and more write. */
export const transactionDecoder =
  ({ isNew, isFlexible }: { readonly isNew: boolean; readonly isFlexible: boolean }): Decode =>
  (record: StoredRecord): Decoded => {
    if (record.key === null) return { missingKey: 'transaction' };
    const entry = readTransactionRecord(record);
    if (entry === undefined) return { key: `Error at offset ${record.offset}, skipping. Could not read version from key's buffer.`, payload: undefined };
    const { transactionalId, value } = entry;
    const shown = isNew ? asJson(transactionalId, value, isFlexible) : asText(transactionalId, value);
    return { ...shown, keySize: 2 + text(transactionalId), valueSize: value === null ? -1 : isFlexible ? flexibleSize(value) : plainSize(value) };
  };

function asText(transactionalId: string, value: Value | null): { readonly key: string; readonly payload: string } {
  const key = `transaction_metadata::transactionalId=${transactionalId}`;
  if (value === null) return { key, payload: '<DELETE>' };
  const identity = `producerId:${value.producerId},producerEpoch:${value.producerEpoch}`;
  const state = `state=${value.transactionStatus},partitions=[${value.transactionPartitions.join(',')}]`;
  const payload = `${identity},${state},txnLastUpdateTimestamp=${value.transactionLastUpdateTimestampMs},txnTimeoutMs=${value.transactionTimeoutMs}`;
  return { key, payload };
}

function asJson(transactionalId: string, value: Value | null, isFlexible: boolean): { readonly key: string; readonly payload: string } {
  const key = JSON.stringify({ type: '0', data: { transactionalId } });
  if (value === null) return { key, payload: '<DELETE>' };
  const data = {
    producerId: value.producerId,
    ...(hasPrevious(value, isFlexible) ? { previousProducerId: value.previousProducerId } : {}),
    ...(hasNext(value, isFlexible) ? { nextProducerId: value.nextProducerId } : {}),
    producerEpoch: value.producerEpoch,
    transactionTimeoutMs: value.transactionTimeoutMs,
    transactionStatus: TRANSACTION_STATES.indexOf(value.transactionStatus),
    transactionPartitions: value.transactionStatus === 'Empty' ? null : byTopic(value.transactionPartitions),
    transactionLastUpdateTimestampMs: value.transactionLastUpdateTimestampMs,
    transactionStartTimestampMs: value.transactionStartTimestampMs,
    ...(hasVersion(value, isFlexible) ? { clientTransactionVersion: value.clientTransactionVersion } : {}),
  };
  return { key, payload: JSON.stringify({ version: isFlexible ? '1' : '0', data }) };
}

/** Tagged fields, each left out while it has its default. */
const hasPrevious = ({ previousProducerId }: Value, isFlexible: boolean): boolean => isFlexible && previousProducerId !== -1;
const hasNext = ({ nextProducerId }: Value, isFlexible: boolean): boolean => isFlexible && nextProducerId !== -1;
const hasVersion = ({ clientTransactionVersion }: Value, isFlexible: boolean): boolean => isFlexible && clientTransactionVersion !== 0;

function byTopic(partitions: readonly Tp[]): { readonly topic: string; readonly partitionIds: readonly number[] }[] {
  const topics = [...new Set(partitions.map(topicOf))];
  return topics.map((topic) => ({ topic, partitionIds: partitions.filter((tp) => topicOf(tp) === topic).map(partitionOf) }));
}

/** Two bytes carry the length of a string; a compact one has it in one. */
const text = (value: string): number => 2 + utf8Length(value);
const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);

/** Version, producer id and epoch, timeout, status, and two times. */
const FIXED = 2 + 8 + 2 + 4 + 1 + 8 + 8;

const plainSize = ({ transactionPartitions }: Value): number =>
  FIXED + 4 + sum(byTopic(transactionPartitions).map(({ topic, partitionIds }) => text(topic) + 4 + 4 * partitionIds.length));

function flexibleSize(value: Value): number {
  const topics = byTopic(value.transactionPartitions).map(({ topic, partitionIds }) => 1 + utf8Length(topic) + 1 + 4 * partitionIds.length + 1);
  const ids = [hasPrevious(value, true), hasNext(value, true)].filter(Boolean).length;
  return FIXED + 1 + sum(topics) + 1 + 10 * ids + (hasVersion(value, true) ? 4 : 0);
}
