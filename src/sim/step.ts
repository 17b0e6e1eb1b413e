/** The kernel's step: take the next entry in the order (time, seq), let its node handle it, then release what the node wants done. Total and deterministic. */
import type { Effect, Env } from '#sim/effect.ts';
import type { Fact, NodeEvent, Payload } from '#sim/event.ts';
import { hashName, hashValue, mix } from '#sim/hash.ts';
import { closed, isCut } from '#sim/network.ts';
import { cutBetween, heldByClog, noOverlays, type Wire } from '#sim/overlay.ts';
import { type Entry, pop } from '#sim/queue.ts';
import { draw, streamKey } from '#sim/random.ts';
import { release } from '#sim/release.ts';
import { closeNotice, OUTSIDE } from '#sim/schedule.ts';
import { popShuffled } from '#sim/ties.ts';
import type { Outcome, TraceEvent } from '#sim/trace.ts';
import type { Pending, World } from '#sim/world.ts';

/** What a simulated system gives to the kernel. All functions are pure but for filling `env` and, in `input`, stepping process states. */
export interface Model<N> extends Wire {
  handle(state: N, event: NodeEvent, env: Env): N;
  /** What is left of a node's state when its process is gone: its disk. */
  crash(state: N, how: 'kill' | 'power-loss' | 'exit'): N;
  /** An input from outside; acts on the World through `process.ts`. */
  input(world: World<N>, input: Payload, facts: Fact[]): void;
}

/** The environment of one event. A class, because a closure made for every event is slow where tools rename functions. */
class Handling<N> implements Env {
  readonly effects: Effect[] = [];
  constructor(
    private readonly world: World<N>,
    private readonly node: number,
    readonly self: string,
    readonly nowUs: number,
    readonly step: number,
    readonly facts: Fact[],
  ) {}

  get wallUs(): number {
    const { overlays, nowUs } = this.world;
    return overlays === noOverlays ? nowUs : nowUs + (overlays.clocks.get(this.self) ?? 0);
  }

  get ghosts(): Map<string, number> {
    return this.world.ghosts;
  }

  /** Draws are counted per process and purpose; the stream's key follows from their names and the seed. */
  random(purpose: string): number {
    const draws = this.world.draws[this.node];
    const counter = draws.get(purpose) ?? 0;
    draws.set(purpose, counter + 1);
    return draw(streamKey(this.world.seed, this.self, purpose), counter);
  }
}

/** Performs the pending effects of the last transition. Called by `step`; call it earlier to see messages leave. */
export function settle<N>(model: Model<N>, world: World<N>): void {
  let pending: Pending | undefined = world.pending;
  world.pending = undefined;
  for (; pending !== undefined; pending = pending.next) release(model, world, pending);
}

/** True when nothing will ever happen again. */
export const isIdle = <N>(world: World<N>): boolean => world.queue.length === 0 && world.urgent.length === 0 && !world.pending;

/** Time of the next event, or undefined when idle. Settles first, because effects may schedule an earlier one. */
export function nextTimeUs<N>(model: Model<N>, world: World<N>): number | undefined {
  if (world.urgent.length > 0) return world.nowUs;
  settle(model, world);
  return world.queue[0]?.atUs;
}

/** Processes exactly one event and tells what happened; undefined when idle. */
export function step<N>(model: Model<N>, world: World<N>): TraceEvent | undefined {
  if (world.urgent.length > 0) {
    const [payload, ...rest] = world.urgent;
    world.urgent = rest;
    return happen(model, world, { atUs: world.nowUs, seq: world.seq++, node: OUTSIDE, event: { kind: 'input', payload }, cause: world.step - 1 });
  }
  settle(model, world);
  const entry = world.overlays.shuffleTies ? popShuffled(world) : pop(world.queue);
  if (!entry) return undefined;
  world.nowUs = entry.atUs;
  return happen(model, world, entry);
}

function happen<N>(model: Model<N>, world: World<N>, entry: Entry): TraceEvent {
  const facts: Fact[] = [];
  const outcome = entry.node < 0 ? input(model, world, entry, facts) : deliver(model, world, entry, facts);
  const event = traceEvent(world, entry, outcome, facts);
  chain(world, entry, event);
  world.step++;
  return event;
}

function input<N>(model: Model<N>, world: World<N>, entry: Entry, facts: Fact[]): Outcome {
  if (entry.event.kind === 'input') model.input(world, entry.event.payload, facts);
  return 'handled';
}

/** Why an event does not reach its process, if it does not. Nothing is changed but that a sender is told that nobody is there. */
function obstacle<N>(world: World<N>, entry: Entry): Outcome | undefined {
  const process = world.processes[entry.node];
  const event = entry.event;
  if (event.kind === 'message') {
    if (event.lost !== undefined || isCut(world.network, event.from, event.to)) return 'lost';
    if (world.overlays !== noOverlays && cutBetween(world.overlays, event.from, event.to, event.payload.type)) return 'lost';
    if (process.status === 'down' || process.incarnation !== event.incarnation) {
      if (event.link !== undefined) closeNotice(world, event.link, event.epoch ?? 0);
      return 'refused';
    }
  }
  if (process.status === 'down') return 'ignored';
  if (process.status === 'paused') return 'held';
  if (event.kind === 'closed' && !closed(world.network, process.name, event.peer, event.connection)) return 'ignored';
  return undefined;
}

function deliver<N>(model: Model<N>, world: World<N>, entry: Entry, facts: Fact[]): Outcome {
  const { node, event } = entry;
  const process = world.processes[node];
  if (world.overlays !== noOverlays && heldByClog(world, entry)) return 'held';
  const outcome = obstacle(world, entry);
  if (outcome === 'held') world.processes[node] = { ...process, held: [...process.held, entry] };
  if (outcome !== undefined) return outcome;
  if (event.kind === 'timer') world.timers[node].delete(event.timer);
  const { name, incarnation } = process;
  const env = new Handling(world, node, name, world.nowUs, world.step, facts);
  const state = model.handle(process.state, event, env);
  if (state !== process.state) world.processes[node] = { name, status: 'up', incarnation, state, held: process.held, unsent: undefined };
  if (env.effects.length > 0) world.pending = { node, incarnation, effects: env.effects, step: world.step, next: undefined };
  return 'handled';
}

function nameOf(event: NodeEvent): string {
  switch (event.kind) {
    case 'start':
      return 'Start';
    case 'closed':
      return 'ConnectionClosed';
    default:
      return event.payload.type;
  }
}

function traceEvent<N>(world: World<N>, entry: Entry, outcome: Outcome, facts: readonly Fact[]): TraceEvent {
  const event = entry.event;
  const message = event.kind === 'message' ? event : undefined;
  return {
    step: world.step,
    timeUs: world.nowUs,
    node: entry.node < 0 ? '' : world.processes[entry.node].name,
    kind: event.kind,
    name: nameOf(event),
    from: message?.from,
    sentUs: message?.sentUs,
    cause: entry.cause,
    outcome,
    facts,
  };
}

const KINDS = { start: 1, message: 2, timer: 3, closed: 4, signal: 5, input: 6 } as const;
const OUTCOME_CODES = { handled: 0x10, held: 0x20, lost: 0x30, refused: 0x40, ignored: 0x50 } as const;

/** Who sent it, which timer it was, which peer is gone: what tells apart two events of the same name. */
function originOf(event: NodeEvent): string {
  switch (event.kind) {
    case 'message':
      return event.from;
    case 'timer':
      return event.timer;
    case 'closed':
      return event.peer;
    default:
      return '';
  }
}

/** The hash chain: any difference in order, time, receiver, origin, event, outcome, cause or fact changes every later hash. */
function chain<N>(world: World<N>, entry: Entry, event: TraceEvent): void {
  const what = mix(hashName(event.name), KINDS[event.kind] | OUTCOME_CODES[event.outcome]);
  const origin = mix(hashName(originOf(entry.event)), entry.node);
  let a = mix(mix(mix(mix(world.hashA, event.timeUs | 0), entry.seq), what), origin);
  for (const fact of event.facts) a = hashValue(a, fact);
  world.hashA = a;
  world.hashB = mix(mix(mix(world.hashB, a ^ 0x5bd1e995), what ^ entry.cause), Math.floor(event.timeUs / 0x100000000));
}
