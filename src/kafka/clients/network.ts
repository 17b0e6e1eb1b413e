/** Requests in flight and connections of one client (NetworkClient, InFlightRequests, ClusterConnectionStates). Connecting costs no messages here. */
import { backoffMs } from '#kafka/clients/backoff.ts';
import { stamped } from '#kafka/protocol/correlation.ts';
import type { Body, Request, Response } from '#kafka/protocol/messages.ts';
import type { NodeName } from '#kafka/protocol/names.ts';
import { type Env, send, setTimer } from '#sim/effect.ts';

export interface InFlight {
  readonly correlation: number;
  readonly node: NodeName;
  readonly connection: string;
  readonly request: Request;
  readonly sentUs: number;
  readonly deadlineUs: number;
  /** What the caller wants to remember: a batch number, a call's try. */
  readonly context: number;
}

interface Connection {
  readonly node: NodeName;
  readonly connection: string;
}

/** Present only for nodes whose connection failed: when they may be tried again. */
interface Blackout {
  readonly node: NodeName;
  readonly connection: string;
  readonly failures: number;
  readonly retryAtUs: number;
}

export interface Network {
  readonly nextCorrelation: number;
  readonly inFlight: readonly InFlight[];
  readonly blackouts: readonly Blackout[];
  /** Connections on which an answer came since they were opened. */
  readonly connected: readonly Connection[];
  /** When the one request timer of this client fires; Infinity when it is not set. */
  readonly armedUs: number;
}

export interface NetworkConfig {
  readonly requestTimeoutMs: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
}

export const emptyNetwork: Network = { nextCorrelation: 1, inFlight: [], blackouts: [], connected: [], armedUs: Number.POSITIVE_INFINITY };

/** The main connection to a broker, and the one that consumers keep to their coordinator (its node id differs in Kafka too). */
export const MAIN = 'main';
export const COORDINATOR = 'coordinator';

/** A time that has passed: the clock starts below zero, so zero will not do. */
export const ALWAYS = Number.NEGATIVE_INFINITY;

export const REQUEST_TIMER = 'request';

function arm(env: Env, deadlineUs: number): void {
  setTimer(env, REQUEST_TIMER, Math.max(0, deadlineUs - env.nowUs), { type: 'RequestTimeoutCheck' });
}

/** Sends a request. One timer watches the earliest deadline of all requests in flight. */
export function request(net: Network, env: Env, to: NodeName, body: Body<Request>, timeoutMs: number, connection = MAIN, context = 0): Network {
  const correlation = net.nextCorrelation;
  const message = stamped<Request>(body, correlation);
  const deadlineUs = env.nowUs + timeoutMs * 1000;
  send(env, to, message, connection);
  const armedUs = Math.min(net.armedUs, deadlineUs);
  if (armedUs < net.armedUs) arm(env, armedUs);
  const entry: InFlight = { correlation, node: to, connection, request: message, sentUs: env.nowUs, deadlineUs, context };
  return { nextCorrelation: correlation + 1, inFlight: [...net.inFlight, entry], blackouts: net.blackouts, connected: net.connected, armedUs };
}

/** A request whose answer nobody waits for (acks=0): it is done when it is written. */
export function requestAndForget(net: Network, env: Env, to: NodeName, body: Body<Request>): Network {
  const correlation = net.nextCorrelation;
  send(env, to, stamped<Request>(body, correlation), MAIN);
  return { nextCorrelation: correlation + 1, inFlight: net.inFlight, blackouts: net.blackouts, connected: net.connected, armedUs: net.armedUs };
}

function isConnected(net: Network, node: NodeName, connection: string): boolean {
  for (const one of net.connected) if (one.node === node && one.connection === connection) return true;
  return false;
}

/** Kafka's default of socket.connection.setup.timeout.ms. */
const CONNECTION_SETUP_TIMEOUT_MS = 10_000;

/**
 * Whether requests may be written to this node (NetworkClient.ready). If not, a connection is opened, unless that is under way or must wait for the
 * reconnect backoff: ApiVersions is asked on it, and its answer or refusal tells. What is to be sent stays with the caller until then.
 */
export function ready(net: Network, config: NetworkConfig, env: Env, node: NodeName): { readonly net: Network; readonly ready: boolean } {
  if (isConnected(net, node, MAIN)) return { net, ready: true };
  if (readyAtUs(net, node) > env.nowUs || inFlightTo(net, node) > 0) return { net, ready: false };
  const timeoutMs = Math.min(config.requestTimeoutMs, CONNECTION_SETUP_TIMEOUT_MS);
  return { net: request(net, env, node, { type: 'ApiVersionsRequest' }, timeoutMs), ready: false };
}

/** Matches a response with its request; undefined for one that was given up. */
export const asked = (net: Network, response: Response): InFlight | undefined => net.inFlight.find((one) => one.correlation === response.correlation);

export function answered(net: Network, entry: InFlight): Network {
  const blackouts = net.blackouts.length === 0 ? net.blackouts : net.blackouts.filter((one) => one.node !== entry.node || one.connection !== entry.connection);
  const connected = isConnected(net, entry.node, entry.connection) ? net.connected : [...net.connected, { node: entry.node, connection: entry.connection }];
  return { nextCorrelation: net.nextCorrelation, inFlight: net.inFlight.filter((one) => one !== entry), blackouts, connected, armedUs: net.armedUs };
}

/** The connection is gone: what was in flight on it has failed, and the node is left alone for the reconnect backoff. */
export function disconnected(
  net: Network,
  config: NetworkConfig,
  nowUs: number,
  node: NodeName,
  connection: string,
): { net: Network; failed: readonly InFlight[] } {
  const isHere = (one: { node: NodeName; connection: string }): boolean => one.node === node && one.connection === connection;
  const failures = (net.blackouts.find(isHere)?.failures ?? 0) + 1;
  const retryAtUs = nowUs + backoffMs(config.reconnectBackoffMs, config.reconnectBackoffMaxMs, failures - 1) * 1000;
  const blackouts = [...net.blackouts.filter((one) => !isHere(one)), { node, connection, failures, retryAtUs }];
  const inFlight = net.inFlight.filter((one) => !isHere(one));
  const connected = net.connected.filter((one) => !isHere(one));
  return { net: { nextCorrelation: net.nextCorrelation, inFlight, blackouts, connected, armedUs: net.armedUs }, failed: net.inFlight.filter(isHere) };
}

/** The request timer fired: every connection with a request past its deadline is closed, which fails all that is in flight on it. */
export function timedOut(net: Network, config: NetworkConfig, env: Env): { net: Network; failed: readonly InFlight[] } {
  let rest: Network = { ...net, armedUs: Number.POSITIVE_INFINITY };
  const failed: InFlight[] = [];
  for (const late of net.inFlight) {
    if (late.deadlineUs > env.nowUs || !rest.inFlight.includes(late)) continue;
    const closed = disconnected(rest, config, env.nowUs, late.node, late.connection);
    rest = closed.net;
    failed.push(...closed.failed);
  }
  if (rest.inFlight.length === 0) return { net: rest, failed };
  const armedUs = rest.inFlight.reduce((earliest, one) => Math.min(earliest, one.deadlineUs), Number.POSITIVE_INFINITY);
  arm(env, armedUs);
  return { net: { ...rest, armedUs }, failed };
}

/** When this node may be talked to again: now or later. */
export function readyAtUs(net: Network, node: NodeName, connection = MAIN): number {
  for (const one of net.blackouts) if (one.node === node && one.connection === connection) return one.retryAtUs;
  return ALWAYS;
}

export function inFlightTo(net: Network, node: NodeName, connection = MAIN): number {
  let count = 0;
  for (const one of net.inFlight) if (one.node === node && one.connection === connection) count++;
  return count;
}

/** A node that refused a connection, and has not answered since, comes after all others. */
const REFUSED = 1_000_000;

/** The node with the fewest requests in flight (NetworkClient.leastLoadedNode); ties go to the first of the list. Undefined while all are backing off. */
export function leastLoaded(net: Network, nodes: readonly NodeName[], nowUs: number): NodeName | undefined {
  let best: NodeName | undefined;
  let bestLoad = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    const readyUs = readyAtUs(net, node);
    if (readyUs > nowUs) continue;
    const load = inFlightTo(net, node) + (readyUs === ALWAYS ? 0 : REFUSED);
    if (load < bestLoad) {
      best = node;
      bestLoad = load;
    }
  }
  return best;
}

/** The earliest moment at which one of the nodes may be tried again. */
export function earliestRetryUs(net: Network, nodes: readonly NodeName[]): number {
  return nodes.reduce((earliest, node) => Math.min(earliest, readyAtUs(net, node)), Number.POSITIVE_INFINITY);
}
