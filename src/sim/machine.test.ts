/** The adapter performs XState's own transitions, keeps nothing between them, and refuses everything that would. */
import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, assign, cancel, createMachine, emit, fromCallback, log, raise, sendTo, setup, spawnChild, stopChild, transition } from 'xstate';
import type { Env } from '#sim/effect.ts';
import { act, type Box, type Occurrence, type Plain, perform } from '#sim/machine.ts';

interface Count {
  readonly n: number;
}
interface Add extends Occurrence {
  readonly by: number;
}

const env: Env = { self: 'kafka1', nowUs: 0, effects: [], facts: [], random: () => 0 };
const add = act<Count, Add>((data, event) => ({ n: data.n + event.by }));
const double = act<Count, Add>((data) => ({ n: data.n * 2 }));

const counter = setup({
  types: { context: {} as Box<Count>, events: {} as Add },
  guards: { isSmall: ({ context }) => context.data.n < 10 },
}).createMachine({
  id: 'counter',
  context: { data: { n: 0 } },
  initial: 'Open',
  states: {
    Open: {
      exit: double,
      on: {
        ADD: [
          { guard: 'isSmall', actions: add },
          { target: 'Full', actions: add },
        ],
        FORBID: undefined,
      },
    },
    Full: { entry: double, always: { guard: ({ context }) => context.data.n > 1000, target: 'Over' }, on: { ADD: { actions: add }, RESET: 'Open' } },
    Over: {},
  },
});

const at = (value: string, n: number): Plain<Count> => ({ value, data: { n } });
const go = (plain: Plain<Count>, type: string, by = 1): Plain<Count> => perform(counter, plain, { type, by, env } as Add);

describe('perform', () => {
  test('gives the next plain state', () => {
    expect(go(at('Open', 3), 'ADD', 4)).toEqual(at('Open', 7));
    expect(go(at('Full', 3), 'RESET')).toEqual(at('Open', 3));
  });

  test('runs exit, transition and entry actions in this order, and follows eventless transitions', () => {
    expect(go(at('Open', 10), 'ADD', 1)).toEqual(at('Full', (10 * 2 + 1) * 2));
    expect(go(at('Open', 400), 'ADD', 1).value).toBe('Over');
  });

  test('returns the very same object for an event that is not handled', () => {
    for (const plain of [at('Open', 3), at('Full', 20), at('Over', 2000)]) expect(go(plain, 'NOBODY_KNOWS')).toBe(plain);
    const over = at('Over', 1);
    expect(go(over, 'ADD')).toBe(over);
  });

  test('is pure: it changes neither the state, nor the event, nor the machine, and gives the same again', () => {
    const before = Object.freeze({ value: 'Open', data: Object.freeze({ n: 10 }) });
    const event = Object.freeze({ type: 'ADD', by: 5, env: Object.freeze({ ...env }) }) as Add;
    const first = perform(counter, before, event);
    for (let i = 0; i < 100; i++) go(at('Full', i), i % 2 ? 'ADD' : 'RESET', i);
    expect(perform(counter, before, event)).toEqual(first);
  });

  test('leaves no object of XState in the state', () => {
    const next = go(at('Open', 3), 'ADD');
    expect(Object.keys(next)).toEqual(['value', 'data']);
    expect(structuredClone(next)).toEqual(next);
  });

  test('agrees with the pure transition function of XState', () => {
    for (const value of ['Open', 'Full', 'Over']) {
      for (const n of [0, 5, 9, 10, 11, 499, 501, 2000]) {
        for (const type of ['ADD', 'RESET', 'NOBODY_KNOWS', 'FORBID']) {
          const event = { type, by: 3, env } as Add;
          const [theirs] = transition(counter, counter.resolveState({ value: value as 'Open', context: { data: { n } } }), event);
          expect(go(at(value, n), type, 3)).toEqual({ value: theirs.value, data: theirs.context.data });
        }
      }
    }
  });

  test('lets the error of an action through, and works on after it', () => {
    const faulty = createMachine({
      initial: 'A',
      context: { data: { n: 0 } },
      states: {
        A: {
          on: {
            BOOM: {
              actions: act(() => {
                throw new Error('out of range');
              }),
            },
            OK: { actions: act<Count, Occurrence>((d) => ({ n: d.n + 1 })) },
          },
        },
      },
    });
    expect(() => perform(faulty, at('A', 0), { type: 'BOOM', env })).toThrow('out of range');
    expect(perform(faulty, at('A', 0), { type: 'OK', env })).toEqual(at('A', 1));
  });
});

describe('a machine that would do something by itself fails loudly', () => {
  const child = fromCallback(() => {});
  const machine = (on: object, more: object = {}): AnyStateMachine =>
    createMachine({ initial: 'A', context: { data: { n: 0 } }, states: { A: { on: { GO: on } }, B: more } } as never);
  const misuse: Readonly<Record<string, AnyStateMachine>> = {
    'after (a clock of its own)': machine({ target: 'B' }, { after: { 1000: 'A' } }),
    invoke: machine({ target: 'B' }, { invoke: { src: child, id: 'x' } }),
    spawnChild: machine({ actions: spawnChild(child) }),
    'spawn inside assign': machine({ actions: assign({ data: ({ spawn }) => spawn(child) }) }),
    stopChild: machine({ actions: stopChild('x') }),
    'delayed raise': machine({ actions: raise({ type: 'LATER' }, { delay: 5 }) }),
    cancel: machine({ actions: cancel('x') }),
    sendTo: machine({ actions: sendTo('x', { type: 'HELLO' }) }),
    'sendTo itself': machine({ actions: sendTo(({ self }) => self, { type: 'HELLO' }) }),
    emit: machine({ actions: emit({ type: 'HELLO' }) }),
    log: machine({ actions: log('hello') }),
    'an action outside act()': machine({ actions: () => {} }),
    'a named action that does not exist': machine({ actions: 'nobodyWroteThis' }),
    'an endless eventless loop': machine({ target: 'B' }, { initial: 'C', states: { C: { always: 'D' }, D: { always: 'C' } } }),
  };

  test.each(Object.entries(misuse))('%s', (_, faulty) => {
    expect(() => perform(faulty, at('A', 0), { type: 'GO', env })).toThrow();
  });

  test('and performs the next machine as if nothing had happened', () => expect(go(at('Open', 1), 'ADD')).toEqual(at('Open', 2)));
});
