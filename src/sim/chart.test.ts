import { describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import { chartOf } from '#sim/chart.ts';

const machine = setup({ guards: { may: () => true } }).createMachine({
  initial: 'Empty',
  on: { GONE: '.Dead' },
  states: {
    Empty: { on: { JOINED: [{ guard: 'may', target: 'Stable' }, { target: 'Empty' }], SEEN: { actions: [] } } },
    Stable: { on: { LEFT: 'Empty' } },
    Dead: { type: 'final' },
  },
});

describe('The chart of a machine', () => {
  it('has its states, and every move of each, in the order of the definition', () => {
    expect(chartOf(machine)).toEqual({
      initial: 'Empty',
      states: [
        {
          name: 'Empty',
          final: false,
          moves: [
            { event: 'JOINED', to: 'Stable', guarded: true },
            { event: 'JOINED', to: 'Empty', guarded: false },
            { event: 'SEEN', to: null, guarded: false },
            { event: 'GONE', to: 'Dead', guarded: false },
          ],
        },
        {
          name: 'Stable',
          final: false,
          moves: [
            { event: 'LEFT', to: 'Empty', guarded: false },
            { event: 'GONE', to: 'Dead', guarded: false },
          ],
        },
        { name: 'Dead', final: true, moves: [{ event: 'GONE', to: 'Dead', guarded: false }] },
      ],
    });
  });

  it('is refused for states within states', () => {
    const deep = setup({}).createMachine({ initial: 'a', states: { a: { initial: 'b', states: { b: {} } } } });
    expect(() => chartOf(deep)).toThrow('states of its own');
  });
});
