/** The kernel's step: take the next entry in the order (time, seq), let its node handle it, then release what the node wants done. Total and deterministic. */
import type { Env } from '#sim/effect.ts';
import type { Fact, NodeEvent, Payload } from '#sim/event.ts';
import { hashString, hashValue, mix } from '#sim/hash.ts';
import { isClosed, isCut } from '#sim/network.ts';
import { type Entry, pop } from '#sim/queue.ts';
import { draw, streamKey } from '#sim/random.ts';
import { release } from '#sim/release.ts';
import { closeNotice, OUTSIDE } from '#sim/schedule.ts';
import type { Outcome, TraceEvent } from '#sim/trace.ts';
import type { World } from '#sim/world.ts';

/** What a simulated system gives to the kernel. All functions are pure but for filling `env` and, in `input`, stepping process states. */
export interface Model<N> {
  handle(state: N, event: NodeEvent, env: Env): N;
  /** What is left of a node's state when its process is gone: its disk. */
  crash(state: N, how: 'kill' | 'power-loss' | 'exit'): N;
  /** An input from outside; acts on the World through `process.ts`. */
  input(world: World<N>, input: Payload, facts: Fact[]): void;
}

function randomOf<N>(world: World<N>, self: string) {
  return (purpose: string): number => {
    const stream = `${self}/${purpose}`;
    const counter = world.draws.get(stream) ?? 0;
    world.draws.set(stream, counter + 1);
    return draw(streamKey(world.seed, self, purpose), counter);
  };
}

/** Performs the pending effects of the last transition. Called by `step`; call it earlier to see messages leave. */
export function settle<N>(model: Model<N>, world: World<N>): void {
  const pending = world.pending;
  if (!pending) return;
  world.pending = undefined;
  release(model, world, pending);
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
  const entry = pop(world.queue);
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

function deliver<N>(model: Model<N>, world: World<N>, entry: Entry, facts: Fact[]): Outcome {
  const process = world.processes[entry.node];
  const event = entry.event;
  if (event.kind === 'message') {
    if (event.lost || isCut(world.network, event.from, event.to)) return 'lost';
    if (process.status === 'down' || process.incarnation !== event.incarnation) {
      closeNotice(world, event.from, event.to, event.connection, event.incarnation);
      return 'refused';
    }
  }
  if (process.status === 'down') return 'ignored';
  if (event.kind === 'closed' && !isClosed(world.network, process.name, event.peer, event.connection, event.incarnation)) return 'ignored';
  if (process.status === 'paused') {
    world.processes[entry.node] = { ...process, held: [...process.held, entry] };
    return 'held';
  }
  const timers = event.kind === 'timer' ? withoutTimer(process.timers, event.timer) : process.timers;
  const env: Env = { self: process.name, nowUs: world.nowUs, effects: [], facts, random: randomOf(world, process.name) };
  const state = model.handle(process.state, event, env);
  world.processes[entry.node] = { name: process.name, status: 'up', incarnation: process.incarnation, state, timers, held: process.held };
  if (env.effects.length > 0) world.pending = { node: entry.node, effects: env.effects, step: world.step };
  return 'handled';
}

function withoutTimer(timers: ReadonlyMap<string, Entry>, timer: string): ReadonlyMap<string, Entry> {
  const rest = new Map(timers);
  rest.delete(timer);
  return rest;
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

/** The hash chain: any difference in order, time, receiver, event or fact changes every later hash. */
function chain<N>(world: World<N>, entry: Entry, event: TraceEvent): void {
  let a = mix(mix(mix(world.hashA, event.timeUs | 0), entry.seq), entry.node);
  a = mix(mix(a, hashString(event.name)), event.outcome.length);
  for (const fact of event.facts) a = hashValue(a, fact);
  world.hashA = a;
  world.hashB = mix(mix(world.hashB, a ^ 0x5bd1e995), Math.floor(event.timeUs / 0x100000000));
}
