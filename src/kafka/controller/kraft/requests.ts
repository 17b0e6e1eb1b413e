/** One request at a time to each voter, with its timeout and the backoff after a failure (RequestManager). */
import { type Desk, isOnlyVoter } from '#kafka/controller/kraft/state.ts';
import type { Body, Request } from '#kafka/protocol/messages.ts';
import { controllerName, type NodeName } from '#kafka/protocol/names.ts';
import { cancelTimer, send, setTimer } from '#sim/effect.ts';

/** The state of the connection to one voter. A voter without one is ready and has not failed lately. */
export interface Connection {
  readonly to: number;
  readonly state: 'awaiting' | 'backing-off' | 'ready';
  /** Of the request that is awaited. */
  readonly correlation: number;
  readonly asked: Request['type'];
  /** Failures in a row. */
  readonly failures: number;
  /** Nobody is there: not ready in any role. */
  readonly refused: boolean;
}

/** Name of the connection between two voters. */
export const QUORUM = 'quorum';

export const voterName = (id: number): NodeName => controllerName(id - 3000);

export const othersOf = (desk: Pick<Desk, 'voters' | 'id'>): readonly number[] => desk.voters.filter((id) => id !== desk.id);

const of = (desk: Desk, to: number): Connection | undefined => desk.raft.connections.find((one) => one.to === to);

export const isReady = (desk: Desk, to: number): boolean => (of(desk, to)?.state ?? 'ready') === 'ready';
export const isBackingOff = (desk: Desk, to: number): boolean => of(desk, to)?.state === 'backing-off';
export const hasInflight = (desk: Desk): boolean => desk.raft.connections.some(({ state }) => state === 'awaiting');

function put(desk: Desk, to: number, connection: Connection | undefined): void {
  const others = desk.raft.connections.filter((one) => one.to !== to);
  desk.raft = { ...desk.raft, connections: connection ? [...others, connection] : others };
}

const timerOf = (to: number): string => `quorum-${to}`;

export interface QuorumRequestDue {
  readonly type: 'QuorumRequestTimedOut' | 'QuorumRetryDue';
  readonly to: number;
}

/** Sends when the voter is ready for it; else later, when its connection is. */
export function ask(desk: Desk, to: number, request: Body<Request>): void {
  if (isOnlyVoter(desk) || !isReady(desk, to)) return;
  const correlation = desk.raft.correlation + 1;
  const failures = of(desk, to)?.failures ?? 0;
  desk.raft = { ...desk.raft, correlation };
  put(desk, to, { to, state: 'awaiting', correlation, asked: request.type, failures, refused: false });
  send(desk.env, voterName(to), { ...request, correlation } as Request, QUORUM);
  setTimer(desk.env, timerOf(to), desk.settings.requestTimeoutUs, { type: 'QuorumRequestTimedOut', to } satisfies QuorumRequestDue as QuorumRequestDue);
}

/** True when this answer is awaited; the voter is then ready for the next request. */
export function isAwaited(desk: Desk, from: number, correlation: number): boolean {
  const known = of(desk, from);
  if (known?.state !== 'awaiting' || known.correlation !== correlation) return false;
  put(desk, from, known.failures > 0 ? { ...known, state: 'ready' } : undefined);
  cancelTimer(desk.env, timerOf(from));
  return true;
}

/** What a voter said was of use: its failures are forgotten. */
export const succeeded = (desk: Desk, from: number): void => {
  if (of(desk, from)?.state === 'ready') put(desk, from, undefined);
};

/** Reconnect backoff of the Raft channel, doubling. */
const FIRST_BACKOFF_US = 50_000;
const MAX_BACKOFF_US = 500_000;

/** The connection was refused or broke, or the voter could not help: it is left alone for a while. */
export function backOff(desk: Desk, to: number, refused = false): void {
  const known = of(desk, to);
  const failures = (known?.failures ?? 0) + 1;
  put(desk, to, { to, state: 'backing-off', correlation: -1, asked: known?.asked ?? 'FetchRequest', failures, refused });
  const delayUs = Math.max(desk.settings.retryBackoffUs, Math.min(FIRST_BACKOFF_US * 2 ** Math.min(failures - 1, 10), MAX_BACKOFF_US));
  setTimer(desk.env, timerOf(to), delayUs, { type: 'QuorumRetryDue', to } satisfies QuorumRequestDue as QuorumRequestDue);
}

/** Its timeout or its backoff is over: the voter may be asked again. Returns what had been asked and not answered. */
export function becameReady(desk: Desk, to: number): Request['type'] | undefined {
  const known = of(desk, to);
  if (!known) return undefined;
  put(desk, to, { ...known, state: 'ready' });
  return known.state === 'awaiting' ? known.asked : undefined;
}

/** The connection is gone: true when a request was lost with it. */
export function broke(desk: Desk, to: number): boolean {
  if (of(desk, to)?.state !== 'awaiting') return false;
  backOff(desk, to, true);
  return true;
}

/** In another role other requests are due: what is in flight counts no more (resetConnections). A voter that cannot be reached stays so. */
export function resetConnections(desk: Desk): void {
  for (const { to, refused } of desk.raft.connections) if (!refused) cancelTimer(desk.env, timerOf(to));
  desk.raft = { ...desk.raft, connections: desk.raft.connections.filter(({ refused }) => refused) };
}
