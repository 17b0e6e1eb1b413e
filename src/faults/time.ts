/** Faults of time: wrong wall clocks F80, late timers F81, and things of one instant in another order F82. Kafka's safety rests on none of them. */
import type { Command } from '#kafka/cluster.ts';
import { tell } from '#kafka/facts.ts';
import type { Payload } from '#sim/event.ts';
import { disturb, heal, overlay } from '#sim/overlay.ts';

export interface ClockPayload extends Payload {
  readonly type: 'SetClock';
  readonly command: string;
  readonly nodes: readonly string[];
  /** From now on its wall clock is ahead by so much; 0 is right. */
  readonly skewUs: number;
}

export const setClock: Command = (_model, world, payload, facts) => {
  const { command, nodes, skewUs } = payload as ClockPayload;
  tell({ facts }, { fact: 'CommandRun', command });
  const clocks = new Map(world.overlays.clocks);
  for (const node of nodes) {
    clocks.delete(node);
    if (skewUs !== 0) clocks.set(node, skewUs);
    tell({ facts }, { fact: 'ClockSkewed', node, skewMs: Math.trunc(skewUs / 1000) });
  }
  overlay(world, { clocks });
};

export interface TimerJitterPayload extends Payload {
  readonly type: 'TimerJitter';
  readonly command: string;
  readonly nodes: readonly string[];
  readonly percent: number;
}

export const jitterTimers: Command = (_model, world, payload, facts) => {
  const { command, nodes, percent } = payload as TimerJitterPayload;
  tell({ facts }, { fact: 'CommandRun', command });
  for (const node of nodes) {
    heal(world, (rule) => rule.fault === 'timer-jitter' && rule.to?.[0] === node);
    disturb(world, { fault: 'timer-jitter', from: undefined, to: [node], types: undefined, what: { kind: 'late-timers', ppm: percent * 10_000 } });
    tell({ facts }, { fact: 'TimersLate', node, percent });
  }
};

export interface TieShufflePayload extends Payload {
  readonly type: 'TieShuffle';
  readonly command: string;
}

export const shuffleTies: Command = (_model, world, payload, facts) => {
  const { command } = payload as TieShufflePayload;
  tell({ facts }, { fact: 'CommandRun', command });
  overlay(world, { shuffleTies: true });
  tell({ facts }, { fact: 'TiesShuffled', seed: world.seed });
};
