/** The admin client (KafkaAdminClient): one call at a time, over the network, with metadata, coordinator look-ups, retries and Kafka's timeouts. */
import type { AdminCall, CallResult } from '#kafka/clients/admin/call.ts';
import { finishCall, stageOf } from '#kafka/clients/admin/stage.ts';
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
import { type BrokerId, brokerIdOf, type NodeName, type Tp, wallClockMs } from '#kafka/protocol/names.ts';
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

/** The call that is being made. */
export interface OpenCall {
  readonly call: AdminCall;
  readonly deadlineUs: number;
  readonly tries: number;
  readonly retryAtUs: number;
  /** Found by earlier stages; dropped when an answer says that they are wrong. */
  readonly coordinators: ReadonlyMap<string, BrokerId>;
  readonly leaders: ReadonlyMap<Tp, BrokerId> | undefined;
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
  core.open = {
    call,
    deadlineUs: env.nowUs + core.settings.defaultApiTimeoutMs * 1000,
    tries: 0,
    retryAtUs: ALWAYS,
    coordinators: new Map(),
    leaders: undefined,
    answers: [],
    expected: 0,
  };
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

/** How requests are told apart: the cluster's metadata, or one of the call's stage. */
const CLUSTER = 0;
const STAGE = 1;

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
  if (open === undefined || open.expected === 0) return;
  core.open = { ...open, answers: [...open.answers, { node: entry.node, request: entry.request, response }] };
}

/** A node went away: the cluster is looked at again, and the call is tried again while there is time. */
function lost(turn: AdminTurn, entry: InFlight): void {
  const { core, env } = turn;
  const { open } = core;
  const waits = entry.context === STAGE && open !== undefined && open.expected > 0;
  if (waits && env.nowUs >= open.deadlineUs) expire(turn, open, entry);
  core.cluster = undefined;
  if (waits && core.open !== undefined) retry(turn, true);
}

/** default.api.timeout.ms is over: the connection that a call still waits on is closed, which is the cause of its failure. */
function expire(turn: AdminTurn, open: OpenCall, waitsFor: InFlight | undefined): void {
  const failure = { call: open.call.call, ok: false, exception: 'TimeoutException', message: timeoutMessage(turn.core, open, turn.env) } as const;
  end(turn, waitsFor === undefined ? failure : { ...failure, cause: cancelled(callName(open, turn.core.cluster), waitsFor) });
}

const cancelled = (name: string, { correlation, node }: InFlight): string =>
  `org.apache.kafka.common.errors.DisconnectException: Cancelled ${name} request with correlation id ${correlation} due to node ${brokerIdOf(node)} being disconnected`;

function retry({ core, env }: AdminTurn, forget: boolean): void {
  const { open } = core;
  if (open === undefined) return;
  const retryAtUs = env.nowUs + backoffMs(core.settings.retryBackoffMs, core.settings.retryBackoffMaxMs, open.tries) * 1000;
  const coordinators = forget ? new Map<string, BrokerId>() : open.coordinators;
  const leaders = forget ? undefined : open.leaders;
  core.open = { call: open.call, deadlineUs: open.deadlineUs, tries: open.tries + 1, retryAtUs, coordinators, leaders, answers: [], expected: 0 };
}

function proceed(turn: AdminTurn): void {
  const { core, env } = turn;
  while (core.open !== undefined && turn.result === undefined) {
    if (env.nowUs >= core.open.deadlineUs) {
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
function settle(turn: AdminTurn, open: OpenCall): void {
  const outcome = finishCall(open);
  if (outcome.then === 'done') end(turn, outcome.result);
  else if (outcome.then === 'retry') retry(turn, outcome.forget);
  else
    turn.core.open = { ...open, coordinators: outcome.coordinators ?? open.coordinators, leaders: outcome.leaders ?? open.leaders, answers: [], expected: 0 };
}

function end(turn: AdminTurn, result: CallResult): void {
  turn.core.open = undefined;
  turn.result = result;
}

/** Sends the requests of the next stage; false while no node can be asked. */
function ask(turn: AdminTurn, open: OpenCall): boolean {
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
  const timeoutMs = Math.min(core.settings.requestTimeoutMs, Math.max(1, Math.ceil((open.deadlineUs - env.nowUs) / 1000)));
  for (const { node, body } of targets) core.net = request(core.net, env, node as NodeName, body, timeoutMs, 'main', STAGE);
  return true;
}

/** ConstantNodeIdProvider: a call for a broker that the metadata does not name waits for it to appear. */
function awaitNode({ core, env }: AdminTurn, open: OpenCall): boolean {
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

/** Kafka tells a call that never got a node from one whose answers did not come. */
function timeoutMessage(core: AdminCore, open: OpenCall, env: Env): string {
  const name = callName(open, core.cluster);
  if (core.cluster === undefined && open.expected === 0) return `Timed out waiting for a node assignment. Call: ${name}`;
  const nowMs = wallClockMs(env.nowUs);
  const tries = open.tries + 1;
  return `Call(callName=${name}, deadlineMs=${wallClockMs(open.deadlineUs)}, tries=${tries}, nextAllowedTryMs=${nowMs + backoffMs(core.settings.retryBackoffMs, core.settings.retryBackoffMaxMs, open.tries)}) timed out at ${nowMs} after ${tries} attempt(s)`;
}

function callName({ call, coordinators, leaders }: OpenCall, cluster: MetadataResponse | undefined): string {
  const looking = cluster === undefined || coordinators.size === 0;
  switch (call.call) {
    case 'describeTopics':
      return call.topics === null ? 'listTopics' : 'describeTopics';
    case 'alterConfigs':
      return 'incrementalAlterConfigs';
    case 'alterReassignments':
      return 'alterPartitionReassignments';
    case 'listReassignments':
      return 'listPartitionReassignments';
    case 'listGroups':
      return cluster === undefined ? 'findAllBrokers' : 'listGroups';
    case 'describeGroups':
      return `describeConsumerGroups(api=${looking ? 'FIND_COORDINATOR' : 'DESCRIBE_GROUPS'})`;
    case 'listGroupOffsets':
      return `listConsumerGroupOffsets(api=${looking ? 'FIND_COORDINATOR' : 'OFFSET_FETCH'})`;
    case 'alterGroupOffsets':
      return `alterConsumerGroupOffsets(api=${looking ? 'FIND_COORDINATOR' : 'OFFSET_COMMIT'})`;
    case 'deleteRecords':
      return `deleteRecords(api=${leaders === undefined ? 'METADATA' : 'DELETE_RECORDS'})`;
    case 'listOffsets':
      return `listOffsets(api=${leaders === undefined ? 'METADATA' : 'LIST_OFFSETS'})`;
    default:
      return call.call;
  }
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
  if (open.retryAtUs > nowUs) atUs = Math.min(atUs, open.retryAtUs);
  else if (open.expected === 0 && core.net.inFlight.length === 0) atUs = Math.min(atUs, Math.max(nowUs + 1, earliestRetryUs(core.net, core.bootstrap)));
  return atUs;
}
