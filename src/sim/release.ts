/** Performs effects: messages enter the network, timers enter the queue, a process ends. */
import type { Effect } from '#sim/effect.ts';
import type { MessageEvent, Payload } from '#sim/event.ts';
import { isCut, plan } from '#sim/network.ts';
import { end } from '#sim/process.ts';
import { remove } from '#sim/queue.ts';
import { closeNotice, schedule } from '#sim/schedule.ts';
import type { Model } from '#sim/step.ts';
import type { Pending, World } from '#sim/world.ts';

/** Effects of a process that ended meanwhile are lost with it; those of a paused one wait until it runs again. */
export function release<N>(model: Model<N>, world: World<N>, pending: Pending): void {
  const process = world.processes[pending.node];
  if (process.status === 'down') return;
  for (const effect of pending.effects) perform(model, world, pending.node, effect, pending.step);
}

function perform<N>(model: Model<N>, world: World<N>, node: number, effect: Effect, step: number): void {
  switch (effect.effect) {
    case 'send':
      return post(world, node, effect.to, effect.connection, effect.payload, step);
    case 'setTimer':
      return startTimer(world, node, effect.timer, effect.delayUs, effect.payload, step);
    case 'cancelTimer':
      return stopTimer(world, node, effect.timer);
    case 'close':
      return closeNotice(world, effect.peer, world.processes[node].name, effect.connection, world.processes[node].incarnation);
    case 'exit':
      return end(model, world, world.processes[node].name, 'exit');
  }
}

function post<N>(world: World<N>, node: number, to: string, connection: string, payload: Payload, step: number): void {
  const target = world.index.get(to);
  if (target === undefined) throw new Error(`Nobody is called ${to}.`);
  const from = world.processes[node].name;
  const incarnation = world.processes[target].incarnation;
  const planned = plan(world.network, world.seed, from, to, connection, incarnation, world.nowUs);
  const cut = isCut(world.network, from, to);
  const event: MessageEvent = {
    kind: 'message',
    id: world.network.messages++,
    from,
    to,
    connection,
    payload,
    sentUs: world.nowUs,
    incarnation,
    lost: cut ? 'cut' : planned.lost ? 'loss' : undefined,
  };
  schedule(world, target, planned.arrivesUs, event, step);
  if (planned.duplicateArrivesUs !== undefined) schedule(world, target, planned.duplicateArrivesUs, event, step);
}

function startTimer<N>(world: World<N>, node: number, timer: string, delayUs: number, payload: Payload, step: number): void {
  const process = world.processes[node];
  const running = process.timers.get(timer);
  if (running) remove(world.queue, running);
  const entry = schedule(world, node, world.nowUs + delayUs, { kind: 'timer', timer, payload }, step);
  world.processes[node] = { ...process, timers: new Map(process.timers).set(timer, entry) };
}

function stopTimer<N>(world: World<N>, node: number, timer: string): void {
  const process = world.processes[node];
  const running = process.timers.get(timer);
  if (!running) return;
  remove(world.queue, running);
  const timers = new Map(process.timers);
  timers.delete(timer);
  world.processes[node] = { ...process, timers };
}
