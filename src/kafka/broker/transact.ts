/** Hosting the transaction coordinator: it lives on the leaders of __transaction_state, and all that it does to the world goes through this desk. */
import { appendToLeader } from '#kafka/broker/append.ts';
import { forward } from '#kafka/broker/calls.ts';
import { batchOf } from '#kafka/broker/coordinate.ts';
import { partitionAt, reply, type Work } from '#kafka/broker/work.ts';
import { wantProducerIds } from '#kafka/broker/zookeeper/producerIds.ts';
import type { Caller, CoordinatorRecord } from '#kafka/coordinator/io.ts';
import { isFenced } from '#kafka/metadata/image.ts';
import type { InitProducerIdRequest, Request } from '#kafka/protocol/messages.ts';
import { brokerName, CONSUMER_OFFSETS, NO_LEADER, type NodeName, partitionOf, type Tp, TRANSACTION_STATE, topicOf, tpOf } from '#kafka/protocol/names.ts';
import type { EndTxnRequest, WriteTxnMarkersResponse } from '#kafka/protocol/transactions.ts';
import { leaderEpochOf, type Partition } from '#kafka/replication/partition.ts';
import {
  type CoordinatedRequest,
  coordinatorPartition,
  handleMarkersAnswer,
  handleTransactionRequest,
  highWatermarkAdvanced,
  markersConnectionLost,
  partitionElected,
  partitionResigned,
  type TransactionCoordinatorState,
  type TransactionTimer,
  transactionTimer,
} from '#kafka/transactions/coordinator.ts';
import type { TransactionIo } from '#kafka/transactions/io.ts';
import { send } from '#sim/effect.ts';
import { viewSlice } from '#sim/view.ts';

/** The connection on which markers go to leaders of partitions. */
export const MARKERS = 'txn-markers';

const partitionCount = (work: Work, topic: string): number => work.image.topics.get(topic)?.partitions.length ?? 0;

/** Who leads a partition as far as this broker knows. */
export function leaderOf(work: Work, tp: Tp): NodeName | 'none' | 'gone' {
  const registration = work.image.topics.get(topicOf(tp))?.partitions[partitionOf(tp)];
  if (registration === undefined) return 'gone';
  return registration.leader === NO_LEADER || isFenced(work.image, registration.leader) ? 'none' : brokerName(registration.leader);
}

/** The coordinator of a transactional id, if it is known and up. */
export function coordinatorOf(work: Work, transactionalId: string): NodeName | undefined {
  const partitions = partitionCount(work, TRANSACTION_STATE);
  if (partitions === 0) return undefined;
  const leader = leaderOf(work, tpOf(TRANSACTION_STATE, coordinatorPartition(transactionalId, partitions)));
  return leader === 'none' || leader === 'gone' ? undefined : leader;
}

function ioOf(work: Work): TransactionIo {
  return {
    env: work.env,
    config: work.config,
    version: work.settings.transactionVersion,
    reply: (caller, response) => reply(work, caller, response),
    append: (partition, records) => appendRecords(work, partition, records),
    partitionCount: () => partitionCount(work, TRANSACTION_STATE),
    leaderOf: (tp) => leaderOf(work, tp),
    sendMarkers: (to, request) => {
      const correlation = ++work.correlation;
      send(work.env, to, { ...request, correlation } as Request, MARKERS);
      return correlation;
    },
    nextProducerId: () => nextProducerId(work),
    park: (caller, request) => parkForProducerId(work, caller, request),
  };
}

function appendRecords(work: Work, partition: number, records: readonly CoordinatorRecord[]): ReturnType<TransactionIo['append']> {
  const i = work.index.get(tpOf(TRANSACTION_STATE, partition));
  const { error, lastOffset } = appendToLeader(work, i, batchOf(work, i, records), -1, work.name);
  return { error, lastOffset };
}

/** From the block that the controller gave to this broker (RPCProducerIdManager, KIP-730). */
export function nextProducerId(work: Work): number | undefined {
  const { next, end } = work.producerIds;
  if (next >= end) return undefined;
  work.producerIds = { next: next + 1, end };
  return next;
}

/** The request waits until there is a new block. */
export function parkForProducerId(work: Work, caller: Caller, request: InitProducerIdRequest | EndTxnRequest): void {
  if (work.wantProducerId.length === 0 && work.zk) wantProducerIds(work);
  else if (work.wantProducerId.length === 0) forward(work, undefined, { type: 'AllocateProducerIdsRequest', broker: work.id });
  work.wantProducerId = [...work.wantProducerId, { caller, request }];
}

function transact(work: Work, step: (state: TransactionCoordinatorState, io: TransactionIo) => TransactionCoordinatorState): void {
  const coordinator = step(work.transactions.coordinator, ioOf(work));
  if (coordinator !== work.transactions.coordinator) work.transactions = { ...work.transactions, coordinator };
}

export const handleTransaction = (work: Work, caller: Caller, request: CoordinatedRequest): void =>
  transact(work, (state, io) => handleTransactionRequest(state, io, caller, request, partitionCount(work, CONSUMER_OFFSETS)));

export const transactionTimeout = (work: Work, timer: TransactionTimer): void => transact(work, (state, io) => transactionTimer(state, io, timer));

export const markersWritten = (work: Work, from: NodeName, response: WriteTxnMarkersResponse): void =>
  transact(work, (state, io) => handleMarkersAnswer(state, io, from, response));

export const markersFailed = (work: Work, to: NodeName): void => transact(work, (state, io) => markersConnectionLost(state, io, to));

/** We lead this partition of __transaction_state in a new epoch: what its log holds is loaded. */
export function transactionsElected(work: Work, i: number): void {
  const partition = partitionAt(work, i);
  const records = viewSlice(partition.log.records, 0, partition.log.records.length);
  transact(work, (state, io) => partitionElected(state, io, partitionOf(partition.tp), leaderEpochOf(partition), records));
}

export const transactionsResigned = (work: Work, { tp }: Partition): void => transact(work, (state, io) => partitionResigned(state, io, partitionOf(tp)));

export const transactionsCommitted = (work: Work, { tp, highWatermark }: Partition): void =>
  transact(work, (state, io) => highWatermarkAdvanced(state, io, partitionOf(tp), highWatermark));
