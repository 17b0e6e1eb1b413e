/** The queue itself: what is ready, what is out, and what happens to both. Pure; a message is in one place at a time. */
import type { QueueMessage } from '#beside/queue/wire.ts';

export interface Item {
  /** Place in the queue: a message that comes back goes where it was. */
  readonly place: number;
  readonly message: QueueMessage;
  readonly redelivered: boolean;
}

/** A message that a worker has and has not acknowledged. */
export interface Out {
  readonly item: Item;
  readonly worker: string;
  readonly tag: number;
  readonly sinceUs: number;
}

export interface Queue {
  /** In order of their places. */
  readonly ready: readonly Item[];
  readonly out: readonly Out[];
  readonly nextPlace: number;
  readonly nextTag: number;
  /** Messages that are gone for good because somebody took them. */
  readonly deleted: number;
}

export const emptyQueue: Queue = { ready: [], out: [], nextPlace: 0, nextTag: 1, deleted: 0 };

export const enqueued = ({ ready, out, nextPlace, nextTag, deleted }: Queue, message: QueueMessage): Queue => ({
  ready: [...ready, { place: nextPlace, message, redelivered: false }],
  out,
  nextPlace: nextPlace + 1,
  nextTag,
  deleted,
});

/** The first message goes out to a worker. With `noAck` it is gone the moment it is sent. The queue must not be empty. */
export function takenOut({ ready, out, nextPlace, nextTag, deleted }: Queue, worker: string, nowUs: number, noAck: boolean): Queue {
  const [item, ...rest] = ready;
  if (noAck) return { ready: rest, out, nextPlace, nextTag: nextTag + 1, deleted: deleted + 1 };
  return { ready: rest, out: [...out, { item, worker, tag: nextTag, sinceUs: nowUs }], nextPlace, nextTag: nextTag + 1, deleted };
}

/** An acknowledgement deletes: afterwards nobody can read the message again. An unknown tag changes nothing. */
export function acknowledged(queue: Queue, worker: string, tag: number): Queue {
  const out = queue.out.filter((one) => one.worker !== worker || one.tag !== tag);
  const { ready, nextPlace, nextTag, deleted } = queue;
  return { ready, out, nextPlace, nextTag, deleted: deleted + queue.out.length - out.length };
}

/** What is out with some workers comes back to where it was, marked as delivered before. */
export function requeued(queue: Queue, isFrom: (out: Out) => boolean): Queue {
  const back = queue.out.filter(isFrom).map(({ item: { place, message } }) => ({ place, message, redelivered: true }));
  if (back.length === 0) return queue;
  const { nextPlace, nextTag, deleted } = queue;
  return { ready: [...queue.ready, ...back].sort((a, b) => a.place - b.place), out: queue.out.filter((one) => !isFrom(one)), nextPlace, nextTag, deleted };
}

export const outWith = (queue: Queue, worker: string): number => queue.out.filter((one) => one.worker === worker).length;
