/** Records of __transaction_state (TransactionLog): what is known of each transactional id, as JSON texts, and their replay. */
import type { CoordinatorRecord } from '#kafka/coordinator/io.ts';
import type { StoredRecord } from '#kafka/protocol/record.ts';
import type { TransactionState } from '#kafka/protocol/transactions.ts';
import { newTransaction, type Transaction, type Transit, withTransaction } from '#kafka/transactions/transaction.ts';

export interface TransactionValue {
  readonly producerId: number;
  readonly previousProducerId: number;
  readonly nextProducerId: number;
  readonly producerEpoch: number;
  readonly lastProducerEpoch: number;
  readonly transactionTimeoutMs: number;
  readonly transactionStatus: TransactionState;
  readonly transactionPartitions: readonly string[];
  readonly transactionLastUpdateTimestampMs: number;
  readonly transactionStartTimestampMs: number;
  readonly clientTransactionVersion: 0 | 2;
}

/** An id that expires leaves a tombstone. */
export function transactionRecord({ to, data }: Transit): CoordinatorRecord {
  const key = JSON.stringify({ transactionalId: data.transactionalId });
  if (to === 'Dead') return { key, value: null };
  const value: TransactionValue = {
    producerId: data.producerId,
    previousProducerId: data.prevProducerId,
    nextProducerId: data.nextProducerId,
    producerEpoch: data.producerEpoch,
    lastProducerEpoch: data.lastProducerEpoch,
    transactionTimeoutMs: data.timeoutMs,
    transactionStatus: to,
    transactionPartitions: data.partitions,
    transactionLastUpdateTimestampMs: data.updateMs,
    transactionStartTimestampMs: data.startMs,
    clientTransactionVersion: data.version,
  };
  return { key, value: JSON.stringify(value) };
}

export interface TransactionEntry {
  readonly transactionalId: string;
  /** null: the id has expired. */
  readonly value: TransactionValue | null;
}

const KEY = '{"transactionalId":';

/** undefined when no coordinator has written the record. */
export function readTransactionRecord({ key, value }: StoredRecord): TransactionEntry | undefined {
  if (key === null || !key.startsWith(KEY)) return undefined;
  const { transactionalId } = JSON.parse(key) as { transactionalId: string };
  return { transactionalId, value: value === null ? null : (JSON.parse(value) as TransactionValue) };
}

/** Rebuilds the transactional ids of a partition from its log. */
export function replay(records: readonly StoredRecord[]): ReadonlyMap<string, Transaction> {
  const transactions = new Map<string, Transaction>();
  for (const record of records) {
    const entry = readTransactionRecord(record);
    if (entry?.value === null) transactions.delete(entry.transactionalId);
    else if (entry) transactions.set(entry.transactionalId, transactionOf(entry.transactionalId, entry.value));
  }
  return transactions;
}

function transactionOf(transactionalId: string, value: TransactionValue): Transaction {
  const fresh = newTransaction(transactionalId, value.producerId, value.transactionTimeoutMs, value.transactionLastUpdateTimestampMs);
  const { data } = withTransaction(fresh, {
    prevProducerId: value.previousProducerId,
    nextProducerId: value.nextProducerId,
    producerEpoch: value.producerEpoch,
    lastProducerEpoch: value.lastProducerEpoch,
    partitions: value.transactionPartitions,
    startMs: value.transactionStartTimestampMs,
    version: value.clientTransactionVersion,
  });
  return { value: value.transactionStatus, data };
}
