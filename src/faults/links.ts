/**
 * Faults of links, one direction and one kind of message at a time: cut F21 and F22, delay F23, drop F24, duplicate F25, reorder F26, throttle F28, clog F29,
 * and the groups of F20. No verb of docker does them; on a real cluster they are lines of tc and iptables. Each is an overlay that `fault heal` takes away.
 */
import type { Command } from '#kafka/cluster.ts';
import { type LinkFault, tell } from '#kafka/facts.ts';
import type { Payload } from '#sim/event.ts';
import { type Disturbance, disturb } from '#sim/overlay.ts';

/** One direction between two nodes; undefined is everybody. */
export interface Direction {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface LinksPayload extends Payload {
  readonly type: 'DisturbLinks';
  readonly command: string;
  readonly fault: LinkFault;
  /** Each gets its own rule, so that each can be healed by itself; `left` counts for each of them. */
  readonly directions: readonly Direction[];
  readonly types: readonly string[] | undefined;
  readonly left: number | undefined;
  readonly what: Disturbance;
  /** As the sentence names them. */
  readonly from: string;
  readonly to: string;
}

const one = (name: string | undefined): readonly string[] | undefined => (name === undefined ? undefined : [name]);

export const disturbLinks: Command = (_model, world, payload, facts) => {
  const { command, fault, directions, types, left, what, from, to } = payload as LinksPayload;
  tell({ facts }, { fact: 'CommandRun', command });
  disturb(world, ...directions.map((direction) => ({ fault, from: one(direction.from), to: one(direction.to), types, left, what })));
  tell({ facts }, { fact: 'LinksDisturbed', fault, from, to });
};

/** Pairs of nodes that no group has in common cannot reach each other: halves, a bridge that is in both, a ring of overlapping majorities. */
export function split(groups: readonly (readonly string[])[]): readonly Direction[] {
  const names = [...new Set(groups.flat())];
  return names.flatMap((from) =>
    names.filter((to) => to !== from && !groups.some((group) => group.includes(from) && group.includes(to))).map((to) => ({ from, to })),
  );
}
