/** What a KafkaProducer does with an event: answers, lost connections and its own timers. */
import { METADATA_TIMER, refreshFailed } from '#kafka/clients/metadata.ts';
import { answered, asked, type InFlight, REQUEST_TIMER } from '#kafka/clients/network.ts';
import type { Turn } from '#kafka/clients/producer/core.ts';
import { onProduced, onProduceLost } from '#kafka/clients/producer/result.ts';
import { SENDER_TIMER } from '#kafka/clients/producer/sender.ts';
import { initFailed, onProducerId } from '#kafka/clients/producer/sequences.ts';
import {
  onOffsetsAdded,
  onOffsetsCommitted,
  onPartitionsAdded,
  onTransactionalId,
  onTransactionCoordinator,
  onTransactionEnded,
  transactionalRequestLost,
} from '#kafka/clients/producer/txnRequests.ts';
import { lostWith, onMetadata, overdue } from '#kafka/clients/updates.ts';
import type { FindCoordinatorRequest, Response } from '#kafka/protocol/messages.ts';
import type { NodeEvent } from '#sim/event.ts';

/** Takes an event; false when it is not the producer's. The caller runs the sender afterwards. */
export function dispatch(turn: Turn, event: NodeEvent): boolean {
  switch (event.kind) {
    case 'message':
      onResponse(turn, event.payload as Response);
      return true;
    case 'closed':
      onClosed(turn, event.peer, event.connection);
      return true;
    case 'timer':
      return onTimer(turn, event.timer);
    default:
      return false;
  }
}

function onTimer(turn: Turn, timer: string): boolean {
  const { core } = turn;
  if (timer === SENDER_TIMER) core.senderArmedUs = Number.POSITIVE_INFINITY;
  else if (timer === METADATA_TIMER) core.metadataArmedUs = Number.POSITIVE_INFINITY;
  else if (timer === REQUEST_TIMER) onRequestTimeout(turn);
  else return false;
  return true;
}

function onResponse(turn: Turn, response: Response): void {
  const { core, env } = turn;
  const entry = asked(core.net, response);
  if (entry === undefined) return;
  core.net = answered(core.net, entry);
  switch (response.type) {
    case 'ProduceResponse':
      return onProduced(turn, entry, response);
    case 'MetadataResponse':
      return onMetadata(turn, response);
    case 'InitProducerIdResponse':
      return core.txn === undefined ? onProducerId(core, response, env) : onTransactionalId(turn, response);
    case 'FindCoordinatorResponse':
      return onTransactionCoordinator(turn, response, (entry.request as FindCoordinatorRequest).keyType === undefined);
    case 'AddPartitionsToTxnResponse':
      return onPartitionsAdded(turn, response);
    case 'AddOffsetsToTxnResponse':
      return onOffsetsAdded(turn, response.error);
    case 'TxnOffsetCommitResponse':
      return onOffsetsCommitted(turn, response);
    case 'EndTxnResponse':
      return onTransactionEnded(turn, response);
    default:
      return;
  }
}

function onClosed(turn: Turn, peer: string, connection: string): void {
  for (const entry of lostWith(turn, peer, connection)) onLost(turn, entry, 'NETWORK_EXCEPTION');
}

function onRequestTimeout(turn: Turn): void {
  for (const entry of overdue(turn)) onLost(turn, entry, 'REQUEST_TIMED_OUT');
}

function onLost(turn: Turn, entry: InFlight, how: 'REQUEST_TIMED_OUT' | 'NETWORK_EXCEPTION'): void {
  switch (entry.request.type) {
    case 'ProduceRequest':
      return onProduceLost(turn, entry, how);
    case 'MetadataRequest':
      turn.core.metadata = refreshFailed(turn.core.metadata);
      return;
    case 'InitProducerIdRequest':
      return turn.core.txn === undefined ? initFailed(turn.core, turn.env) : transactionalRequestLost(turn, entry.request);
    case 'FindCoordinatorRequest':
    case 'AddPartitionsToTxnRequest':
    case 'AddOffsetsToTxnRequest':
    case 'TxnOffsetCommitRequest':
    case 'EndTxnRequest':
      return transactionalRequestLost(turn, entry.request);
    default:
      return;
  }
}
