/** The order in which Java's HashMap and HashSet are walked: Kafka's assignors depend on it where members or partitions are equally good. */

/** String.hashCode. */
export function hashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** TopicPartition.hashCode, from the hash of its topic. */
export const partitionHash = (topicHash: number, partition: number): number => (Math.imul(31, 31 + partition) + topicHash) | 0;

/** Buckets after `size` insertions, one by one: doubled whenever three quarters are filled. */
function grown(size: number): number {
  let buckets = 16;
  while (size > buckets * 0.75) buckets *= 2;
  return buckets;
}

/** Buckets of `new HashSet<>(collection)`, which is sized beforehand. */
function presized(size: number): number {
  const wanted = Math.max(Math.floor(size / 0.75) + 1, 16);
  let buckets = 16;
  while (buckets < wanted) buckets *= 2;
  return Math.max(buckets, grown(size));
}

/** The items, in order of insertion, as a HashMap yields them: by bucket, within a bucket by insertion. Buckets that turn into trees (eight items and more) are not told apart. */
export function javaOrder<T>(items: readonly T[], hashOf: (item: T) => number, how: 'inserted' | 'copied' = 'inserted'): T[] {
  const mask = (how === 'copied' ? presized(items.length) : grown(items.length)) - 1;
  const placed = items.map((item, at) => {
    const hash = hashOf(item);
    return { item, at, bucket: (hash ^ (hash >>> 16)) & mask };
  });
  return placed.sort((a, b) => a.bucket - b.bucket || a.at - b.at).map(({ item }) => item);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The four 32-bit words of a topic id (org.apache.kafka.common.Uuid), most significant first. */
export function uuidWords(id: string): readonly [number, number, number, number] {
  const words: [number, number, number, number] = [0, 0, 0, 0];
  let bit = 0;
  for (const char of id) {
    const six = ALPHABET.indexOf(char);
    for (let i = 5; i >= 0 && bit < 128; i--, bit++) words[bit >> 5] |= ((six >> i) & 1) << (31 - (bit & 31));
  }
  return words;
}

/** Uuid.hashCode. */
export function uuidHash(id: string): number {
  const [a, b, c, d] = uuidWords(id);
  return a ^ c ^ b ^ d;
}

/** Uuid.compareTo: two signed 64-bit numbers after each other. */
export function compareUuids(a: string, b: string): number {
  const [x, y] = [uuidWords(a), uuidWords(b)];
  for (let i = 0; i < 4; i++) {
    // The upper half of each number has its sign, the lower half counts from zero.
    const [p, q] = i % 2 === 0 ? [x[i], y[i]] : [x[i] >>> 0, y[i] >>> 0];
    if (p !== q) return p < q ? -1 : 1;
  }
  return 0;
}
