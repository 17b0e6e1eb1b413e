import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kept } from './kept.ts';

const copy = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, copy(one)]));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copy(one)]));
  return value;
};

/** What models are made of. */
const { anything } = fc.letrec<{ anything: unknown }>((tie) => {
  const name = fc.constantFrom('a', 'b', 'node', 'lines');
  return {
    anything: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, undefined, 0, 1, true, 'a', 'up'),
      fc.array(tie('anything'), { maxLength: 3 }),
      fc.dictionary(name, tie('anything'), { noNullPrototype: true }),
      fc.array(fc.tuple(name, tie('anything')), { maxLength: 3 }).map((entries) => new Map(entries)),
    ),
  };
});
/** As text: maps in their order, fields of an object in any. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_, one) => {
    if (one instanceof Map) return { map: [...one] };
    if (one === undefined) return 'undefined';
    return typeof one === 'object' && one !== null && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort(([x], [y]) => (x < y ? -1 : 1))) : one;
  });

describe('What is kept from the moment before', () => {
  it('is always equal to what there is now, whatever there was', () => {
    fc.assert(fc.property(anything, anything, (before, now) => written(kept(before, now)) === written(now)));
  });

  it('is the very object of before when nothing has changed', () => {
    fc.assert(fc.property(anything, (before) => kept(before, copy(before)) === before));
  });

  it('is every part that has not changed, beside the one that has', () => {
    const before = {
      cards: [
        { node: 'kafka1', lines: ['up'] },
        { node: 'kafka2', lines: ['up'] },
      ],
      at: new Map([['kafka1', { x: 1 }]]),
    };
    const now = kept(before, {
      cards: [
        { node: 'kafka1', lines: ['up'] },
        { node: 'kafka2', lines: ['down'] },
      ],
      at: new Map([['kafka1', { x: 1 }]]),
    });
    expect(now.cards[0]).toBe(before.cards[0]);
    expect(now.cards[1]).not.toBe(before.cards[1]);
    expect(now.at).toBe(before.at);
  });

  it('knows a key that is there with nothing from one that is not there', () => {
    expect(Object.keys(kept({ a: undefined }, { b: undefined }))).toEqual(['b']);
    expect([...kept(new Map([['a', undefined]]), new Map([['b', undefined]])).keys()]).toEqual(['b']);
  });
});
