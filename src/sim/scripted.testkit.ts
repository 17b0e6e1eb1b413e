/** Two processes that do what a test tells them and keep what they get, and a third that listens. */
import { type Env, send } from '#sim/effect.ts';
import type { NodeEvent, Payload } from '#sim/event.ts';
import { type NetworkSettings, quietNetwork } from '#sim/network.ts';
import { spawn } from '#sim/process.ts';
import { type Model, nextTimeUs, step } from '#sim/step.ts';
import { emptyWorld, type World } from '#sim/world.ts';

/** A process that does what it is told when it starts, and keeps what it gets. */
export interface Scripted {
  readonly onStart: (env: Env) => void;
  readonly onMessage: (env: Env, event: Extract<NodeEvent, { kind: 'message' }>) => void;
  readonly got: readonly string[];
}

export const nothing = () => {};
const tell = (event: NodeEvent): string => {
  if (event.kind === 'message') return event.payload.type;
  return event.kind === 'closed' ? `closed ${event.connection} by ${event.peer}` : event.kind;
};

export const model: Model<Scripted> = {
  handle(state, event, env) {
    if (event.kind === 'start') state.onStart(env);
    if (event.kind === 'message') state.onMessage(env, event);
    if (event.kind === 'timer') send(env, 'b', event.payload);
    return event.kind === 'start' ? state : { ...state, got: [...state.got, `${env.nowUs} ${tell(event)}`] };
  },
  crash: (state) => ({ ...state, got: [] }),
  input: nothing,
};

export interface Roles {
  readonly a?: Partial<Scripted>;
  readonly b?: Partial<Scripted>;
}

export function network(settings: Partial<NetworkSettings>, { a, b }: Roles, seed = 1): World<Scripted> {
  const world = emptyWorld<Scripted>(seed, { ...quietNetwork, ...settings });
  for (const [name, role] of [
    ['a', a],
    ['b', b],
    ['c', {}],
  ] as const)
    spawn(world, name, { onStart: nothing, onMessage: nothing, got: [], ...role });
  return world;
}

export function runUntil(world: World<Scripted>, untilUs = Number.POSITIVE_INFINITY): void {
  for (let next = nextTimeUs(model, world); next !== undefined && next <= untilUs; next = nextTimeUs(model, world)) step(model, world);
  if (Number.isFinite(untilUs)) world.nowUs = untilUs;
}

export const got = (world: World<Scripted>, name: string): readonly string[] => world.processes[world.index.get(name) as number].state.got;
export const names = (world: World<Scripted>, name: string): string[] => got(world, name).map((line) => line.split(' ').slice(1).join(' '));
export const say = (type: string): Payload => ({ type });
export const sayAll = (count: number, connection?: (i: number) => string) => (env: Env) => {
  for (let i = 0; i < count; i++) send(env, 'b', say(String(i)), connection?.(i));
};
