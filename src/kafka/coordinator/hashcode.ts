/** Which partition of __consumer_offsets a group belongs to. */
import { hashCode } from '#kafka/groups/javaorder.ts';

/** `Utils.abs(groupId.hashCode) % partitions`: not murmur2, and Integer.MIN_VALUE becomes 0. */
export function coordinatorPartition(group: string, partitions: number): number {
  const hash = hashCode(group);
  return (hash === -2147483648 ? 0 : Math.abs(hash)) % partitions;
}
