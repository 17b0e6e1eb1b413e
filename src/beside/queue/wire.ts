/** What a work queue and its clients say to each other: AMQP 0-9-1 as RabbitMQ speaks it, and the two commands of a Redis list. */
import type { Payload } from '#sim/event.ts';

/** A message on its way through a queue; `id` is ours, so that its fate can be told: no behaviour reads it. */
export interface QueueMessage {
  readonly id: string;
  readonly key: string | null;
}

interface Rpc extends Payload {
  readonly correlation: number;
}

export interface BasicPublish extends Rpc {
  readonly type: 'basic.publish';
  readonly message: QueueMessage;
}

/** A publisher confirm: in AMQP a basic.ack from the server. */
export interface PublisherConfirm extends Rpc {
  readonly type: 'basic.confirm';
}

export interface BasicConsume extends Rpc {
  readonly type: 'basic.consume';
  /** Messages that may be out and not acknowledged; 0 is no limit (basic.qos). */
  readonly prefetch: number;
  /** The server forgets a message as soon as it has sent it. */
  readonly noAck: boolean;
}

export interface ConsumeOk extends Rpc {
  readonly type: 'basic.consume-ok';
}

export interface BasicDeliver extends Rpc {
  readonly type: 'basic.deliver';
  readonly tag: number;
  readonly message: QueueMessage;
  /** It was delivered before, to this consumer or another. */
  readonly redelivered: boolean;
}

export interface BasicAck extends Rpc {
  readonly type: 'basic.ack';
  readonly tag: number;
}

export interface Heartbeat extends Rpc {
  readonly type: 'heartbeat';
}

export interface ListPush extends Rpc {
  readonly type: 'LPUSH';
  readonly message: QueueMessage;
}

/** The length of the list afterwards. */
export interface PushReply extends Rpc {
  readonly type: 'LPUSH-reply';
  readonly length: number;
}

/** Waits for a message without a timeout. */
export interface ListPop extends Rpc {
  readonly type: 'BRPOP';
}

export interface PopReply extends Rpc {
  readonly type: 'BRPOP-reply';
  readonly message: QueueMessage;
}

export type QueueRequest = BasicPublish | BasicConsume | BasicAck | Heartbeat | ListPush | ListPop;
export type QueueAnswer = PublisherConfirm | ConsumeOk | BasicDeliver | PushReply | PopReply;

/** The connection that a client keeps to its queue. */
export const QUEUE_CONNECTION = 'queue';
