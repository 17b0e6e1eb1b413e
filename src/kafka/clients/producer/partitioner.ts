/** Arithmetic of the producer's partitioners: murmur2 for keys (Utils.murmur2), sticky draws for records without key (KIP-480, KIP-794). */
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

/** What is known of a topic's load (BuiltInPartitioner.PartitionLoadStats): weights, summed up, of the partitions that may be drawn. */
export interface LoadStats {
  readonly cumulative: readonly number[];
  readonly partitions: readonly number[];
}

/**
 * Weights of the partitions from the batches that wait for each (updatePartitionLoadStats): one more than the longest queue is ahead of this one. Undefined
 * when all are alike and none was left out, or there is nothing to choose from: then the draw is uniform. `all` counts the partitions of the topic.
 */
export function loadStats(queues: readonly { readonly partition: number; readonly batches: number }[], all: number): LoadStats | undefined {
  if (queues.length < 1 || all < 2) return undefined;
  const longest = queues.reduce((most, { batches }) => Math.max(most, batches), 0);
  if (queues.length === all && queues.every(({ batches }) => batches === queues[0].batches)) return undefined;
  const cumulative: number[] = [];
  for (const { batches } of queues) cumulative.push((cumulative[cumulative.length - 1] ?? 0) + longest + 1 - batches);
  return { cumulative, partitions: queues.map(({ partition }) => partition) };
}

type Dice = Pick<Env, 'random'>;

const draw = (env: Dice, topic: string): number => env.random(`partition:${topic}`) & 0x7fffffff;

/** Partitions with a known leader; all of them when none has one. */
export function available(partitions: number, isAvailable: (partition: number) => boolean): readonly number[] {
  const all = Array.from({ length: partitions }, (_, p) => p);
  const found = all.filter(isAvailable);
  return found.length > 0 ? found : all;
}

/** A random partition with a known leader, by load where load is known; any partition when none has a leader. It may be the same again. */
export function nextSticky(env: Dice, topic: string, partitions: number, isAvailable: (partition: number) => boolean, load?: LoadStats): Sticky {
  const drawn = draw(env, topic);
  if (load === undefined) {
    const choice = available(partitions, isAvailable);
    return { partition: choice[drawn % choice.length], producedBytes: 0 };
  }
  const weighted = drawn % load.cumulative[load.cumulative.length - 1];
  return { partition: load.partitions[load.cumulative.findIndex((sum) => sum > weighted)], producedBytes: 0 };
}

/** The sticky partitioner of 2.4 (StickyPartitionCache, KIP-480): another one than before, if there is another with a leader. */
export function anotherSticky(env: Dice, topic: string, partitions: number, isAvailable: (partition: number) => boolean, before: number): Sticky {
  const choice = available(partitions, isAvailable);
  const drawn = draw(env, topic);
  const others = choice.length === 1 ? choice : choice.filter((partition) => partition !== before);
  return { partition: others[drawn % others.length], producedBytes: 0 };
}

/** Time to switch: batch.size bytes produced and nothing unfinished waits there, or twice as much. */
export const isWorn = (sticky: Sticky, batchSize: number, allBatchesFull: boolean): boolean =>
  (sticky.producedBytes >= batchSize && allBatchesFull) || sticky.producedBytes >= 2 * batchSize;
