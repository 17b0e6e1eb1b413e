/** The moves of flat machines agree with XState on every step of random machines; what is not flat is left to XState. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, createMachine, not, setup } from 'xstate';
import type { Env } from '#sim/effect.ts';
import { act, type Occurrence, type Plain, perform, performByXState } from '#sim/machine.ts';
import { movesOf } from '#sim/moves.ts';

/** What was done, in order: any difference in which actions run, and when, shows. */
type Done = readonly string[];

const STATES = ['A', 'B', 'C', 'D'] as const;
const EVENTS = ['GO', 'STOP', 'FETCH', 'TICK'] as const;
const DESCRIPTORS = [...EVENTS, '*'] as const;

const env: Env = { self: 'kafka1', nowUs: 0, effects: [], facts: [], random: () => 0 };
const did = (what: string) => act<Done, Occurrence>((done, event) => [...done, `${what} ${event.type} after ${done.length}`]);
const doneIn = (context: unknown): Done => (context as { data: Done }).data;

const actions = fc.array(
  fc.constantFrom('x', 'y', 'z', 'named').map((what) => (what === 'named' ? 'named' : did(what))),
  { maxLength: 2 },
);
const guard = fc.constantFrom(undefined, 'isEven', 'never', ({ context }: { context: unknown }) => doneIn(context).length % 3 === 0);

const transition = (targets: readonly string[]) =>
  fc.record({ target: fc.constantFrom(...targets), guard, actions, reenter: fc.boolean() }, { requiredKeys: ['actions'] });
const handlers = (targets: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...DESCRIPTORS), fc.oneof(fc.array(transition(targets), { minLength: 1, maxLength: 3 }), fc.constant(undefined)), {
    maxKeys: 4,
  });
const state = fc.record({ on: handlers(STATES), entry: actions, exit: actions }, { requiredKeys: [] });
/** Nobody leaves it, so what it does on exit happens when it is reached. */
const end = fc.record({ type: fc.constant('final'), entry: actions, exit: actions }, { requiredKeys: ['type'] });

const machine: fc.Arbitrary<AnyStateMachine> = fc
  .record({
    states: fc.record({ A: state, B: state, C: state, D: fc.oneof(state, end) }),
    on: handlers(STATES.map((name) => `.${name}`)),
    entry: actions,
    exit: actions,
  })
  .map(
    ({ states, on, entry, exit }) =>
      setup({ actions: { named: did('named') }, guards: { isEven: ({ context }) => doneIn(context).length % 2 === 0, never: () => false } }).createMachine({
        context: { data: [] },
        initial: 'A',
        states,
        on,
        entry,
        exit,
      } as never) as unknown as AnyStateMachine,
  );

test('on random flat machines every step is the same as XState’s, and nearly every one is made without it', () => {
  let [steps, moved] = [0, 0];
  fc.assert(
    fc.property(machine, fc.array(fc.constantFrom(...EVENTS, 'UNKNOWN'), { minLength: 1, maxLength: 12 }), (one, events) => {
      let plain: Plain<Done> = { value: 'A', data: [] };
      for (const type of events) {
        const [ours, theirs] = [perform(one, plain, { type, env }), performByXState(one, plain, { type, env })];
        expect(ours).toEqual(theirs);
        expect(ours === plain).toBe(theirs === plain);
        if (one.root.states[plain.value].type === 'final') return;
        steps++;
        if (movesOf(one, plain.value, type) !== undefined) moved++;
        plain = ours;
      }
    }),
    { numRuns: 1000 },
  );
  expect(moved / steps).toBeGreaterThan(0.9);
});

describe('what is not flat or not plain is left to XState:', () => {
  const on = { GO: { actions: did('x') } };
  const of = (config: object): AnyStateMachine => createMachine({ context: { data: [] }, initial: 'A', ...config } as never);
  const cases: Readonly<Record<string, AnyStateMachine>> = {
    'nested states': of({ states: { A: { on, initial: 'B', states: { B: {} } } } }),
    'parallel states': of({ type: 'parallel', initial: undefined, states: { A: { on }, B: {} } }),
    'a final state with output': of({ states: { A: { on }, B: { type: 'final', output: 1 } } }),
    always: of({ states: { A: { on }, B: { always: 'A' } } }),
    after: of({ states: { A: { on, after: { 5: 'B' } }, B: {} } }),
    'an action that is no act': of({ states: { A: { on: { GO: { actions: () => {} } } } } }),
    'an entry action that is no act': of({ states: { A: { on: { GO: 'B' } }, B: { entry: () => {} } } }),
    'a guard with parameters': of({ states: { A: { on: { GO: { guard: { type: 'g', params: { n: 1 } }, actions: did('x') } } } } }),
    'a guard made of another': of({ states: { A: { on: { GO: { guard: not(() => false), actions: did('x') } } } } }),
    'a partial wildcard': of({ states: { A: { on: { 'GO.*': { actions: did('x') }, GO: { actions: did('y') } } } } }),
    'several targets': of({ states: { A: { on: { GO: { target: ['B', 'A'] } } }, B: {} } }),
  };

  test.each(Object.entries(cases))('%s', (_, one) => {
    expect(movesOf(one, 'A', 'GO')).toBeUndefined();
  });

  test('a final state, once it is reached', () => {
    const ends = of({ states: { A: { on: { GO: 'B' } }, B: { type: 'final' } } });
    expect([movesOf(ends, 'A', 'GO')?.length, movesOf(ends, 'B', 'GO')]).toEqual([1, undefined]);
  });

  test('and its transition is still right', () => {
    const always = of({ states: { A: { on: { GO: { target: 'B', actions: did('x') } } }, B: { always: { target: 'A', actions: did('back') } } } });
    expect(perform(always, { value: 'A', data: [] }, { type: 'GO', env })).toEqual({ value: 'A', data: ['x GO after 0', 'back GO after 1'] });
  });
});
