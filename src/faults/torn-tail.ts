/** A torn tail (fault F03): the broker dies in the middle of a write, and the last batch of that log is only half there. */
import { changePartitions, type DiskPayload, overBrokers } from '#faults/disk.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { tell } from '#kafka/facts.ts';
import { CONSUMER_OFFSETS, type Tp } from '#kafka/protocol/names.ts';
import type { BatchHeader } from '#kafka/protocol/record.ts';
import type { Partition } from '#kafka/replication/partition.ts';
import { end } from '#sim/process.ts';
import { viewAt } from '#sim/view.ts';

export const tornTail: Fault<Nodes> = {
  id: 'torn-tail',
  title: 'faults.torn-tail',
  heals: false,
  command: ({ nodes }) => `fault torn-tail ${nodes.join(' ')}`,
  appliesTo: ({ role, status }) => role === 'broker' && status !== 'down',
};

export interface TornTailPayload extends DiskPayload {
  /** undefined: the log that was written last. */
  readonly partition: Tp | undefined;
}

const lastBatch = ({ log }: Partition): BatchHeader | undefined => (log.records.length === 0 ? undefined : viewAt(log.records, log.records.length - 1).batch);

/** What was flushed is whole. */
const isTearable = (partition: Partition): boolean => partition.log.records.length > 0 && partition.disk.flushedTo < partition.log.logEnd;

function lastWritten(partitions: readonly (Partition | undefined)[]): Partition | undefined {
  let found: Partition | undefined;
  for (const one of partitions) {
    if (!one || one.meta.topic === CONSUMER_OFFSETS || !isTearable(one)) continue;
    if (!found || (lastBatch(one)?.maxTimestampMs ?? 0) > (lastBatch(found)?.maxTimestampMs ?? 0)) found = one;
  }
  return found;
}

export const tearTail = overBrokers<TornTailPayload>(({ model, world, name, broker, process, node, payload, facts }) => {
  const wanted = payload.partition === undefined ? lastWritten(node.partitions) : node.partitions.find((one) => one?.tp === payload.partition);
  const batch = wanted && isTearable(wanted) ? lastBatch(wanted) : undefined;
  if (!wanted || !batch) return `${name} has written nothing to ${payload.partition ?? 'its logs'} that is not flushed`;
  if (process.status !== 'down') {
    end(model, world, name, 'kill');
    tell({ facts }, { fact: 'ProcessKilled', node: name });
  }
  const { baseOffset, lastOffset } = batch;
  changePartitions(world, name, (partition) => (partition.tp === wanted.tp ? damaged(partition, baseOffset) : partition));
  tell({ facts }, { fact: 'TailTorn', tp: wanted.tp, broker, baseOffset, lastOffset });
  return undefined;
});

/** The bytes of the batch at this base offset are bad on this disk. */
export function damaged(partition: Partition, baseOffset: number): Partition {
  const { below, damaged: known } = partition.log.remains;
  if (known.includes(baseOffset)) return partition;
  const all = [...known, baseOffset].sort((a, b) => a - b);
  return { ...partition, log: { ...partition.log, remains: { below, damaged: all } } };
}
