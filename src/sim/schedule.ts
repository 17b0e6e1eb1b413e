/** Puts things into the queue with the next sequence number: the one place where order among equals is decided. */
import type { NodeEvent } from '#sim/event.ts';
import { close, isCut, noticeUs } from '#sim/network.ts';
import { type Entry, push } from '#sim/queue.ts';
import type { World } from '#sim/world.ts';

/** Node index of an input from outside. */
export const OUTSIDE = -1;

export function schedule<N>(world: World<N>, node: number, atUs: number, event: NodeEvent, cause: number): Entry {
  const entry: Entry = { atUs, seq: world.seq++, node, event, cause };
  push(world.queue, entry);
  return entry;
}

/** Tells the owner of a connection that its peer is gone, unless the wire is cut or it has already been told. */
export function closeNotice<N>(world: World<N>, owner: string, peer: string, connection: string, incarnation: number): void {
  if (!close(world.network, owner, peer, connection, incarnation)) return;
  const node = world.index.get(owner);
  if (node === undefined || isCut(world.network, owner, peer)) return;
  const atUs = world.nowUs + noticeUs(world.network, world.seed, peer, owner, world.seq);
  schedule(world, node, atUs, { kind: 'closed', peer, connection, incarnation }, world.step);
}
