/** The background tasks on a broker's logs (LogManager, LogCleaner, ProducerStateManager): retention, flushes by time, checkpoints, compaction; each on its own clock. */
import { markDirty } from '#kafka/broker/advance.ts';
import { clockMs, flushedDisk } from '#kafka/broker/segments.ts';
import { fact, partitionAt, putPartition, type Work } from '#kafka/broker/work.ts';
import { type Cleanable, cleanable, cleaned } from '#kafka/log/cleaner.ts';
import { firstBaseOffset } from '#kafka/log/log.ts';
import { withoutExpired } from '#kafka/log/producers.ts';
import { retained } from '#kafka/log/retention.ts';
import { type Partition, type PartitionFiles, withDisk, withLog } from '#kafka/replication/partition.ts';
import { setTimer } from '#sim/effect.ts';

/** Named after Kafka's scheduled tasks. */
export interface LogTaskDue {
  readonly type: 'LogRetentionDue' | 'LogFlushDue' | 'RecoveryPointCheckpointDue' | 'LogStartOffsetCheckpointDue' | 'LogCleanerDue' | 'ProducerExpirationDue';
}

const TIMERS: Readonly<Record<LogTaskDue['type'], string>> = {
  LogRetentionDue: 'kafka-log-retention',
  LogFlushDue: 'kafka-log-flusher',
  RecoveryPointCheckpointDue: 'kafka-recovery-point-checkpoint',
  LogStartOffsetCheckpointDue: 'kafka-log-start-offset-checkpoint',
  LogCleanerDue: 'kafka-log-cleaner-thread',
  ProducerExpirationDue: 'PeriodicProducerExpirationCheck',
};

const again = (work: Work, type: LogTaskDue['type'], delayUs: number): void =>
  setTimer(work.env, TIMERS[type], delayUs, { type } satisfies LogTaskDue as LogTaskDue);

/** LogManager.startup: the first run of each after log.initial.task.delay.ms; the cleaner sleeps after each round that finds nothing. */
export function startLogTasks(work: Work): void {
  const { initialDelayUs, flushUs, cleaner, cleanerBackoffUs, producerCheckUs } = work.settings.logs;
  again(work, 'LogRetentionDue', initialDelayUs);
  again(work, 'RecoveryPointCheckpointDue', initialDelayUs);
  again(work, 'LogStartOffsetCheckpointDue', initialDelayUs);
  if (flushUs !== undefined) again(work, 'LogFlushDue', initialDelayUs);
  if (cleaner) again(work, 'LogCleanerDue', cleanerBackoffUs);
  again(work, 'ProducerExpirationDue', producerCheckUs);
}

export function logTask(work: Work, { type }: LogTaskDue): void {
  const { retentionCheckUs, flushUs, recoveryPointUs, logStartUs, cleanerBackoffUs, producerCheckUs } = work.settings.logs;
  switch (type) {
    case 'LogRetentionDue':
      again(work, type, retentionCheckUs);
      return eachPartition(work, (partition, i) => (partition.meta.logConfig.compacts ? undefined : retain(work, i)));
    case 'LogFlushDue':
      again(work, type, flushUs ?? 0);
      return eachPartition(work, (partition, i) => flushIfOld(work, i, partition));
    case 'RecoveryPointCheckpointDue':
      again(work, type, recoveryPointUs);
      return eachPartition(work, (partition, i) => write(work, i, partition, { ...partition.disk.files, recoveryPoint: partition.disk.files.flushed }));
    case 'LogStartOffsetCheckpointDue':
      again(work, type, logStartUs);
      return eachPartition(work, (partition, i) => write(work, i, partition, { ...partition.disk.files, logStart: logStartToWrite(partition) }));
    case 'LogCleanerDue':
      again(work, type, cleanerBackoffUs);
      return clean(work);
    case 'ProducerExpirationDue':
      again(work, type, producerCheckUs);
      return eachPartition(work, (partition, i) => forgetProducers(work, i, partition));
  }
}

function eachPartition(work: Work, task: (partition: Partition, i: number) => void): void {
  work.partitions.forEach((partition, i) => {
    if (partition) task(partition, i);
  });
}

/** Only a log start inside a segment needs writing down: the oldest file's name tells any other. */
const logStartToWrite = ({ log, disk }: Partition): number => (log.logStart > firstBaseOffset(log) ? log.logStart : disk.files.logStart);

function write(work: Work, i: number, partition: Partition, files: PartitionFiles): void {
  const { flushedTo, highWatermark, files: old } = partition.disk;
  if (files.recoveryPoint === old.recoveryPoint && files.logStart === old.logStart && files.cleanedTo === old.cleanedTo) return;
  putPartition(work, i, withDisk(partition, { flushedTo, highWatermark, files }));
}

/** ProducerStateManager.removeExpiredProducers: leader or follower, each by its own clock. */
function forgetProducers(work: Work, i: number, partition: Partition): void {
  const { log, tp } = partition;
  const kept = withoutExpired(log.producers, clockMs(work), work.settings.logs.producerExpirationMs);
  if (kept === log.producers) return;
  const gone = log.producers.filter((one) => !kept.includes(one)).map(({ producerId }) => producerId);
  fact(work, { fact: 'ProducersExpired', tp, broker: work.id, producerIds: gone, expirationMs: work.settings.logs.producerExpirationMs });
  putPartition(work, i, withLog(partition, { ...log, producers: kept }));
}

function flushIfOld(work: Work, i: number, partition: Partition): void {
  const { disk, log, meta } = partition;
  if (log.logEnd === disk.files.flushed || clockMs(work) - disk.files.flushedMs < meta.logConfig.flushMs) return;
  putPartition(work, i, withDisk(partition, flushedDisk(work, disk, log.logEnd)));
}

/** Deletes old segments of one log; a leader's followers hear of the new log start with their next fetch. */
function retain(work: Work, i: number): void {
  const partition = partitionAt(work, i);
  const { tp, meta, highWatermark } = partition;
  const { log, deletions } = retained(partition.log, highWatermark, meta.logConfig, clockMs(work));
  if (deletions.length === 0) return;
  const rolledAt = log.active.baseOffset;
  if (rolledAt > partition.log.active.baseOffset) fact(work, { fact: 'SegmentRolled', tp, broker: work.id, baseOffset: rolledAt, reason: 'retention' });
  for (const { reason, segments } of deletions)
    fact(work, { fact: 'SegmentsDeleted', tp, broker: work.id, baseOffsets: segments.map(({ baseOffset }) => baseOffset), reason });
  putPartition(work, i, withLog(partition, log));
  noteLogStart(work, partition, log.logStart, 'segment-deletion');
  markDirty(work, partition, i);
}

export function noteLogStart(work: Work, before: Partition, to: number, reason: 'segment-deletion' | 'delete-records' | 'leader'): void {
  const from = before.log.logStart;
  if (to > from) fact(work, { fact: 'LogStartOffsetAdvanced', tp: before.tp, broker: work.id, from, to, reason });
}

/** The cleaner's thread: the filthiest log first, until none is dirty enough; then retention of compacted topics, which is its business too. */
function clean(work: Work): void {
  const waiting = work.partitions.flatMap((partition, i) => {
    if (!partition?.meta.logConfig.compacts) return [];
    const { log, highWatermark, meta, disk } = partition;
    const dirty = cleanable(log, highWatermark, meta.logConfig, disk.files.cleanedTo, clockMs(work));
    return dirty ? [{ i, dirty }] : [];
  });
  waiting.sort((a, b) => b.dirty.ratio - a.dirty.ratio || a.i - b.i);
  for (const { i, dirty } of waiting) cleanOne(work, i, dirty);
  eachPartition(work, (partition, i) => (partition.meta.logConfig.compacts ? retain(work, i) : undefined));
}

function cleanOne(work: Work, i: number, dirty: Cleanable): void {
  const partition = partitionAt(work, i);
  const { log, cleanedTo, removed } = cleaned(partition.log, dirty, partition.meta.logConfig, clockMs(work));
  const { flushedTo, highWatermark, files } = partition.disk;
  putPartition(work, i, withDisk(withLog(partition, log), { flushedTo, highWatermark, files: { ...files, cleanedTo } }));
  fact(work, { fact: 'LogCleaned', tp: partition.tp, broker: work.id, from: dirty.firstDirty, to: cleanedTo, removed });
}
