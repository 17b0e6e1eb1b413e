/** TxnOffsetCommit on its way to the group coordinator, and what a log knows of its producers (KIP-664). */
import { handleGroup } from '#kafka/broker/coordinate.ts';
import { notHere } from '#kafka/broker/leaders.ts';
import { verify } from '#kafka/broker/verify.ts';
import { partitionOfTp, reply, type Work } from '#kafka/broker/work.ts';
import { coordinatorPartition } from '#kafka/coordinator/coordinator.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { hasOngoingTransaction, type ProducerEntry } from '#kafka/log/producers.ts';
import { CONSUMER_OFFSETS, tpOf } from '#kafka/protocol/names.ts';
import type { DescribedProducer, DescribeProducersRequest, TxnOffsetCommitRequest } from '#kafka/protocol/transactions.ts';
import { isLeader } from '#kafka/replication/partition.ts';

/** The group's partition of __consumer_offsets is verified, or added, like any other. */
export function handleTxnOffsetCommit(work: Work, caller: Caller, request: TxnOffsetCommitRequest): void {
  const partitions = work.image.topics.get(CONSUMER_OFFSETS)?.partitions.length ?? 0;
  const tp = tpOf(CONSUMER_OFFSETS, partitions > 0 ? coordinatorPartition(request.group, partitions) : 0);
  const partition = partitionOfTp(work, tp);
  const isOpen = partition !== undefined && hasOngoingTransaction(partition.log.producers, request.producerId, request.producerEpoch);
  if (!work.settings.verifiesTransactions || partition === undefined || !isLeader(partition) || isOpen) return handleGroup(work, caller, request);
  if (verify(work, request, [tp], request.version, { caller, request })) return;
  reply(work, caller, { type: 'TxnOffsetCommitResponse', offsets: request.offsets.map((one) => ({ tp: one.tp, error: 'COORDINATOR_LOAD_IN_PROGRESS' })) });
}

/** Any replica tells (Partition.activeProducerState). */
export function handleDescribeProducers(work: Work, caller: Caller, request: DescribeProducersRequest): void {
  const partitions = request.partitions.map((tp) => {
    const partition = partitionOfTp(work, tp);
    if (!partition) return { tp, error: notHere(work, tp), producers: [] };
    return { tp, error: 'NONE' as const, producers: partition.log.producers.map(described) };
  });
  reply(work, caller, { type: 'DescribeProducersResponse', partitions });
}

const described = (entry: ProducerEntry): DescribedProducer => ({
  producerId: entry.producerId,
  producerEpoch: entry.producerEpoch,
  coordinatorEpoch: entry.coordinatorEpoch,
  lastSequence: entry.batches.at(-1)?.lastSequence ?? -1,
  lastTimestampMs: entry.lastTimestampMs,
  currentTransactionStartOffset: entry.txnFirstOffset,
});
