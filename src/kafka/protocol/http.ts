/** HTTP as Kafka's neighbours speak it (Connect's REST interface, lag monitors): one request and one answer, without headers. */
import type { Payload } from '#sim/event.ts';

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

export interface HttpRequest extends Payload {
  readonly type: 'HttpRequest';
  readonly correlation: number;
  readonly method: HttpMethod;
  /** Path and query: `/v3/kafka`. */
  readonly url: string;
  readonly body: string | undefined;
}

export interface HttpResponse extends Payload {
  readonly type: 'HttpResponse';
  readonly correlation: number;
  readonly status: number;
  readonly body: string;
}
