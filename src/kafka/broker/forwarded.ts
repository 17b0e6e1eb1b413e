/** What comes back from the controller for requests that were sent on: to the client that asked, or to ourselves. */
import { forward } from '#kafka/broker/calls.ts';
import type { Call } from '#kafka/broker/state.ts';
import { reply, type Work } from '#kafka/broker/work.ts';
import { wantProducerIds } from '#kafka/broker/zookeeper/producerIds.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { AllocateProducerIdsResponse, Response } from '#kafka/protocol/messages.ts';

export function handleForwarded(work: Work, call: Call, response: Response): void {
  if (response.type === 'AllocateProducerIdsResponse') return handleProducerIds(work, response);
  if (call.caller) return reply(work, call.caller, response);
  if (call.request.type === 'CreateTopicsRequest') {
    const names = call.request.topics.map(({ name }) => name);
    work.creating = work.creating.filter((name) => !names.includes(name));
  }
}

/** A producer id for an idempotent producer, from the block that the controller gave to this broker (RPCProducerIdManager, KIP-730). */
export function handleInitProducerId(work: Work, caller: Caller): void {
  const { next, end } = work.producerIds;
  if (next < end) {
    work.producerIds = { next: next + 1, end };
    return reply(work, caller, { type: 'InitProducerIdResponse', error: 'NONE', producerId: next, producerEpoch: 0 });
  }
  if (work.wantProducerId.length === 0 && work.zk) wantProducerIds(work);
  else if (work.wantProducerId.length === 0) forward(work, undefined, { type: 'AllocateProducerIdsRequest', broker: work.id });
  work.wantProducerId = [...work.wantProducerId, caller];
}

function handleProducerIds(work: Work, response: AllocateProducerIdsResponse): void {
  const callers = work.wantProducerId;
  work.wantProducerId = [];
  if (response.error === 'NONE') work.producerIds = { next: response.first, end: response.first + response.length };
  for (const caller of callers) {
    if (response.error === 'NONE') handleInitProducerId(work, caller);
    else reply(work, caller, { type: 'InitProducerIdResponse', error: 'COORDINATOR_LOAD_IN_PROGRESS', producerId: -1, producerEpoch: -1 });
  }
}
