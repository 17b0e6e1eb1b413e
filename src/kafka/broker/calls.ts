/**
 * Talking to the controller (NodeToControllerChannelManager): one connection for the lifecycle, one for the metadata log, one for ISR
 * changes, one for forwarded requests; each with its own timeout and retry. Which controller is the active one is known from the metadata log's quorum.
 */
import type { Call } from '#kafka/broker/state.ts';
import { alarm, refuse, type Work, without } from '#kafka/broker/work.ts';
import type { Caller } from '#kafka/coordinator/io.ts';
import type { Body, Request } from '#kafka/protocol/messages.ts';
import { brokerName, controllerName, type NodeName } from '#kafka/protocol/names.ts';
import { send, setTimer } from '#sim/effect.ts';

export const HEARTBEAT = 'heartbeat';
export const RAFT = 'raft';
export const ALTER_PARTITION = 'alter-partition';
export const FORWARDING = 'forwarding';
export const CONTROLLED_SHUTDOWN = 'controlled-shutdown';

export const voterName = (id: number): NodeName => controllerName(id - 3000);

/** Whether a node is one of the quorum's controllers. */
export const isController = (work: Work, node: NodeName): boolean => work.observer.voters.some((id) => voterName(id) === node);

export function activeController({ observer, zk }: Work): NodeName | undefined {
  if (zk) return zk.controllerId < 0 ? undefined : brokerName(zk.controllerId);
  return observer.leaderId < 0 ? undefined : voterName(observer.leaderId);
}

/** NodeToControllerChannelManager gives up on a request after this long. */
const RETRY_TIMEOUT_US = 60_000_000;

export interface CallOptions {
  readonly timeoutUs: number;
  readonly caller?: Caller;
  readonly giveUpUs?: number;
  /** Another node than the active controller: any voter can tell who that is. */
  readonly to?: NodeName;
}

/** Without a known controller the request waits until there is one, or its time is up. */
export function call(
  work: Work,
  connection: string,
  request: Body<Request>,
  { timeoutUs, caller, giveUpUs = work.env.nowUs + RETRY_TIMEOUT_US, to = activeController(work) }: CallOptions,
): void {
  const correlation = ++work.correlation;
  const deadlineUs = work.env.nowUs + timeoutUs;
  work.calls = [...work.calls, { connection, to, correlation, deadlineUs, request, caller, giveUpUs }];
  if (to !== undefined) send(work.env, to, { ...request, correlation } as Request, connection);
  alarm(work, deadlineUs);
}

/** The active controller is another one: requests that had none go there now. */
export function controllerChanged(work: Work): void {
  const to = activeController(work);
  if (to === undefined) return;
  work.calls = work.calls.map((one) => {
    if (one.to !== undefined) return one;
    send(work.env, to, { ...one.request, correlation: one.correlation } as Request, one.connection);
    return { ...one, to };
  });
}

/** The controller that a request went to is gone: with other voters about, it waits for their new leader. */
export function awaitController(work: Work, { connection, correlation, deadlineUs, request, caller, giveUpUs }: Call): void {
  work.calls = [...work.calls, { connection, to: undefined, correlation, deadlineUs, request, caller, giveUpUs }];
}

/** Takes the call that a response answers; undefined when nobody waits for it any more. */
export function answered(work: Work, connection: string, correlation: number): Call | undefined {
  const found = work.calls.find((one) => one.correlation === correlation && one.connection === connection);
  if (found) work.calls = without(work.calls, found);
  return found;
}

export const isCalling = (work: Work, connection: string): boolean => work.calls.some((one) => one.connection === connection);

function taken(work: Work, isFailed: (one: Call) => boolean): readonly Call[] {
  if (!work.calls.some(isFailed)) return [];
  const calls = work.calls.filter(isFailed);
  work.calls = work.calls.filter((one) => !isFailed(one));
  return calls;
}

/** Takes the calls of a closed connection, which have failed. */
export const broken = (work: Work, node: NodeName, connection: string): readonly Call[] =>
  taken(work, (one) => one.to === node && one.connection === connection);

/** Takes the calls whose time is up. */
export const timedOut = (work: Work): readonly Call[] => taken(work, (one) => one.deadlineUs <= work.env.nowUs);

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
