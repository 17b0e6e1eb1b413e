/** A connection is reset (RST): both ends hear of it at once, and what was on the wire is lost. */
import { closing, type Link } from '#sim/network.ts';
import type { Entry } from '#sim/queue.ts';
import { schedule } from '#sim/schedule.ts';
import type { World } from '#sim/world.ts';

const isBetween = ({ route }: Link, a: string, b: string): boolean => (route.from === a && route.to === b) || (route.from === b && route.to === a);

/** Resets all connections between two nodes; says how many ends were told. */
export function resetConnections<N>(world: World<N>, a: string, b: string): number {
  const links = [...world.network.links.values()].filter((link) => link.state === 'open' && isBetween(link, a, b));
  for (const { route, epoch } of links) {
    loseInFlight(world, route.id, epoch);
    const node = world.index.get(route.from);
    const link = closing(world.network, route.id, epoch);
    if (node === undefined || link === undefined) continue;
    schedule(world, node, world.nowUs, { kind: 'closed', peer: route.to, connection: route.connection, incarnation: link.incarnation }, world.step);
  }
  return links.length;
}

/** In place: time and number stay, and so does the queue's order. */
function loseInFlight<N>(world: World<N>, link: string, epoch: number): void {
  world.queue.forEach((entry: Entry, n) => {
    const { event } = entry;
    if (event.kind !== 'message' || event.link !== link || event.epoch !== epoch || event.lost !== undefined) return;
    world.queue[n] = { ...entry, event: { ...event, lost: 'loss' } };
  });
}
