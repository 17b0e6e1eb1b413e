/** The admin client (KafkaAdminClient): one call at a time, over the network, with metadata, coordinator look-ups, retries and Kafka's timeouts. */
import type { AdminCall, CallResult } from '#kafka/clients/admin/call.ts';
import {
  bodyOf,
  type Driver,
  expired,
  isPartitionCall,
  LOOK_UP,
  newDriver,
  type PartitionCall,
  lost as partitionsLost,
  postponed,
  responded,
  resultOf,
  type Scope,
  sent,
  triesOf,
  waiting,
} from '#kafka/clients/admin/driver.ts';
import { finishCall, REQUEST_TIMEOUT_MS, stageOf } from '#kafka/clients/admin/stage.ts';
import { callName, cancelled, timedOutAt, timeoutMessage } from '#kafka/clients/admin/timeout.ts';
import { backoffMs } from '#kafka/clients/backoff.ts';
import type { MetadataConfig } from '#kafka/clients/metadata.ts';
import {
  ALWAYS,
  answered,
  asked,
  disconnected,
  earliestRetryUs,
  emptyNetwork,
  type InFlight,
  leastLoaded,
  type Network,
  type NetworkConfig,
  REQUEST_TIMER,
  readyAtUs,
  request,
  timedOut,
} from '#kafka/clients/network.ts';
import type { Draft } from '#kafka/clients/producer/core.ts';
import type { MetadataResponse, Request, Response } from '#kafka/protocol/messages.ts';
import { type BrokerId, brokerName, type NodeName } from '#kafka/protocol/names.ts';
import type { Config } from '#kafka/spec.ts';
import { cancelTimer, type Env, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

export interface AdminSettings extends NetworkConfig, Pick<MetadataConfig, 'retryBackoffMs' | 'retryBackoffMaxMs'> {
  readonly defaultApiTimeoutMs: number;
}

export function adminSettings(config: Config): AdminSettings {
  const number = (name: string, fallback: number): number => Number(config[name] ?? fallback);
  return {
    defaultApiTimeoutMs: number('default.api.timeout.ms', 60_000),
    requestTimeoutMs: number('request.timeout.ms', 30_000),
    reconnectBackoffMs: number('reconnect.backoff.ms', 50),
    reconnectBackoffMaxMs: number('reconnect.backoff.max.ms', 1000),
    retryBackoffMs: number('retry.backoff.ms', 100),
    retryBackoffMaxMs: number('retry.backoff.max.ms', 1000),
  };
}

/** An answer of the call's present stage. */
export interface Answer {
  readonly node: NodeName;
  readonly request: Request;
  readonly response: Response;
}

/** The call that is being made: stage by stage, or partition by partition. */
export type OpenCall = StagedCall | DrivenCall;

export interface DrivenCall {
  readonly call: PartitionCall;
  readonly deadlineUs: number;
  readonly driver: Driver;
}

export interface StagedCall {
  readonly call: Exclude<AdminCall, PartitionCall>;
  readonly deadlineUs: number;
  readonly driver: undefined;
  readonly tries: number;
  readonly retryAtUs: number;
  /** Found by earlier stages; dropped when an answer says that they are wrong. */
  readonly coordinators: ReadonlyMap<string, BrokerId>;
  /** Answers of the last stage, once complete. */
  readonly answers: readonly Answer[];
  readonly expected: number;
}

export interface AdminCore {
  readonly settings: AdminSettings;
  readonly bootstrap: readonly NodeName[];
  readonly net: Network;
  /** The cluster as far as it is known: which brokers there are. */
  readonly cluster: MetadataResponse | undefined;
  readonly open: OpenCall | undefined;
  readonly armedUs: number;
}

export interface AdminTurn {
  readonly core: Draft<AdminCore>;
  readonly env: Env;
  result: CallResult | undefined;
  /** Nodes that refused a connection, for the log. */
  readonly refused: NodeName[];
}

export const ADMIN_TIMER = 'admin';

export const newAdmin = (settings: AdminSettings, bootstrap: readonly NodeName[]): AdminCore => ({
  settings,
  bootstrap,
  net: emptyNetwork,
  cluster: undefined,
  open: undefined,
  armedUs: Number.POSITIVE_INFINITY,
});

export function startCall(turn: AdminTurn, call: AdminCall): void {
  const { core, env } = turn;
  const deadlineUs = env.nowUs + core.settings.defaultApiTimeoutMs * 1000;
  core.open = isPartitionCall(call)
    ? { call, deadlineUs, driver: newDriver(call) }
    : { call, deadlineUs, driver: undefined, tries: 0, retryAtUs: ALWAYS, coordinators: new Map(), answers: [], expected: 0 };
  proceed(turn);
}

/** Takes an event of the network or of a timer, and goes on with the call. */
export function adminEvent(turn: AdminTurn, event: NodeEvent): void {
  const { core, env } = turn;
  if (event.kind === 'message') onResponse(turn, event.payload as Response);
  else if (event.kind === 'closed') {
    const closed = disconnected(core.net, core.settings, env.nowUs, event.peer, event.connection);
    core.net = closed.net;
    turn.refused.push(event.peer);
    for (const entry of closed.failed) lost(turn, entry);
  } else if (event.kind === 'timer' && event.timer === REQUEST_TIMER) {
    const late = timedOut(core.net, core.settings, env);
    core.net = late.net;
    for (const entry of late.failed) lost(turn, entry);
  } else if (event.kind === 'timer' && event.timer === ADMIN_TIMER) core.armedUs = Number.POSITIVE_INFINITY;
  proceed(turn);
}

/** How requests are told apart: the cluster's metadata, one of the call's stage, or one of a scope of its driver. */
const CLUSTER = 0;
const STAGE = 1;
const FIRST_SCOPE = 2 - LOOK_UP;
const contextOf = (scope: Scope): number => FIRST_SCOPE + scope;
const scopeOf = ({ context }: InFlight): Scope | undefined => (context < contextOf(LOOK_UP) ? undefined : context - FIRST_SCOPE);

function onResponse(turn: AdminTurn, response: Response): void {
  const { core } = turn;
  const entry = asked(core.net, response);
  if (entry === undefined) return;
  core.net = answered(core.net, entry);
  if (entry.context === CLUSTER && response.type === 'MetadataResponse') {
    if (response.brokers.length > 0) core.cluster = response;
    return;
  }
  const { open } = core;
  const scope = scopeOf(entry);
  if (open?.driver !== undefined && scope !== undefined)
    core.open = driven(open, responded(open.call, open.driver, scope, response, nextTryUs(turn, open, scope)));
  if (open === undefined || open.driver !== undefined || open.expected === 0) return;
  core.open = { ...open, answers: [...open.answers, { node: entry.node, request: entry.request, response }] };
}

const driven = ({ call, deadlineUs }: DrivenCall, driver: Driver): DrivenCall => ({ call, deadlineUs, driver });

/** RequestState.clearInflightAndBackoff. Kafka looks leaders up again without a pause, which would be nothing but noise here. */
function nextTryUs({ core, env }: AdminTurn, { driver }: DrivenCall, scope: Scope): number {
  const { retryBackoffMs, retryBackoffMaxMs } = core.settings;
  return env.nowUs + backoffMs(retryBackoffMs, retryBackoffMaxMs, triesOf(driver, scope) - 1) * 1000;
}

/** A node went away: the cluster is looked at again, and the call is tried again while there is time. */
function lost(turn: AdminTurn, entry: InFlight): void {
  const { core, env } = turn;
  const { open } = core;
  const scope = scopeOf(entry);
  if (open?.driver !== undefined && scope !== undefined) {
    core.cluster = undefined;
    core.open = driven(open, partitionsLost(open.call, open.driver, scope, nextTryUs(turn, open, scope)));
  }
  if (open?.driver !== undefined) return;
  const waits = entry.context === STAGE && open !== undefined && open.expected > 0;
  if (waits && env.nowUs >= open.deadlineUs) expire(turn, open, entry);
  core.cluster = undefined;
  if (waits && core.open !== undefined) retry(turn, true);
}

/** default.api.timeout.ms is over: the connection that a call still waits on is closed, which is the cause of its failure. */
function expire(turn: AdminTurn, open: StagedCall, waitsFor: InFlight | undefined): void {
  const failure = { call: open.call.call, ok: false, exception: 'TimeoutException', message: timeoutMessage(turn.core, open, turn.env) } as const;
  end(turn, waitsFor === undefined ? failure : { ...failure, cause: cancelled(callName(open, turn.core.cluster), waitsFor) });
}

function retry({ core, env }: AdminTurn, forget: boolean): void {
  const { open } = core;
  if (open === undefined || open.driver !== undefined) return;
  const retryAtUs = env.nowUs + backoffMs(core.settings.retryBackoffMs, core.settings.retryBackoffMaxMs, open.tries) * 1000;
  const coordinators = forget ? new Map<string, BrokerId>() : open.coordinators;
  const { call, deadlineUs } = open;
  core.open = { call, deadlineUs, driver: undefined, tries: open.tries + 1, retryAtUs, coordinators, answers: [], expected: 0 };
}

function proceed(turn: AdminTurn): void {
  const { core, env } = turn;
  while (core.open !== undefined && turn.result === undefined) {
    if (core.open.driver !== undefined) {
      if (!drive(turn, core.open)) break;
    } else if (env.nowUs >= core.open.deadlineUs) {
      const waits = core.open.expected > 0;
      expire(turn, core.open, waits ? core.net.inFlight.find(({ context }) => context === STAGE) : undefined);
    } else if (core.open.retryAtUs > env.nowUs) break;
    else if (core.open.expected > 0) {
      if (core.open.answers.length < core.open.expected) break;
      settle(turn, core.open);
    } else if (!ask(turn, core.open)) break;
  }
  arm(turn);
}

/** All answers of a stage are in. */
function settle(turn: AdminTurn, open: StagedCall): void {
  const outcome = finishCall(open);
  if (outcome.then === 'done') end(turn, outcome.result);
  else if (outcome.then === 'retry') retry(turn, outcome.forget);
  else turn.core.open = { ...open, coordinators: outcome.coordinators, answers: [], expected: 0 };
}

function end(turn: AdminTurn, result: CallResult): void {
  turn.core.open = undefined;
  turn.result = result;
}

/** Sends what a driver has to ask; true once every partition has its result. */
function drive(turn: AdminTurn, open: DrivenCall): boolean {
  const { core, env } = turn;
  let { driver } = open;
  if (env.nowUs >= open.deadlineUs) driver = expired(driver, (scope) => ({ exception: 'TimeoutException', message: timedOutAt(core, open, scope, env) }));
  if (driver.standing.size === 0) {
    end(turn, resultOf(open.call, driver));
    return true;
  }
  const timeoutMs = timeLeftMs(core, open, env);
  for (const { scope, tps, atUs } of waiting(driver)) {
    if (atUs > env.nowUs) continue;
    if (core.cluster === undefined) break;
    const names = core.cluster.brokers.map(({ name }) => name);
    const node = scope === LOOK_UP ? leastLoaded(core.net, names, env.nowUs) : names.find((name) => name === brokerName(scope));
    if (node === undefined) {
      core.cluster = undefined;
      driver = postponed(driver, scope, env.nowUs + core.settings.retryBackoffMaxMs * 1000);
    } else if (readyAtUs(core.net, node) > env.nowUs) driver = postponed(driver, scope, readyAtUs(core.net, node));
    else {
      core.net = request(core.net, env, node, bodyOf(open.call, scope, tps, REQUEST_TIMEOUT_MS), timeoutMs, 'main', contextOf(scope));
      driver = sent(driver, scope, tps);
    }
    core.open = driven(open, driver);
  }
  return core.cluster === undefined ? askCluster(turn) : false;
}

const timeLeftMs = ({ settings }: AdminCore, { deadlineUs }: OpenCall, { nowUs }: Env): number =>
  Math.min(settings.requestTimeoutMs, Math.max(1, Math.ceil((deadlineUs - nowUs) / 1000)));

/** Sends the requests of the next stage; false while no node can be asked. */
function ask(turn: AdminTurn, open: StagedCall): boolean {
  const { core, env } = turn;
  if (core.cluster === undefined) return askCluster(turn);
  const stage = stageOf(open, core.cluster);
  const known = core.cluster.brokers;
  if (stage.some(({ to }) => to !== undefined && !known.some(({ name }) => name === to))) return awaitNode(turn, open);
  const least = leastLoaded(
    core.net,
    core.cluster.brokers.map(({ name }) => name),
    env.nowUs,
  );
  const targets = stage.map((one) => ({ node: one.to ?? least, body: one.body }));
  if (targets.some(({ node }) => node === undefined || readyAtUs(core.net, node) > env.nowUs)) {
    core.cluster = undefined;
    return askCluster(turn);
  }
  if (stage.length === 0) {
    settle(turn, { ...open, answers: [] });
    return true;
  }
  core.open = { ...open, answers: [], expected: stage.length };
  const timeoutMs = timeLeftMs(core, open, env);
  for (const { node, body } of targets) core.net = request(core.net, env, node as NodeName, body, timeoutMs, 'main', STAGE);
  return true;
}

/** ConstantNodeIdProvider: a call for a broker that the metadata does not name waits for it to appear. */
function awaitNode({ core, env }: AdminTurn, open: StagedCall): boolean {
  core.cluster = undefined;
  core.open = { ...open, retryAtUs: env.nowUs + core.settings.retryBackoffMaxMs * 1000 };
  return false;
}

/** AdminMetadataManager: before a call gets a node, some bootstrap server must have told which nodes there are. */
function askCluster({ core, env }: AdminTurn): boolean {
  if (core.net.inFlight.some(({ context }) => context === CLUSTER)) return false;
  const node = leastLoaded(core.net, core.bootstrap, env.nowUs);
  if (node !== undefined)
    core.net = request(
      core.net,
      env,
      node,
      { type: 'MetadataRequest', topics: [], allowAutoTopicCreation: false },
      core.settings.requestTimeoutMs,
      'main',
      CLUSTER,
    );
  return false;
}

/** One timer for the next retry, reconnect or the deadline. */
function arm({ core, env }: AdminTurn): void {
  const atUs = nextUs(core, env.nowUs);
  if (atUs === core.armedUs) return;
  if (atUs === Number.POSITIVE_INFINITY) cancelTimer(env, ADMIN_TIMER);
  else
    setTimer(env, ADMIN_TIMER, Math.max(0, atUs - env.nowUs), {
      type: core.open !== undefined && atUs === core.open.deadlineUs ? 'ApiTimeoutExpired' : 'RetryBackoffExpired',
    });
  core.armedUs = atUs;
}

function nextUs(core: AdminCore, nowUs: number): number {
  const { open } = core;
  if (open === undefined) return Number.POSITIVE_INFINITY;
  let atUs = open.deadlineUs;
  if (open.driver !== undefined) return Math.min(atUs, nextScopeUs(core, open.driver, nowUs));
  if (open.retryAtUs > nowUs) atUs = Math.min(atUs, open.retryAtUs);
  else if (open.expected === 0 && core.net.inFlight.length === 0) atUs = Math.min(atUs, Math.max(nowUs + 1, earliestRetryUs(core.net, core.bootstrap)));
  return atUs;
}

/** What is due and was not sent waits for metadata, and that for a bootstrap server. */
function nextScopeUs({ net, cluster, bootstrap }: AdminCore, driver: Driver, nowUs: number): number {
  const dues = waiting(driver).map(({ atUs }) => atUs);
  const later = dues.filter((atUs) => atUs > nowUs);
  const isIdle = cluster === undefined && dues.length > later.length && !net.inFlight.some(({ context }) => context === CLUSTER);
  return Math.min(...later, isIdle ? Math.max(nowUs + 1, earliestRetryUs(net, bootstrap)) : Number.POSITIVE_INFINITY);
}
