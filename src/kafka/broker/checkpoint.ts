/** The file replication-offset-checkpoint, written every replica.high.watermark.checkpoint.interval.ms: where a restarted replica's high watermark begins. */
import { putPartition, type Work } from '#kafka/broker/work.ts';
import { withDisk } from '#kafka/replication/partition.ts';

export function checkpointHighWatermarks(work: Work): void {
  work.partitions.forEach((partition, i) => {
    if (!partition || partition.disk.highWatermark === partition.highWatermark) return;
    putPartition(work, i, withDisk(partition, { flushedTo: partition.disk.flushedTo, highWatermark: partition.highWatermark, files: partition.disk.files }));
  });
}
