/** The file replication-offset-checkpoint, written every replica.high.watermark.checkpoint.interval.ms: where a restarted replica's high watermark begins. */
import { putPartition, type Work } from '#kafka/broker/work.ts';
import { NO_LEADER } from '#kafka/protocol/names.ts';
import { withDisk } from '#kafka/replication/partition.ts';
import { planted } from '#sim/planted.ts';

export function checkpointHighWatermarks(work: Work): void {
  work.partitions.forEach((partition, i) => {
    if (!partition) return;
    const highWatermark = planted.M14 && partition.meta.role.data.leader === NO_LEADER ? partition.log.logStart : partition.highWatermark;
    if (partition.disk.highWatermark !== highWatermark)
      putPartition(work, i, withDisk(partition, { flushedTo: partition.disk.flushedTo, highWatermark, files: partition.disk.files }));
  });
}
