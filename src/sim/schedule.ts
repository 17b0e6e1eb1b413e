/** Puts things into the queue with the next sequence number: the one place where order among equals is decided. */
import type { NodeEvent } from '#sim/event.ts';
import { closing, isCut, noticeUs } from '#sim/network.ts';
import { cutBetween, noOverlays } from '#sim/overlay.ts';
import { type Entry, push } from '#sim/queue.ts';
import type { World } from '#sim/world.ts';

/** Node index of an input from outside. */
export const OUTSIDE = -1;

export function schedule<N>(world: World<N>, node: number, atUs: number, event: NodeEvent, cause: number): Entry {
  const entry: Entry = { atUs, seq: world.seq++, node, event, cause };
  push(world.queue, entry);
  return entry;
}

/** Tells the owner of a connection that its peer is gone, unless the wire is cut or it is being told already. */
export function closeNotice<N>(world: World<N>, id: string, epoch: number, cause = world.step): void {
  const known = world.network.links.get(id);
  const node = known && world.index.get(known.route.from);
  if (known === undefined || node === undefined || isCut(world.network, known.route.from, known.route.to)) return;
  if (world.overlays !== noOverlays && cutBetween(world.overlays, known.route.to, known.route.from, '')) return;
  const link = closing(world.network, id, epoch);
  if (link === undefined) return;
  const { route, incarnation } = link;
  const atUs = noticeUs(world.network, world.seed, route, world.seq, world.nowUs);
  schedule(world, node, atUs, { kind: 'closed', peer: route.to, connection: route.connection, incarnation }, cause);
}
