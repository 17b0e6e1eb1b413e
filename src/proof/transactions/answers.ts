/** How answers move a producer of the search, as txnRequests.ts and result.ts do it for a whole one. */
import { abortable, fatal, moveTo, reset, withManager } from '#kafka/clients/producer/transactions.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import { type ErrorName, isRetriable } from '#kafka/protocol/errors.ts';
import type { Body, Response } from '#kafka/protocol/messages.ts';
import { type Fate, type Producer, type State, withProducer } from '#proof/transactions/state.ts';

export const EXPIRED = { exception: 'TransactionAbortableException', message: '' };

/** Whatever was asked, the connection is closed: it may have been done, or be done later. */
export const lost = (one: Producer): Producer => ({ ...one, asked: 0, manager: withManager(one.manager, { busy: false }) });

export const fated = (one: Producer, fate: Fate): Producer => ({ ...one, fates: [...one.fates.slice(0, -1), fate] });

/** An answer comes to a producer, if it still waits for it. */
export function producerAnswered(state: State, caller: Caller, response: Body<Response>): State {
  const one = state.producers.find(({ name }) => name === caller.node);
  if (one === undefined || one.asked !== caller.correlation) return state;
  return withProducer(state, response.type === 'ProduceResponse' ? onProduced(one, response.results[0].error ?? 'NONE') : onAnswer(one, response));
}

function onProduced(waiting: Producer, error: ErrorName): Producer {
  const one = { ...waiting, asked: 0 };
  if (error === 'NONE') return { ...one, batch: undefined, acked: [...one.acked, one.batch?.batch.records[0].id ?? ''] };
  if (isRetriable(error)) return one;
  const isFatal = error === 'PRODUCER_FENCED' || error === 'INVALID_PRODUCER_ID_MAPPING';
  const manager = isFatal ? fatal(one.manager, EXPIRED) : abortable(one.manager, EXPIRED);
  return { ...one, batch: undefined, manager };
}

function errorOf(response: Body<Response>): ErrorName {
  if (response.type === 'AddPartitionsToTxnResponse') return response.results[0].error;
  return response.type === 'InitProducerIdResponse' || response.type === 'EndTxnResponse' ? response.error : 'NONE';
}

function onAnswer(waiting: Producer, response: Body<Response>): Producer {
  const one = lost(waiting);
  const error = errorOf(response);
  if (error !== 'NONE') return refused(one, error);
  switch (response.type) {
    case 'InitProducerIdResponse': {
      const manager = moveTo(one.manager, 'READY', { needsBump: false, error: undefined });
      return identified({ ...one, manager }, response.producerId, response.producerEpoch);
    }
    case 'AddPartitionsToTxnResponse': {
      const done = response.results.map(({ tp }) => tp);
      const { adding, partitions } = one.manager.data;
      const manager = withManager(one.manager, { adding: adding.filter((tp) => !done.includes(tp)), partitions: [...partitions, ...done], started: true });
      return { ...one, manager };
    }
    case 'EndTxnResponse':
      return ended(response.producerId >= 0 ? identified(one, response.producerId, response.producerEpoch) : one);
    default:
      return one;
  }
}

function refused(one: Producer, error: ErrorName): Producer {
  if (isRetriable(error)) return one;
  if (error === 'TRANSACTION_ABORTABLE' && one.manager.value !== 'ABORTING_TRANSACTION')
    return { ...one, batch: undefined, manager: abortable(one.manager, EXPIRED) };
  return { ...one, batch: undefined, manager: fatal(one.manager, { exception: error, message: '' }) };
}

const identified = (one: Producer, producerId: number, producerEpoch: number): Producer => ({
  ...one,
  producerId,
  producerEpoch,
  sequences: one.sequences.map(() => 0),
});

function ended(one: Producer): Producer {
  const committed = one.manager.value === 'COMMITTING_TRANSACTION';
  return fated({ ...one, manager: reset(one.manager) }, committed ? 'committed' : 'aborted');
}
