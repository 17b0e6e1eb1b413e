/** An application that puts messages into a queue at an even pace, and again when it has no answer to one. */
import { type BasicPublish, type ListPush, QUEUE_CONNECTION, type QueueAnswer, type QueueMessage } from '#beside/queue/wire.ts';
import { name, names, numberOf, onOff, type Settings, textOf, whole } from '#beside/settings.ts';
import { tell } from '#kafka/facts.ts';
import type { NodeKind, ServiceNode } from '#kafka/kind.ts';
import type { ClusterSpec, Config, ServiceSpec } from '#kafka/spec.ts';
import { type Env, exit, send, setTimer } from '#sim/effect.ts';
import type { NodeEvent } from '#sim/event.ts';

export const PUBLISHER_SETTINGS: Settings = {
  /** Service that it publishes to. */
  queue: name('queue'),
  'interval-ms': whole(100, 1, 3_600_000),
  'start-ms': whole(0, 0, 86_400_000),
  /** 0 goes on for ever. */
  count: whole(0, 0, 1_000_000),
  keys: names('A'),
  /** Publish again what has no answer when the connection breaks; without it such messages are given up. */
  confirm: onOff(true),
};

export interface PublisherNode extends ServiceNode {
  readonly service: 'publisher';
  readonly config: Config;
  /** `rabbitmq` or `redis`: which of the two languages it speaks. */
  readonly speaks: 'rabbitmq' | 'redis';
  readonly sent: number;
  readonly confirmed: number;
  /** Sent and not answered, oldest first. */
  readonly pending: readonly { readonly correlation: number; readonly message: QueueMessage }[];
}

export const speaksTo = (spec: ClusterSpec, queue: string): 'rabbitmq' | 'redis' =>
  spec.services?.find((one) => one.name === queue)?.service === 'redis' ? 'redis' : 'rabbitmq';

export const publisherNode = (spec: ClusterSpec, { config }: ServiceSpec): PublisherNode => ({
  kind: 'service',
  service: 'publisher',
  config,
  speaks: speaksTo(spec, textOf(PUBLISHER_SETTINGS, config, 'queue')),
  sent: 0,
  confirmed: 0,
  pending: [],
});

type Draft = { -readonly [K in keyof PublisherNode]: PublisherNode[K] };

const SEND_TIMER = 'send';
const RETRY_TIMER = 'reconnect';
const RECONNECT_US = 1_000_000;

const setting = ({ config }: Pick<Draft, 'config'>, key: string): number => numberOf(PUBLISHER_SETTINGS, config, key);

function put({ config, speaks }: Draft, env: Env, correlation: number, message: QueueMessage): void {
  const to = textOf(PUBLISHER_SETTINGS, config, 'queue');
  const publish: BasicPublish = { type: 'basic.publish', correlation, message };
  const push: ListPush = { type: 'LPUSH', correlation, message };
  send(env, to, speaks === 'redis' ? push : publish, QUEUE_CONNECTION);
}

function next(node: Draft, env: Env): void {
  const keys = textOf(PUBLISHER_SETTINGS, node.config, 'keys').split(',');
  const message: QueueMessage = { id: `${env.self}#${node.sent}`, key: keys[node.sent % keys.length] };
  tell(env, { fact: 'MessagePublished', node: env.self, queue: textOf(PUBLISHER_SETTINGS, node.config, 'queue'), id: message.id });
  put(node, env, node.sent, message);
  node.pending = [...node.pending, { correlation: node.sent, message }];
  node.sent += 1;
  const most = setting(node, 'count');
  if (most === 0 || node.sent < most) setTimer(env, SEND_TIMER, setting(node, 'interval-ms') * 1000, { type: 'SendTick' });
}

function onAnswer(node: Draft, { correlation }: QueueAnswer): void {
  const pending = node.pending.filter((one) => one.correlation !== correlation);
  node.confirmed += node.pending.length - pending.length;
  node.pending = pending;
}

/** What has no answer may or may not be in the queue: publishing it again can put it there twice. */
function onClosed(node: Draft, env: Env): void {
  if (textOf(PUBLISHER_SETTINGS, node.config, 'confirm') === 'true') setTimer(env, RETRY_TIMER, RECONNECT_US, { type: 'ReconnectTick' });
  else node.pending = [];
}

function react(node: Draft, event: NodeEvent, env: Env): void {
  if (event.kind === 'start') setTimer(env, SEND_TIMER, setting(node, 'start-ms') * 1000, { type: 'SendTick' });
  else if (event.kind === 'timer' && event.timer === SEND_TIMER) next(node, env);
  else if (event.kind === 'timer') for (const { correlation, message } of node.pending) put(node, env, correlation, message);
  else if (event.kind === 'message') onAnswer(node, event.payload as QueueAnswer);
  else if (event.kind === 'closed') onClosed(node, env);
  else if (event.kind === 'signal' && event.payload.type === 'SIGTERM') exit(env);
}

export const publisherKind: NodeKind<PublisherNode> = {
  handle(node, event, env) {
    const { config, speaks, sent, confirmed, pending } = node;
    const draft: Draft = { kind: 'service', service: 'publisher', config, speaks, sent, confirmed, pending };
    react(draft, event, env);
    return draft;
  },
  // Message numbers go on, so that no two messages are called the same.
  crash: ({ config, speaks, sent, confirmed }) => ({ kind: 'service', service: 'publisher', config, speaks, sent, confirmed, pending: [] }),
};
