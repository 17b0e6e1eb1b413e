/** What is kept of every event for ever: its time, the hash after it and its significance. Seventeen bytes an event, in typed arrays that grow. */

export interface Columns {
  length: number;
  timeUs: Float64Array;
  hashA: Int32Array;
  hashB: Int32Array;
  significance: Uint8Array;
}

const START = 1024;

export const emptyColumns = (): Columns => ({
  length: 0,
  timeUs: new Float64Array(START),
  hashA: new Int32Array(START),
  hashB: new Int32Array(START),
  significance: new Uint8Array(START),
});

function grow(columns: Columns): void {
  const size = columns.timeUs.length * 2;
  const timeUs = new Float64Array(size);
  const hashA = new Int32Array(size);
  const hashB = new Int32Array(size);
  const significance = new Uint8Array(size);
  timeUs.set(columns.timeUs);
  hashA.set(columns.hashA);
  hashB.set(columns.hashB);
  significance.set(columns.significance);
  Object.assign(columns, { timeUs, hashA, hashB, significance });
}

export function record(columns: Columns, timeUs: number, hashA: number, hashB: number, significance: number): void {
  if (columns.length === columns.timeUs.length) grow(columns);
  const i = columns.length++;
  columns.timeUs[i] = timeUs;
  columns.hashA[i] = hashA;
  columns.hashB[i] = hashB;
  columns.significance[i] = significance;
}

/** A copy of the first `length` events, for a fork. */
export function columnsUpTo(columns: Columns, length: number): Columns {
  const size = Math.max(START, length * 2);
  const copy: Columns = {
    length,
    timeUs: new Float64Array(size),
    hashA: new Int32Array(size),
    hashB: new Int32Array(size),
    significance: new Uint8Array(size),
  };
  copy.timeUs.set(columns.timeUs.subarray(0, length));
  copy.hashA.set(columns.hashA.subarray(0, length));
  copy.hashB.set(columns.hashB.subarray(0, length));
  copy.significance.set(columns.significance.subarray(0, length));
  return copy;
}

/** How many of the sorted items are not greater than the value. */
export function countUpTo(items: { readonly [index: number]: number }, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
