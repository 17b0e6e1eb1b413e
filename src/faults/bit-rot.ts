/** Bit rot (fault F16): one replica's copy of a batch no longer matches its checksum. Readers refuse it; recovery and wiping the disk get rid of it. */
import { changePartitions, type DiskPayload, overBrokers, partitionIn } from '#faults/disk.ts';
import type { Fault } from '#faults/fault.ts';
import { damaged } from '#faults/torn-tail.ts';
import { tell } from '#kafka/facts.ts';
import { recordsIn } from '#kafka/log/log.ts';
import type { Offset, Tp } from '#kafka/protocol/names.ts';

export interface BitRot {
  readonly tp: Tp;
  readonly offset: Offset;
  readonly node: string;
}

export const bitRot: Fault<BitRot> = {
  id: 'bit-rot',
  title: 'faults.bit-rot',
  heals: false,
  command: ({ tp, offset, node }) => `fault bit-rot ${tp}@${offset} --on ${node}`,
  appliesTo: ({ role }) => role === 'broker',
};

export interface BitRotPayload extends DiskPayload {
  readonly tp: Tp;
  readonly offset: Offset;
}

export const rot = overBrokers<BitRotPayload>(({ world, name, broker, node, payload, facts }) => {
  const { tp, offset } = payload;
  const partition = partitionIn(node, tp);
  const record = partition && recordsIn(partition.log, offset, offset + 1)[0];
  if (!record) return `${name} has no record at offset ${offset} of ${tp}`;
  const { baseOffset, lastOffset } = record.batch;
  changePartitions(world, name, (one) => (one.tp === tp ? damaged(one, baseOffset) : one));
  tell({ facts }, { fact: 'BatchCorrupted', tp, broker, baseOffset, lastOffset });
  return undefined;
});
