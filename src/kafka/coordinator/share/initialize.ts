/** The persister has begun share-partitions, or could not (initializeShareGroupState, uninitializeShareGroupState): only what is begun may be assigned. */
import { coordinatorPartition } from '#kafka/coordinator/hashcode.ts';
import { groupIn, type Turn } from '#kafka/coordinator/shard.ts';
import { withoutPartitions, withPartitions } from '#kafka/coordinator/share/group.ts';
import { type AskedPartition, storeShare } from '#kafka/coordinator/share/heartbeat.ts';
import { CONSUMER_OFFSETS, ownClockMs } from '#kafka/protocol/names.ts';

export function shareInitialized(turn: Turn, name: string, asked: readonly AskedPartition[], isBegun: boolean): void {
  const partition = coordinatorPartition(name, turn.io.partitionCount(CONSUMER_OFFSETS));
  const group = groupIn(turn, partition, name);
  const share = group?.data.share;
  if (group === undefined || share === undefined) return;
  let { initializing, initialized } = share;
  for (const { topic, topicId, partition: p } of asked) {
    initializing = withoutPartitions(initializing, topic, [p]);
    if (isBegun) initialized = withPartitions(initialized, topic, topicId, [p], ownClockMs(turn.io.env));
  }
  storeShare(turn, partition, group, share, { ...share, initializing, initialized }, undefined, 'state initialized');
}
