/** The World: everything simulated, as plain values. A live World belongs to one run, which steps it; `copyWorld` makes a checkpoint. */
import { copied } from '#sim/copy.ts';
import type { Effect } from '#sim/effect.ts';
import type { Payload } from '#sim/event.ts';
import { emptyNetwork, type Network, type NetworkSettings } from '#sim/network.ts';
import { noOverlays, type Overlays } from '#sim/overlay.ts';
import type { Entry, Queue } from '#sim/queue.ts';

export type ProcessStatus = 'up' | 'paused' | 'down';

/** One simulated process with its state. The record is replaced, never changed. */
export interface Process<N> {
  readonly name: string;
  readonly status: ProcessStatus;
  /** Counts the process's ends: bytes sent to an earlier incarnation never reach a later one. */
  readonly incarnation: number;
  readonly state: N;
  /** What arrived while the process was paused, in order of arrival. */
  readonly held: readonly Entry[];
  /** What it was about to do when it was paused: done when it runs again. */
  readonly unsent: Pending | undefined;
}

/** Effects of the last transition, not yet released: a fault at a protocol point strikes between state and effect. */
export interface Pending {
  readonly node: number;
  /** A process that ended meanwhile takes its unreleased effects with it, also if a new one runs by now. */
  readonly incarnation: number;
  readonly effects: readonly Effect[];
  readonly step: number;
  /** Effects to release after these: several processes may be resumed at once. */
  readonly next: Pending | undefined;
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
  /** Running timers of each process, by name. They belong to this World and change in place. */
  timers: Map<string, Entry>[];
  network: Network;
  /** Disturbances that lie over all this; `noOverlays` when there are none. */
  overlays: Overlays;
  /** Draws made so far by each process, per purpose. */
  draws: Map<string, number>[];
  /** How far each of the things is told that several processes could tell. Facts read it, behaviour never does. */
  ghosts: Map<string, number>;
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
    timers: [],
    network: emptyNetwork(settings),
    overlays: noOverlays,
    draws: [],
    ghosts: new Map(),
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
    index: copied(world.index),
    queue: world.queue.slice(),
    timers: world.timers.map(copied),
    network: { settings: world.network.settings, links: copied(world.network.links), cuts: world.network.cuts, messages: world.network.messages },
    overlays: world.overlays,
    draws: world.draws.map(copied),
    ghosts: copied(world.ghosts),
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
