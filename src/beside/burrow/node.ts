/** Burrow as a process: its HTTP server, its evaluator with a cache, its notifier, and the client that feeds them (`feed.ts`). */
import { type BurrowConfig, burrowConfig } from '#beside/burrow/config.ts';
import { severity } from '#beside/burrow/evaluate.ts';
import { type Feed, feedEvent, newFeed, startFeed } from '#beside/burrow/feed.ts';
import { serveHttp } from '#beside/burrow/http.ts';
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
  readonly config: BurrowConfig;
  readonly bootstrap: readonly NodeName[];
  /** Everything is in memory: undefined while it is down. */
  readonly memory: Memory | undefined;
}

export const burrowNode = (spec: ClusterSpec, { config }: ServiceSpec): BurrowNode => ({
  kind: 'service',
  service: 'burrow',
  written: config,
  config: burrowConfig(config),
  bootstrap: spec.brokers.map(({ id }) => brokerName(id)),
  memory: undefined,
});

/** One handling of an event: what may change, and what it may use. */
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

function answer(turn: BurrowTurn, from: NodeName, connection: string, { method, url, correlation }: HttpRequest): void {
  const { env, config } = turn;
  const { status, body, storage } = serveHttp(method, url, {
    host: env.self,
    servers: turn.bootstrap.map((node) => `${node}:9092`),
    config,
    storage: turn.storage,
    ready: turn.feed.started,
    nowS: nowSeconds(env),
    evaluate: (group) => evaluate(turn, group),
  });
  turn.storage = storage;
  const response: HttpResponse = { type: 'HttpResponse', correlation, status, body };
  send(env, from, response, connection);
}

/** The notifier asks the evaluator for every group, and speaks of those at or above its threshold and of those that came down from there. */
function notify(turn: BurrowTurn): void {
  const { env, config } = turn;
  for (const group of [...turn.storage.groups.keys()].sort()) {
    const status = evaluate(turn, group);
    if (status === undefined) continue;
    const before = turn.said.get(group) ?? 'OK';
    const isBad = severity(status.status) >= config.notifyThreshold;
    const wasBad = severity(before) >= config.notifyThreshold;
    if (status.status !== before && (isBad || wasBad))
      tell(env, { fact: 'LagStatusChanged', node: env.self, group, from: before, to: status.status, lagRecords: status.totalLag });
    turn.said = new Map(turn.said).set(group, status.status);
  }
  setTimer(env, NOTIFIER, config.notifyIntervalS * 1_000_000, { type: 'NotifierTick' });
}

function react(turn: BurrowTurn, event: NodeEvent): void {
  if (event.kind === 'start') {
    startFeed(turn);
    setTimer(turn.env, NOTIFIER, turn.config.notifyIntervalS * 1_000_000, { type: 'NotifierTick' });
  } else if (event.kind === 'timer' && event.timer === NOTIFIER) notify(turn);
  else if (event.kind === 'message' && event.payload.type === 'HttpRequest') answer(turn, event.from, event.connection, event.payload as HttpRequest);
  else feedEvent(turn, event);
}

export const burrowKind: NodeKind<BurrowNode> = {
  handle(node, event, env) {
    const { written, config, bootstrap } = node;
    const memory = event.kind === 'start' ? undefined : node.memory;
    if (event.kind === 'signal' && event.payload.type === 'SIGTERM') exit(env);
    if (event.kind === 'signal' || (memory === undefined && event.kind !== 'start')) return node;
    const { feed, storage, cache, said } = memory ?? { feed: newFeed, storage: emptyStorage, cache: new Map(), said: new Map() };
    const turn: BurrowTurn = { env, config, bootstrap, feed, storage, cache, said };
    react(turn, event);
    const next: Memory = { feed: turn.feed, storage: turn.storage, cache: turn.cache, said: turn.said };
    return { kind: 'service', service: 'burrow', written, config, bootstrap, memory: next };
  },
  crash: ({ written, config, bootstrap }) => ({ kind: 'service', service: 'burrow', written, config, bootstrap, memory: undefined }),
};
