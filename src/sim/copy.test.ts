import { expect, test } from 'vitest';
import { copied } from '#sim/copy.ts';

test('a copy has the same entries in the same order, and a life of its own', () => {
  const map = new Map([
    ['b', 1],
    ['a', 2],
  ]);
  const copy = copied(map);
  expect([...copy]).toEqual([...map]);
  copy.set('c', 3);
  map.delete('b');
  expect([[...copy.keys()], [...map.keys()]]).toEqual([['b', 'a', 'c'], ['a']]);
});
