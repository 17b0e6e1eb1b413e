/** A full disk (faults F12 and F13): the next write fails, the only log directory is offline, and the broker halts without a word. */
import { type ConditionPayload, overBrokers, withStorage } from '#faults/disk.ts';
import type { Fault, Nodes } from '#faults/fault.ts';
import { tell } from '#kafka/facts.ts';

export const diskFull: Fault<Nodes> = {
  id: 'disk-full',
  title: 'faults.disk-full',
  heals: false,
  command: ({ nodes }) => `fault disk-full ${nodes.join(' ')}`,
  appliesTo: ({ role }) => role === 'broker',
};

export const fillDisk = overBrokers<ConditionPayload>(({ world, name, broker, payload, facts }) => {
  withStorage(world, name, { full: !payload.heal });
  tell({ facts }, payload.heal ? { fact: 'DiskHealed', broker, fault: 'disk-full' } : { fact: 'DiskFilled', broker });
  return undefined;
});
