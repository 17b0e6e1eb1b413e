import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Entry, pop, push, type Queue, remove, removeWhere } from '#sim/queue.ts';

const entry = (atUs: number, seq: number, node = 0): Entry => ({ atUs, seq, node, event: { kind: 'start' }, cause: -1 });
const inOrder = (a: Entry, b: Entry): number => a.atUs - b.atUs || a.seq - b.seq;

function drain(queue: Queue): Entry[] {
  const all: Entry[] = [];
  for (let next = pop(queue); next !== undefined; next = pop(queue)) all.push(next);
  return all;
}

const times = fc.array(fc.record({ atUs: fc.nat(20), node: fc.nat(3) }), { maxLength: 200 });

test('gives back its entries in the order of time, and of sequence among equals', () => {
  fc.assert(
    fc.property(times, (given) => {
      const entries = given.map(({ atUs, node }, seq) => entry(atUs, seq, node));
      const queue: Queue = [];
      for (const one of entries) push(queue, one);
      expect(drain(queue)).toEqual([...entries].sort(inOrder));
    }),
  );
});

test('keeps the order of the rest when entries are taken out of its middle', () => {
  fc.assert(
    fc.property(times, fc.array(fc.nat(400), { maxLength: 100 }), (given, removals) => {
      const entries = given.map(({ atUs, node }, seq) => entry(atUs, seq, node));
      const queue: Queue = [];
      for (const one of entries) push(queue, one);
      const gone = new Set<Entry>();
      for (const n of removals) {
        const one = entries[n % Math.max(1, entries.length)];
        if (one === undefined) continue;
        remove(queue, one);
        gone.add(one);
        expect(queue).not.toContain(one);
      }
      expect(drain(queue)).toEqual(entries.filter((one) => !gone.has(one)).sort(inOrder));
    }),
  );
});

test('takes out all entries of a node at once', () => {
  fc.assert(
    fc.property(times, (given) => {
      const entries = given.map(({ atUs, node }, seq) => entry(atUs, seq, node));
      const queue: Queue = [];
      for (const one of entries) push(queue, one);
      removeWhere(queue, ({ node }) => node === 1);
      expect(drain(queue)).toEqual(entries.filter(({ node }) => node !== 1).sort(inOrder));
    }),
  );
});

test('gives nothing when empty, and forgives the removal of what it does not hold', () => {
  const queue: Queue = [];
  expect(pop(queue)).toBeUndefined();
  remove(queue, entry(1, 1));
  push(queue, entry(2, 2));
  remove(queue, entry(2, 2));
  expect(queue).toHaveLength(1);
});
