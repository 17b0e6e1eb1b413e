/**
 * XState's transitions of a flat machine, worked out once: for a state and an event, the moves that may be made, each with its guard, its step
 * functions in XState's order (exit, transition, entry) and the state it leads to. What is not plain (nesting, parallel states, `always`, `after`,
 * invoked actors, a final state's output, actions other than `act`) gives no moves: then XState performs the transition itself. Tests compare the two.
 */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

type Step = (data: unknown, event: never) => unknown;
type Guard = (args: { readonly context: unknown; readonly event: unknown }, params: undefined) => boolean;

export interface Move {
  readonly guard: Guard | undefined;
  readonly steps: readonly Step[];
  readonly value: string;
}

/** `act` leaves its step function on the action that it makes, under this name. */
export const STEP = Symbol('step');

const named = (map: Readonly<Record<string, unknown>>, one: unknown): unknown => (typeof one === 'string' ? map[one] : one);

/** The step functions of some actions; undefined if one of them is not an act. */
function stepsOf(machine: AnyStateMachine, actions: readonly unknown[]): readonly Step[] | undefined {
  const steps = actions.map((action) => (named(machine.implementations.actions, action) as { [STEP]?: Step } | undefined)?.[STEP]);
  return steps.every((step) => step !== undefined) ? steps : undefined;
}

/** A plain guard function. Guards with parameters and those made of others are left to XState. */
function guardOf(machine: AnyStateMachine, guard: unknown): Guard | undefined | 'unknown' {
  if (guard === undefined) return undefined;
  const known = named(machine.implementations.guards, guard);
  return typeof known === 'function' && !('check' in known) ? (known as Guard) : 'unknown';
}

function moveOf(machine: AnyStateMachine, leaf: AnyStateNode, transition: AnyTransitionDefinition): Move | undefined {
  const { source, reenter, target } = transition;
  const guard = guardOf(machine, transition.guard);
  const own = stepsOf(machine, transition.actions);
  if (guard === 'unknown' || own === undefined || (target?.length ?? 0) > 1 || (source === machine.root && reenter)) return undefined;
  const to = target?.[0];
  if (to === undefined) return { guard, steps: own, value: leaf.key };
  if (to.parent !== machine.root) return undefined;
  // A state that targets itself stays; one that is told to reenter, or is targeted by the root, is left and entered.
  const stays = to === leaf && source === leaf && !reenter;
  const exit = stays ? [] : stepsOf(machine, leaf.exit);
  const entry = stays ? [] : stepsOf(machine, to.entry);
  const end = to.type === 'final' ? stepsOf(machine, [...to.exit, ...machine.root.exit]) : [];
  return exit && entry && end && { guard, steps: [...exit, ...own, ...entry, ...end], value: to.key };
}

/** A final state ends its machine: what it and the root do on exit is done when it is reached (`moveOf`). */
const isPlainLeaf = (node: AnyStateNode): boolean =>
  (node.type === 'atomic' || (node.type === 'final' && node.output === undefined)) &&
  node.always === undefined &&
  node.config.after === undefined &&
  node.config.invoke === undefined;

function isFlat({ root }: AnyStateMachine): boolean {
  const nodes = Object.values(root.states);
  const bare = root.always === undefined && root.config.after === undefined && root.config.invoke === undefined;
  return (
    root.type === 'compound' &&
    bare &&
    nodes.every(isPlainLeaf) &&
    [root, ...nodes].every((node) => ![...node.transitions.keys()].some((key) => key.endsWith('.*')))
  );
}

const candidatesOf = (node: AnyStateNode, type: string): readonly AnyTransitionDefinition[] => [
  ...(node.transitions.get(type) ?? []),
  ...(type === '*' ? [] : (node.transitions.get('*') ?? [])),
];

/** The moves of a state for an event, in the order in which their guards are asked; undefined if XState itself must perform it. */
export function movesOf(machine: AnyStateMachine, value: string, type: string): readonly Move[] | undefined {
  const leaf = machine.root.states[value];
  if (leaf === undefined || leaf.type === 'final' || !isFlat(machine) || type.startsWith('xstate.')) return undefined;
  const moves: Move[] = [];
  for (const candidate of [...candidatesOf(leaf, type), ...candidatesOf(machine.root, type)]) {
    const move = moveOf(machine, leaf, candidate);
    if (move === undefined) return undefined;
    moves.push(move);
    if (move.guard === undefined) break;
  }
  return moves;
}
