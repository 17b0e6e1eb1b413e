/** Calls about transactions (KIP-664): who coordinates them, what is open in a partition, and a marker that ends what hangs (AbortTransactionHandler). */
import type { AdminCall, CallResult } from '#kafka/clients/admin/call.ts';
import type { Answer, StagedCall } from '#kafka/clients/admin/client.ts';
import type { Outcome, Stage } from '#kafka/clients/admin/stage.ts';
import { exceptionOf } from '#kafka/clients/exceptions.ts';
import { type ErrorName, isRetriable } from '#kafka/protocol/errors.ts';
import type { MetadataResponse, Response } from '#kafka/protocol/messages.ts';
import { type BrokerId, brokerIdOf, brokerName, NO_LEADER, type Tp, topicOf } from '#kafka/protocol/names.ts';

const CALLS = ['listTransactions', 'describeTransactions', 'describeProducers', 'abortTransaction'] as const;
export type TransactionCall = Extract<AdminCall, { call: (typeof CALLS)[number] }>;

export const isTransactionCall = (call: AdminCall): call is TransactionCall => (CALLS as readonly string[]).includes(call.call);

type Known = ReadonlyMap<string, BrokerId>;

/** What is to be sent now: first whoever coordinates an id or leads a partition is looked up, under the key that `known` has it by. */
export function transactionStage(call: TransactionCall, known: Known, cluster: MetadataResponse): Stage[] {
  switch (call.call) {
    case 'listTransactions':
      return cluster.brokers.map(({ name }) => ({ to: name, body: { type: 'ListTransactionsRequest' } }));
    case 'describeTransactions': {
      const unknown = call.transactionalIds.filter((id) => !known.has(id));
      if (unknown.length > 0) return unknown.map((group) => ({ to: undefined, body: { type: 'FindCoordinatorRequest', group, keyType: 'transaction' } }));
      return call.transactionalIds.map((id) => ({
        to: brokerName(known.get(id) ?? NO_LEADER),
        body: { type: 'DescribeTransactionsRequest', transactionalIds: [id] },
      }));
    }
    case 'describeProducers': {
      if (call.broker !== undefined) return [{ to: brokerName(call.broker), body: { type: 'DescribeProducersRequest', partitions: call.partitions } }];
      return (
        lookUp(call.partitions, known) ??
        byLeader(call.partitions, known).map(([leader, partitions]) => ({ to: brokerName(leader), body: { type: 'DescribeProducersRequest', partitions } }))
      );
    }
    case 'abortTransaction': {
      const { tp, producerId, producerEpoch, coordinatorEpoch } = call;
      const marker = { producerId, producerEpoch, coordinatorEpoch, committed: false, version: 0 as const, partitions: [tp] };
      return lookUp([tp], known) ?? [{ to: brokerName(known.get(tp) ?? NO_LEADER), body: { type: 'WriteTxnMarkersRequest', markers: [marker] } }];
    }
  }
}

function lookUp(partitions: readonly Tp[], known: Known): Stage[] | undefined {
  const unknown = partitions.filter((tp) => !known.has(tp));
  if (unknown.length === 0) return undefined;
  return [{ to: undefined, body: { type: 'MetadataRequest', topics: [...new Set(unknown.map(topicOf))], allowAutoTopicCreation: false } }];
}

function byLeader(partitions: readonly Tp[], known: Known): [BrokerId, Tp[]][] {
  const leaders = new Map<BrokerId, Tp[]>();
  for (const tp of partitions) {
    const leader = known.get(tp) ?? NO_LEADER;
    leaders.set(leader, [...(leaders.get(leader) ?? []), tp]);
  }
  return [...leaders];
}

function responses<T extends Response['type']>(answers: readonly Answer[], type: T): Extract<Response, { type: T }>[] {
  return answers.flatMap(({ response }) => (response.type === type ? [response as Extract<Response, { type: T }>] : []));
}

const RETRY: Outcome = { then: 'retry', forget: false };
const LOOK_AGAIN: Outcome = { then: 'retry', forget: true };
const done = (result: CallResult): Outcome => ({ then: 'done', result });

function failed({ call }: TransactionCall, error: ErrorName, message?: string): Outcome {
  const { exception, message: plain } = exceptionOf(error);
  return done({ call, ok: false, exception, message: message ?? plain });
}

/** What the answers mean. An unknown topic or partition may appear yet, so it is waited for. */
export function transactionOutcome(call: TransactionCall, open: StagedCall): Outcome {
  const { answers } = open;
  const metadata = responses(answers, 'MetadataResponse');
  if (metadata.length > 0) return foundLeaders(call, open, metadata[0]);
  const found = responses(answers, 'FindCoordinatorResponse');
  if (found.length > 0) return foundCoordinators(call, open);
  switch (call.call) {
    case 'listTransactions':
      return listed(call, answers);
    case 'describeTransactions':
      return described(call, answers);
    case 'describeProducers':
      return producers(call, answers);
    case 'abortTransaction':
      return aborted(call, answers);
  }
}

function foundLeaders(call: TransactionCall, { coordinators }: StagedCall, { topics }: MetadataResponse): Outcome {
  const wanted = call.call === 'abortTransaction' ? [call.tp] : call.call === 'describeProducers' ? call.partitions : [];
  const known = new Map(coordinators);
  for (const tp of wanted) {
    const topic = topics.find(({ name }) => name === topicOf(tp));
    const leader = topic?.partitions.find((one) => one.tp === tp)?.leader;
    if (topic !== undefined && topic.error !== 'NONE' && !isRetriable(topic.error)) return failed(call, topic.error);
    if (leader === undefined || leader === NO_LEADER) return RETRY;
    known.set(tp, leader);
  }
  return { then: 'next', coordinators: known };
}

function foundCoordinators(call: TransactionCall, { coordinators, answers }: StagedCall): Outcome {
  const known = new Map(coordinators);
  for (const { request, response } of answers) {
    if (request.type !== 'FindCoordinatorRequest' || response.type !== 'FindCoordinatorResponse') continue;
    if (response.error !== 'NONE') return isRetriable(response.error) ? RETRY : failed(call, response.error);
    known.set(request.group, response.coordinator);
  }
  return { then: 'next', coordinators: known };
}

function listed(call: TransactionCall, answers: readonly Answer[]): Outcome {
  const transactions = [];
  for (const { node, response } of answers) {
    if (response.type !== 'ListTransactionsResponse') continue;
    if (response.error !== 'NONE')
      return isRetriable(response.error)
        ? RETRY
        : failed(call, response.error, `ListTransactions request sent to broker ${brokerIdOf(node)} failed with an unexpected exception`);
    transactions.push(...response.transactions.map((one) => ({ ...one, coordinator: brokerIdOf(node) })));
  }
  return done({ call: 'listTransactions', ok: true, transactions });
}

/** DescribeTransactionsHandler.handleError. An id that is not known is told as such: only the tool knows what that means. */
function described(call: TransactionCall, answers: readonly Answer[]): Outcome {
  const transactions = answers.flatMap(({ node, response }) =>
    response.type === 'DescribeTransactionsResponse' ? response.transactions.map((one) => ({ ...one, coordinator: brokerIdOf(node) })) : [],
  );
  const errors = transactions.map(({ error }) => error).filter((error) => error !== 'NONE' && error !== 'TRANSACTIONAL_ID_NOT_FOUND');
  if (errors.some((error) => error === 'NOT_COORDINATOR' || error === 'COORDINATOR_NOT_AVAILABLE')) return LOOK_AGAIN;
  if (errors.some(isRetriable)) return RETRY;
  return errors.length > 0 ? failed(call, errors[0]) : done({ call: 'describeTransactions', ok: true, transactions });
}

/** DescribeProducersHandler.handlePartitionError: who was asked by name must answer. */
function producers(call: Extract<TransactionCall, { call: 'describeProducers' }>, answers: readonly Answer[]): Outcome {
  const partitions = responses(answers, 'DescribeProducersResponse').flatMap((response) => response.partitions);
  for (const { tp, error } of partitions) {
    if (error === 'NONE') continue;
    if (error === 'UNKNOWN_TOPIC_OR_PARTITION') return RETRY;
    if (error !== 'NOT_LEADER_OR_FOLLOWER') return failed(call, error, `Failed to describe active producers for partition ${tp} due to unexpected error`);
    return call.broker === undefined ? LOOK_AGAIN : failed(call, error, `Failed to describe active producers for partition ${tp} on brokerId ${call.broker}`);
  }
  return done({ call: 'describeProducers', ok: true, partitions });
}

function aborted(call: Extract<TransactionCall, { call: 'abortTransaction' }>, answers: readonly Answer[]): Outcome {
  const error = responses(answers, 'WriteTxnMarkersResponse')[0]?.markers[0]?.partitions[0]?.error ?? 'UNKNOWN_SERVER_ERROR';
  if (error === 'NONE') return done({ call: 'abortTransaction', ok: true });
  if (error === 'NOT_LEADER_OR_FOLLOWER' || error === 'UNKNOWN_TOPIC_OR_PARTITION') return LOOK_AGAIN;
  const spec = specOf(call);
  if (error === 'INVALID_PRODUCER_EPOCH') return failed(call, error, `WriteTxnMarkers request with ${spec} failed due an invalid producer epoch`);
  if (error === 'TRANSACTION_COORDINATOR_FENCED')
    return failed(
      call,
      error,
      `WriteTxnMarkers request with ${spec} failed since the provided coordinator epoch ${call.coordinatorEpoch} has been fenced by the active coordinator`,
    );
  return failed(call, error, `WriteTxnMarkers request with ${spec} failed due to unexpected error: ${exceptionOf(error).message}`);
}

/** AbortTransactionSpec.toString */
export const specOf = ({ tp, producerId, producerEpoch, coordinatorEpoch }: Omit<Extract<TransactionCall, { call: 'abortTransaction' }>, 'call'>): string =>
  `AbortTransactionSpec(topicPartition=${tp}, producerId=${producerId}, producerEpoch=${producerEpoch}, coordinatorEpoch=${coordinatorEpoch})`;
