/** A toy system for the kernel's own tests: nodes that ask, answer late, set and cancel timers, draw and die, and that notice every broken promise. */
import { cancelTimer, type Env, exit, note, send, setTimer } from '#sim/effect.ts';
import type { Fact, MessageEvent, NodeEvent, Payload } from '#sim/event.ts';
import { type NetworkSettings, withCut, withoutCut } from '#sim/network.ts';
import { end, pause, resume, scheduleInput, signal, spawn, start } from '#sim/process.ts';
import type { Model } from '#sim/step.ts';
import { emptyWorld, type World } from '#sim/world.ts';

export interface Toy {
  readonly peers: readonly string[];
  /** How often this process has ended: what it must find in the answers that it gets. */
  readonly life: number;
  readonly sent: number;
  /** Highest number seen from each asker's life on each connection, for the order on connections. */
  readonly seen: Readonly<Record<string, number>>;
  /** Requests to be answered when the timer fires. */
  readonly late: readonly MessageEvent[];
  readonly waiting: number;
}

interface Ask extends Payload {
  readonly type: 'Ask';
  readonly life: number;
  readonly number: number;
}

interface Answer extends Payload {
  readonly type: 'Answer';
  readonly life: number;
}

export interface Broken extends Fact {
  readonly fact: 'broken';
  readonly promise: string;
}

const broken = (env: Env, promise: string): void => note(env, { fact: 'broken', promise } as Broken);
const tick = (env: Env, name: string): void => setTimer(env, name, 1 + (env.random(name) % 5000), { type: 'Tick' });

function asked(toy: Toy, event: MessageEvent, ask: Ask, env: Env): Toy {
  const from = `${event.from}#${ask.life}/${event.connection}`;
  const last = toy.seen[from] ?? -1;
  if (ask.number < last) broken(env, 'order on a connection');
  const seen = { ...toy.seen, [from]: Math.max(last, ask.number) };
  if (env.random('patience') % 3 > 0) {
    setTimer(env, 'late', env.random('delay') % 9000, { type: 'Late' });
    return { ...toy, seen, late: [...toy.late, event] };
  }
  send(env, event.from, { type: 'Answer', life: ask.life } as Answer, event.connection);
  return { ...toy, seen };
}

function message(toy: Toy, event: MessageEvent, env: Env): Toy {
  if (event.payload.type === 'Ask') return asked(toy, event, event.payload as Ask, env);
  if ((event.payload as Answer).life !== toy.life) broken(env, 'an answer to an earlier process');
  if (event.connection.includes('@')) broken(env, 'the own name of a connection');
  cancelTimer(env, 'timeout');
  return { ...toy, waiting: Math.max(0, toy.waiting - 1) };
}

function timer(toy: Toy, name: string, env: Env): Toy {
  if (name === 'late') {
    for (const one of toy.late) send(env, one.from, { type: 'Answer', life: (one.payload as Ask).life } as Answer, one.connection);
    return { ...toy, late: [] };
  }
  if (name === 'timeout') return { ...toy, waiting: 0 };
  const to = toy.peers[env.random('peer') % toy.peers.length];
  send(env, to, { type: 'Ask', life: toy.life, number: toy.sent } as Ask, env.random('connection') % 2 === 0 ? 'main' : 'bulk');
  setTimer(env, 'timeout', 20_000, { type: 'Timeout' });
  tick(env, name);
  if (env.random('luck') % 400 === 0) exit(env);
  return { ...toy, sent: toy.sent + 1, waiting: toy.waiting + 1 };
}

export function handleToy(toy: Toy, event: NodeEvent, env: Env): Toy {
  switch (event.kind) {
    case 'start':
      tick(env, 'tick');
      tick(env, 'tock');
      return toy;
    case 'message':
      return message(toy, event, env);
    case 'timer':
      note(env, { fact: `timer ${event.timer}` });
      return timer(toy, event.timer, env);
    case 'closed':
      return { ...toy, late: toy.late.filter((one) => one.from !== event.peer) };
    default:
      return toy;
  }
}

export const VERBS = ['kill', 'power-loss', 'start', 'pause', 'resume', 'unplug', 'plug', 'part', 'join', 'signal'] as const;

export interface Verb extends Payload {
  readonly type: (typeof VERBS)[number];
  readonly node: string;
  readonly other: string;
}

function input(world: World<Toy>, payload: Payload): void {
  const { type, node, other } = payload as Verb;
  const pair = [`${node}|${other}`, `${other}|${node}`];
  if (type === 'kill' || type === 'power-loss') end(toyModel, world, node, type);
  else if (type === 'start') start(world, node);
  else if (type === 'pause') pause(world, node);
  else if (type === 'resume') resume(world, node);
  else if (type === 'signal') signal(world, node, { type: 'Hello' });
  else if (type === 'unplug' || type === 'plug') world.network.cuts = (type === 'unplug' ? withCut : withoutCut)(world.network.cuts, node);
  else world.network.cuts = (type === 'part' ? withCut : withoutCut)(world.network.cuts, ...pair);
}

export const toyModel: Model<Toy> = {
  handle: handleToy,
  crash: (toy) => ({ peers: toy.peers, life: toy.life + 1, sent: 0, seen: {}, late: [], waiting: 0 }),
  input,
};

export interface Fault {
  readonly atUs: number;
  readonly verb: Verb['type'];
  readonly node: number;
  readonly other: number;
}

export const nameOf = (n: number): string => `n${n}`;

export function toyWorld(seed: number, size: number, settings: NetworkSettings, faults: readonly Fault[]): World<Toy> {
  const world = emptyWorld<Toy>(seed, settings);
  const names = Array.from({ length: size }, (_, n) => nameOf(n));
  for (const name of names) spawn(world, name, { peers: names.filter((one) => one !== name), life: 0, sent: 0, seen: {}, late: [], waiting: 0 });
  for (const { atUs, verb, node, other } of faults) scheduleInput(world, atUs, { type: verb, node: nameOf(node % size), other: nameOf(other % size) } as Verb);
  return world;
}
