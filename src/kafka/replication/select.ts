/** Which replica a consumer is sent to (ReplicaManager.findPreferredReadReplica, RackAwareReplicaSelector; KIP-392). */
import { type Image, isFenced } from '#kafka/metadata/image.ts';
import type { BrokerId, Offset } from '#kafka/protocol/names.ts';
import { isLeader, type Partition } from '#kafka/replication/partition.ts';
import type { Replica } from '#kafka/replication/replica.ts';

/**
 * The follower in the consumer's rack that is most caught up, or undefined: then the leader serves by itself. Asked of the leader only. A follower
 * outside the ISR, or whose log does not reach from its start to the fetch offset, would keep the consumer behind or out of range.
 */
export function preferredReadReplica(partition: Partition, image: Image, leader: BrokerId, rack: string, fetchOffset: Offset): BrokerId | undefined {
  if (rack === '' || !isLeader(partition) || rackOf(image, leader) === rack) return undefined;
  const { isr } = partition.meta.isr.data;
  let best: Replica | undefined;
  for (const replica of partition.remotes) {
    const holds = replica.logEndOffset >= fetchOffset && replica.logStart <= fetchOffset;
    if (!holds || !isr.includes(replica.broker) || rackOf(image, replica.broker) !== rack) continue;
    if (best === undefined || isBetter(replica, best)) best = replica;
  }
  return best?.broker;
}

/** A fenced broker has no endpoint, and so no rack. */
const rackOf = (image: Image, broker: BrokerId): string | null => (isFenced(image, broker) ? null : (image.brokers.get(broker)?.rack ?? null));

/** ReplicaView.comparator: the longer log, then who was caught up later, then the larger id. */
function isBetter(a: Replica, b: Replica): boolean {
  if (a.logEndOffset !== b.logEndOffset) return a.logEndOffset > b.logEndOffset;
  if (a.lastCaughtUpUs !== b.lastCaughtUpUs) return a.lastCaughtUpUs > b.lastCaughtUpUs;
  return a.broker > b.broker;
}
