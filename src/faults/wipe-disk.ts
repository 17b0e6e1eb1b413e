/** The data directory is lost (fault F14): the broker comes back with the same id, empty logs, no checkpoints and no metadata. */
import { type DiskPayload, overBrokers, replaceBroker } from '#faults/disk.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { tailLost } from '#kafka/broker/loading.ts';
import { blankDisk } from '#kafka/broker/node.ts';
import { goodStorage } from '#kafka/broker/state.ts';
import { tell } from '#kafka/facts.ts';
import { end } from '#sim/process.ts';

export const wipeDisk: Fault<Nodes> = {
  id: 'wipe-disk',
  title: 'faults.wipe-disk',
  heals: false,
  command: ({ nodes }) => `fault wipe-disk ${nodes.join(' ')}`,
  appliesTo: ({ role }) => role === 'broker',
};

/** A process that runs does not survive its disk. */
export const wipe = overBrokers<DiskPayload>(({ model, world, name, broker, process, node, facts }) => {
  if (process.status !== 'down') {
    end(model, world, name, 'power-loss');
    tell({ facts }, { fact: 'ProcessKilled', node: name });
  }
  replaceBroker(world, name, (state) => ({ ...state, ...blankDisk, storage: goodStorage }));
  tell({ facts }, { fact: 'DiskWiped', broker });
  for (const before of node.partitions)
    if (before && before.log.records.length > 0) tell({ facts }, tailLost(broker, before.tp, before.log, before.log.logStart, 'wiped'));
  return undefined;
});
