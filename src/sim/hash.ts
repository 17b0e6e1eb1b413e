/** 32-bit mixing, string hashing and structural hashing of plain values: equal values give equal hashes in every JavaScript engine. */
import { isView, viewAt } from '#sim/view.ts';

/** Mixes one 32-bit word into a running hash (murmur3's mixing step). */
export function mix(hash: number, word: number): number {
  let k = Math.imul(word | 0, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = hash ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** Last avalanche of a running hash, so that neighbouring inputs give unrelated outputs. */
export function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** FNV-1a over UTF-16 code units. */
export function hashString(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}

const known = new Map<string, number>();
const MOST_NAMES = 16_384;

/** The same, remembered: for names that come back a million times, such as keys, events and nodes. */
export function hashName(name: string): number {
  const hash = known.get(name);
  if (hash !== undefined) return hash;
  const fresh = hashString(name);
  if (known.size < MOST_NAMES) known.set(name, fresh);
  return fresh;
}

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);

/** Small integers, large integers and all other numbers have their own tags, so that none can pass for another. */
function hashNumber(hash: number, value: number): number {
  if ((value | 0) === value) return mix(mix(hash, 1), value);
  if (Number.isSafeInteger(value)) return mix(mix(mix(hash, 11), (value % 0x100000000) | 0), Math.floor(value / 0x100000000));
  float[0] = Number.isNaN(value) ? Number.NaN : value;
  return mix(mix(mix(hash, 12), words[0]), words[1]);
}

/**
 * Structural hash of a plain value (objects, arrays, Maps, append views, primitives): equal values have equal hashes. The order of an object's
 * keys does not count, nor do keys whose value is undefined; the order of a Map, an array or a view does, because programs can see it.
 */
export function hashValue(hash: number, value: unknown): number {
  switch (typeof value) {
    case 'number':
      return hashNumber(hash, value);
    case 'string':
      return mix(mix(hash, 2), hashString(value));
    case 'boolean':
      return mix(hash, value ? 3 : 4);
    case 'object':
      return value === null ? mix(hash, 5) : hashObject(hash, value);
    default:
      return mix(hash, 6);
  }
}

function hashObject(hash: number, value: object): number {
  if (Array.isArray(value)) {
    let h = mix(mix(hash, 7), value.length);
    for (let i = 0; i < value.length; i++) h = hashValue(h, value[i]);
    return h;
  }
  if (isView(value)) {
    let h = mix(mix(hash, 8), value.length);
    for (let i = 0; i < value.length; i++) h = hashValue(h, viewAt(value, i));
    return h;
  }
  if (value instanceof Map) {
    let h = mix(mix(hash, 9), value.size);
    for (const [key, item] of value) h = hashValue(hashValue(h, key), item);
    return h;
  }
  return hashRecord(hash, value as Readonly<Record<string, unknown>>);
}

/** Entries are hashed each by itself and added up, so that their order does not count. */
function hashRecord(hash: number, record: Readonly<Record<string, unknown>>): number {
  let sum = 0;
  let size = 0;
  for (const key of Object.keys(record)) {
    const item = record[key];
    if (item === undefined) continue;
    sum = (sum + finish(hashValue(hashName(key), item))) | 0;
    size++;
  }
  return mix(mix(mix(hash, 10), size), sum);
}

/** Two 32-bit lanes as 16 hexadecimal digits, the form in which a run's hash is shown, shared and compared. */
export function hex(a: number, b: number): string {
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}
