/**
 * How Burrow learns (core/internal/cluster/kafka_cluster.go, core/internal/consumer/kafka_client.go, and sarama beneath them): topics every topic-refresh,
 * log end offsets every offset-refresh, and every record of __consumer_offsets as it is written.
 */
import type { BurrowTurn } from '#beside/burrow/node.ts';
import { readOffsetsRecord } from '#beside/burrow/offsets-topic.ts';
import { withBrokerOffset, withCommit, withoutTopic } from '#beside/burrow/storage.ts';
import {
  answered,
  asked,
  disconnected,
  emptyNetwork,
  type InFlight,
  leastLoaded,
  type Network,
  REQUEST_TIMER,
  request,
  timedOut,
} from '#kafka/clients/network.ts';
import type { FetchPartition, FetchResponse, ListOffsetsResponse, MetadataResponse, Response } from '#kafka/protocol/messages.ts';
import { brokerName, CONSUMER_OFFSETS, NO_LEADER, type NodeName, type Offset, ownClockMs, partitionOf, type Tp, topicOf } from '#kafka/protocol/names.ts';
import { setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

export interface Feed {
  readonly net: Network;
  readonly nodes: readonly NodeName[];
  /** Topics with their number of partitions that have a leader. */
  readonly topics: ReadonlyMap<string, number>;
  readonly leaders: ReadonlyMap<Tp, NodeName>;
  /** Metadata is asked before the next poll of offsets. */
  readonly stale: boolean;
  /** The first poll is done, and the partitions of __consumer_offsets are being read. */
  readonly started: boolean;
  /** Where each partition of __consumer_offsets is read next; undefined while its start is being asked for. */
  readonly positions: ReadonlyMap<Tp, Offset | undefined>;
}

export const newFeed: Feed = { net: emptyNetwork, nodes: [], topics: new Map(), leaders: new Map(), stale: true, started: false, positions: new Map() };

/** What a request was for. */
const POLL = 0;
const START = 1;

/** sarama: Net.ReadTimeout, Metadata.Retry.Backoff, Consumer.MaxWaitTime, Consumer.Retry.Backoff, Consumer.Fetch.Default. */
const READ_TIMEOUT_MS = 30_000;
const METADATA_BACKOFF_US = 250_000;
const MAX_WAIT_MS = 500;
const FETCH_BACKOFF_US = 2_000_000;
const FETCH_BYTES = 1_048_576;

const SETTINGS = { requestTimeoutMs: READ_TIMEOUT_MS, reconnectBackoffMs: 250, reconnectBackoffMaxMs: 250 };

const OFFSETS_TIMER = 'offset-refresh';
const TOPICS_TIMER = 'topic-refresh';
const METADATA_TIMER = 'metadata-retry';
const FETCH_TIMER = 'fetch-retry';

type Change = Partial<Feed>;

function change(turn: BurrowTurn, { net, nodes, topics, leaders, stale, started, positions }: Change): void {
  const { feed } = turn;
  turn.feed = {
    net: net ?? feed.net,
    nodes: nodes ?? feed.nodes,
    topics: topics ?? feed.topics,
    leaders: leaders ?? feed.leaders,
    stale: stale ?? feed.stale,
    started: started ?? feed.started,
    positions: positions ?? feed.positions,
  };
}

export function startFeed(turn: BurrowTurn): void {
  poll(turn);
  setTimer(turn.env, OFFSETS_TIMER, turn.config.offsetRefreshS * 1_000_000, { type: 'OffsetRefreshTick' });
  setTimer(turn.env, TOPICS_TIMER, turn.config.topicRefreshS * 1_000_000, { type: 'TopicRefreshTick' });
}

export function feedEvent(turn: BurrowTurn, event: NodeEvent): void {
  if (event.kind === 'message') return onResponse(turn, event.payload as Response);
  if (event.kind === 'closed') return lost(turn, disconnected(turn.feed.net, SETTINGS, turn.env.nowUs, event.peer, event.connection));
  if (event.kind !== 'timer') return;
  if (event.timer === REQUEST_TIMER) lost(turn, timedOut(turn.feed.net, SETTINGS, turn.env));
  else if (event.timer === OFFSETS_TIMER) {
    poll(turn);
    setTimer(turn.env, OFFSETS_TIMER, turn.config.offsetRefreshS * 1_000_000, { type: 'OffsetRefreshTick' });
  } else if (event.timer === TOPICS_TIMER) {
    change(turn, { stale: true });
    setTimer(turn.env, TOPICS_TIMER, turn.config.topicRefreshS * 1_000_000, { type: 'TopicRefreshTick' });
  } else if (event.timer === METADATA_TIMER) poll(turn);
  else if (event.timer === FETCH_TIMER) fetchAll(turn);
}

/** Log end offsets of all partitions, one request a leader; the metadata first where it is stale. */
function poll(turn: BurrowTurn): void {
  const { feed, env } = turn;
  if (feed.stale) return askMetadata(turn);
  let { net } = feed;
  for (const [leader, tps] of byLeader(turn, feed.leaders.keys())) {
    const partitions = tps.map((tp) => ({ tp, timestamp: 'latest' as const, currentLeaderEpoch: -1 }));
    net = request(net, env, leader, { type: 'ListOffsetsRequest', partitions }, READ_TIMEOUT_MS, 'cluster', POLL);
  }
  change(turn, { net });
}

/** Partitions without a leader are left out. */
function byLeader({ feed }: BurrowTurn, tps: Iterable<Tp>): Map<NodeName, Tp[]> {
  const found = new Map<NodeName, Tp[]>();
  for (const tp of tps) {
    const leader = feed.leaders.get(tp);
    if (leader !== undefined) found.set(leader, [...(found.get(leader) ?? []), tp]);
  }
  return found;
}

/** All topics, and __consumer_offsets by name as long as nobody has seen it: asking for it makes the broker create it. */
function askMetadata(turn: BurrowTurn): void {
  const { feed, env, bootstrap } = turn;
  if (feed.net.inFlight.some((one) => one.request.type === 'MetadataRequest')) return;
  const node = leastLoaded(feed.net, feed.nodes.length > 0 ? feed.nodes : bootstrap, env.nowUs) ?? leastLoaded(feed.net, bootstrap, env.nowUs);
  if (node === undefined) return setTimer(env, METADATA_TIMER, METADATA_BACKOFF_US, { type: 'MetadataRetryTick' });
  const topics = feed.nodes.length > 0 && !feed.topics.has(CONSUMER_OFFSETS) ? [CONSUMER_OFFSETS] : null;
  change(turn, { net: request(feed.net, env, node, { type: 'MetadataRequest', topics, allowAutoTopicCreation: true }, READ_TIMEOUT_MS, 'cluster') });
}

function onResponse(turn: BurrowTurn, response: Response): void {
  const entry = asked(turn.feed.net, response);
  if (entry === undefined) return;
  change(turn, { net: answered(turn.feed.net, entry) });
  if (response.type === 'MetadataResponse') onMetadata(turn, entry, response);
  else if (response.type === 'ListOffsetsResponse') onOffsets(turn, entry, response);
  else if (response.type === 'FetchResponse') onFetched(turn, response);
}

function onMetadata(turn: BurrowTurn, entry: InFlight, response: MetadataResponse): void {
  const { feed, env } = turn;
  const isOne = entry.request.type === 'MetadataRequest' && entry.request.topics !== null;
  const named = response.topics.filter(({ error }) => error === 'NONE');
  const ready = named.map(({ name, partitions }) => [name, partitions.filter(({ leader }) => leader !== NO_LEADER)] as const);
  const topics = new Map(isOne ? feed.topics : []);
  const leaders = new Map(isOne ? feed.leaders : []);
  for (const [name, partitions] of ready) {
    topics.set(name, partitions.length);
    for (const { tp, leader } of partitions) leaders.set(tp, brokerName(leader));
  }
  // Topics that are gone are forgotten with all commits of them.
  for (const topic of feed.topics.keys()) if (!topics.has(topic)) turn.storage = withoutTopic(turn.storage, topic);
  change(turn, { nodes: response.brokers.map(({ name }) => name), topics, leaders, stale: false });
  if (!topics.get(CONSUMER_OFFSETS)) {
    change(turn, { stale: true });
    setTimer(env, METADATA_TIMER, METADATA_BACKOFF_US, { type: 'MetadataRetryTick' });
  } else poll(turn);
  if (feed.started) fetchAll(turn);
}

function onOffsets(turn: BurrowTurn, entry: InFlight, response: ListOffsetsResponse): void {
  if (entry.context === START) return onStart(turn, response);
  const { config } = turn;
  for (const { tp, error, offset } of response.partitions) {
    const topic = topicOf(tp);
    if (error !== 'NONE') change(turn, { stale: true });
    else turn.storage = withBrokerOffset(turn.storage, topic, partitionOf(tp), turn.feed.topics.get(topic) ?? 0, offset, config);
  }
  // The consumer modules start when the cluster modules have asked once.
  if (!turn.feed.started && !turn.feed.net.inFlight.some(({ context, request }) => context === POLL && request.type === 'ListOffsetsRequest')) begin(turn);
}

/** Every partition of __consumer_offsets, from its oldest record on, or with start-latest from its end. */
function begin(turn: BurrowTurn): void {
  const tps = [...turn.feed.leaders.keys()].filter((tp) => topicOf(tp) === CONSUMER_OFFSETS);
  change(turn, { started: true, positions: new Map(tps.map((tp) => [tp, undefined])) });
  fetchAll(turn);
}

function onStart(turn: BurrowTurn, response: ListOffsetsResponse): void {
  const positions = new Map(turn.feed.positions);
  for (const { tp, error, offset } of response.partitions) if (error === 'NONE') positions.set(tp, offset);
  change(turn, { positions });
  if (response.partitions.some(({ error }) => error !== 'NONE')) retryFetch(turn);
  fetchAll(turn);
}

/** One fetch a leader; a partition without a position is asked for its start instead. */
function fetchAll(turn: BurrowTurn): void {
  const { env, config } = turn;
  let { net } = turn.feed;
  for (const [leader, tps] of byLeader(turn, turn.feed.positions.keys())) {
    if (net.inFlight.some((one) => one.node === leader && one.connection === 'consumer')) continue;
    const starting = tps.filter((tp) => turn.feed.positions.get(tp) === undefined);
    const timestamp = config.startLatest ? ('latest' as const) : ('earliest' as const);
    if (starting.length > 0) {
      const partitions = starting.map((tp) => ({ tp, timestamp, currentLeaderEpoch: -1 }));
      net = request(net, env, leader, { type: 'ListOffsetsRequest', partitions }, READ_TIMEOUT_MS, 'consumer', START);
    } else {
      const partitions = tps.map((tp) => fetchOf(tp, turn.feed.positions.get(tp) ?? 0));
      net = request(
        net,
        env,
        leader,
        { type: 'FetchRequest', replicaId: -1, replicaEpoch: -1, maxWaitMs: MAX_WAIT_MS, minBytes: 1, partitions },
        READ_TIMEOUT_MS,
        'consumer',
      );
    }
  }
  change(turn, { net });
}

const fetchOf = (tp: Tp, fetchOffset: Offset): FetchPartition => ({
  tp,
  fetchOffset,
  logStart: -1,
  currentLeaderEpoch: -1,
  lastFetchedEpoch: -1,
  maxBytes: FETCH_BYTES,
});

function onFetched(turn: BurrowTurn, response: FetchResponse): void {
  const positions = new Map(turn.feed.positions);
  let isWrong = false;
  for (const { tp, error, records, endOffset } of response.partitions) {
    if (error === 'OFFSET_OUT_OF_RANGE') positions.set(tp, undefined);
    else if (error !== 'NONE') isWrong = true;
    for (const record of records) {
      positions.set(tp, record.offset + 1);
      turn.storage = withCommit(turn.storage, ownCommit(turn, tp, record.offset), ownClockMs(turn.env), turn.config);
      turn.storage = readOffsetsRecord(turn.storage, record, Math.floor(ownClockMs(turn.env) / 1000) * 1000, turn.config);
    }
    if (endOffset !== undefined && error === 'NONE') positions.set(tp, endOffset);
  }
  change(turn, { positions, stale: turn.feed.stale || isWrong });
  if (isWrong) retryFetch(turn);
  else fetchAll(turn);
}

/** Burrow shows its own reading as a group of that name. */
const ownCommit = ({ env, config }: BurrowTurn, tp: Tp, offset: Offset) => ({
  group: `burrow-${config.cluster}`,
  topic: topicOf(tp),
  partition: partitionOf(tp),
  offset: offset + 1,
  order: offset,
  timestampMs: Math.floor(ownClockMs(env) / 1000) * 1000,
});

function retryFetch(turn: BurrowTurn): void {
  setTimer(turn.env, FETCH_TIMER, FETCH_BACKOFF_US, { type: 'FetchRetryTick' });
  askMetadata(turn);
}

/** A connection broke: metadata is asked again, offsets at the next tick, and reading goes on after its pause. */
function lost(turn: BurrowTurn, { net, failed }: { readonly net: Network; readonly failed: readonly InFlight[] }): void {
  change(turn, { net, stale: true });
  if (failed.some(({ request: one }) => one.type === 'MetadataRequest') || !turn.feed.started)
    setTimer(turn.env, METADATA_TIMER, METADATA_BACKOFF_US, { type: 'MetadataRetryTick' });
  if (failed.some(({ connection }) => connection === 'consumer')) retryFetch(turn);
}
