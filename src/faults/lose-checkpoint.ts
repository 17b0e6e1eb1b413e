/** Checkpoint files are lost (fault F15): the high watermark begins at the log start, recovery reads everything, the epoch cache is learnt anew. */
import { changePartitions, type DiskPayload, overBrokers } from '#faults/disk.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { tell } from '#kafka/facts.ts';
import { firstBaseOffset } from '#kafka/log/log.ts';
import type { Partition } from '#kafka/replication/partition.ts';

export const CHECKPOINT_FILES = [
  'replication-offset-checkpoint',
  'recovery-point-offset-checkpoint',
  'log-start-offset-checkpoint',
  'leader-epoch-checkpoint',
  'cleaner-offset-checkpoint',
] as const;
export type CheckpointFile = (typeof CHECKPOINT_FILES)[number];

export const loseCheckpoint: Fault<Nodes> = {
  id: 'lose-checkpoint',
  title: 'faults.lose-checkpoint',
  heals: false,
  command: ({ nodes }) => `fault lose-checkpoint ${nodes.join(' ')}`,
  appliesTo: ({ role, status }) => role === 'broker' && status === 'down',
};

export interface LoseCheckpointPayload extends DiskPayload {
  readonly files: readonly CheckpointFile[];
}

/** A broker that runs has all of this in memory and would write it again. */
export const loseCheckpoints = overBrokers<LoseCheckpointPayload>(({ world, name, broker, process, payload, facts }) => {
  if (process.status !== 'down') return `${name} is running and would write its checkpoints again: stop or kill it first`;
  changePartitions(world, name, (partition) => payload.files.reduce(without, partition));
  tell({ facts }, { fact: 'CheckpointsLost', broker, files: payload.files });
  return undefined;
});

function without(partition: Partition, file: CheckpointFile): Partition {
  const { log, disk } = partition;
  switch (file) {
    case 'replication-offset-checkpoint':
      return { ...partition, highWatermark: log.logStart, disk: { ...disk, highWatermark: log.logStart } };
    case 'recovery-point-offset-checkpoint':
      return { ...partition, disk: { ...disk, files: { ...disk.files, recoveryPoint: 0, flushed: 0 } } };
    case 'log-start-offset-checkpoint':
      return { ...partition, disk: { ...disk, files: { ...disk.files, logStart: firstBaseOffset(log) } } };
    case 'leader-epoch-checkpoint':
      return { ...partition, log: { ...log, epochs: [] } };
    case 'cleaner-offset-checkpoint':
      return { ...partition, disk: { ...disk, files: { ...disk.files, cleanedTo: undefined } } };
  }
}
