/** Java's String.hashCode, which decides the partition of __consumer_offsets that a group belongs to. */
export function hashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** `Utils.abs(groupId.hashCode) % partitions`: not murmur2, and Integer.MIN_VALUE becomes 0. */
export function coordinatorPartition(group: string, partitions: number): number {
  const hash = hashCode(group);
  return (hash === -2147483648 ? 0 : Math.abs(hash)) % partitions;
}
