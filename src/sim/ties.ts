/** Which of the things that are due at the same instant comes first: in the queue's order, or in one that the seed draws. */
import type { NodeEvent } from '#sim/event.ts';
import { type Entry, pop, push, remove } from '#sim/queue.ts';
import { draw, streamKey } from '#sim/random.ts';
import type { World } from '#sim/world.ts';

/** Entries of one lane keep their order: what one node hears from another, what a person typed, the timers of one node. */
function laneOf(node: number, event: NodeEvent): string {
  switch (event.kind) {
    case 'message':
      return `${event.from}>${node}`;
    case 'closed':
      return `${event.peer}>${node}`;
    default:
      return `${event.kind}>${node}`;
  }
}

/** The first of each lane that is due now. A process that starts does so before it hears anything. */
function candidates(due: readonly Entry[]): readonly Entry[] {
  const lanes = new Map<string, Entry>();
  for (const entry of due) {
    const lane = laneOf(entry.node, entry.event);
    if (!lanes.has(lane)) lanes.set(lane, entry);
  }
  const firsts = [...lanes.values()];
  const starting = new Set(firsts.filter(({ event }) => event.kind === 'start').map(({ node }) => node));
  return firsts.filter(({ node, event }) => event.kind === 'start' || !starting.has(node));
}

/** Takes one of the entries that are due first, by a draw of this step. */
export function popShuffled<N>(world: World<N>): Entry | undefined {
  const first = pop(world.queue);
  if (first === undefined || world.queue[0]?.atUs !== first.atUs) return first;
  const due = world.queue.filter(({ atUs }) => atUs === first.atUs).sort((a, b) => a.seq - b.seq);
  const among = candidates([first, ...due]);
  const chosen = among[draw(streamKey(world.seed, 'ties', 'order'), world.step) % among.length];
  if (chosen === first) return first;
  remove(world.queue, chosen);
  push(world.queue, first);
  return chosen;
}
