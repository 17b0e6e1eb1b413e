import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finish, hashString, hashValue, hex, mix } from '#sim/hash.ts';
import { appended, emptyView } from '#sim/view.ts';

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }),
    fc.string({ maxLength: 6 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 3 }), tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** The same value in other hands: fresh objects, keys in the reverse order, undefined keys added. */
function retold(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(retold);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries([...entries.map(([key, item]) => [key, retold(item)]), ['nothing at all', undefined]]);
}

const same = (a: unknown, b: unknown): boolean => Object.is(a, b) || (JSON.stringify(canonical(a)) === JSON.stringify(canonical(b)) && a !== undefined);
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value === 'number') return `n${Object.is(value, -0) ? 0 : value}`;
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, canonical(item)]);
}

describe('the structural hash', () => {
  test('is the same for equal values, whatever the order of keys', () => {
    fc.assert(
      fc.property(plain, fc.integer(), (value, from) => {
        expect(hashValue(from, retold(value))).toBe(hashValue(from, value));
      }),
    );
  });

  test('differs for values that differ', () => {
    fc.assert(
      fc.property(plain, plain, (a, b) => {
        fc.pre(!same(a, b));
        expect(hashValue(1, a)).not.toBe(hashValue(1, b));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  test('tells apart what is nearly the same', () => {
    const near = [
      0,
      1,
      -1,
      0.5,
      0.25,
      2 ** 31,
      2 ** 32,
      2 ** 32 + 1,
      -(2 ** 32),
      2 ** 53 - 1,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      1e300,
      '',
      '0',
      '1',
      'a',
      'b',
      'ab',
      true,
      false,
      null,
      undefined,
      [],
      [0],
      [0, 0],
      [[0], 0],
      [0, [0]],
      ['ab'],
      ['a', 'b'],
      [null],
      [undefined],
      {},
      { a: 0 },
      { b: 0 },
      { a: 1 },
      { a: { b: 0 } },
      { a: {}, b: 0 },
      { a: [0] },
      { 0: 0 },
      new Map(),
      new Map([['a', 0]]),
      new Map([[0, 'a']]),
      emptyView(),
      appended(emptyView<number>(), 0),
      appended(emptyView<number[]>(), [0]),
    ];
    const hashes = near.map((value) => hashValue(7, value));
    expect(new Set(hashes).size).toBe(near.length);
  });

  test('counts the order of lists and maps, because programs can see it', () => {
    expect(hashValue(0, [1, 2])).not.toBe(hashValue(0, [2, 1]));
    const [ab, ba] = [
      new Map([
        ['a', 1],
        ['b', 1],
      ]),
      new Map([
        ['b', 1],
        ['a', 1],
      ]),
    ];
    expect(hashValue(0, ab)).not.toBe(hashValue(0, ba));
  });

  test('depends on what was hashed before', () => {
    expect(hashValue(hashValue(0, 'a'), 'b')).not.toBe(hashValue(hashValue(0, 'b'), 'a'));
  });

  test('takes minus zero for zero', () => expect(hashValue(0, -0)).toBe(hashValue(0, 0)));
});

describe('mixing', () => {
  test('gives the same words in every JavaScript engine', () => {
    expect([mix(0, 1), mix(-1, 0x7fffffff), finish(mix(42, 7)), hashString('kafka1'), hashString('하이 워터마크')]).toMatchInlineSnapshot(`
      [
        651101558,
        -1068886643,
        1171218506,
        -1736518800,
        -1667645045,
      ]
    `);
    expect(hashValue(0, { topic: 'orders', offsets: [0, 1, 2 ** 40], leader: null, rate: 0.5 })).toMatchInlineSnapshot(`-1184040469`);
  });

  test('changes about half of the bits of the result with one bit of the input', () => {
    let flipped = 0;
    for (let i = 0; i < 4096; i++) {
      let difference = finish(mix(0, i)) ^ finish(mix(0, i ^ (1 << (i % 32))));
      for (; difference !== 0; difference &= difference - 1) flipped++;
    }
    expect(Math.abs(flipped / 4096 - 16)).toBeLessThan(0.5);
  });

  test('shows two lanes as sixteen digits', () => {
    expect(hex(0, -1)).toBe('00000000ffffffff');
    expect(hex(0x12345678, 1)).toBe('1234567800000001');
  });
});
