/** The World: everything simulated, as plain values. A live World belongs to one run, which steps it; `copyWorld` makes a checkpoint. */
import type { Effect } from '#sim/effect.ts';
import type { Payload } from '#sim/event.ts';
import { emptyNetwork, type Network, type NetworkSettings } from '#sim/network.ts';
import type { Entry, Queue } from '#sim/queue.ts';

export type ProcessStatus = 'up' | 'paused' | 'down';

/** One simulated process with its state. The record is replaced, never changed. */
export interface Process<N> {
  readonly name: string;
  readonly status: ProcessStatus;
  /** Counts the process's ends: bytes sent to an earlier incarnation never reach a later one. */
  readonly incarnation: number;
  readonly state: N;
  readonly timers: ReadonlyMap<string, Entry>;
  /** What arrived while the process was paused, in order of arrival. */
  readonly held: readonly Entry[];
}

/** Effects of the last transition, not yet released: a fault at a protocol point strikes between state and effect. */
export interface Pending {
  readonly node: number;
  readonly effects: readonly Effect[];
  readonly step: number;
}

export interface World<N> {
  readonly seed: number;
  nowUs: number;
  /** Steps taken so far; the next event gets this number. */
  step: number;
  seq: number;
  processes: Process<N>[];
  /** From a process's name to its index in `processes`. */
  index: Map<string, number>;
  queue: Queue;
  network: Network;
  /** Draws made so far per stream. */
  draws: Map<string, number>;
  pending: Pending | undefined;
  /** Inputs that a trigger asked for: they come before anything else, also before pending effects. */
  urgent: readonly Payload[];
  hashA: number;
  hashB: number;
}

export function emptyWorld<N>(seed: number, settings: NetworkSettings): World<N> {
  return {
    seed,
    nowUs: 0,
    step: 0,
    seq: 0,
    processes: [],
    index: new Map(),
    queue: [],
    network: emptyNetwork(settings),
    draws: new Map(),
    pending: undefined,
    urgent: [],
    hashA: 0x12345678,
    hashB: 0x7f4a7c15,
  };
}

/** A checkpoint: shares every node state, log and message with the original, and can be stepped on its own. */
export function copyWorld<N>(world: World<N>): World<N> {
  return {
    seed: world.seed,
    nowUs: world.nowUs,
    step: world.step,
    seq: world.seq,
    processes: world.processes.slice(),
    index: new Map(world.index),
    queue: world.queue.slice(),
    network: { settings: world.network.settings, links: new Map(world.network.links), cuts: world.network.cuts, messages: world.network.messages },
    draws: new Map(world.draws),
    pending: world.pending,
    urgent: world.urgent,
    hashA: world.hashA,
    hashB: world.hashB,
  };
}

export function processOf<N>(world: World<N>, name: string): Process<N> | undefined {
  const i = world.index.get(name);
  return i === undefined ? undefined : world.processes[i];
}
