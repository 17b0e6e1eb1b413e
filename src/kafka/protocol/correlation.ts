/** Correlation ids: what a request or response carries so that its sender knows which answer is whose (RequestHeader, ResponseHeader). */
import type { Body, Request, Response } from '#kafka/protocol/messages.ts';

/**
 * The body becomes the message: it was made for it, and a copy of each would cost more than all else that sending does.
 * A body that has been sent before, such as that of a request that is tried again, is copied.
 */
export function stamped<M extends Request | Response>(body: Body<M>, correlation: number): M {
  const message = ('correlation' in body ? { ...body } : body) as unknown as { correlation: number };
  message.correlation = correlation;
  return message as unknown as M;
}
