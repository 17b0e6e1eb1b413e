/**
 * Append view: an immutable sequence whose versions share one buffer. Appending to the newest version pushes in place;
 * appending to an older version copies at most one chunk, so versions never disturb each other (engine notes, section 5).
 */
const CHUNK = 256;

export interface View<T> {
  readonly chunks: readonly (readonly T[])[];
  /** The growing tail; only its first `length - chunks.length * 256` items belong to this version. */
  readonly tail: T[];
  readonly length: number;
}

export const emptyView = <T>(): View<T> => ({ chunks: [], tail: [], length: 0 });

export function isView(value: object): value is View<unknown> {
  return 'tail' in value && 'chunks' in value && 'length' in value;
}

export function viewAt<T>(view: View<T>, index: number): T {
  const chunk = Math.floor(index / CHUNK);
  return chunk < view.chunks.length ? view.chunks[chunk][index % CHUNK] : view.tail[index - view.chunks.length * CHUNK];
}

/** One item longer. O(1), amortised. */
export function appended<T>(view: View<T>, item: T): View<T> {
  const used = view.length - view.chunks.length * CHUNK;
  const tail = view.tail.length === used ? view.tail : view.tail.slice(0, used);
  tail.push(item);
  if (tail.length < CHUNK) return { chunks: view.chunks, tail, length: view.length + 1 };
  return { chunks: [...view.chunks, tail], tail: [], length: view.length + 1 };
}

/** The first `length` items. */
export function truncated<T>(view: View<T>, length: number): View<T> {
  if (length >= view.length) return view;
  const whole = Math.floor(length / CHUNK);
  if (whole === view.chunks.length) return { chunks: view.chunks, tail: view.tail, length };
  return { chunks: view.chunks.slice(0, whole), tail: view.chunks[whole].slice(0, length - whole * CHUNK), length };
}

/** Index of the first item for which `isIn` holds; the items must be in an order in which it holds from some item on. */
export function firstIndex<T>(view: View<T>, isIn: (item: T) => boolean): number {
  let low = 0;
  let high = view.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isIn(viewAt(view, middle))) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Items from `from` (inclusive) to `to` (exclusive) as a fresh array. */
export function viewSlice<T>(view: View<T>, from: number, to: number): T[] {
  const items: T[] = [];
  for (let i = Math.max(0, from); i < Math.min(to, view.length); i++) items.push(viewAt(view, i));
  return items;
}
