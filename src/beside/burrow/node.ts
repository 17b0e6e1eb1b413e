/** Burrow as a process: its HTTP server, its evaluator with a cache, its notifier, and for each cluster the client that feeds them (`feed.ts`). */
import { type BurrowConfig, burrowConfigs } from '#beside/burrow/config.ts';
import { severity } from '#beside/burrow/evaluate.ts';
import { type Feed, feedEvent, newFeed, startFeed } from '#beside/burrow/feed.ts';
import { serveHttp } from '#beside/burrow/http.ts';
import { scoped, scopeOf } from '#beside/burrow/scope.ts';
import { evaluateGroup, type GroupStatus, isExpired } from '#beside/burrow/status.ts';
import { emptyStorage, type Storage, withoutGroup } from '#beside/burrow/storage.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeKind, ServiceNode } from '#kafka/kind.ts';
import type { HttpRequest, HttpResponse } from '#kafka/protocol/http.ts';
import { brokerName, type NodeName, ownClockMs } from '#kafka/protocol/names.ts';
import type { ClusterSpec, Config, ServiceSpec } from '#kafka/spec.ts';
import { type Env, exit, send, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

/** An answer of the evaluator, good or bad, and when it was computed. */
interface Cached {
  readonly status: GroupStatus | undefined;
  readonly atUs: number;
}

/** What it knows of one cluster. */
interface Memory {
  readonly feed: Feed;
  readonly storage: Storage;
  readonly cache: ReadonlyMap<string, Cached>;
  /** What was last said of each group. */
  readonly said: ReadonlyMap<string, GroupStatus['status']>;
}

export interface BurrowNode extends ServiceNode {
  readonly service: 'burrow';
  /** As the scenario wrote it. */
  readonly written: Config;
  /** One a cluster, in the order in which they are named. */
  readonly configs: readonly BurrowConfig[];
  readonly bootstrap: readonly NodeName[];
  /** Everything is in memory, cluster by cluster: undefined while it is down. */
  readonly memories: readonly Memory[] | undefined;
}

export const burrowNode = (spec: ClusterSpec, { config }: ServiceSpec): BurrowNode => ({
  kind: 'service',
  service: 'burrow',
  written: config,
  configs: burrowConfigs(config),
  bootstrap: spec.brokers.map(({ id }) => brokerName(id)),
  memories: undefined,
});

/** One handling of an event by what watches one cluster: what may change, and what it may use. */
export interface BurrowTurn {
  readonly env: Env;
  readonly config: BurrowConfig;
  readonly bootstrap: readonly NodeName[];
  feed: Feed;
  storage: Storage;
  cache: ReadonlyMap<string, Cached>;
  said: Memory['said'];
}

const NOTIFIER = 'notifier';
const UNREACHED = 'unreached';
/** sarama: Metadata.Retry.Max times Metadata.Retry.Backoff; then there are no brokers to talk to, and a module that cannot start ends Burrow. */
const UNREACHED_US = 3 * 250_000;

const newMemory: Memory = { feed: newFeed, storage: emptyStorage, cache: new Map(), said: new Map() };

export const nowSeconds = (env: Env): number => Math.floor(ownClockMs(env) / 1000);

/** The cached answer while it is fresh, else a new one. A group that is too old is forgotten by being asked for. */
function evaluate(turn: BurrowTurn, group: string): GroupStatus | undefined {
  const { env, config } = turn;
  const cached = turn.cache.get(group);
  if (cached && env.nowUs < cached.atUs + config.expireCacheS * 1_000_000) return cached.status;
  const known = turn.storage.groups.get(group);
  if (known && isExpired(known, nowSeconds(env), config)) turn.storage = withoutGroup(turn.storage, group);
  const status = evaluateGroup(turn.storage, group, nowSeconds(env), config);
  turn.cache = new Map(turn.cache).set(group, { status, atUs: env.nowUs });
  return status;
}

/** The modules of the cluster that the URL names answer; where it names none that is configured, the first one's say so. */
function answer(turns: readonly BurrowTurn[], from: NodeName, connection: string, { method, url, correlation }: HttpRequest): void {
  const named = url.replace(/\?.*$/, '').split('/')[3];
  const turn = turns.find(({ config }) => config.cluster === named) ?? turns[0];
  const { env } = turns[0];
  const { status, body, storage } = serveHttp(method, url, {
    host: env.self,
    clusters: turns.map((one) => one.config.cluster).sort(),
    servers: turn.config.servers ?? turn.bootstrap.map((node) => `${node}:9092`),
    config: turn.config,
    storage: turn.storage,
    ready: turns.every(({ feed }) => feed.started),
    nowS: nowSeconds(env),
    evaluate: (group) => evaluate(turn, group),
  });
  turn.storage = storage;
  const response: HttpResponse = { type: 'HttpResponse', correlation, status, body };
  send(env, from, response, connection);
}

/** The notifier asks the evaluator for every group, and speaks of those at or above its threshold and of those that came down from there. */
function notify(turn: BurrowTurn, isOne: boolean): void {
  const { env, config } = turn;
  for (const group of [...turn.storage.groups.keys()].sort()) {
    const status = evaluate(turn, group);
    if (status === undefined) continue;
    const before = turn.said.get(group) ?? 'OK';
    const isBad = severity(status.status) >= config.notifyThreshold;
    const wasBad = severity(before) >= config.notifyThreshold;
    const of = isOne ? {} : { cluster: config.cluster };
    if (status.status !== before && (isBad || wasBad))
      tell(env, { fact: 'LagStatusChanged', node: env.self, group, ...of, from: before, to: status.status, lagRecords: status.totalLag });
    turn.said = new Map(turn.said).set(group, status.status);
  }
}

function tick(env: Env, { notifyIntervalS }: BurrowConfig): void {
  setTimer(env, NOTIFIER, notifyIntervalS * 1_000_000, { type: 'NotifierTick' });
}

/** Servers that are no brokers of the scenario: nobody answers there. */
const isReachable = ({ bootstrap }: BurrowTurn): boolean => bootstrap.length > 0;

function react(env: Env, turns: readonly BurrowTurn[], event: NodeEvent): void {
  if (event.kind === 'start') {
    for (const turn of turns) if (isReachable(turn)) startFeed(turn);
    if (!turns.every(isReachable)) setTimer(env, UNREACHED, UNREACHED_US, { type: 'MetadataRetryTick' });
    tick(env, turns[0].config);
  } else if (event.kind === 'timer' && event.timer === UNREACHED) {
    tell(env, { fact: 'ProcessExited', node: env.self });
    exit(env);
  } else if (event.kind === 'timer' && event.timer === NOTIFIER) {
    for (const turn of turns) notify(turn, turns.length === 1);
    tick(env, turns[0].config);
  } else if (event.kind === 'message' && event.payload.type === 'HttpRequest') answer(turns, event.from, event.connection, event.payload as HttpRequest);
  else {
    const { cluster, event: own } = scopeOf(event);
    const turn = turns.find(({ config }) => config.cluster === cluster) ?? turns[0];
    feedEvent(turn, own);
  }
}

/** Its servers among the brokers, by name. */
const serversOf = ({ servers }: BurrowConfig, brokers: readonly NodeName[]): readonly NodeName[] =>
  servers === undefined ? brokers : brokers.filter((name) => servers.includes(`${name}:9092`));

export const burrowKind: NodeKind<BurrowNode> = {
  handle(node, event, env) {
    const { written, configs, bootstrap } = node;
    const memories = event.kind === 'start' ? undefined : node.memories;
    if (event.kind === 'signal' && event.payload.type === 'SIGTERM') exit(env);
    if (event.kind === 'signal' || (memories === undefined && event.kind !== 'start')) return node;
    const scopes = configs.map(({ cluster }, n) => scoped(env, cluster, n === 0));
    const turns = configs.map((config, n): BurrowTurn => {
      const { feed, storage, cache, said } = memories?.[n] ?? newMemory;
      return { env: scopes[n].env, config, bootstrap: serversOf(config, bootstrap), feed, storage, cache, said };
    });
    react(env, turns, event);
    for (const { take } of scopes) take();
    const next = turns.map(({ feed, storage, cache, said }): Memory => ({ feed, storage, cache, said }));
    return { kind: 'service', service: 'burrow', written, configs, bootstrap, memories: next };
  },
  crash: ({ written, configs, bootstrap }) => ({ kind: 'service', service: 'burrow', written, configs, bootstrap, memories: undefined }),
};
