/**
 * The one file that knows how XState performs a transition. A machine's state in the World is plain `{ value, data }`;
 * `machine.transition` runs in one inert scope that keeps no time, spawns nothing and fails loudly on misuse.
 * `transition()` and actors are not used: they build a live system an event, and draw ids from chance (engine notes, sections 1 to 3).
 */
import { type AnyActorScope, type AnyStateMachine, assign, type EventObject, type MachineSnapshot } from 'xstate';
import type { Env } from '#sim/effect.ts';
import { type Move, movesOf, STEP } from '#sim/moves.ts';

/** The context is one box, because XState copies contexts by their keys and Node 20 is slow at wide copies. */
export interface Box<D> {
  readonly data: D;
}

/** All that is kept of a machine: its state value and its data. */
export interface Plain<D, V extends string = string> {
  readonly value: V;
  readonly data: D;
}

/** Every event carries the environment in which it is handled, so guards and actions stay pure functions of what they are given. */
export interface Occurrence extends EventObject {
  readonly env: Env;
}

export type StepFn<D, E> = (data: D, event: E) => D;

/** One action a transition: the protocol logic lives in `step`, an ordinary function that can be tested without XState. */
// biome-ignore lint/suspicious/noExplicitAny: XState's action type is generic over the whole machine; the step function above carries the real types.
export function act<D, E extends EventObject = Occurrence>(step: StepFn<D, E>): any {
  const action = assign<Box<D>, E, undefined, EventObject, never>(({ context, event }) => ({ data: step(context.data, event) }));
  return Object.assign(action, { [STEP]: step });
}

const refuse = (what: string) => (): never => {
  throw new Error(`A Highwater machine must not ${what}: return effects as data instead.`);
};

const system = {
  _sendInspectionEvent() {},
  scheduler: { schedule: refuse('start timers'), cancel() {}, cancelAll() {} },
  get: () => undefined,
  getAll: () => ({}),
  _relay: refuse('relay events'),
  _bookId: refuse('spawn actors'),
  _register: refuse('register actors'),
  _unregister: refuse('unregister actors'),
};

const inertScope = {
  self: { id: 'sim', sessionId: 'sim', system, _parent: undefined, send: refuse('send to itself'), getSnapshot: refuse('read itself') },
  system,
  id: 'sim',
  sessionId: 'sim',
  logger() {},
  defer() {},
  emit: refuse('emit'),
  stopChild: refuse('stop children'),
  actionExecutor: refuse('run actions outside act()'),
} as unknown as AnyActorScope;

type Snapshot = MachineSnapshot<Box<unknown>, EventObject, never, string, string, never, never, never>;

/** What is worked out once for a machine: its snapshots by state value, and its moves by state value and event type. */
interface Known {
  readonly shells: Map<string, Snapshot>;
  readonly moves: Map<string, Map<string, readonly Move[] | undefined>>;
}

const knownOf = new WeakMap<AnyStateMachine, Known>();

/** A machine that chases its own tail is stopped instead of hanging the page. */
const MAX_MICROSTEPS = 1000;

function firstSight(machine: AnyStateMachine): Known {
  const known: Known = { shells: new Map(), moves: new Map() };
  knownOf.set(machine, known);
  (machine as unknown as { options: { maxIterations: number } }).options.maxIterations = MAX_MICROSTEPS;
  return known;
}

function shellOf(machine: AnyStateMachine, value: string): Snapshot {
  const { shells } = knownOf.get(machine) ?? firstSight(machine);
  const shell = shells.get(value) ?? (machine.resolveState({ value, context: { data: undefined } }) as unknown as Snapshot);
  shells.set(value, shell);
  return shell;
}

/** XState's own transition, and the reference for `perform`. */
export function performByXState<D, V extends string, E extends EventObject>(machine: AnyStateMachine, plain: Plain<D, V>, event: E): Plain<D, V> {
  const snapshot = { ...shellOf(machine, plain.value), context: { data: plain.data } } as Snapshot;
  const next = machine.transition(snapshot as never, event as never, inertScope) as unknown as Snapshot;
  if (next === snapshot) return plain;
  return { value: next.value as unknown as V, data: (next.context as Box<D>).data };
}

function knownMoves(machine: AnyStateMachine, value: string, type: string): readonly Move[] | undefined {
  const { moves } = knownOf.get(machine) ?? firstSight(machine);
  let byType = moves.get(value);
  if (byType === undefined) {
    byType = new Map();
    moves.set(value, byType);
  }
  const known = byType.get(type);
  if (known !== undefined || byType.has(type)) return known;
  const found = movesOf(machine, value, type);
  byType.set(type, found);
  return found;
}

/**
 * Performs one event. An unhandled event returns the very same object. Throws only if a machine breaks the rules above.
 * A flat machine's moves are worked out once (moves.ts), twenty times as fast as XState's general algorithm; every other transition is XState's.
 */
export function perform<D, V extends string, E extends EventObject>(machine: AnyStateMachine, plain: Plain<D, V>, event: E): Plain<D, V> {
  const moves = knownMoves(machine, plain.value, event.type);
  if (moves === undefined) return performByXState(machine, plain, event);
  for (const { guard, steps, value } of moves) {
    if (guard !== undefined && !guard({ context: { data: plain.data }, event }, undefined)) continue;
    if (steps.length === 0 && value === plain.value) return plain;
    let data: unknown = plain.data;
    for (const step of steps) data = step(data, event as never);
    return { value: value as V, data: data as D };
  }
  return plain;
}
