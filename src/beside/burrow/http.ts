/** Burrow's HTTP server (core/internal/httpserver): its routes and the JSON that each answers, field by field. */
import type { BurrowConfig } from '#beside/burrow/config.ts';
import { float32, goJson } from '#beside/burrow/json.ts';
import { type GroupStatus, isExpired, type PartitionStatus } from '#beside/burrow/status.ts';
import { type Commit, type ConsumedGroup, currentLag, type Storage, withoutGroup } from '#beside/burrow/storage.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** What Burrow remembers afterwards. */
  readonly storage: Storage;
}

export interface HttpContext {
  readonly host: string;
  /** All that are configured, by the alphabet. */
  readonly clusters: readonly string[];
  readonly servers: readonly string[];
  readonly config: BurrowConfig;
  readonly storage: Storage;
  readonly ready: boolean;
  readonly nowS: number;
  /** The evaluator, which remembers its answers for expire-cache seconds. */
  evaluate(group: string): GroupStatus | undefined;
}

interface Ask {
  readonly context: HttpContext;
  readonly url: string;
  readonly words: readonly string[];
}

type Handler = (ask: Ask) => Omit<HttpAnswer, 'storage'> & { readonly storage?: Storage };

const answer = ({ context, url }: Ask, status: number, message: string, payload: object = {}, error = false) => ({
  status,
  body: goJson({ error, message, ...payload, request: { url, host: context.host } }),
});

const notFound = (ask: Ask, message: string) => answer(ask, 404, message, {}, true);

/** Names by the alphabet, where Go's maps have no order. */
const names = (map: ReadonlyMap<string, unknown>): string[] => [...map.keys()].sort();

const isHere = ({ context, words }: Ask): boolean => words[2] === context.config.cluster;

const commitJson = ({ offset, timestampMs, observedAtMs, lag }: Commit) => ({
  offset,
  timestamp: timestampMs,
  observedAt: observedAtMs,
  lag: lag ?? null,
});

const partitionJson = (one: PartitionStatus) => ({
  topic: one.topic,
  partition: one.partition,
  owner: one.owner,
  client_id: one.clientId,
  status: one.status,
  start: one.start ? commitJson(one.start) : null,
  end: one.end ? commitJson(one.end) : null,
  current_lag: one.currentLag,
  complete: float32(one.filled, one.intervals),
});

function statusJson(group: string, { config }: HttpContext, status: GroupStatus | undefined, showAll: boolean) {
  if (status === undefined)
    return { cluster: config.cluster, group, status: 'NOTFOUND', complete: 1, partitions: [], partition_count: 0, maxlag: null, totallag: 0 };
  const shown = status.partitions.filter((one) => showAll || one.status !== 'OK');
  return {
    cluster: status.cluster,
    group: status.group,
    status: status.status,
    complete: status.partitionCount === 0 ? 0 : float32(status.completePartitions, status.partitionCount),
    partitions: shown.map(partitionJson),
    partition_count: status.partitionCount,
    maxlag: status.maxlag ? partitionJson(status.maxlag) : null,
    totallag: status.totalLag,
  };
}

/** The 404 of an unknown group says NOTFOUND, but no error. */
function consumerStatus(ask: Ask, showAll: boolean) {
  const group = ask.words[4];
  const status = isHere(ask) ? ask.context.evaluate(group) : undefined;
  const json = { ...statusJson(group, ask.context, status, showAll), cluster: ask.words[2] };
  return answer(ask, status ? 200 : 404, 'consumer status returned', { status: json });
}

/** A ring with its empty places in front, as null. */
const ringJson = (commits: readonly Commit[] | undefined, intervals: number) =>
  commits === undefined ? [] : [...Array.from({ length: intervals - commits.length }, () => null), ...commits.map(commitJson)];

function groupJson({ storage, config }: HttpContext, { topics }: ConsumedGroup) {
  const sorted = [...topics].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([topic, list]) => [
      topic,
      list.map((one, partition) => ({
        offsets: ringJson(one.commits, config.intervals),
        owner: one.owner,
        client_id: one.clientId,
        'current-lag': currentLag(storage, topic, partition, one),
      })),
    ]),
  );
}

function consumerDetail(ask: Ask) {
  const { context, words } = ask;
  const group = isHere(ask) ? context.storage.groups.get(words[4]) : undefined;
  if (group === undefined) return notFound(ask, 'cluster or consumer not found');
  if (isExpired(group, context.nowS, context.config))
    return { ...notFound(ask, 'cluster or consumer not found'), storage: withoutGroup(context.storage, words[4]) };
  return answer(ask, 200, 'consumer detail returned', { topics: groupJson(context, group) });
}

function topicDetail(ask: Ask) {
  const rings = isHere(ask) ? ask.context.storage.brokers.get(ask.words[4]) : undefined;
  if (rings === undefined) return notFound(ask, 'cluster or topic not found');
  return answer(ask, 200, 'topic offsets returned', { offsets: rings.flatMap((ring) => ring.slice(-1)) });
}

function topicConsumers(ask: Ask) {
  if (!isHere(ask)) return notFound(ask, 'cluster not found');
  const consumers = names(ask.context.storage.groups).filter((group) => ask.context.storage.groups.get(group)?.topics.has(ask.words[4]));
  return answer(ask, 200, 'consumers of topic returned', { consumers });
}

function clusterDetail(ask: Ask) {
  const { config, servers } = ask.context;
  if (!isHere(ask)) return notFound(ask, 'cluster module not found');
  const module = {
    'class-name': 'kafka',
    servers,
    'client-profile': { name: '', 'client-id': '', 'kafka-version': '', tls: null, sasl: null },
    'topic-refresh': config.topicRefreshS,
    'offset-refresh': config.offsetRefreshS,
  };
  return answer(ask, 200, 'cluster module detail returned', { module });
}

/** The answer is the same whether there was such a group or not. */
function consumerDelete(ask: Ask) {
  const { storage } = ask.context;
  const [, , , , group, , topic] = ask.words;
  return { ...answer(ask, 200, 'consumer group removed'), storage: isHere(ask) ? withoutGroup(storage, group, topic) : storage };
}

const listed = (ask: Ask, message: string, list: () => object) => (isHere(ask) ? answer(ask, 200, message, list()) : notFound(ask, 'cluster not found'));

const ROUTES: readonly (readonly [method: string, path: string, handler: Handler])[] = [
  ['GET', '/burrow/admin', () => ({ status: 200, body: 'GOOD' })],
  ['GET', '/burrow/admin/ready', ({ context }) => (context.ready ? { status: 200, body: 'READY' } : { status: 503, body: 'STARTING' })],
  ['GET', '/v3/kafka', (ask) => answer(ask, 200, 'cluster list returned', { clusters: ask.context.clusters })],
  ['GET', '/v3/kafka/:cluster', clusterDetail],
  ['GET', '/v3/kafka/:cluster/topic', (ask) => listed(ask, 'topic list returned', () => ({ topics: names(ask.context.storage.brokers) }))],
  ['GET', '/v3/kafka/:cluster/topic/:topic', topicDetail],
  ['GET', '/v3/kafka/:cluster/topic/:topic/consumers', topicConsumers],
  ['GET', '/v3/kafka/:cluster/consumer', (ask) => listed(ask, 'consumer list returned', () => ({ consumers: names(ask.context.storage.groups) }))],
  ['GET', '/v3/kafka/:cluster/consumer/:consumer', consumerDetail],
  ['GET', '/v3/kafka/:cluster/consumer/:consumer/status', (ask) => consumerStatus(ask, false)],
  ['GET', '/v3/kafka/:cluster/consumer/:consumer/lag', (ask) => consumerStatus(ask, true)],
  ['DELETE', '/v3/kafka/:cluster/consumer/:consumer', consumerDelete],
  ['DELETE', '/v3/kafka/:cluster/consumer/:consumer/topic/:topic', consumerDelete],
];

const fits = (path: string, words: readonly string[]): boolean => {
  const parts = path.slice(1).split('/');
  return parts.length === words.length && parts.every((part, i) => part === words[i] || (part.startsWith(':') && words[i] !== ''));
};

/** What nobody serves; Go's http.Error ends its text with a line break. */
const INVALID = '{"error":true,"message":"invalid request type","result":{}}\n';

export function serveHttp(method: string, url: string, context: HttpContext): HttpAnswer {
  const words = url.replace(/\?.*$/, '').slice(1).split('/');
  const routes = ROUTES.filter(([, path]) => fits(path, words));
  const handler = routes.find(([verb]) => verb === method)?.[2];
  const { storage } = context;
  if (handler) return { storage, ...handler({ context, url: `/${words.join('/')}`, words }) };
  return routes.length > 0 ? { status: 405, body: 'Method Not Allowed\n', storage } : { status: 404, body: INVALID, storage };
}
