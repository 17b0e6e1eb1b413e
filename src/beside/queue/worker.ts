/** An application that takes messages from a queue and works on them one at a time; when it acknowledges decides what a crash costs. */
import { speaksTo } from '#beside/queue/publisher.ts';
import { type BasicAck, type BasicConsume, type Heartbeat, type ListPop, QUEUE_CONNECTION, type QueueAnswer, type QueueMessage } from '#beside/queue/wire.ts';
import { name, numberOf, type Settings, textOf, whole, word } from '#beside/settings.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeKind, ServiceNode } from '#kafka/kind.ts';
import type { ClusterSpec, Config, ServiceSpec } from '#kafka/spec.ts';
import { type Env, exit, send, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

export const WORKER_SETTINGS: Settings = {
  /** Service that it takes messages from. */
  queue: name('queue'),
  'processing-ms': whole(0, 0, 3_600_000),
  'start-ms': whole(0, 0, 86_400_000),
  /** Unacknowledged messages that RabbitMQ may send ahead; 0 is no limit. */
  prefetch: whole(1, 0, 65_535),
  /** After its work, before it, or never: then the queue forgets a message by sending it. A Redis list knows no acknowledgement. */
  ack: word(['after-processing', 'before-processing', 'none']),
};

interface Held {
  readonly tag: number;
  readonly message: QueueMessage;
  readonly redelivered: boolean;
}

export interface WorkerNode extends ServiceNode {
  readonly service: 'worker';
  readonly config: Config;
  readonly speaks: 'rabbitmq' | 'redis';
  /** The first is being worked on, since `workingUs`; undefined while nothing is. */
  readonly held: readonly Held[];
  readonly workingUs: number | undefined;
  readonly processed: number;
}

export const workerNode = (spec: ClusterSpec, { config }: ServiceSpec): WorkerNode => ({
  kind: 'service',
  service: 'worker',
  config,
  speaks: speaksTo(spec, textOf(WORKER_SETTINGS, config, 'queue')),
  held: [],
  workingUs: undefined,
  processed: 0,
});

type Draft = { -readonly [K in keyof WorkerNode]: WorkerNode[K] };

const CONNECT_TIMER = 'connect';
const WORK_TIMER = 'work';
const HEARTBEAT_TIMER = 'heartbeat';
const RECONNECT_US = 1_000_000;
/** Half of RabbitMQ's default of 60 s, as its clients do. */
const HEARTBEAT_US = 30_000_000;

const setting = ({ config }: Pick<Draft, 'config'>, key: string): number => numberOf(WORKER_SETTINGS, config, key);
const text = ({ config }: Pick<Draft, 'config'>, key: string): string => textOf(WORKER_SETTINGS, config, key);

function connect(node: Draft, env: Env): void {
  if (node.speaks === 'redis') return pop(node, env);
  const consume: BasicConsume = { type: 'basic.consume', correlation: 0, prefetch: setting(node, 'prefetch'), noAck: text(node, 'ack') === 'none' };
  send(env, text(node, 'queue'), consume, QUEUE_CONNECTION);
  setTimer(env, HEARTBEAT_TIMER, HEARTBEAT_US, { type: 'HeartbeatTick' });
}

function pop(node: Draft, env: Env): void {
  const request: ListPop = { type: 'BRPOP', correlation: node.processed };
  send(env, text(node, 'queue'), request, QUEUE_CONNECTION);
}

function ack(node: Draft, env: Env, { tag }: Held): void {
  if (node.speaks === 'redis') return;
  const acknowledgement: BasicAck = { type: 'basic.ack', correlation: -1, tag };
  send(env, text(node, 'queue'), acknowledgement, QUEUE_CONNECTION);
}

/** Begins to work on the first message that it holds. */
function begin(node: Draft, env: Env): void {
  const [first] = node.held;
  if (first === undefined || node.workingUs !== undefined) return;
  node.workingUs = env.nowUs;
  if (text(node, 'ack') === 'before-processing') ack(node, env, first);
  setTimer(env, WORK_TIMER, setting(node, 'processing-ms') * 1000, { type: 'WorkDone' });
}

function done(node: Draft, env: Env): void {
  const [first, ...rest] = node.held;
  if (first === undefined) return;
  tell(env, { fact: 'MessageProcessed', queue: text(node, 'queue'), node: env.self, id: first.message.id, redelivered: first.redelivered });
  if (text(node, 'ack') === 'after-processing') ack(node, env, first);
  node.held = rest;
  node.workingUs = undefined;
  node.processed += 1;
  if (node.speaks === 'redis') pop(node, env);
}

function onAnswer(node: Draft, answer: QueueAnswer): void {
  if (answer.type === 'basic.deliver') node.held = [...node.held, { tag: answer.tag, message: answer.message, redelivered: answer.redelivered }];
  else if (answer.type === 'BRPOP-reply') node.held = [...node.held, { tag: 0, message: answer.message, redelivered: false }];
}

/** What it holds belongs to the queue again, except for what it is working on just now: that it brings to its end. */
function onClosed(node: Draft, env: Env): void {
  node.held = node.workingUs === undefined ? [] : node.held.slice(0, 1);
  setTimer(env, CONNECT_TIMER, RECONNECT_US, { type: 'ReconnectTick' });
}

function onTimer(node: Draft, env: Env, timer: string): void {
  if (timer === CONNECT_TIMER) connect(node, env);
  else if (timer === WORK_TIMER) done(node, env);
  else {
    const heartbeat: Heartbeat = { type: 'heartbeat', correlation: -1 };
    send(env, text(node, 'queue'), heartbeat, QUEUE_CONNECTION);
    setTimer(env, HEARTBEAT_TIMER, HEARTBEAT_US, { type: 'HeartbeatTick' });
  }
}

function react(node: Draft, event: NodeEvent, env: Env): void {
  if (event.kind === 'start') setTimer(env, CONNECT_TIMER, setting(node, 'start-ms') * 1000, { type: 'ConnectTick' });
  else if (event.kind === 'timer') onTimer(node, env, event.timer);
  else if (event.kind === 'message') onAnswer(node, event.payload as QueueAnswer);
  else if (event.kind === 'closed') onClosed(node, env);
  else if (event.kind === 'signal' && event.payload.type === 'SIGTERM') exit(env);
  begin(node, env);
}

export const workerKind: NodeKind<WorkerNode> = {
  handle(node, event, env) {
    const { config, speaks, held, workingUs, processed } = node;
    const draft: Draft = { kind: 'service', service: 'worker', config, speaks, held, workingUs, processed };
    react(draft, event, env);
    return draft;
  },
  crash: ({ config, speaks, processed }) => ({ kind: 'service', service: 'worker', config, speaks, held: [], workingUs: undefined, processed }),
};
