import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWorn, murmur2, nextSticky, partitionForKey, utf8, utf8Length } from '#kafka/clients/producer/partitioner.ts';

describe('murmur2', () => {
  test.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
    ['', 275646681],
    ['0', 971027396],
    ['1', -1993445489],
    ['a', -1563381124],
    ['b', -1853091852],
    ['A', 1592744578],
    ['key', -1079937367],
    ['key-0', 29210041],
    ['key-1', 193331640],
    ['key-2', 852269702],
    ['user-1', 1404122828],
    ['user-2', -324981792],
    ['user-42', 1459644460],
    ['order-1001', 297523878],
    ['hello', 2132663229],
    ['kafka', -798503068],
    ['alice', 1951417749],
    ['bob', -2048144690],
    ['carol', 271431602],
    ['é', 186971271],
    ['日本', -700811021],
  ])('of %j is what Kafka computes', (key, hash) => {
    expect(murmur2(utf8(key))).toBe(hash);
  });

  test('of a four-byte big-endian integer is what Kafka computes', () => {
    expect([0, 1, 42].map((n) => murmur2([0, 0, 0, n]))).toEqual([850957120, -173113808, 1606757304]);
  });
});

describe('the partition of a key', () => {
  test.each([
    ['21', [0, 0, 0, 0, 0]],
    ['foobar', [0, 0, 2, 0, 6]],
    ['abc', [1, 0, 3, 3, 3]],
    ['', [1, 0, 1, 3, 9]],
    ['A', [0, 1, 2, 4, 10]],
    ['user-42', [0, 1, 0, 4, 4]],
    ['order-1001', [0, 0, 2, 0, 6]],
  ])('%j is murmur2 without its sign, modulo all partitions', (key, expected) => {
    expect([2, 3, 4, 6, 12].map((n) => partitionForKey(key, n))).toEqual(expected);
  });

  test('when partitions are doubled, a key stays or moves up by the old number', () => {
    fc.assert(fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (key, n) => [0, n].includes(partitionForKey(key, 2 * n) - partitionForKey(key, n))));
  });
});

test('UTF-8 agrees with the platform, but for lone surrogates, which Java writes as a question mark', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(utf8(text)).toEqual([...new TextEncoder().encode(text)]);
      expect(utf8Length(text)).toBe(utf8(text).length);
    }),
  );
  expect(utf8('\ud800x')).toEqual([0x3f, 0x78]);
  expect(utf8Length('\ud800x')).toBe(2);
});

describe('the built-in partitioner for records without key', () => {
  test('draws among partitions that have a leader, and among all when none has one', () => {
    const env = { random: () => 7 };
    expect(nextSticky(env, 't', 4, (p) => p === 2).partition).toBe(2);
    expect(nextSticky(env, 't', 4, () => false).partition).toBe(3);
  });

  test('leaves a partition after batch.size bytes if its last batch is full, after twice as many in any case', () => {
    expect(isWorn({ partition: 0, producedBytes: 16_383 }, 16_384, true)).toBe(false);
    expect(isWorn({ partition: 0, producedBytes: 16_384 }, 16_384, false)).toBe(false);
    expect(isWorn({ partition: 0, producedBytes: 16_384 }, 16_384, true)).toBe(true);
    expect(isWorn({ partition: 0, producedBytes: 32_768 }, 16_384, false)).toBe(true);
  });
});
