/** Which records stand in a log a second time: a retry whose first answer was lost, written by a producer without idempotence. */
import type { ReplicaFrame } from '#kafka/frame.ts';

type Stored = ReplicaFrame['records']['tail'][number];
type Chunk = readonly Stored[];

/** Whole chunks of a log never change and are shared by its frames: each is read once. The tail grows in place. */
const known = new WeakMap<Chunk, ReadonlyMap<string, number>>();

function offsetsIn(records: Chunk): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  for (const { id, offset } of records) if (!offsets.has(id)) offsets.set(id, offset);
  return offsets;
}

function remembered(chunk: Chunk): ReadonlyMap<string, number> {
  const before = known.get(chunk);
  if (before !== undefined) return before;
  const offsets = offsetsIn(chunk);
  known.set(chunk, offsets);
  return offsets;
}

/** The offset of the first copy, by the offset of a later one of `records`. */
export function firstCopies({ records: { chunks, tail, length } }: Pick<ReplicaFrame, 'records'>, records: readonly Stored[]): ReadonlyMap<number, number> {
  const copies = new Map<number, number>();
  const grown = tail.slice(0, length - chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  const all = [...chunks.map(remembered), offsetsIn(grown)];
  for (const { id, offset, batch } of records) {
    if (batch.control !== undefined) continue;
    const first = all.find((chunk) => chunk.has(id))?.get(id);
    if (first !== undefined && first < offset) copies.set(offset, first);
  }
  return copies;
}
