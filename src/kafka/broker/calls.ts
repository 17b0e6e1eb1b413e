/**
 * Talking to the controller (NodeToControllerChannelManager): one connection for the lifecycle, one for the metadata log, one for ISR
 * changes, one for forwarded requests; each with its own timeout and retry.
 */
import type { Call } from '#kafka/broker/state.ts';
import { alarm, refuse, type Work, without } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { Body, Request } from '#kafka/protocol/messages.ts';
import { controllerName } from '#kafka/protocol/names.ts';
import { send, setTimer } from '#sim/effect.ts';

export const HEARTBEAT = 'heartbeat';
export const RAFT = 'raft';
export const ALTER_PARTITION = 'alter-partition';
export const FORWARDING = 'forwarding';

export const CONTROLLER = controllerName(1);

/** NodeToControllerChannelManager gives up on a request after this long. */
const RETRY_TIMEOUT_US = 60_000_000;

export interface CallOptions {
  readonly timeoutUs: number;
  readonly caller?: Caller;
  readonly giveUpUs?: number;
}

export function call(
  work: Work,
  connection: string,
  request: Body<Request>,
  { timeoutUs, caller, giveUpUs = work.env.nowUs + RETRY_TIMEOUT_US }: CallOptions,
): void {
  const correlation = ++work.correlation;
  const deadlineUs = work.env.nowUs + timeoutUs;
  work.calls = [...work.calls, { connection, correlation, deadlineUs, request, caller, giveUpUs }];
  send(work.env, CONTROLLER, { ...request, correlation } as Request, connection);
  alarm(work, deadlineUs);
}

/** Takes the call that a response answers; undefined when nobody waits for it any more. */
export function answered(work: Work, connection: string, correlation: number): Call | undefined {
  const found = work.calls.find((one) => one.correlation === correlation && one.connection === connection);
  if (found) work.calls = without(work.calls, found);
  return found;
}

export const isCalling = (work: Work, connection: string): boolean => work.calls.some((one) => one.connection === connection);

/** Takes the calls that failed: all of a closed connection, or those whose time is up. */
export function failed(work: Work, connection: string | undefined): readonly Call[] {
  const isFailed = (one: Call): boolean => (connection === undefined ? one.deadlineUs <= work.env.nowUs : one.connection === connection);
  if (!work.calls.some(isFailed)) return [];
  const calls = work.calls.filter(isFailed);
  work.calls = work.calls.filter((one) => !isFailed(one));
  return calls;
}

/** Named after the past fact that a retry backoff is over. */
export interface RetryDue {
  readonly type: 'HeartbeatDue' | 'MetadataFetchDue' | 'AlterPartitionDue';
}

export interface ForwardDue {
  readonly type: 'ForwardDue';
  readonly retry: Call;
}

export function later(work: Work, connection: string, delayUs: number, payload: RetryDue): void {
  setTimer(work.env, connection, delayUs, payload);
}

const FORWARD_BACKOFF_US = 100_000;

/** A forwarded request is tried again until its minute is over; then its client gets no answer but a closed connection. */
export function retryForward(work: Work, retry: Call): void {
  if (work.env.nowUs + FORWARD_BACKOFF_US >= retry.giveUpUs) {
    if (retry.caller) refuse(work, retry.caller);
    return;
  }
  setTimer(work.env, `forward:${retry.correlation}`, FORWARD_BACKOFF_US, { type: 'ForwardDue', retry } satisfies ForwardDue as ForwardDue);
}

export function forwardAgain(work: Work, retry: Call): void {
  call(work, FORWARDING, retry.request, { timeoutUs: work.settings.controllerSocketTimeoutUs, caller: retry.caller, giveUpUs: retry.giveUpUs });
}

/** Sends a client's request on to the controller (Envelope, KIP-590). */
export function forward(work: Work, caller: Caller | undefined, request: Body<Request>): void {
  call(work, FORWARDING, request, { timeoutUs: work.settings.controllerSocketTimeoutUs, caller });
}
