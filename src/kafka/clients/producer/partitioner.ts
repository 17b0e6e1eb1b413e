/** Partitioners of the producer: murmur2 for keys (Utils.murmur2) and the built-in sticky one for records without key (BuiltInPartitioner, KIP-794). */
import type { Env } from '#sim/effect.ts';

/** UTF-8 bytes of a text, as StringSerializer makes them. A lone surrogate becomes `?`, as in Java. */
export function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0;
    if (code > 0xffff) i++;
    pushUtf8(bytes, code);
  }
  return bytes;
}

function pushUtf8(bytes: number[], code: number): void {
  if (code < 0x80) bytes.push(code);
  else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
  else if (code >= 0xd800 && code <= 0xdfff) bytes.push(0x3f);
  else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
}

/** Bytes that StringSerializer makes of a text, without making them. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (unit < 0xd800 || unit > 0xdfff) length += 3;
    else if ((text.codePointAt(i) ?? 0) > 0xffff) {
      length += 4;
      i++;
    } else length += 1;
  }
  return length;
}

const M = 0x5bd1e995;

/** 32-bit murmur2 as Kafka has it, signed. */
export function murmur2(bytes: readonly number[]): number {
  const length = bytes.length;
  let h = 0x9747b28c ^ length;
  const whole = length & ~3;
  for (let i = 0; i < whole; i += 4) {
    let k = bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    k = Math.imul(k, M);
    k ^= k >>> 24;
    h = Math.imul(h, M) ^ Math.imul(k, M);
  }
  const rest = length - whole;
  if (rest === 3) h ^= bytes[whole + 2] << 16;
  if (rest >= 2) h ^= bytes[whole + 1] << 8;
  if (rest >= 1) h = Math.imul(h ^ bytes[whole], M);
  h ^= h >>> 13;
  h = Math.imul(h, M);
  return (h ^ (h >>> 15)) | 0;
}

const hashes = new Map<string, number>();

/** `toPositive(murmur2(keyBytes)) % numPartitions`, over all partitions, available or not. An empty key is a key. */
export function partitionForKey(key: string, partitions: number): number {
  let hash = hashes.get(key);
  if (hash === undefined) {
    hash = murmur2(utf8(key)) & 0x7fffffff;
    if (hashes.size < 65_536) hashes.set(key, hash);
  }
  return hash % partitions;
}

/** Where records without key of one topic go now, and how many bytes went there since the last switch. */
export interface Sticky {
  readonly partition: number;
  readonly producedBytes: number;
}

/** A random partition with a known leader; any partition when none has one. It may be the same again. */
export function nextSticky(env: Pick<Env, 'random'>, topic: string, partitions: number, isAvailable: (partition: number) => boolean): Sticky {
  const available: number[] = [];
  for (let p = 0; p < partitions; p++) if (isAvailable(p)) available.push(p);
  const drawn = env.random(`partition:${topic}`) & 0x7fffffff;
  return { partition: available.length > 0 ? available[drawn % available.length] : drawn % partitions, producedBytes: 0 };
}

/** Time to switch: batch.size bytes produced and nothing unfinished waits there, or twice as much. */
export const isWorn = (sticky: Sticky, batchSize: number, allBatchesFull: boolean): boolean =>
  (sticky.producedBytes >= batchSize && allBatchesFull) || sticky.producedBytes >= 2 * batchSize;
