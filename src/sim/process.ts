/** Processes from outside: spawn, start, end, pause, resume, signal; what an operating system or a container runtime does to them. */
import type { Payload } from '#sim/event.ts';
import { forget } from '#sim/network.ts';
import { type Entry, removeWhere } from '#sim/queue.ts';
import { closeNotice, OUTSIDE, schedule } from '#sim/schedule.ts';
import type { Model } from '#sim/step.ts';
import { type Pending, type Process, processOf, type World } from '#sim/world.ts';

/** Adds a process; it starts at once unless `started` is false. Names are unique. */
export function spawn<N>(world: World<N>, name: string, state: N, started = true): void {
  if (world.index.has(name)) throw new Error(`A process is already called ${name}.`);
  const node = world.processes.length;
  world.index.set(name, node);
  world.processes.push({ name, status: started ? 'up' : 'down', incarnation: 0, state, held: [], unsent: undefined });
  world.timers.push(new Map());
  world.draws.push(new Map());
  if (started) schedule(world, node, world.nowUs, { kind: 'start' }, world.step);
}

/** Starts a process that is down. */
export function start<N>(world: World<N>, name: string): void {
  const node = world.index.get(name);
  const process = processOf(world, name);
  if (node === undefined || process?.status !== 'down') return;
  world.processes[node] = { ...process, status: 'up' };
  schedule(world, node, world.nowUs, { kind: 'start' }, world.step);
}

/** Ends a process: timers stop, what it held and had not yet sent is gone, its connections close, its disk stays as `crash` says. */
export function end<N>(model: Model<N>, world: World<N>, name: string, how: 'kill' | 'power-loss' | 'exit', cause = world.step): void {
  const node = world.index.get(name);
  const process = processOf(world, name);
  if (node === undefined || !process || process.status === 'down') return;
  world.timers[node].clear();
  removeWhere(world.queue, (entry) => entry.node === node && entry.event.kind !== 'message');
  for (const link of [...world.network.links.values()]) {
    if (link.route.from === name) forget(world.network, link);
    if (link.route.to === name && link.incarnation === process.incarnation) closeNotice(world, link.route.id, link.epoch, cause);
  }
  const state = model.crash(process.state, how);
  world.processes[node] = { name, status: 'down', incarnation: process.incarnation + 1, state, held: [], unsent: undefined };
}

/** SIGSTOP: nothing is handled or sent any more; what arrives waits, and so does what the process was about to do. */
export function pause<N>(world: World<N>, name: string): void {
  update(world, name, (process) => (process.status === 'up' ? { ...process, status: 'paused' } : process));
}

/** SIGCONT: what it was about to do is done now, then what waited is handled, in order of arrival. */
export function resume<N>(world: World<N>, name: string): void {
  const node = world.index.get(name);
  const process = processOf(world, name);
  if (node === undefined || process?.status !== 'paused') return;
  const timers = world.timers[node];
  for (const held of process.held) {
    const entry: Entry = schedule(world, node, world.nowUs, held.event, held.cause);
    if (held.event.kind === 'timer' && timers.get(held.event.timer) === held) timers.set(held.event.timer, entry);
  }
  world.processes[node] = { ...process, status: 'up', held: [], unsent: undefined };
  if (process.unsent) world.pending = chained(world.pending, process.unsent);
}

function chained(first: Pending | undefined, last: Pending): Pending {
  return first ? { ...first, next: chained(first.next, last) } : last;
}

/** Delivers something that does not travel the network: SIGTERM, a typed line. A process that is down does not get it. */
export function signal<N>(world: World<N>, name: string, payload: Payload): void {
  const node = world.index.get(name);
  if (node !== undefined) schedule(world, node, world.nowUs, { kind: 'signal', payload }, world.step);
}

function update<N>(world: World<N>, name: string, change: (process: Process<N>) => Process<N>): void {
  const node = world.index.get(name);
  if (node !== undefined) world.processes[node] = change(world.processes[node]);
}

/** Schedules an input from outside at a virtual time. */
export function scheduleInput<N>(world: World<N>, atUs: number, payload: Payload): void {
  schedule(world, OUTSIDE, atUs, { kind: 'input', payload }, -1);
}
