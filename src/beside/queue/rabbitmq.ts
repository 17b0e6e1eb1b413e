/** RabbitMQ with one durable classic queue: deliveries in turn within each worker's prefetch, deletion on acknowledgement, redelivery when a worker is gone. */
import { acknowledged, emptyQueue, enqueued, type Out, outWith, type Queue, requeued, takenOut } from '#beside/queue/queue.ts';
import { type BasicDeliver, type ConsumeOk, type PublisherConfirm, QUEUE_CONNECTION, type QueueRequest } from '#beside/queue/wire.ts';
import { numberOf, onOff, type Settings, textOf, whole } from '#beside/settings.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeKind, ServiceNode } from '#kafka/kind.ts';
import type { ClusterSpec, Config, ServiceSpec } from '#kafka/spec.ts';
import { closeConnection, type Env, exit, send, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

export const RABBITMQ_SETTINGS: Settings = {
  /** The queue is durable and its messages persistent: both survive a restart of the server. */
  durable: onOff(true),
  /** Milliseconds after which a delivery that is not acknowledged costs the worker its channel (consumer_timeout). */
  consumer_timeout: whole(1_800_000, 1, 999_999_999),
  /** Seconds of silence after which a connection counts as dead. */
  heartbeat: whole(60, 1, 3600),
};

interface Consumer {
  readonly worker: string;
  readonly prefetch: number;
  readonly noAck: boolean;
  readonly heardUs: number;
}

interface Memory {
  readonly consumers: readonly Consumer[];
  /** Whose turn it is: deliveries go round. */
  readonly turn: number;
}

export interface RabbitNode extends ServiceNode {
  readonly service: 'rabbitmq';
  readonly config: Config;
  /** On disk when it is durable. */
  readonly queue: Queue;
  readonly memory: Memory | undefined;
}

export const rabbitNode = (_spec: ClusterSpec, { config }: ServiceSpec): RabbitNode => ({
  kind: 'service',
  service: 'rabbitmq',
  config,
  queue: emptyQueue,
  memory: undefined,
});

interface Turn {
  readonly env: Env;
  readonly config: Config;
  queue: Queue;
  consumers: readonly Consumer[];
  turn: number;
}

const SWEEP = 'sweep';
const SWEEP_US = 1_000_000;

const has = (config: Config, key: string): number => numberOf(RABBITMQ_SETTINGS, config, key);

function publish(turn: Turn, from: string, connection: string, { message, correlation }: Extract<QueueRequest, { type: 'basic.publish' }>): void {
  turn.queue = enqueued(turn.queue, message);
  tell(turn.env, { fact: 'MessageQueued', queue: turn.env.self, id: message.id });
  const confirm: PublisherConfirm = { type: 'basic.confirm', correlation };
  send(turn.env, from, confirm, connection);
}

function consume(turn: Turn, worker: string, { prefetch, noAck, correlation }: Extract<QueueRequest, { type: 'basic.consume' }>): void {
  gone(turn, worker);
  turn.consumers = [...turn.consumers, { worker, prefetch, noAck, heardUs: turn.env.nowUs }];
  const ok: ConsumeOk = { type: 'basic.consume-ok', correlation };
  send(turn.env, worker, ok, QUEUE_CONNECTION);
}

/** Its messages come back, and it gets no more. */
function gone(turn: Turn, worker: string): void {
  if (!turn.consumers.some((one) => one.worker === worker)) return;
  turn.consumers = turn.consumers.filter((one) => one.worker !== worker);
  bring(turn, (one) => one.worker === worker, worker);
}

function bring(turn: Turn, isFrom: (out: Out) => boolean, worker: string): void {
  const ids = turn.queue.out.filter(isFrom).map(({ item }) => item.message.id);
  if (ids.length === 0) return;
  turn.queue = requeued(turn.queue, isFrom);
  tell(turn.env, { fact: 'MessagesRequeued', queue: turn.env.self, node: worker, ids });
}

const isFree = (turn: Turn, { worker, prefetch, noAck }: Consumer): boolean => noAck || prefetch === 0 || outWith(turn.queue, worker) < prefetch;

/** As long as there is a message and a worker that may have it; workers in turn. */
function deliver(turn: Turn): void {
  while (turn.queue.ready.length > 0) {
    const order = turn.consumers.map((_, i) => turn.consumers[(turn.turn + i) % turn.consumers.length]);
    const to = order.find((one) => isFree(turn, one));
    if (to === undefined) return;
    turn.turn = (turn.consumers.indexOf(to) + 1) % turn.consumers.length;
    const [{ message, redelivered }] = turn.queue.ready;
    const delivery: BasicDeliver = { type: 'basic.deliver', correlation: -1, tag: turn.queue.nextTag, message, redelivered };
    turn.queue = takenOut(turn.queue, to.worker, turn.env.nowUs, to.noAck);
    tell(turn.env, { fact: 'MessageDelivered', queue: turn.env.self, node: to.worker, id: message.id, redelivered });
    if (to.noAck) tell(turn.env, { fact: 'MessageDeleted', queue: turn.env.self, id: message.id });
    send(turn.env, to.worker, delivery, QUEUE_CONNECTION);
  }
}

function settle(turn: Turn, worker: string, tag: number): void {
  const out = turn.queue.out.find((one) => one.worker === worker && one.tag === tag);
  if (out === undefined) return;
  turn.queue = acknowledged(turn.queue, worker, tag);
  tell(turn.env, { fact: 'MessageDeleted', queue: turn.env.self, id: out.item.message.id });
}

/** Connections without a sign of life, and deliveries that nobody acknowledges, end. */
function sweep(turn: Turn): void {
  const { nowUs } = turn.env;
  const silentUs = has(turn.config, 'heartbeat') * 1_000_000;
  const unackedUs = has(turn.config, 'consumer_timeout') * 1000;
  for (const { worker, heardUs } of turn.consumers) {
    const isStuck = turn.queue.out.some((one) => one.worker === worker && nowUs - one.sinceUs > unackedUs);
    if (nowUs - heardUs <= silentUs && !isStuck) continue;
    closeConnection(turn.env, worker, QUEUE_CONNECTION);
    gone(turn, worker);
  }
  setTimer(turn.env, SWEEP, SWEEP_US, { type: 'HeartbeatCheck' });
}

function onMessage(turn: Turn, from: string, connection: string, request: QueueRequest): void {
  const { nowUs } = turn.env;
  turn.consumers = turn.consumers.map((one) => (one.worker === from ? { worker: one.worker, prefetch: one.prefetch, noAck: one.noAck, heardUs: nowUs } : one));
  if (request.type === 'basic.publish') publish(turn, from, connection, request);
  else if (request.type === 'basic.consume') consume(turn, from, request);
  else if (request.type === 'basic.ack') settle(turn, from, request.tag);
}

/** What survives a stop: the whole queue if it is durable, with what was out back in its place. */
function afterRestart(queue: Queue, config: Config): Queue {
  if (textOf(RABBITMQ_SETTINGS, config, 'durable') === 'true') return requeued(queue, () => true);
  const { nextPlace, nextTag, deleted } = queue;
  return { ready: [], out: [], nextPlace, nextTag, deleted };
}

export const rabbitKind: NodeKind<RabbitNode> = {
  handle(node, event: NodeEvent, env) {
    const { config } = node;
    if (event.kind === 'signal' && event.payload.type === 'SIGTERM') exit(env);
    if (event.kind === 'signal' || (node.memory === undefined && event.kind !== 'start')) return node;
    const turn: Turn = { env, config, queue: node.queue, consumers: node.memory?.consumers ?? [], turn: node.memory?.turn ?? 0 };
    if (event.kind === 'start') restart(turn);
    else if (event.kind === 'timer') sweep(turn);
    else if (event.kind === 'closed') gone(turn, event.peer);
    else if (event.kind === 'message') onMessage(turn, event.from, event.connection, event.payload as QueueRequest);
    deliver(turn);
    return { kind: 'service', service: 'rabbitmq', config, queue: turn.queue, memory: { consumers: turn.consumers, turn: turn.turn } };
  },
  crash: ({ config, queue }) => ({ kind: 'service', service: 'rabbitmq', config, queue, memory: undefined }),
};

function restart(turn: Turn): void {
  const before = [...turn.queue.ready.map(({ message }) => message.id), ...turn.queue.out.map(({ item }) => item.message.id)];
  const out = turn.queue.out.map(({ item }) => item.message.id);
  turn.queue = afterRestart(turn.queue, turn.config);
  turn.consumers = [];
  turn.turn = 0;
  if (before.length > 0 && turn.queue.ready.length === 0) tell(turn.env, { fact: 'MessagesLost', queue: turn.env.self, ids: before });
  else if (out.length > 0) tell(turn.env, { fact: 'MessagesRequeued', queue: turn.env.self, node: turn.env.self, ids: out });
  setTimer(turn.env, SWEEP, SWEEP_US, { type: 'HeartbeatCheck' });
}
