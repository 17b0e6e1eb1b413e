/** The transaction coordinator has answered: the request that waited goes on, for the partitions that may be written. */
import { handleGroup } from '#kafka/broker/coordinate.ts';
import { produceVerified } from '#kafka/broker/produce.ts';
import type { Verification } from '#kafka/broker/state.ts';
import { produceError } from '#kafka/broker/verify.ts';
import { reply, type Work } from '#kafka/broker/work.ts';
import type { ErrorName } from '#kafka/protocol/errors.ts';
import type { Tp } from '#kafka/protocol/names.ts';

export function verified(work: Work, { then, version }: Verification, errors: ReadonlyMap<Tp, ErrorName>): void {
  const { caller, request } = then;
  if (request.type === 'TxnOffsetCommitRequest') {
    const [error] = errors.values();
    if (error === undefined) handleGroup(work, caller, request);
    else reply(work, caller, { type: 'TxnOffsetCommitResponse', offsets: request.offsets.map(({ tp }) => ({ tp, error: offsetsError(error) })) });
    return;
  }
  produceVerified(work, caller, request, new Map([...errors].map(([tp, error]) => [tp, produceError(error, version)])));
}

/** As a group coordinator says it (CoordinatorOperationExceptionHelper). */
function offsetsError(error: ErrorName): ErrorName {
  if (error === 'NETWORK_EXCEPTION') return 'COORDINATOR_LOAD_IN_PROGRESS';
  if (error === 'NOT_COORDINATOR' || error === 'COORDINATOR_NOT_AVAILABLE') return 'COORDINATOR_LOAD_IN_PROGRESS';
  return error === 'PRODUCER_FENCED' ? 'INVALID_PRODUCER_EPOCH' : error;
}
