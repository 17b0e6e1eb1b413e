/** The event queue: a binary heap in the total order (time, seq). Removed entries really leave it, so a queue never holds a cancelled timer. */
import type { NodeEvent } from '#sim/event.ts';

export interface Entry {
  readonly atUs: number;
  readonly seq: number;
  /** Index of the receiving node, or -1 for an input from outside. */
  readonly node: number;
  readonly event: NodeEvent;
  /** Step whose processing scheduled this entry; -1 before the first. */
  readonly cause: number;
}

export type Queue = Entry[];

const before = (a: Entry, b: Entry): boolean => a.atUs < b.atUs || (a.atUs === b.atUs && a.seq < b.seq);

/** Returns where the entry came to rest. */
function siftUp(queue: Queue, from: number): number {
  const entry = queue[from];
  let i = from;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (!before(entry, queue[parent])) break;
    queue[i] = queue[parent];
    i = parent;
  }
  queue[i] = entry;
  return i;
}

function siftDown(queue: Queue, from: number): void {
  const entry = queue[from];
  const size = queue.length;
  let i = from;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= size) break;
    if (child + 1 < size && before(queue[child + 1], queue[child])) child++;
    if (!before(queue[child], entry)) break;
    queue[i] = queue[child];
    i = child;
  }
  queue[i] = entry;
}

export function push(queue: Queue, entry: Entry): void {
  queue.push(entry);
  siftUp(queue, queue.length - 1);
}

export function pop(queue: Queue): Entry | undefined {
  const first = queue[0];
  const last = queue.pop();
  if (last !== undefined && queue.length > 0) {
    queue[0] = last;
    siftDown(queue, 0);
  }
  return first;
}

/** Takes one entry out, wherever it stands. Linear in the queue's length, which is hundreds, not millions. */
export function remove(queue: Queue, entry: Entry): void {
  const i = queue.indexOf(entry);
  if (i < 0) return;
  const last = queue.pop() as Entry;
  if (i === queue.length) return;
  queue[i] = last;
  if (siftUp(queue, i) === i) siftDown(queue, i);
}

/** Takes out all entries that match, keeping the order of the rest. */
export function removeWhere(queue: Queue, matches: (entry: Entry) => boolean): void {
  const kept = queue.filter((entry) => !matches(entry));
  queue.length = 0;
  for (const entry of kept) push(queue, entry);
}
