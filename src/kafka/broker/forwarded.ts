/** What comes back from the controller for requests that were sent on: to the client that asked, or to ourselves. */
import type { Call } from '#kafka/broker/state.ts';
import { handleTransaction, nextProducerId, parkForProducerId } from '#kafka/broker/transact.ts';
import { reply, type Work } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { AllocateProducerIdsResponse, InitProducerIdRequest, Response } from '#kafka/protocol/messages.ts';

export function handleForwarded(work: Work, call: Call, response: Response): void {
  if (response.type === 'AllocateProducerIdsResponse') return handleProducerIds(work, response);
  if (call.caller) return reply(work, call.caller, withRefused(call.request, response));
  if (call.request.type === 'CreateTopicsRequest') {
    const names = call.request.topics.map(({ name }) => name);
    work.creating = work.creating.filter((name) => !names.includes(name));
  }
}

/** Of one request the controller has judged a part, and we ourselves the rest. */
function withRefused(request: Call['request'], response: Response): Response {
  if (request.type !== 'IncrementalAlterConfigsRequest' || response.type !== 'IncrementalAlterConfigsResponse' || !request.refused) return response;
  return { ...response, resources: [...response.resources, ...request.refused] };
}

/** A producer id for an idempotent producer, or the coordinator's word for a transactional one. */
export function handleInitProducerId(work: Work, caller: Caller, request: InitProducerIdRequest): void {
  const { transactionalId } = request;
  if (transactionalId !== undefined) return handleTransaction(work, caller, { ...request, transactionalId });
  const producerId = nextProducerId(work);
  if (producerId === undefined) return parkForProducerId(work, caller, request);
  reply(work, caller, { type: 'InitProducerIdResponse', error: 'NONE', producerId, producerEpoch: 0 });
}

/** There is a new block of producer ids: whoever waited is served. */
export function serveParked(work: Work): void {
  const parked = work.wantProducerId;
  work.wantProducerId = [];
  for (const { caller, request } of parked) {
    if (request.type === 'EndTxnRequest') handleTransaction(work, caller, request);
    else handleInitProducerId(work, caller, request);
  }
}

function handleProducerIds(work: Work, response: AllocateProducerIdsResponse): void {
  if (response.error === 'NONE') {
    work.producerIds = { next: response.first, end: response.first + response.length };
    return serveParked(work);
  }
  const parked = work.wantProducerId;
  work.wantProducerId = [];
  for (const { caller, request } of parked) {
    const type = request.type === 'EndTxnRequest' ? 'EndTxnResponse' : 'InitProducerIdResponse';
    reply(work, caller, { type, error: 'COORDINATOR_LOAD_IN_PROGRESS', producerId: -1, producerEpoch: -1 });
  }
}
