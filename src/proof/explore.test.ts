import { expect, it } from 'vitest';
import { explore, type Protocol } from '#proof/explore.ts';

/** Two jugs of three and five litres. */
type Jugs = readonly [number, number];

const jugs = (wrong: (jugs: Jugs) => boolean): Protocol<Jugs> => ({
  initial: [0, 0],
  key: ([a, b]) => `${a},${b}`,
  successors([a, b], visit) {
    visit('fill the small', [3, b]);
    visit('fill the large', [a, 5]);
    visit('empty the small', [0, b]);
    visit('empty the large', [a, 0]);
    const right = Math.min(a, 5 - b);
    visit('pour into the large', [a - right, b + right]);
    const left = Math.min(b, 3 - a);
    visit('pour into the small', [a + left, b - left]);
  },
  broken: (_, after) => (wrong(after) ? 'four litres' : undefined),
});

it('reaches every state once and says how far the farthest is', () => {
  expect(explore(jugs(() => false))).toMatchObject({ states: 16, exhausted: true, violation: undefined });
});

it('gives the shortest way to a violation', () => {
  const { violation, exhausted } = explore(jugs(([, b]) => b === 4));
  expect(exhausted).toBe(false);
  expect(violation).toEqual({
    message: 'four litres',
    path: ['fill the large', 'pour into the small', 'empty the small', 'pour into the small', 'fill the large', 'pour into the small'],
  });
});

it('stops at its limit and says that it did not see everything', () => {
  expect(
    explore(
      jugs(() => false),
      4,
    ).exhausted,
  ).toBe(false);
});
