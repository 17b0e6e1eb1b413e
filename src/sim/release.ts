/** Performs effects: messages enter the network, timers enter the queue, a process ends. */
import type { Effect } from '#sim/effect.ts';
import type { MessageEvent, Payload } from '#sim/event.ts';
import { isCut, linkId, NOBODY, openedName, plan } from '#sim/network.ts';
import { type Fate, fateOf, lateBy, noOverlays } from '#sim/overlay.ts';
import { planted } from '#sim/planted.ts';
import { end } from '#sim/process.ts';
import { remove } from '#sim/queue.ts';
import { closeNotice, schedule } from '#sim/schedule.ts';
import type { Model } from '#sim/step.ts';
import type { Pending, World } from '#sim/world.ts';

/** Effects of a process that ended meanwhile are lost with it; those of a paused one wait until it runs again. */
export function release<N>(model: Model<N>, world: World<N>, pending: Pending): void {
  const { node, effects, step } = pending;
  const process = world.processes[node];
  if (process.status === 'down' || process.incarnation !== pending.incarnation) return;
  if (process.status === 'paused') {
    world.processes[node] = { ...process, unsent: { node, incarnation: pending.incarnation, effects, step, next: undefined } };
    return;
  }
  for (const effect of effects) {
    perform(model, world, node, effect, step);
    if (effect.effect === 'exit') return;
  }
}

function perform<N>(model: Model<N>, world: World<N>, node: number, effect: Effect, step: number): void {
  switch (effect.effect) {
    case 'send':
      return post(model, world, node, effect.to, effect.connection, effect.payload, step);
    case 'setTimer':
      return startTimer(world, node, effect.timer, effect.delayUs, effect.payload, step);
    case 'cancelTimer':
      return planted.M51 ? undefined : stopTimer(world, node, effect.timer);
    case 'close':
      return hangUp(world, node, effect.peer, effect.connection, step);
    case 'exit':
      return end(model, world, world.processes[node].name, 'exit', step);
  }
}

/** Closes a connection that was accepted from `peer`: its opener hears of it as of a peer that is gone. */
function hangUp<N>(world: World<N>, node: number, peer: string, connection: string, step: number): void {
  const id = linkId(peer, world.processes[node].name, openedName(connection) ?? connection);
  const link = world.network.links.get(id);
  if (link !== undefined) closeNotice(world, id, link.epoch, step);
}

function post<N>(model: Model<N>, world: World<N>, node: number, to: string, connection: string, payload: Payload, step: number): void {
  const target = world.index.get(to);
  if (target === undefined) throw new Error(`Nobody is called ${to}.`);
  const { name: from, incarnation: sender } = world.processes[node];
  const { status, incarnation } = world.processes[target];
  const receiver = status === 'down' ? NOBODY : incarnation;
  const fate: Fate | undefined = world.overlays === noOverlays ? undefined : fateOf(model, world, from, to, payload);
  const planned = plan(world.network, world.seed, { from, sender, to, receiver }, connection, world.nowUs, fate?.extraUs);
  if (planned === undefined) return;
  const { link, lost, duplicateArrivesUs } = planned;
  const event: MessageEvent = {
    kind: 'message',
    id: world.network.messages++,
    from,
    to,
    connection: link.route.peerConnection,
    payload: fate === undefined ? payload : fate.payload,
    sentUs: world.nowUs,
    incarnation: link.incarnation,
    link: link.route.id,
    epoch: link.epoch,
    lost: isCut(world.network, from, to) ? 'cut' : lost || fate?.lost ? 'loss' : undefined,
  };
  schedule(world, target, link.lastArrivalUs, event, step);
  if (fate?.reset) hangUp(world, node, to, connection, step);
  if (duplicateArrivesUs !== undefined) schedule(world, target, duplicateArrivesUs, event, step);
}

function startTimer<N>(world: World<N>, node: number, timer: string, delayUs: number, payload: Payload, step: number): void {
  const timers = world.timers[node];
  const running = timers.get(timer);
  if (running !== undefined) remove(world.queue, running);
  const lateUs = world.overlays === noOverlays ? 0 : lateBy(world, world.processes[node].name, timer, delayUs);
  timers.set(timer, schedule(world, node, world.nowUs + delayUs + lateUs, { kind: 'timer', timer, payload }, step));
}

function stopTimer<N>(world: World<N>, node: number, timer: string): void {
  const timers = world.timers[node];
  const running = timers.get(timer);
  if (running === undefined) return;
  remove(world.queue, running);
  timers.delete(timer);
}
