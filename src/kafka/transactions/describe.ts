/** What tools ask about transactions (KIP-664): DescribeTransactions and ListTransactions. */
import type { Caller } from '#kafka/coordinator/io.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { DescribedTransaction } from '#kafka/protocol/transactions.ts';
import { shardOf, type Turn, transactionIn } from '#kafka/transactions/shard.ts';

export function describeTransactions(turn: Turn, caller: Caller, transactionalIds: readonly string[]): void {
  turn.io.reply(caller, { type: 'DescribeTransactionsResponse', transactions: transactionalIds.map((one) => describe(turn, one)) });
}

function describe(turn: Turn, transactionalId: string): DescribedTransaction {
  const refused = (error: ErrorName): DescribedTransaction => ({
    transactionalId,
    error,
    state: 'Dead',
    producerId: -1,
    producerEpoch: -1,
    timeoutMs: 0,
    startMs: -1,
    partitions: [],
  });
  const shard = shardOf(turn, transactionalId);
  if (typeof shard === 'string') return refused(shard);
  const transaction = transactionIn(turn, shard.partition, transactionalId);
  if (transaction === undefined || transaction.value === 'Dead') return refused('TRANSACTIONAL_ID_NOT_FOUND');
  const { producerId, producerEpoch, timeoutMs, startMs, partitions } = transaction.data;
  return { transactionalId, error: 'NONE', state: transaction.value, producerId, producerEpoch, timeoutMs, startMs, partitions };
}

export function listTransactions(turn: Turn, caller: Caller): void {
  const shards = [...turn.shards.values()];
  const isLoading = shards.some(({ loading }) => loading !== undefined);
  const transactions = shards.flatMap((shard) =>
    [...shard.transactions.values()]
      .filter(({ value }) => value !== 'Dead')
      .map(({ value, data }) => ({ transactionalId: data.transactionalId, producerId: data.producerId, state: value })),
  );
  turn.io.reply(caller, {
    type: 'ListTransactionsResponse',
    error: isLoading ? 'COORDINATOR_LOAD_IN_PROGRESS' : 'NONE',
    transactions: isLoading ? [] : transactions,
  });
}
