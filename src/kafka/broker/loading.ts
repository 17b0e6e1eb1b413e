/** Opening the logs at the start of a process (LogManager.loadLogs): as they are after a clean shutdown, else with recovery from the recovery points on. */
import { fact, putPartition, type Work } from '#kafka/broker/work.ts';
import type { FactOf } from '#kafka/facts.ts';
import { type Log, recordsIn } from '#kafka/log/log.ts';
import { recovered } from '#kafka/log/recovery.ts';
import type { BrokerId, Offset, Tp } from '#kafka/protocol/names.ts';
import { cutDisk, type Partition } from '#kafka/replication/partition.ts';

export function loadLogs(work: Work, clean: boolean): void {
  let logs = 0;
  work.partitions.forEach((partition, i) => {
    if (!partition) return;
    logs++;
    const log = recovered(partition.log, partition.disk.files, clean);
    if (log !== partition.log) putPartition(work, i, opened(work, partition, log));
  });
  if (logs > 0) fact(work, { fact: 'LogsLoaded', broker: work.id, logs, clean });
}

function opened(work: Work, partition: Partition, log: Log): Partition {
  const { tp, highWatermark } = partition;
  if (log.logEnd < partition.log.logEnd) fact(work, tailLost(work.id, tp, partition.log, log.logEnd, 'bad-batch'));
  return { ...partition, log, highWatermark: Math.max(log.logStart, Math.min(highWatermark, log.logEnd)), disk: cutDisk(partition.disk, log) };
}

/** What a replica has no longer. */
export function tailLost(broker: BrokerId, tp: Tp, before: Log, to: Offset, cause: FactOf<'LogTailLost'>['cause']): FactOf<'LogTailLost'> {
  const lost = recordsIn(before, to, before.logEnd);
  const ids = lost.map(({ id }) => id);
  const epochs = lost.map(({ batch }) => batch.leaderEpoch);
  return { fact: 'LogTailLost', tp, broker, from: before.logEnd, to, ids, epochs, cause };
}
