/** A Redis list used as a queue: LPUSH at one end, BRPOP at the other. Who pops has the message, and nobody else ever will. */
import { emptyQueue, enqueued, type Queue, takenOut } from '#beside/queue/queue.ts';
import type { PopReply, PushReply, QueueRequest } from '#beside/queue/wire.ts';
import { onOff, type Settings, textOf } from '#beside/settings.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeKind, ServiceNode } from '#kafka/kind.ts';
import type { ClusterSpec, Config, ServiceSpec } from '#kafka/spec.ts';
import { type Env, exit, send } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

export const REDIS_SETTINGS: Settings = {
  /** Every write goes to a file: without it a restart finds nothing (snapshots are not simulated). */
  appendonly: onOff(false),
};

/** A BRPOP that waits. */
interface Waiting {
  readonly worker: string;
  readonly connection: string;
  readonly correlation: number;
}

export interface RedisNode extends ServiceNode {
  readonly service: 'redis';
  readonly config: Config;
  readonly queue: Queue;
  /** undefined while it is down. */
  readonly waiting: readonly Waiting[] | undefined;
}

export const redisNode = (_spec: ClusterSpec, { config }: ServiceSpec): RedisNode => ({
  kind: 'service',
  service: 'redis',
  config,
  queue: emptyQueue,
  waiting: undefined,
});

interface Turn {
  readonly env: Env;
  queue: Queue;
  waiting: readonly Waiting[];
}

function onMessage(turn: Turn, from: string, connection: string, request: QueueRequest): void {
  const { correlation } = request;
  if (request.type === 'LPUSH') {
    turn.queue = enqueued(turn.queue, request.message);
    tell(turn.env, { fact: 'MessageQueued', queue: turn.env.self, id: request.message.id });
    const reply: PushReply = { type: 'LPUSH-reply', correlation, length: turn.queue.ready.length };
    send(turn.env, from, reply, connection);
  } else if (request.type === 'BRPOP') turn.waiting = [...turn.waiting.filter(({ worker }) => worker !== from), { worker: from, connection, correlation }];
}

/** The one who has waited longest is served first. */
function serve(turn: Turn): void {
  while (turn.queue.ready.length > 0 && turn.waiting.length > 0) {
    const [{ worker, connection, correlation }, ...rest] = turn.waiting;
    const [{ message }] = turn.queue.ready;
    turn.waiting = rest;
    turn.queue = takenOut(turn.queue, worker, turn.env.nowUs, true);
    tell(turn.env, { fact: 'MessageDelivered', queue: turn.env.self, node: worker, id: message.id, redelivered: false });
    tell(turn.env, { fact: 'MessageDeleted', queue: turn.env.self, id: message.id });
    const reply: PopReply = { type: 'BRPOP-reply', correlation, message };
    send(turn.env, worker, reply, connection);
  }
}

function restarted({ config, queue }: RedisNode, env: Env): Queue {
  if (textOf(REDIS_SETTINGS, config, 'appendonly') === 'true' || queue.ready.length === 0) return queue;
  tell(env, { fact: 'MessagesLost', queue: env.self, ids: queue.ready.map(({ message }) => message.id) });
  const { nextPlace, nextTag, deleted } = queue;
  return { ready: [], out: [], nextPlace, nextTag, deleted };
}

export const redisKind: NodeKind<RedisNode> = {
  handle(node, event: NodeEvent, env) {
    const { config } = node;
    if (event.kind === 'signal' && event.payload.type === 'SIGTERM') exit(env);
    if (event.kind === 'signal' || (node.waiting === undefined && event.kind !== 'start')) return node;
    const isStart = event.kind === 'start';
    const turn: Turn = { env, queue: isStart ? restarted(node, env) : node.queue, waiting: isStart ? [] : (node.waiting ?? []) };
    if (event.kind === 'closed') turn.waiting = turn.waiting.filter(({ worker }) => worker !== event.peer);
    else if (event.kind === 'message') onMessage(turn, event.from, event.connection, event.payload as QueueRequest);
    serve(turn);
    return { kind: 'service', service: 'redis', config, queue: turn.queue, waiting: turn.waiting };
  },
  crash: ({ config, queue }) => ({ kind: 'service', service: 'redis', config, queue, waiting: undefined }),
};
